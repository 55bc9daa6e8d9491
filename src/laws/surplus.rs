//! Unit surplus: the value of a tonne of waste to the two sides of a deal [T1].

use serde::Serialize;

use crate::units::{MoneyPerTonne, Share};

/// Cost avoided per converted tonne of fresh waste: fee and placement, `Phi f + c` [T1].
#[inline]
pub fn avoided_fresh(
    fee_factor: f64,
    disposal_fee_per_t: MoneyPerTonne,
    placement_cost_per_t: MoneyPerTonne,
) -> MoneyPerTonne {
    fee_factor * disposal_fee_per_t + placement_cost_per_t
}

/// Cost avoided per converted tonne from stock: upkeep over some years less the cost of reclaiming it, `u
/// upkeep_horizon - r` [T1].
#[inline]
pub fn avoided_stock(
    upkeep_cost_per_t: MoneyPerTonne,
    upkeep_horizon_years: f64,
    reclaim_cost_per_t: MoneyPerTonne,
) -> MoneyPerTonne {
    upkeep_cost_per_t * upkeep_horizon_years - reclaim_cost_per_t
}

/// Haulage per tonne after a lever [T1].
#[inline]
pub fn haulage(full_per_t: MoneyPerTonne, lever: Share) -> MoneyPerTonne {
    full_per_t * lever
}

/// Surplus per tonne that remains at a given haulage [T1].
#[inline]
pub fn after_haulage(at_gate_per_t: MoneyPerTonne, haulage_per_t: MoneyPerTonne) -> MoneyPerTonne {
    at_gate_per_t - haulage_per_t
}

/// The parts of a unit surplus, money per tonne of waste.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct UnitSurplus {
    /// `y price`.
    pub revenue: MoneyPerTonne,
    /// Operating cost, levers applied.
    pub opex: MoneyPerTonne,
    /// Subsidy per tonne reused.
    pub subsidy: MoneyPerTonne,
    /// Cost that the tonne saves the supplier.
    pub avoided: MoneyPerTonne,
    /// Haulage, levers applied.
    pub haulage: MoneyPerTonne,
}

impl UnitSurplus {
    /// Unit surplus at the converter's gate, before haulage: product yield and price, and the operating cost after its
    /// lever.
    #[inline]
    pub fn at_gate(
        yield_t_per_t: f64,
        price_per_t: MoneyPerTonne,
        opex_per_t: MoneyPerTonne,
        opex_lever: Share,
        subsidy: MoneyPerTonne,
        avoided: MoneyPerTonne,
    ) -> UnitSurplus {
        UnitSurplus {
            revenue: yield_t_per_t * price_per_t,
            opex: opex_per_t * opex_lever,
            subsidy,
            avoided,
            haulage: 0.0,
        }
    }

    /// The same with a lever on its operating cost.
    #[inline]
    pub fn under(self, opex_lever: Share) -> UnitSurplus {
        UnitSurplus { opex: self.opex * opex_lever, ..self }
    }

    /// `s = y price - o + subsidy + avoided - h` [T1]. Monotone even with rounding: it never falls when revenue,
    /// subsidy or avoided cost rise, or when opex or haulage fall. So bounds on the parts give a bound on the total.
    #[inline]
    pub fn total(&self) -> MoneyPerTonne {
        after_haulage(self.revenue - self.opex + self.subsidy + self.avoided, self.haulage)
    }

    /// Sum of the absolute values of the parts: the scale of the rounding error of the total.
    #[inline]
    pub fn turnover(&self) -> MoneyPerTonne {
        self.revenue.abs() + self.opex.abs() + self.subsidy.abs() + self.avoided.abs() + self.haulage.abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn avoided_cost_depends_on_the_source() {
        assert_eq!(avoided_fresh(1.5, 20.0, 5.0), 35.0);
        assert_eq!(avoided_stock(2.0, 5.0, 30.0), -20.0);
    }

    #[test]
    fn val_two_firm_exchange() {
        // Disposal avoided 50, virgin input 30, treatment 10, haulage 0.1 per t km over 100 km: 60 per tonne.
        let unit = UnitSurplus { revenue: 30.0, opex: 10.0, subsidy: 0.0, avoided: 50.0, haulage: 10.0 };
        assert_eq!(unit.total(), 60.0);
        let at = |km: f64| UnitSurplus { haulage: 0.1 * km, ..unit }.total();
        assert_eq!(at(700.0), 0.0, "break-even distance");
    }

    #[test]
    fn every_part_has_its_sign() {
        let unit = UnitSurplus::at_gate(0.5, 60.0, 20.0, 0.5, 3.0, 4.0);
        assert_eq!(UnitSurplus { haulage: 5.0, ..unit }.total(), 30.0 - 10.0 + 3.0 + 4.0 - 5.0);
        assert_eq!(unit.turnover(), 30.0 + 10.0 + 3.0 + 4.0);
    }
}
