//! Peeling and pasting.
//!
//! The next peel is the one with the largest gain in density for each point cut off, among those that gain and leave
//! at least the least mass; among equals the one with fewer restricted keys, then the first key, then its upper end.
//! This is `lenient1` of ema_workbench (Kwakkel 2017), which does not favour large cuts along keys of few values.
//! Friedman and Fisher take the largest density; where all peels are of one size that is the same.
//!
//! A cut runs halfway between two neighbouring values. Where values are equal at the share to be cut off, all of them
//! are cut off; a key with a single value in the box is not cut.

use super::Settings;
use super::bounds::{Bounds, Count, Place, Sample};
use crate::complete::sorted_by;

/// The boxes of a search.
pub(super) struct Path {
    /// All points, then the boxes after each peel and each paste.
    pub boxes: Vec<Bounds>,
    pub peels: usize,
}

/// A change of one limit.
struct Move {
    gain: f64,
    keys: usize,
    bounds: Bounds,
    inside: Count,
}

/// Seeks a box among the points that are left, along some of the keys.
pub(super) fn path(sample: &Sample<'_>, keys: &[usize], settings: &Settings) -> Path {
    let mut path = Path { boxes: vec![Bounds::default()], peels: 0 };
    let mut inside = sample.left();
    // The points inside for each key, from its lowest value to its highest.
    let sorted = |&key: &usize| (key, sorted_by(|point| sample.inputs[key][point], sample.points.clone()));
    let mut orders: Vec<(usize, Vec<usize>)> = keys.iter().map(sorted).collect();
    let mut bounds = Bounds::default();
    let mut is_inside = vec![true; sample.holds.len()];
    while let Some(peel) = peel(sample, settings, &bounds, inside, &orders) {
        (bounds, inside) = (peel.bounds, peel.inside);
        for &point in &sample.points {
            is_inside[point] = matches!(sample.place(point, &bounds), Place::Inside);
        }
        orders.iter_mut().for_each(|(_, order)| order.retain(|&point| is_inside[point]));
        path.boxes.push(bounds.clone());
        path.peels += 1;
    }
    while let Some(paste) = paste(sample, settings, &bounds, inside) {
        (bounds, inside) = (paste.bounds, paste.inside);
        path.boxes.push(bounds.clone());
    }
    path
}

/// The best peel, if any gains.
fn peel(
    sample: &Sample<'_>,
    settings: &Settings,
    bounds: &Bounds,
    inside: Count,
    orders: &[(usize, Vec<usize>)],
) -> Option<Move> {
    let mut best: Option<(f64, usize, usize, bool, f64, Count)> = None;
    for &(key, ref order) in orders {
        let values = &sample.inputs[key];
        let keys = bounds.keys() + usize::from(!bounds.restricts(key));
        for above in [true, false] {
            let share = if above { 1.0 - settings.peel } else { settings.peel };
            let Some(limit) = cut(order.len(), share, |place| values[order[place]]) else { continue };
            let mut out = Count::default();
            if above {
                let cut = order.iter().rev().take_while(|&&point| values[point] > limit);
                cut.for_each(|&point| out.add(sample.holds[point]));
            } else {
                let cut = order.iter().take_while(|&&point| values[point] < limit);
                cut.for_each(|&point| out.add(sample.holds[point]));
            }
            let left = Count { points: inside.points - out.points, cases: inside.cases - out.cases };
            let gain = gain(inside, left);
            let enough = left.points as f64 / sample.all() as f64 >= settings.least_mass;
            if left.points > 0 && enough && better(gain, keys, best.map(|best| (best.0, best.1))) {
                best = Some((gain, keys, key, above, limit, left));
            }
        }
    }
    let (gain, keys, key, above, limit, inside) = best?;
    Some(Move { gain, keys, bounds: bounds.clone().with(key, above, Some(limit)), inside })
}

/// The best paste, if any gains.
fn paste(sample: &Sample<'_>, settings: &Settings, bounds: &Bounds, inside: Count) -> Option<Move> {
    let restricted: Vec<(usize, Option<f64>, Option<f64>)> = bounds.iter().collect();
    // Points up to each limit from outside that all other restrictions let in; with those on the limit itself.
    let mut slabs = vec![[Vec::new(), Vec::new()]; restricted.len()];
    for &point in &sample.points {
        let place = sample.place(point, bounds);
        for (which, &(key, low, high)) in restricted.iter().enumerate() {
            match place {
                Place::Inside => {}
                Place::BeyondOne(one) if one == which => {}
                _ => continue,
            }
            let value = sample.inputs[key][point];
            if low.is_some_and(|low| value <= low) {
                slabs[which][0].push(point);
            }
            if high.is_some_and(|high| value >= high) {
                slabs[which][1].push(point);
            }
        }
    }
    let mut best: Option<Move> = None;
    for (&(key, low, high), slabs) in restricted.iter().zip(slabs) {
        let values = &sample.inputs[key];
        for (above, (slab, old)) in [false, true].into_iter().zip(slabs.into_iter().zip([low, high])) {
            let Some(old) = old else { continue };
            let slab = sorted_by(|point| values[point], slab);
            let share = if above { settings.paste } else { 1.0 - settings.paste };
            let Some(limit) = cut(slab.len(), share, |place| values[slab[place]]) else { continue };
            let mut now = inside;
            let taken = |value: f64| {
                if above { value > old && value <= limit } else { value < old && value >= limit }
            };
            let new = slab.iter().filter(|&&point| taken(values[point]));
            new.for_each(|&point| now.add(sample.holds[point]));
            let (lowest, highest) = sample.ranges[key];
            let free = if above { limit >= highest } else { limit <= lowest };
            let bounds = bounds.clone().with(key, above, (!free).then_some(limit));
            let (gain, keys) = (gain(inside, now), bounds.keys());
            if better(gain, keys, best.as_ref().map(|best| (best.gain, best.keys))) {
                best = Some(Move { gain, keys, bounds, inside: now });
            }
        }
    }
    best
}

/// The value that cuts off a share of sorted values (from below if it is up to a half, otherwise what is beyond it from
/// above), halfway between two that differ; the one value if all are equal, `None` if there is none.
fn cut(count: usize, share: f64, value: impl Fn(usize) -> f64) -> Option<f64> {
    let last = count.checked_sub(1)?;
    let place = last as f64 * share;
    let (mut below, mut above) = (place.floor() as usize, (place.ceil() as usize).min(last));
    if share > 0.5 {
        while value(below) == value(above) && below > 0 {
            below -= 1;
        }
    } else {
        while value(below) == value(above) && above < last {
            above += 1;
        }
    }
    Some(0.5 * value(below) + 0.5 * value(above)) // no sum that overflows
}

/// Gain in density for each point more or less.
fn gain(before: Count, after: Count) -> f64 {
    if before.points == after.points || after.points == 0 {
        return 0.0;
    }
    let density = |count: Count| count.cases as f64 / count.points as f64;
    (density(after) - density(before)) / before.points.abs_diff(after.points) as f64
}

/// Whether a move gains at all, and more than the best so far, or as much with fewer keys.
fn better(gain: f64, keys: usize, best: Option<(f64, usize)>) -> bool {
    gain > 0.0 && best.is_none_or(|best| gain > best.0 || (gain == best.0 && keys < best.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(values: &[f64], share: f64) -> Option<f64> {
        cut(values.len(), share, |place| values[place])
    }

    #[test]
    fn a_cut_runs_between_values_and_never_through_equal_ones() {
        let plain: Vec<f64> = (0..41).map(f64::from).collect();
        assert_eq!((at(&plain, 0.04), at(&plain, 0.96)), (Some(1.5), Some(38.5)));
        assert_eq!((at(&plain, 0.05), at(&plain, 0.95)), (Some(2.5), Some(37.5)));
        assert_eq!(
            (at(&[1.0, 1.0, 1.0, 2.0], 0.05), at(&[1.0, 1.0, 1.0, 2.0], 0.95)),
            (Some(1.5), Some(1.5))
        );
        assert_eq!((at(&[3.0, 3.0], 0.05), at(&[3.0], 0.95), at(&[], 0.5)), (Some(3.0), Some(3.0), None));
        assert_eq!(at(&[1.5e308, 1.75e308], 0.5), Some(1.625e308));
    }
}
