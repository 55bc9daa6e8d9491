//! NSGA-II on problems whose fronts are known (Zitzler, Deb and Thiele 2000; Binh and Korn 1997).

use circulus_experiment::search::nsga2::Gene;
use circulus_experiment::search::{Candidate, Nsga2, Score, Settings};

fn searched(genes: Vec<Gene>, generations: usize, score: impl Fn(&[f64]) -> Score) -> Vec<Candidate> {
    let mut state = Nsga2::new(Settings { genes, population: 100, generations, seed: 1 });
    while let Some(asked) = state.ask() {
        assert_eq!(asked.len(), 100);
        state.tell(&asked.iter().map(|shares| score(shares)).collect::<Vec<_>>());
    }
    state.population().to_vec()
}

fn objectives(population: &[Candidate]) -> Vec<(f64, f64)> {
    population.iter().map(|one| (one.score.objectives[0], one.score.objectives[1])).collect()
}

/// Area dominated by the points, up to a reference point.
fn hypervolume(mut points: Vec<(f64, f64)>, (right, top): (f64, f64)) -> f64 {
    points.retain(|(x, y)| *x < right && *y < top);
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut area, mut height) = (0.0, top);
    for (x, y) in points {
        if y < height {
            area += (right - x) * (height - y);
            height = y;
        }
    }
    area
}

fn free(objectives: Vec<f64>) -> Score {
    Score { objectives, violation: 0.0 }
}

/// ZDT 1 to 3 in 30 variables: f2 = g h(f1, g), g = 1 + 9 mean of the others; the front has g = 1.
fn zdt(x: &[f64], h: impl Fn(f64, f64) -> f64) -> Score {
    let g = 1.0 + 9.0 * x[1..].iter().sum::<f64>() / (x.len() - 1) as f64;
    free(vec![x[0], g * h(x[0], g)])
}

/// Dominated areas up to (1.1, 1.1) of the true fronts: ZDT1 1 - 1/3 + 0.21, ZDT2 1 - 2/3 + 0.21, ZDT3 numerically.
#[test]
fn val_zdt_fronts_are_found() {
    let ordered = || vec![Gene::Ordered; 30];
    let one = searched(ordered(), 250, |x| zdt(x, |f, g| 1.0 - (f / g).sqrt()));
    let two = searched(ordered(), 250, |x| zdt(x, |f, g| 1.0 - (f / g) * (f / g)));
    let wave = |f: f64, g: f64| 1.0 - (f / g).sqrt() - f / g * (10.0 * std::f64::consts::PI * f).sin();
    let three = searched(ordered(), 250, |x| zdt(x, wave));
    let fine = (0..=200_000).map(|i| f64::from(i) / 2e5).map(|f| (f, wave(f, 1.0))).collect();
    let reference = (1.1, 1.1);
    let truths = [1.0 - 1.0 / 3.0 + 0.21, 1.0 - 2.0 / 3.0 + 0.21, hypervolume(fine, reference)];
    for ((name, found), truth) in [("ZDT1", one), ("ZDT2", two), ("ZDT3", three)].into_iter().zip(truths) {
        let area = hypervolume(objectives(&found), reference);
        assert!(area > 0.98 * truth && area < truth, "{name}: {area} of {truth}");
    }
}

/// Mean distance from the front x2 = (2 - sqrt x1)^2 of Schaffer's problem.
#[test]
fn val_schaffer_front_is_met() {
    let found = searched(vec![Gene::Ordered], 250, |share| {
        let x = -1000.0 + 2000.0 * share[0];
        free(vec![x * x, (x - 2.0) * (x - 2.0)])
    });
    let off = |(a, b): &(f64, f64)| (b - (2.0 - a.sqrt()) * (2.0 - a.sqrt())).abs();
    let points = objectives(&found);
    let mean = points.iter().map(off).sum::<f64>() / points.len() as f64;
    assert!(mean < 1e-3, "{mean}");
    let most = points.iter().map(|point| point.0).fold(0.0, f64::max);
    assert!(most > 3.8, "the front reaches from 0 to 4: {most}");
}

/// Binh and Korn: front x = y in [0, 3], then y = 3 and x in [3, 5]; all constraints kept.
#[test]
fn val_binh_korn_constrained_front_is_met() {
    let found = searched(vec![Gene::Ordered; 2], 150, |share| {
        let (x, y) = (5.0 * share[0], 3.0 * share[1]);
        let first: f64 = ((x - 5.0) * (x - 5.0) + y * y - 25.0).max(0.0);
        let second: f64 = (7.7 - (x - 8.0) * (x - 8.0) - (y + 3.0) * (y + 3.0)).max(0.0);
        let objectives = vec![4.0 * x * x + 4.0 * y * y, (x - 5.0) * (x - 5.0) + (y - 5.0) * (y - 5.0)];
        Score { objectives, violation: first + second }
    });
    assert!(found.iter().all(|one| one.score.violation == 0.0));
    let front = |i: u32| {
        let x = f64::from(i) / 2e4;
        let y = x.min(3.0);
        (4.0 * x * x + 4.0 * y * y, (x - 5.0) * (x - 5.0) + (y - 5.0) * (y - 5.0))
    };
    let truth = hypervolume((0..=100_000).map(front).collect(), (140.0, 50.0));
    let area = hypervolume(objectives(&found), (140.0, 50.0));
    assert!(area > 0.985 * truth && area <= truth, "{area} of {truth}");
}

/// A constraint that hardly any first candidate satisfies, and keys of every kind; the single best answer is known.
#[test]
fn val_mixed_keys_under_a_narrow_constraint() {
    let genes = vec![Gene::Ordered, Gene::Ordered, Gene::Categorical];
    // A number, a whole number of 1 to 10, and one of four words; best is x = 0.97 at least, whole 7, third word.
    let found = searched(genes, 80, |share| {
        let whole = 1.0 + (share[1] * 10.0).floor().min(9.0);
        let word = (share[2] * 4.0).floor();
        let cost = share[0] + (whole - 7.0).abs() + if word == 2.0 { 0.0 } else { 5.0 };
        Score { objectives: vec![cost, cost], violation: (0.97 - share[0]).max(0.0) }
    });
    let best = found.iter().map(|one| one.score.objectives[0]).fold(f64::INFINITY, f64::min);
    assert!((0.97..0.975).contains(&best), "{best}");
}

#[test]
fn failed_candidates_die_out_and_a_search_is_reproducible() {
    let run = || {
        searched(vec![Gene::Ordered; 2], 15, |x| match x[0] {
            low if low < 0.5 => Score::failed(2),
            _ => free(vec![x[0] + x[1], 1.0 - x[1]]),
        })
    };
    assert!(run().iter().all(|one| one.shares[0] >= 0.5));
    assert_eq!(run(), run());
}
