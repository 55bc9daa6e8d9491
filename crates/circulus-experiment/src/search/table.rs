//! Results of a search: every candidate with its cost and how reliably it reaches the target.

use std::borrow::Cow;

use super::nsga2::Score;
use super::ranking::dominates;
use super::robust::{Aim, Robust, quantile};
use crate::range::number_text;
use circulus::record::columns::{Cell, Column, Kind};

/// An evaluated candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// Number over all generations, from 0; the design point of its runs.
    pub point: usize,
    /// Values of the keys.
    pub values: Vec<String>,
    /// Its result; `None` if a run failed or a value is missing.
    pub weighed: Option<Weighed>,
    /// Whether it is on the Pareto front.
    pub front: bool,
    /// Its result with draws that the search has not used, if it was confirmed.
    pub confirmed: Option<Weighed>,
}

/// A candidate's result over all runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// Mean cost over cases and replicates, and its 5 and 95 % quantiles.
    pub cost: [f64; 3],
    /// The target.
    pub target: Robust,
    /// Sum of the constraint violations, each relative to its bound.
    pub violation: f64,
}

impl Weighed {
    /// Evaluates values `[case][replicate]` of cost, target and constraints; `None` if one is missing.
    pub fn of(
        cost: &[Vec<f64>],
        target: (&Aim, &[Vec<f64>]),
        constraints: &[(&Aim, Vec<Vec<f64>>)],
    ) -> Option<Weighed> {
        let all: Vec<f64> = cost.iter().flatten().copied().collect();
        if all.is_empty() || all.iter().any(|value| !value.is_finite()) {
            return None;
        }
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        let target = target.0.weigh(target.1)?;
        let mut violation = 0.0;
        for (aim, values) in constraints {
            violation += aim.violation(&aim.weigh(values)?);
        }
        Some(Weighed { cost: [mean, quantile(&all, 0.05), quantile(&all, 0.95)], target, violation })
    }

    /// The score used by the search: cost, and shortfall of the target.
    pub fn score(&self) -> Score {
        Score { objectives: vec![self.cost[0], self.target.shortfall], violation: self.violation }
    }

    /// Whether target and constraints are met.
    pub fn reaches(&self) -> bool {
        self.target.shortfall == 0.0 && self.violation == 0.0
    }
}

/// Marks the candidates that no other dominates; of equal ones, only the first.
pub fn mark_front(tried: &mut [Tried]) {
    let scores: Vec<Option<Score>> = tried
        .iter()
        .map(|one| one.weighed.as_ref().filter(|w| w.violation == 0.0).map(Weighed::score))
        .collect();
    for (index, one) in tried.iter_mut().enumerate() {
        one.front = scores.get(index).and_then(Option::as_ref).is_some_and(|own| {
            let better = |(at, other): (usize, &Option<Score>)| {
                other.as_ref().is_some_and(|other| dominates(other, own) || (at < index && other == own))
            };
            !scores.iter().enumerate().any(better)
        });
    }
}

/// Indices of candidates to confirm with other draws: the front, and the `most` cheapest with distinct keys that reach
/// the target. The winner under the search's own draws may owe it to luck; a slightly more expensive one may be the
/// cheapest that holds up.
pub fn to_confirm(tried: &[Tried], most: usize) -> Vec<usize> {
    let mut chosen: Vec<usize> = (0..tried.len()).filter(|&at| tried[at].front).collect();
    let mut reaching: Vec<usize> =
        (0..tried.len()).filter(|&at| reaches(tried[at].weighed.as_ref())).collect();
    reaching.sort_by(|&a, &b| cost(&tried[a]).total_cmp(&cost(&tried[b])).then(a.cmp(&b)));
    let mut more = 0;
    for at in reaching {
        let known = chosen.iter().any(|&other| tried[other].values == tried[at].values);
        if !known && more < most {
            chosen.push(at);
            more += 1;
        }
    }
    chosen.sort_unstable();
    chosen
}

/// The cheapest candidate that reaches the target, also with the confirmation's draws if it was confirmed (ties: the
/// first).
pub fn cheapest(tried: &[Tried]) -> Option<&Tried> {
    let again = tried.iter().any(|one| one.confirmed.is_some());
    let holds = |one: &&Tried| reaches(one.weighed.as_ref()) && (!again || reaches(one.confirmed.as_ref()));
    tried.iter().filter(holds).min_by(|a, b| cost(a).total_cmp(&cost(b)).then(a.point.cmp(&b.point)))
}

fn reaches(weighed: Option<&Weighed>) -> bool {
    weighed.is_some_and(Weighed::reaches)
}

fn cost(one: &Tried) -> f64 {
    one.weighed.as_ref().map_or(f64::INFINITY, |weighed| weighed.cost[0])
}

/// The columns of `candidates` and `pareto`.
pub fn columns<'a>(
    keys: &'a [String],
    cases: &'a [String],
    cost: &str,
    target: &str,
) -> Vec<Column<'a, Tried>> {
    let point = |row: &Tried| Cell::Integer(row.point as i64);
    let mut columns = vec![Column::new("point", "-", "Number of the design point", Kind::Integer, point)];
    for (index, key) in keys.iter().enumerate() {
        let value =
            move |row: &Tried| Cell::Text(Cow::Owned(row.values.get(index).cloned().unwrap_or_default()));
        columns.push(Column::new(key, "-", "Value of the key", Kind::Text, value));
    }
    let mut number =
        |name: String, unit: &str, meaning: String, value: Box<dyn Fn(&Weighed) -> f64 + Send + Sync>| {
            let cell =
                move |row: &Tried| row.weighed.as_ref().map_or(Cell::Missing, |w| Cell::number(value(w)));
            columns.push(Column::new(name, unit, meaning, Kind::Number, cell));
        };
    number("cost_mean".into(), cost, "Cost: mean over cases and replicates".into(), Box::new(|w| w.cost[0]));
    number("cost_q05".into(), cost, "Cost: 5 % quantile".into(), Box::new(|w| w.cost[1]));
    number("cost_q95".into(), cost, "Cost: 95 % quantile".into(), Box::new(|w| w.cost[2]));
    let meaning = "Target indicator as surely reached, worst case".to_owned();
    number("robust".into(), target, meaning, Box::new(|w| w.target.worst));
    for (index, case) in cases.iter().enumerate().filter(|_| cases.len() > 1) {
        let value = move |w: &Weighed| w.target.by_scenario.get(index).copied().unwrap_or(f64::NAN);
        number(format!("robust_{case}"), target, format!("The same in the case {case}"), Box::new(value));
    }
    let meaning = "Share of runs that reach the target, in the case where it is least".to_owned();
    number("probability".into(), "share", meaning, Box::new(|w| w.target.probability));
    number(
        "shortfall".into(),
        target,
        "By how much the target is missed".into(),
        Box::new(|w| w.target.shortfall),
    );
    number(
        "violation".into(),
        "share",
        "By how much constraints are missed".into(),
        Box::new(|w| w.violation),
    );
    let unseen = |row: &Tried, value: fn(&Weighed) -> f64| {
        row.confirmed.as_ref().map_or(Cell::Missing, |weighed| Cell::number(value(weighed)))
    };
    type Unseen<'m> = (&'m str, &'m str, &'m str, fn(&Weighed) -> f64);
    let measures: [Unseen; 3] = [
        ("confirmed_cost", cost, "Mean cost on luck that the search had not seen", |w| w.cost[0]),
        ("confirmed_robust", target, "Target indicator as surely reached, on that luck", |w| w.target.worst),
        ("confirmed_probability", "share", "Least share of runs that reach the target, on that luck", |w| {
            w.target.probability
        }),
    ];
    for (name, unit, meaning, value) in measures {
        columns.push(Column::new(name, unit, meaning, Kind::Number, move |row: &Tried| unseen(row, value)));
    }
    let flag = |value: bool| Cell::Flag(value);
    columns.push(Column::new(
        "reaches",
        "-",
        "Whether target and constraints are kept",
        Kind::Flag,
        move |row: &Tried| flag(row.weighed.as_ref().is_some_and(Weighed::reaches)),
    ));
    columns.push(Column::new(
        "front",
        "-",
        "Whether no other candidate is better",
        Kind::Flag,
        move |row: &Tried| flag(row.front),
    ));
    columns
}

/// A number with five significant digits.
pub fn short(value: f64) -> String {
    format!("{value:.4e}").parse::<f64>().map_or_else(|_| number_text(value), number_text)
}
