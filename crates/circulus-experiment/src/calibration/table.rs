//! The tables of a calibration: posterior, particles, generations, fit.

use std::borrow::Cow;

use super::posterior::Posterior;
use super::sequential::{Generation, Particle};
use super::target::Target;
use crate::range::Range;
use circulus::record::columns::{Cell, Column, Kind};

/// A parameter before and after calibration.
#[derive(Debug, Clone, PartialEq)]
pub struct Learnt {
    /// Key of the scenario.
    pub key: String,
    /// Before.
    pub prior: Posterior,
    /// After.
    pub posterior: Posterior,
    /// Relative reduction of the standard deviation (of logarithms for a log-uniform prior); about 0 if the targets
    /// have no information on the parameter.
    pub narrowed: f64,
}

/// A target and the results of the kept particles.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The target.
    pub target: Target,
    /// Weighted results of the particles, without observation error.
    pub fitted: Posterior,
}

impl Fit {
    /// Weighted mean result less observation, in standard errors.
    pub fn off(&self) -> f64 {
        (self.fitted.mean() - self.target.value) / self.target.error
    }
}

/// Prior and posterior of every parameter.
pub fn learnt(particles: &[Particle], priors: &[(String, Range)]) -> Vec<Learnt> {
    let one = |(index, (key, range)): (usize, &(String, Range))| Learnt {
        key: key.clone(),
        prior: Posterior::prior(range),
        posterior: Posterior::of(particles, index, range),
        narrowed: narrowed(particles, index),
    };
    priors.iter().enumerate().map(one).collect()
}

/// The prior is uniform in shares of the range, with variance 1/12.
fn narrowed(particles: &[Particle], index: usize) -> f64 {
    let share = |particle: &Particle| Some((*particle.shares.get(index)?, particle.weight));
    1.0 - Posterior::new(particles.iter().filter_map(share).collect()).sd() * 12f64.sqrt()
}

/// The columns of `posterior`: one row per parameter.
pub fn posterior() -> Vec<Column<'static, Learnt>> {
    let mut columns = vec![text("parameter", "Key of the scenario", |row: &Learnt| row.key.clone())];
    type Side = (&'static str, &'static str, fn(&Learnt) -> &Posterior);
    let sides: [Side; 2] =
        [("prior", "before", |row| &row.prior), ("posterior", "after", |row| &row.posterior)];
    for (side, when, of) in sides {
        let mut add = |name: &str, meaning: &str, value: fn(&Posterior) -> f64| {
            columns.push(number(&format!("{side}_{name}"), &format!("{meaning} {when}"), move |row| {
                value(of(row))
            }));
        };
        add("mean", "Mean", Posterior::mean);
        add("sd", "Standard deviation", Posterior::sd);
        add("q05", "5 % quantile", |sample| sample.quantile(0.05));
        add("q50", "Median", |sample| sample.quantile(0.5));
        add("q95", "95 % quantile", |sample| sample.quantile(0.95));
    }
    let meaning =
        "Narrowed: share by which the standard deviation shrank; about 0 where the targets say nothing";
    columns.push(number("narrowed", meaning, |row: &Learnt| row.narrowed));
    columns
}

/// The columns of `particles`: those kept, nearest first, with normalised weights.
pub fn particles<'a>(particles: &[Particle], priors: &'a [(String, Range)]) -> Vec<Column<'a, Particle>> {
    let total: f64 = particles.iter().map(|particle| particle.weight).sum();
    let point = |row: &Particle| Cell::Integer(row.point as i64);
    let mut columns = vec![Column::new("point", "-", "Number of the design point", Kind::Integer, point)];
    columns.push(number("weight", "Importance weight; all add up to 1", move |row: &Particle| {
        row.weight / total
    }));
    columns.push(number("distance", "Distance from the targets, in standard errors", |row: &Particle| {
        row.distance
    }));
    for (index, (key, range)) in priors.iter().enumerate() {
        let value = move |row: &Particle| {
            let share = row.shares.get(index).copied().unwrap_or(f64::NAN);
            range.at(share).parse().unwrap_or(f64::NAN)
        };
        columns.push(number(key, "Value of the parameter", value));
    }
    columns
}

/// The columns of `generations`.
pub fn generations() -> Vec<Column<'static, Generation>> {
    let mut columns = Vec::new();
    type Count = (&'static str, &'static str, fn(&Generation) -> usize);
    let counts: [Count; 4] = [
        ("generation", "Number", |row| row.number),
        ("tried", "Points tried", |row| row.tried),
        ("failed", "Points whose run failed or lacked a result", |row| row.failed),
        ("accepted", "Points of this generation that were kept", |row| row.accepted),
    ];
    for (name, meaning, value) in counts {
        let cell = move |row: &Generation| Cell::Integer(value(row) as i64);
        columns.push(Column::new(name, "-", meaning, Kind::Integer, cell));
    }
    columns.push(number("tolerance", "Largest distance kept, in standard errors", |row: &Generation| {
        row.tolerance
    }));
    columns.push(number("effective", "Effective sample size", |row: &Generation| row.effective));
    columns
}

/// The columns of `fit`: one row per target.
pub fn fit() -> Vec<Column<'static, Fit>> {
    vec![
        text("target", "What was observed", |row: &Fit| row.target.name.clone()),
        number("observed", "Value observed", |row: &Fit| row.target.value),
        number("error", "Its standard error", |row: &Fit| row.target.error),
        number("fitted_mean", "Mean of the particles", |row: &Fit| row.fitted.mean()),
        number("fitted_q05", "5 % quantile of the particles", |row: &Fit| row.fitted.quantile(0.05)),
        number("fitted_q95", "95 % quantile of the particles", |row: &Fit| row.fitted.quantile(0.95)),
        number("off", "Mean less observed, in standard errors", Fit::off),
        text("source", "Source", |row: &Fit| row.target.source.clone()),
    ]
}

fn number<'a, R>(name: &str, meaning: &str, value: impl Fn(&R) -> f64 + Send + Sync + 'a) -> Column<'a, R> {
    Column::new(name, "-", meaning, Kind::Number, move |row| Cell::number(value(row)))
}

fn text<'a, R>(name: &str, meaning: &str, value: impl Fn(&R) -> String + Send + Sync + 'a) -> Column<'a, R> {
    Column::new(name, "-", meaning, Kind::Text, move |row| Cell::Text(Cow::Owned(value(row))))
}
