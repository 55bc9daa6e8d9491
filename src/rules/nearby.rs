//! Links around one plant, looked up when they are asked for.
//!
//! A region too large to be studied whole keeps only links between plants that know each other outside, or
//! that the company could contact both. A study supposes everybody in, so it looks around the plant anew.

use std::sync::OnceLock;

use crate::world::World;
use crate::world::region::{Link, Region};

/// Links around a plant as if everybody could be in.
pub struct Nearby<'w> {
    region: &'w Region<'w>,
    plant: usize,
    slots: std::ops::Range<usize>,
    into: Vec<OnceLock<Vec<Link>>>,
}

impl<'w> Nearby<'w> {
    /// What lies around a plant; nothing where the region's own links hold it all.
    pub fn of(world: &World<'w>, plant: usize) -> Option<Self> {
        let region = world.region;
        let slots = region.slots_of(plant);
        let into = slots.clone().map(|_| OnceLock::new()).collect();
        (!region.links_all()).then_some(Nearby { region, plant, slots, into })
    }

    /// Links into a slot of the plant, nearest supplier first; nothing said of another's.
    pub fn into(&self, slot: usize) -> Option<&[Link]> {
        let cell = self.into.get(slot.checked_sub(self.slots.start)?)?;
        Some(cell.get_or_init(|| self.region.everyone_into(slot)))
    }

    /// Calls `each` for the links of the plant that are wanted, both ways, at slots that are.
    pub fn around(
        &self,
        link_wanted: impl Fn(&Link) -> bool,
        slot_wanted: impl Fn(usize) -> bool,
        mut each: impl FnMut(&Link),
    ) {
        for slot in self.slots.clone().filter(|&slot| slot_wanted(slot)) {
            self.into(slot).into_iter().flatten().filter(|link| link_wanted(link)).for_each(&mut each);
        }
        for stream in self.region.streams_of(self.plant) {
            self.region
                .everyone_of(stream, &slot_wanted)
                .iter()
                .filter(|link| link_wanted(link))
                .for_each(&mut each);
        }
    }
}
