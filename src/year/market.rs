//! **Market.** Every product's price fluctuates around its trend, demand is renewed, and the year's policy takes
//! effect. Equation [M1].
//!
//! Reads: products, policy, levers. Writes: prices, demand, fee factor, policy, terms of projects.
//! Draws: one normal number per product. Conserves: everything.

use std::mem::take;

use crate::laws::price::{next_deviation, price};
use crate::rules::appraisal::{gates, set_terms};
use crate::rules::fortune::Fortune;
use crate::world::World;
use crate::year::agents::Agents;

/// Sets prices, demand and fees of the year [M1].
pub fn market(world: &mut World, fortune: &Fortune, _: &mut dyn Agents) {
    let t = world.t;
    let scenario = &*world.region.scenario;
    let market = &mut world.market;
    market.policy = scenario.policy[t];
    market.fee_factor = fortune.fee_factor;
    market.expected_price_per_t.copy_from_slice(&fortune.expected_price_per_t);
    market.demand_t.copy_from_slice(&fortune.demand_t);
    for (m, product) in scenario.products.iter_enumerated() {
        let (deviation, shock) = (&mut market.deviation[m], world.region.shock(t, m));
        *deviation = next_deviation(product.persistence, *deviation, product.volatility, shock);
        market.price_per_t[m] = price(market.expected_price_per_t[m], *deviation);
    }
    set_project_terms(world);
}

/// Sets the terms on which projects are appraised this year [I1].
fn set_project_terms(world: &mut World) {
    let gates = gates(world);
    let (mut outside, mut inside) = (take(&mut world.market.outside), take(&mut world.market.inside));
    set_terms(&mut outside, &gates, world, None);
    set_terms(&mut inside, &gates, world, Some(&world.levers));
    (world.market.outside, world.market.inside) = (outside, inside);
}
