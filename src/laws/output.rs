//! Output of a plant, and the waste that arises with it [P1].

use crate::maths::exp;
use crate::units::{Share, Tonnes};

/// Output factor `q = (1+g)^t exp(s z - s^2/2)`, of mean `(1+g)^t` [P1]; `grown` is [`crate::maths::growth`].
#[inline]
pub fn factor(grown: f64, volatility: f64, z: f64) -> f64 {
    grown * exp(volatility * z - volatility * volatility / 2.0)
}

/// Waste generated in a year, `t_per_year q` [P1].
#[inline]
pub fn waste_t(t_per_year: Tonnes, factor: f64) -> Tonnes {
    t_per_year * factor
}

/// Part of it that was already being reused [P1]; the rest is fresh.
#[inline]
pub fn already_reused_t(waste_t: Tonnes, own_reuse: Share) -> Tonnes {
    own_reuse * waste_t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_steady_without_volatility() {
        assert_eq!(factor(1.25, 0.0, 3.0), 1.25);
        assert_eq!(factor(1.0, 0.5, 0.25), 1.0, "s z = s^2/2");
        assert_eq!(already_reused_t(waste_t(200.0, 1.5), 0.25), 75.0);
    }
}
