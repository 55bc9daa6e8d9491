//! Indicators kept of each run: numbers for the whole run or for one year, named after their columns.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::robust::expression::Unit;
use circulus::record::Record;
use circulus::record::columns::{
    self, Cell, Column, Kind, Names, World, Year, cells, distribution, indicators, summary,
};
use circulus::record::tally::Distribution;
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::Scenario;

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
/// The year in which the company was dissolved; missing if it was not.
pub const DISSOLVED_YEAR: &str = "dissolved_year";

/// An indicator of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// Reads the indicators from runs of one scenario; reusable.
#[derive(Debug)]
pub struct Meter<'a> {
    names: &'a Names,
    wanted: &'a [Indicator],
    /// Index of each indicator's column.
    columns: Vec<Option<usize>>,
    /// Those columns of the summary that are wanted.
    wholes: Vec<Column<'a, Record>>,
    distribution: Vec<Column<'a, Distribution>>,
    yearly: bool,
}

impl Indicator {
    /// The indicator with a name in a scenario. The currency at the end of a name may be left out, and the year may be
    /// `first` or `last`: `counterfactual_total_net_benefit`, `cluster_lives@last`.
    ///
    /// # Errors
    /// What is wrong with the name, and the nearest valid one.
    pub fn find(name: &str, scenario: &Scenario) -> Result<Indicator, (String, Option<String>)> {
        if name == DISSOLVED_YEAR {
            return Ok(dissolved());
        }
        let (side, rest) = side(name);
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
        })
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
                    });
                }
            }
        }
        list
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
        let known: BTreeSet<String> = kept.iter().map(|indicator| indicator.name.clone()).collect();
        let is_new = |indicator: &&Indicator| {
            let derived =
                indicator.difference_of().is_some_and(|parts| parts.iter().all(|part| known.contains(part)));
            !derived && !known.contains(&indicator.name)
        };
        kept.extend(asked.iter().filter(is_new).cloned());
        kept
    }

    /// Calendar year, if it is an indicator for one year.
    pub fn year(&self) -> Option<i32> {
        self.year
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
                });
            }
        }
        list.extend(of_distribution(&names));
        list.push(dissolved());
        list
    }
}

impl<'a> Meter<'a> {
    /// A meter for runs of a scenario with these names.
    pub fn new(names: &'a Names, wanted: &'a [Indicator]) -> Meter<'a> {
        fn places<R>(columns: &[Column<'_, R>]) -> BTreeMap<String, usize> {
            columns.iter().enumerate().map(|(at, column)| (column.name.clone(), at)).collect()
        }
        let yearly = wanted.iter().any(|indicator| indicator.year.is_some());
        let years = if yearly { places(&indicators(names)) } else { BTreeMap::new() };
        let of_wholes =
            |indicator: &&Indicator| indicator.year.is_none() && indicator.side != Side::Distribution;
        let asked: BTreeSet<&str> = wanted.iter().filter(of_wholes).map(Indicator::column).collect();
        let mut wholes = summary(names);
        wholes.retain(|column| asked.contains(column.name.as_str()));
        let distribution = distribution(names);
        let (whole, of_both) = (places(&wholes), places(&distribution));
        let place = |indicator: &Indicator| {
            let places = match (indicator.side, indicator.year) {
                (Side::Distribution, _) => &of_both,
                (_, Some(_)) => &years,
                (_, None) => &whole,
            };
            places.get(&indicator.column).copied()
        };
        Meter { names, wanted, columns: wanted.iter().map(place).collect(), wholes, distribution, yearly }
    }

    /// The indicators of a run, in order; NaN if missing.
    pub fn read(&self, run: &Run) -> Vec<f64> {
        let yearly = if self.yearly { indicators(self.names) } else { Vec::new() };
        let whole = |record| LazyCell::new(move || cells(self.names, &self.wholes, record));
        let wholes = (whole(&run.cluster), whole(&run.twin), run.prevention.as_ref().map(whole));
        let of_world = |world: World, indicator: &Indicator, column: usize| {
            let (record, whole) = match world {
                World::Cluster => (&run.cluster, &wholes.0),
                World::Twin => (&run.twin, &wholes.1),
                World::Prevention => (run.prevention.as_ref()?, wholes.2.as_ref()?),
            };
            let Some(year) = indicator.year else { return number(whole.get(column)?) };
            let first = record.years.first()?.year;
            let at = usize::try_from(year.checked_sub(first)?).ok()?;
            let row = Year { world, row: record.years.get(at)?, twin: run.twin.years.get(at)? };
            number(&yearly.get(column)?.value(&row))
        };
        let gained = self.wanted.iter().any(|indicator| indicator.side == Side::Distribution);
        let gained = gained.then(|| Distribution::of(&run.cluster, &run.twin));
        let value = |(indicator, column): (&Indicator, &Option<usize>)| match (indicator.side, *column) {
            (Side::Cluster, Some(column)) => of_world(World::Cluster, indicator, column),
            (Side::Twin, Some(column)) => of_world(World::Twin, indicator, column),
            (Side::Prevention, Some(column)) => of_world(World::Prevention, indicator, column),
            (Side::Difference, Some(column)) => {
                let twin = of_world(World::Twin, indicator, column)?;
                Some(of_world(World::Cluster, indicator, column)? - twin)
            }
            (Side::Distribution, Some(column)) => {
                number(&self.distribution.get(column)?.value(gained.as_ref()?))
            }
            (Side::Dissolved, _) => match run.end {
                ClusterEnd::Dissolved(year) => Some(f64::from(year)),
                ClusterEnd::NoCompany | ClusterEnd::Lives => None,
            },
            (_, None) => None,
        };
        self.wanted.iter().zip(&self.columns).map(|pair| value(pair).unwrap_or(f64::NAN)).collect()
    }
}

/// The cell as a number, with flags as 1 and 0.
fn number(cell: &Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Flag(flag) => Some(f64::from(u8::from(*flag))),
        other => other.as_number(),
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
    }
}

/// The worlds of a scenario, with the prefixes of their columns.
fn worlds(scenario: &Scenario) -> &'static [(&'static str, Side)] {
    const ALL: [(&str, Side); 3] = [("", Side::Cluster), (TWIN, Side::Twin), (PREVENTION, Side::Prevention)];
    if scenario.prevention.is_some() { &ALL } else { &ALL[..2] }
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
                "'{text}' is no year of the run, {} to {last}, nor {FIRST} or {LAST}",
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
        Side::Cluster | Side::Distribution | Side::Dissolved => format!("{meaning}{year}"),
        Side::Twin => format!("{meaning}{year}; of the twin"),
        Side::Prevention => format!("{meaning}{year}; of the world of prevention"),
        Side::Difference => format!("{meaning}{year}; cluster less twin"),
    }
}

fn nearest(typed: &str, known: &[Known]) -> Option<String> {
    let near = known.iter().map(|known| (strsim::damerau_levenshtein(typed, &known.name), &known.name));
    let (distance, name) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= typed.len().div_ceil(3)).then(|| name.clone())
}
