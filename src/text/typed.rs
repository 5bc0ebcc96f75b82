//! What a reader types for a date.

use super::Words;
use crate::time::{TimeError, When};

/// What stands behind the minutes where a clock is written with its units: "16 h 30 min 15 s".
const MINUTES: &str = "min";

impl Words {
    /// Reads a date as a feed writes it, or in words with the day first: "18 March 2025", "March 2025",
    /// "18/3/2025", each perhaps followed by a time, as [`Words::day`] and [`Words::range_ends`] write them.
    ///
    /// # Errors
    ///
    /// As of [`When::parse`].
    pub fn parse_typed(&self, text: &str) -> Result<When, TimeError> {
        // A slash is that of an interval only where years come first.
        let as_written = When::parse(text);
        if !matches!(as_written, Err(TimeError::NotATime(_))) {
            return as_written;
        }
        match self.typed_to_iso(text) {
            Some(iso) => When::parse(&iso).map_err(|_| TimeError::NotATime(text.to_owned())),
            None => as_written,
        }
    }

    fn typed_to_iso(&self, text: &str) -> Option<String> {
        let (numbers, named_month) = self.tokens(text)?;
        // The year is what has more than two figures; it parts the date from the time.
        let year = numbers.iter().position(|number| number.len() > 2)?;
        let (before, after) = (&numbers[..year], &numbers[year + 1..]);
        let (month, day) = match (named_month, before) {
            (Some(month), []) => (month, None),
            (Some(month), [day]) => (month, Some(*day)),
            (None, [day, month]) => (month.parse().ok()?, Some(*day)),
            _ => return None,
        };
        let two = |number: &str| {
            ["0".repeat(2usize.saturating_sub(number.len())).as_str(), number].concat()
        };
        let mut iso =
            ["0".repeat(4usize.saturating_sub(numbers[year].len())).as_str(), numbers[year]]
                .concat();
        for part in [Some(month.to_string().as_str()), day].into_iter().flatten() {
            iso.push('-');
            iso.push_str(&two(part));
        }
        match after {
            [] => Some(iso),
            [hour, minute, seconds @ ..] if day.is_some() && seconds.len() < 2 => {
                let second = seconds.first().map_or("0", |second| *second);
                Some([&iso, "T", &two(hour), ":", &two(minute), ":", &two(second)].concat())
            }
            _ => None,
        }
    }

    /// The numbers in their order, and the month that is named; `None` where a word is no month, or there are two.
    fn tokens<'a>(&self, text: &'a str) -> Option<(Vec<&'a str>, Option<u8>)> {
        let mut numbers = Vec::new();
        let mut named_month = None;
        for token in text.split(|c: char| c.is_whitespace() || ",./:".contains(c)) {
            if token.starts_with(|c: char| c.is_ascii_digit()) {
                // What follows the figures is an ordinal's ending, or the hour's: "1er", "16h30".
                numbers.extend(
                    token.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()),
                );
            } else if token.chars().count() > 1 && token != MINUTES && !self.joins(token) {
                let month = self.month_named(token)?;
                if named_month.replace(month).is_some() {
                    return None;
                }
            }
        }
        Some((numbers, named_month))
    }

    /// Whether the language writes it between the parts of a date, or with the clock: "18 de marzo de 2025", "16:30 Uhr".
    fn joins(&self, word: &str) -> bool {
        let patterns = ["date.day", "date.moment"].map(|key| self.t(key).split_whitespace());
        patterns.into_iter().flatten().any(|part| folded(part) == folded(word))
    }

    /// The only month whose name begins so, or which is abbreviated so.
    fn month_named(&self, word: &str) -> Option<u8> {
        let word = folded(word);
        let position = |names: &[String], matches: &dyn Fn(&str) -> bool| {
            let mut found = (1u8..).zip(names).filter(|(_, name)| matches(&folded(name)));
            let (month, _) = found.next()?;
            found.next().is_none().then_some(month)
        };
        position(&self.months_short, &|name| name.trim_end_matches('.') == word)
            .or_else(|| position(&self.months, &|name| word.len() > 2 && name.starts_with(&word)))
    }
}

/// In lower case and without the accents that are often left out.
fn folded(word: &str) -> String {
    let plain = |c: char| match c {
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => 'a',
        'ç' | 'Ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'È' | 'É' | 'Ê' | 'Ë' => 'e',
        'î' | 'ï' | 'Î' | 'Ï' => 'i',
        'ò' | 'ô' | 'ö' | 'Ò' | 'Ô' | 'Ö' => 'o',
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => 'u',
        c => c.to_ascii_lowercase(),
    };
    word.chars().map(plain).collect()
}
