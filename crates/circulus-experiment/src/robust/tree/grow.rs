//! Growing a tree, level by level.

use super::{Node, Settings, Split};
use crate::complete::sorted_by;

/// Gains below this share of the variation are rounding.
const ROUNDING: f64 = 1e-12;

/// A table with its points sorted along every key, once for all trees.
pub(super) struct Table<'t> {
    pub inputs: &'t [Vec<f64>],
    pub outcome: &'t [f64],
    orders: Vec<Vec<usize>>,
}

/// A node while it grows.
struct Growing {
    points: Vec<usize>,
    mean: f64,
    variation: f64,
    split: Option<Cut>,
}

/// A split, with the places of the two parts.
#[derive(Debug, Clone, Copy)]
struct Cut {
    key: usize,
    at: f64,
    below: usize,
    above: usize,
}

/// The part of a node below a value, while the points pass in the order of a key.
#[derive(Debug, Clone, Copy, Default)]
struct Passed {
    points: usize,
    sum: f64,
    last: f64,
}

/// The best split so far.
#[derive(Debug, Clone, Copy)]
struct Best {
    gain: f64,
    key: usize,
    at: f64,
}

impl<'t> Table<'t> {
    pub fn new(inputs: &'t [Vec<f64>], outcome: &'t [f64], points: &[usize]) -> Table<'t> {
        let sorted = |key: &Vec<f64>| sorted_by(|point| key[point], points.to_vec());
        Table { inputs, outcome, orders: inputs.iter().map(sorted).collect() }
    }

    /// A tree of some of the points.
    pub fn grow(&self, points: &[usize], settings: &Settings) -> Node {
        let all = points.len();
        let share = (settings.least_share * all as f64).ceil() as usize;
        let least = share.max(settings.least_points).max(1);
        let mut nodes = vec![self.growing(points.to_vec())];
        let least_gain = if self.constant(points) { f64::INFINITY } else { ROUNDING * nodes[0].variation };
        let mut level = 0..1;
        for _ in 0..settings.depth {
            let bests = self.best_splits(&nodes[level.clone()], least, least_gain);
            let next = nodes.len();
            for (node, best) in level.zip(bests) {
                let Some(Best { key, at, .. }) = best else { continue };
                let values = &self.inputs[key];
                let (below, above): (Vec<usize>, Vec<usize>) =
                    nodes[node].points.iter().partition(|&&point| values[point] <= at);
                nodes[node].split = Some(Cut { key, at, below: nodes.len(), above: nodes.len() + 1 });
                nodes.extend([self.growing(below), self.growing(above)]);
            }
            level = next..nodes.len();
        }
        nested(&nodes, 0)
    }

    /// The best split of each node of a level, if any gains more than `least_gain`.
    fn best_splits(&self, nodes: &[Growing], least: usize, least_gain: f64) -> Vec<Option<Best>> {
        const NONE: usize = usize::MAX;
        let mut node_of = vec![NONE; self.outcome.len()];
        for (which, node) in nodes.iter().enumerate() {
            // What is too small to be split need not be looked at.
            if node.points.len() >= 2 * least {
                node.points.iter().for_each(|&point| node_of[point] = which);
            }
        }
        let mut bests: Vec<Option<Best>> = vec![None; nodes.len()];
        let mut passed = vec![Passed::default(); nodes.len()];
        for (key, (values, order)) in self.inputs.iter().zip(&self.orders).enumerate() {
            passed.fill(Passed::default());
            for &point in order {
                let which = node_of[point];
                if which == NONE {
                    continue;
                }
                let (node, passed, value) = (&nodes[which], &mut passed[which], values[point]);
                let rest = node.points.len() - passed.points;
                if value != passed.last && passed.points >= least && rest >= least {
                    // Deviations from the node's mean sum to 0, so the two parts have opposite sums.
                    let gain = passed.sum * passed.sum * node.points.len() as f64
                        / (passed.points as f64 * rest as f64);
                    if gain > bests[which].map_or(least_gain, |best| best.gain) {
                        let middle = 0.5 * passed.last + 0.5 * value;
                        // Halfway between neighbouring numbers is one of them.
                        let at = if middle < value { middle } else { passed.last };
                        bests[which] = Some(Best { gain, key, at });
                    }
                }
                passed.points += 1;
                passed.sum += self.outcome[point] - node.mean;
                passed.last = value;
            }
        }
        bests
    }

    fn growing(&self, points: Vec<usize>) -> Growing {
        let mean = points.iter().map(|&point| self.outcome[point]).sum::<f64>() / points.len() as f64;
        let square = |&point: &usize| (self.outcome[point] - mean) * (self.outcome[point] - mean);
        let variation = points.iter().map(square).sum();
        Growing { points, mean, variation, split: None }
    }

    /// Whether outcomes differ only by rounding.
    fn constant(&self, points: &[usize]) -> bool {
        let wider = |(low, high): (f64, f64), &point: &usize| {
            (low.min(self.outcome[point]), high.max(self.outcome[point]))
        };
        let (low, high) = points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), wider);
        high - low <= ROUNDING * low.abs().max(high.abs())
    }
}

fn nested(nodes: &[Growing], at: usize) -> Node {
    let node = &nodes[at];
    let split = node.split.map(|cut| {
        let (below, above) = (nested(nodes, cut.below), nested(nodes, cut.above));
        let explained = (node.variation - below.variation - above.variation) / nodes[0].variation;
        Split { key: cut.key, at: cut.at, explained, below: Box::new(below), above: Box::new(above) }
    });
    Node {
        points: node.points.len(),
        share: node.points.len() as f64 / nodes[0].points.len() as f64,
        mean: node.mean,
        variation: node.variation,
        split,
    }
}
