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
    let (mut at, mut digits, mut point) = (first, 0_u64, None);
    loop {
        match text.get(at) {
            Some(&digit @ b'0'..=b'9') => {
                digits = digits.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            }
            Some(b'.') if point.is_none() => point = Some(at),
            Some(b'e' | b'E' | b'.') => return None,
            _ => break,
        }
        at += 1;
    }
    let whole = point.unwrap_or(at);
    // What is longer may not have fitted.
    let has_digits = whole > first && point.is_none_or(|point| at > point + 1) && at - first < 19;
    let has_zero_before = text.get(first) == Some(&b'0') && whole > first + 1;
    if !has_digits || has_zero_before || is_negative && digits == 0 {
        return None;
    }
    let number = match (point, is_negative) {
        (Some(point), _) => Number::from_f64(decimal(digits, at - point - 1, is_negative)?)?,
        (None, false) => digits.into(),
        (None, true) => (digits as i64).wrapping_neg().into(),
    };
    Some((number, at))
}

/// Digits of which so many stand behind the point, where they and the power of ten are doubles: then what is between them
/// is rounded once.
fn decimal(digits: u64, decimals: usize, is_negative: bool) -> Option<f64> {
    if digits > 1 << 53 || decimals > 22 {
        return None;
    }
    let power = (0..decimals).fold(1.0, |power, _| power * 10.0);
    let size = digits as f64 / power;
    Some(if is_negative { -size } else { size })
}
