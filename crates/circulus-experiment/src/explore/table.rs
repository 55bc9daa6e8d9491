//! The columns of `cells` and `generations`.

use super::grid::Pattern;
use super::pse::{Generation, Held};
use crate::asked::Explore;
use crate::plan::Plan;
use crate::table::number_column;
use circulus::record::columns::{Cell, Column, Kind};
use std::borrow::Cow;

/// A cell with its example.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The cell.
    pub pattern: Pattern,
    /// Its first point, and how often it came.
    pub held: Held,
    /// The values of the keys there.
    pub values: Vec<String>,
    /// The indicators there: the medians over the replicates.
    pub medians: Vec<f64>,
}

/// The columns of `cells`: one row per cell.
pub fn cells<'a>(asked: &'a Explore, plan: &'a Plan) -> Vec<Column<'a, Found>> {
    let whole = |name: &str, meaning: &str, of: fn(&Found) -> u64| {
        Column::new(name, "-", meaning, Kind::Integer, move |row: &Found| {
            Cell::Integer(i64::try_from(of(row)).unwrap_or(i64::MAX))
        })
    };
    // First, so that the table is read as one of results where it is a design.
    let mut columns = Vec::new();
    columns.push(whole("point", "Number of the example: the first point in the cell", |row| {
        row.held.point as u64
    }));
    for (at, (measure, axis)) in asked.patterns.iter().enumerate() {
        let (name, unit) = (&measure.name, measure.unit(&plan.indicators));
        let ends = move |row: &Found| axis.ends(row.pattern.get(at).copied().unwrap_or(0));
        let meaning = format!("Lower end of the cell: {name}; empty below the grid");
        columns.push(number_column(format!("{name}_from"), unit.clone(), meaning, move |row| ends(row).0));
        let meaning = format!("Upper end of the cell: {name}; empty above the grid");
        columns.push(number_column(format!("{name}_to"), unit.clone(), meaning, move |row| ends(row).1));
        let meaning = format!("{name} of the example: median over its replicates");
        columns.push(number_column(name.clone(), unit, meaning, move |row: &Found| {
            row.medians.get(at).copied()
        }));
    }
    columns.push(whole("hits", "Points that came into the cell", |row| row.held.hits));
    columns.push(whole("generation", "Generation in which it was found", |row| row.held.generation as u64));
    for (at, key) in plan.keys.iter().enumerate() {
        let value =
            move |row: &Found| Cell::Text(Cow::Owned(row.values.get(at).cloned().unwrap_or_default()));
        columns.push(Column::new(key, "-", "Value of the key in the example", Kind::Text, value));
    }
    columns
}

/// The columns of `generations`.
pub fn generations() -> Vec<Column<'static, Generation>> {
    let whole = |name: &str, meaning: &str, of: fn(&Generation) -> usize| {
        Column::new(name, "-", meaning, Kind::Integer, move |row: &Generation| Cell::count(of(row)))
    };
    vec![
        whole("generation", "Number of the generation", |row| row.number),
        whole("tried", "Points tried", |row| row.tried),
        whole("failed", "Points without a pattern: a run failed, or a number is missing", |row| row.failed),
        whole("cells", "Cells known after it", |row| row.cells),
    ]
}
