//! Plants that close [N6].

use std::sync::Arc;

use crate::ids::PlantId;
use crate::laws::investment::principal;
use crate::world::World;
use crate::world::log::Closing;

/// Closes the plants whose year it is, in order.
pub fn close_plants(world: &mut World) {
    let region = Arc::clone(&world.region);
    region.times.closing(world.t).for_each(|plant| close_plant(world, plant));
}

/// Closes a plant: its units are gone, built or not, and whatever hangs on them ends here too; its loans are written
/// off, its contracts end, given ones too, and it is out of the cluster. Stock, cash, trust, expected gain, study and
/// contact stay. What was idle in the last trade is still last year's news.
fn close_plant(world: &mut World, plant: PlantId) {
    let region = &*Arc::clone(&world.region);
    let (units, contracts) = (world.units.len(), world.contracts.len());
    world.units.retain(|unit| region.slots[unit.slot].plant != plant);
    let mut written_off = 0.0;
    world.loans.retain(|loan| {
        if loan.plant == plant {
            written_off += principal(loan.payment, region.scenario.invest.loan_rate, loan.years_left);
        }
        loan.plant != plant
    });
    world.contracts.retain(|contract| {
        let link = &region.links[contract.link];
        link.supplier != plant && link.converter != plant
    });
    let member = std::mem::replace(&mut world.plants.member[plant], false);
    let (units, contracts) = (units - world.units.len(), contracts - world.contracts.len());
    world.log.closings.push(Closing { plant, member, units, written_off, contracts });
}
