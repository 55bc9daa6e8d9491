//! Links around one plant, found on demand.
//!
//! A region too large to be studied in full keeps only links between plants that know each other outside the cluster
//! or that the company could both contact. A study assumes that every plant is a member, so it searches around the
//! plant again.

use std::sync::OnceLock;

use crate::ids::{PlantId, SlotId, TechnologyId, TiVec, WasteId};
use crate::region::grid::Grid;
use crate::region::links::{AtPlant, UpTo};
use crate::region::{Link, Region};
use crate::world::World;
use crate::world::memory::Memory;

/// Common data for studying many plants: the region, and how far to look.
#[derive(Debug)]
pub struct Surroundings<'w> {
    region: &'w Region,
    memory: &'w Memory,
    /// By technology.
    pub(super) up_to: TiVec<TechnologyId, UpTo>,
    /// Slots with idle capacity, by waste.
    idle: TiVec<WasteId, Grid<AtPlant<SlotId>>>,
}

impl<'w> Surroundings<'w> {
    /// Surroundings with a haulage bound by technology, and the slots with idle capacity.
    pub fn new(world: &'w World, up_to: TiVec<TechnologyId, UpTo>, idle: impl Fn(SlotId) -> bool) -> Self {
        let (region, memory) = (&*world.region, &world.memory);
        Surroundings { region, memory, up_to, idle: region.index_slots(idle) }
    }
}

/// Links around a plant as if every plant were a member.
#[derive(Debug)]
pub struct Nearby<'w> {
    surroundings: &'w Surroundings<'w>,
    plant: PlantId,
    slots: Vec<SlotId>,
    into: Vec<OnceLock<Vec<Link>>>,
}

impl<'w> Nearby<'w> {
    /// Finds the links around a plant.
    pub fn of(surroundings: &'w Surroundings<'w>, plant: PlantId) -> Self {
        let slots: Vec<SlotId> = surroundings.region.slots_of(plant).collect();
        let into = slots.iter().map(|_| OnceLock::new()).collect();
        Nearby { surroundings, plant, slots, into }
    }

    /// All slots of the plant; none of another.
    pub fn slots_of(&self, plant: PlantId) -> &[SlotId] {
        if plant == self.plant { &self.slots } else { &[] }
    }

    /// Links into a slot of the plant, nearest supplier first; `None` for another plant's slot.
    pub fn into(&self, slot: SlotId) -> Option<&[Link]> {
        let cell = self.into.get(slot.index().checked_sub(self.slots.first()?.index())?)?;
        let Surroundings { region, up_to, .. } = self.surroundings;
        Some(cell.get_or_init(|| {
            region.everyone_into(slot, up_to[region.slots[slot].technology], |of| self.remembers(of))
        }))
    }

    /// Calls `each` for the links between the plant's streams and idle slots, and for those into the plant's own slots
    /// that are wanted.
    pub fn around(&self, wanted: impl Fn(SlotId) -> bool, mut each: impl FnMut(&Link)) {
        let Surroundings { region, up_to, idle, .. } = self.surroundings;
        for slot in self.slots.iter().copied().filter(|&slot| wanted(slot)) {
            self.into(slot).into_iter().flatten().for_each(&mut each);
        }
        for stream in region.streams_of(self.plant) {
            let waste = region.streams[stream].waste;
            let technologies = region.scenario.technologies.iter().zip(up_to);
            let of_waste = technologies.filter(|(technology, _)| technology.waste == waste);
            let farther = |a: UpTo, b: UpTo| if b.haulage_per_t > a.haulage_per_t { b } else { a };
            if let Some(farthest) = of_waste.map(|(_, up_to)| *up_to).reduce(farther) {
                let found = region.everyone_of(stream, &idle[waste], farthest, |other| self.remembers(other));
                found.iter().for_each(&mut each);
            }
        }
    }

    fn remembers(&self, other: PlantId) -> bool {
        self.surroundings.memory.knows(self.plant, other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ti_vec;
    use crate::rules::trial;

    #[test]
    fn only_plants_that_remember_each_other_are_found_where_nobody_is_acquainted() {
        let mut scenario = trial::neighbours(2, 1);
        scenario.trade.acquaintance = 0.0;
        let mut world = trial::world(scenario);
        let [supplier, converter] = [1, 2].map(PlantId::new);
        world.memory.open(1, 5, 3, [(supplier, converter)].into_iter());
        let up_to = ti_vec![UpTo { haulage_per_t: 1e3, reach: 1.0 }];
        let surroundings = Surroundings::new(&world, up_to, |_| true);
        let suppliers_of = |plant| {
            let nearby = Nearby::of(&surroundings, plant);
            let links = Nearby::into(&nearby, SlotId::new(0)).map(<[Link]>::to_vec);
            links.map(|links| links.iter().map(|link| link.supplier).collect::<Vec<_>>())
        };
        assert_eq!([suppliers_of(converter), suppliers_of(supplier)], [Some(vec![supplier]), None]);
        let around = [0, 1].map(|plant| {
            let mut found = Vec::new();
            Nearby::of(&surroundings, PlantId::new(plant))
                .around(|_| true, |link| found.push(link.converter));
            found
        });
        assert_eq!(around, [vec![], vec![converter]]);
    }
}
