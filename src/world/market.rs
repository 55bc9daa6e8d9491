//! Prices, demand and policy of the year.

use crate::scenario::Policy;
use crate::units::{MoneyPerTonne, Tonnes};

/// The market of the year, by product, and the policy in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    /// Log deviation `x_m` of the price.
    pub deviation: Vec<f64>,
    /// Price of the year.
    pub price_per_t: Vec<MoneyPerTonne>,
    /// Price without deviation, which projects are judged by.
    pub expected_price_per_t: Vec<MoneyPerTonne>,
    /// Regional demand of the year.
    pub demand_t: Vec<Tonnes>,
    /// Demand that the last trade left.
    pub demand_left_t: Vec<Tonnes>,
    /// Fee factor `Phi_t`.
    pub fee_factor: f64,
    /// Policy in force.
    pub policy: Policy,
}
