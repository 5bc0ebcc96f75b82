//! What WebAssembly has no instructions for: there the browser does it, whose engine has it already. In the
//! module, the tables of these functions alone would weigh a fifth of it.

#[cfg(target_arch = "wasm32")]
mod platform {
    use wasm_bindgen::prelude::wasm_bindgen;

    pub use js_sys::Math::{atan, exp, log as ln, log2, pow, sin};

    #[wasm_bindgen]
    extern "C" {
        /// A number as JavaScript writes it.
        #[wasm_bindgen(js_name = String)]
        pub fn to_text(number: f64) -> String;
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
    /// The sine of an angle in radians.
    #[must_use]
    pub fn sin(radians: f64) -> f64 {
        radians.sin()
    }

    /// The angle in radians of a tangent.
    #[must_use]
    pub fn atan(tangent: f64) -> f64 {
        tangent.atan()
    }

    /// e to that power.
    #[must_use]
    pub fn exp(exponent: f64) -> f64 {
        exponent.exp()
    }

    /// The natural logarithm.
    #[must_use]
    pub fn ln(number: f64) -> f64 {
        number.ln()
    }

    /// The logarithm to the base 2.
    #[must_use]
    pub fn log2(number: f64) -> f64 {
        number.log2()
    }

    pub fn pow(base: f64, exponent: f64) -> f64 {
        base.powf(exponent)
    }

    /// A number in as few digits as tell it from all others.
    #[must_use]
    pub fn to_text(number: f64) -> String {
        number.to_string()
    }
}

pub use platform::{atan, exp, ln, log2, sin, to_text};

/// 2 to the power of `exponent`.
#[must_use]
pub fn exp2(exponent: f64) -> f64 {
    platform::pow(2.0, exponent)
}

/// The length of the hypotenuse over two sides, none of them so long that its square is infinite.
#[must_use]
pub fn hypot(a: f64, b: f64) -> f64 {
    (a * a + b * b).sqrt()
}

/// What is left of a number when as many whole `period`s as possible are taken from it: from 0 up to `period`.
#[must_use]
pub fn wrap(number: f64, period: f64) -> f64 {
    let rest = number - (number / period).floor() * period;
    // Of a tiny negative number nothing is left beside a whole period.
    if rest < period { rest } else { 0.0 }
}
