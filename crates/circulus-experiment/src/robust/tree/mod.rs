//! A small regression tree (CART; Breiman et al. 1984) of an outcome, such as the share of replicates in which a claim
//! holds: which splits of which keys tell most.
//!
//! Every node is split where the variance within its two parts is smallest, over all keys and all values; among equals
//! by the first key, at its lowest value. The tree is then pruned by cost-complexity. Ten-fold cross-validation says
//! how well each pruned tree predicts points that it has not seen; of those within one standard error of the best, the
//! smallest is taken. What keys do by chance therefore rarely stays.

mod grow;
mod prune;

use crate::complete::complete;

/// How a tree is grown and pruned.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Most splits between the root and a leaf.
    pub depth: usize,
    /// Least share of all points in a leaf.
    pub least_share: f64,
    /// Least number of points in a leaf.
    pub least_points: usize,
    /// Number of folds of the cross-validation.
    pub folds: usize,
    /// Decides which points are in which fold.
    pub seed: u64,
}

impl Default for Settings {
    /// Depth 3, leaves of 5 % of the points and at least 20, ten folds.
    fn default() -> Settings {
        Settings { depth: 3, least_share: 0.05, least_points: 20, folds: 10, seed: 1 }
    }
}

/// Some of the points, perhaps split in two.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Number of points.
    pub points: usize,
    /// Share of all points.
    pub share: f64,
    /// Mean of the outcome, in its unit.
    pub mean: f64,
    /// Sum of the squared deviations from the mean, in the outcome's unit squared.
    pub variation: f64,
    /// The split; `None` for a leaf.
    pub split: Option<Split>,
}

/// A split of a node.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// Place of the key among the inputs.
    pub key: usize,
    /// Highest value that is below, in the key's unit: halfway between two values of points.
    pub at: f64,
    /// Share of the variation of all points that this split alone explains.
    pub explained: f64,
    /// Points of at most that value.
    pub below: Box<Node>,
    /// The others.
    pub above: Box<Node>,
}

/// A tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// All points; `None` if there are none.
    pub root: Option<Node>,
    /// Share of the variation that the tree explains among the points that it was grown from.
    pub explained: f64,
    /// Share of the variation that trees so pruned explain among points that they were not grown from; below 0 if the
    /// mean alone would be better. `None` if nothing was cross-validated, as nothing was split.
    pub held_out: Option<f64>,
    /// Number of points left out, as they lack a number.
    pub left_out: usize,
}

impl Node {
    /// Number of leaves.
    pub fn leaves(&self) -> usize {
        self.split.as_ref().map_or(1, |split| split.below.leaves() + split.above.leaves())
    }

    /// The keys of its splits, each once, in their order.
    pub fn keys(&self) -> Vec<usize> {
        let mut keys = Vec::new();
        if let Some(split) = &self.split {
            keys.push(split.key);
            keys.extend(split.below.keys());
            keys.extend(split.above.keys());
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The mean of the leaf that a point is in; `value` gives its value of a key.
    pub fn predict(&self, value: impl Fn(usize) -> f64) -> f64 {
        let mut node = self;
        while let Some(split) = &node.split {
            node = if value(split.key) <= split.at { &split.below } else { &split.above };
        }
        node.mean
    }
}

/// The tree pruned by cross-validation.
pub fn fit(inputs: &[Vec<f64>], outcome: &[f64], settings: &Settings) -> Tree {
    prepared(inputs, outcome, |table, points| prune::cross_validated(table, points, settings))
}

/// The whole tree, without pruning.
pub fn grown(inputs: &[Vec<f64>], outcome: &[f64], settings: &Settings) -> Tree {
    prepared(inputs, outcome, |table, points| (table.grow(points, settings), None))
}

fn prepared(
    inputs: &[Vec<f64>],
    outcome: &[f64],
    make: impl Fn(&grow::Table<'_>, &[usize]) -> (Node, Option<f64>),
) -> Tree {
    let (points, left_out) =
        complete(inputs, outcome.len(), |point| outcome.get(point).is_some_and(|value| value.is_finite()));
    if points.is_empty() {
        return Tree { root: None, explained: 0.0, held_out: None, left_out };
    }
    let (root, held_out) = make(&grow::Table::new(inputs, outcome, &points), &points);
    Tree { explained: explained(&root), held_out, root: Some(root), left_out }
}

/// The sum of what the splits explain.
fn explained(node: &Node) -> f64 {
    let below = |split: &Split| split.explained + explained(&split.below) + explained(&split.above);
    node.split.as_ref().map_or(0.0, below)
}

#[cfg(test)]
mod tests;
