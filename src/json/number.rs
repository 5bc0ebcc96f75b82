//! The number that digits and a power of ten come to: exactly, and mostly without the standard library's reader of
//! doubles, which is large, or the browser's, which is called with a copy of the text.

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
    let decimal = Decimal::read(text);
    let whole = decimal.as_ref().filter(|_| is_whole).and_then(Decimal::whole);
    whole.or_else(|| {
        let exact = decimal.and_then(|decimal| decimal.exact());
        exact.or_else(|| parse_number(text)).and_then(Number::from_f64)
    })
}

/// The number at the beginning of a text and its length, where it is written as most are: without a power of ten, and
/// with few enough digits.
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
    if !has_digits || text[first] == b'0' && whole > first + 1 {
        return None;
    }
    let exponent = point.map_or(0, |point| -((at - point - 1) as i32));
    let decimal = Decimal { is_negative, digits, exponent };
    let number = match point {
        None => decimal.whole(),
        Some(_) => decimal.exact().and_then(Number::from_f64),
    };
    Some((number?, at))
}

/// A number as it is written: digits times a power of ten.
struct Decimal {
    is_negative: bool,
    digits: u64,
    exponent: i32,
}

impl Decimal {
    /// `None` where it has more digits than fit.
    fn read(text: &str) -> Option<Self> {
        let mut decimal = Self { is_negative: false, digits: 0, exponent: 0 };
        let mut decimals = None;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'-' => decimal.is_negative = true,
                b'.' => decimals = Some(0),
                b'0'..=b'9' => {
                    decimal.push(byte - b'0')?;
                    decimals = decimals.map(|count| count + 1);
                }
                _ => {
                    decimal.exponent = text[at + 1..].parse().ok()?;
                    break;
                }
            }
        }
        decimal.exponent = decimal.exponent.checked_sub(decimals.unwrap_or(0))?;
        Some(decimal)
    }

    fn push(&mut self, digit: u8) -> Option<()> {
        // By hand: WebAssembly has no multiplication that says whether the product fits.
        const LARGEST: u64 = u64::MAX / 10;
        let fits = self.digits < LARGEST || self.digits == LARGEST && digit <= 5;
        self.digits = self.digits.wrapping_mul(10).wrapping_add(u64::from(digit));
        fits.then_some(())
    }

    /// As a whole number; minus nothing is none.
    fn whole(&self) -> Option<Number> {
        if !self.is_negative {
            return Some(self.digits.into());
        }
        let is_one = self.digits > 0 && self.digits <= 1 << 63;
        is_one.then(|| (self.digits as i64).wrapping_neg().into())
    }

    /// As a double, where its digits and its power of ten are doubles too: then what is between them is rounded once.
    fn exact(&self) -> Option<f64> {
        let size = self.exponent.unsigned_abs();
        if self.digits > 1 << 53 || size > 22 {
            return None;
        }
        let power = (0..size).fold(1.0, |power, _| power * 10.0);
        let digits = self.digits as f64;
        let float = if self.exponent < 0 { digits / power } else { digits * power };
        Some(if self.is_negative { -float } else { float })
    }
}
