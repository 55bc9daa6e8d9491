//! Two scenarios with the same draws: the difference of every indicator, with its interval.

use super::error::ExperimentError;
use super::plan::Plan;
use super::statistics::{Paired, paired};
use super::store::{Outcome, Store};
use circulus::record::columns::{Cell, Column, Kind};

/// The difference of one indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Name of the indicator.
    pub indicator: String,
    /// Its unit as words.
    pub unit: String,
    /// Its meaning.
    pub meaning: String,
    /// The paired comparison.
    pub paired: Paired,
}

impl Difference {
    /// Whether the interval excludes 0.
    pub fn is_clear(&self) -> bool {
        let both = self.paired.difference.zip(self.paired.half_width);
        both.is_some_and(|(difference, half)| difference.abs() > half)
    }

    /// Runs of each side saved by pairing; `None` if unknown.
    pub fn saved(&self) -> Option<f64> {
        self.paired.independent.map(|independent| independent - self.paired.n as f64)
    }
}

/// The differences of all indicators in a plan with two bases: the second less the first.
///
/// # Errors
/// When a run cannot be read.
pub fn differences(plan: &Plan, store: &Store, level: f64) -> Result<Vec<Difference>, ExperimentError> {
    let mut reader = store.reader()?;
    let mut sides = [Vec::new(), Vec::new()];
    for (base, side) in sides.iter_mut().enumerate() {
        for replicate in 0..plan.replicates {
            side.push(match reader.outcome(plan.run(0, base, replicate))? {
                Outcome::Values(values) => values,
                Outcome::Failed(_) => vec![f64::NAN; plan.indicators.len()],
            });
        }
    }
    let column = |side: &[Vec<f64>], at: usize| -> Vec<f64> {
        side.iter().map(|row| row.get(at).copied().unwrap_or(f64::NAN)).collect()
    };
    let [first, second] = &sides;
    let difference = |(at, indicator): (usize, &super::indicators::Indicator)| Difference {
        indicator: indicator.name.clone(),
        unit: indicator.unit.clone(),
        meaning: indicator.meaning.clone(),
        paired: paired(&column(first, at), &column(second, at), level),
    };
    Ok(plan.indicators.iter().enumerate().map(difference).collect())
}

/// The columns of `differences`.
pub fn columns() -> Vec<Column<'static, Difference>> {
    fn number(
        name: &str,
        meaning: &str,
        value: fn(&Difference) -> Option<f64>,
    ) -> Column<'static, Difference> {
        let cell = move |row: &Difference| value(row).map_or(Cell::Missing, Cell::number);
        Column::new(name, "as the indicator", meaning, Kind::Number, cell)
    }
    vec![
        Column::new("indicator", "-", "Indicator", Kind::Text, |row: &Difference| {
            Cell::Text(row.indicator.clone().into())
        }),
        Column::new("unit", "-", "Its unit", Kind::Text, |row: &Difference| {
            Cell::Text(row.unit.clone().into())
        }),
        Column::new(
            "pairs",
            "runs",
            "Replicates in which both have it",
            Kind::Integer,
            |row: &Difference| Cell::count(row.paired.n),
        ),
        number("mean_a", "Mean of A", |row| row.paired.first),
        number("mean_b", "Mean of B", |row| row.paired.second),
        number("difference", "Mean of B less A", |row| row.paired.difference),
        number("low", "Lower end of the interval of the difference", |row| {
            Some(row.paired.difference? - row.paired.half_width?)
        }),
        number("high", "Upper end of the interval of the difference", |row| {
            Some(row.paired.difference? + row.paired.half_width?)
        }),
        number("correlation", "Correlation of A and B over replicates", |row| row.paired.correlation),
        number(
            "independent_runs",
            "Runs of each that an interval as narrow needs on luck of their own",
            |row| row.paired.independent,
        ),
        number("saved_runs", "Runs of each that the same luck saved", Difference::saved),
    ]
}
