//! Which alternative has the most, or the least, of an indicator: by its mean, and on how much of the luck.

use super::names;
use crate::plan::Plan;
use crate::statistics::{Paired, moments, paired};
use crate::table::{number_column as number, text_column as text};
use circulus::record::columns::{Cell, Column, Kind};
use circulus::units::Share;

/// An alternative in the order of an indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Rank {
    /// Name of the indicator.
    pub indicator: String,
    /// Its unit as words.
    pub unit: String,
    /// Place by the mean, from 1 for the largest.
    pub rank: usize,
    /// Name of the alternative; the baseline is one too.
    pub alternative: String,
    /// Replicates in which all alternatives have the indicator.
    pub n: usize,
    /// Mean over them.
    pub mean: f64,
    /// Share of them in which it has the largest value; shared equally if several have.
    pub largest: Share,
    /// Share of them in which it has the smallest value, likewise.
    pub smallest: Share,
    /// This one less the next in order, on the same luck; `None` for the last.
    pub to_next: Option<Paired>,
}

/// The order of all alternatives by each indicator, from the [`values`](super::values) of the cases; an indicator that is
/// missing in every replicate is left out.
pub fn ranking(plan: &Plan, values: &[Vec<Vec<f64>>], level: f64) -> Vec<Rank> {
    let names = names(plan);
    let mut ranks = Vec::new();
    for (at, indicator) in plan.indicators.iter().enumerate() {
        let there = complete(values, at, plan.replicates as usize);
        for place in order(&there, level) {
            let Some(alternative) = names.get(place.case).cloned() else { continue };
            let (indicator, unit) = (indicator.name.clone(), indicator.unit.clone());
            let Place { rank, mean, largest, smallest, to_next, .. } = place;
            let n = there.first().map_or(0, Vec::len);
            ranks.push(Rank { indicator, unit, rank, alternative, n, mean, largest, smallest, to_next });
        }
    }
    ranks
}

/// An indicator by case, in the replicates in which every case has it.
fn complete(values: &[Vec<Vec<f64>>], at: usize, replicates: usize) -> Vec<Vec<f64>> {
    let is_there = |replicate: &usize| values.iter().all(|case| !case[at][*replicate].is_nan());
    let there: Vec<usize> = (0..replicates).filter(is_there).collect();
    values.iter().map(|case| there.iter().map(|replicate| case[at][*replicate]).collect()).collect()
}

struct Place {
    case: usize,
    rank: usize,
    mean: f64,
    largest: Share,
    smallest: Share,
    to_next: Option<Paired>,
}

/// The cases in order of their means; none without replicates.
fn order(values: &[Vec<f64>], level: f64) -> Vec<Place> {
    let n = values.first().map_or(0, Vec::len);
    let (largest, smallest) = (ahead(values, n, f64::max), ahead(values, n, f64::min));
    let mut order: Vec<(usize, f64)> = (0..values.len())
        .filter_map(|case| Some((case, moments(values[case].iter().copied()).mean?)))
        .collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let place = |(at, &(case, mean)): (usize, &(usize, f64))| Place {
        case,
        rank: at + 1,
        mean,
        largest: largest[case] / n as f64,
        smallest: smallest[case] / n as f64,
        to_next: order.get(at + 1).map(|next| paired(&values[next.0], &values[case], level)),
    };
    order.iter().enumerate().map(place).collect()
}

/// In how many replicates each case has the value that `pick` picks; those that are equal share it.
fn ahead(values: &[Vec<f64>], n: usize, pick: fn(f64, f64) -> f64) -> Vec<f64> {
    let mut counts = vec![0.0; values.len()];
    for replicate in 0..n {
        let own = |case: usize| values[case][replicate];
        let Some(best) = (0..values.len()).map(own).reduce(pick) else { continue };
        let equal: Vec<usize> = (0..values.len()).filter(|case| own(*case) == best).collect();
        equal.iter().for_each(|case| counts[*case] += 1.0 / equal.len() as f64);
    }
    counts
}

/// The columns of `ranking`.
pub fn columns() -> Vec<Column<'static, Rank>> {
    fn half(row: &Rank) -> Option<(f64, f64)> {
        let next = row.to_next.as_ref()?;
        next.difference.zip(next.half_width)
    }
    const OWN: &str = "as the indicator";
    vec![
        text("indicator", "Indicator", |row: &Rank| &row.indicator),
        text("unit", "Its unit", |row: &Rank| &row.unit),
        Column::new("rank", "-", "Place by the mean, 1 for the largest", Kind::Integer, |row: &Rank| {
            Cell::count(row.rank)
        }),
        text("alternative", "Alternative, or the baseline", |row: &Rank| &row.alternative),
        Column::new("replicates", "-", "Replicates in which all have it", Kind::Integer, |row: &Rank| {
            Cell::count(row.n)
        }),
        number("mean", OWN, "Mean over them", |row: &Rank| Some(row.mean)),
        number(
            "share_largest",
            "share",
            "Share of them in which it has the largest value; shared equally if several have",
            |row: &Rank| Some(row.largest),
        ),
        number(
            "share_smallest",
            "share",
            "Share of them in which it has the smallest value, likewise",
            |row: &Rank| Some(row.smallest),
        ),
        number(
            "above_next",
            OWN,
            "Mean difference to the next in order; empty for the last",
            |row: &Rank| row.to_next.as_ref()?.difference,
        ),
        number("above_next_low", OWN, "Lower end of its interval", |row: &Rank| {
            half(row).map(|(mean, half)| mean - half)
        }),
        number("above_next_high", OWN, "Upper end of its interval", |row: &Rank| {
            half(row).map(|(mean, half)| mean + half)
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: the second is largest in two of four replicates and in half of a third, where it equals the first.
    #[test]
    fn the_order_is_that_of_the_means_and_shares_are_of_the_luck() {
        let values = vec![vec![1.0, 5.0, 3.0, 9.0], vec![2.0, 6.0, 3.0, 0.0], vec![0.0, 1.0, 1.0, 1.0]];
        let found = order(&values, 0.95);
        assert_eq!(found.iter().map(|place| place.case).collect::<Vec<_>>(), [0, 1, 2]);
        assert_eq!(found.iter().map(|place| place.largest).collect::<Vec<_>>(), [0.375, 0.625, 0.0]);
        assert_eq!(found.iter().map(|place| place.smallest).collect::<Vec<_>>(), [0.0, 0.25, 0.75]);
        let next = found[0].to_next.unwrap();
        assert!((next.difference.unwrap() - 1.75).abs() < 1e-12 && found[2].to_next.is_none());
        assert!(order(&[Vec::new(), Vec::new()], 0.95).is_empty());
    }
}
