//! The effect of infrastructure on costs and probabilities [E1].
//!
//! A lever is a product over the kinds of infrastructure that act on it: `eff(l) = prod_h (1 - e_{h,l} (1 -
//! exp(-L_h)))`.

use crate::maths::exp;
use crate::units::Share;

/// Strength of infrastructure at a level, as a share of its full effect: `1 - exp(-L)` [E1].
#[inline]
pub fn strength(level: f64) -> Share {
    if level == 0.0 { 0.0 } else { 1.0 - exp(-level) }
}

/// Strength at an infinite level, the upper bound.
pub const ENDLESS: Share = 1.0;

/// Factor that one kind of infrastructure contributes to a lever: `1 - e (1 - exp(-L))` [E1].
#[inline]
pub fn left(effect: Share, strength: Share) -> Share {
    1.0 - effect * strength
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strength_rises_from_nothing_to_all() {
        assert_eq!(strength(0.0), 0.0);
        assert!((strength(std::f64::consts::LN_2) - 0.5).abs() < 1e-15);
        assert_eq!(strength(1e3), ENDLESS);
        assert_eq!([left(0.4, 0.0), left(0.4, 0.5), left(1.0, ENDLESS)], [1.0, 0.8, 0.0]);
    }
}
