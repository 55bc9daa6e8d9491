//! The columns of `sensitivity`: one row per indicator and factor.

use super::morris::Morris;
use super::pawn::{Index, Pawn};
use super::quantiles::{Quantiles, SHARES};
use super::shapley::Shapley;
use super::sobol::{Sobol, pairs};
use super::{Analysis, Estimate};
use crate::table::number_column;
use circulus::record::columns::{Cell, Column, Kind};

/// The results for an indicator.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// By Sobol indices.
    Sobol(Sobol),
    /// By elementary effects.
    Morris(Morris),
    /// By Shapley effects.
    Shapley(Shapley),
    /// By PAWN indices.
    Pawn(Pawn),
}

/// An indicator with its results.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Name of the indicator.
    pub indicator: String,
    /// Its unit as words.
    pub unit: String,
    /// Its meaning.
    pub meaning: String,
    /// What became of it.
    pub found: Found,
    /// Its quantiles by the factors, if they are asked for.
    pub quantiles: Option<Quantiles>,
}

/// A row: an indicator and the index of a factor, or of a pair of factors.
pub type Row<'f> = (&'f Finding, usize);

/// How a column gets its estimate for a factor.
type Of = fn(&Found, usize) -> Option<Estimate>;
/// How a column gets its number for a factor.
type Plain = fn(&Found, usize) -> Option<f64>;

/// The estimates of an analysis, each with name and meaning.
fn estimates(analysis: Analysis) -> &'static [(&'static str, &'static str, Of)] {
    match analysis {
        Analysis::Sobol => &[
            (
                "first",
                "Index of first order: share of the variance that goes if the key is known",
                |found, factor| sobol(found)?.keys.get(factor)?.first,
            ),
            (
                "total",
                "Index of total order: share of the variance that stays if all others are known",
                |found, factor| sobol(found)?.keys.get(factor)?.total,
            ),
        ],
        Analysis::Morris => &[
            (
                "mu",
                "Mean elementary effect, in the indicator's unit over the key's range",
                |found, factor| effects(found)?.keys.get(factor)?.mu,
            ),
            ("mu_star", "Mean amount of the elementary effects, likewise", |found, factor| {
                effects(found)?.keys.get(factor)?.mu_star
            }),
            ("sigma", "Standard deviation of the elementary effects, likewise", |found, factor| {
                effects(found)?.keys.get(factor)?.sigma
            }),
        ],
        Analysis::Shapley => &[(
            "effect",
            "Shapley effect: share of the variance, with an even part of what the key has together with others",
            |found, factor| *shapley(found)?.keys.get(factor)?,
        )],
        Analysis::Pawn => &[(
            "index",
            "PAWN index: median over ten slices of the key of the distance between the distributions of the indicator in the slice and in all points, 0 to 1",
            |found, factor| Some(distance(found, factor)?.median),
        )],
    }
}

/// The numbers of an analysis that have no interval, likewise.
fn numbers(analysis: Analysis) -> &'static [(&'static str, &'static str, Plain)] {
    match analysis {
        Analysis::Sobol | Analysis::Shapley => &[(
            "luck",
            "Share of the variance of a single run that is luck; empty with one replicate",
            |found, _| match found {
                Found::Sobol(found) => found.luck,
                Found::Shapley(found) => found.luck,
                _ => None,
            },
        )],
        Analysis::Morris => &[(
            "luck",
            "The mu_star that luck alone would give; empty with one replicate",
            |found, factor| effects(found)?.keys.get(factor)?.luck,
        )],
        Analysis::Pawn => &[
            ("index_max", "Largest such distance of a slice", |found, factor| {
                Some(distance(found, factor)?.max)
            }),
            (
                "floor",
                "Index that a key without effect exceeds with a probability of 5 %",
                |found, factor| Some(distance(found, factor)?.floor),
            ),
        ],
    }
}

/// The columns of an analysis, with the names of the factors.
pub fn columns(names: &[String], analysis: Analysis) -> Vec<Column<'_, Row<'_>>> {
    let mut columns = of_indicator();
    columns.push(text("key", "Varied key, or family or group of keys", |row: &Row| {
        names.get(row.1).map_or(Cell::Missing, |name| Cell::text(name))
    }));
    for &(name, meaning, of) in estimates(analysis) {
        columns.extend(estimate(name, meaning, move |row: &Row| of(&row.0.found, row.1)));
    }
    for &(name, meaning, of) in numbers(analysis) {
        columns.push(number(name, meaning, move |row: &Row| of(&row.0.found, row.1)));
    }
    columns.extend(of_samples(analysis));
    columns
}
/// The columns of `pairs`: one row per indicator and pair of factors, with the names of the factors.
pub fn pair_columns(names: &[String]) -> Vec<Column<'_, Row<'_>>> {
    let pairs: Vec<(usize, usize)> = pairs(names.len()).collect();
    let ones = pairs.iter().map(|pair| pair.0).collect();
    let others = pairs.iter().map(|pair| pair.1).collect();
    let name = |column: &'static str, meaning: &'static str, factors: Vec<usize>| {
        text(column, meaning, move |row: &Row| {
            let name = factors.get(row.1).and_then(|factor| names.get(*factor));
            name.map_or(Cell::Missing, |name| Cell::text(name))
        })
    };
    let mut columns = of_indicator();
    columns.push(name("key", "Varied key, or group of keys", ones));
    columns.push(name("other", "A later one", others));
    columns.extend(estimate(
        "second",
        "Index of second order: share of the variance that goes if both are known, beyond their shares of first order",
        |row: &Row| *sobol(&row.0.found)?.pairs.get(row.1)?,
    ));
    columns.extend(of_samples(Analysis::Sobol));
    columns
}

/// The columns of `quantile_regression`: one row per indicator and factor, with the names of the factors.
pub fn quantile_columns(names: &[String]) -> Vec<Column<'_, Row<'_>>> {
    let mut columns = of_indicator();
    columns.push(text("key", "Varied key, or family of keys", |row: &Row| {
        names.get(row.1).map_or(Cell::Missing, |name| Cell::text(name))
    }));
    for (place, share) in SHARES.into_iter().enumerate() {
        let percent = (100.0 * share).round();
        let meaning = format!(
            "Change of the indicator's quantile at {percent} % over the sampled range of the key, in the indicator's unit"
        );
        columns.extend(estimate(&format!("q{percent:02}"), &meaning, move |row: &Row| {
            row.0.quantiles.as_ref()?.keys.get(row.1)?[place]
        }));
    }
    let points = |of: fn(&Quantiles) -> usize| {
        move |row: &Row<'_>| row.0.quantiles.as_ref().map_or(Cell::Missing, |found| Cell::count(of(found)))
    };
    columns.push(Column::new("samples", "-", "Points counted", Kind::Integer, points(|found| found.points)));
    let left_out = "Points left out: no run has the number, or a key has none";
    columns.push(Column::new("left_out", "-", left_out, Kind::Integer, points(|found| found.left_out)));
    columns
}

/// The columns that say which indicator a row is of.
fn of_indicator<'f>() -> Vec<Column<'f, Row<'f>>> {
    vec![
        text("indicator", "Indicator", |row| Cell::text(&row.0.indicator)),
        text("unit", "Unit of the indicator", |row| Cell::text(&row.0.unit)),
    ]
}

/// The columns that say how many samples were used.
fn of_samples<'f>(analysis: Analysis) -> [Column<'f, Row<'f>>; 2] {
    let samples = analysis.samples();
    let mut first = samples.chars();
    let capital: String = first.next().into_iter().flat_map(char::to_uppercase).chain(first).collect();
    [
        count("samples", format!("{capital} counted"), |found| found.samples().0),
        count("left_out", format!("{capital} left out: a run failed, or has no such number"), |found| {
            found.samples().1
        }),
    ]
}

fn text<'f>(
    name: &str,
    meaning: &str,
    of: impl Fn(&Row<'f>) -> Cell<'f> + Send + Sync + 'f,
) -> Column<'f, Row<'f>> {
    Column::new(name, "-", meaning, Kind::Text, of)
}

fn count<'f>(name: &str, meaning: String, of: fn(&Found) -> usize) -> Column<'f, Row<'f>> {
    Column::new(name, "-", meaning, Kind::Integer, move |row: &Row<'f>| Cell::count(of(&row.0.found)))
}

fn number<'f>(
    name: impl Into<String>,
    meaning: impl Into<String>,
    of: impl Fn(&Row<'f>) -> Option<f64> + Send + Sync + 'f,
) -> Column<'f, Row<'f>> {
    number_column(name, "-", meaning, of)
}

/// An estimate with both ends of its interval.
fn estimate<'f>(
    name: &str,
    meaning: &str,
    of: impl Fn(&Row<'f>) -> Option<Estimate> + Copy + Send + Sync + 'f,
) -> [Column<'f, Row<'f>>; 3] {
    let end = |which: &str| format!("{which} end of the 95 % interval of {name}");
    [
        number(name, meaning, move |row| Some(of(row)?.value)),
        number(format!("{name}_low"), end("Lower"), move |row| Some(of(row)?.interval?.0)),
        number(format!("{name}_high"), end("Upper"), move |row| Some(of(row)?.interval?.1)),
    ]
}

impl Found {
    /// Number of blocks, trajectories, chains or points used, and left out.
    pub fn samples(&self) -> (usize, usize) {
        match self {
            Found::Sobol(sobol) => (sobol.blocks, sobol.left_out),
            Found::Morris(morris) => (morris.trajectories, morris.left_out),
            Found::Shapley(shapley) => (shapley.chains, shapley.left_out),
            Found::Pawn(pawn) => (pawn.points, pawn.left_out),
        }
    }

    /// Importance of each factor: total order, `mu_star`, Shapley effect, or PAWN index.
    pub fn weights(&self) -> Vec<Option<Estimate>> {
        match self {
            Found::Sobol(sobol) => sobol.keys.iter().map(|key| key.total).collect(),
            Found::Morris(morris) => morris.keys.iter().map(|key| key.mu_star).collect(),
            Found::Shapley(shapley) => shapley.keys.clone(),
            Found::Pawn(pawn) => pawn.keys.iter().map(|key| Some((*key)?.median)).collect(),
        }
    }

    /// Factors by importance, descending; those without a number last, in file order.
    pub fn ranked(&self) -> Vec<usize> {
        let weights = self.weights();
        let weight = |key: usize| weights[key].map_or(f64::NEG_INFINITY, |estimate| estimate.value);
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by(|&a, &b| weight(b).total_cmp(&weight(a)));
        order
    }
}

fn sobol(found: &Found) -> Option<&Sobol> {
    match found {
        Found::Sobol(sobol) => Some(sobol),
        _ => None,
    }
}

fn effects(found: &Found) -> Option<&Morris> {
    match found {
        Found::Morris(morris) => Some(morris),
        _ => None,
    }
}

fn shapley(found: &Found) -> Option<&Shapley> {
    match found {
        Found::Shapley(shapley) => Some(shapley),
        _ => None,
    }
}

fn distance(found: &Found, factor: usize) -> Option<Index> {
    match found {
        Found::Pawn(pawn) => pawn.keys.get(factor).copied().flatten(),
        _ => None,
    }
}
