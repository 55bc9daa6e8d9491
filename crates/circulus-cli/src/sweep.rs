//! `circulus sweep`: every run of a design file, or one shard of them.

use std::path::{Path, PathBuf};

use super::drive::{Driving, Made, failures, place};
use super::precision::how_sure;
use super::tables::{Ending, Rows};
use super::{print, refuse};
use circulus::numbers::{count, whole};
use circulus::scenario::input::shell;
use circulus_experiment::asked::{Asked, Verb};
use circulus_experiment::engine::Tally;
use circulus_experiment::file::Experiment;
use circulus_experiment::plan::Plan;
use circulus_experiment::results;
use circulus_experiment::store::Shard;

/// Run a design file: many runs, resumed where they stopped, in one table
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Design file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Make only part I of N, such as 3/8; `circulus merge` puts the parts together
    #[arg(long, value_name = "I/N", value_parser = shard, allow_hyphen_values = true)]
    shard: Option<Shard>,
    #[command(flatten)]
    rows: Rows,
    #[command(flatten)]
    pub driving: Driving,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = Experiment::load(&arguments.file)?;
    let driving = &arguments.driving;
    let folder = driving.folder(&loaded.name);
    keeps_other_shards(driving, arguments.shard, &folder)?;
    arguments.rows.check(&loaded.plan)?;
    driving.begin(&folder, &inputs(&loaded))?;
    let Some(shard) = arguments.shard else {
        // A grid may be told of its first points; a sample as well, as its points come in random order.
        let made = driving.make_until(&loaded.plan, loaded.until.as_ref(), &folder, &loaded.name, true)?;
        let ending = Ending::of(driving, &arguments.rows, &made);
        return finish(&loaded, made, &ending);
    };
    let finish = format!(
        "circulus merge {}{}",
        shell(&arguments.file.display().to_string()),
        place(&driving.out, driving.name.as_deref())
    );
    refuse_until(&loaded.path.display().to_string(), loaded.until.is_some())?;
    let tally = make_shard(driving, &loaded.name, &loaded.plan, &folder, shard, &finish)?;
    failures(tally.failed, tally.made, "runs.csv, once merged,")
}

/// Refuses `--force` and `--partial` with a shard.
///
/// # Errors
/// When one of them is given with it.
pub fn keeps_other_shards(driving: &Driving, shard: Option<Shard>, folder: &Path) -> anyhow::Result<()> {
    if driving.partial && shard.is_some() {
        return Err(refuse("--partial writes the results of all shards; leave --shard out"));
    }
    if driving.force && shard.is_some() {
        return Err(refuse(format!(
            "--force would delete the other shards' runs; remove {} by hand",
            folder.display()
        )));
    }
    Ok(())
}

/// Refuses shards of an experiment whose number of runs is not known beforehand.
///
/// # Errors
/// When it is one.
pub fn refuse_until(what: &str, until: bool) -> anyhow::Result<()> {
    if until {
        return Err(refuse(format!(
            "{what}: until decides by all runs how many there are, so they cannot be made in shards; say the number of replicates instead"
        )));
    }
    Ok(())
}

/// The option to make one part of an experiment, for verbs whose own command finishes it.
#[derive(Debug, Clone, clap::Args)]
pub struct Part {
    /// Make only part I of N, such as 3/8, on a disk that the parts share; the same command without it finishes
    #[arg(long, value_name = "I/N", value_parser = shard, allow_hyphen_values = true)]
    pub shard: Option<Shard>,
}

impl Part {
    /// Makes the part, if one is asked for; true if it did.
    ///
    /// # Errors
    /// When the folder cannot be used, the number of runs is not known beforehand, or the user interrupts.
    pub fn make(
        &self,
        driving: &Driving,
        (name, plan): (&str, &Plan),
        folder: &Path,
        until: bool,
    ) -> anyhow::Result<bool> {
        let Some(shard) = self.shard else { return Ok(false) };
        refuse_until(name, until)?;
        let finish = "the same command without --shard";
        let tally = make_shard(driving, name, plan, folder, shard, finish)?;
        failures(tally.failed, tally.made, "the tables, once all shards are done,")?;
        Ok(true)
    }
}

/// Makes one shard, and prints how far all of them are and the command that finishes the experiment.
///
/// # Errors
/// When the folder cannot be used, or the user interrupts.
pub fn make_shard(
    driving: &Driving,
    name: &str,
    plan: &Plan,
    folder: &Path,
    shard: Shard,
    finish: &str,
) -> anyhow::Result<Tally> {
    let what = format!("{name} {}/{}", shard.index, shard.of);
    let (store, tally) = driving.make_shard(plan, folder, &what, shard)?;
    print(&format!(
        "Shard {}/{} of {} is done: {} made now.\n{} of {} of all shards are in {}.\nWhen all are done: {finish}\n",
        shard.index,
        shard.of,
        name,
        count(tally.made, "run", "runs"),
        whole(store.done()),
        count(plan.runs(), "run", "runs"),
        folder.display(),
    ))?;
    Ok(tally)
}

/// Every file that a design was read from.
pub fn inputs(loaded: &Experiment) -> Vec<PathBuf> {
    let scenarios = loaded.plan.bases.iter().flat_map(|base| base.files.clone());
    scenarios.chain([loaded.path.clone()]).chain(loaded.points_file.clone()).collect()
}

/// Writes the final files and prints their location.
pub fn finish(loaded: &Experiment, made: Made, ending: &Ending) -> anyhow::Result<()> {
    let (plan, store) = (&made.plan, &made.store);
    let forms = ending.forms;
    let (partial, tables) = (made.partial.clone(), ending.tables.clone());
    let asked = Asked { name: loaded.name.clone(), verb: Verb::Sweep, partial, csv: forms.csv, tables };
    let failed = results::write(plan, store, &asked.name, forms, |aside| {
        asked.save(aside)?;
        ending.write_rows(plan, aside)
    })?;
    let folder = store.folder().display().to_string();
    print(&format!(
        "{}{}: {}, {} with {} each, {}.\n{} failed.\n\
         Every run is a row of {folder}/{}.csv.\n{}",
        made.told(),
        loaded.name,
        count(plan.runs(), "run", "runs"),
        count(plan.points.len(), "point", "points"),
        count(plan.replicates, "replicate", "replicates"),
        count(plan.indicators.len(), "indicator", "indicators"),
        whole(failed),
        results::RUNS,
        if loaded.until.is_none() { how_sure(plan, store)? } else { String::new() },
    ))?;
    made.end(failed, &format!("{folder}/{}.csv", results::RUNS))
}

pub fn shard(typed: &str) -> Result<Shard, String> {
    let parts = typed.split_once('/').map(|(index, of)| (index.parse::<u64>(), of.parse::<u64>()));
    match parts {
        Some((Ok(index), Ok(of))) if index >= 1 && index <= of && of <= 1_000_000 => Ok(Shard { index, of }),
        _ => Err("must be I/N with I from 1 to N, such as 3/8".into()),
    }
}
