//! The same run twice, on any number of threads, in debug and release.

use crate::valley::{run_of, valley};
use circulus::run::Run;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

/// Asserts row by row first, so that a failure says where the two runs differ.
#[track_caller]
fn same(a: &Run, b: &Run) {
    for (world, a, b) in [("cluster", &a.cluster, &b.cluster), ("twin", &a.twin, &b.twin)] {
        for (a, b) in a.years.iter().zip(&b.years) {
            assert_eq!(a, b, "{world}, year {}", a.year);
        }
        for (a, b) in a.plants.iter().zip(&b.plants) {
            assert_eq!(a, b, "{world}, year {}, plant {:?}", a.year, a.plant);
        }
    }
    assert_eq!(a, b);
}

#[test]
fn the_same_run_twice_is_the_same_to_the_bit() {
    same(&run_of(&valley(), 3), &run_of(&valley(), 3));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let on = |threads: usize| -> Vec<Run> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| (0..16).into_par_iter().map(|replicate| run_of(&valley(), replicate)).collect())
    };
    let one = on(1);
    for threads in [2, 8] {
        for (a, b) in one.iter().zip(&on(threads)) {
            same(a, b);
        }
    }
}

/// A digest of the main numbers of the yearly rows, and of tonnes and gain of every deal.
fn digest(run: &Run) -> String {
    let mut hash = Sha256::new();
    let mut put = |value: f64| hash.update(value.to_bits().to_le_bytes());
    for record in [&run.cluster, &run.twin] {
        for year in &record.years {
            let total = year.total();
            let counts = [year.members, year.deals_inside, year.deals_outside, year.projects];
            counts.iter().for_each(|&count| put(count as f64));
            let sums = [total.reused_t(), total.stock_t, year.gain, year.budget, year.losses(), year.capex];
            sums.iter().copied().for_each(&mut put);
            year.price_per_t.iter().copied().for_each(&mut put);
            year.levels.iter().copied().for_each(&mut put);
        }
        for row in &record.deals {
            put(row.deal.q_t);
            put(row.deal.gain);
        }
    }
    hash.finalize()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn regress_the_valley_is_the_same_to_the_bit_in_every_build() {
    // A change here is a change of results: say so in the changelog, then renew the digest.
    let runs: String = (0..4).map(|replicate| digest(&run_of(&valley(), replicate))).collect();
    assert_eq!(runs, "21998746222ea5be24b16a7ae267396a2cd9dc1ec44ec2476260aa73d19753ac");
}
