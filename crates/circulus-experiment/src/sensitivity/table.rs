//! The columns of `sensitivity`: one row per indicator and varied key.

use super::Estimate;
use super::morris::Morris;
use super::sobol::Sobol;
use circulus::record::columns::{Cell, Column, Kind};

/// The results for an indicator.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// By Sobol indices.
    Sobol(Sobol),
    /// By elementary effects.
    Morris(Morris),
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
}

/// A row: an indicator and the index of a key.
pub type Row<'f> = (&'f Finding, usize);

/// How a column gets its estimate for a key.
type Of = fn(&Found, usize) -> Option<Estimate>;

/// The columns for Sobol indices or for elementary effects, with the names of the varied keys.
pub fn columns<'f>(keys: &'f [String], morris: bool) -> Vec<Column<'f, Row<'f>>> {
    let mut columns: Vec<Column<'f, Row<'f>>> = vec![
        Column::new("indicator", "-", "Indicator", Kind::Text, |row: &Row<'f>| Cell::text(&row.0.indicator)),
        Column::new("unit", "-", "Unit of the indicator", Kind::Text, |row: &Row<'f>| {
            Cell::text(&row.0.unit)
        }),
        Column::new("key", "-", "Varied key", Kind::Text, |row: &Row<'f>| {
            keys.get(row.1).map_or(Cell::Missing, |key| Cell::text(key))
        }),
    ];
    let estimates: &[(&str, &str, Of)] = match morris {
        false => &[
            (
                "first",
                "Index of first order: share of the variance that goes if the key is known",
                |found, key| sobol(found)?.keys.get(key)?.first,
            ),
            (
                "total",
                "Index of total order: share of the variance that stays if all others are known",
                |found, key| sobol(found)?.keys.get(key)?.total,
            ),
        ],
        true => &[
            ("mu", "Mean elementary effect, in the indicator's unit over the key's range", |found, key| {
                effects(found)?.keys.get(key)?.mu
            }),
            ("mu_star", "Mean amount of the elementary effects, likewise", |found, key| {
                effects(found)?.keys.get(key)?.mu_star
            }),
            ("sigma", "Standard deviation of the elementary effects, likewise", |found, key| {
                effects(found)?.keys.get(key)?.sigma
            }),
        ],
    };
    for &(name, meaning, of) in estimates {
        let cell = |value: Option<f64>| value.map_or(Cell::Missing, Cell::number);
        let value = move |row: &Row<'f>| cell(of(&row.0.found, row.1).map(|e| e.value));
        let low = move |row: &Row<'f>| cell(of(&row.0.found, row.1).and_then(|e| Some(e.interval?.0)));
        let high = move |row: &Row<'f>| cell(of(&row.0.found, row.1).and_then(|e| Some(e.interval?.1)));
        let end = |which: &str| format!("{which} end of the 95 % interval of {name}");
        columns.push(Column::new(name, "-", meaning, Kind::Number, value));
        columns.push(Column::new(format!("{name}_low"), "-", end("Lower"), Kind::Number, low));
        columns.push(Column::new(format!("{name}_high"), "-", end("Upper"), Kind::Number, high));
    }
    let luck = match morris {
        false => "Share of the variance of a single run that is luck; empty with one replicate",
        true => "The mu_star that luck alone would give; empty with one replicate",
    };
    columns.push(Column::new("luck", "-", luck, Kind::Number, |row: &Row<'f>| {
        let value = match &row.0.found {
            Found::Sobol(sobol) => sobol.luck,
            Found::Morris(morris) => morris.keys.get(row.1).and_then(|key| key.luck),
        };
        value.map_or(Cell::Missing, Cell::number)
    }));
    let samples = "Blocks or trajectories counted";
    columns.push(Column::new("samples", "-", samples, Kind::Integer, |row: &Row<'f>| {
        Cell::count(row.0.found.samples().0)
    }));
    let left_out = "Blocks or trajectories left out: a run failed, or has no such number";
    columns.push(Column::new("left_out", "-", left_out, Kind::Integer, |row: &Row<'f>| {
        Cell::count(row.0.found.samples().1)
    }));
    columns
}

impl Found {
    /// Number of blocks or trajectories used, and left out.
    pub fn samples(&self) -> (usize, usize) {
        match self {
            Found::Sobol(sobol) => (sobol.blocks, sobol.left_out),
            Found::Morris(morris) => (morris.trajectories, morris.left_out),
        }
    }

    /// Importance of each key: total order, or `mu_star`.
    pub fn weights(&self) -> Vec<Option<Estimate>> {
        match self {
            Found::Sobol(sobol) => sobol.keys.iter().map(|key| key.total).collect(),
            Found::Morris(morris) => morris.keys.iter().map(|key| key.mu_star).collect(),
        }
    }

    /// Keys by importance, descending; those without a number last, in file order.
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
        Found::Morris(_) => None,
    }
}

fn effects(found: &Found) -> Option<&Morris> {
    match found {
        Found::Morris(morris) => Some(morris),
        Found::Sobol(_) => None,
    }
}
