//! Where the runs of alternatives part from those of the baseline.

use circulus::explain::parting::{Divergence, Parting, parting};
use circulus::record::columns::{Cell, Column, Kind};
use circulus::scenario::{Faults, Scenario};
use circulus_experiment::comparison::names;
use circulus_experiment::plan::Plan;

/// Replicates of which partings are reported, over all alternatives; of each at least one.
const PARTINGS: u64 = 10;

/// Where a replicate of an alternative parts from that of the baseline.
#[derive(Debug, Clone)]
pub struct Parted {
    /// Name of the alternative.
    pub alternative: String,
    /// Where the two part.
    pub parting: Parting,
}

/// The scenario of a case.
///
/// # Errors
/// When its values are no possible scenario.
pub fn scenario(plan: &Plan, case: u64) -> Result<Scenario, Faults> {
    let job = plan.job(case * plan.replicates.max(1));
    let base = plan.bases.get(job.base).ok_or_else(|| Faults { list: Vec::new(), more: 0 })?;
    base.scenario(&plan.sets(job.point))
}

/// Where the first replicates diverge; failed runs are reported in their rows.
pub fn partings(plan: &Plan, baseline: u64) -> Vec<Parted> {
    let others = plan.cases().saturating_sub(1).max(1);
    let replicates = (PARTINGS / others).max(1).min(plan.replicates);
    let Ok(first) = scenario(plan, baseline) else { return Vec::new() };
    let mut found = Vec::new();
    for (case, alternative) in (0..plan.cases()).zip(names(plan)).filter(|(case, _)| *case != baseline) {
        let Ok(second) = scenario(plan, case) else { continue };
        found.extend((0..replicates).filter_map(|replicate| {
            let parting = parting((&first, replicate), (&second, replicate)).ok()?;
            Some(Parted { alternative: alternative.clone(), parting })
        }));
    }
    found
}

/// What is said of two runs that do the same: of a shorter one that it does so as far as it goes.
pub fn no_divergence([first, second]: [&Scenario; 2]) -> &'static str {
    match (first.start_year, first.years) == (second.start_year, second.years) {
        true => "The two never diverge.",
        false => "The two do not diverge in the years that both have.",
    }
}

/// A divergence in words.
pub fn words(divergence: &Divergence) -> String {
    format!("{}, {}: {}, {}", divergence.year, divergence.phase.name(), divergence.who, divergence.what)
}

/// The columns of `partings`.
pub fn columns() -> Vec<Column<'static, Parted>> {
    let mut columns = vec![
        Column::new("alternative", "-", "What is compared with the baseline", Kind::Text, |row: &Parted| {
            Cell::Text(row.alternative.clone().into())
        }),
        Column::new("replicate", "-", "Replicate", Kind::Integer, |row: &Parted| {
            Cell::Integer(i64::try_from(row.parting.replicate).unwrap_or(i64::MAX))
        }),
    ];
    for (prefix, of, pick) in [
        (
            "deed",
            "First deed that only one of the two does",
            (|row| &row.parting.deed) as fn(&Parted) -> &Option<Divergence>,
        ),
        ("number", "First number of a plant or the company that differs", |row| &row.parting.number),
    ] {
        let text = move |value: fn(&Divergence) -> String| {
            move |row: &Parted| {
                pick(row).as_ref().map_or(Cell::Missing, |divergence| Cell::Text(value(divergence).into()))
            }
        };
        columns.push(Column::new(
            format!("{prefix}_year"),
            "calendar year",
            format!("{of}: year"),
            Kind::Integer,
            move |row| {
                pick(row)
                    .as_ref()
                    .map_or(Cell::Missing, |divergence| Cell::Integer(i64::from(divergence.year)))
            },
        ));
        let named = |what: &str| (format!("{prefix}_{what}"), format!("{of}: {what}"));
        for (what, value) in [
            ("phase", (|divergence| divergence.phase.name().to_owned()) as fn(&Divergence) -> String),
            ("who", |divergence| divergence.who.clone()),
            ("what", |divergence| divergence.what.clone()),
        ] {
            let (name, meaning) = named(what);
            columns.push(Column::new(name, "-", meaning, Kind::Text, text(value)));
        }
    }
    columns
}
