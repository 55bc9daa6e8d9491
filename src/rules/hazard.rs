//! A plant's exposure to risks, and the expected cost of events.

use crate::ids::{PlantId, RiskId};
use crate::laws::hazard::{self, capacity_exposure, stock_exposure};
use crate::scenario::{Exposure, Risk};
use crate::units::{Money, Share};
use crate::world::World;
use crate::world::company::Levers;

/// Exposure of a plant's working capacity.
pub fn plant_capacity_exposure(world: &World, plant: PlantId) -> f64 {
    capacity_exposure(world.region.slots_of(plant).map(|slot| world.capacity.working_t[slot]).sum())
}

/// Expected number of events per year for an item.
pub fn intensity(risk: &Risk, exposure: f64) -> f64 {
    hazard::intensity(risk.rate, risk.elasticity, exposure)
}

/// Expected yearly loss of each plant from one risk before levers: the sum of its items' intensities times the mean
/// loss. Products belong to no plant, so they count as 0.
pub fn expected_losses(
    world: &World,
    risk: RiskId,
    plants: impl Iterator<Item = PlantId>,
    each: impl FnMut(PlantId, Money),
) {
    let of = &world.region.scenario.risks[risk];
    let one = intensity(of, 1.0);
    // What is exposed is decided once for all plants.
    match of.exposure {
        Exposure::Stock => of_items(world, risk, plants, each, |plant| {
            let stocks = &world.streams.stock_t.raw[world.region.streams_of(plant).range()];
            stocks.iter().map(|&stock| intensity(of, stock_exposure(stock))).sum()
        }),
        Exposure::Capacity => {
            of_items(world, risk, plants, each, |plant| intensity(of, plant_capacity_exposure(world, plant)))
        }
        Exposure::Deal => of_items(world, risk, plants, each, |plant| {
            let deals = world.log.deals_of(plant);
            deals.filter(|deal| deal.between_plants()).count() as f64 * one
        }),
        Exposure::Plant => of_items(world, risk, plants, each, |_| one),
        Exposure::Product => of_items(world, risk, plants, each, |_| 0.0),
    }
}

/// The same, given the sum of a plant's intensities; a plant that is not open yet is exposed to nothing [N6].
#[inline]
fn of_items(
    world: &World,
    risk: RiskId,
    plants: impl Iterator<Item = PlantId>,
    mut each: impl FnMut(PlantId, Money),
    intensities: impl Fn(PlantId) -> f64,
) {
    let mean_loss = world.region.mean_losses[risk];
    for plant in plants {
        let sum = if world.open(plant) { intensities(plant) } else { 0.0 };
        each(plant, sum * mean_loss);
    }
}

/// Expected yearly loss of a plant from one risk before levers.
pub fn expected_loss(world: &World, plant: PlantId, risk: RiskId) -> Money {
    let mut loss = 0.0;
    expected_losses(world, risk, std::iter::once(plant), |_, of_plant| loss = of_plant);
    loss
}

/// Share of a member's expected loss from a risk that the levers avoid.
pub fn avoided_share(levers: &Levers, risk: RiskId) -> Share {
    hazard::avoided_share(levers.hazard[risk], levers.severity[risk])
}
