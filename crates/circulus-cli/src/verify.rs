//! `circulus verify`: whether a folder of results is unchanged and reproducible.

use std::path::PathBuf;

use super::print;
use super::remake::{self, Sample};
use circulus::numbers::count;
use circulus::output::verify::{self, Of, Verdict};

/// Check a folder of results: its hashes, its files made again, and a random share of its runs
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of a run or of an experiment
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Share of the runs that is made again, at least one
    #[arg(long, value_name = "SHARE", default_value_t = 0.01, value_parser = share)]
    share: f64,
    /// Chooses which runs are made again
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = super::whole::<u64>(0, u64::MAX))]
    seed: u64,
}

/// The folder has faults.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Altered(String);

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let folder = &arguments.folder;
    let mut verdict = Verdict::default();
    if let Some(said) = verify::read(folder, &mut verdict)? {
        verify::files(folder, &said, &mut verdict)?;
        let sample = Sample { share: arguments.share, seed: arguments.seed };
        let made = match &said.of {
            Of::Run { replicate, tables, csv, .. } => {
                remake::single(folder, &said, *replicate, tables, *csv, &mut verdict)
            }
            Of::Experiment { fingerprint } => {
                remake::experiment(folder, &said, fingerprint, sample, &mut verdict)
            }
        };
        // Whatever the error, the program does not reproduce the folder; earlier findings are reported too.
        if let Err(error) = made {
            verdict.differs(format!("its files could not be made again: {}", remake::in_words(&error)));
        }
    }
    let notes: String = verdict.notes.iter().map(|note| format!("note: {note}\n")).collect();
    let looked = format!(
        "{}: {}, {} of them made again, {} compared with their records, {} made again",
        folder.display(),
        count(verdict.files, "file", "files"),
        verdict.remade,
        count(verdict.rows, "row", "rows"),
        count(verdict.rerun, "run", "runs")
    );
    if verdict.wrong.is_empty() {
        return print(&format!("{notes}{looked}: all as it should be\n"));
    }
    print(&notes)?;
    Err(Altered(format!("{looked}:\n  {}", verdict.wrong.join("\n  "))).into())
}

fn share(typed: &str) -> Result<f64, String> {
    match typed.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("must be from 0 to 1".into()),
    }
}
