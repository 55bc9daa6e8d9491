//! `circulus robust`: where claims about a cluster hold, over all values that have a range.

mod pictures;

use std::path::{Path, PathBuf};

use super::drive::{Driving, failures, place};
use super::{print, refuse, sweep, warn_of_missing_glyphs};
use circulus::numbers::{count, whole};
use circulus::output::{Forms, write_provenance};
use circulus::scenario::Scenario;
use circulus::scenario::input::shell;
use circulus_experiment::asked::{self, Asked, Verb};
use circulus_experiment::file::robust::{Plain, Robust, is_scenario};
use circulus_experiment::plan::Plan;
use circulus_experiment::results;
use circulus_experiment::robust::found::{Found, find};
use circulus_experiment::robust::story::{claim_lines, story};
use circulus_experiment::robust::study::study;
use circulus_experiment::robust::table;
use circulus_experiment::saved;
use circulus_experiment::store::Shard;
use circulus_plot::Drawn;

/// Find out in what share of all uncertain values each claim about the cluster holds, and what decides it
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Scenario, whose values with a range are all sampled at once; or a design file with [robust]
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// File of claims; by default claims.toml beside the scenario
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    /// Points of the sample; 1024 by default
    #[arg(long, value_name = "N", value_parser = super::whole::<u64>(2, 1 << 24))]
    points: Option<u64>,
    /// Replicates: runs at each point, each with its own random draws; 4 by default
    #[arg(long, value_name = "N", value_parser = super::whole::<u64>(1, 1_000_000))]
    replicates: Option<u64>,
    /// Seed of the sample; 1 by default
    #[arg(long, value_name = "N", value_parser = super::whole::<u64>(0, i64::MAX as u64))]
    seed: Option<u64>,
    /// Make only part I of N, such as 3/8, on a disk that the parts share; the command without it finishes
    #[arg(long, value_name = "I/N", value_parser = sweep::shard, allow_hyphen_values = true)]
    shard: Option<Shard>,
    #[command(flatten)]
    pub driving: Driving,
}

/// Points without --points.
const POINTS: u64 = 1024;
/// Replicates without --replicates.
const REPLICATES: u64 = 4;
/// Seed without --seed.
const SEED: u64 = 1;
/// The file of claims beside a scenario.
const CLAIMS: &str = "claims.toml";

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = load(&arguments)?;
    let experiment = &loaded.experiment;
    let driving = &arguments.driving;
    let folder = driving.folder(&experiment.name);
    sweep::keeps_other_shards(driving, arguments.shard, &folder)?;
    let inputs: Vec<PathBuf> =
        sweep::inputs(experiment).into_iter().chain([loaded.claims_file.clone()]).collect();
    driving.begin(&folder, &inputs)?;
    if let Some(shard) = arguments.shard {
        sweep::refuse_until(&experiment.path.display().to_string(), experiment.until.is_some())?;
        let finish = command(&arguments) + &place(&driving.out, driving.name.as_deref());
        let tally = sweep::make_shard(driving, &experiment.name, &experiment.plan, &folder, shard, &finish)?;
        return failures(tally.failed, tally.made, "failed.csv, once all shards are done,");
    }
    let made =
        driving.make_until(&experiment.plan, experiment.until.as_ref(), &folder, &experiment.name, true)?;
    let (plan, store) = (&made.plan, &made.store);
    let asked = asked::Robust {
        seed: experiment.seed,
        claims: loaded.claims.iter().map(|claim| claim.written()).collect(),
        families: loaded.experiment.families.clone(),
    };
    let found = find(plan, &experiment.scenario, &asked, store)?;
    let verb = Verb::Robust(Box::new(asked.clone()));
    let forms = arguments.driving.written.forms();
    let saved = Asked { partial: made.partial.clone(), ..Asked::new(&experiment.name, verb, forms.csv) };
    let failed = results::write_without_runs(plan, store, &experiment.name, forms, |aside| {
        saved.save(aside)?;
        let drawn = write(plan, &experiment.scenario, &asked, &found, forms, aside)?;
        warn_of_missing_glyphs(&drawn);
        anyhow::Ok(())
    })?;
    let shown = folder.display();
    print(&format!(
        "{}{}: {} over {} at once, {} of each, {}: {}. {} failed.\n\n{}\n\
         Every number is in {shown}/claims.csv, odds.csv, importance.csv, filtering.csv, boxes.csv and judged.csv, the whole story in {shown}/robust.md;\n\
         {shown}/study.md describes the study as a reviewer asks for it.\n",
        made.told(),
        experiment.name,
        count(plan.points.len(), "point", "points"),
        count(plan.keys.len(), "value with a range", "values with a range"),
        count(plan.replicates, "replicate", "replicates"),
        count(plan.bases.len() - 1, "paired change", "paired changes"),
        count(plan.runs(), "run", "runs"),
        whole(failed),
        claim_lines(&found) + &not_asked(&loaded),
    ))?;
    made.end(failed, &format!("{shown}/failed.csv"))
}

/// Claims that cannot be asked of this scenario, a line each.
fn not_asked(loaded: &Robust) -> String {
    let line = |(id, why): &(String, String)| format!("  {id} is not asked here; {why}\n");
    loaded.not_asked.iter().map(line).collect()
}

fn load(arguments: &Arguments) -> anyhow::Result<Robust> {
    let given = [
        ("--claims", arguments.claims.is_some()),
        ("--points", arguments.points.is_some()),
        ("--replicates", arguments.replicates.is_some()),
        ("--seed", arguments.seed.is_some()),
    ];
    if !is_scenario(&arguments.file)? {
        if let Some((option, _)) = given.iter().find(|(_, given)| *given) {
            return Err(refuse(format!(
                "{option} is for a scenario; {} is a design file, which says it itself",
                arguments.file.display()
            )));
        }
        return Ok(Robust::load(&arguments.file)?);
    }
    let beside = arguments.file.parent().unwrap_or(Path::new("")).join(CLAIMS);
    let claims = match &arguments.claims {
        Some(claims) => claims.clone(),
        None if beside.exists() => beside,
        None => {
            return Err(refuse(format!(
                "there is no {} with claims to test; name a file of claims with --claims",
                beside.display()
            )));
        }
    };
    let asked = Plain {
        points: arguments.points.unwrap_or(POINTS),
        replicates: arguments.replicates.unwrap_or(REPLICATES),
        seed: arguments.seed.unwrap_or(SEED),
        claims,
    };
    Ok(Robust::of_scenario(&arguments.file, &asked)?)
}

/// The command without `--shard`, which finishes what the shards have made.
fn command(arguments: &Arguments) -> String {
    let mut command = format!("circulus robust {}", shell(&arguments.file.display().to_string()));
    let options = [
        ("--claims", arguments.claims.as_ref().map(|path| shell(&path.display().to_string()))),
        ("--points", arguments.points.map(|n| n.to_string())),
        ("--replicates", arguments.replicates.map(|n| n.to_string())),
        ("--seed", arguments.seed.map(|n| n.to_string())),
    ];
    for (option, value) in options {
        command.extend(value.map(|value| format!(" {option} {value}")));
    }
    command
}

/// Writes the tables, the story and the pictures.
pub fn write(
    plan: &Plan,
    scenario: &Scenario,
    asked: &asked::Robust,
    found: &Found,
    forms: Forms,
    folder: &Path,
) -> anyhow::Result<Drawn> {
    for format in forms.formats() {
        forms.write(
            format,
            folder,
            "claims",
            &table::claims(),
            table::claim_rows(&found.claims).into_iter(),
        )?;
        forms.write(format, folder, "odds", &table::odds_by_input(), found.odds_rows().into_iter())?;
        forms.write(format, folder, "filtering", &table::filtering(), found.left_rows().into_iter())?;
        forms.write(format, folder, "together", &table::together(), found.pair_rows().into_iter())?;
        forms.write(
            format,
            folder,
            "importance",
            &table::importance(),
            found.importance_rows().into_iter(),
        )?;
        forms.write(format, folder, "boxes", &table::boxes(), found.limit_rows().into_iter())?;
        let judged = table::judged(&found.claims, &found.judged);
        forms.write(format, folder, "judged", &judged, 0..found.points())?;
    }
    saved::write(&folder.join("robust.md"), &story(plan, found))?;
    saved::write(&folder.join("study.md"), &study(plan, scenario, &asked.families, found)?)?;
    if let Some(base) = plan.bases.first() {
        write_provenance(folder, &base.as_meant)?;
    }
    pictures::draw(plan, &scenario.title, found, folder)
}
