//! Indicators kept of each run: numbers for the whole run or for one year, named after their columns.

mod derived;
mod meter;
mod plants;

use std::collections::BTreeSet;

use crate::expression::Unit;
use circulus::record::columns::{self, Column, Kind, Names, distribution, indicators, summary};
use circulus::record::tally::Distribution;
use circulus::scenario::Scenario;
use derived::Derived;
pub use meter::Meter;

/// Prefix of the twin's columns.
pub const TWIN: &str = "twin_";
/// Prefix of the columns of the third world, of prevention.
pub const PREVENTION: &str = "prevention_";
/// Prefix for the cluster's value less the twin's.
pub const COUNTERFACTUAL: &str = "counterfactual_";
/// The first year of the run, after `@`.
const FIRST: &str = "first";
/// The last year of the run, after `@`.
const LAST: &str = "last";
/// All years of the run, after `@`.
const ALL: &str = "all";
/// The year in which the company was dissolved; missing if it was not.
pub const DISSOLVED_YEAR: &str = "dissolved_year";

/// An indicator of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Name: `total_converted_t`, `twin_total_converted_t`, `counterfactual_total_converted_t`, or with
    /// a calendar year `stock_t@2030`.
    pub name: String,
    /// Unit as words.
    pub unit: String,
    /// Meaning of its column.
    pub meaning: String,
    /// Whether it is a whole number.
    pub whole: bool,
    side: Side,
    column: String,
    year: Option<i32>,
    /// Id of the plant that it is of, if it is of one.
    plant: Option<String>,
    /// What it is computed from, if it is one of the user's own.
    derived: Option<Derived>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Cluster,
    Twin,
    Prevention,
    Difference,
    /// Who gained what: of both worlds together.
    Distribution,
    Dissolved,
    /// Computed from others.
    Derived,
}

impl Indicator {
    /// The indicator with a name in a scenario. The currency at the end of a name may be left out, and the year may be
    /// `first` or `last`: `counterfactual_total_net_benefit`, `cluster_lives@last`. `name = expression` is one of the
    /// user's own.
    ///
    /// # Errors
    /// What is wrong with the name, and the nearest valid one.
    pub fn find(name: &str, scenario: &Scenario) -> Result<Indicator, (String, Option<String>)> {
        if name == DISSOLVED_YEAR {
            return Ok(dissolved());
        }
        if let Some((name, text)) = name.split_once('=') {
            return derived::find(name, text, scenario);
        }
        let (side, rest) = side(name);
        if let Some(found) = plants::find(name, scenario) {
            return found;
        }
        if side == Side::Prevention && scenario.prevention.is_none() {
            let message = format!(
                "'{name}' is of the world of prevention, which this scenario does not have; give it a table [prevention], \
                 as configs/prevention.toml does"
            );
            return Err((message, None));
        }
        let (column, year) = match rest.split_once('@') {
            None => (rest, None),
            Some((column, year)) => (column, Some(year_of(year, scenario)?)),
        };
        let names = Names::of(scenario);
        // A name without the currency serves scenarios in any.
        let currency = columns::Unit::Money.suffix(&names.currency);
        let is_meant = |known: &str, typed: &str| known == typed || without(known, &currency) == typed;
        let mut of_both = of_distribution(&names).into_iter();
        if let Some(found) = of_both.find(|indicator| is_meant(&indicator.name, name)) {
            return Ok(found);
        }
        let known = known(&names, year.is_some());
        let exact = known.iter().find(|known| known.name == column);
        let Some(found) = exact.or_else(|| known.iter().find(|known| is_meant(&known.name, column))) else {
            let kind = if year.is_some() { "column of indicators.csv" } else { "number of summary.json" };
            let near = nearest(column, &known).map(|near| name.replace(column, &near));
            return Err((format!("'{column}' is no {kind} of this scenario"), near));
        };
        let prefix = name.strip_suffix(rest).unwrap_or_default();
        let at = year.map(|year| format!("@{year}")).unwrap_or_default();
        Ok(Indicator {
            name: format!("{prefix}{}{at}", found.name),
            unit: found.unit.clone(),
            meaning: described(side, &found.meaning, year),
            whole: found.whole,
            side,
            column: found.name.clone(),
            year,
            plant: None,
            derived: None,
        })
    }

    /// The indicators with a name that may stand for several years or all plants: `members@all`, `members@2030..2040`,
    /// `plants.*.cash@last`.
    ///
    /// # Errors
    /// As [`Indicator::find`].
    pub fn find_all(name: &str, scenario: &Scenario) -> Result<Vec<Indicator>, (String, Option<String>)> {
        let range = name.split_once('@').filter(|_| !name.contains('=')).and_then(|(column, years)| {
            let first_and_last = if years == ALL { (FIRST, LAST) } else { years.split_once("..")? };
            Some((column, first_and_last))
        });
        let names = match range {
            None => plants::each(name, scenario)?,
            Some((column, (first, last))) => {
                let (first, last) = (year_of(first, scenario)?, year_of(last, scenario)?);
                if first > last {
                    return Err((format!("'{name}' has no year: {first} is after {last}"), None));
                }
                let columns = plants::each(column, scenario)?;
                let of = |column: &String| {
                    (first..=last).map(|year| format!("{column}@{year}")).collect::<Vec<_>>()
                };
                columns.iter().flat_map(of).collect()
            }
        };
        names.iter().map(|name| Indicator::find(name, scenario)).collect()
    }

    /// Every numeric column of every year, by indicator and year, the cluster's, the twin's, and
    /// those of the third world where there is one.
    pub fn all_years(scenario: &Scenario) -> Vec<Indicator> {
        let names = Names::of(scenario);
        let mut list = Vec::new();
        for known in known(&names, true).into_iter().filter(|known| known.name != "year") {
            for t in 0..scenario.years {
                let year = scenario.start_year + i32::try_from(t).unwrap_or(i32::MAX);
                for &(prefix, side) in worlds(scenario) {
                    list.push(Indicator {
                        name: format!("{prefix}{}@{year}", known.name),
                        unit: known.unit.clone(),
                        meaning: described(side, &known.meaning, Some(year)),
                        whole: known.whole,
                        side,
                        column: known.name.clone(),
                        year: Some(year),
                        plant: None,
                        derived: None,
                    });
                }
            }
        }
        list
    }

    /// Whether it is of a single plant, so that a run must keep the rows of its plants.
    pub fn is_of_plant(&self) -> bool {
        self.parts().iter().any(|part| part.plant.is_some())
    }

    /// Whether it is of the third world.
    pub fn is_of_prevention(&self) -> bool {
        self.side == Side::Prevention
    }

    /// Its unit in an expression: counts, shares and flags have none.
    pub fn expression_unit(&self) -> Unit {
        match self.unit.as_str() {
            "-" | "share" => Unit::Free,
            unit => Unit::Of(unit.to_owned()),
        }
    }

    /// The numbers of cluster and twin whose difference it is, by name, if it is one.
    pub fn difference_of(&self) -> Option<[String; 2]> {
        (self.side == Side::Difference).then(|| [self.column.clone(), format!("{TWIN}{}", self.column)])
    }

    /// The numbers that are kept of each run of a scenario: its whole summary, and what is asked for besides.
    pub fn kept(scenario: &Scenario, asked: &[Indicator]) -> Vec<Indicator> {
        let mut kept = Indicator::all(scenario);
        let mut known: BTreeSet<String> = kept.iter().map(|indicator| indicator.name.clone()).collect();
        for indicator in asked.iter().flat_map(Indicator::parts) {
            let difference =
                indicator.difference_of().is_some_and(|parts| parts.iter().all(|part| known.contains(part)));
            if !difference && known.insert(indicator.name.clone()) {
                kept.push(indicator.clone());
            }
        }
        kept
    }

    /// The indicators that it is computed from; itself, if it is read from a run.
    pub fn parts(&self) -> &[Indicator] {
        self.derived.as_ref().map_or(std::slice::from_ref(self), |derived| &derived.parts)
    }

    /// Its value from those of its [parts](Indicator::parts).
    pub fn of_parts(&self, values: &[f64]) -> f64 {
        match &self.derived {
            Some(derived) => derived.of(values),
            None => values.first().copied().unwrap_or(f64::NAN),
        }
    }

    /// Its name as [`Indicator::find`] reads it: with the expression, if it is one of the user's own.
    pub fn written(&self) -> String {
        self.derived.as_ref().map_or_else(|| self.name.clone(), |derived| derived.written(&self.name))
    }

    /// Calendar year, if it is an indicator for one year.
    pub fn year(&self) -> Option<i32> {
        self.year
    }

    /// Its name without the year.
    pub fn without_year(&self) -> &str {
        self.name.split_once('@').map_or(self.name.as_str(), |(name, _)| name)
    }

    /// The column that it is read from.
    pub fn column(&self) -> &str {
        &self.column
    }

    /// All numbers in the summary of each world, the distribution, and the year of dissolution.
    pub fn all(scenario: &Scenario) -> Vec<Indicator> {
        let names = Names::of(scenario);
        let mut list = Vec::new();
        for &(prefix, side) in worlds(scenario) {
            for known in known(&names, false) {
                list.push(Indicator {
                    name: format!("{prefix}{}", known.name),
                    unit: known.unit,
                    meaning: described(side, &known.meaning, None),
                    whole: known.whole,
                    side,
                    column: known.name,
                    year: None,
                    plant: None,
                    derived: None,
                });
            }
        }
        list.extend(of_distribution(&names));
        list.push(dissolved());
        list
    }
}

/// What members gained, over all years, against the twin.
fn of_distribution(names: &Names) -> Vec<Indicator> {
    let indicator = |column: Column<'_, Distribution>| Indicator {
        whole: column.kind != Kind::Number,
        column: column.name.clone(),
        name: column.name,
        unit: column.unit,
        meaning: column.meaning,
        side: Side::Distribution,
        year: None,
        plant: None,
        derived: None,
    };
    distribution(names).into_iter().map(indicator).collect()
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
        plant: None,
        derived: None,
    }
}

/// The worlds of a scenario, with the prefixes of their columns.
fn worlds(scenario: &Scenario) -> &'static [(&'static str, Side)] {
    const WORLDS: [(&str, Side); 3] =
        [("", Side::Cluster), (TWIN, Side::Twin), (PREVENTION, Side::Prevention)];
    if scenario.prevention.is_some() { &WORLDS } else { &WORLDS[..2] }
}

fn side(name: &str) -> (Side, &str) {
    // A yearly column may itself begin with counterfactual_: it is found under its own name.
    let without = |prefix| name.strip_prefix(prefix);
    match (without(TWIN), without(PREVENTION), without(COUNTERFACTUAL)) {
        (Some(rest), ..) => (Side::Twin, rest),
        (_, Some(rest), _) => (Side::Prevention, rest),
        (.., Some(rest)) if !name.contains('@') => (Side::Difference, rest),
        _ => (Side::Cluster, name),
    }
}

fn year_of(text: &str, scenario: &Scenario) -> Result<i32, (String, Option<String>)> {
    let last = scenario.start_year + i32::try_from(scenario.years).unwrap_or(0) - 1;
    let years = scenario.start_year..=last;
    match text.parse() {
        _ if text == FIRST => Ok(scenario.start_year),
        _ if text == LAST => Ok(last),
        Ok(year) if years.contains(&year) => Ok(year),
        _ => {
            let message = format!(
                "'{text}' is no year of the run, {} to {last}, nor {FIRST}, {LAST} or {ALL}",
                scenario.start_year
            );
            Err((message, None))
        }
    }
}

/// A column's name without the currency.
fn without(name: &str, currency: &str) -> String {
    match name.rfind(currency) {
        Some(at) if matches!(&name[at + currency.len()..], "" | "_per_t") => {
            [&name[..at], &name[at + currency.len()..]].concat()
        }
        _ => name.to_owned(),
    }
}

struct Known {
    name: String,
    unit: String,
    meaning: String,
    whole: bool,
}

/// Numeric columns.
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
        Side::Cluster | Side::Distribution | Side::Dissolved | Side::Derived => format!("{meaning}{year}"),
        Side::Twin => format!("{meaning}{year}; of the twin"),
        Side::Prevention => format!("{meaning}{year}; of the world of prevention"),
        Side::Difference => format!("{meaning}{year}; cluster less twin"),
    }
}

fn nearest(typed: &str, known: &[Known]) -> Option<String> {
    nearest_of(typed, known.iter().map(|known| known.name.as_str()))
}

fn nearest_of<'k>(typed: &str, known: impl Iterator<Item = &'k str>) -> Option<String> {
    let near = known.map(|known| (strsim::damerau_levenshtein(typed, known), known));
    let (distance, name) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= typed.len().div_ceil(3)).then(|| name.to_owned())
}
