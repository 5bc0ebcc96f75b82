//! The words of the interface: a file for each language, and the phrases that dates and numbers make in it.
//!
//! Nothing here asks the system for its language or its time zone, so that a phrase is the same everywhere.

mod dates;
mod typed;
mod when;

use std::fmt;

use incident_map_json as json;
use serde_json::{Map, Value};

pub use dates::Length;

/// A language, as its file has it; the default has no strings, and says their keys.
#[derive(Clone, Debug, Default)]
pub struct Words {
    lang: String,
    direction: Direction,
    plural: PluralRule,
    decimal: String,
    group: String,
    /// Whether a clock shows "06:00" rather than "6:00".
    pads_hours: bool,
    months: Vec<String>,
    months_short: Vec<String>,
    strings: Map<String, Value>,
}

/// The direction in which a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Direction {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// The value of the `dir` attribute.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// Which numbers take the form `one` of a string, all others taking `other`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum PluralRule {
    /// 1, as in English.
    #[default]
    One,
    /// 0 and 1, as in French.
    ZeroOrOne,
    /// None, as in Haitian Creole.
    None,
}

/// Why a file is no language.
#[derive(Debug)]
pub enum WordsError {
    /// It is no JSON; says where.
    NotJson(String),
    /// The member of that name is missing, or not of the kind that is expected of it.
    Member(&'static str),
}

impl fmt::Display for WordsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => write!(f, "expected a language file in JSON: {error}"),
            Self::Member(name) => write!(f, "the member \"{name}\" is missing, or not as expected"),
        }
    }
}

impl std::error::Error for WordsError {}

impl Words {
    /// Reads a language file.
    ///
    /// # Errors
    ///
    /// [`WordsError`] where it is no JSON, or a member is missing or of another kind.
    pub fn parse(file: &str) -> Result<Self, WordsError> {
        // Taken from a `Value` because the rest of the module has that at hand: a derived reader for this one
        // file would weigh more than all the phrases.
        let mut file: Value = json::parse(file).map_err(WordsError::NotJson)?;
        let text = |name| file[name].as_str().map(str::to_owned).ok_or(WordsError::Member(name));
        let names = |name, count| {
            let names = file[name].as_array().ok_or(WordsError::Member(name))?;
            let names: Vec<String> =
                names.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            if names.len() == count { Ok(names) } else { Err(WordsError::Member(name)) }
        };
        Ok(Self {
            lang: text("lang")?,
            direction: match file["direction"].as_str() {
                Some("ltr") => Direction::Ltr,
                Some("rtl") => Direction::Rtl,
                _ => return Err(WordsError::Member("direction")),
            },
            plural: match file["plural"].as_str() {
                Some("one") => PluralRule::One,
                Some("zero-or-one") => PluralRule::ZeroOrOne,
                Some("none") => PluralRule::None,
                _ => return Err(WordsError::Member("plural")),
            },
            decimal: text("decimal")?,
            group: text("group")?,
            pads_hours: file["pads_hours"].as_bool().ok_or(WordsError::Member("pads_hours"))?,
            months: names("months", 12)?,
            months_short: names("months_short", 12)?,
            strings: match file.get_mut("strings").map(Value::take) {
                Some(Value::Object(strings)) => strings,
                _ => return Err(WordsError::Member("strings")),
            },
        })
    }

    /// Its tag, of BCP 47: it need not be the one that was asked for.
    #[must_use]
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// The direction in which it is written.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// The string of that key, its placeholders as they are; the key itself where there is none.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.strings.get(key).and_then(Value::as_str).unwrap_or(key)
    }

    /// The string of that key, `{name}` replaced for each pair of a name and a value.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.t(key), values)
    }

    /// The form of that key that goes with `n`, which stands for `{n}` in it; `values` as in [`Words::with`].
    pub fn plural(&self, key: &str, n: u64, values: &[(&str, &str)]) -> String {
        let one = match self.plural {
            PluralRule::One => n == 1,
            PluralRule::ZeroOrOne => n <= 1,
            PluralRule::None => false,
        };
        let form = [key, if one { ".one" } else { ".other" }].concat();
        let number = self.integer(n);
        let values = [&[("n", number.as_str())], values].concat();
        self.with(&form, &values)
    }

    /// A number with at most three decimals, its thousands grouped; beyond 1e15 as a power of ten.
    pub fn number(&self, number: f64) -> String {
        let magnitude = number.abs();
        if !magnitude.is_finite() {
            return "–".to_owned();
        }
        if magnitude >= 1e15 {
            return self.power_of_ten(number);
        }
        let thousandths = (magnitude * 1_000.0).round() as u64;
        let mut text = self.integer(thousandths / 1_000);
        let decimals = thousandths % 1_000;
        if decimals > 0 {
            text.push_str(&self.decimal);
            text.push_str(padded(decimals, 3).trim_end_matches('0'));
        }
        if number < 0.0 && thousandths > 0 {
            text.insert(0, '−');
        }
        text
    }

    /// An amount of data: whole kilobytes, from a megabyte on tenths of megabytes: "312 kB", "1.5 MB".
    pub fn bytes(&self, bytes: u64) -> String {
        let (key, tenths) = if bytes < 999_500 {
            ("unit.kilobytes", bytes.div_ceil(1_000) * 10)
        } else {
            ("unit.megabytes", (bytes + 50_000) / 100_000)
        };
        self.with(key, &[("n", &self.number(tenths as f64 / 10.0))])
    }

    /// A distance: "400 m", "1.5 km", to a tenth of a kilometre from one kilometre on.
    pub fn distance(&self, metres: f64) -> String {
        let (key, number) = if metres < 999.5 {
            ("unit.metres", metres.round())
        } else {
            ("unit.kilometres", (metres / 100.0).round() / 10.0)
        };
        self.with(key, &[("n", &self.number(number))])
    }

    fn integer(&self, number: u64) -> String {
        let digits = number.to_string();
        let mut text = String::with_capacity(digits.len() + 4);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push_str(&self.group);
            }
            text.push(digit);
        }
        text
    }

    fn power_of_ten(&self, number: f64) -> String {
        let (mut mantissa, mut exponent) = (number, 0u64);
        while mantissa.abs() >= 10.0 {
            mantissa /= 10.0;
            exponent += 1;
        }
        [self.number(mantissa).as_str(), " × 10^", &exponent.to_string()].concat()
    }
}

/// The pattern with each `{name}` replaced by its value; a value is never looked at again, whatever it holds.
fn fill(pattern: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((*value, after))
        });
        if let Some((value, after)) = value {
            text.push_str(value);
            rest = after;
        } else {
            text.push('{');
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

/// The number in decimal, with zeros before it up to `width` digits.
fn padded(number: u64, width: usize) -> String {
    let digits = number.to_string();
    ["0".repeat(width.saturating_sub(digits.len())), digits].concat()
}

#[cfg(test)]
mod tests;
