//! **Market.** Every product's price fluctuates around its trend, demand is renewed, and the year's policy takes
//! effect. Equation [M1].
//!
//! Reads: products, policy, levers. Writes: prices, demand, fee factor, policy, terms of projects.
//! Draws: one normal number per product. Conserves: everything.

use std::mem::take;

use crate::laws::price::{next_deviation, price};
use crate::rules::appraisal::set_terms;
use crate::rules::fortune::Fortune;
use crate::world::World;
use crate::year::agents::Agents;

/// Sets prices, demand and fees of the year [M1].
pub fn market(world: &mut World, fortune: &Fortune, _: &mut dyn Agents) {
    let t = world.t;
    let region = &*world.region;
    let scenario = &*region.scenario;
    let market = &mut world.market;
    market.policy = scenario.policy[t];
    market.fee_factor = fortune.fee_factor;
    market.expected_price_per_t.copy_from_slice(&fortune.expected_price_per_t);
    market.demand_t.copy_from_slice(&fortune.demand_t);
    for (m, product) in scenario.products.iter_enumerated() {
        let (deviation, shock) = (&mut market.deviation[m], region.shock(t, m));
        *deviation = next_deviation(product.persistence, *deviation, product.volatility, shock);
        market.price_per_t[m] = price(market.expected_price_per_t[m], *deviation);
    }
    market.set_at_gate(region, t);
    market.expected_at_gate.raw.clone_from(&fortune.expected_at_gate.raw); // in place
    set_project_terms(world);
}

/// Sets the terms on which projects are appraised this year [I1].
fn set_project_terms(world: &mut World) {
    let (mut outside, mut inside) = (take(&mut world.market.outside), take(&mut world.market.inside));
    set_terms(&mut outside, world, None);
    if world.cluster_lives() {
        set_terms(&mut inside, world, Some(&world.levers)); // otherwise there are no members
    }
    (world.market.outside, world.market.inside) = (outside, inside);
}
