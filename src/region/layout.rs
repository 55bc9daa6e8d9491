//! Lists the streams and slots of a scenario, plant by plant.

use crate::ids::{Id, IdRun, PlantId, TechnologyId};
use crate::region::link::{Slot, Stream};
use crate::scenario::Scenario;

/// Streams, by plant and waste; and the index of each plant's first stream.
pub fn streams(scenario: &Scenario) -> (Vec<Stream>, Vec<u32>) {
    let mut all = Vec::new();
    let counts = PlantId::each(&scenario.plants).map(|(plant, given)| {
        let before = all.len();
        all.extend(given.streams.iter().map(|s| Stream {
            plant,
            waste: s.waste,
            t_per_year: s.t_per_year,
            own_reuse: s.own_reuse,
        }));
        all[before..].sort_by_key(|stream| stream.waste);
        all.len() - before
    });
    let from = running_sum(counts);
    (all, from)
}

/// Slots, by plant and technology; and the index of each plant's first slot.
pub fn slots(scenario: &Scenario) -> (Vec<Slot>, Vec<u32>) {
    let mut all = Vec::new();
    let mut technologies: Vec<TechnologyId> = Vec::new();
    let counts = PlantId::each(&scenario.plants).map(|(plant, given)| {
        technologies.clear();
        technologies
            .extend(given.adopts.iter().copied().chain(given.units.iter().map(|unit| unit.technology)));
        technologies.sort_unstable();
        technologies.dedup();
        let slot = |&technology| Slot { plant, technology, adoptable: given.adopts.contains(&technology) };
        all.extend(technologies.iter().map(slot));
        technologies.len()
    });
    let from = running_sum(counts);
    (all, from)
}

/// The ids of one plant or slot, given the index of the first of each.
#[inline]
pub fn run<I: Id>(from: &[u32], of: impl Id) -> IdRun<I> {
    let of = of.index();
    IdRun::of(from[of]..from[of + 1])
}

/// Start of each run of items, and the end of the last.
pub fn running_sum(counts: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut sum = 0;
    let ends = counts.map(|count| {
        sum += count as u32;
        sum
    });
    std::iter::once(0).chain(ends).collect()
}
