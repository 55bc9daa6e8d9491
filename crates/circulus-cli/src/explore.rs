//! `circulus explore`: values of keys that give as many different patterns as possible.

use std::path::{Path, PathBuf};

use super::drive::{Driving, failures};
use super::generations::{Generations, Runs};
use super::{print, warn_of_missing_glyphs};
use circulus::numbers::{count, whole};
use circulus::output::Forms;
use circulus_experiment::asked::{Asked, Explore, Verb};
use circulus_experiment::explore::table::{self, Found};
use circulus_experiment::explore::{Held, Pattern, Pse};
use circulus_experiment::file;
use circulus_experiment::file::measure::Measure;
use circulus_experiment::plan::Plan;
use circulus_experiment::points::Points;
use circulus_experiment::range::values;
use circulus_experiment::results;
use circulus_experiment::search::robust::quantile;
use circulus_experiment::store::Outcome;
use circulus_plot::{Drawn, cells};

/// Find out which patterns are possible at all: cells of a grid over indicators, each with values of keys that lead there
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// File of the exploration
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    pub driving: Driving,
}

/// An exploration that is finished.
pub struct Explored {
    state: Pse,
    found: Vec<Found>,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = file::explore::Explore::load(&arguments.file)?;
    let driving = &arguments.driving;
    let setting = &loaded.setting;
    let plan = Plan {
        bases: vec![setting.base.clone()],
        keys: loaded.asked.varied.iter().map(|(key, _)| key.clone()).collect(),
        points: Points::none(),
        replicates: setting.replicates,
        indicators: setting.indicators.clone(),
    };
    let mut generations =
        Generations::begin(driving, &setting.name, plan.clone(), std::slice::from_ref(&arguments.file))?;
    let explored = find(&loaded.asked, plan.replicates, &mut generations)?;
    let (plan, store) = generations.finish()?;
    let forms = driving.written.forms();
    let verb = Verb::Explore(Box::new(loaded.asked.clone()));
    let asked = Asked::new(&setting.name, verb, forms.csv);
    let failed = results::write(&plan, &store, &asked.name, forms, |folder| {
        asked.save(folder)?;
        warn_of_missing_glyphs(&write(&asked.name, &loaded.asked, &plan, &explored, forms, folder)?);
        anyhow::Ok(())
    })?;
    let folder = store.folder().display();
    print(&format!(
        "{}: {}, {}.\n{}\nEvery cell with an example is in {folder}/cells.csv, how many there were after each generation in \
         {folder}/generations.csv.\n",
        asked.name,
        count(plan.points.len(), "point", "points"),
        count(plan.runs(), "run", "runs"),
        told(&explored.state),
    ))?;
    failures(failed, plan.runs(), &format!("{folder}/{}.csv", results::RUNS))
}

/// Runs all generations.
pub fn find(asked: &Explore, replicates: u64, runs: &mut impl Runs) -> anyhow::Result<Explored> {
    let mut state = Pse::new(asked.settings.clone());
    let (mut all, mut medians): (Vec<Vec<String>>, Vec<Option<Vec<f64>>>) = (Vec::new(), Vec::new());
    while let Some(shares) = state.ask() {
        let points: Vec<Vec<String>> =
            shares.iter().map(|shares| values(shares, &asked.varied).collect()).collect();
        let outcomes = runs.run(points.clone())?;
        let measured: Vec<Option<Vec<f64>>> =
            outcomes.chunks(replicates.max(1) as usize).map(|runs| measured(asked, runs)).collect();
        let pattern = |measured: &Option<Vec<f64>>| -> Option<Pattern> {
            let values = measured.as_ref()?;
            asked.patterns.iter().zip(values).map(|((_, axis), value)| axis.cell(*value)).collect()
        };
        state.tell(&measured.iter().map(pattern).collect::<Vec<_>>());
        all.extend(points);
        medians.extend(measured);
    }
    let of = |(pattern, held): (&Pattern, &Held)| {
        let values = all.get(held.point).cloned().unwrap_or_default();
        let medians = medians.get(held.point).cloned().flatten().unwrap_or_default();
        Found { pattern: pattern.clone(), held: held.clone(), values, medians }
    };
    let found = state.cells().iter().map(of).collect();
    Ok(Explored { state, found })
}

/// The medians of the indicators over a point's replicates; `None` if a run failed or a number is missing.
fn measured(asked: &Explore, runs: &[Outcome]) -> Option<Vec<f64>> {
    let of = |measure: &Measure| {
        let value = |run: &Outcome| measure.of_run(run).filter(|value| value.is_finite());
        let values: Option<Vec<f64>> = runs.iter().map(value).collect();
        Some(quantile(&values?, 0.5))
    };
    asked.patterns.iter().map(|(measure, _)| of(measure)).collect()
}

/// Writes the tables and the picture of an exploration.
pub fn write(
    name: &str,
    asked: &Explore,
    plan: &Plan,
    explored: &Explored,
    forms: Forms,
    folder: &Path,
) -> anyhow::Result<Drawn> {
    let Explored { state, found } = explored;
    for format in forms.formats() {
        forms.write(format, folder, "cells", &table::cells(asked, plan), found.iter().cloned())?;
        let generations = state.history().iter().copied();
        forms.write(format, folder, "generations", &table::generations(), generations)?;
    }
    let picture = cells::Picture { name, asked, plan, state, found, sentence: &told(state) };
    Ok(cells::write(&picture, folder)?)
}

/// How many patterns there are, and whether there were still new ones at the end.
fn told(state: &Pse) -> String {
    let history = state.history();
    let known = |before: usize| history.len().checked_sub(before + 1).map_or(0, |at| history[at].cells);
    let late = (history.len() / 4).max(1);
    let new = known(0) - known(late);
    let end = match new {
        0 => format!("none of them in the last {}", count(late, "generation", "generations")),
        _ => format!("{} of them in the last {}", whole(new), count(late, "generation", "generations")),
    };
    let found = count(known(0), "pattern was found", "patterns were found");
    format!("{found}, {end}.")
}
