//! The few functions whose results differ between maths libraries, taken from one software library so that results are
//! identical to the bit on every platform. `sqrt` and the four basic operations are exact everywhere.

use crate::remembered::Remembered;

/// Relative error that counts as rounding: more than any sum or product of this model has, and less than anything that
/// matters. Bounds are this much wider than their law.
pub const ROUNDING: f64 = 1e-9;

/// `e^x`.
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm.
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `x^y`.
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// Hyperbolic tangent.
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// Cosine of an angle in radians.
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// Sine of an angle in radians.
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Arc sine, radians.
pub fn asin(x: f64) -> f64 {
    libm::asin(x)
}

/// `1 / (1 + e^-x)`, without overflow.
pub fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + exp(-x))
    } else {
        let e = exp(x);
        e / (1.0 + e)
    }
}

/// Growth factor after `t` years at `rate` per year.
pub fn growth(rate: f64, t: usize) -> f64 {
    if rate == 0.0 { 1.0 } else { pow(1.0 + rate, t as f64) } // usually 0; a power is expensive
}

/// Growth factors for a number of years, with the last rate cached: the rate rarely changes, and a power is expensive.
#[derive(Debug)]
pub struct Growth {
    t: usize,
    last: Remembered<f64, f64>,
}

impl Growth {
    /// After `t` years.
    pub fn after(t: usize) -> Self {
        Growth { t, last: Remembered::new(0.0, 1.0) }
    }

    /// The factor for a rate per year, as [`growth`] computes it.
    #[inline]
    pub fn at(&mut self, rate: f64) -> f64 {
        self.last.get(rate, || growth(rate, self.t))
    }
}

/// Present value of 1 a year over `years` at `rate` per year; the years themselves at rate 0.
///
/// ```
/// // 20 years at 5 %: .080243 of a loan is due a year.
/// assert!((1.0 / circulus::maths::annuity(0.05, 20) - 0.080243).abs() < 5e-7);
/// ```
pub fn annuity(rate: f64, years: usize) -> f64 {
    if rate == 0.0 {
        return years as f64;
    }
    -libm::expm1(-(years as f64) * libm::log1p(rate)) / rate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annuity_has_its_limits() {
        assert_eq!(annuity(0.0, 7), 7.0);
        assert!((annuity(1e-12, 7) - 7.0).abs() < 1e-9);
        assert!((annuity(0.1, 1) - 1.0 / 1.1).abs() < 1e-15);
        assert_eq!(annuity(0.1, 0), 0.0);
    }

    #[test]
    fn logistic_is_symmetric_and_never_overflows() {
        for x in [0.0, 0.5, 3.0, 50.0] {
            assert!((logistic(x) + logistic(-x) - 1.0).abs() < 1e-15);
        }
        assert_eq!(logistic(-1e9), 0.0);
        assert_eq!(logistic(1e9), 1.0);
    }
}
