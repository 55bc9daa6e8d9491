//! The one list of columns: name, unit and meaning of everything in a run's results.
//!
//! CSV headers, Parquet metadata, axis labels, `summary.json` and `docs/model/columns.md` all come from
//! here. A table is a function from the [`Names`] of a scenario to its columns; columns that exist
//! once per waste, product, infrastructure or risk carry that id in their name.
//!
//! Conventions: `stock_` and `level_` are year-end values and `price_` is the price in the year; other amounts are
//! flows of the year, and `ever_` marks cumulative values. `counterfactual_` is this world less its twin. A name ends
//! with its unit (`_t`, `_km`, `_rub_per_t`); counts, shares and scores have none.

mod deals;
mod decisions;
mod distribution;
mod events;
mod flows;
mod indicators;
mod markdown;
mod names;
mod network;
mod plants;
mod projects;
mod summary;
mod totals;
mod unit;
mod view;

use std::borrow::Cow;
use std::collections::BTreeSet;

use totals::Total;

pub use deals::deals;
pub use decisions::decisions;
pub use distribution::distribution;
pub use events::events;
pub use flows::{flows, links};
pub use indicators::indicators;
pub use markdown::{Entry, columns_markdown, entries};
pub use names::{Names, PlantName, RiskName, TechnologyName, WasteName, stage_name};
pub use network::{edges, nodes};
pub use plants::plants;
pub use projects::projects;
pub use summary::summary;
pub use totals::cells;
pub use unit::Unit;
pub use view::{InWorld, World, Year, in_worlds, years};

/// One value of a table. Numbers are always finite; non-finite ones become missing.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// A whole number.
    Integer(i64),
    /// A finite number.
    Number(f64),
    /// An id or a word.
    Text(Cow<'a, str>),
    /// Yes or no.
    Flag(bool),
    /// No value, as the column does not apply.
    Missing,
}

impl<'a> Cell<'a> {
    /// A number; missing when it is not finite, and never -0.
    pub fn number(value: f64) -> Cell<'a> {
        if value.is_finite() { Cell::Number(value + 0.0) } else { Cell::Missing }
    }

    /// A count.
    pub fn count(value: usize) -> Cell<'a> {
        i64::try_from(value).map_or(Cell::Missing, Cell::Integer)
    }

    /// An id or a word that outlives the table.
    pub fn text(value: &'a str) -> Cell<'a> {
        Cell::Text(Cow::Borrowed(value))
    }

    /// The value as a number, for curves and differences; `None` for text, flags and missing values.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Cell::Integer(value) => Some(*value as f64),
            Cell::Number(value) => Some(*value),
            Cell::Text(_) | Cell::Flag(_) | Cell::Missing => None,
        }
    }
}

/// The type of a column's values, apart from missing ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Integer,
    /// Finite numbers.
    Number,
    /// Ids or words.
    Text,
    /// `true` or `false`.
    Flag,
}

impl Kind {
    /// Display name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::Flag => "flag",
        }
    }
}

/// How a column computes its cell from a row.
type Value<'a, R> = Box<dyn Fn(&R) -> Cell<'a> + Send + Sync + 'a>;

/// A column of a table with rows `R`.
pub struct Column<'a, R> {
    /// Name in headers, unit included.
    pub name: String,
    /// Unit as words, e.g. `t`, `RUB per t`, `plants`.
    pub unit: String,
    /// Meaning: a short title, and after a colon, where needed, the definition.
    pub meaning: String,
    /// What it holds.
    pub kind: Kind,
    value: Value<'a, R>,
    /// What it adds up over the years, if it does: many such columns can be computed together.
    total: Option<Total>,
}

impl<R> std::fmt::Debug for Column<'_, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Column").field("name", &self.name).field("unit", &self.unit).finish_non_exhaustive()
    }
}

impl<'a, R> Column<'a, R> {
    /// A column of a table that is not part of a run's results.
    pub fn new(
        name: impl Into<String>,
        unit: impl Into<String>,
        meaning: impl Into<String>,
        kind: Kind,
        value: impl Fn(&R) -> Cell<'a> + Send + Sync + 'a,
    ) -> Column<'a, R> {
        let (name, unit, meaning) = (name.into(), unit.into(), meaning.into());
        Column { name, unit, meaning, kind, value: Box::new(value), total: None }
    }

    /// The cell of this column in a row.
    pub fn value(&self, row: &R) -> Cell<'a> {
        (self.value)(row)
    }

    /// Title and unit, for an axis.
    pub fn label(&self) -> String {
        let title = self.meaning.split(": ").next().unwrap_or_default();
        format!("{title}, {}", self.unit)
    }
}

/// The column with this name, if any.
pub fn find<'c, 'a, R>(columns: &'c [Column<'a, R>], name: &str) -> Option<&'c Column<'a, R>> {
    columns.iter().find(|column| column.name == name)
}

/// A list of columns under construction, in one currency.
struct List<'a, R> {
    names: &'a Names,
    columns: Vec<Column<'a, R>>,
}

impl<'a, R> List<'a, R> {
    fn new(names: &'a Names) -> List<'a, R> {
        List { names, columns: Vec::new() }
    }

    fn push(&mut self, stem: &str, unit: Unit, meaning: &str, kind: Kind, value: Value<'a, R>) {
        self.columns.push(Column {
            name: format!("{stem}{}", unit.suffix(&self.names.currency)),
            unit: unit.words(&self.names.currency),
            meaning: meaning.to_owned(),
            kind,
            value,
            total: None,
        });
    }

    /// A number in every row.
    fn number<F>(&mut self, stem: &str, unit: Unit, meaning: &str, value: F)
    where
        F: Fn(&R) -> f64 + Send + Sync + 'a,
    {
        let value = Box::new(move |row: &R| Cell::number(value(row)));
        self.push(stem, unit, meaning, Kind::Number, value);
    }

    /// A number, missing where it does not apply.
    fn maybe<F>(&mut self, stem: &str, unit: Unit, meaning: &str, value: F)
    where
        F: Fn(&R) -> Option<f64> + Send + Sync + 'a,
    {
        let value = Box::new(move |row: &R| value(row).map_or(Cell::Missing, Cell::number));
        self.push(stem, unit, meaning, Kind::Number, value);
    }

    /// A count of what `of` names.
    fn count<F>(&mut self, stem: &str, of: &'static str, meaning: &str, value: F)
    where
        F: Fn(&R) -> usize + Send + Sync + 'a,
    {
        let value = Box::new(move |row: &R| Cell::count(value(row)));
        self.push(stem, Unit::Count(of), meaning, Kind::Integer, value);
    }

    /// A calendar year.
    fn year<F>(&mut self, stem: &str, meaning: &str, value: F)
    where
        F: Fn(&R) -> Option<i32> + Send + Sync + 'a,
    {
        let value =
            Box::new(move |row: &R| value(row).map_or(Cell::Missing, |year| Cell::Integer(i64::from(year))));
        self.push(stem, Unit::Year, meaning, Kind::Integer, value);
    }

    /// A word from a fixed list.
    fn word<F>(&mut self, stem: &str, meaning: &str, value: F)
    where
        F: Fn(&R) -> &'static str + Send + Sync + 'a,
    {
        let value = Box::new(move |row: &R| Cell::text(value(row)));
        self.push(stem, Unit::Word, meaning, Kind::Text, value);
    }

    /// An id of the scenario, missing where it does not apply.
    fn id<F>(&mut self, stem: &str, meaning: &str, value: F)
    where
        F: Fn(&'a Names, &R) -> Option<&'a str> + Send + Sync + 'a,
    {
        self.text(stem, Unit::Id, meaning, value);
    }

    /// A text of the scenario, missing where it does not apply.
    fn text<F>(&mut self, stem: &str, unit: Unit, meaning: &str, value: F)
    where
        F: Fn(&'a Names, &R) -> Option<&'a str> + Send + Sync + 'a,
    {
        let names = self.names;
        let value = Box::new(move |row: &R| value(names, row).map_or(Cell::Missing, Cell::text));
        self.push(stem, unit, meaning, Kind::Text, value);
    }

    /// Several ids of the scenario, without duplicates, in one text.
    fn ids<F>(&mut self, stem: &str, meaning: &str, value: F)
    where
        F: Fn(&'a Names, &R) -> BTreeSet<&'a str> + Send + Sync + 'a,
    {
        let names = self.names;
        let value = Box::new(move |row: &R| {
            let ids: Vec<&str> = value(names, row).into_iter().collect();
            Cell::Text(Cow::Owned(ids.join(" ")))
        });
        self.push(stem, Unit::Id, meaning, Kind::Text, value);
    }

    /// A flag, missing where it does not apply.
    fn flag<F>(&mut self, stem: &str, meaning: &str, value: F)
    where
        F: Fn(&R) -> Option<bool> + Send + Sync + 'a,
    {
        let value = Box::new(move |row: &R| value(row).map_or(Cell::Missing, Cell::Flag));
        self.push(stem, Unit::Flag, meaning, Kind::Flag, value);
    }
}

#[cfg(test)]
mod tests;
