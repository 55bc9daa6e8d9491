//! Large regions: a study of a sample values plants as a study of all does, and threads inside a year change nothing.
//! What is left out for speed is tested in `bounds/`.

use circulus::ids::PlantId;
use circulus::parallel::CHUNK;
use circulus::phase::Phase;
use circulus::record::recorder::{Detail, Recorder};
use circulus::rules::study::study;
use circulus::rules::value::Basis;

use crate::bounds::regimes::{country, live};

/// Study limits under which the company could contact every plant, and only some.
const LIMITS: [&str; 2] = ["management.study_limit=1000", "management.study_limit=40"];

#[test]
fn a_study_of_a_sample_finds_what_a_study_of_all_finds() {
    let values = |limit: &str| {
        let scenario = country(300, &[limit, "trade.acquaintance_km=60"]);
        let plants: Vec<PlantId> = PlantId::all(300).collect();
        let mut found = Vec::new();
        live(&scenario, 2, |phase, world, _| {
            if phase == Phase::Produce && world.t == 0 {
                found = study(world, &Basis::of(world), &plants);
            }
        });
        found
    };
    let (all, sample) = (values(LIMITS[0]), values(LIMITS[1]));
    assert_eq!(all, sample);
    assert!(all.iter().filter(|value| value.project > 0.0).count() > 20);
    assert!(all.iter().filter(|value| value.matching > 0.0).count() > 20);
}

#[test]
fn threads_inside_a_year_change_nothing() {
    let scenario = country(2 * CHUNK + 700, &["join.bias=1"]);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let (mut recorder, mut end) = (Recorder::new(Detail::Full), String::new());
            live(&scenario, 4, |phase, world, _| {
                if phase == Phase::Settle {
                    recorder.see(world, 0).unwrap();
                    end = format!(
                        "{:?} {:?} {:?} {:?}",
                        world.streams, world.plants, world.capacity, world.units
                    );
                }
            });
            (recorder.record, end)
        })
    };
    let (rows, end) = on(1);
    assert!(rows.years.iter().any(|year| year.members > 0 && year.deals_outside > 300));
    for threads in [2, 8] {
        let (more, also) = on(threads);
        for (a, b) in rows.years.iter().zip(&more.years) {
            assert_eq!(a, b, "{threads} threads, {}", a.year);
        }
        assert!(rows == more && end == also, "{threads} threads");
    }
}
