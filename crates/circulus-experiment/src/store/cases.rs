//! What the runs of a plan are known by: the scenario as meant, the varied values, and the replicate. So runs that two
//! plans share are the same record.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use sha2::{Digest, Sha256};

use super::record::Key;
use crate::plan::Plan;

/// The cases of a plan: its bases at its points, in the order of its runs. Takes about 60 bytes of memory per case.
#[derive(Debug)]
pub(super) struct Cases {
    digests: Vec<[u8; 16]>,
    /// For each case the first one with the same digest: itself, unless a point occurs twice.
    first: Vec<u32>,
    by_digest: BTreeMap<[u8; 16], u32>,
    replicates: u64,
}

impl Cases {
    /// The cases of a plan.
    pub fn of(plan: &Plan) -> Cases {
        let begun: Vec<Sha256> = plan.bases.iter().map(|base| begin(&base.as_meant, &base.change)).collect();
        let cases = usize::try_from(plan.cases()).unwrap_or(usize::MAX);
        let mut found = Cases {
            digests: Vec::with_capacity(cases),
            first: Vec::with_capacity(cases),
            by_digest: BTreeMap::new(),
            replicates: plan.replicates.max(1),
        };
        for point in 0..plan.points.len() {
            let sets = plan.sets(point);
            for base in &begun {
                let mut hasher = base.clone();
                sets.iter().for_each(|set| say(&mut hasher, set));
                let mut digest = [0; 16];
                digest.copy_from_slice(&hasher.finalize()[..16]);
                let index = found.digests.len() as u32;
                found.first.push(match found.by_digest.entry(digest) {
                    Entry::Occupied(earlier) => *earlier.get(),
                    Entry::Vacant(place) => *place.insert(index),
                });
                found.digests.push(digest);
            }
        }
        found
    }

    /// What a run is known by.
    pub fn key(&self, run: u64) -> Option<Key> {
        let case = self.digests.get(usize::try_from(run / self.replicates).ok()?)?;
        Some(Key { case: *case, replicate: run % self.replicates })
    }

    /// The first run of the plan with a key.
    pub fn run(&self, key: &Key) -> Option<u64> {
        let case = self.by_digest.get(&key.case)?;
        (key.replicate < self.replicates).then(|| u64::from(*case) * self.replicates + key.replicate)
    }

    /// The first run of the plan that is the same as this one.
    pub fn first(&self, run: u64) -> u64 {
        let case = usize::try_from(run / self.replicates).ok().and_then(|case| self.first.get(case));
        case.map_or(run, |case| u64::from(*case) * self.replicates + run % self.replicates)
    }
}

/// The digest of a base, to which the values of a point are still to be added.
fn begin(as_meant: &str, change: &[String]) -> Sha256 {
    let mut hasher = Sha256::new();
    say(&mut hasher, as_meant);
    say(&mut hasher, &format!("{} changes", change.len()));
    change.iter().for_each(|set| say(&mut hasher, set));
    hasher
}

fn say(hasher: &mut Sha256, text: &str) {
    hasher.update(text);
    hasher.update([0]);
}
