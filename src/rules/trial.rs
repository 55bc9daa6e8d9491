//! A small world for the tests of rules: one waste, one product at 100 a tonne, one technology, no chance and no cost but
//! that of a unit. A test adds what it is about.

use crate::ids::{TechnologyId, WasteId};
use crate::random::Luck;
use crate::region::{Link, Region};
use crate::rules::appraisal::set_terms;
use crate::scenario::{InitialUnit, Scenario, Stream};
use crate::world::World;
use crate::world::found::found;

/// Plants side by side: the first of them with a stream of waste, the others with a unit, and free to order more.
pub fn neighbours(suppliers: usize, converters: usize) -> Scenario {
    let mut scenario = Scenario::from_toml(include_str!("../../tests/suite/neutral.toml")).unwrap();
    let plant = scenario.plants.raw.remove(0);
    for at in 0..suppliers + converters {
        let mut plant = plant.clone();
        if at < suppliers {
            plant.streams.push(Stream {
                waste: WasteId::new(0),
                t_per_year: 1e3,
                own_reuse: 0.0,
                stock_t: 0.0,
            });
        } else {
            let technology = TechnologyId::new(0);
            plant.adopts.push(technology);
            plant.units.push(InitialUnit { technology, capacity_t: 1e3, age_years: 0 });
        }
        scenario.plants.push(plant);
    }
    scenario
}

/// The world of a scenario in its first year, with prices, demand and terms, and nothing on offer.
pub fn world(scenario: Scenario) -> World {
    let luck = Luck::new(scenario.seed, 0);
    let region = Region::new(scenario, &luck).unwrap();
    let mut world = found(&region, true);
    let products = &region.scenario.products;
    world.market.price_per_t = products.iter().map(|product| product.price_per_t).collect();
    world.market.expected_price_per_t = world.market.price_per_t.clone();
    world.market.demand_left_t = products.iter().map(|product| product.demand_t).collect();
    world.market.set_at_gate(&region, 0);
    world.market.expected_at_gate = world.market.at_gate.clone();
    let [mut outside, mut inside] = Default::default();
    set_terms(&mut outside, &world, None);
    set_terms(&mut inside, &world, Some(&world.levers));
    (world.market.outside, world.market.inside) = (outside, inside);
    world
}

/// The world as if the last trade had left this much of each stream's fresh waste, and of each slot's capacity.
pub fn leaving(mut world: World, unused_t: f64, idle_t: f64) -> World {
    world.streams.unused_fresh_t.iter_mut().for_each(|of| *of = unused_t);
    world.capacity.idle_t.iter_mut().for_each(|of| *of = idle_t);
    world
}

/// The link between two plants.
pub fn link_between(world: &World, supplier: usize, converter: usize) -> Link {
    let sides = |link: &&Link| (link.supplier.index(), link.converter.index()) == (supplier, converter);
    *world.region.links.iter().find(sides).unwrap()
}
