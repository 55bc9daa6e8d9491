//! `circulus submit`: a Slurm job array with a task per shard.

use std::path::PathBuf;

use anyhow::Context;

use super::drive::place;
use super::print;
use circulus::numbers::count;
use circulus::output::file::{self, Kind};
use circulus::scenario::input::shell;
use circulus_experiment::file::Experiment;

/// Write a job script for Slurm that runs a design file in shards
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Design file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Number of shards, each a task of the array
    #[arg(long, value_name = "N", value_parser = super::whole::<u32>(1, 1_000_000))]
    shards: u32,
    /// Partition; Slurm's own default without it
    #[arg(long, value_name = "NAME")]
    partition: Option<String>,
    /// Time limit of a task, as Slurm writes it: minutes, HH:MM:SS or D-HH:MM:SS
    #[arg(long, value_name = "TIME", default_value = "01:00:00", value_parser = time)]
    time: String,
    /// Memory of a task, as Slurm writes it
    #[arg(long, value_name = "SIZE", default_value = "1G", value_parser = memory)]
    memory: String,
    /// Cores of a task
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = super::whole::<u16>(1, 1024))]
    cpus: u16,
    /// Folder that receives the experiment's folder
    #[arg(long, value_name = "FOLDER", default_value = "outputs")]
    out: PathBuf,
    /// Name of the experiment's folder; its own name without it
    #[arg(long, value_name = "NAME", value_parser = super::run::folder_name)]
    name: Option<String>,
    /// Write the script to a file instead of the terminal
    #[arg(long, value_name = "PATH")]
    script: Option<PathBuf>,
    /// Replace an earlier job script
    #[arg(long, requires = "script")]
    force: bool,
}

const SCRIPT: Kind = Kind { name: "job script of circulus", is: is_script };
/// Text in every such script, on the line that runs the sweep.
const SHARD: &str = "--shard \"$SLURM_ARRAY_TASK_ID/";

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    if let Some(path) = &arguments.script {
        file::may_write(path, SCRIPT, arguments.force)?;
    }
    // Checked now, so that no task fails on a misspelt key after an hour in the queue.
    let loaded = Experiment::load(&arguments.file)?;
    let text = script(&arguments, &loaded)?;
    let Some(path) = &arguments.script else { return print(&text) };
    file::write(path, text.as_bytes(), SCRIPT, arguments.force)?;
    print(&format!(
        "{} asks for {} of {} of {}.\nSubmit it: sbatch {}\nWhen all are done: circulus merge {}{}\n",
        path.display(),
        count(arguments.shards, "task", "tasks"),
        loaded.name,
        count(loaded.plan.runs(), "run", "runs"),
        shell(&path.display().to_string()),
        shell(&arguments.file.display().to_string()),
        place(&arguments.out, arguments.name.as_deref()),
    ))
}

fn script(arguments: &Arguments, loaded: &Experiment) -> anyhow::Result<String> {
    let here = std::env::current_dir().context("the current folder cannot be determined")?;
    let program = std::env::current_exe().context("the program's own path cannot be determined")?;
    let name = arguments.name.as_deref().unwrap_or(&loaded.name);
    let mut text = String::from("#!/bin/bash\n");
    let mut ask = |what: &str, value: &str| text.push_str(&format!("#SBATCH --{what}={value}\n"));
    ask("job-name", name);
    ask("array", &format!("1-{}", arguments.shards));
    ask("ntasks", "1");
    ask("cpus-per-task", &arguments.cpus.to_string());
    ask("time", &arguments.time);
    ask("mem", &arguments.memory);
    if let Some(partition) = &arguments.partition {
        ask("partition", partition);
    }
    ask("output", &format!("{name}-%A_%a.out"));
    text.push_str("#SBATCH --requeue\n");
    // The signal comes shortly before the time limit, so that a task stops cleanly and can be resubmitted. It goes to
    // the batch process (B), which `exec` replaces by the program, since Slurm would not signal it otherwise.
    text.push_str("#SBATCH --signal=B:TERM@30\n\nset -eu\n");
    text.push_str(&format!("cd {}\n", shell(&here.display().to_string())));
    text.push_str(&format!(
        "exec {} sweep {} {SHARD}{}\" --threads {}{}\n",
        shell(&program.display().to_string()),
        shell(&arguments.file.display().to_string()),
        arguments.shards,
        arguments.cpus,
        place(&arguments.out, arguments.name.as_deref()),
    ));
    Ok(text)
}

/// Whether a file is a script written by this command, modified or not.
fn is_script(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    text.starts_with("#!/bin/bash\n#SBATCH") && text.contains(SHARD)
}

fn time(typed: &str) -> Result<String, String> {
    let fits = !typed.is_empty() && typed.chars().all(|c| c.is_ascii_digit() || c == ':' || c == '-');
    if fits { Ok(typed.to_owned()) } else { Err("must be minutes, HH:MM:SS or D-HH:MM:SS".into()) }
}

fn memory(typed: &str) -> Result<String, String> {
    let digits = typed.trim_end_matches(['K', 'M', 'G', 'T']);
    let fits =
        !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()) && typed.len() - digits.len() <= 1;
    if fits { Ok(typed.to_owned()) } else { Err("must be a number with K, M, G or T, such as 500M".into()) }
}
