//! Links around one plant, looked up when they are asked for.
//!
//! A region too large to be studied whole keeps only links between plants that know each other outside, or
//! that the company could contact both. A study supposes everybody in, so it looks around the plant anew.

use std::sync::OnceLock;

use crate::rules::outlook::{Outlook, SOURCES};
use crate::units::MoneyPerTonne;
use crate::world::links::UpTo;
use crate::world::region::{Link, Region};

/// How far a study looks, by technology.
pub struct Horizon(Vec<UpTo>);

impl Horizon {
    /// The horizon of an outlook in which everybody is in: where haulage takes all that a tonne brings, at this
    /// year's prices or at expected ones.
    pub fn of(outlook: &Outlook) -> Self {
        let levers = outlook.levers;
        let technologies = &outlook.world.region.scenario.technologies;
        let up_to = |technology| {
            let outlooks = [*outlook, outlook.at_expected_prices()];
            let gates = outlooks.into_iter().flat_map(|outlook| {
                SOURCES.map(|source| outlook.unit_surplus_of(technology, levers.opex, source).total())
            });
            let most: MoneyPerTonne = gates.fold(f64::NEG_INFINITY, f64::max);
            let lever = levers.transport_cost;
            let haulage_per_t = if lever > 0.0 { most / lever * (1.0 + 1e-9) } else { f64::INFINITY };
            UpTo { haulage_per_t, reach: levers.reach }
        };
        Horizon(technologies.iter().map(up_to).collect())
    }
}

/// Links around a plant as if everybody could be in.
pub struct Nearby<'w> {
    region: &'w Region<'w>,
    horizon: &'w Horizon,
    plant: usize,
    slots: std::ops::Range<usize>,
    into: Vec<OnceLock<Vec<Link>>>,
}

impl<'w> Nearby<'w> {
    /// What lies around a plant; nothing where the region's own links hold it all.
    pub fn of(region: &'w Region<'w>, horizon: &'w Horizon, plant: usize) -> Option<Self> {
        let slots = region.slots_of(plant);
        let into = slots.clone().map(|_| OnceLock::new()).collect();
        (!region.links_all()).then_some(Nearby { region, horizon, plant, slots, into })
    }

    /// Links into a slot of the plant, nearest supplier first; nothing said of another's.
    pub fn into(&self, slot: usize) -> Option<&[Link]> {
        let cell = self.into.get(slot.checked_sub(self.slots.start)?)?;
        let look = || self.region.everyone_into(slot, self.horizon.0[self.region.slots[slot].technology]);
        Some(cell.get_or_init(look))
    }

    /// Calls `each` for the links of the plant that are wanted, both ways, at slots that are.
    pub fn around(
        &self,
        link_wanted: impl Fn(&Link) -> bool,
        slot_wanted: impl Fn(usize) -> bool,
        mut each: impl FnMut(&Link),
    ) {
        let mut wanted = |links: &[Link]| links.iter().filter(|link| link_wanted(link)).for_each(&mut each);
        for slot in self.slots.clone().filter(|&slot| slot_wanted(slot)) {
            wanted(self.into(slot).unwrap_or_default());
        }
        for stream in self.region.streams_of(self.plant) {
            wanted(&self.region.everyone_of(stream, &slot_wanted));
        }
    }
}
