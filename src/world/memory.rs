//! Pairs of plants that know each other by their deals alone [N4].

use std::collections::BTreeMap;

use crate::ids::{PlantId, TiVec, ti_vec};
use crate::laws::acquaintance::remembers;

/// The deals that plants remember in a year: few, as most who deal know each other anyway, and those are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Memory {
    /// Whether a plant remembers anyone; empty until somebody does.
    any: TiVec<PlantId, bool>,
    /// Year of the last deal before this year, by pair, the lower plant first.
    last: BTreeMap<(PlantId, PlantId), usize>,
}

impl Memory {
    /// Opens year `t`: adds pairs that dealt in the year before, and drops what is too long ago.
    pub fn open(
        &mut self,
        t: usize,
        memory_years: usize,
        plants: usize,
        dealt: impl Iterator<Item = (PlantId, PlantId)>,
    ) {
        let before = self.last.len();
        if memory_years > 0 && t > 0 {
            self.last.extend(dealt.map(|(a, b)| (pair(a, b), t - 1)));
        }
        if before == 0 && self.last.is_empty() {
            return;
        }
        self.last.retain(|_, last| remembers(*last, t, memory_years));
        self.any = ti_vec![false; plants];
        for &(a, b) in self.last.keys() {
            (self.any[a], self.any[b]) = (true, true);
        }
    }

    /// Whether a plant remembers anyone.
    pub fn any(&self, plant: PlantId) -> bool {
        self.any.get(plant).is_some_and(|&any| any)
    }

    /// Whether two plants remember each other.
    pub fn knows(&self, a: PlantId, b: PlantId) -> bool {
        self.any(a) && self.any(b) && self.last.contains_key(&pair(a, b))
    }

    /// Year of the last deal before this year of two plants that remember each other.
    pub fn last_deal(&self, a: PlantId, b: PlantId) -> Option<usize> {
        self.last.get(&pair(a, b)).copied()
    }
}

fn pair(a: PlantId, b: PlantId) -> (PlantId, PlantId) {
    (a.min(b), a.max(b))
}
