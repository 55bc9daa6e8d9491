//! Unit surplus: the value of a tonne of waste to the two sides of a deal [T1].

use serde::Serialize;

use crate::laws::residue;
use crate::maths::ROUNDING;
use crate::units::{MoneyPerTonne, Share};

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
    /// Cost of placing the residue.
    pub residue: MoneyPerTonne,
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

/// A conversion at the converter's gate, before haulage; money per tonne of waste.
#[derive(Debug, Clone, Copy)]
pub struct Conversion {
    /// Sales of all products.
    pub revenue: MoneyPerTonne,
    /// Operating cost before levers.
    pub opex: MoneyPerTonne,
    /// Lever on the operating cost.
    pub opex_lever: Share,
    /// Residue, tonnes per tonne of waste.
    pub rho: f64,
    /// Fee and placement of a tonne of residue.
    pub residue_per_t: MoneyPerTonne,
    /// Subsidy per tonne reused.
    pub subsidy_per_t: MoneyPerTonne,
    /// Cost that a tonne of waste saves the supplier.
    pub avoided: MoneyPerTonne,
}

impl Conversion {
    /// The parts of the unit surplus, without haulage [T1], [N1].
    #[inline]
    pub fn at_gate(self) -> UnitSurplus {
        UnitSurplus {
            revenue: self.revenue,
            opex: self.opex * self.opex_lever,
            residue: residue::cost(self.rho, self.residue_per_t),
            subsidy: residue::reused(self.rho) * self.subsidy_per_t,
            avoided: self.avoided,
            haulage: 0.0,
            carbon: 0.0,
            levy: 0.0,
        }
    }
}

/// Sales of the products of a tonne, `sum of y_m price_m`, in the order given [T1].
#[inline]
pub fn revenue(products: impl Iterator<Item = (f64, MoneyPerTonne)>) -> MoneyPerTonne {
    products
        .map(|(yield_t_per_t, price_per_t)| yield_t_per_t * price_per_t)
        .reduce(|sum, of| sum + of)
        .unwrap_or(0.0)
}

impl UnitSurplus {
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
        self.revenue - self.opex - self.residue + self.subsidy + self.avoided
    }

    /// `s = sum of y price - o - rho (f + c) + subsidy (1 - rho) + avoided - h + carbon + levy` [T1], [N1]. Monotone
    /// even with rounding: it never falls when revenue, subsidy, avoided cost, carbon or levy rise, or when opex,
    /// residue or haulage fall. So bounds on the parts give a bound on the total.
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
        let Self { revenue, opex, residue, subsidy, avoided, haulage, carbon, levy } = self;
        [revenue, opex, residue, subsidy, avoided, haulage, carbon, levy].map(|part| part.abs()).iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A conversion without levers and residue.
    fn conversion(
        revenue: MoneyPerTonne,
        opex: MoneyPerTonne,
        subsidy_per_t: MoneyPerTonne,
        avoided: MoneyPerTonne,
    ) -> Conversion {
        Conversion { revenue, opex, opex_lever: 1.0, rho: 0.0, residue_per_t: 0.0, subsidy_per_t, avoided }
    }

    #[test]
    fn avoided_cost_depends_on_the_source() {
        assert_eq!(avoided_fresh(30.0, 5.0), 35.0);
        assert_eq!(avoided_stock(2.0, 5.0, 30.0), -20.0);
    }

    #[test]
    fn val_two_firm_exchange() {
        // Disposal avoided 50, virgin input 30, treatment 10, haulage 0.1 per t km over 100 km: 60 per tonne.
        let unit = UnitSurplus { haulage: 10.0, ..conversion(30.0, 10.0, 0.0, 50.0).at_gate() };
        assert_eq!(unit.total(), 60.0);
        let at = |km: f64| UnitSurplus { haulage: 0.1 * km, ..unit }.total();
        assert_eq!(at(700.0), 0.0, "break-even distance");
    }

    #[test]
    fn every_part_has_its_sign() {
        let conversion = Conversion {
            revenue: revenue([(0.5, 60.0), (0.25, 8.0)].into_iter()),
            opex: 20.0,
            opex_lever: 0.5,
            rho: 0.25,
            residue_per_t: 4.0,
            subsidy_per_t: 12.0,
            avoided: 4.0,
        };
        let unit = conversion.at_gate().with_policies(-2.0, 1.0);
        let total = 32.0 - 10.0 - 1.0 + 9.0 + 4.0 - 5.0 - 2.0 + 1.0;
        assert_eq!(UnitSurplus { haulage: 5.0, ..unit }.total(), total);
        assert_eq!(unit.turnover(), 32.0 + 10.0 + 1.0 + 9.0 + 4.0 + 2.0 + 1.0);
        assert_eq!(unit.before_haulage(), 34.0);
        let margin = unit.most_haulage() - 33.0;
        assert!((margin - 1e-9 * 59.0).abs() < 1e-12, "{margin}");
    }

    #[test]
    fn without_policies_nothing_changes_to_the_bit() {
        for i in 1..200 {
            let unit = conversion(f64::from(i) / 70.0, 0.21, 1.0 / 3.0, 1e3 / f64::from(i)).at_gate();
            let haulage = f64::from(i) / 11.0;
            let before = unit.before_haulage() - haulage;
            assert_eq!(UnitSurplus { haulage, ..unit }.total().to_bits(), before.to_bits());
        }
    }
}
