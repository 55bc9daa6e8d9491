//! Quantile bands of an ensemble: every indicator of every year, for cluster, twin, their difference and the third world.

use std::ops::Range;

use super::error::ExperimentError;
use super::indicators::Indicator;
use super::plan::Plan;
use super::statistics::{moments, quantile};
use super::store::{Outcome, Store};
use circulus::record::columns::{Cell, Column, Kind};

/// The worlds that have bands; the last one only where the scenario has it.
pub const WORLDS: [&str; 4] = ["cluster", "twin", "difference", "prevention"];
/// Default quantiles.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// One indicator of one world in one year, over all replicates.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Index in [`WORLDS`].
    pub world: usize,
    /// Calendar year.
    pub year: i32,
    /// Column in the table of indicators.
    pub indicator: String,
    /// Its unit as words.
    pub unit: String,
    /// Runs that have a value.
    pub n: usize,
    /// Runs that failed or have no value.
    pub missing: usize,
    /// Mean.
    pub mean: Option<f64>,
    /// Standard deviation over runs.
    pub deviation: Option<f64>,
    /// Quantiles, in the order requested.
    pub quantiles: Vec<Option<f64>>,
}

/// Maximum number of values held at a time; more need further passes over the store.
const AT_A_TIME: usize = 1 << 23;

/// How many worlds each column of each year of an ensemble has an indicator of: two, or three with that of prevention.
pub fn worlds(plan: &Plan) -> usize {
    if plan.indicators.get(2).is_some_and(Indicator::is_of_prevention) { 3 } else { 2 }
}

/// Calls `see` for each band of a finished ensemble, by indicator, world and year.
///
/// # Errors
/// When a run cannot be read.
pub fn bands(
    plan: &Plan,
    store: &Store,
    shares: &[f64],
    mut see: impl FnMut(Band),
) -> Result<(), ExperimentError> {
    let runs = plan.runs() as usize;
    let width = plan.indicators.len();
    // The worlds of an indicator are adjacent and read together.
    let worlds = worlds(plan);
    let step = (AT_A_TIME / runs.max(1)).max(worlds) / worlds * worlds;
    for start in (0..width).step_by(step) {
        let columns = start..width.min(start + step);
        let values = read(plan, store, columns.clone())?;
        for first in columns.step_by(worlds) {
            let of = |world: usize| {
                let place = (first - start + world) * runs;
                values.get(place..place + runs)
            };
            let (Some(cluster), Some(twin)) = (of(0), of(1)) else { continue };
            let difference: Vec<f64> = cluster.iter().zip(twin).map(|(a, b)| a - b).collect();
            let Some(indicator) = plan.indicators.get(first) else { continue };
            let third = (worlds > 2).then(|| of(2)).flatten();
            for (world, values) in [cluster, twin, &difference].into_iter().chain(third).enumerate() {
                see(band(world, indicator, values, shares));
            }
        }
    }
    Ok(())
}

/// Values of some indicators: for each, one per run.
fn read(plan: &Plan, store: &Store, columns: Range<usize>) -> Result<Vec<f64>, ExperimentError> {
    let runs = plan.runs() as usize;
    let mut values = vec![f64::NAN; columns.len() * runs];
    let mut reader = store.reader()?;
    for run in 0..runs {
        let Outcome::Values(row) = reader.outcome(run as u64)? else { continue };
        for (at, value) in row.get(columns.clone()).unwrap_or_default().iter().enumerate() {
            if let Some(place) = values.get_mut(at * runs + run) {
                *place = *value;
            }
        }
    }
    Ok(values)
}

fn band(world: usize, indicator: &Indicator, values: &[f64], shares: &[f64]) -> Band {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_by(f64::total_cmp);
    let about = moments(values.iter().copied());
    Band {
        world,
        year: indicator.year().unwrap_or(0),
        indicator: indicator.column().to_owned(),
        unit: indicator.unit.clone(),
        n: about.n,
        missing: values.len() - about.n,
        mean: about.mean,
        deviation: about.variance.map(f64::sqrt),
        quantiles: shares.iter().map(|share| quantile(&sorted, *share)).collect(),
    }
}

/// The columns of `bands`, for as many worlds as [`worlds`] says.
pub fn columns(shares: &[f64], worlds: usize) -> Vec<Column<'static, Band>> {
    let number = |value: Option<f64>| value.map_or(Cell::Missing, Cell::number);
    let count = |value: usize| Cell::count(value);
    let about = match worlds {
        2 => "cluster, twin, or cluster less twin",
        _ => "cluster, twin, cluster less twin, or prevention",
    };
    let mut columns = vec![
        Column::new("indicator", "-", "Column of indicators.csv", Kind::Text, |band: &Band| {
            Cell::Text(band.indicator.clone().into())
        }),
        Column::new("unit", "-", "Its unit", Kind::Text, |band: &Band| Cell::Text(band.unit.clone().into())),
        Column::new("world", "-", about, Kind::Text, |band: &Band| {
            Cell::text(WORLDS.get(band.world).copied().unwrap_or_default())
        }),
        Column::new("year", "calendar year", "Calendar year", Kind::Integer, |band: &Band| {
            Cell::Integer(i64::from(band.year))
        }),
        Column::new("n", "runs", "Runs in which it is there", Kind::Integer, move |b: &Band| count(b.n)),
        Column::new(
            "missing",
            "runs",
            "Runs in which it is missing, or that failed",
            Kind::Integer,
            move |b: &Band| count(b.missing),
        ),
        Column::new("mean", "as the indicator", "Mean over runs", Kind::Number, move |b: &Band| {
            number(b.mean)
        }),
        Column::new(
            "sd",
            "as the indicator",
            "Standard deviation over runs",
            Kind::Number,
            move |b: &Band| number(b.deviation),
        ),
    ];
    for (at, share) in shares.iter().enumerate() {
        let percent = share * 100.0;
        let name =
            if percent.fract().abs() < 1e-9 { format!("q{percent:02.0}") } else { format!("q{percent}") };
        let meaning = format!("Quantile: {percent} % of the runs are below");
        columns.push(Column::new(name, "as the indicator", meaning, Kind::Number, move |b: &Band| {
            number(b.quantiles.get(at).copied().flatten())
        }));
    }
    columns
}
