//! Unit surplus of a technology before haulage [T1], given prices, policy and fees.

use crate::ids::{ProductId, TiSlice};
use crate::laws::surplus::{Conversion, UnitSurplus, avoided_fresh, revenue};
use crate::scenario::{Scenario, Technology, Waste};
use crate::units::{MoneyPerTonne, Share};

/// What a unit surplus depends on besides its technology.
#[derive(Debug, Clone, Copy)]
pub struct Gate<'a> {
    /// Price by product.
    pub prices: &'a TiSlice<ProductId, MoneyPerTonne>,
    /// Lever on the operating cost.
    pub opex_lever: Share,
    /// Factor on disposal fees, `Phi`.
    pub fee_factor: f64,
    /// Subsidy per tonne reused.
    pub subsidy_per_t: MoneyPerTonne,
}

impl Gate<'_> {
    /// Unit surplus of a technology for waste whose conversion saves this much [T1], [N1].
    pub fn unit_surplus(
        &self,
        scenario: &Scenario,
        technology: &Technology,
        avoided: MoneyPerTonne,
    ) -> UnitSurplus {
        let residue = technology.residue.map(|residue| &scenario.wastes[residue]);
        let sales = technology.products().map(|of| (of.t_per_t, self.prices[of.product]));
        Conversion {
            revenue: revenue(sales),
            opex: technology.opex_per_t,
            opex_lever: self.opex_lever,
            rho: technology.residue_t_per_t(),
            residue_per_t: residue.map_or(0.0, |residue| placing(residue, self.fee_factor)),
            subsidy_per_t: self.subsidy_per_t,
            avoided,
        }
        .at_gate()
    }
}

/// Fee and placement of a tonne of waste, which its conversion saves, and a residue costs [T1].
pub fn placing(waste: &Waste, fee_factor: f64) -> MoneyPerTonne {
    avoided_fresh(fee_factor, waste.disposal_fee_per_t, waste.placement_cost_per_t)
}
