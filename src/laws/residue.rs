//! What a conversion leaves behind [N1].

use crate::maths::ROUNDING;
use crate::units::{MoneyPerTonne, Share, Tonnes};

/// Residue of a converted tonne, `rho = 1 + added - loss - sum of yields`; 0 up to rounding [N1].
#[inline]
pub fn rho(added_t_per_t: f64, loss_t_per_t: f64, yields_t_per_t: f64) -> f64 {
    let rho = 1.0 + added_t_per_t - loss_t_per_t - yields_t_per_t;
    if rho.abs() <= ROUNDING { 0.0 } else { rho }
}

/// Residue that converting tonnes leaves, `rho q` [N1].
#[inline]
pub fn left_t(rho: f64, q_t: Tonnes) -> Tonnes {
    rho * q_t
}

/// Cost of placing the residue of a converted tonne, given fee and placement of a tonne of residue [N1].
#[inline]
pub fn cost(rho: f64, avoided_fresh_per_t: MoneyPerTonne) -> MoneyPerTonne {
    rho * avoided_fresh_per_t
}

/// Part of a converted tonne that is reused: what does not stay as residue [N1].
#[inline]
pub fn reused(rho: f64) -> Share {
    1.0 - rho
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        assert_eq!(rho(0.5, 0.25, 0.75), 0.5);
        assert_eq!(rho(0.0, 0.1, 0.9), 0.0, "rounding is no residue");
        let lost = [ROUNDING, ROUNDING.next_up()].map(|made| rho(0.0, 1.0, made));
        assert_eq!(lost, [0.0, -ROUNDING.next_up()], "the largest imbalance that counts as rounding");
        assert_eq!(rho(0.0, 0.0, 1.5), -0.5);
        assert_eq!(left_t(0.25, 40.0), 10.0);
        assert_eq!(cost(0.25, 40.0), 10.0);
        assert_eq!(reused(0.25), 0.75);
    }
}
