//! Prevention of waste at its source [V1], [V2].

use crate::laws::surplus::avoided_fresh;
use crate::units::{Money, MoneyPerTonne, Share, Tonnes};

/// Share of each stream's own fresh waste of a year that is prevented: all that can be, or as much as the money left pays
/// for, `x = min(most, left / (cost sum of fresh))`; 0 where there is none [V1].
#[inline]
pub fn share(most: Share, left: Money, cost_per_t: MoneyPerTonne, fresh_t: Tonnes) -> Share {
    let of_all = cost_per_t * fresh_t;
    if of_all > 0.0 { most.min(left / of_all) } else { 0.0 }
}

/// What prevention came to in a year [V2].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Prevented {
    /// Waste that did not arise.
    pub prevented_t: Tonnes,
    /// Money spent on it.
    pub cost: Money,
    /// Fees and placing that plants save by it.
    pub saved: Money,
    /// The fees in it, which the state loses.
    pub fees_saved: Money,
}

impl Prevented {
    /// Adds tonnes of a waste: each costs `v_k`, and saves what a fresh tonne converted saves, `f_k + c_k` [T1], of which
    /// the fee is a transfer [V2].
    #[inline]
    pub fn add(
        &mut self,
        prevented_t: Tonnes,
        cost_per_t: MoneyPerTonne,
        fee_per_t: MoneyPerTonne,
        placement_per_t: MoneyPerTonne,
    ) {
        self.prevented_t += prevented_t;
        self.cost += prevented_t * cost_per_t;
        self.saved += prevented_t * avoided_fresh(fee_per_t, placement_per_t);
        self.fees_saved += prevented_t * fee_per_t;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_is_prevented_as_may_be_or_as_the_money_pays_for() {
        // 1000 t at 5 each cost 5000: 1500 pay for .3 of them.
        assert_eq!(share(0.5, 1500.0, 5.0, 1000.0), 0.3);
        assert_eq!(share(0.2, 1500.0, 5.0, 1000.0), 0.2);
        assert_eq!([share(0.5, 0.0, 5.0, 1000.0), share(0.5, 9.0, 5.0, 0.0)], [0.0, 0.0]);
    }

    #[test]
    fn a_tonne_prevented_saves_its_fee_and_its_placing() {
        let mut year = Prevented::default();
        year.add(10.0, 7.0, 20.0, 3.0);
        year.add(2.0, 50.0, 0.0, 1.0);
        assert_eq!(year, Prevented { prevented_t: 12.0, cost: 170.0, saved: 232.0, fees_saved: 200.0 });
    }
}
