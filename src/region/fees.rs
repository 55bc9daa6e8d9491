//! What the policies of a year make of a scenario's wastes and technologies, before haulage.

use crate::laws::policy::{carbon, co2_saved, fee, levy};
use crate::scenario::{Policy, Technology, Waste};
use crate::units::MoneyPerTonne;

/// Disposal fee of a waste under a year's policy and its fee factor `Phi_t`; the fee everywhere.
pub fn fee_per_t(policy: &Policy, fee_factor: f64, waste: &Waste) -> MoneyPerTonne {
    fee(fee_factor, policy.fee_factor_class[waste.hazard_class], waste.disposal_fee_per_t)
}

/// Carbon term per tonne of waste, given the CO2 of its haulage, t per t.
pub fn carbon_per_t(policy: &Policy, technology: &Technology, hauled_t_per_t: f64) -> MoneyPerTonne {
    let saved =
        co2_saved(technology.yield_t_per_t, technology.co2_avoided_t_per_t, technology.co2_emitted_t_per_t);
    carbon(policy.carbon_price_per_t, saved, hauled_t_per_t)
}

/// Levy term per tonne of waste.
pub fn levy_per_t(policy: &Policy, technology: &Technology) -> MoneyPerTonne {
    levy(policy.primary_levy_per_t, technology.yield_t_per_t, technology.primary_replaced_t_per_t)
}
