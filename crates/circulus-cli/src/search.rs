//! `circulus search`: the levers that reach a target at least cost, whatever the luck.

use std::path::PathBuf;

use super::drive::Driving;
use super::generations::Generations;
use super::{print, sweep, warn_of_missing_glyphs};
use circulus::experiment::file::measure::Measure;
use circulus::experiment::file::seek::Search;
use circulus::experiment::plan::{Plan, shell};
use circulus::experiment::points::Points;
use circulus::experiment::search::table::{self, Tried, Weighed};
use circulus::experiment::search::{Bound, Nsga2, Score};
use circulus::experiment::store::Outcome;
use circulus::numbers::count;
use circulus::output::{Format, experiment};
use circulus_plot::pareto;

/// Search for the levers that reach a target at least cost, over luck and named cases (NSGA-II)
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Search file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    pub driving: Driving,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = Search::load(&arguments.file)?;
    let driving = &arguments.driving;
    let setting = &loaded.setting;
    let keys: Vec<String> = loaded.levers.iter().map(|(key, _)| key.clone()).collect();
    let plan = Plan {
        bases: loaded.cases.clone(),
        keys: keys.clone(),
        points: Points::none(),
        replicates: setting.replicates,
        indicators: setting.indicators.clone(),
    };
    let fresh = Plan { bases: loaded.fresh.clone(), replicates: loaded.confirm, ..plan.clone() };
    let mut generations = Generations::begin(driving, &setting.name, plan, &arguments.file)?;
    let mut state = Nsga2::new(loaded.settings.clone());
    let mut tried: Vec<Tried> = Vec::new();
    while let Some(asked) = state.ask() {
        let values = |shares: &Vec<f64>| {
            shares.iter().zip(&loaded.levers).map(|(share, (_, range))| range.at(*share)).collect()
        };
        let points: Vec<Vec<String>> = asked.iter().map(values).collect();
        let outcomes = generations.run(points.clone())?;
        let runs = loaded.cases.len() * setting.replicates.max(1) as usize;
        let weighed: Vec<Option<Weighed>> =
            outcomes.chunks(runs).map(|runs| weigh(&loaded, runs, setting.replicates)).collect();
        let score = |one: &Option<Weighed>| one.as_ref().map_or_else(|| Score::failed(2), Weighed::score);
        state.tell(&weighed.iter().map(score).collect::<Vec<_>>());
        for (levers, weighed) in points.into_iter().zip(weighed) {
            tried.push(Tried { point: tried.len(), levers, weighed, front: false, confirmed: None });
        }
    }
    table::mark_front(&mut tried);
    if loaded.confirm > 0 {
        let chosen = table::to_confirm(&tried, loaded.settings.population);
        let points = chosen.iter().map(|&at| tried[at].levers.clone()).collect();
        let outcomes = generations.again(fresh, points)?;
        let runs = loaded.cases.len() * loaded.confirm as usize;
        for (at, runs) in chosen.into_iter().zip(outcomes.chunks(runs)) {
            tried[at].confirmed = weigh(&loaded, runs, loaded.confirm);
        }
    }
    let (plan, store) = generations.finish()?;
    let cases: Vec<String> = loaded.cases.iter().map(|case| case.name.clone()).collect();
    let cost_unit = loaded.cost.unit(&setting.indicators);
    let target_unit = loaded.target.0.unit(&setting.indicators);
    let mut front: Vec<&Tried> = tried.iter().filter(|one| one.front).collect();
    let cost = |one: &Tried| one.weighed.as_ref().map_or(f64::INFINITY, |weighed| weighed.cost[0]);
    front.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
    let failed = experiment::write(&plan, &store, &setting.name, driving.parquet, |folder| {
        let columns = table::columns(&keys, &cases, cost_unit, target_unit);
        let both = [Format::Csv, Format::Parquet];
        for format in both.into_iter().take(1 + usize::from(driving.parquet)) {
            format.write(folder, "candidates", &columns, tried.iter().cloned())?;
            format.write(folder, "pareto", &columns, front.iter().map(|one| (*one).clone()))?;
        }
        let picture = pareto::Picture {
            name: &setting.name,
            search: &loaded,
            tried: &tried,
            cost_unit,
            target_unit,
            runs: plan.runs(),
        };
        warn_of_missing_glyphs(&pareto::write(&picture, folder)?);
        anyhow::Ok(())
    })?;
    print(&told(&loaded, &plan, &tried, front.len()))?;
    let folder = store.folder().display();
    print(&format!("Every candidate is in {folder}/candidates.csv, the front in {folder}/pareto.csv.\n"))?;
    sweep::failures(failed, plan.runs(), &format!("{folder}/{}.csv", experiment::RUNS))
}

/// What a point's runs are worth, case after case; none when one failed.
fn weigh(loaded: &Search, runs: &[Outcome], replicates: u64) -> Option<Weighed> {
    let replicates = replicates.max(1) as usize;
    let measured = |measure: &Measure| -> Option<Vec<Vec<f64>>> {
        let value = |run: &Outcome| match run {
            Outcome::Values(values) => Some(measure.of(values)),
            Outcome::Failed(_) => None,
        };
        runs.chunks(replicates).map(|case| case.iter().map(value).collect()).collect()
    };
    let (target, aim) = &loaded.target;
    let mut constraints = Vec::new();
    for (measure, aim) in &loaded.constraints {
        constraints.push((aim, measured(measure)?));
    }
    Weighed::of(&measured(&loaded.cost)?, (aim, &measured(target)?), &constraints)
}

fn told(loaded: &Search, plan: &Plan, tried: &[Tried], front: usize) -> String {
    let (measure, aim) = &loaded.target;
    let wanted = match aim.bound {
        Bound::Least(bound) => format!("{} at least {bound}", measure.name),
        Bound::Most(bound) => format!("{} at most {bound}", measure.name),
    };
    let mut text = format!(
        "{}: {}, {}; {front} on the front.\nTarget: {wanted}, missed in at most {} % of the runs of every case.\n",
        loaded.setting.name,
        count(tried.len(), "candidate", "candidates"),
        count(plan.runs(), "run", "runs"),
        100.0 * aim.risk,
    );
    let Some((best, weighed)) = table::cheapest(tried).and_then(|one| Some((one, one.weighed.as_ref()?)))
    else {
        let reached = tried.iter().filter(|one| one.weighed.as_ref().is_some_and(Weighed::reaches)).count();
        text.push_str(&match reached {
            0 => "No candidate reaches it; pareto.csv has those that come nearest.\n".to_owned(),
            _ => format!(
                "{} it on the luck of the search, but none in {} whose luck it had not seen; \
                 take more replicates, or a smaller risk.\n",
                count(reached, "candidate reaches", "candidates reach"),
                count(loaded.confirm, "replicate", "replicates")
            ),
        });
        return text;
    };
    text.push_str(&format!(
        "Least cost: {} ({} to {}) {}, with {} at {} and reached in {} % of the runs of the worst case:\n",
        table::short(weighed.cost[0]),
        table::short(weighed.cost[1]),
        table::short(weighed.cost[2]),
        loaded.cost.unit(&loaded.setting.indicators),
        measure.name,
        table::short(weighed.target.worst),
        table::short(100.0 * weighed.target.probability),
    ));
    if let Some(confirmed) = &best.confirmed {
        text.push_str(&format!(
            "In {} whose luck the search had not seen: {} at {}, reached in {} % of the runs of the worst case.\n",
            count(loaded.confirm, "replicate", "replicates"),
            measure.name,
            table::short(confirmed.target.worst),
            table::short(100.0 * confirmed.target.probability),
        ));
    }
    for (key, value) in plan.keys.iter().zip(&best.levers) {
        text.push_str(&format!("  {key} = {value}\n"));
    }
    let base = &loaded.setting.base;
    let sets = base.sets.iter().cloned().chain(plan.sets(best.point as u64));
    let sets: String = sets.map(|set| format!(" --set {}", shell(&set))).collect();
    text.push_str(&format!("  circulus run {}{sets}\n", shell(&base.path)));
    text
}
