//! What the runs of a plan are known by: the scenario as meant, the varied values, and the replicate. So runs that two
//! plans share are the same record.

use sha2::{Digest, Sha256};

use super::record::Key;
use crate::plan::Plan;

/// The cases of a plan: its bases at its points, in the order of its runs. Takes 20 bytes of memory per case, or 24 if a
/// case occurs twice.
#[derive(Debug)]
pub(super) struct Cases {
    digests: Vec<[u8; 16]>,
    /// The cases by digest; of those with the same digest the first in the plan comes first.
    by_digest: Vec<u32>,
    /// For each case the first one with the same digest; empty if all are different.
    first: Vec<u32>,
    replicates: u64,
}

impl Cases {
    /// The cases of a plan.
    pub fn of(plan: &Plan) -> Cases {
        let begun: Vec<Sha256> = plan.bases.iter().map(|base| begin(&base.as_meant, &base.change)).collect();
        let mut digests = Vec::with_capacity(usize::try_from(plan.cases()).unwrap_or(0));
        for point in 0..plan.points.len() {
            let sets = plan.sets(point);
            for base in &begun {
                let mut hasher = base.clone();
                sets.iter().for_each(|set| say(&mut hasher, set));
                let mut digest = [0; 16];
                digest.copy_from_slice(&hasher.finalize()[..16]);
                digests.push(digest);
            }
        }
        let mut by_digest: Vec<u32> = (0..digests.len() as u32).collect();
        by_digest.sort_unstable_by_key(|case| (digests[*case as usize], *case));
        let same = |pair: &[u32]| digests[pair[0] as usize] == digests[pair[1] as usize];
        let mut first = Vec::new();
        if by_digest.windows(2).any(same) {
            first = vec![0; digests.len()];
            for cases in by_digest.chunk_by(|a, b| same(&[*a, *b])) {
                cases.iter().for_each(|case| first[*case as usize] = cases[0]);
            }
        }
        Cases { digests, by_digest, first, replicates: plan.replicates.max(1) }
    }

    /// What a run is known by.
    pub fn key(&self, run: u64) -> Option<Key> {
        let case = self.digests.get(usize::try_from(run / self.replicates).ok()?)?;
        Some(Key { case: *case, replicate: run % self.replicates })
    }

    /// The first run of the plan with a key.
    pub fn run(&self, key: &Key) -> Option<u64> {
        let digest = |case: &u32| self.digests.get(*case as usize);
        let at = self.by_digest.partition_point(|case| digest(case) < Some(&key.case));
        let case = self.by_digest.get(at).filter(|case| digest(case) == Some(&key.case))?;
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
