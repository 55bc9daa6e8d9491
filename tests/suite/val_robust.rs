//! Boxes, trees and PAWN indices, compared with ema_workbench, scikit-learn and SALib on the same table, and with known
//! truths.

use circulus_experiment::dice::Dice;
use circulus_experiment::robust::{prim, tree};
use circulus_experiment::sensitivity::pawn;

use crate::common::text;

/// A CSV file of `tests/robust`, row by row without the header.
fn rows(name: &str) -> Vec<Vec<String>> {
    let text = text(&format!("tests/robust/{name}.csv"));
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn number(cell: &str) -> f64 {
    cell.parse().unwrap()
}

/// Columns of the table: six keys, then the outcomes `sharp`, `noisy`, `share` and `effect`.
fn table() -> (Vec<Vec<f64>>, [Vec<f64>; 4]) {
    let rows = rows("table");
    let column = |at: usize| rows.iter().map(|row| number(&row[at])).collect::<Vec<f64>>();
    ((0..6).map(column).collect(), [6, 7, 8, 9].map(column))
}

fn same(ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3), "{ours} {theirs}");
}

/// Every box on the way, with all limits and p.
#[test]
fn val_prim_goes_the_way_of_ema_workbench() {
    let (inputs, outcomes) = table();
    for (name, outcome) in [("prim_sharp", &outcomes[0]), ("prim_noisy", &outcomes[1])] {
        let holds: Vec<bool> = outcome.iter().map(|&holds| holds == 1.0).collect();
        let ours = prim::trajectory(&inputs, &holds, &prim::Settings::default());
        let theirs = rows(name);
        let boxes = theirs.iter().filter(|row| row[1] == "-1").count();
        assert_eq!(ours.steps.len(), boxes, "{name}");
        for (at, step) in ours.steps.iter().enumerate() {
            let mut theirs = theirs.iter().filter(|row| row[0] == at.to_string());
            let whole = theirs.next().unwrap();
            assert_eq!([step.points.to_string(), step.cases.to_string()], whole[5..7], "{name} {at}");
            for (ours, theirs) in [step.coverage, step.density, step.mass].into_iter().zip(&whole[7..]) {
                same(ours, number(theirs));
            }
            for limit in &step.limits {
                let row = theirs.next().unwrap();
                assert_eq!(limit.key.to_string(), row[1], "{name} {at}");
                for (ours, theirs) in [limit.low, limit.high].into_iter().zip(&row[2..4]) {
                    assert_eq!(ours, theirs.parse().ok(), "{name} {at}");
                }
                same(limit.p, number(&row[4]));
            }
            assert_eq!(theirs.next(), None, "{name} {at}");
        }
    }
}

/// A claim that holds in a trapezoid of two keys of six: between .2 and .8 of the first, and below a line from .4 to
/// .7 along it in the second: 33 % of the square. The best boxes reach from .2 to .8 by 0 to about .55 (coverage and
/// density are .93 then, by the areas) or are a little narrower.
#[test]
fn val_prim_finds_a_trapezoid() {
    let mut dice = Dice::new(3, "trapezoid", 0);
    let inputs: Vec<Vec<f64>> = (0..6).map(|_| (0..4000).map(|_| dice.uniform()).collect()).collect();
    let inside = |x: f64, y: f64| x > 0.2 && x < 0.8 && y < 0.4 + 0.5 * (x - 0.2);
    let holds: Vec<bool> = inputs[0].iter().zip(&inputs[1]).map(|(&x, &y)| inside(x, y)).collect();
    let found = prim::find(&inputs, &holds, &prim::Settings { most_boxes: 1, ..Default::default() });
    let checked =
        prim::find_and_check(&inputs, &holds, &prim::Settings { most_boxes: 1, ..Default::default() });
    for boxed in [&found.boxes[0], &checked.searched[0], &checked.held_out[0]] {
        assert_eq!(boxed.limits.iter().map(|limit| limit.key).collect::<Vec<_>>(), [0, 1], "{boxed:?}");
        let [x, y] = [boxed.limits[0], boxed.limits[1]];
        assert!(x.low.is_some_and(|low| (low - 0.2).abs() < 0.05), "{boxed:?}");
        assert!(x.high.is_some_and(|high| (high - 0.8).abs() < 0.05), "{boxed:?}");
        assert!(y.low.is_none() && y.high.is_some_and(|high| (high - 0.55).abs() < 0.12), "{boxed:?}");
        println!("{boxed:?}");
        assert!(boxed.coverage > 0.85 && boxed.density > 0.9, "{boxed:?}");
    }
}

/// Nodes from the root, those below a limit before those above: key, limit, points and mean.
fn nodes(node: &tree::Node) -> Vec<(Option<usize>, Option<f64>, usize, f64)> {
    let split = node.split.as_ref();
    let mut found = vec![(split.map(|split| split.key), split.map(|split| split.at), node.points, node.mean)];
    if let Some(split) = split {
        found.extend(nodes(&split.below));
        found.extend(nodes(&split.above));
    }
    found
}

#[test]
fn val_tree_is_that_of_scikit_learn() {
    let (inputs, outcomes) = table();
    for (name, outcome) in [("tree_share", &outcomes[2]), ("tree_effect", &outcomes[3])] {
        let root = tree::grown(&inputs, outcome, &tree::Settings::default()).root.unwrap();
        let theirs = rows(name);
        let mut pruned: Vec<&String> = theirs.iter().map(|row| &row[0]).collect();
        pruned.dedup();
        assert_eq!(pruned.len(), 2);
        for pruned in pruned {
            let ours = nodes(&root.pruned(number(pruned)));
            let theirs: Vec<&Vec<String>> = theirs.iter().filter(|row| row[0] == *pruned).collect();
            assert_eq!(ours.len(), theirs.len(), "{name} {pruned}");
            for ((key, at, points, mean), row) in ours.into_iter().zip(theirs) {
                assert_eq!((key, at), (row[1].parse().ok(), row[2].parse().ok()), "{name} {row:?}");
                assert_eq!(points.to_string(), row[3], "{name} {row:?}");
                same(mean, number(&row[4]));
            }
        }
        let (ours, theirs) = (root.complexities(), rows(&format!("{name}_complexities")));
        assert_eq!(ours.len(), theirs.len(), "{name}");
        ours.into_iter().zip(theirs).for_each(|(ours, theirs)| same(ours, number(&theirs[0])));
    }
}

#[test]
fn val_pawn_is_that_of_salib() {
    let (inputs, outcomes) = table();
    let found = ["noisy", "share", "effect"].map(|name| {
        let column = ["sharp", "noisy", "share", "effect"].iter().position(|other| *other == name).unwrap();
        (name, pawn::analyse(&inputs, &outcomes[column], &pawn::Settings::default()))
    });
    for row in rows("pawn") {
        let (_, ours) = found.iter().find(|(name, _)| *name == row[0]).unwrap();
        let index = ours.keys[row[1].parse::<usize>().unwrap()].unwrap();
        same(index.median.value, number(&row[2]));
        same(index.max, number(&row[3]));
        // SALib's last slice lacks a point.
        assert!((index.median.value - number(&row[4])).abs() < 0.003, "{row:?}");
    }
}

/// Of keys that do nothing, 5 % are above the floor by their index, and hardly any by their interval.
#[test]
fn val_pawn_floor_is_exceeded_as_often_as_it_says() {
    let mut dice = Dice::new(7, "floor", 0);
    let (keys, points) = (400, 1000);
    let inputs: Vec<Vec<f64>> = (0..keys).map(|_| (0..points).map(|_| dice.uniform()).collect()).collect();
    for levels in [2.0, 9.0, 1e9] {
        let outcome: Vec<f64> = (0..points).map(|_| (dice.uniform() * levels).floor()).collect();
        let found = pawn::analyse(
            &inputs,
            &outcome,
            &pawn::Settings { dummies: 1000, resamples: 100, ..Default::default() },
        );
        let above = found.keys.iter().flatten().filter(|index| index.median.value > index.floor).count();
        println!("{levels}: {above} of {keys} above, {} for certain", found.above_the_floor().len());
        // 20 expected, of standard deviation 4.4.
        assert!((7..=33).contains(&above), "{levels} {above}");
        assert!(found.above_the_floor().len() <= 2, "{levels}");
    }
}
