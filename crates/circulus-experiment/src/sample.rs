//! A sample of the varied keys, in which what must hold together does.

use super::design::Cube;
use super::range::{Range, number_text};
use circulus::maths::pow;

/// Points of the unit cube, and how each key gets its value from them.
#[derive(Debug, Clone)]
pub struct Sample {
    cube: Cube,
    keys: Vec<Key>,
    simplexes: Vec<Simplex>,
}

#[derive(Debug, Clone)]
struct Key {
    /// Dimension of the cube; keys of one family have the same.
    axis: usize,
    range: Range,
}

/// Keys whose sum is limited, such as shares of a budget, or given, such as what a tonne of waste becomes.
#[derive(Debug, Clone, PartialEq)]
pub struct Simplex {
    /// The keys, by index.
    pub keys: Vec<usize>,
    /// Their sum, in their unit.
    pub sum: Sum,
}

/// What a sum of keys may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Sum {
    /// At most this.
    Most(f64),
    /// This.
    Exactly(f64),
}

impl Sample {
    /// A sample in which every key has a dimension of its own.
    pub fn new(cube: Cube, ranges: Vec<Range>) -> Sample {
        let keys = ranges.into_iter().enumerate().map(|(axis, range)| Key { axis, range }).collect();
        Sample { cube, keys, simplexes: Vec::new() }
    }

    /// A sample in which keys of one family stand at the same share of their ranges: `axes` has the dimension of each
    /// key.
    pub fn of_families(cube: Cube, axes: &[usize], ranges: Vec<Range>) -> Sample {
        let keys = axes.iter().zip(ranges).map(|(axis, range)| Key { axis: *axis, range }).collect();
        Sample { cube, keys, simplexes: Vec::new() }
    }

    /// The same, with sums that are limited or given. A key is in one of them at most, and has a range of numbers without `log`.
    pub fn within(self, simplexes: Vec<Simplex>) -> Sample {
        Sample { simplexes, ..self }
    }

    /// Number of points.
    pub fn len(&self) -> usize {
        self.cube.len()
    }

    /// Whether there are no points.
    pub fn is_empty(&self) -> bool {
        self.cube.is_empty()
    }

    /// The coordinate of a key at a point, from 0 to 1; of a key whose sum with others is limited, its place between
    /// its least value and what the others leave.
    pub fn share(&self, point: usize, key: usize) -> Option<f64> {
        self.cube.get(point, self.keys.get(key)?.axis)
    }

    /// The value of a key at a point, as text; empty without such a point.
    pub fn value(&self, point: usize, key: usize) -> String {
        let limited = self.simplexes.iter().find(|simplex| simplex.keys.contains(&key));
        let found = match limited {
            Some(simplex) => self.limited(point, key, simplex).map(number_text),
            None => self.share(point, key).zip(self.keys.get(key)).map(|(share, own)| own.range.at(share)),
        };
        found.unwrap_or_default()
    }

    /// The value of a key whose sum with others is limited or given. Each key in turn takes its part of what the earlier
    /// ones left, such that all points of the simplex are equally likely where no end of a range cuts it
    /// (Devroye 1986, V.2: the part that is not taken is a power of a uniform number). What a limited sum leaves counts as
    /// one more key; of a given sum the last key takes what is left.
    fn limited(&self, point: usize, key: usize, simplex: &Simplex) -> Option<f64> {
        let (sum, rest) = match simplex.sum {
            Sum::Most(most) => (most, 1),
            Sum::Exactly(sum) => (sum, 0),
        };
        let range = |key: &usize| match self.keys.get(*key)?.range {
            Range::Number { from, to, .. } => Some((from, to)),
            _ => None,
        };
        let ranges = simplex.keys.iter().map(range).collect::<Option<Vec<(f64, f64)>>>()?;
        let least: f64 = ranges.iter().map(|(from, _)| from).sum();
        let mut left = (sum - least).max(0.0);
        for (place, (own, (from, to))) in simplex.keys.iter().zip(&ranges).enumerate() {
            let later = ranges.get(place + 1..).unwrap_or_default();
            let others = later.len() + rest;
            if others == 0 {
                return (*own == key).then_some((from + left).clamp(*from, *to));
            }
            // The others cannot take more than their ranges allow.
            let theirs =
                if rest > 0 { f64::INFINITY } else { later.iter().map(|(from, to)| to - from).sum() };
            let part_of = |amount: f64| if left > 0.0 { (amount / left).clamp(0.0, 1.0) } else { 0.0 };
            let (low, high) = (part_of(left - theirs), part_of(to - from));
            let beyond = |part: f64| pow(1.0 - part, others as f64);
            let share = self.share(point, *own)?;
            let taken = beyond(low) + share * (beyond(high) - beyond(low));
            let part = (1.0 - pow(taken, 1.0 / others as f64)).clamp(low, high);
            if *own == key {
                return Some((from + part * left).clamp(*from, *to));
            }
            left -= part * left;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::latin_hypercube;
    use crate::dice::Dice;

    fn linear(from: f64, to: f64) -> Range {
        Range::Number { from, to, log: false }
    }

    fn drawn(dimensions: usize, samples: usize) -> Cube {
        latin_hypercube::draw(dimensions, samples, &mut Dice::new(3, "sample", 0))
    }

    fn numbers(sample: &Sample, keys: usize) -> Vec<Vec<f64>> {
        let of = |point| (0..keys).map(|key| sample.value(point, key).parse().unwrap()).collect();
        (0..sample.len()).map(of).collect()
    }

    #[test]
    fn a_family_stands_at_one_share_of_its_ranges() {
        let ranges = vec![linear(0.0, 1.0), linear(5.0, 6.0), linear(0.0, 1.0)];
        let sample = Sample::of_families(drawn(2, 20), &[0, 0, 1], ranges);
        let points = numbers(&sample, 3);
        assert!(points.iter().all(|point| (point[0] + 5.0 - point[1]).abs() < 1e-12));
        assert!(points.iter().any(|point| (point[0] - point[2]).abs() > 0.2));
    }

    /// Mean and variance of a coordinate of Dirichlet(1, 1, 1, 1): 1/4 and 3/80.
    #[test]
    fn a_simplex_is_filled_evenly() {
        let limit = Simplex { keys: vec![0, 1, 2], sum: Sum::Most(1.0) };
        let sample = Sample::new(drawn(3, 20_000), vec![linear(0.0, 1.0); 3]).within(vec![limit]);
        let points = numbers(&sample, 3);
        for key in 0..3 {
            let mean = points.iter().map(|point| point[key]).sum::<f64>() / 20_000.0;
            let variance =
                points.iter().map(|point| (point[key] - mean) * (point[key] - mean)).sum::<f64>() / 20_000.0;
            assert!((mean - 0.25).abs() < 0.003 && (variance - 0.0375).abs() < 0.001, "{mean} {variance}");
        }
        assert!(points.iter().all(|point| point.iter().sum::<f64>() <= 1.0 + 1e-12));
    }

    #[test]
    fn ranges_hold_in_a_simplex() {
        let ranges = vec![linear(0.1, 0.5), linear(0.0, 0.9), linear(0.2, 0.3), linear(0.0, 9.0)];
        let limit = Simplex { keys: vec![0, 1, 2], sum: Sum::Most(0.8) };
        let sample = Sample::new(drawn(4, 500), ranges).within(vec![limit]);
        for point in numbers(&sample, 4) {
            let ends = [(0.1, 0.5), (0.0, 0.9), (0.2, 0.3)];
            assert!(point.iter().zip(ends).all(|(v, (low, high))| (low..=high).contains(v)), "{point:?}");
            assert!(point[..3].iter().sum::<f64>() <= 0.8 + 1e-12, "{point:?}");
        }
        // The key outside of it has its whole range.
        let free = numbers(&sample, 4).into_iter().map(|point| point[3]).fold(0.0, f64::max);
        assert!(free > 8.9);
    }

    #[test]
    fn what_leaves_nothing_gives_the_least() {
        let limit = Simplex { keys: vec![0, 1], sum: Sum::Most(1.0) };
        let sample = Sample::new(drawn(2, 3), vec![linear(0.5, 0.9); 2]).within(vec![limit]);
        assert!(numbers(&sample, 2).iter().all(|point| *point == [0.5, 0.5]));
    }

    /// Mean and variance of a coordinate of Dirichlet(1, 1, 1): 1/3 and 1/18.
    #[test]
    fn a_given_sum_is_met_evenly() {
        let given = Simplex { keys: vec![0, 1, 2], sum: Sum::Exactly(2.0) };
        let sample = Sample::new(drawn(3, 20_000), vec![linear(0.0, 2.0); 3]).within(vec![given]);
        let points = numbers(&sample, 3);
        for key in 0..3 {
            let mean = points.iter().map(|point| point[key] / 2.0).sum::<f64>() / 20_000.0;
            let square = points.iter().map(|point| point[key] * point[key] / 4.0).sum::<f64>() / 20_000.0;
            let variance = square - mean * mean;
            assert!(
                (mean - 1.0 / 3.0).abs() < 0.003 && (variance - 1.0 / 18.0).abs() < 0.001,
                "{mean} {variance}"
            );
        }
        assert!(points.iter().all(|point| (point.iter().sum::<f64>() - 2.0).abs() < 1e-12));
    }

    /// Narrow ranges leave the first keys less than all of theirs, from above and from below.
    #[test]
    fn ranges_hold_under_a_given_sum() {
        let ends = [(0.0, 0.9), (0.1, 0.4), (0.05, 0.3)];
        let given = Simplex { keys: vec![0, 1, 2], sum: Sum::Exactly(1.0) };
        let ranges = ends.map(|(from, to)| linear(from, to)).to_vec();
        let sample = Sample::new(drawn(3, 500), ranges).within(vec![given]);
        for point in numbers(&sample, 3) {
            assert!(point.iter().zip(ends).all(|(v, (low, high))| (low..=high).contains(v)), "{point:?}");
            assert!((point.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{point:?}");
        }
        let first = numbers(&sample, 3).into_iter().map(|point| point[0]).fold(1.0, f64::min);
        assert!((0.3..0.33).contains(&first), "the others take .7 at most: {first}");
    }
}
