//! Plants that close [N6].

use std::sync::Arc;

use crate::ids::{PlantId, SlotId};
use crate::world::World;
use crate::world::ledger::Memo;
use crate::world::log::Closing;

/// Closes the plants whose year it is: their units are gone, built or not, their loans written off, their contracts
/// ended, given ones too, and they are out of the cluster. Stock, cash, trust, expected gain, study and contact stay.
/// What was idle in the last trade is still last year's news.
pub fn close_plants(world: &mut World) {
    let region = &*Arc::clone(&world.region);
    let plants: Vec<PlantId> = region.times.closing(world.t).collect();
    if plants.is_empty() {
        return;
    }
    let nothing = |&plant: &PlantId| Closing {
        plant,
        member: world.plants.member[plant],
        units: 0,
        written_off: 0.0,
        contracts: 0,
    };
    let mut closings: Vec<Closing> = plants.iter().map(nothing).collect();
    let place = |plant: PlantId| plants.binary_search(&plant).ok();
    let plant_of = |slot: SlotId| region.slots[slot].plant;
    for at in world.units.iter().filter_map(|unit| place(plant_of(unit.slot))) {
        closings[at].units += 1;
    }
    for contract in &world.contracts {
        let link = &region.links[contract.link];
        // One between two plants that close ends with the first.
        if let Some(at) = [link.supplier, link.converter].into_iter().filter_map(place).min() {
            closings[at].contracts += 1;
        }
    }
    world.close(&plants);
    for &(plant, principal) in world.ledger.noted(Memo::Forgiven) {
        if let Some(at) = place(plant) {
            closings[at].written_off += principal;
        }
    }
    plants.iter().for_each(|&plant| world.plants.member[plant] = false);
    world.log.closings.extend(closings);
}
