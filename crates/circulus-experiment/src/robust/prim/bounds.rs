//! Limits of a box, and the points that are left to search.

use std::collections::BTreeMap;

use super::binomial::Binomial;
use super::{Limit, PrimBox, Together};

/// Lowest and highest value inside, by key; keys without limits are not in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Bounds(BTreeMap<usize, (Option<f64>, Option<f64>)>);

impl Bounds {
    /// Number of restricted keys.
    pub fn keys(&self) -> usize {
        self.0.len()
    }

    pub fn restricts(&self, key: usize) -> bool {
        self.0.contains_key(&key)
    }

    pub fn iter(&self) -> impl Iterator<Item = (usize, Option<f64>, Option<f64>)> {
        self.0.iter().map(|(&key, &(low, high))| (key, low, high))
    }

    pub fn without(mut self, key: usize) -> Bounds {
        self.0.remove(&key);
        self
    }

    /// The same with another limit of a key, below or above; with `None` without.
    pub fn with(mut self, key: usize, above: bool, limit: Option<f64>) -> Bounds {
        let both = self.0.entry(key).or_default();
        if above {
            both.1 = limit
        } else {
            both.0 = limit
        }
        if *both == (None, None) {
            self.0.remove(&key);
        }
        self
    }
}

/// Whether a value is within limits that may be missing.
fn within(value: f64, low: Option<f64>, high: Option<f64>) -> bool {
    low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high)
}

/// Where a point is.
pub(super) enum Place {
    Inside,
    /// Outside by one restriction alone: its place among those of the box.
    BeyondOne(usize),
    Outside,
}

/// Points and cases of them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Count {
    pub points: usize,
    pub cases: usize,
}

impl Count {
    pub fn add(&mut self, case: bool) {
        self.points += 1;
        self.cases += usize::from(case);
    }
}

/// Points of a table, less those of boxes already found.
#[derive(Debug)]
pub(super) struct Sample<'t> {
    pub inputs: &'t [Vec<f64>],
    pub holds: &'t [bool],
    /// The points that are left.
    pub points: Vec<usize>,
    /// Lowest and highest value of each key among all points.
    pub ranges: Vec<(f64, f64)>,
    /// All points, with those set aside.
    all: Count,
    set_aside: Count,
}

impl<'t> Sample<'t> {
    pub fn new(inputs: &'t [Vec<f64>], holds: &'t [bool], points: Vec<usize>) -> Sample<'t> {
        let mut all = Count::default();
        points.iter().for_each(|&point| all.add(holds[point]));
        let range = |key: &Vec<f64>| {
            let wider = |(low, high): (f64, f64), &point: &usize| (low.min(key[point]), high.max(key[point]));
            points.iter().fold((f64::INFINITY, f64::NEG_INFINITY), wider)
        };
        let ranges = inputs.iter().map(range).collect();
        Sample { inputs, holds, points, ranges, all, set_aside: Count::default() }
    }

    /// Number of points, with those set aside.
    pub fn all(&self) -> usize {
        self.all.points
    }

    /// Share of all points that are cases.
    pub fn base(&self) -> f64 {
        share(self.all.cases, self.all.points)
    }

    /// What is left.
    pub fn left(&self) -> Count {
        Count {
            points: self.all.points - self.set_aside.points,
            cases: self.all.cases - self.set_aside.cases,
        }
    }

    pub fn place(&self, point: usize, bounds: &Bounds) -> Place {
        let mut beyond = None;
        for (which, (key, low, high)) in bounds.iter().enumerate() {
            if !within(self.inputs[key][point], low, high) {
                if beyond.is_some() {
                    return Place::Outside;
                }
                beyond = Some(which);
            }
        }
        beyond.map_or(Place::Inside, Place::BeyondOne)
    }

    /// What is inside, and for each restriction what it alone keeps out.
    fn counts(&self, bounds: &Bounds) -> (Count, Vec<Count>) {
        let (mut inside, mut kept_out) = (Count::default(), vec![Count::default(); bounds.keys()]);
        for &point in &self.points {
            match self.place(point, bounds) {
                Place::Inside => inside.add(self.holds[point]),
                Place::BeyondOne(which) => kept_out[which].add(self.holds[point]),
                Place::Outside => {}
            }
        }
        (inside, kept_out)
    }

    /// A box with its numbers.
    pub fn judged(&self, bounds: &Bounds, binomial: &Binomial) -> PrimBox {
        let (Count { points, cases }, kept_out) = self.counts(bounds);
        let limit = |((key, low, high), out): ((usize, Option<f64>, Option<f64>), &Count)| {
            let p = binomial.at_least(cases, points, cases + out.cases, points + out.points);
            Limit { key, low, high, p }
        };
        PrimBox {
            limits: bounds.iter().zip(&kept_out).map(limit).collect(),
            coverage: share(cases, self.all.cases),
            density: share(cases, points),
            mass: share(points, self.all.points),
            points,
            cases,
        }
    }

    /// Takes the points of a box out.
    pub fn set_aside(&mut self, bounds: &Bounds) {
        let mut points = std::mem::take(&mut self.points);
        points.retain(|&point| {
            let inside = matches!(self.place(point, bounds), Place::Inside);
            if inside {
                self.set_aside.add(self.holds[point]);
            }
            !inside
        });
        self.points = points;
    }

    /// All that was set aside.
    pub fn together(&self) -> Together {
        let Count { points, cases } = self.set_aside;
        Together {
            points: self.all.points,
            base: self.base(),
            coverage: share(cases, self.all.cases),
            density: share(cases, points),
        }
    }
}

/// A share; 0 of nothing.
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
