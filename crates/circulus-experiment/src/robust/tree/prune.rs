//! Pruning by cost-complexity, with the complexity from cross-validation (Breiman et al. 1984, chapter 3).

use super::super::super::dice::Dice;
use super::grow::Table;
use super::{Node, Settings};

impl Node {
    /// Complexities at which branches are cut off, from 0 to that of the root: the error, as the mean squared deviation
    /// of all points, that a branch saves for each leaf more.
    pub fn complexities(&self) -> Vec<f64> {
        let mut found = vec![0.0];
        let mut tree = self.clone();
        while let Some(weakest) = tree.weakest(self.points) {
            found.push(weakest);
            tree.cut(weakest, self.points);
        }
        found
    }

    /// The tree without the branches that save no more than this for each leaf more.
    pub fn pruned(&self, complexity: f64) -> Node {
        let mut tree = self.clone();
        while let Some(weakest) = tree.weakest(self.points).filter(|&weakest| weakest <= complexity) {
            tree.cut(weakest, self.points);
        }
        tree
    }

    /// What the least useful branch saves for each leaf more; `None` for a leaf.
    fn weakest(&self, all: usize) -> Option<f64> {
        let split = self.split.as_ref()?;
        let parts = [&split.below, &split.above].into_iter().filter_map(|part| part.weakest(all));
        Some(parts.fold(self.saves(all), f64::min))
    }

    /// Cuts off branches that save no more than this.
    fn cut(&mut self, weakest: f64, all: usize) {
        if self.saves(all) <= weakest {
            self.split = None;
        }
        if let Some(split) = &mut self.split {
            split.below.cut(weakest, all);
            split.above.cut(weakest, all);
        }
    }

    fn saves(&self, all: usize) -> f64 {
        let leaves = self.leaves();
        if leaves == 1 {
            return f64::INFINITY;
        }
        // Rounding must not make it negative: then it would be pruned at complexity 0.
        ((self.variation - self.left()) / all as f64 / (leaves - 1) as f64).max(0.0)
    }

    /// Variation within the leaves.
    fn left(&self) -> f64 {
        self.split.as_ref().map_or(self.variation, |split| split.below.left() + split.above.left())
    }
}

/// The smallest tree with an error within one standard error of the least; and the share of the variation that such
/// trees explain in points held out.
pub(super) fn cross_validated(
    table: &Table<'_>,
    points: &[usize],
    settings: &Settings,
) -> (Node, Option<f64>) {
    let whole = table.grow(points, settings);
    let folds = settings.folds.min(points.len());
    if whole.split.is_none() || folds < 2 {
        return (whole, None);
    }
    let complexities = whole.complexities();
    // Between one complexity and the next the tree is the same; the last is the root alone.
    let next = complexities.iter().skip(1).copied().chain([f64::INFINITY]);
    let between: Vec<f64> = complexities.iter().zip(next).map(|(a, b)| (a * b).sqrt()).collect();
    let errors = errors(table, points, folds, &between, settings);
    let means: Vec<f64> = errors.iter().map(|errors| mean(errors)).collect();
    let least = (0..means.len()).fold(0, |least, at| if means[at] <= means[least] { at } else { least });
    let square = |error: &f64| (error - means[least]) * (error - means[least]);
    let spread = errors[least].iter().map(square).sum::<f64>() / points.len() as f64;
    let bound = means[least] + (spread / points.len() as f64).sqrt();
    let chosen = (0..means.len()).rev().find(|&at| means[at] <= bound).unwrap_or(least);
    let root_alone = means.last().copied().filter(|&error| error > 0.0);
    (whole.pruned(complexities[chosen]), root_alone.map(|root| 1.0 - means[chosen] / root))
}

/// Squared errors at the points, each predicted by a tree of the other folds: a list for each complexity.
fn errors(
    table: &Table<'_>,
    points: &[usize],
    folds: usize,
    complexities: &[f64],
    settings: &Settings,
) -> Vec<Vec<f64>> {
    let mut mixed = points.to_vec();
    Dice::new(settings.seed, "tree, folds", 0).shuffle(&mut mixed);
    let mut fold_of = vec![folds; table.outcome.len()];
    mixed.iter().enumerate().for_each(|(at, &point)| fold_of[point] = at % folds);
    let mut errors = vec![Vec::with_capacity(points.len()); complexities.len()];
    for fold in 0..folds {
        let (held_out, others): (Vec<usize>, Vec<usize>) =
            points.iter().partition(|&&point| fold_of[point] == fold);
        let mut tree = table.grow(&others, settings);
        for (&complexity, errors) in complexities.iter().zip(&mut errors) {
            tree = tree.pruned(complexity);
            errors.extend(held_out.iter().map(|&point| {
                let error = table.outcome[point] - tree.predict(|key| table.inputs[key][point]);
                error * error
            }));
        }
    }
    errors
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
