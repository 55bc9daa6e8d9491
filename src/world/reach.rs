//! How far waste could ever be worth hauling: bounds that hold in every year of a run, whatever anyone
//! decides, so that pairs beyond them need not be looked at.

use crate::maths::{exp, growth};
use crate::scenario::{Lever, Scenario};
use crate::units::{MoneyPerTonne, Share};

/// The bounds of a run.
#[derive(Debug, Clone)]
pub struct Reach {
    /// Most that a tonne could bring before haulage, by technology; a surplus needs haulage below it [T1].
    pub most_per_t: Vec<MoneyPerTonne>,
    /// Least that levers leave of haulage.
    pub transport_cost: Share,
    /// Least that levers leave of the partners unknown to each other.
    pub unknown: Share,
}

impl Reach {
    /// The bounds of a scenario under the price shocks of its years, `years x products`.
    pub fn of(scenario: &Scenario, shocks: &[f64]) -> Reach {
        let prices = highest_prices(scenario, shocks);
        let opex = least(scenario, Lever::Opex);
        let most = |technology: &crate::scenario::Technology| {
            let waste = &scenario.wastes[technology.waste];
            let horizon = scenario.trade.upkeep_horizon_years;
            let of_stock = waste.upkeep_cost_per_t * horizon - waste.reclaim_cost_per_t;
            let in_year = |(t, policy): (usize, &crate::scenario::Policy)| {
                let factor = policy.disposal_fee_factor * growth(policy.disposal_fee_growth, t);
                let of_fresh = factor * waste.disposal_fee_per_t + waste.placement_cost_per_t;
                let price = prices[t * scenario.products.len() + technology.product];
                technology.yield_t_per_t * price + policy.subsidy_per_t + of_fresh.max(of_stock)
            };
            let years = scenario.policy.iter().enumerate().take(scenario.years);
            let revenue = years.map(in_year).fold(f64::NEG_INFINITY, f64::max);
            let most = revenue - technology.opex_per_t * opex;
            most + 1e-9 * (revenue.abs() + technology.opex_per_t) // more than rounding can add
        };
        Reach {
            most_per_t: scenario.technologies.iter().map(most).collect(),
            transport_cost: least(scenario, Lever::TransportCost),
            unknown: least(scenario, Lever::Reach),
        }
    }
}

/// Highest price of each product in each year: events only let prices fall, so the shocks alone bound them [M1].
fn highest_prices(scenario: &Scenario, shocks: &[f64]) -> Vec<MoneyPerTonne> {
    let products = &scenario.products;
    let mut deviation = vec![0.0; products.len()];
    let mut prices = Vec::with_capacity(shocks.len());
    for t in 0..scenario.years {
        for (m, product) in products.iter().enumerate() {
            let shock = product.volatility * shocks[t * products.len() + m];
            deviation[m] = product.persistence * deviation[m] + shock;
            prices.push(product.price_per_t * growth(product.growth, t) * exp(deviation[m]).max(1.0));
        }
    }
    prices
}

/// Value of a lever at endless levels of everything: no level leaves less [E1].
fn least(scenario: &Scenario, lever: Lever) -> f64 {
    let effects = scenario.infrastructure.iter().flat_map(|kind| &kind.effects);
    effects.filter(|(of, _)| *of == lever).map(|(_, effect)| 1.0 - effect).product()
}
