//! Lists the streams and slots of a scenario, plant by plant.

use crate::ids::{Id, IdRun, MOST_IDS, PlantId, SlotId, StreamId, TechnologyId, TiSlice, TiVec, WasteId};
use crate::region::link::{Slot, Stream};
use crate::scenario::{Plant, Scenario};

/// Index of the first item of each plant or slot, and one more for the end of the last.
pub type Starts<K> = TiVec<K, u32>;

/// Streams, by plant and waste, those of residues included [N1]; and the index of each plant's first stream.
///
/// # Errors
/// How many there are, if they are more than ids can number.
pub fn streams(scenario: &Scenario) -> Result<(TiVec<StreamId, Stream>, Starts<PlantId>), u64> {
    let mut all = TiVec::new();
    let mut technologies = Vec::new();
    let counts = scenario.plants.iter_enumerated().map(|(plant, given)| {
        let before = all.len();
        all.extend(given.streams.iter().map(|s| Stream {
            plant,
            waste: s.waste,
            t_per_year: s.t_per_year,
            own_reuse: s.own_reuse,
        }));
        technologies_at(given, &mut technologies);
        for residue in technologies.iter().filter_map(|&technology| leaves(scenario, technology)) {
            if all.raw[before..].iter().all(|stream: &Stream| stream.waste != residue) {
                all.push(Stream { plant, waste: residue, t_per_year: 0.0, own_reuse: 0.0 });
            }
        }
        all.raw[before..].sort_by_key(|stream| stream.waste);
        all.len() - before
    });
    let from = running_sum(counts)?;
    Ok((all, from))
}

/// Slots, by plant and technology; and the index of each plant's first slot.
///
/// # Errors
/// How many there are, if they are more than ids can number.
pub fn slots(
    scenario: &Scenario,
    streams: &TiSlice<StreamId, Stream>,
    streams_from: &Starts<PlantId>,
) -> Result<(TiVec<SlotId, Slot>, Starts<PlantId>), u64> {
    let mut all = TiVec::new();
    let mut technologies = Vec::new();
    let counts = scenario.plants.iter_enumerated().map(|(plant, given)| {
        technologies_at(given, &mut technologies);
        let stream_of =
            |waste| run(streams_from, plant).find(|&stream: &StreamId| streams[stream].waste == waste);
        let slot = |&technology| Slot {
            plant,
            technology,
            adoptable: given.adopts.contains(&technology),
            residue: leaves(scenario, technology).and_then(stream_of),
        };
        all.extend(technologies.iter().map(slot));
        technologies.len()
    });
    let from = running_sum(counts)?;
    Ok((all, from))
}

/// Technologies that a plant could adopt or has units of, in order.
fn technologies_at(plant: &Plant, technologies: &mut Vec<TechnologyId>) {
    technologies.clear();
    technologies.extend(plant.adopts.iter().copied().chain(plant.units.iter().map(|unit| unit.technology)));
    technologies.sort_unstable();
    technologies.dedup();
}

/// The waste that a technology leaves, if it leaves any.
fn leaves(scenario: &Scenario, technology: TechnologyId) -> Option<WasteId> {
    let technology = &scenario.technologies[technology];
    technology.residue.filter(|_| technology.residue_t_per_t() > 0.0)
}

/// The ids of one plant or slot, given the index of the first of each.
#[inline]
pub fn run<K: Id, I: Id>(from: &TiSlice<K, u32>, of: K) -> IdRun<I> {
    let of = of.index();
    IdRun::of(from.raw[of]..from.raw[of + 1])
}

/// Start of each run of items, and the end of the last.
///
/// # Errors
/// How many items there are, if they are more than ids can number.
pub fn running_sum<K>(counts: impl Iterator<Item = usize>) -> Result<Starts<K>, u64> {
    let mut sum = 0;
    let ends = counts.map(|count| {
        sum += count as u64;
        sum as u32
    });
    let from = std::iter::once(0).chain(ends).collect();
    if sum > MOST_IDS.into() { Err(sum) } else { Ok(from) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_items_than_ids_can_number_are_refused() {
        let all = MOST_IDS as usize;
        let sum = |counts: [usize; 3]| running_sum::<PlantId>(counts.into_iter());
        assert_eq!(sum([2, 0, 3]), Ok([0, 2, 2, 5].into_iter().collect()));
        assert_eq!(sum([all - 1, 0, 1]), Ok([0, MOST_IDS - 1, MOST_IDS - 1, MOST_IDS].into_iter().collect()));
        assert_eq!(sum([all, 1, 4]), Err(u64::from(MOST_IDS) + 5));
    }

    #[test]
    fn a_conversion_that_loses_nothing_leaves_no_stream() {
        let mut scenario = Scenario::from_toml(&crate::scenario::template()).unwrap();
        let technology = TechnologyId::new(0);
        let residue = scenario.technologies[technology].residue;
        assert!(residue.is_some() && leaves(&scenario, technology) == residue);
        scenario.technologies[technology].yield_t_per_t = 1.0;
        assert_eq!(leaves(&scenario, technology), None);
    }
}
