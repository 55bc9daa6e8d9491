//! The columns of an experiment's tables: runs and design points.

use std::borrow::Cow;

use super::plan::{Job, Plan};
use super::store::Outcome;
use circulus::record::columns::{Cell, Column, Kind};
use circulus::scenario::parameters;

/// The column of the points' names.
pub const NAME: &str = "name";

/// A finished run.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRow {
    /// Its coordinates in the plan.
    pub job: Job,
    /// How it ended.
    pub outcome: Outcome,
}

/// The columns of `runs`: coordinates, seed, version, varied keys, indicators; for a failed run the reason, and the
/// replay command.
pub fn runs(plan: &Plan) -> Vec<Column<'_, RunRow>> {
    let mut columns = coordinates(plan, |row: &RunRow| row.job);
    let seed = plan.keys.iter().position(|key| key == "scenario.seed");
    columns.push(whole("seed", "Seed of all draws", move |row: &RunRow| {
        let varied = seed.and_then(|key| plan.points.value(row.job.point, key).parse().ok());
        varied.unwrap_or_else(|| plan.bases.get(row.job.base).map_or(0, |base| base.seed))
    }));
    let version = |_: &RunRow| Cell::text(env!("CARGO_PKG_VERSION"));
    columns.push(Column::new("version", "-", "Version of circulus", Kind::Text, version));
    columns.extend(varied(plan, |row: &RunRow| row.job.point));
    for (at, indicator) in plan.indicators.iter().enumerate() {
        let kind = if indicator.whole { Kind::Integer } else { Kind::Number };
        let value = move |row: &RunRow| match &row.outcome {
            Outcome::Values(values) => number(values.get(at).copied().unwrap_or(f64::NAN), kind),
            Outcome::Failed(_) => Cell::Missing,
        };
        columns.push(Column::new(&indicator.name, &indicator.unit, &indicator.meaning, kind, value));
    }
    let error = |row: &RunRow| match &row.outcome {
        Outcome::Values(_) => Cell::Missing,
        Outcome::Failed(message) => Cell::Text(Cow::Owned(message.replace(['\n', '\r'], " "))),
    };
    columns.push(Column::new(
        "error",
        "-",
        "Why the run failed; empty for one that did not",
        Kind::Text,
        error,
    ));
    let replay = |row: &RunRow| match &row.outcome {
        Outcome::Values(_) => Cell::Missing,
        Outcome::Failed(_) => Cell::Text(Cow::Owned(plan.replay(row.job))),
    };
    columns.push(Column::new("replay", "-", "Command that runs a failed run again", Kind::Text, replay));
    columns
}

/// The columns that say which run a row is of.
pub fn coordinates<'p, R: 'p>(
    plan: &'p Plan,
    job: impl Fn(&R) -> Job + Copy + Send + Sync + 'p,
) -> Vec<Column<'p, R>> {
    let mut columns = vec![
        whole("run", "Number of the run: all runs were numbered before the first", move |row| job(row).run),
        whole("point", "Number of the design point", move |row| job(row).point),
    ];
    if plan.points.are_named() {
        columns.push(named(plan, move |row: &R| job(row).point));
    }
    if plan.bases.len() > 1 {
        let name =
            move |row: &R| plan.bases.get(job(row).base).map_or(Cell::Missing, |base| Cell::text(&base.name));
        columns.push(Column::new("base", "-", "Scenario that the point changes", Kind::Text, name));
    }
    columns.push(whole(
        "replicate",
        "Replicate: the same number is the same luck at every point",
        move |row| job(row).replicate,
    ));
    columns
}

/// The columns of `points`: number and values of each design point.
pub fn points(plan: &Plan) -> Vec<Column<'_, u64>> {
    let number = |point: &u64| Cell::Integer(i64::try_from(*point).unwrap_or(i64::MAX));
    let mut columns = vec![Column::new("point", "-", "Number of the design point", Kind::Integer, number)];
    if plan.points.are_named() {
        columns.push(named(plan, |point: &u64| *point));
    }
    columns.extend(varied(plan, |point: &u64| *point));
    columns
}

fn named<'p, R: 'p>(plan: &'p Plan, point: impl Fn(&R) -> u64 + Send + Sync + 'p) -> Column<'p, R> {
    let cell = move |row: &R| plan.points.name(point(row)).map_or(Cell::Missing, Cell::text);
    Column::new(NAME, "-", "Name of the design point", Kind::Text, cell)
}

/// One column per varied key, empty for the scenario's own value.
pub fn varied<'p, R: 'p>(
    plan: &'p Plan,
    point: impl Fn(&R) -> u64 + Copy + Send + Sync + 'p,
) -> impl Iterator<Item = Column<'p, R>> {
    plan.keys.iter().enumerate().map(move |(at, key)| {
        let parameter = parameters::find(key).map(|(_, parameter)| parameter);
        let kind = kind_of(key);
        let unit = parameter.map_or("-", |parameter| parameter.unit);
        let meaning = parameter.map_or("", |parameter| parameter.meaning);
        Column::new(key, unit, meaning, kind, move |row: &R| {
            let text = plan.points.value(point(row), at);
            match (kind, text.parse::<i64>(), text.parse::<f64>()) {
                _ if text.is_empty() => Cell::Missing,
                // A seed may be too large to be exact as a floating-point number.
                (Kind::Integer, Ok(value), _) => Cell::Integer(value),
                (Kind::Text, ..) | (.., Err(_)) => Cell::Text(Cow::Owned(text)),
                (kind, _, Ok(value)) => number(value, kind),
            }
        })
    })
}

/// What the cells of a varied key hold.
pub(crate) fn kind_of(key: &str) -> Kind {
    match parameters::find(key).map(|(_, parameter)| parameter.kind) {
        Some(parameters::Kind::Number { .. } | parameters::Kind::Map { .. }) => Kind::Number,
        Some(parameters::Kind::Integer { .. }) => Kind::Integer,
        _ => Kind::Text,
    }
}

fn whole<'p, R: 'p>(
    name: &str,
    meaning: &str,
    value: impl Fn(&R) -> u64 + Send + Sync + 'p,
) -> Column<'p, R> {
    let cell = move |row: &R| Cell::Integer(i64::try_from(value(row)).unwrap_or(i64::MAX));
    Column::new(name, "-", meaning, Kind::Integer, cell)
}

/// A column of texts.
pub(crate) fn text_column<'f, R: 'f>(
    name: &str,
    meaning: &str,
    of: impl Fn(&R) -> &str + Send + Sync + 'f,
) -> Column<'f, R> {
    Column::new(name, "-", meaning, Kind::Text, move |row: &R| Cell::Text(of(row).to_owned().into()))
}

/// A column of numbers; `None` is missing.
pub(crate) fn number_column<'f, R: 'f>(
    name: impl Into<String>,
    unit: impl Into<String>,
    meaning: impl Into<String>,
    of: impl Fn(&R) -> Option<f64> + Send + Sync + 'f,
) -> Column<'f, R> {
    Column::new(name, unit, meaning, Kind::Number, move |row: &R| of(row).map_or(Cell::Missing, Cell::number))
}

/// The cell of a number.
pub(crate) fn number<'a>(value: f64, kind: Kind) -> Cell<'a> {
    // Whole numbers in results are far below 2^53.
    if kind == Kind::Integer && value.is_finite() { Cell::Integer(value as i64) } else { Cell::number(value) }
}
