use super::*;

fn uniform(keys: usize, points: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut dice = Dice::new(seed, "test", 0);
    (0..keys).map(|_| (0..points).map(|_| dice.uniform()).collect()).collect()
}

fn quick() -> Settings {
    Settings { resamples: 50, dummies: 50, ..Settings::default() }
}

/// The distance by its definition.
fn distance(some: &[f64], all: &[f64]) -> f64 {
    let share = |values: &[f64], at: f64| {
        values.iter().filter(|&&value| value <= at).count() as f64 / values.len() as f64
    };
    all.iter().map(|&at| (share(some, at) - share(all, at)).abs()).fold(0.0, f64::max)
}

/// Outcomes of a few values, of two and without equal ones; points that do not divide evenly by the slices.
#[test]
fn distances_are_those_of_the_definition() {
    let inputs = uniform(2, 203, 1);
    let outcomes: [Vec<f64>; 3] = [
        inputs[0].iter().zip(&inputs[1]).map(|(a, b)| a * b).collect(),
        inputs[0].iter().map(|a| (a * 8.0).floor() / 8.0).collect(),
        inputs[1].iter().map(|b| f64::from(u8::from(*b > 0.3))).collect(),
    ];
    for outcome in &outcomes {
        let found = analyse(&inputs, outcome, &Settings { slices: 7, ..quick() });
        for (key, index) in inputs.iter().zip(&found.keys) {
            let order = sorted_by(|point| key[point], (0..203).collect());
            let slice = |slice: usize| -> Vec<f64> {
                let inside = order.iter().enumerate().filter(|(rank, _)| rank * 7 / 203 == slice);
                inside.map(|(_, &point)| outcome[point]).collect()
            };
            let mut distances: Vec<f64> = (0..7).map(|at| distance(&slice(at), outcome)).collect();
            distances.sort_by(f64::total_cmp);
            let index = index.unwrap();
            assert!((index.median.value - distances[3]).abs() < 1e-12, "{index:?} {distances:?}");
            assert!((index.max - distances[6]).abs() < 1e-12, "{index:?} {distances:?}");
        }
    }
}

#[test]
fn keys_that_do_nothing_are_below_the_floor() {
    for seed in 0..3 {
        let inputs = uniform(60, 1000, seed);
        let outcome: Vec<f64> = (0..1000).map(|point| inputs[4][point] + 0.7 * inputs[9][point]).collect();
        let found = analyse(&inputs, &outcome, &quick());
        assert_eq!(found.above_the_floor(), [4, 9]);
        // Of 58 keys about 3 are above by the index alone.
        let above = found.keys.iter().flatten().filter(|index| index.median.value > index.floor).count();
        assert!((2..=14).contains(&above), "{above}");
        let (first, floor) = (found.keys[4].unwrap(), found.keys[5].unwrap().floor);
        assert!(
            first.median.value > 0.2 && first.max > 0.5 && floor < 0.12 && floor > 0.05,
            "{first:?} {floor}"
        );
        assert_eq!(analyse(&inputs, &outcome, &quick()), found);
        // The order of the outcomes is all that counts.
        let other: Vec<f64> = outcome.iter().map(|y| y * y * y).collect();
        assert_eq!(analyse(&inputs, &other, &quick()), found);
    }
}

/// A switch has two slices, and a lower floor than ten slices have.
#[test]
fn a_key_of_few_values_has_a_slice_for_each() {
    let mut inputs = uniform(2, 1000, 1);
    inputs[0].iter_mut().for_each(|x| *x = f64::from(u8::from(*x > 0.5)));
    inputs.push(vec![3.0; 1000]);
    let outcome: Vec<f64> =
        inputs[0].iter().zip(&inputs[1]).map(|(a, b)| f64::from(u8::from(a + b > 1.2))).collect();
    let found = analyse(&inputs, &outcome, &quick());
    // Holds in 80 % of the points with the switch on, in none with it off: 40 % in all.
    let switch = found.keys[0].unwrap();
    assert!((switch.median.value - 0.4).abs() < 0.03 && (switch.max - 0.4).abs() < 0.05, "{switch:?}");
    assert!(switch.floor < 0.6 * found.keys[1].unwrap().floor);
    // A key without spread tells nothing.
    let constant = found.keys[2].unwrap();
    assert_eq!((constant.median.value, constant.max, constant.floor), (0.0, 0.0, 0.0));
    assert_eq!(found.above_the_floor()[0], 0);
    assert!(!found.above_the_floor().contains(&2));
}

/// Many equal values: which of them is in which slice has nothing to do with their outcomes.
#[test]
fn equal_values_are_not_divided_by_outcome() {
    let mut inputs = uniform(2, 2000, 1);
    inputs[0].iter_mut().for_each(|x| *x = (*x * 12.0).floor().min(10.0));
    let outcome = inputs[1].clone();
    let found = analyse(&inputs, &outcome, &quick());
    assert_eq!(found.above_the_floor(), [1]);
    assert!(found.keys[0].unwrap().max < 0.2);
}

#[test]
fn too_little_to_tell_is_said() {
    let inputs = uniform(2, 30, 1);
    for (outcome, settings) in [
        (vec![1.0; 30], quick()),
        (vec![0.0; 30], quick()),
        (inputs[0].clone(), Settings { slices: 31, ..quick() }),
        (vec![], quick()),
    ] {
        let found = analyse(&inputs, &outcome, &settings);
        assert_eq!((found.keys, found.points), (vec![None, None], outcome.len()));
    }
    assert_eq!(analyse(&[], &[], &quick()).keys, []);
    let alone =
        analyse(&inputs[..1], &inputs[0], &Settings { resamples: 0, dummies: 0, slices: 30, ..quick() });
    let index = alone.keys[0].unwrap();
    assert_eq!((index.median.interval, index.floor), (None, 0.0));
    assert_eq!(alone.above_the_floor(), [0]);
}

#[test]
fn points_that_lack_a_number_are_left_out_and_counted() {
    let mut inputs = uniform(2, 300, 1);
    let mut outcome = inputs[0].clone();
    let shorter: Vec<Vec<f64>> = inputs.iter().map(|key| key[2..].to_vec()).collect();
    let without = analyse(&shorter, &outcome[2..], &quick());
    inputs[1][0] = f64::NAN;
    outcome[1] = f64::INFINITY;
    let found = analyse(&inputs, &outcome, &quick());
    assert_eq!((found.points, found.left_out, found.keys), (298, 2, without.keys));
}
