//! `circulus merge`: combines the shards of a design file.

use std::path::PathBuf;

use super::apart::apart;
use super::drive::{finished_part, place};
use super::refuse;
use super::sweep::{finish, inputs, refuse_until};
use super::tables::{Ending, Rows, Written};
use circulus::numbers::{count, whole};
use circulus::scenario::input::shell;
use circulus_experiment::file::Experiment;
use circulus_experiment::results;
use circulus_experiment::store::{Shard, Store};

/// Combine the shards of a design file, or list those that are missing
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Design file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder that holds the experiment's folder
    #[arg(long, value_name = "FOLDER", default_value = "outputs")]
    out: PathBuf,
    /// Name of the experiment's folder; its own name without it
    #[arg(long, value_name = "NAME", value_parser = super::run::folder_name)]
    name: Option<String>,
    #[command(flatten)]
    written: Written,
    #[command(flatten)]
    rows: Rows,
    /// Write the results of the runs that are there, marked as those of a part
    #[arg(long)]
    partial: bool,
}

/// Shards or runs are missing.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Missing(String);

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = Experiment::load(&arguments.file)?;
    refuse_until(&loaded.path.display().to_string(), loaded.until.is_some())?;
    let folder = arguments.out.join(arguments.name.as_deref().unwrap_or(&loaded.name));
    if !folder.is_dir() {
        return Err(refuse(format!("there is no {}; run its shards first", folder.display())));
    }
    apart(&folder, &inputs(&loaded))?;
    results::claim(&folder, false)?;
    let store = Store::open(&folder, &loaded.plan, Shard::WHOLE)?;
    if !arguments.partial && store.done() < loaded.plan.runs() {
        return Err(Missing(missing(&loaded, &store, &arguments)).into());
    }
    arguments.rows.check(&loaded.plan)?;
    let ending = Ending::alone(&arguments.written, &arguments.rows);
    finish(&loaded, finished_part(&loaded.plan, store, true)?, &ending)
}

/// Lists the shards with missing runs.
fn missing(loaded: &Experiment, store: &Store, arguments: &Arguments) -> String {
    let plan = &loaded.plan;
    let file = shell(&arguments.file.display().to_string());
    let place = place(&arguments.out, arguments.name.as_deref());
    let lacking = plan.runs() - store.done();
    let runs = count(plan.runs(), "run is missing", "runs are missing");
    let mut text = format!("{} of {runs}", whole(lacking));
    let [of] = store.shard_counts()[..] else {
        return text + &format!("; make them with: circulus sweep {file}{place}");
    };
    let mut by_shard = std::collections::BTreeMap::new();
    for run in store.missing() {
        let index = (1..=of).find(|&index| Shard { index, of }.takes(plan, run)).unwrap_or(of);
        *by_shard.entry(index).or_insert(0u64) += 1;
    }
    for (index, lacking) in by_shard {
        let there = store.has_part(Shard { index, of });
        let state = if there { "is not finished" } else { "has not begun" };
        text.push_str(&format!(
            "\n  shard {index}/{of} {state}, {} missing: circulus sweep {file} --shard {index}/{of}{place}",
            count(lacking, "run", "runs")
        ));
    }
    text
}
