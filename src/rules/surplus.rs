//! What a tonne of waste is worth to the two who trade it [T1].

use serde::Serialize;

use crate::scenario::Waste;
use crate::units::MoneyPerTonne;
use crate::world::log::Source;

/// What a converted tonne saves: fee and placement of a fresh one; upkeep, less reclaiming, of one from stock [T1].
pub fn avoided(waste: &Waste, source: Source, fee_factor: f64, upkeep_horizon_years: f64) -> MoneyPerTonne {
    match source {
        Source::Fresh => fee_factor * waste.disposal_fee_per_t + waste.placement_cost_per_t,
        Source::Stock => waste.upkeep_cost_per_t * upkeep_horizon_years - waste.reclaim_cost_per_t,
    }
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
    /// What the tonne saves the supplier.
    pub avoided: MoneyPerTonne,
    /// Haulage, levers applied.
    pub haulage: MoneyPerTonne,
}

impl UnitSurplus {
    /// `s = y price - o + subsidy + avoided - h` [T1].
    pub fn total(&self) -> MoneyPerTonne {
        self.revenue - self.opex + self.subsidy + self.avoided - self.haulage
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{HazardClass, Stage};

    #[test]
    fn avoided_cost_depends_on_the_source() {
        let waste = Waste {
            id: "w".into(),
            name: "W".into(),
            hazard_class: HazardClass::IV,
            stage: Stage::Metallurgy,
            disposal_fee_per_t: 20.0,
            placement_cost_per_t: 5.0,
            upkeep_cost_per_t: 2.0,
            reclaim_cost_per_t: 30.0,
            reclaim_rate: 0.1,
        };
        assert_eq!(avoided(&waste, Source::Fresh, 1.5, 5.0), 35.0);
        assert_eq!(avoided(&waste, Source::Stock, 1.5, 5.0), -20.0);
    }

    #[test]
    fn val_two_firm_exchange() {
        // Disposal avoided 50, virgin input 30, treatment 10, haulage 0.1 per t km over 100 km: 60 per tonne.
        let unit = UnitSurplus { revenue: 30.0, opex: 10.0, subsidy: 0.0, avoided: 50.0, haulage: 10.0 };
        assert_eq!(unit.total(), 60.0);
        let at = |km: f64| UnitSurplus { haulage: 0.1 * km, ..unit }.total();
        assert_eq!(at(700.0), 0.0, "break-even distance");
    }
}
