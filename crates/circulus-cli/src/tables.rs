//! Which tables an experiment writes, and how.

use std::path::Path;
use std::time::Duration;

use clap::builder::PossibleValuesParser;

use super::drive::{Driving, Interrupted, Made, cores, stop_at_interrupt};
use super::progress::Progress;
use circulus::output::Forms;
use circulus::output::csv::Form;
use circulus::scenario::Words;
use circulus_experiment::long;
use circulus_experiment::plan::Plan;

/// Seconds between lines of progress.
const EVERY: u64 = 60;

/// How tables are written.
#[derive(Debug, Clone, clap::Args)]
pub struct Written {
    /// Write the tables as Parquet too
    #[arg(long)]
    parquet: bool,
    /// What separates cells and decimals of the tables: comma and point, or semicolon and comma, as Excel reads them in
    /// many countries
    #[arg(long, value_name = "FORM", default_value = Form::Comma.word(), value_parser = PossibleValuesParser::new(Form::WORDS))]
    csv: String,
}

impl Written {
    /// The formats that are asked for.
    pub fn forms(&self) -> Forms {
        Forms { parquet: self.parquet, csv: Form::of_word(&self.csv).unwrap_or_default() }
    }
}

/// Tables of single runs that are written of all runs.
#[derive(Debug, Clone, clap::Args)]
pub struct Rows {
    /// Tables of single runs to write of all runs, with commas between; every run is then made once more
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = PossibleValuesParser::new(long::TABLES))]
    tables: Vec<String>,
}

impl Rows {
    /// Refuses, before the first run, tables that the scenarios of a plan do not share.
    ///
    /// # Errors
    /// When scenarios have other columns.
    pub fn check(&self, plan: &Plan) -> anyhow::Result<()> {
        self.tables.iter().try_for_each(|table| long::columns(plan, table).map(drop)).map_err(Into::into)
    }

    /// The tables that are asked for, in their order.
    fn tables(&self) -> Vec<String> {
        let asked = long::TABLES.into_iter().filter(|table| self.tables.iter().any(|own| own == table));
        asked.map(str::to_owned).collect()
    }
}

/// What is written at the end of an experiment.
#[derive(Debug, Clone)]
pub struct Ending {
    /// How tables are written.
    pub forms: Forms,
    /// Tables of single runs that are written of all runs.
    pub tables: Vec<String>,
    threads: Option<u16>,
    every: u64,
}

impl Ending {
    /// What the options ask for; no tables of single runs of an interrupted experiment, whose user wants an end.
    pub fn of(driving: &Driving, rows: &Rows, made: &Made) -> Ending {
        let tables = if made.is_interrupted() { Vec::new() } else { rows.tables() };
        Ending { forms: driving.written.forms(), tables, threads: driving.threads, every: driving.every }
    }

    /// The same for a command without options of execution.
    pub fn alone(written: &Written, rows: &Rows) -> Ending {
        Ending { forms: written.forms(), tables: rows.tables(), threads: None, every: EVERY }
    }

    /// Writes the tables of single runs into a folder, with progress.
    ///
    /// # Errors
    /// When a file cannot be written, or the user interrupts.
    pub fn write_rows(&self, plan: &Plan, folder: &Path) -> anyhow::Result<()> {
        if self.tables.is_empty() {
            return Ok(());
        }
        let stop = stop_at_interrupt()?;
        let threads = self.threads.map_or_else(cores, usize::from);
        let what = self.tables.join(", ");
        let progress = Progress::new(&what, plan.runs(), 0, Duration::from_secs(self.every));
        let watch = |failed| progress.run(failed);
        let write = || long::write(plan, &self.tables, self.forms, threads, folder, stop, &watch);
        match progress.during(write)? {
            true => Ok(()),
            false => Err(Interrupted { done: plan.runs(), runs: plan.runs() }.into()),
        }
    }
}
