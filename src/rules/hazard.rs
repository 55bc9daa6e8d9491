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

/// Sum over a plant's items of a function of their exposure to a risk; products belong to no plant, so they count as
/// 0, and a plant that is not open yet is exposed to nothing [N6].
fn sum_items(world: &World, plant: PlantId, exposure: Exposure, each: impl Fn(f64) -> f64) -> f64 {
    if !world.open(plant) {
        return 0.0;
    }
    match exposure {
        Exposure::Stock => {
            let stocks = &world.streams.stock_t.raw[world.region.streams_of(plant).range()];
            stocks.iter().map(|&stock| each(stock_exposure(stock))).sum()
        }
        Exposure::Capacity => each(plant_capacity_exposure(world, plant)),
        Exposure::Deal => {
            let deals = world.log.deals_of(plant);
            deals.filter(|deal| deal.between_plants()).count() as f64 * each(1.0)
        }
        Exposure::Plant => each(1.0),
        Exposure::Product => 0.0,
    }
}

/// Expected yearly loss of a plant from one risk before levers: the sum of its items' intensities times the mean loss.
pub fn expected_loss(world: &World, plant: PlantId, risk: RiskId) -> Money {
    let of = &world.region.scenario.risks[risk];
    sum_items(world, plant, of.exposure, |exposure| intensity(of, exposure)) * world.region.mean_losses[risk]
}

/// Share of a member's expected loss from a risk that the levers avoid.
pub fn avoided_share(levers: &Levers, risk: RiskId) -> Share {
    hazard::avoided_share(levers.hazard[risk], levers.severity[risk])
}
