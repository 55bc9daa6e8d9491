//! Sobol indices of first, second and total order, from the layouts of `design::saltelli`, corrected for the variance
//! between replicates.
//!
//! Without replicates, these are the estimators of Saltelli et al. (2010) for the first order and Jansen (1999) for
//! the total order, as in SALib:
//! `S_i = mean(B (AB_i - A)) / V` and `T_i = mean((A - AB_i)^2) / 2 V`, with the results centred and `V` the
//! variance of A and B together. With points for second order, `S_ij = mean(BA_i AB_j - A B) / V - S_i - S_j`, and each
//! mean is also taken with A and B exchanged (Saltelli 2002).
//!
//! With replicates, random variation would count as variance of the keys. So every product is taken between two
//! different replicates, whose variation is independent: for each of these means of products `Q` over `R`
//! replicates, `(R Q(mean of replicates) - mean of Q(one replicate)) / (R - 1)` is free of it.
//!
//! The bootstrap resamples blocks, and replicates: the same replicates in every block, as replicate `r` has the same
//! draws at every point (Owen 2007, The pigeonhole bootstrap).

use super::{Estimate, RESAMPLES, complete, constant, counts, luck, luck_counts, share_of_luck};
use crate::design::saltelli::Layout;
use crate::dice::Dice;

/// Indices of a factor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indices {
    /// Share of the variance that would vanish if the factor were known.
    pub first: Option<Estimate>,
    /// Share of the variance that would remain if all others were known: first order and interactions.
    pub total: Option<Estimate>,
}

/// The results for one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Sobol {
    /// Indices of each factor; missing if no effect can be distinguished from random variation.
    pub keys: Vec<Indices>,
    /// Index of second order of each of the [`pairs`]: what both have together beyond what each has alone. Empty if the
    /// layout is not for them.
    pub pairs: Vec<Option<Estimate>>,
    /// Share of the variance of a single run that is random; missing with one replicate or a constant.
    pub luck: Option<f64>,
    /// Number of blocks used.
    pub blocks: usize,
    /// Number of blocks left out because of missing values.
    pub left_out: usize,
}

/// Pairs of factors, in their order.
pub fn pairs(factors: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..factors).flat_map(move |one| (one + 1..factors).map(move |other| (one, other)))
}

/// Computes the indices from the results of `replicates` replicates.
pub fn analyse(results: &[f64], layout: &Layout, replicates: usize, dice: &mut Dice) -> Sobol {
    let (factors, replicates) = (layout.factors.len(), replicates.max(1));
    let (kept, left_out) = complete(results, layout.points() * replicates);
    let mut blocks = Blocks::new(kept, layout, replicates);
    let pairs = || pairs(if layout.second_order { factors } else { 0 });
    let found = Sobol {
        keys: vec![Indices { first: None, total: None }; factors],
        pairs: vec![None; pairs().count()],
        luck: None,
        blocks: blocks.count,
        left_out,
    };
    if blocks.count < 2 || constant(blocks.values.iter()) {
        return found;
    }
    let of_luck = luck(&blocks.values, layout.points(), replicates);
    blocks.centre();
    let (whole, each) = (vec![1.0; blocks.count], vec![1.0; replicates]);
    let Some(means) = blocks.means(&whole, &each) else {
        return Sobol { luck: share_of_luck(of_luck, 0.0), ..found };
    };
    let resampled: Vec<Option<Means>> = (0..RESAMPLES)
        .map(|_| blocks.means(&counts(blocks.count, dice), &luck_counts(replicates, dice)))
        .collect();
    let estimate = |of: &dyn Fn(&Means) -> f64| {
        let again: Vec<Option<f64>> = resampled.iter().map(|means| means.as_ref().map(of)).collect();
        Estimate::new(Some(of(&means)), &again)
    };
    let indices = |key: usize| Indices {
        first: estimate(&|means| means.first[key] / means.variance),
        total: estimate(&|means| means.total[key] / means.variance),
    };
    let second = |(at, (one, other))| {
        estimate(&|means: &Means| (means.second[at] - means.first[one] - means.first[other]) / means.variance)
    };
    Sobol {
        keys: (0..factors).map(indices).collect(),
        pairs: pairs().enumerate().map(second).collect(),
        luck: share_of_luck(of_luck, means.variance),
        ..found
    }
}

/// Means of products, corrected for random variation.
struct Means {
    variance: f64,
    first: Vec<f64>,
    total: Vec<f64>,
    second: Vec<f64>,
}

/// Results in blocks: point by point, with the replicates of each.
struct Blocks<'l> {
    values: Vec<f64>,
    layout: &'l Layout,
    replicates: usize,
    count: usize,
}

impl<'l> Blocks<'l> {
    fn new(values: Vec<f64>, layout: &'l Layout, replicates: usize) -> Blocks<'l> {
        let count = values.len() / (layout.points() * replicates);
        Blocks { values, layout, replicates, count }
    }

    /// Subtracts from each replicate its mean over all points.
    fn centre(&mut self) {
        let points = self.values.len() / self.replicates;
        for replicate in 0..self.replicates {
            let own = || (0..points).map(|point| point * self.replicates + replicate);
            let mean = own().map(|at| self.values[at]).sum::<f64>() / points as f64;
            for point in 0..points {
                self.values[point * self.replicates + replicate] -= mean;
            }
        }
    }

    /// The means, with weights for blocks and replicates; `None` if the keys have no effect.
    fn means(&self, block_counts: &[f64], luck_counts: &[f64]) -> Option<Means> {
        let (points, replicates) = (self.layout.points(), self.replicates);
        let draws = luck_counts.iter().sum::<f64>();
        let alike = luck_counts.iter().map(|count| count * count).sum::<f64>();
        let mut sums = Sums::new(self.layout);
        let mut own = vec![Sums::new(self.layout); replicates];
        let mut averaged = vec![0.0; points];
        let mut single = vec![0.0; points];
        let drawn: Vec<usize> = (0..replicates).filter(|&r| luck_counts[r] > 0.0).collect();
        for (block, &count) in self.values.chunks_exact(points * replicates).zip(block_counts) {
            if count == 0.0 {
                continue;
            }
            for (average, point) in averaged.iter_mut().zip(block.chunks_exact(replicates)) {
                *average =
                    point.iter().zip(luck_counts).map(|(value, count)| value * count).sum::<f64>() / draws;
            }
            sums.add(&averaged, count);
            if replicates > 1 {
                for &replicate in &drawn {
                    for (value, point) in single.iter_mut().zip(block.chunks_exact(replicates)) {
                        *value = point[replicate];
                    }
                    own[replicate].add(&single, count);
                }
            }
        }
        let mut means = sums.means();
        if replicates > 1 {
            // Remove the products of a replicate with itself.
            let pairs = draws * draws - alike;
            means.each(|value| *value *= draws * draws / pairs);
            for &replicate in &drawn {
                let share = luck_counts[replicate] * luck_counts[replicate] / pairs;
                means.subtract(&own[replicate].means(), share);
            }
        }
        (means.variance > 0.0).then_some(means)
    }
}

/// Sums of products over blocks.
#[derive(Clone)]
struct Sums {
    count: f64,
    sum: f64,
    squares: f64,
    first: Vec<f64>,
    total: Vec<f64>,
    second: Vec<f64>,
}

impl Sums {
    fn new(layout: &Layout) -> Sums {
        let none = vec![0.0; layout.factors.len()];
        let pairs = if layout.second_order { pairs(none.len()).count() } else { 0 };
        let (first, total, second) = (none.clone(), none, vec![0.0; pairs]);
        Sums { count: 0.0, sum: 0.0, squares: 0.0, first, total, second }
    }

    /// Adds a block; one for second order is read from A to B and from B to A.
    fn add(&mut self, block: &[f64], count: f64) {
        let [a, crossed @ .., b] = block else { return };
        let (ab, ba) = crossed.split_at(self.first.len().min(crossed.len()));
        self.read(*a, ab, ba, *b, count);
        if !ba.is_empty() {
            self.read(*b, ba, ab, *a, count);
        }
    }

    fn read(&mut self, a: f64, ab: &[f64], ba: &[f64], b: f64, count: f64) {
        self.count += count;
        self.sum += count * (a + b);
        self.squares += count * (a * a + b * b);
        for ((first, total), ab) in self.first.iter_mut().zip(&mut self.total).zip(ab) {
            *first += count * b * (ab - a);
            *total += count * 0.5 * (a - ab) * (a - ab);
        }
        let crossed = ba.iter().enumerate().flat_map(|(at, ba)| ab[at + 1..].iter().map(move |ab| ba * ab));
        for (second, product) in self.second.iter_mut().zip(crossed) {
            *second += count * (product - a * b);
        }
    }

    fn means(&self) -> Means {
        let over = |sums: &[f64]| sums.iter().map(|sum| sum / self.count).collect();
        let mean = self.sum / (2.0 * self.count);
        Means {
            variance: self.squares / (2.0 * self.count) - mean * mean,
            first: over(&self.first),
            total: over(&self.total),
            second: over(&self.second),
        }
    }
}

impl Means {
    fn each(&mut self, mut change: impl FnMut(&mut f64)) {
        change(&mut self.variance);
        self.first.iter_mut().chain(&mut self.total).chain(&mut self.second).for_each(change);
    }

    fn subtract(&mut self, other: &Means, share: f64) {
        self.variance -= share * other.variance;
        for (own, other) in [
            (&mut self.first, &other.first),
            (&mut self.total, &other.total),
            (&mut self.second, &other.second),
        ] {
            own.iter_mut().zip(other).for_each(|(own, other)| *own -= share * other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dice() -> Dice {
        Dice::new(1, "test", 0)
    }

    fn two() -> Layout {
        Layout::of_keys(2)
    }

    /// Blocks of y = x1 at random x.
    fn linear(blocks: usize) -> Vec<f64> {
        let mut dice = dice();
        let block = |_| {
            let (a, b) = (dice.uniform(), dice.uniform());
            [a, b, a, b]
        };
        (0..blocks).flat_map(block).collect()
    }

    #[test]
    fn what_moves_nothing_has_no_indices() {
        for results in [vec![], vec![3.0; 40], vec![f64::NAN; 40], vec![1.0, 2.0, 3.0, 4.0]] {
            let found = analyse(&results, &two(), 1, &mut dice());
            assert!(found.keys.iter().all(|key| key.first.is_none() && key.total.is_none()), "{found:?}");
            assert_eq!(found.luck, None);
        }
        let luck_alone: Vec<f64> = (0..40).flat_map(|_| [1.0, 2.0]).collect();
        let found = analyse(&luck_alone, &two(), 2, &mut dice());
        assert_eq!((found.keys[0].total, found.luck), (None, Some(1.0)));
    }

    #[test]
    fn a_block_with_a_missing_number_is_left_out() {
        let mut results = linear(64);
        let whole = analyse(&results[4..], &two(), 1, &mut dice());
        results[2] = f64::NAN;
        let found = analyse(&results, &two(), 1, &mut dice());
        assert_eq!((found.blocks, found.left_out), (63, 1));
        assert_eq!(found.keys, whole.keys);
    }

    #[test]
    fn unit_and_zero_do_not_matter() {
        let results = linear(64);
        let other: Vec<f64> = results.iter().map(|y| 4.0 * y).collect();
        let [own, other] = [&results, &other].map(|results| analyse(results, &two(), 1, &mut dice()));
        assert_eq!(own.keys[0], other.keys[0]);
        let moved: Vec<f64> = results.iter().map(|y| y + 1e3).collect();
        let moved = analyse(&moved, &two(), 1, &mut dice()).keys[0].total.unwrap();
        assert!((moved.value - own.keys[0].total.unwrap().value).abs() < 1e-9);
        assert_eq!(own.keys[1].total.unwrap().value, 0.0);
    }

    /// Draws shared by all points shift all results alike, and count for no key.
    #[test]
    fn common_luck_goes_into_the_share_of_luck_alone() {
        let plain = linear(256);
        let lucky: Vec<f64> = plain.iter().flat_map(|y| [*y, y + 2.0, y - 1.0]).collect();
        let [one, three] = [(&plain, 1), (&lucky, 3)].map(|(y, r)| analyse(y, &two(), r, &mut dice()));
        let value = |found: &Sobol| found.keys[0].total.unwrap().value;
        assert!((value(&one) - value(&three)).abs() < 1e-9);
        let share = three.luck.unwrap();
        let expected = (7.0 / 3.0) / (7.0 / 3.0 + 1.0 / 12.0);
        assert!((share - expected).abs() < 0.01, "{share} {expected}");
    }
}
