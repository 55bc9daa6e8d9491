//! Sensitivity compared with known values and with SALib on the same samples, and intervals with their nominal
//! coverage.

use circulus::maths::{pow, sin};
use circulus_experiment::design::saltelli::Layout;
use circulus_experiment::design::{Cube, latin_hypercube, shapley as chains, sobol as sequence};
use circulus_experiment::dice::Dice;
use circulus_experiment::sensitivity::sobol::{Indices, Sobol, pairs};
use circulus_experiment::sensitivity::{Estimate, morris, pawn, shapley, sobol};

use crate::common::text;

fn value(estimate: Option<Estimate>) -> f64 {
    estimate.expect("an estimate").value
}

/// The results of a function at every point of a sample.
fn at(cube: &Cube, function: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    cube.points.chunks(cube.dimensions).map(function).collect()
}

/// Ishigami and Homma (1990), with a = 7 and b = 0.1.
fn ishigami(x: &[f64]) -> f64 {
    let angle = |x: f64| std::f64::consts::PI * (2.0 * x - 1.0);
    let (a, b, c) = (angle(x[0]), angle(x[1]), angle(x[2]));
    sin(a) + 7.0 * pow(sin(b), 2.0) + 0.1 * pow(c, 4.0) * sin(a)
}

const ISHIGAMI_FIRST: [f64; 3] = [0.3139, 0.4424, 0.0];
const ISHIGAMI_TOTAL: [f64; 3] = [0.5576, 0.4424, 0.2437];

fn assert_near(found: &Sobol, first: &[f64], total: &[f64], bound: f64) {
    for (key, (first, total)) in found.keys.iter().zip(first.iter().zip(total)) {
        assert!((value(key.first) - first).abs() < bound, "{:?} {first}", key.first);
        assert!((value(key.total) - total).abs() < bound, "{:?} {total}", key.total);
    }
}

#[test]
fn val_ishigami() {
    for seed in 0..10 {
        let cube = Layout::of_keys(3).draw(4096, &mut Dice::new(seed, "sobol", 0)).unwrap();
        let found = sobol::analyse(
            &at(&cube, ishigami),
            &Layout::of_keys(3),
            1,
            &mut Dice::new(seed, "bootstrap", 0),
        );
        assert_near(&found, &ISHIGAMI_FIRST, &ISHIGAMI_TOTAL, 0.02);
        // The bootstrap takes the points for random, but a Sobol sequence is more even: its intervals are too wide.
        for (key, first) in found.keys.iter().zip(ISHIGAMI_FIRST) {
            let (low, high) = key.first.unwrap().interval.unwrap();
            assert!(low < first && first < high && high - low < 0.12, "{low} {first} {high}");
        }
    }
}

const G: [f64; 8] = [0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0];

/// Sobol's G function (Saltelli and Sobol 1995) of eight keys.
fn g(x: &[f64]) -> f64 {
    x.iter().zip(G).map(|(x, a)| ((4.0 * x - 2.0).abs() + a) / (1.0 + a)).product()
}

/// The variance of each factor of it, the product of one more than each, and its own variance.
fn of_g() -> ([f64; 8], f64, f64) {
    let own = G.map(|a| 1.0 / (3.0 * (1.0 + a) * (1.0 + a)));
    let product: f64 = own.iter().map(|v| 1.0 + v).product();
    (own, product, product - 1.0)
}

#[test]
fn val_sobol_g() {
    let (own, product, whole) = of_g();
    let first = own.map(|v| v / whole);
    let total = own.map(|v| v * product / (1.0 + v) / whole);
    let cube = Layout::of_keys(8).draw(4096, &mut Dice::new(1, "sobol", 0)).unwrap();
    let found = sobol::analyse(&at(&cube, g), &Layout::of_keys(8), 1, &mut Dice::new(1, "bootstrap", 0));
    assert_near(&found, &first, &total, 0.02);
}

/// Ishigami's keys 1 and 3 share .2437 of the variance, the others nothing; of the G function two keys share the product of
/// their own variances.
#[test]
fn val_second_order() {
    let (own, _, whole) = of_g();
    let of_keys: Vec<f64> = pairs(8).map(|(one, other)| own[one] * own[other] / whole).collect();
    type Function = fn(&[f64]) -> f64;
    let cases: [(usize, Function, &[f64]); 2] = [(3, ishigami, &[0.0, 0.2437, 0.0]), (8, g, &of_keys)];
    for (keys, function, known) in cases {
        let layout = Layout { second_order: true, ..Layout::of_keys(keys) };
        let cube = layout.draw(4096, &mut Dice::new(1, "sobol", 0)).unwrap();
        assert_eq!(cube.len(), 4096 * (2 * keys + 2));
        let found = sobol::analyse(&at(&cube, function), &layout, 1, &mut Dice::new(1, "bootstrap", 0));
        assert_eq!(found.pairs.len(), known.len());
        let mut farthest: f64 = 0.0;
        for (pair, known) in found.pairs.iter().zip(known) {
            let (low, high) = pair.unwrap().interval.unwrap();
            assert!(low < *known && *known < high, "{pair:?} {known}");
            farthest = farthest.max((value(*pair) - known).abs());
        }
        println!("{keys} keys: within {farthest}");
        assert!(farthest < 0.02, "{farthest}");
        if keys == 3 {
            assert_near(&found, &ISHIGAMI_FIRST, &ISHIGAMI_TOTAL, 0.02);
        }
    }
}

/// Luck is kept out of pairs too.
#[test]
fn val_second_order_under_luck() {
    let layout = Layout { second_order: true, ..Layout::of_keys(3) };
    let cube = layout.draw(4096, &mut Dice::new(5, "sobol", 0)).unwrap();
    let results = lucky(&cube, 10, &mut Dice::new(5, "luck", 0));
    let found = sobol::analyse(&results, &layout, 10, &mut Dice::new(5, "bootstrap", 0));
    assert_near(&found, &ISHIGAMI_FIRST, &ISHIGAMI_TOTAL, 0.04);
    for (pair, known) in found.pairs.iter().zip([0.0, 0.2437, 0.0]) {
        assert!((value(*pair) - known).abs() < 0.04, "{pair:?} {known}");
    }
}

/// Groups of an additive function have the sum of their keys' shares. Ishigami's first and third key as one factor have all that
/// the second has not: .5576.
#[test]
fn val_groups() {
    let weights = [3.0, 1.0, 2.0, 4.0, 0.5];
    let sum = |x: &[f64]| x.iter().zip(weights).map(|(x, weight)| weight * x).sum();
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let layout = Layout { factors: vec![vec![0, 2], vec![1], vec![3, 4]], second_order: true };
    let cube = layout.draw(1024, &mut Dice::new(1, "sobol", 0)).unwrap();
    let found = sobol::analyse(&at(&cube, sum), &layout, 1, &mut Dice::new(1, "bootstrap", 0));
    let known = [13.0, 1.0, 16.25].map(|own| own / squares);
    assert_near(&found, &known, &known, 0.01);
    assert!(found.pairs.iter().all(|pair| value(*pair).abs() < 0.01), "{:?}", found.pairs);
    let layout = Layout { factors: vec![vec![0, 2], vec![1]], second_order: false };
    let cube = layout.draw(4096, &mut Dice::new(1, "sobol", 0)).unwrap();
    let found = sobol::analyse(&at(&cube, ishigami), &layout, 1, &mut Dice::new(1, "bootstrap", 0));
    assert_near(&found, &[0.5576, 0.4424], &[0.5576, 0.4424], 0.02);
}

/// Shapley effects of a function on chains of a Sobol sequence.
fn effects(factors: &[Vec<usize>], samples: usize, function: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let orders = chains::orders(factors.len(), samples, &mut Dice::new(1, chains::ORDERS, 0));
    let cube = chains::draw(factors, &orders, &mut Dice::new(1, "shapley", 0)).unwrap();
    let results = at(&cube, function);
    let found = shapley::analyse(&results, factors.len(), &orders, 1, &mut Dice::new(1, "bootstrap", 0));
    found.keys.into_iter().map(value).collect()
}

fn assert_effects(name: &str, found: &[f64], known: &[f64], bound: f64) {
    let farthest = found.iter().zip(known).map(|(found, known)| (found - known).abs()).fold(0.0, f64::max);
    println!("{name}: within {farthest}");
    assert!(farthest < bound, "{name}: {found:?} {known:?}");
    assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{name}: {found:?}");
}

fn alone(keys: usize) -> Vec<Vec<usize>> {
    (0..keys).map(|key| vec![key]).collect()
}

const ISHIGAMI_SHAPLEY: [f64; 3] = [0.3139 + 0.2437 / 2.0, 0.4424, 0.2437 / 2.0];

/// Keys of Ishigami's function have half of what they share. In the G function the keys of a set share the product of their own
/// variances, in even parts. Keys and groups of an additive function have their own variances.
#[test]
fn val_shapley_effects() {
    assert_effects("Ishigami", &effects(&alone(3), 4096, ishigami), &ISHIGAMI_SHAPLEY, 0.02);
    let (own, _, whole) = of_g();
    let mut known = [0.0; 8];
    for set in 1..1usize << 8 {
        let keys = || (0..8).filter(move |key| set >> key & 1 == 1);
        let part = keys().map(|key| own[key]).product::<f64>() / keys().count() as f64;
        keys().for_each(|key| known[key] += part / whole);
    }
    assert_effects("G", &effects(&alone(8), 4096, g), &known, 0.02);
    let weights = [3.0, 1.0, 2.0, 4.0, 0.5];
    let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
    let sum = |x: &[f64]| x.iter().zip(weights).map(|(x, weight)| weight * x).sum();
    let known = weights.map(|weight| weight * weight / squares);
    assert_effects("additive", &effects(&alone(5), 1024, sum), &known, 0.01);
    let groups = [vec![0, 2], vec![1], vec![3, 4]];
    assert_effects(
        "groups",
        &effects(&groups, 1024, sum),
        &[13.0, 1.0, 16.25].map(|own| own / squares),
        0.01,
    );
}

/// Noise is no effect, and intervals hold the truth as often as they say.
#[test]
fn val_shapley_effects_under_luck() {
    const TIMES: u64 = 200;
    let mut held = [0u64; 6];
    for turn in 0..TIMES {
        let mut dice = Dice::new(12, "coverage", turn);
        let pairs = Cube { dimensions: 6, points: (0..6 * 200).map(|_| dice.uniform()).collect() };
        let orders = chains::orders(3, 200, &mut dice);
        let cube = chains::chains(&alone(3), &orders, &pairs);
        for (at_once, replicates) in [1, 8].into_iter().enumerate() {
            let results = match replicates {
                1 => at(&cube, ishigami),
                several => lucky(&cube, several, &mut dice),
            };
            let found = shapley::analyse(&results, 3, &orders, replicates, &mut dice);
            for (key, (effect, truth)) in found.keys.iter().zip(ISHIGAMI_SHAPLEY).enumerate() {
                let (low, high) = effect.unwrap().interval.unwrap();
                held[3 * at_once + key] += u64::from(low <= truth && truth <= high);
            }
        }
    }
    let held = held.map(|held| held as f64 / TIMES as f64);
    println!("{held:?}");
    assert!(held.iter().all(|share| (0.90..=1.0).contains(share)), "{held:?}");
    let orders = chains::orders(3, 4096, &mut Dice::new(5, chains::ORDERS, 0));
    let cube = chains::draw(&alone(3), &orders, &mut Dice::new(5, "shapley", 0)).unwrap();
    let results = lucky(&cube, 10, &mut Dice::new(5, "luck", 0));
    let found = shapley::analyse(&results, 3, &orders, 10, &mut Dice::new(5, "bootstrap", 0));
    let luck = found.luck.unwrap();
    // As for Sobol indices, above.
    assert!(luck > 0.51 && luck < 0.8, "{luck}");
    let found: Vec<f64> = found.keys.into_iter().map(value).collect();
    assert_effects("under luck", &found, &ISHIGAMI_SHAPLEY, 0.04);
}

/// Of y = x on ten slices from a to a + .1, the distance is the larger of a and .9 - a: median .7, largest .9. Of
/// Ishigami's keys the second moves the distribution most (Pianosi and Wagener 2015).
#[test]
fn val_pawn_of_a_sample() {
    let cube = latin_hypercube::draw(3, 4000, &mut Dice::new(1, "pawn", 0));
    let keys: Vec<Vec<f64>> = (0..3).map(|key| at(&cube, |x| x[key])).collect();
    let settings = pawn::Settings::default();
    let found = pawn::analyse(&keys, &keys[0], &settings);
    let first = found.keys[0].unwrap();
    assert!((first.median.value - 0.7).abs() < 0.001 && (first.max - 0.9).abs() < 0.001, "{first:?}");
    assert_eq!(found.above_the_floor(), [0]);
    let found = pawn::analyse(&keys, &at(&cube, ishigami), &settings);
    assert_eq!(found.above_the_floor(), [1, 0, 2]);
}

/// Ishigami's function, of standard deviation 3.7, with noise of 5, part of which a replicate has at every point.
fn lucky(cube: &Cube, replicates: usize, dice: &mut Dice) -> Vec<f64> {
    let common: Vec<f64> = (0..replicates).map(|_| 3.0 * dice.normal()).collect();
    let mut results = Vec::new();
    for x in cube.points.chunks(3) {
        let smooth = ishigami(x);
        results.extend(common.iter().map(|luck| smooth + luck + 4.0 * dice.normal()));
    }
    results
}

#[test]
fn val_noise_is_no_sensitivity() {
    let cube = Layout::of_keys(3).draw(4096, &mut Dice::new(5, "sobol", 0)).unwrap();
    let results = lucky(&cube, 10, &mut Dice::new(5, "luck", 0));
    let found = sobol::analyse(&results, &Layout::of_keys(3), 10, &mut Dice::new(5, "bootstrap", 0));
    assert_near(&found, &ISHIGAMI_FIRST, &ISHIGAMI_TOTAL, 0.04);
    // Variances: 16 of the noise of a run, about 9 of the common noise, 13.84 of the function.
    let own = 16.0 / (16.0 + 13.84);
    let share = found.luck.unwrap();
    assert!(share > own - 0.02 && share < 0.8, "{share}");
    // The estimator for single runs takes noise for total order.
    let single: Vec<f64> = results.chunks(10).map(|runs| runs[0]).collect();
    let taken_in = sobol::analyse(&single, &Layout::of_keys(3), 1, &mut Dice::new(5, "bootstrap", 0));
    assert!(value(taken_in.keys[2].total) > 0.5, "{:?}", taken_in.keys[2]);
}

/// Random blocks, as the bootstrap assumes, and noise of which a part is common to all points.
#[test]
fn val_intervals_have_their_nominal_coverage() {
    const TIMES: u64 = 200;
    let covered = |replicates: usize| {
        let mut held = [0u64; 6];
        for turn in 0..TIMES {
            let mut dice = Dice::new(11, "coverage", turn);
            let pairs = Cube { dimensions: 6, points: (0..6 * 200).map(|_| dice.uniform()).collect() };
            let cube = Layout::of_keys(3).blocks(&pairs);
            let results = match replicates {
                1 => at(&cube, ishigami),
                several => lucky(&cube, several, &mut dice),
            };
            let found = sobol::analyse(&results, &Layout::of_keys(3), replicates, &mut dice);
            let truth = ISHIGAMI_FIRST.iter().zip(ISHIGAMI_TOTAL);
            for (key, (indices, (first, total))) in found.keys.iter().zip(truth).enumerate() {
                let Indices { first: s, total: t } = *indices;
                let inside = |estimate: Option<Estimate>, truth: f64| {
                    let (low, high) = estimate.unwrap().interval.unwrap();
                    u64::from(low <= truth && truth <= high)
                };
                held[2 * key] += inside(s, *first);
                held[2 * key + 1] += inside(t, total);
            }
        }
        held.map(|held| held as f64 / TIMES as f64)
    };
    let (plain, lucky) = (covered(1), covered(8));
    println!("{plain:?} {lucky:?}");
    // 95 % give or take three standard errors of 200 draws and a little for the finite number of blocks.
    assert!(plain.iter().all(|share| (0.90..=0.995).contains(share)), "{plain:?}");
    assert!(lucky.iter().all(|share| (0.90..=1.0).contains(share)), "{lucky:?}");
}

/// Columns of a CSV file of numbers.
fn csv(name: &str) -> Vec<Vec<f64>> {
    let text = text(&format!("tests/salib/{name}.csv"));
    let rows: Vec<Vec<f64>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect())
        .collect();
    (0..rows[0].len()).map(|column| rows.iter().map(|row| row[column]).collect()).collect()
}

fn rows(columns: &[Vec<f64>]) -> Vec<f64> {
    (0..columns[0].len()).flat_map(|row| columns.iter().map(move |column| column[row])).collect()
}

fn same(ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() < 1e-9, "{ours} {theirs}");
}

#[test]
fn val_salib_sequence_and_blocks() {
    let theirs = csv("sequence");
    let plain = sequence::plain(256, 1024).unwrap();
    for (points, point) in theirs.iter().zip([1, 517, 1023]) {
        for (dimension, theirs) in points.iter().enumerate() {
            same(plain.get(point, dimension).unwrap() * 1024.0, *theirs);
        }
    }
    let blocks = Layout::of_keys(4).blocks(&sequence::plain(8, 16).unwrap());
    assert_eq!(blocks.points, rows(&csv("sobol")[..4]));
}

#[test]
fn val_salib_indices() {
    let (sample, theirs) = (csv("sobol"), csv("sobol_indices"));
    for (replicates, columns) in [(1, &theirs[..2]), (3, &theirs[2..])] {
        let results = rows(&sample[4..4 + replicates]);
        let ours =
            sobol::analyse(&results, &Layout::of_keys(4), replicates, &mut Dice::new(1, "bootstrap", 0));
        for (key, indices) in ours.keys.iter().enumerate() {
            same(value(indices.first), columns[0][key]);
            same(value(indices.total), columns[1][key]);
        }
    }
}

#[test]
fn val_salib_effects() {
    let (sample, theirs) = (csv("morris"), csv("morris_effects"));
    let cube = Cube { dimensions: 4, points: rows(&sample[..4]) };
    let ours = morris::analyse(&rows(&sample[4..]), &cube, 3, &mut Dice::new(1, "bootstrap", 0));
    assert_eq!((ours.trajectories, ours.left_out), (10, 0));
    for (key, effects) in ours.keys.iter().enumerate() {
        for (ours, theirs) in [effects.mu, effects.mu_star, effects.sigma].into_iter().zip(&theirs) {
            same(value(ours), theirs[key]);
        }
    }
}
