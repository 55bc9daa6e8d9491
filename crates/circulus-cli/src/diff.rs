//! `circulus diff`: finds where two runs diverge.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::compare::{no_divergence, words};
use super::{print, refuse};
use circulus::explain::parting::{Divergence, Parting, parting};
use circulus::output::verify::single_run;
use circulus::scenario::input::shell;
use circulus::scenario::{self, Scenario};

/// Find the first year, phase, plant and decision at which two runs diverge
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// First run: a scenario file, or the folder of a run
    #[arg(value_name = "A")]
    first: PathBuf,
    /// Second run; A itself with the --set changes without it
    #[arg(value_name = "B")]
    second: Option<PathBuf>,
    /// Change a value in B, such as policy.disposal_fee_factor=5; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE")]
    sets: Vec<String>,
    /// Replicate of scenario files; a run's folder has its own
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = super::whole::<u64>(0, u64::MAX))]
    replicate: u64,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    if arguments.second.is_none() && arguments.sets.is_empty() {
        return Err(refuse("A cannot be compared with itself; name B, or change something with --set"));
    }
    let first = Side::open(&arguments.first, &[], arguments.replicate)?;
    let path = arguments.second.as_ref().unwrap_or(&arguments.first);
    let second = Side::open(path, &arguments.sets, arguments.replicate)?;
    let parting = parting((&first.scenario, first.replicate), (&second.scenario, second.replicate))?;
    print(&story(&first, &second, &parting))
}

/// One of the two runs.
struct Side {
    file: PathBuf,
    sets: Vec<String>,
    scenario: Scenario,
    replicate: u64,
}

impl Side {
    /// Opens a scenario file, or the scenario in the folder of a run.
    fn open(path: &Path, sets: &[String], replicate: u64) -> anyhow::Result<Side> {
        let (file, replicate) = match path.is_dir() {
            true => (path.join("scenario.toml"), single_run(path)?.replicate),
            false => (path.to_owned(), replicate),
        };
        let scenario = scenario::load(&file, sets)?.scenario;
        Ok(Side { file, sets: sets.to_vec(), scenario, replicate })
    }

    fn luck(&self) -> (u64, u64) {
        (self.scenario.seed, self.replicate)
    }

    fn told(&self) -> String {
        let sets = match self.sets.is_empty() {
            true => String::new(),
            false => format!(" with {}", self.sets.join(", ")),
        };
        let (seed, replicate) = self.luck();
        format!("{}{sets}, seed {seed}, replicate {replicate}", self.file.display())
    }

    /// The command that explains the difference.
    fn why(&self, divergence: &Divergence) -> String {
        let known = self.scenario.plants.iter().any(|plant| plant.id == divergence.who);
        let who = if known { format!("--plant {}", shell(&divergence.who)) } else { "--company".to_owned() };
        let mut command = format!(
            "circulus explain {} {who} --year {}",
            shell(&self.file.display().to_string()),
            divergence.year
        );
        for set in &self.sets {
            let _ = write!(command, " --set {}", shell(set));
        }
        if self.replicate != 0 {
            let _ = write!(command, " --replicate {}", self.replicate);
        }
        command
    }
}

fn story(first: &Side, second: &Side, parting: &Parting) -> String {
    let mut text = format!("A: {}\nB: {}\n\n", first.told(), second.told());
    // Writing to a string cannot fail.
    let _ = match (&parting.deed, &parting.number) {
        (Some(deed), number) => {
            let _ = writeln!(text, "The first deed that differs: {}.", words(deed));
            if let Some(number) = number {
                let _ = writeln!(text, "The first number that differs: {}.", words(number));
            }
            writeln!(text, "Why: {}\nand: {}", first.why(deed), second.why(deed))
        }
        (None, Some(number)) => {
            writeln!(text, "The same is done in both to the end; numbers part in {}.", words(number))
        }
        (None, None) => writeln!(text, "{}", no_divergence([&first.scenario, &second.scenario])),
    };
    if first.luck() != second.luck() {
        text.push_str(
            "Their random draws differ too (seed or replicate), so the scenario is not the only cause.\n",
        );
    }
    text
}
