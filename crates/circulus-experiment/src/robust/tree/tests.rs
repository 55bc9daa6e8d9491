use super::super::super::dice::Dice;
use super::*;

fn uniform(keys: usize, points: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut dice = Dice::new(seed, "test", 0);
    (0..keys).map(|_| (0..points).map(|_| dice.uniform()).collect()).collect()
}

/// A step along one key, and along another only beyond it; eight replicates of luck.
fn steps(inputs: &[Vec<f64>], point: usize) -> f64 {
    match (inputs[1][point] > 0.4, inputs[3][point] > 0.5) {
        (false, _) => 0.1,
        (true, false) => 0.5,
        (true, true) => 0.9,
    }
}

#[test]
fn steps_are_found_and_nothing_else() {
    for seed in 0..5 {
        let inputs = uniform(40, 1000, seed);
        let mut luck = Dice::new(seed, "luck", 0);
        let outcome: Vec<f64> = (0..1000)
            .map(|point| {
                let chance = steps(&inputs, point);
                (0..8).filter(|_| luck.uniform() < chance).count() as f64 / 8.0
            })
            .collect();
        let found = fit(&inputs, &outcome, &Settings::default());
        let root = found.root.as_ref().unwrap();
        assert_eq!((root.keys(), root.leaves()), (vec![1, 3], 3), "{seed} {root:?}");
        let first = root.split.as_ref().unwrap();
        assert!((first.at - 0.4).abs() < 0.01 && (first.below.mean - 0.1).abs() < 0.03, "{first:?}");
        let second = first.above.split.as_ref().unwrap();
        assert!((second.at - 0.5).abs() < 0.02 && (second.above.mean - 0.9).abs() < 0.03, "{second:?}");
        assert!(found.explained > 0.7 && found.held_out.is_some_and(|share| share > 0.7), "{found:?}");
        // Luck alone: nothing to tell.
        let blind: Vec<f64> = (0..1000).map(|_| luck.uniform()).collect();
        let found = fit(&inputs, &blind, &Settings::default());
        assert_eq!((found.root.unwrap().leaves(), found.explained), (1, 0.0));
        assert!(grown(&inputs, &blind, &Settings::default()).root.unwrap().leaves() > 1);
    }
}

#[test]
fn leaves_are_as_large_and_as_deep_as_set() {
    fn smallest(node: &Node) -> (usize, usize) {
        node.split.as_ref().map_or((node.points, 0), |split| {
            let (a, b) = (smallest(&split.below), smallest(&split.above));
            assert_eq!(split.below.points + split.above.points, node.points);
            (a.0.min(b.0), 1 + a.1.max(b.1))
        })
    }
    let inputs = uniform(3, 800, 1);
    let outcome: Vec<f64> = inputs[0].iter().map(|x| x * x).collect();
    for (depth, least_share, least_points, least) in
        [(3, 0.05, 20, 40), (2, 0.01, 20, 20), (5, 0.3, 1, 240), (0, 0.1, 1, 1)]
    {
        let settings = Settings { depth, least_share, least_points, ..Settings::default() };
        let (points, levels) = smallest(&grown(&inputs, &outcome, &settings).root.unwrap());
        assert!(points >= least && levels <= depth, "{points} {levels} {settings:?}");
    }
}

#[test]
fn nothing_to_split_is_no_fault() {
    let inputs = uniform(2, 100, 1);
    for outcome in [vec![0.1; 100], vec![1.0; 100], vec![0.0; 100]] {
        let found = fit(&inputs, &outcome, &Settings::default());
        let root = found.root.unwrap();
        assert!(root.split.is_none() && (root.mean - outcome[0]).abs() < 1e-12);
        assert_eq!((found.explained, found.held_out), (0.0, None));
    }
    let none = fit(&inputs, &[], &Settings::default());
    assert_eq!((none.root, none.left_out), (None, 100));
    assert_eq!(fit(&[], &[], &Settings::default()).left_out, 0);
    // A table without keys, or with too few points for two leaves.
    assert_eq!(fit(&[], &[1.0, 2.0], &Settings::default()).root.unwrap().mean, 1.5);
    let few: Vec<Vec<f64>> = inputs.iter().map(|key| key[..39].to_vec()).collect();
    assert!(fit(&few, &few[0], &Settings::default()).root.unwrap().split.is_none());
}

#[test]
fn one_key_of_two_values_is_split_between_them() {
    let inputs = [(0..200).map(|point| f64::from(point % 2)).collect::<Vec<f64>>()];
    let found = fit(&inputs, &inputs[0], &Settings::default());
    let root = found.root.unwrap();
    assert_eq!((root.leaves(), root.split.map(|split| split.at)), (2, Some(0.5)));
    assert!((found.explained - 1.0).abs() < 1e-12);
}

#[test]
fn points_that_lack_a_number_are_left_out_and_counted() {
    let mut inputs = uniform(2, 300, 1);
    let mut outcome: Vec<f64> = inputs[0].iter().map(|&x| f64::from(u8::from(x > 0.5))).collect();
    let shorter: Vec<Vec<f64>> = inputs.iter().map(|key| key[2..].to_vec()).collect();
    let without = grown(&shorter, &outcome[2..], &Settings::default());
    inputs[1][0] = f64::NAN;
    outcome[1] = f64::NAN;
    let found = grown(&inputs, &outcome, &Settings::default());
    assert_eq!((found.left_out, found.root), (2, without.root));
}
