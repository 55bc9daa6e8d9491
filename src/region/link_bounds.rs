//! How far waste could ever be worth hauling: bounds that hold in every year of a run, with what is in force then,
//! whatever anyone decides. Pairs beyond them need not be considered.

use crate::ids::{TechnologyId, TiSlice, TiVec, ti_vec};
use crate::laws::levers::{ENDLESS, left};
use crate::laws::price::{next_deviation, price, trend};
use crate::laws::surplus::UnitSurplus;
use crate::maths::{Growth, ROUNDING, growth};
use crate::region::gate::{Gate, reclaiming};
use crate::region::in_force;
use crate::region::trends::expected_price_per_t;
use crate::scenario::{Lever, Policy, Scenario, Technology};
use crate::units::{MoneyPerTonne, Share};

/// The bounds of a run.
#[derive(Debug, Clone)]
pub struct LinkBounds {
    /// Upper bound on the value of a tonne before haulage, by technology; a surplus needs haulage below it [T1].
    pub most_per_t: TiVec<TechnologyId, MoneyPerTonne>,
    /// Lower bound on lever `transport_cost`.
    pub transport_cost: Share,
    /// Lower bound on lever `reach`.
    pub unknown: Share,
}

impl LinkBounds {
    /// The bounds of a scenario under the price shocks of its years, `years x products`.
    pub fn of(scenario: &Scenario, shocks: &[f64]) -> LinkBounds {
        let prices = highest_prices(scenario, shocks);
        let opex = least(scenario, Lever::Opex);
        let of_years = scenario.in_force();
        let most = |technology: &Technology| {
            let horizon = scenario.trade.upkeep_horizon_years;
            let in_year = |(t, policy): (usize, &Policy)| {
                let products = scenario.products.len();
                let wastes = &in_force(&of_years, t).wastes;
                let waste = &wastes[technology.waste];
                let gate = Gate {
                    prices: TiSlice::from_ref(&prices[t * products..][..products]),
                    opex_lever: opex,
                    wastes,
                    policy,
                    fee_factor: trend(policy.disposal_fee_factor, growth(policy.disposal_fee_growth, t)),
                };
                // Haulage emits no less than nothing.
                let unit = gate.unit_surplus(technology, gate.placing(waste).max(reclaiming(waste, horizon)));
                let turnover = UnitSurplus { opex: technology.opex_per_t, ..unit }.turnover();
                unit.total() + ROUNDING * turnover
            };
            let years = scenario.policy.iter().enumerate().take(scenario.years);
            years.map(in_year).fold(f64::NEG_INFINITY, f64::max)
        };
        LinkBounds {
            most_per_t: scenario.technologies.iter().map(most).collect(),
            transport_cost: least(scenario, Lever::TransportCost),
            unknown: least(scenario, Lever::Reach),
        }
    }
}

/// Highest price of each product in any year at which anyone trades or appraises a project; at least the price without
/// deviation. Events only lower prices, so the shocks alone give a bound [M1].
fn highest_prices(scenario: &Scenario, shocks: &[f64]) -> Vec<MoneyPerTonne> {
    let products = &scenario.products;
    let mut deviation = ti_vec![0.0; products.len()];
    let mut prices = Vec::with_capacity(shocks.len());
    let of_years = scenario.in_force();
    for t in 0..scenario.years {
        let (now, mut after) = (in_force(&of_years, t), Growth::after(t));
        for (m, product) in products.iter_enumerated() {
            let shock = shocks[t * products.len() + m.index()];
            deviation[m] = next_deviation(product.persistence, deviation[m], product.volatility, shock);
            let expected = expected_price_per_t(scenario, now, m, t, &mut after);
            prices.push(price(expected, deviation[m].max(0.0)));
        }
    }
    prices
}

/// Value of a lever at infinite levels of everything: its lower bound [E1].
fn least(scenario: &Scenario, lever: Lever) -> Share {
    let effects = scenario.infrastructure.iter().flat_map(|kind| &kind.effects);
    effects.filter(|(of, _)| *of == lever).map(|(_, effect)| left(*effect, ENDLESS)).product()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::template;

    #[test]
    fn a_shock_moves_the_price_of_its_product_and_year() {
        let mut scenario = Scenario::from_toml(&template()).unwrap();
        scenario.years = 3;
        scenario.policy.iter_mut().for_each(|policy| policy.disposal_fee_growth = 0.0);
        let product = scenario.products.raw[0].clone();
        scenario.products.push(product);
        let n = scenario.products.len();
        for product in &mut scenario.products {
            (product.growth, product.persistence, product.volatility) = (0.0, 0.5, 0.1);
        }
        let own: Vec<MoneyPerTonne> = scenario.products.iter().map(|product| product.price_per_t).collect();
        let mut shocks = vec![0.0; 3 * n];
        shocks[n + 1] = 2.0; // product 1, second year
        let prices = highest_prices(&scenario, &shocks);
        for (at, of) in prices.iter().enumerate() {
            let deviation = if at == n + 1 {
                0.2
            } else if at == 2 * n + 1 {
                0.1
            } else {
                0.0
            };
            assert_eq!(*of, price(own[at % n], deviation), "{at}");
        }
        // What a technology makes is worth most in the year of the shock.
        let mut made_of = |product: usize| {
            scenario.technologies.raw[0].product = product.into();
            LinkBounds::of(&scenario, &shocks).most_per_t.raw[0]
        };
        let (other, shocked) = (made_of(0), made_of(1));
        let yield_t = scenario.technologies.raw[0].yield_t_per_t;
        let more = yield_t * (price(own[1], 0.2) - own[0]);
        assert!((shocked - other - more).abs() < 1e-6 * more, "{shocked} {other} {more}");
    }

    #[test]
    fn the_bound_on_a_tonne_is_above_its_value_by_the_margin_for_rounding() {
        let mut scenario = Scenario::from_toml(&template()).unwrap();
        scenario.years = 1;
        scenario.infrastructure.raw[0].effects.push((Lever::Opex, 0.5));
        let shocks = vec![0.0; scenario.products.len()];
        let most = LinkBounds::of(&scenario, &shocks).most_per_t.raw[1];
        // Slag: sales of 450, half the operating cost of 330, fee and placement of 320 + 60. The margin counts the
        // operating cost in full.
        let margin = most - (450.0 - 165.0 + 380.0);
        assert!((margin - 1e-9 * (450.0 + 330.0 + 380.0)).abs() < 1e-12, "{margin}");
    }

    #[test]
    fn what_a_lever_leaves_at_most_is_the_product_of_what_each_kind_leaves() {
        let mut scenario = Scenario::from_toml(&template()).unwrap();
        assert_eq!(least(&scenario, Lever::Opex), 1.0, "nothing acts on it");
        for (kind, effect) in scenario.infrastructure.iter_mut().zip([0.5, 0.25]) {
            kind.effects.push((Lever::Opex, effect));
        }
        assert_eq!(least(&scenario, Lever::Opex), 0.5 * 0.75);
    }
}
