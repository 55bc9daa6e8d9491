//! Indicators of single years as a long table: a row for each run and year.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::indicators::Indicator;
use super::plan::Plan;
use super::store::Outcome;
use super::table::{self, RunRow};
use circulus::record::columns::{Cell, Column, Kind};

/// Name of the table.
pub const SERIES: &str = "series";

/// A year of a run.
#[derive(Debug, Clone)]
pub struct SeriesRow {
    run: Arc<RunRow>,
    year: i32,
}

/// The years of which a plan keeps indicators, in order; empty if it keeps none.
pub fn years(plan: &Plan) -> Vec<i32> {
    plan.indicators.iter().filter_map(Indicator::year).collect::<BTreeSet<i32>>().into_iter().collect()
}

/// The rows of finished runs; a failed run has none.
pub fn rows<'y>(
    runs: impl Iterator<Item = RunRow> + 'y,
    years: &'y [i32],
) -> impl Iterator<Item = SeriesRow> + 'y {
    runs.filter(|run| matches!(run.outcome, Outcome::Values(_))).flat_map(|run| {
        let run = Arc::new(run);
        years.iter().map(move |year| SeriesRow { run: Arc::clone(&run), year: *year })
    })
}

/// The columns of `series`: the coordinates of the run, the varied keys, the year, and the indicators that are kept of
/// single years, without the year in their names; empty where an indicator is not kept of a year.
pub fn columns(plan: &Plan) -> Vec<Column<'_, SeriesRow>> {
    let mut columns = table::coordinates(plan, |row: &SeriesRow| row.run.job);
    columns.extend(table::varied(plan, |row: &SeriesRow| row.run.job.point));
    columns.push(Column::new("year", "calendar year", "Year", Kind::Integer, |row: &SeriesRow| {
        Cell::Integer(row.year.into())
    }));
    let mut seen = BTreeSet::new();
    for indicator in plan.indicators.iter().filter(|indicator| indicator.year().is_some()) {
        let name = indicator.without_year();
        if !seen.insert(name) {
            continue;
        }
        let kind = if indicator.whole { Kind::Integer } else { Kind::Number };
        // Where the indicator of each year stands in the plan.
        let places: Vec<(i32, usize)> = plan
            .indicators
            .iter()
            .enumerate()
            .filter(|(_, other)| other.without_year() == name)
            .filter_map(|(at, other)| Some((other.year()?, at)))
            .collect();
        let value = move |row: &SeriesRow| {
            let Outcome::Values(values) = &row.run.outcome else { return Cell::Missing };
            let place = places.iter().find(|(year, _)| *year == row.year).map(|(_, at)| *at);
            place.and_then(|at| values.get(at)).map_or(Cell::Missing, |value| table::number(*value, kind))
        };
        let meaning = indicator.meaning.replace(&format!(", {}", indicator.year().unwrap_or(0)), "");
        columns.push(Column::new(name, &indicator.unit, meaning, kind, value));
    }
    columns
}
