//! The number that a text writes: exactly, and mostly without the standard library's reader of doubles, which is large, or
//! the browser's, which is called with a copy of the text.

use serde_json::Number;

/// The finite number that a text writes, perhaps with white space around it.
#[must_use]
pub fn parse_number(text: &str) -> Option<f64> {
    let text = text.trim();
    let number = platform::from_text(text);
    (!text.is_empty() && number.is_finite()).then_some(number)
}

/// In the module, the tables that this takes would weigh some KB; the browser's engine has them already.
#[cfg(target_arch = "wasm32")]
mod platform {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        /// The number that a text writes; NaN where it writes none.
        #[wasm_bindgen(js_name = Number)]
        pub fn from_text(text: &str) -> f64;
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    pub fn from_text(text: &str) -> f64 {
        text.parse().unwrap_or(f64::NAN)
    }
}

/// Reads a number that is written as in JSON; `is_whole` says that it has no point and no power. `None` where it is
/// beyond what a double can hold.
pub(super) fn read(text: &str, is_whole: bool) -> Option<Number> {
    let negative = || text.parse::<i64>().ok().filter(|&whole| whole < 0).map(Number::from);
    let whole = || text.parse::<u64>().ok().map(Number::from).or_else(negative);
    // Minus nothing is no whole number.
    is_whole.then(whole).flatten().or_else(|| parse_number(text).and_then(Number::from_f64))
}

/// The number at the beginning of a text and its length, where it is written as most are: without a power of ten, and
/// with so few digits that it is exact. `None` says nothing of the others.
pub(super) fn plain(text: &[u8]) -> Option<(Number, usize)> {
    let is_negative = text.first() == Some(&b'-');
    let first = usize::from(is_negative);
    let (digits, whole) = pass_digits(text, first, 0);
    let has_point = text.get(whole) == Some(&b'.');
    let (digits, end) =
        if has_point { pass_digits(text, whole + 1, digits) } else { (digits, whole) };
    let decimals = end - whole - usize::from(has_point);
    // What is longer may not have fitted.
    let has_digits = whole > first && has_point == (decimals > 0) && end - first < 19;
    let has_zero_before = text.get(first) == Some(&b'0') && whole > first + 1;
    let goes_on = matches!(text.get(end), Some(b'e' | b'E' | b'.'));
    if !has_digits || has_zero_before || goes_on || is_negative && digits == 0 {
        return None;
    }
    let number = match (has_point, is_negative) {
        (true, _) => Number::from_f64(decimal(digits, decimals, is_negative)?)?,
        (false, false) => digits.into(),
        (false, true) => (digits as i64).wrapping_neg().into(),
    };
    Some((number, end))
}

/// Writes the digits from there on behind a number, and gives where they end.
fn pass_digits(text: &[u8], mut at: usize, mut number: u64) -> (u64, usize) {
    while let Some(digit @ b'0'..=b'9') = text.get(at) {
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
        at += 1;
    }
    (number, at)
}

/// Digits of which so many stand behind the point, where they and the power of ten are doubles: then what is between them
/// is rounded once.
fn decimal(digits: u64, decimals: usize, is_negative: bool) -> Option<f64> {
    let power = POWERS.get(decimals).filter(|_| digits <= 1 << 53)?;
    let size = digits as f64 / power;
    Some(if is_negative { -size } else { size })
}

/// The powers of ten that are doubles.
const POWERS: [f64; 23] = {
    let mut powers = [1.0; 23];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10.0;
        at += 1;
    }
    powers
};
