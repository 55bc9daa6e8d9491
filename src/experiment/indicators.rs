//! What is kept of each run: numbers of the whole run or of one year, by the names of their columns.

use std::collections::BTreeSet;

use crate::record::columns::{Cell, Column, Kind, Names, World, Year, indicators, summary};
use crate::record::{Record, columns};
use crate::run::{ClusterEnd, Run};
use crate::scenario::Scenario;

/// Before the name of a column: the twin's.
pub const TWIN: &str = "twin_";
/// Before the name of a column: the cluster's less the twin's.
pub const COUNTERFACTUAL: &str = "counterfactual_";
/// The year in which the company was dissolved; missing where it was not.
pub const DISSOLVED_YEAR: &str = "dissolved_year";

/// A number kept of each run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Name: `total_converted_t`, `twin_total_converted_t`, `counterfactual_total_converted_t`, or with
    /// a calendar year `stock_t@2030`.
    pub name: String,
    /// Unit as words.
    pub unit: String,
    /// Meaning, as its column has it.
    pub meaning: String,
    /// Whether it is a whole number.
    pub whole: bool,
    side: Side,
    column: String,
    year: Option<i32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Cluster,
    Twin,
    Difference,
    Dissolved,
}

/// Names of scenario and column lists that a run is measured by; made once for many runs of a scenario.
pub struct Meter<'a> {
    wholes: Vec<Column<'a, Record>>,
    years: Vec<Column<'a, Year<'a>>>,
}

impl Indicator {
    /// The indicator of a name in a scenario.
    ///
    /// # Errors
    /// What is wrong with the name, and the nearest that would be right.
    pub fn find(name: &str, scenario: &Scenario) -> Result<Indicator, (String, Option<String>)> {
        if name == DISSOLVED_YEAR {
            return Ok(dissolved());
        }
        let (side, rest) = side(name);
        let (column, year) = match rest.split_once('@') {
            None => (rest, None),
            Some((column, year)) => (column, Some(year_of(year, scenario)?)),
        };
        let names = Names::of(scenario);
        let known = known(&names, year.is_some());
        let Some(found) = known.iter().find(|known| known.name == column) else {
            let kind = if year.is_some() { "column of indicators.csv" } else { "number of summary.json" };
            let near = nearest(column, &known).map(|near| name.replace(column, &near));
            return Err((format!("'{column}' is no {kind} of this scenario"), near));
        };
        Ok(Indicator {
            name: name.to_owned(),
            unit: found.unit.clone(),
            meaning: described(side, &found.meaning, year),
            whole: found.whole,
            side,
            column: column.to_owned(),
            year,
        })
    }

    /// Everything that the summary says of cluster and twin, and the year of dissolution.
    pub fn all(scenario: &Scenario) -> Vec<Indicator> {
        let names = Names::of(scenario);
        let mut list = Vec::new();
        for (prefix, side) in [("", Side::Cluster), (TWIN, Side::Twin)] {
            for known in known(&names, false) {
                list.push(Indicator {
                    name: format!("{prefix}{}", known.name),
                    unit: known.unit,
                    meaning: described(side, &known.meaning, None),
                    whole: known.whole,
                    side,
                    column: known.name,
                    year: None,
                });
            }
        }
        list.push(dissolved());
        list
    }
}

impl<'a> Meter<'a> {
    /// A meter for runs of a scenario with these names; it holds only the columns that are asked for.
    pub fn new(names: &'a Names, wanted: &[Indicator]) -> Meter<'a> {
        let of = |yearly: bool| -> BTreeSet<&str> {
            let list = wanted.iter().filter(|indicator| indicator.year.is_some() == yearly);
            list.map(|indicator| indicator.column.as_str()).collect()
        };
        let (whole, yearly) = (of(false), of(true));
        let mut meter = Meter { wholes: Vec::new(), years: Vec::new() };
        if !whole.is_empty() {
            meter.wholes = summary(names);
            meter.wholes.retain(|column| whole.contains(column.name.as_str()));
        }
        if !yearly.is_empty() {
            meter.years = indicators(names);
            meter.years.retain(|column| yearly.contains(column.name.as_str()));
        }
        meter
    }

    /// The indicators of a run, in their order; NaN where one is missing.
    pub fn read(&self, run: &'a Run, wanted: &[Indicator]) -> Vec<f64> {
        wanted.iter().map(|indicator| self.value(run, indicator).unwrap_or(f64::NAN)).collect()
    }

    fn value(&self, run: &'a Run, indicator: &Indicator) -> Option<f64> {
        match indicator.side {
            Side::Cluster => self.of_world(run, World::Cluster, indicator),
            Side::Twin => self.of_world(run, World::Twin, indicator),
            Side::Difference => {
                let twin = self.of_world(run, World::Twin, indicator)?;
                Some(self.of_world(run, World::Cluster, indicator)? - twin)
            }
            Side::Dissolved => match run.end {
                ClusterEnd::Dissolved(year) => Some(f64::from(year)),
                ClusterEnd::NoCompany | ClusterEnd::Lives => None,
            },
        }
    }

    fn of_world(&self, run: &'a Run, world: World, indicator: &Indicator) -> Option<f64> {
        let record = match world {
            World::Cluster => &run.cluster,
            World::Twin => &run.twin,
        };
        let Some(year) = indicator.year else {
            return number(&columns::find(&self.wholes, &indicator.column)?.value(record));
        };
        let at = record.years.iter().position(|row| row.year == year)?;
        let row = Year { world, row: record.years.get(at)?, twin: run.twin.years.get(at)? };
        number(&columns::find(&self.years, &indicator.column)?.value(&row))
    }
}

/// Flags count 1 and 0.
fn number(cell: &Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Flag(flag) => Some(f64::from(u8::from(*flag))),
        other => other.as_number(),
    }
}

fn dissolved() -> Indicator {
    Indicator {
        name: DISSOLVED_YEAR.to_owned(),
        unit: "calendar year".to_owned(),
        meaning: "Year in which the company was dissolved; missing where it was not".to_owned(),
        whole: true,
        side: Side::Dissolved,
        column: String::new(),
        year: None,
    }
}

fn side(name: &str) -> (Side, &str) {
    // A column of a year may itself begin with counterfactual_: those are asked for by their own name.
    match (name.strip_prefix(TWIN), name.strip_prefix(COUNTERFACTUAL)) {
        (Some(rest), _) => (Side::Twin, rest),
        (_, Some(rest)) if !name.contains('@') => (Side::Difference, rest),
        _ => (Side::Cluster, name),
    }
}

fn year_of(text: &str, scenario: &Scenario) -> Result<i32, (String, Option<String>)> {
    let last = scenario.start_year + i32::try_from(scenario.years).unwrap_or(0) - 1;
    let years = scenario.start_year..=last;
    match text.parse() {
        Ok(year) if years.contains(&year) => Ok(year),
        _ => Err((format!("'{text}' is no year of the run, {} to {last}", scenario.start_year), None)),
    }
}

struct Known {
    name: String,
    unit: String,
    meaning: String,
    whole: bool,
}

/// Columns that hold numbers.
fn known(names: &Names, yearly: bool) -> Vec<Known> {
    fn of<R>(columns: Vec<Column<'_, R>>) -> Vec<Known> {
        let numbers = columns.into_iter().filter(|column| column.kind != Kind::Text);
        let known = |column: Column<'_, R>| Known {
            whole: column.kind != Kind::Number,
            name: column.name,
            unit: column.unit,
            meaning: column.meaning,
        };
        numbers.map(known).collect()
    }
    if yearly { of(indicators(names)) } else { of(summary(names)) }
}

fn described(side: Side, meaning: &str, year: Option<i32>) -> String {
    let year = year.map(|year| format!(", {year}")).unwrap_or_default();
    match side {
        Side::Cluster | Side::Dissolved => format!("{meaning}{year}"),
        Side::Twin => format!("{meaning}{year}; of the twin"),
        Side::Difference => format!("{meaning}{year}; cluster less twin"),
    }
}

fn nearest(typed: &str, known: &[Known]) -> Option<String> {
    let near = known.iter().map(|known| (strsim::damerau_levenshtein(typed, &known.name), &known.name));
    let (distance, name) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= typed.len().div_ceil(3)).then(|| name.clone())
}
