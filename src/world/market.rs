//! Prices, demand and policy of the year.

use crate::ids::{ProductId, TechnologyId, TiVec};
use crate::scenario::Policy;
use crate::units::{MoneyPerTonne, Share, Tonnes};

/// The market of the year, by product, and the policy in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    /// Log deviation `x_m` of the price.
    pub deviation: TiVec<ProductId, f64>,
    /// Price of the year.
    pub price_per_t: TiVec<ProductId, MoneyPerTonne>,
    /// Price without deviation, which projects are judged by.
    pub expected_price_per_t: TiVec<ProductId, MoneyPerTonne>,
    /// Regional demand of the year.
    pub demand_t: TiVec<ProductId, Tonnes>,
    /// Demand that the last trade left.
    pub demand_left_t: TiVec<ProductId, Tonnes>,
    /// Fee factor `Phi_t`.
    pub fee_factor: f64,
    /// Policy in force.
    pub policy: Policy,
    /// What projects of plants outside are judged by, by technology.
    pub outside: TiVec<TechnologyId, Terms>,
    /// The same of members, at the levers with which the year began.
    pub inside: TiVec<TechnologyId, Terms>,
}

/// What a technology offers to those who would build it [I1].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Unit surplus before haulage at expected prices, fresh and from stock.
    pub at_gate: [MoneyPerTonne; 2],
    /// Discount rate: the hurdle rate, with its lever for a member.
    pub rate: Share,
    /// Present value of 1 a year over the life of a unit, at that rate.
    pub annuity: f64,
    /// Factor on the capital cost: its lever, and what the state does not pay.
    pub capex_factor: f64,
}
