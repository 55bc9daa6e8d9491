//! `circulus sweep`: every run of a design file, or one shard of them.

use std::path::PathBuf;

use super::drive::{Driving, SomeFailed, place};
use super::{print, refuse};
use crate::experiment::file::Experiment;
use crate::experiment::plan::shell;
use crate::experiment::store::{Shard, Store};
use crate::output::experiment;

/// Run a design file: many runs, resumed where they stopped, in one table
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Design file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Make only part I of N, such as 3/8; `circulus merge` puts the parts together
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<Shard>,
    #[command(flatten)]
    driving: Driving,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = Experiment::load(&arguments.file)?;
    let driving = &arguments.driving;
    let folder = driving.folder(&loaded.name);
    let Some(shard) = arguments.shard else {
        driving.begin(&folder)?;
        let store = driving.make(&loaded.plan, &folder, &loaded.name)?;
        return finish(&loaded, &store, driving.parquet);
    };
    if driving.force {
        return Err(refuse(format!(
            "--force would take the other shards' runs away; remove {} by hand",
            folder.display()
        )));
    }
    let what = format!("{} {}/{}", loaded.name, shard.index, shard.of);
    let (store, tally) = driving.make_shard(&loaded.plan, &folder, &what, shard)?;
    let (done, runs) = (store.done(), loaded.plan.runs());
    print(&format!(
        "Shard {}/{} of {} is done: {} runs made now.\n{done} of {runs} runs of all shards are in {}.\n\
         When all are done: circulus merge {}{}\n",
        shard.index,
        shard.of,
        loaded.name,
        tally.made,
        folder.display(),
        shell(&arguments.file.display().to_string()),
        place(&driving.out, driving.name.as_deref()),
    ))?;
    failures(tally.failed, tally.made, "runs.csv, once merged,")
}

/// Writes the final files and tells where they are.
pub fn finish(loaded: &Experiment, store: &Store, parquet: bool) -> anyhow::Result<()> {
    let plan = &loaded.plan;
    let failed = experiment::write(plan, store, &loaded.name, parquet, |_| anyhow::Ok(()))?;
    let folder = store.folder().display();
    print(&format!(
        "{}: {} runs, {} points with {} replicates each, {} indicators.\n{failed} failed.\n\
         Every run is a row of {folder}/{}.csv.\n",
        loaded.name,
        plan.runs(),
        plan.points.len(),
        plan.replicates,
        plan.indicators.len(),
        experiment::RUNS,
    ))?;
    failures(failed, plan.runs(), &format!("{folder}/{}.csv", experiment::RUNS))
}

/// An error when runs failed.
pub fn failures(failed: u64, runs: u64, table: &str) -> anyhow::Result<()> {
    if failed == 0 {
        return Ok(());
    }
    Err(SomeFailed { failed, runs, table: table.to_owned() }.into())
}

fn shard(typed: &str) -> Result<Shard, String> {
    let parts = typed.split_once('/').map(|(index, of)| (index.parse::<u64>(), of.parse::<u64>()));
    match parts {
        Some((Ok(index), Ok(of))) if index >= 1 && index <= of && of <= 1_000_000 => Ok(Shard { index, of }),
        _ => Err("must be I/N with I from 1 to N, such as 3/8".into()),
    }
}
