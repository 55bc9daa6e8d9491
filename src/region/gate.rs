//! Unit surplus of a technology before haulage [T1], given prices and policy.

use crate::ids::{ProductId, TiSlice, WasteId};
use crate::laws::surplus::{Conversion, UnitSurplus, avoided_fresh, avoided_stock, revenue};
use crate::region::Region;
use crate::region::fees::{carbon_per_t, fee_per_t, levy_per_t};
use crate::scenario::{Policy, Scenario, Technology, Waste};
use crate::units::{MoneyPerTonne, Share};

/// Unit surplus of a technology for waste on site, fresh and from stock [T1].
pub type AtGate = [UnitSurplus; 2];

/// What a unit surplus depends on besides its technology.
#[derive(Debug, Clone, Copy)]
pub struct Gate<'a> {
    /// Price by product.
    pub prices: &'a TiSlice<ProductId, MoneyPerTonne>,
    /// Lever on the operating cost.
    pub opex_lever: Share,
    /// Kinds of waste, as in force in the year.
    pub wastes: &'a TiSlice<WasteId, Waste>,
    /// Policy of the year.
    pub policy: &'a Policy,
    /// Factor on disposal fees, `Phi`.
    pub fee_factor: f64,
}

impl<'a> Gate<'a> {
    /// Without levers, in year `t`, at these prices and this factor on disposal fees.
    pub fn in_year(
        region: &'a Region,
        t: usize,
        prices: &'a TiSlice<ProductId, MoneyPerTonne>,
        fee_factor: f64,
    ) -> Self {
        let policy = &region.scenario.policy[t];
        Gate { prices, opex_lever: 1.0, wastes: &region.in_force(t).wastes, policy, fee_factor }
    }

    /// Unit surplus of every technology of a scenario, for both sources.
    pub fn of_all(&self, scenario: &Scenario) -> impl Iterator<Item = AtGate> {
        let horizon = scenario.trade.upkeep_horizon_years;
        scenario.technologies.iter().map(move |technology| self.of_sources(technology, horizon))
    }

    /// Unit surplus of a technology for waste whose conversion saves this much [T1], [N1]; the carbon term without that
    /// of haulage.
    pub fn unit_surplus(&self, technology: &Technology, avoided: MoneyPerTonne) -> UnitSurplus {
        let residue = technology.residue.map(|residue| &self.wastes[residue]);
        let sales = technology.products().map(|of| (of.t_per_t, self.prices[of.product]));
        let conversion = Conversion {
            revenue: revenue(sales),
            opex: technology.opex_per_t,
            opex_lever: self.opex_lever,
            rho: technology.residue_t_per_t(),
            residue_per_t: residue.map_or(0.0, |residue| self.placing(residue)),
            subsidy_per_t: self.policy.subsidy_per_t,
            avoided,
        };
        let carbon = carbon_per_t(self.policy, technology, 0.0);
        conversion.at_gate().with_policies(carbon, levy_per_t(self.policy, technology))
    }

    /// Unit surplus of a technology for both sources; they differ in the cost avoided alone.
    pub fn of_sources(&self, technology: &Technology, upkeep_horizon_years: f64) -> AtGate {
        let waste = &self.wastes[technology.waste];
        let fresh = self.unit_surplus(technology, self.placing(waste));
        [fresh, UnitSurplus { avoided: reclaiming(waste, upkeep_horizon_years), ..fresh }]
    }

    /// Fee and placement of a tonne of waste, which its conversion saves, and a residue costs [T1].
    pub fn placing(&self, waste: &Waste) -> MoneyPerTonne {
        avoided_fresh(fee_per_t(self.policy, self.fee_factor, waste), waste.placement_cost_per_t)
    }
}

/// Upper bound on a haulage that leaves some surplus, whatever the source: that of the source that avoids more, as they
/// differ in that alone.
pub fn most_haulage([fresh, stock]: &AtGate) -> MoneyPerTonne {
    if stock.avoided > fresh.avoided { stock.most_haulage() } else { fresh.most_haulage() }
}

/// Cost that a tonne from stock saves: upkeep over some years less the cost of reclaiming it [T1].
pub fn reclaiming(waste: &Waste, upkeep_horizon_years: f64) -> MoneyPerTonne {
    avoided_stock(waste.upkeep_cost_per_t, upkeep_horizon_years, waste.reclaim_cost_per_t)
}
