//! `circulus search`: values of keys that reach a target at the lowest cost, for any draws.

use std::path::{Path, PathBuf};

use super::drive::{Driving, failures};
use super::generations::{Generations, Runs};
use super::{print, warn_of_missing_glyphs};
use circulus::numbers::{count, quantity};
use circulus::output::Forms;
use circulus::scenario::input::shell;
use circulus_experiment::asked::{Asked, Search, Verb};
use circulus_experiment::file::measure::Measure;
use circulus_experiment::file::seek;
use circulus_experiment::plan::{Base, Plan};
use circulus_experiment::points::Points;
use circulus_experiment::range::values;
use circulus_experiment::results;
use circulus_experiment::search::table::{self, Tried, Weighed};
use circulus_experiment::search::{Bound, Nsga2, Score};
use circulus_experiment::store::Outcome;
use circulus_plot::{Drawn, pareto};

/// Search for values of keys that reach a target at the lowest cost, over replicates and named cases (NSGA-II)
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Search file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    pub driving: Driving,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = seek::Search::load(&arguments.file)?;
    let driving = &arguments.driving;
    let setting = &loaded.setting;
    let plan = Plan {
        bases: loaded.cases,
        keys: loaded.asked.varied.iter().map(|(key, _)| key.clone()).collect(),
        points: Points::none(),
        replicates: setting.replicates,
        indicators: setting.indicators.clone(),
    };
    let mut generations =
        Generations::begin(driving, &setting.name, plan.clone(), std::slice::from_ref(&arguments.file))?;
    let tried = find(&loaded.asked, &plan, &mut generations)?;
    let (plan, store) = generations.finish()?;
    let forms = arguments.driving.written.forms();
    let asked = Asked::new(&setting.name, Verb::Search(Box::new(loaded.asked.clone())), forms.csv);
    let failed = results::write(&plan, &store, &asked.name, forms, |folder| {
        asked.save(folder)?;
        let drawn = write(&asked.name, &loaded.asked, &plan, &tried, forms, folder)?;
        warn_of_missing_glyphs(&drawn);
        anyhow::Ok(())
    })?;
    print(&told(&asked.name, &loaded.asked, &setting.base, &plan, &tried))?;
    let folder = store.folder().display();
    print(&format!("Every candidate is in {folder}/candidates.csv, the front in {folder}/pareto.csv.\n"))?;
    failures(failed, plan.runs(), &format!("{folder}/{}.csv", results::RUNS))
}

/// Runs all generations, and confirms the best candidates with other draws.
pub fn find(asked: &Search, plan: &Plan, runs: &mut impl Runs) -> anyhow::Result<Vec<Tried>> {
    let cases = plan.bases.len();
    let mut state = Nsga2::new(asked.settings.clone());
    let mut tried: Vec<Tried> = Vec::new();
    while let Some(shares) = state.ask() {
        let points: Vec<Vec<String>> =
            shares.iter().map(|shares| values(shares, &asked.varied).collect()).collect();
        let outcomes = runs.run(points.clone())?;
        let of_point = cases * plan.replicates.max(1) as usize;
        let weighed: Vec<Option<Weighed>> =
            outcomes.chunks(of_point).map(|runs| weigh(asked, runs, plan.replicates)).collect();
        let score = |one: &Option<Weighed>| one.as_ref().map_or_else(|| Score::failed(2), Weighed::score);
        state.tell(&weighed.iter().map(score).collect::<Vec<_>>());
        for (values, weighed) in points.into_iter().zip(weighed) {
            tried.push(Tried { point: tried.len(), values, weighed, front: false, confirmed: None });
        }
    }
    table::mark_front(&mut tried);
    if asked.confirm > 0 {
        let chosen = table::to_confirm(&tried, asked.settings.population);
        let points = chosen.iter().map(|&at| tried[at].values.clone()).collect();
        let unseen = Search::unseen(asked.settings.seed);
        let bases = plan.bases.iter().map(|case| case.with(unseen.clone()));
        let bases = bases.collect::<Result<Vec<_>, _>>()?;
        let fresh = Plan { bases, replicates: asked.confirm, ..plan.clone() };
        let outcomes = runs.again(fresh, points)?;
        let of_point = cases * asked.confirm as usize;
        for (at, runs) in chosen.into_iter().zip(outcomes.chunks(of_point)) {
            tried[at].confirmed = weigh(asked, runs, asked.confirm);
        }
    }
    Ok(tried)
}

/// Writes the tables and the picture of a search.
pub fn write(
    name: &str,
    asked: &Search,
    plan: &Plan,
    tried: &[Tried],
    forms: Forms,
    folder: &Path,
) -> anyhow::Result<Drawn> {
    let cases: Vec<String> = plan.bases.iter().map(|case| case.name.clone()).collect();
    let cost_unit = asked.cost.unit(&plan.indicators);
    let target_unit = asked.target.0.unit(&plan.indicators);
    let mut front: Vec<&Tried> = tried.iter().filter(|one| one.front).collect();
    let cost = |one: &Tried| one.weighed.as_ref().map_or(f64::INFINITY, |weighed| weighed.cost[0]);
    front.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
    let columns = table::columns(&plan.keys, &cases, &cost_unit, &target_unit);
    for format in forms.formats() {
        forms.write(format, folder, "candidates", &columns, tried.iter().cloned())?;
        forms.write(format, folder, "pareto", &columns, front.iter().map(|one| (*one).clone()))?;
    }
    let picture = pareto::Picture {
        name,
        search: asked,
        plan,
        tried,
        cost_unit: &cost_unit,
        target_unit: &target_unit,
    };
    Ok(pareto::write(&picture, folder)?)
}

/// Evaluates a point's runs, case by case; `None` if one failed.
fn weigh(asked: &Search, runs: &[Outcome], replicates: u64) -> Option<Weighed> {
    let replicates = replicates.max(1) as usize;
    let measured = |measure: &Measure| -> Option<Vec<Vec<f64>>> {
        runs.chunks(replicates).map(|case| case.iter().map(|run| measure.of_run(run)).collect()).collect()
    };
    let (target, aim) = &asked.target;
    let mut constraints = Vec::new();
    for (measure, aim) in &asked.constraints {
        constraints.push((aim, measured(measure)?));
    }
    Weighed::of(&measured(&asked.cost)?, (aim, &measured(target)?), &constraints)
}

fn told(name: &str, asked: &Search, base: &Base, plan: &Plan, tried: &[Tried]) -> String {
    let front = tried.iter().filter(|one| one.front).count();
    let (measure, aim) = &asked.target;
    let (cost_unit, unit) = (asked.cost.unit(&plan.indicators), measure.unit(&plan.indicators));
    let [cost, at] = [&cost_unit, &unit].map(|unit| move |value| quantity(value, unit, &asked.currency));
    let wanted = match aim.bound {
        Bound::Least(bound) => format!("{} at least {}", measure.name, at(bound)),
        Bound::Most(bound) => format!("{} at most {}", measure.name, at(bound)),
    };
    let mut text = format!(
        "{name}: {}, {}; {front} on the front.\nTarget: {wanted}, missed in at most {} % of the runs of every case.\n",
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
                count(asked.confirm, "replicate", "replicates")
            ),
        });
        return text;
    };
    text.push_str(&format!(
        "Least cost: {} ({} to {}), with {} at {} and reached in {} % of the runs of the worst case:\n",
        cost(weighed.cost[0]),
        cost(weighed.cost[1]),
        cost(weighed.cost[2]),
        measure.name,
        at(weighed.target.worst),
        table::short(100.0 * weighed.target.probability),
    ));
    if let Some(confirmed) = &best.confirmed {
        text.push_str(&format!(
            "In {} whose luck the search had not seen: {} at {}, reached in {} % of the runs of the worst case.\n",
            count(asked.confirm, "replicate", "replicates"),
            measure.name,
            at(confirmed.target.worst),
            table::short(100.0 * confirmed.target.probability),
        ));
    }
    for (key, value) in plan.keys.iter().zip(&best.values) {
        text.push_str(&format!("  {key} = {value}\n"));
    }
    let sets = base.sets.iter().cloned().chain(plan.sets(best.point as u64));
    let sets: String = sets.map(|set| format!(" --set {}", shell(&set))).collect();
    text.push_str(&format!("  circulus run {}{sets}\n", shell(&base.path)));
    text
}
