//! Whether two values that were written differently say the same.

use incident_map_json::Json;

use super::{Bound, Claim, ValueType};
use crate::fold::fold;
use crate::time::{Extent, Form, When, Zone};

/// What a value comes to, whatever its spelling.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    Number(f64, Bound),
    Time(Extent, Form),
    Words(String),
    Withheld,
}

/// How one value stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Same,
    /// It says the same more exactly.
    Refines,
    /// It says the same less exactly.
    Contains,
    Differs,
}

impl Meaning {
    pub fn of(claim: &Claim, value_type: Option<ValueType>, zone: &Zone) -> Self {
        let text = match claim {
            Claim::Withheld => return Self::Withheld,
            Claim::Number { value, bound, .. } => return Self::Number(*value, *bound),
            Claim::Text(text) => text,
        };
        let time = || When::parse(text.trim()).ok().map(|when| Self::time(&when, zone));
        let number = || number_phrase(text).map(|(value, bound)| Self::Number(value, bound));
        let found = match value_type {
            Some(ValueType::Time) => time(),
            Some(ValueType::Text | ValueType::Number) => number(),
            Some(ValueType::Place) => None,
            None => number().or_else(time),
        };
        found.unwrap_or_else(|| Self::Words(fold(text)))
    }

    fn time(when: &When, zone: &Zone) -> Self {
        Self::Time(when.extent().resolve(zone), when.form())
    }

    pub fn standing(&self, other: &Self) -> Standing {
        match (self, other) {
            _ if self == other => Standing::Same,
            (Self::Number(a, Bound::Exact), Self::Number(b, Bound::About)) if a == b => {
                Standing::Refines
            }
            (Self::Number(a, Bound::About), Self::Number(b, Bound::Exact)) if a == b => {
                Standing::Contains
            }
            (Self::Time(a, a_form), Self::Time(b, b_form)) => {
                let within = |inner: &Extent, outer: &Extent| {
                    outer.earliest <= inner.earliest && inner.latest <= outer.latest
                };
                // A day of a week in which something lasted is another statement than that week.
                match (
                    within(a, b) && *b_form != Form::Lasted,
                    within(b, a) && *a_form != Form::Lasted,
                ) {
                    (true, _) => Standing::Refines,
                    (_, true) => Standing::Contains,
                    _ => Standing::Differs,
                }
            }
            _ => Standing::Differs,
        }
    }
}

/// The number in "5,500", "over 5 500" or "approximately 1,000".
fn number_phrase(text: &str) -> Option<(f64, Bound)> {
    const BOUNDS: [(&str, Bound); 12] = [
        ("more than ", Bound::Over),
        ("over ", Bound::Over),
        ("above ", Bound::Over),
        ("less than ", Bound::Under),
        ("fewer than ", Bound::Under),
        ("under ", Bound::Under),
        ("below ", Bound::Under),
        ("about ", Bound::About),
        ("around ", Bound::About),
        ("approximately ", Bound::About),
        ("roughly ", Bound::About),
        ("some ", Bound::About),
    ];
    let text = text.trim();
    let bounded = BOUNDS.iter().find_map(|(words, bound)| {
        let start = text.get(..words.len())?;
        start.eq_ignore_ascii_case(words).then(|| (&text[words.len()..], *bound))
    });
    let (digits, bound) = bounded.unwrap_or((text, Bound::Exact));
    Some((number(digits.trim())?, bound))
}

/// A number whose thousands may be parted by commas, apostrophes or spaces.
fn number(text: &str) -> Option<f64> {
    let mut groups = text.split([',', ' ', '\'', '\u{2019}', '\u{a0}', '\u{2009}', '\u{202f}']);
    let mut digits = groups.next()?.to_owned();
    let first_length = digits.trim_start_matches('-').len();
    for group in groups {
        let (whole, _) = group.split_once('.').unwrap_or((group, ""));
        if first_length == 0 || first_length > 3 || whole.len() != 3 || digits.contains('.') {
            return None;
        }
        digits.push_str(group);
    }
    let mut json = Json::new(&digits);
    let number = json.number().ok()?;
    json.end().ok().and_then(|()| number.as_f64())
}
