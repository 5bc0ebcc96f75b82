//! What WebAssembly has no instructions for: there the browser does most of it, whose engine has it already. In the
//! module, the tables of these functions alone would weigh a fifth of it.

#[cfg(target_arch = "wasm32")]
mod platform {
    use wasm_bindgen::prelude::wasm_bindgen;

    pub use js_sys::Math::{atan, exp, log2, pow};

    #[wasm_bindgen]
    extern "C" {
        /// A number as JavaScript writes it.
        #[wasm_bindgen(js_name = String)]
        pub fn to_text(number: f64) -> String;
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod platform {
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

pub use platform::{atan, exp, log2, to_text};

/// The sine of an angle in radians, of at most a quarter turn, by its Taylor series: the first term that is left out is
/// below 1e-17 there. It is asked for with each place of a feed, for which a call of the browser takes too long.
#[must_use]
pub fn sin(radians: f64) -> f64 {
    let square = radians * radians;
    // x (1 - x²/(2·3) (1 - x²/(4·5) (1 - …)))
    let term = |rest, n| 1.0 - square / f64::from(2 * n * (2 * n + 1)) * rest;
    radians * (1..=10).rev().fold(1.0, term)
}

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_sine_is_that_of_the_standard_library(quarter_turns in -1.0..=1.0_f64) {
            let radians = quarter_turns * std::f64::consts::FRAC_PI_2;
            prop_assert!((super::sin(radians) - radians.sin()).abs() < 4e-16);
        }
    }
}
