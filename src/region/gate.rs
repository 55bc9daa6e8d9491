//! Unit surplus of a technology before haulage [T1], given prices and policy.

use crate::ids::{ProductId, TiSlice, WasteId};
use crate::laws::surplus::{Conversion, UnitSurplus, avoided_fresh, revenue};
use crate::region::fees::{carbon_per_t, fee_per_t, levy_per_t};
use crate::scenario::{Policy, Technology, Waste};
use crate::units::{MoneyPerTonne, Share};

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

impl Gate<'_> {
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

    /// Fee and placement of a tonne of waste, which its conversion saves, and a residue costs [T1].
    pub fn placing(&self, waste: &Waste) -> MoneyPerTonne {
        avoided_fresh(fee_per_t(self.policy, self.fee_factor, waste), waste.placement_cost_per_t)
    }
}
