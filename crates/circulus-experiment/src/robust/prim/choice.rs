//! Which keys are searched, and which box of a trajectory is chosen.

use super::binomial::Binomial;
use super::bounds::{Bounds, Sample};
use super::{PrimBox, Settings, peel};
use crate::complete::sorted_by;

/// The keys, at most `most`, whose values differ most between cases and other points, in their order: those with the
/// largest Kolmogorov-Smirnov distance, the first of equals.
fn promising(sample: &Sample<'_>, most: usize) -> Vec<usize> {
    let mut keys: Vec<usize> = (0..sample.inputs.len()).collect();
    if keys.len() > most {
        let distances: Vec<u64> = keys.iter().map(|&key| distance(sample, key)).collect();
        keys.sort_by_key(|&key| (u64::MAX - distances[key], key));
        keys.truncate(most);
        keys.sort_unstable();
    }
    keys
}

/// The distance times cases and times others: a whole number, so that ties are ties.
fn distance(sample: &Sample<'_>, key: usize) -> u64 {
    let values = &sample.inputs[key];
    let order = sorted_by(|point| values[point], sample.points.clone());
    let left = sample.left();
    let (cases, others) = (left.cases as u64, (left.points - left.cases) as u64);
    let (mut below, mut largest) = ((0, 0), 0);
    for (at, &point) in order.iter().enumerate() {
        if sample.holds[point] {
            below.0 += 1
        } else {
            below.1 += 1
        }
        if order.get(at + 1).is_none_or(|&next| values[next] != values[point]) {
            largest = largest.max((below.0 * others).abs_diff(below.1 * cases));
        }
    }
    largest
}

/// The box that correlates best with the claim, found key by key.
pub(super) fn search(sample: &Sample<'_>, settings: &Settings, binomial: &Binomial) -> Bounds {
    let promising = promising(sample, settings.searched_keys);
    let mut best = (0.0, Bounds::default());
    while best.1.keys() < settings.most_keys {
        let before = best.clone();
        for &key in promising.iter().filter(|&&key| !before.1.restricts(key)) {
            let mut keys: Vec<usize> = before.1.iter().map(|(key, ..)| key).chain([key]).collect();
            keys.sort_unstable();
            let found = choose(sample, &peel::path(sample, &keys, settings).boxes, settings, binomial);
            if found.0 > best.0 {
                best = found;
            }
        }
        if best.1.keys() <= before.1.keys() {
            break;
        }
    }
    best.1
}

/// The box of a trajectory that correlates best, without its restrictions that are not significant; with its
/// correlation.
fn choose(sample: &Sample<'_>, path: &[Bounds], settings: &Settings, binomial: &Binomial) -> (f64, Bounds) {
    let level = settings.significance / sample.inputs.len() as f64;
    let mut best = (0.0, Bounds::default());
    for bounds in path {
        let kept = significant(sample, bounds.clone(), level, binomial);
        let found = correlation(sample, &sample.judged(&kept, binomial));
        if found > best.0 || (found == best.0 && kept.keys() < best.1.keys()) {
            best = (found, kept);
        }
    }
    best
}

/// Correlation of being inside with being a case, among the points that are left; 0 if one of them has no spread.
fn correlation(sample: &Sample<'_>, inside: &PrimBox) -> f64 {
    let left = sample.left();
    let [points, cases, all, of_them] =
        [inside.points, inside.cases, left.points, left.cases].map(|n| n as f64);
    let spread = points * (all - points) * of_them * (all - of_them);
    if spread > 0.0 { (cases * all - points * of_them) / spread.sqrt() } else { 0.0 }
}

/// Drops the restriction with the largest p until all have at most `level`.
pub(super) fn significant(
    sample: &Sample<'_>,
    mut bounds: Bounds,
    level: f64,
    binomial: &Binomial,
) -> Bounds {
    loop {
        let limits = sample.judged(&bounds, binomial).limits;
        let Some(worst) = limits.iter().max_by(|a, b| a.p.total_cmp(&b.p)) else { return bounds };
        if worst.p <= level {
            return bounds;
        }
        bounds = bounds.without(worst.key);
    }
}
