//! What a plant knew before it decided.

use super::scene::Names;
use super::{LostUnit, Saw, SeenClosing, SeenTechnology, SeenWaste};
use crate::ids::{PlantId, SlotId, StreamId};
use crate::laws::surplus::avoided_fresh;
use crate::region::fees::fee_per_t;
use crate::world::World;

/// What a plant saw; `opened` are the units and the number of loans that it had at the start of the year.
pub fn saw(world: &World, plant: PlantId, opened: (Vec<LostUnit>, usize)) -> Saw {
    let scenario = &*world.region.scenario;
    let names = Names(scenario);
    let (plants, market) = (&world.plants, &world.market);
    let waste = |stream: StreamId| {
        let waste = world.region.streams[stream].waste;
        let of = &world.in_force().wastes[waste];
        let fee_per_t = fee_per_t(&market.policy, market.fee_factor, of);
        SeenWaste {
            waste: names.waste(waste),
            fresh_t: world.streams.fresh_t[stream],
            stock_t: world.streams.stock_t[stream],
            fee_factor_class: market.policy.fee_factor_class[of.hazard_class],
            avoided_per_t: avoided_fresh(fee_per_t, of.placement_cost_per_t),
        }
    };
    let technology = |slot: SlotId| {
        let technology = world.region.slots[slot].technology;
        let product = scenario.technologies[technology].product;
        SeenTechnology {
            technology: names.technology(technology),
            product: names.product(product),
            capacity_t: world.capacity.working_t[slot],
            outage: plants.outage[plant],
            price_per_t: market.price_per_t[product],
            expected_price_per_t: market.expected_price_per_t[product],
        }
    };
    let of = &scenario.plants[plant];
    let closing = world.log.closings.iter().find(|closing| closing.plant == plant);
    Saw {
        opens: of.opens.filter(|_| !world.open(plant)),
        closed: of.closes.filter(|_| world.closed(plant)),
        closing: closing.map(|of| SeenClosing {
            units: opened.0,
            contracts: of.contracts,
            loans: opened.1,
            written_off: of.written_off,
        }),
        member: plants.member[plant],
        members: plants.members(),
        plants: world.len(),
        cash: plants.cash[plant],
        trust: plants.trust[plant],
        attitude: of.attitude,
        fee_factor: market.fee_factor,
        subsidy_per_t: market.policy.subsidy_per_t,
        capex_subsidy: market.policy.capex_subsidy,
        carbon_price_per_t: market.policy.carbon_price_per_t,
        primary_levy_per_t: market.policy.primary_levy_per_t,
        wastes: world.region.streams_of(plant).map(waste).collect(),
        technologies: world.region.slots_of(plant).map(technology).collect(),
    }
}
