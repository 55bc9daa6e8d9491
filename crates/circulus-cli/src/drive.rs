//! What all verbs with many runs share: output options, execution, interruption.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::Context;

use super::apart::apart;
use super::progress::Progress;
use super::refuse;
use super::tables::Written;
use circulus::numbers::{count, digits, percent, whole};
use circulus::scenario::Scenario;
use circulus::scenario::input::shell;
use circulus_experiment::engine::{How, Tally, execute};
use circulus_experiment::error::ExperimentError;
use circulus_experiment::file::MOST_REPLICATES;
use circulus_experiment::indicators::Indicator;
use circulus_experiment::plan::Plan;
use circulus_experiment::results;
use circulus_experiment::store::{Shard, Store};
use circulus_experiment::until::{LEAST, Until, Width};

/// Output and execution options.
#[derive(Debug, Clone, clap::Args)]
pub struct Driving {
    /// Folder that receives the experiment's folder
    #[arg(long, value_name = "FOLDER", default_value = "outputs")]
    pub out: PathBuf,
    /// Name of the experiment's folder; its own name without it
    #[arg(long, value_name = "NAME", value_parser = super::run::folder_name)]
    pub name: Option<String>,
    /// Start over if the folder holds an earlier experiment
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub written: Written,
    /// Make no run: write the results of the runs that are there, marked as those of a part
    #[arg(long)]
    pub partial: bool,
    /// Threads used; all cores without it. The results are the same bytes at any number
    #[arg(long, value_name = "N", value_parser = super::whole::<u16>(1, 1024))]
    pub threads: Option<u16>,
    /// Seconds between lines of progress where standard error is no terminal
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = super::whole::<u64>(1, u64::MAX))]
    pub every: u64,
}

/// Options for replicates until an interval is narrow enough.
#[derive(Debug, Clone, clap::Args)]
pub struct Enough {
    /// Make more replicates until the interval of the mean of an indicator is this narrow, half of it: total_gain=1e9
    #[arg(long, value_name = "INDICATOR=HALF")]
    until: Option<String>,
    /// Most replicates with --until
    #[arg(long, value_name = "N", requires = "until", default_value_t = MOST_REPLICATES, value_parser = super::whole::<u64>(LEAST, 1_000_000))]
    most: u64,
}

impl Enough {
    /// Whether `--until` is given.
    pub fn is_asked(&self) -> bool {
        self.until.is_some()
    }

    /// What `--until` asks for: of the mean of every case, or of its difference to the case `against`.
    ///
    /// # Errors
    /// When it names no number of the summary, or no width.
    pub fn until(
        &self,
        scenario: &Scenario,
        level: f64,
        against: Option<u64>,
    ) -> anyhow::Result<Option<Until>> {
        let Some(typed) = &self.until else { return Ok(None) };
        let wrong = |why: &str| refuse(format!("--until {typed}: {why}"));
        let (name, half) =
            typed.split_once('=').ok_or_else(|| wrong("write INDICATOR=HALF, such as total_gain=1e9"))?;
        let half_width = half.parse().ok().filter(|half: &f64| *half > 0.0 && half.is_finite());
        let half_width = half_width.ok_or_else(|| wrong("half of the interval must be a number above 0"))?;
        let indicator = Indicator::find(name, scenario).map_err(|(message, near)| {
            let near = near.map_or_else(String::new, |near| format!("; did you mean '{near}'?"));
            wrong(&(message + &near))
        })?;
        if indicator.year().is_some() {
            return Err(wrong("a number of a single year is not kept here; name one of the whole run"));
        }
        Ok(Some(Until { indicator, half_width, level, most: self.most, against }))
    }
}

/// The experiment was interrupted; finished runs are kept.
#[derive(Debug, thiserror::Error)]
#[error(
    "interrupted with {} of {} finished and safe; the same command goes on from there",
    whole(*done),
    count(*runs, "run", "runs")
)]
pub struct Interrupted {
    /// Runs that are finished.
    pub done: u64,
    /// All runs.
    pub runs: u64,
}

/// An experiment, or the part of it that is finished.
pub struct Made {
    /// The plan, or that of the part.
    pub plan: Plan,
    /// Its runs.
    pub store: Store,
    /// What the part is, in words; `None` if it is all.
    pub partial: Option<String>,
    /// How many replicates were enough, if that was asked.
    enough: String,
    interrupted: Option<Interrupted>,
}

impl Made {
    /// All runs of a plan.
    fn whole(plan: Plan, store: Store) -> Made {
        Made { plan, store, partial: None, enough: String::new(), interrupted: None }
    }

    /// Whether the user interrupted, and wants an end.
    pub fn is_interrupted(&self) -> bool {
        self.interrupted.is_some()
    }

    /// Says that it is a part, or how many replicates were enough, in a line of its own; nothing otherwise.
    pub fn told(&self) -> String {
        match &self.partial {
            Some(part) => format!("This is a part of the experiment: {part}.\n"),
            None => self.enough.clone(),
        }
    }

    /// The end of the command, when everything is written: an interruption comes before failed runs.
    ///
    /// # Errors
    /// When the user interrupted, or runs failed.
    pub fn end(self, failed: u64, table: &str) -> anyhow::Result<()> {
        match self.interrupted {
            Some(interrupted) => Err(interrupted.into()),
            None => failures(failed, self.plan.runs(), table),
        }
    }
}

/// How many replicates were enough, in a line.
fn enough(until: &Until, width: &Width) -> String {
    let Until { indicator, half_width, level, against, .. } = until;
    let what = if against.is_some() { "mean difference" } else { "mean" };
    let found = width.half_width.map_or("unknown".to_owned(), |half| format!("± {}", digits(half, 3)));
    let widest =
        format!("the widest {} interval of the {what} of {} is {found}", percent(*level), indicator.name);
    match width.half_width {
        Some(half) if half <= *half_width => {
            format!("{} were enough: {widest}.\n", count(width.replicates, "replicate", "replicates"))
        }
        _ => format!(
            "{} were the most and not enough: {widest}, and ± {} was asked for.\n",
            count(width.replicates, "replicate", "replicates"),
            digits(*half_width, 3)
        ),
    }
}

/// The finished part of an experiment. If a point may lack, it may be of some points only.
///
/// # Errors
/// When there is nothing yet that could be told, or the folder cannot be used.
pub fn finished_part(plan: &Plan, all: Store, points_may_lack: bool) -> anyhow::Result<Made> {
    let folder = all.folder().to_owned();
    let Some(part) = all.finished_part(plan, points_may_lack) else {
        return Err(refuse(format!(
            "{}: {} of {} are finished, and no replicate at every point yet, so there are no results to write; the command \
             without --partial makes the rest",
            folder.display(),
            whole(all.done()),
            count(plan.runs(), "run", "runs")
        )));
    };
    if part.runs() == plan.runs() {
        return Ok(Made::whole(part, all));
    }
    drop(all); // and its lock
    let told = format!(
        "{} of {} at {} of {}",
        whole(part.replicates),
        count(plan.replicates, "replicate", "replicates"),
        whole(part.points.len()),
        count(plan.points.len(), "point", "points")
    );
    let store = Store::open(&folder, &part, Shard::WHOLE)?;
    Ok(Made { partial: Some(told), ..Made::whole(part, store) })
}

/// Everything is written, but some runs failed.
#[derive(Debug, thiserror::Error)]
#[error(
    "{} of {} failed; the rows in {table} say why, each with the command that replays it",
    whole(*failed),
    count(*runs, "run", "runs")
)]
pub struct SomeFailed {
    /// Number of failed runs.
    pub failed: u64,
    /// Number of runs.
    pub runs: u64,
    /// Table that has their rows.
    pub table: String,
}

impl Driving {
    /// The folder of an experiment with this name.
    pub fn folder(&self, name: &str) -> PathBuf {
        self.out.join(self.name.as_deref().unwrap_or(name))
    }

    /// Makes the missing runs of a plan in a folder, and returns the store of all of them.
    ///
    /// # Errors
    /// When the folder cannot be used, or the user interrupts.
    pub fn make(&self, plan: &Plan, folder: &Path, what: &str) -> anyhow::Result<Store> {
        Ok(self.make_shard(plan, folder, what, Shard::WHOLE)?.0)
    }

    /// Like [`Driving::make`]; if the user interrupts, or asks for no run with `--partial`, what is finished.
    ///
    /// # Errors
    /// When the folder cannot be used, or nothing is finished that could be told.
    pub fn make_or_part(
        &self,
        plan: &Plan,
        folder: &Path,
        what: &str,
        points_may_lack: bool,
    ) -> anyhow::Result<Made> {
        let part = || finished_part(plan, Store::open(folder, plan, Shard::WHOLE)?, points_may_lack);
        if self.partial {
            return part();
        }
        match self.make(plan, folder, what) {
            Ok(store) => Ok(Made::whole(plan.clone(), store)),
            Err(error) => {
                let interrupted = error.downcast::<Interrupted>()?;
                match part() {
                    Ok(made) => Ok(Made { interrupted: Some(interrupted), ..made }),
                    Err(_) => Err(interrupted.into()),
                }
            }
        }
    }

    /// Like [`Driving::make_or_part`], with replicates until an interval is narrow enough.
    ///
    /// # Errors
    /// When the folder cannot be used, or nothing is finished that could be told.
    pub fn make_until(
        &self,
        plan: &Plan,
        until: Option<&Until>,
        folder: &Path,
        what: &str,
        points_may_lack: bool,
    ) -> anyhow::Result<Made> {
        let Some(until) = until else {
            return self.make_or_part(plan, folder, what, points_may_lack);
        };
        let mut plan = until.first(plan);
        loop {
            let made = self.make_or_part(&plan, folder, what, points_may_lack)?;
            if made.partial.is_some() || made.interrupted.is_some() {
                return Ok(made);
            }
            drop(made); // and its lock
            let width = until.width(&plan, folder)?;
            match width.next {
                Some(next) => plan.replicates = next,
                None => {
                    let store = Store::open(folder, &plan, Shard::WHOLE)?;
                    return Ok(Made { enough: enough(until, &width), ..Made::whole(plan, store) });
                }
            }
        }
    }

    /// Like [`Driving::make`], for one shard.
    ///
    /// # Errors
    /// When the folder cannot be used, or the user interrupts.
    pub fn make_shard(
        &self,
        plan: &Plan,
        folder: &Path,
        what: &str,
        shard: Shard,
    ) -> anyhow::Result<(Store, Tally)> {
        let stop = stop_at_interrupt()?;
        let mut store = Store::open(folder, plan, shard)?;
        let mine = |store: &Store| {
            let all = 0..plan.runs();
            let own = |run: &u64| shard.takes(plan, *run) && store.is_first(*run);
            let mine: Vec<bool> = all.filter(own).map(|run| store.has(run)).collect();
            (mine.len() as u64, mine.iter().filter(|done| **done).count() as u64)
        };
        let (runs, before) = mine(&store);
        let threads = self.threads.map_or_else(cores, usize::from);
        let progress = Progress::new(what, runs, before, Duration::from_secs(self.every));
        let watch = |failed| progress.run(failed);
        let how = How { threads, shard };
        let done = progress.during(|| execute(plan, &mut store, how, stop, &watch));
        let tally = done.map_err(|error| match error {
            ExperimentError::Disk { .. } => anyhow::Error::from(error)
                .context("the runs finished so far are safe, and the same command goes on from there"),
            error => error.into(),
        })?;
        if tally.stopped {
            return Err(Interrupted { done: mine(&store).1, runs }.into());
        }
        Ok((store, tally))
    }

    /// Empties the folder first if `--force` is given; `inputs` are the files that were read.
    ///
    /// # Errors
    /// When it holds an input, or a foreign file that would be replaced.
    pub fn begin(&self, folder: &Path, inputs: &[PathBuf]) -> anyhow::Result<()> {
        apart(folder, inputs)?;
        Ok(results::claim(folder, self.force)?)
    }
}

/// An error if runs failed.
pub fn failures(failed: u64, runs: u64, table: &str) -> anyhow::Result<()> {
    if failed == 0 {
        return Ok(());
    }
    Err(SomeFailed { failed, runs, table: table.to_owned() }.into())
}

/// The output options, as command-line arguments.
pub fn place(out: &Path, name: Option<&str>) -> String {
    let mut text = String::new();
    if out.as_os_str() != "outputs" {
        text.push_str(&format!(" --out {}", shell(&out.display().to_string())));
    }
    if let Some(name) = name {
        text.push_str(&format!(" --name {}", shell(name)));
    }
    text
}

/// A flag set by Ctrl-C or a termination signal; the second time, the process exits immediately.
pub fn stop_at_interrupt() -> anyhow::Result<&'static AtomicBool> {
    static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    if let Some(stop) = STOP.get() {
        return Ok(stop);
    }
    let stop = STOP.get_or_init(Arc::default);
    let handler = || {
        if stop.swap(true, Ordering::Relaxed) {
            std::process::exit(130); // every finished run is on disk
        }
        eprintln!("circulus: stopping after the runs in progress; press Ctrl-C again to stop immediately");
    };
    ctrlc::set_handler(handler).context("cannot listen for signals")?;
    Ok(stop)
}

/// Threads of this machine.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}
