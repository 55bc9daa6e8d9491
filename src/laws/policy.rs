//! What the state's policies are worth per tonne of waste: disposal fee, carbon price, levy on primary material [N7].

use crate::units::{Money, MoneyPerTonne, Share};

/// Disposal fee of a waste in a year: the year's factor, the factor of its hazard class, and the fee itself, `Phi
/// f_class f` [N7].
#[inline]
pub fn fee(fee_factor: f64, class_factor: f64, disposal_fee_per_t: MoneyPerTonne) -> MoneyPerTonne {
    fee_factor * class_factor * disposal_fee_per_t
}

/// CO2 that a tonne of waste saves before it is hauled, t per t: `y co2_avoided - co2_emitted` [N7].
#[inline]
pub fn co2_saved(yield_t_per_t: f64, co2_avoided_t_per_t: f64, co2_emitted_t_per_t: f64) -> f64 {
    yield_t_per_t * co2_avoided_t_per_t - co2_emitted_t_per_t
}

/// Carbon term of a tonne: price per tonne of CO2, times the CO2 saved less that of haulage [N7]. It never rises with
/// haulage, even with rounding; so without haulage it is a bound.
#[inline]
pub fn carbon(price_per_t: MoneyPerTonne, saved_t_per_t: f64, hauled_t_per_t: f64) -> MoneyPerTonne {
    price_per_t * (saved_t_per_t - hauled_t_per_t)
}

/// Levy term of a tonne: levy per tonne of primary material, times the primary material that it replaces [N7].
#[inline]
pub fn levy(levy_per_t: MoneyPerTonne, yield_t_per_t: f64, primary_replaced_t_per_t: f64) -> MoneyPerTonne {
    levy_per_t * yield_t_per_t * primary_replaced_t_per_t
}

/// Part of the disposal fees owed for a year's placing that goes to the company [N7].
#[inline]
pub fn to_company(share: Share, fees_owed: Money) -> Money {
    share * fees_owed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fee_has_both_factors() {
        assert_eq!(fee(1.5, 2.0, 20.0), 60.0);
        assert_eq!(fee(1.1, 1.0, 0.3), 1.1 * 0.3, "to the bit without a factor");
    }

    #[test]
    fn carbon_counts_what_is_avoided_less_what_is_emitted_and_hauled() {
        let saved = co2_saved(0.5, 0.8, 0.1);
        assert!((saved - 0.3).abs() < 1e-15);
        assert!((carbon(100.0, saved, 0.05) - 25.0).abs() < 1e-12);
        assert!(carbon(100.0, saved, 1e-30) <= carbon(100.0, saved, 0.0));
    }

    #[test]
    fn the_levy_is_on_what_would_have_been_dug_and_the_company_gets_its_share() {
        assert_eq!(levy(10.0, 0.5, 3.0), 15.0);
        assert_eq!(to_company(0.25, 800.0), 200.0);
    }
}
