//! `circulus verify`: whether a folder of results is as it was written, and as the program gives it again.

use std::path::PathBuf;

use super::print;
use circulus::experiment::saved;
use circulus::experiment::store::{PARTS, Store};
use circulus::numbers::count;
use circulus::output::experiment::{RUNS, Rows};
use circulus::output::verify::{self, Verdict};

/// Check a folder of results: hashes of its files, and a random share of its runs made again
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of a run or of an experiment
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Share of the runs that is made again, at least one
    #[arg(long, value_name = "SHARE", default_value_t = 0.01, value_parser = share)]
    share: f64,
    /// Chooses which runs are made again
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// Something is wrong with the folder.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Altered(String);

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let folder = &arguments.folder;
    let mut verdict = Verdict::default();
    let said = verify::files(folder, &mut verdict)?;
    if let Some(fingerprint) = &said.fingerprint {
        let (plan, _) = saved::open(folder)?;
        let table = folder.join(format!("{RUNS}.csv")).is_file();
        if folder.join(PARTS).is_dir() && plan.fingerprint() == *fingerprint {
            let store = Store::to_read(folder, &plan)?;
            if table {
                let mut rows = Rows::new(&plan, &store)?;
                verify::rows(folder, &plan, rows.by_ref(), &mut verdict)?;
                rows.finish()?;
            } else {
                verify::rerun_records(&store, &plan, arguments.share, arguments.seed, &mut verdict)?;
            }
        } else {
            let why = "the records of the runs were not compared: they are gone, or of another program";
            verdict.notes.push(why.to_owned());
        }
        if table {
            verify::rerun(folder, &plan, arguments.share, arguments.seed, &mut verdict)?;
        }
    } else if let Some(replicate) = said.replicate {
        verify::single(folder, replicate, &mut verdict)?;
    }
    let notes: String = verdict.notes.iter().map(|note| format!("note: {note}\n")).collect();
    let looked = format!(
        "{}: {}, {} compared with their records, {} made again",
        folder.display(),
        count(verdict.files, "file", "files"),
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
