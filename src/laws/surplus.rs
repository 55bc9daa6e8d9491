//! Unit surplus: the value of a tonne of waste to the two sides of a deal [T1].

use serde::Serialize;

use crate::units::{MoneyPerTonne, Share};

/// Relative rounding error of a unit surplus, as a share of its turnover; more than it can be.
pub const ROUNDING: f64 = 1e-9;

/// Cost avoided per converted tonne of fresh waste: the fee of the year and placement, `Phi f + c` [T1].
#[inline]
pub fn avoided_fresh(fee_per_t: MoneyPerTonne, placement_cost_per_t: MoneyPerTonne) -> MoneyPerTonne {
    fee_per_t + placement_cost_per_t
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

/// Surplus per tonne with the terms of carbon price and levy [T1].
#[inline]
pub fn after_policies(
    after_haulage_per_t: MoneyPerTonne,
    carbon_per_t: MoneyPerTonne,
    levy_per_t: MoneyPerTonne,
) -> MoneyPerTonne {
    after_haulage_per_t + carbon_per_t + levy_per_t
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
    /// What the carbon price adds, haulage included; negative where a tonne emits more than it avoids.
    pub carbon: MoneyPerTonne,
    /// What the levy on primary material adds.
    pub levy: MoneyPerTonne,
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
            carbon: 0.0,
            levy: 0.0,
        }
    }

    /// The same with the terms of carbon price and levy.
    #[inline]
    pub fn with_policies(self, carbon: MoneyPerTonne, levy: MoneyPerTonne) -> UnitSurplus {
        UnitSurplus { carbon, levy, ..self }
    }

    /// The same with a lever on its operating cost.
    #[inline]
    pub fn under(self, opex_lever: Share) -> UnitSurplus {
        UnitSurplus { opex: self.opex * opex_lever, ..self }
    }

    /// The parts that neither haulage nor the policies after it change.
    #[inline]
    pub fn before_haulage(&self) -> MoneyPerTonne {
        self.revenue - self.opex + self.subsidy + self.avoided
    }

    /// `s = y price - o + subsidy + avoided - h + carbon + levy` [T1]. Monotone even with rounding: it never falls when
    /// revenue, subsidy, avoided cost, carbon or levy rise, or when opex or haulage fall. So bounds on the parts give a
    /// bound on the total.
    #[inline]
    pub fn total(&self) -> MoneyPerTonne {
        after_policies(after_haulage(self.before_haulage(), self.haulage), self.carbon, self.levy)
    }

    /// Upper bound on a haulage that leaves some surplus, for parts without haulage: what remains without it, with a
    /// margin for rounding.
    #[inline]
    pub fn most_haulage(&self) -> MoneyPerTonne {
        self.total() + ROUNDING * self.turnover()
    }

    /// Sum of the absolute values of the parts: the scale of the rounding error of the total.
    #[inline]
    pub fn turnover(&self) -> MoneyPerTonne {
        let own = self.revenue.abs() + self.opex.abs() + self.subsidy.abs() + self.avoided.abs();
        own + self.haulage.abs() + self.carbon.abs() + self.levy.abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn avoided_cost_depends_on_the_source() {
        assert_eq!(avoided_fresh(30.0, 5.0), 35.0);
        assert_eq!(avoided_stock(2.0, 5.0, 30.0), -20.0);
    }

    #[test]
    fn val_two_firm_exchange() {
        // Disposal avoided 50, virgin input 30, treatment 10, haulage 0.1 per t km over 100 km: 60 per tonne.
        let unit = UnitSurplus::at_gate(1.0, 30.0, 10.0, 1.0, 0.0, 50.0);
        let unit = UnitSurplus { haulage: 10.0, ..unit };
        assert_eq!(unit.total(), 60.0);
        let at = |km: f64| UnitSurplus { haulage: 0.1 * km, ..unit }.total();
        assert_eq!(at(700.0), 0.0, "break-even distance");
    }

    #[test]
    fn every_part_has_its_sign() {
        let unit = UnitSurplus::at_gate(0.5, 60.0, 20.0, 0.5, 3.0, 4.0);
        let unit = unit.with_policies(-2.0, 1.0);
        assert_eq!(UnitSurplus { haulage: 5.0, ..unit }.total(), 30.0 - 10.0 + 3.0 + 4.0 - 5.0 - 2.0 + 1.0);
        assert_eq!(unit.turnover(), 30.0 + 10.0 + 3.0 + 4.0 + 2.0 + 1.0);
        assert_eq!(unit.before_haulage(), 27.0);
        assert!(unit.most_haulage() > 26.0 && unit.most_haulage() < 26.0 + 1e-6);
    }

    #[test]
    fn without_policies_nothing_changes_to_the_bit() {
        for i in 1..200 {
            let unit = UnitSurplus::at_gate(0.1, f64::from(i) / 7.0, 0.3, 0.7, 1.0 / 3.0, 1e3 / f64::from(i));
            let haulage = f64::from(i) / 11.0;
            let before = unit.before_haulage() - haulage;
            assert_eq!(UnitSurplus { haulage, ..unit }.total().to_bits(), before.to_bits());
        }
    }
}
