//! Compares runs with their records, and repeats them.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use crate::dice::Dice;
use crate::engine;
use crate::error::ExperimentError;
use crate::plan::Plan;
use crate::results::RUNS;
use crate::store::Store;
use crate::table::{self, RunRow};
use circulus::output::csv::{self, Form};
use circulus::output::verify::{Verdict, VerifyError};
use circulus::record::columns::Column;

/// Maximum number of sentences about one file.
const MOST: usize = 20;

/// Compares every row of `runs.csv` with `rows`, in order.
///
/// # Errors
/// When the table or a row cannot be read.
pub fn rows(
    folder: &Path,
    plan: &Plan,
    form: Form,
    rows: impl Iterator<Item = RunRow>,
    verdict: &mut Verdict,
) -> Result<(), VerifyError> {
    let mut rows = rows.peekable();
    let columns = table::runs(plan);
    each_row(folder, form, |number, row| {
        let Some(expected) = rows.next_if(|expected| expected.job.run == number) else { return };
        verdict.rows += 1;
        compare(&columns, &expected, (form, row), verdict);
    })
}

/// Repeats a random share of the runs, at least one, and compares them with their rows, for an experiment whose
/// records are gone.
///
/// # Errors
/// When the table cannot be read.
pub fn rerun(
    folder: &Path,
    plan: &Plan,
    form: Form,
    share: f64,
    seed: u64,
    verdict: &mut Verdict,
) -> Result<(), VerifyError> {
    let chosen = choose(plan.runs(), share, seed);
    let columns = table::runs(plan);
    each_row(folder, form, |number, row| {
        if chosen.binary_search(&number).is_ok() {
            verdict.rerun += 1;
            let job = plan.job(number);
            let expected = RunRow { job, outcome: engine::again(plan, job) };
            compare(&columns, &expected, (form, row), verdict);
        }
    })
}

/// Repeats a random share of an experiment's runs, at least one, and compares them with their records. The store is
/// the folder's own, or one below it.
///
/// # Errors
/// When a record cannot be read.
pub fn rerun_records(
    folder: &Path,
    store: &Store,
    plan: &Plan,
    share: f64,
    seed: u64,
    verdict: &mut Verdict,
) -> Result<(), ExperimentError> {
    let mut reader = store.reader()?;
    let below = store.folder().strip_prefix(folder).unwrap_or(Path::new(""));
    for run in choose(plan.runs(), share, seed) {
        verdict.rerun += 1;
        let (names, outcome) = reader.kept(run)?;
        if !engine::again_kept(plan, plan.job(run), names).is_same(&outcome) {
            let (part, at) = store.place(run);
            let part = below.join(part).display().to_string();
            verdict
                .differs(format!("{part}, run {run}, byte {at}: the record is not what the run gives now"));
        }
    }
    Ok(())
}

/// At least one distinct number below `runs`, in order.
fn choose(runs: u64, share: f64, seed: u64) -> Vec<u64> {
    let count = ((runs as f64 * share).ceil() as u64).clamp(1.min(runs), runs);
    let mut dice = Dice::new(seed, "verify", 0);
    // Selection sampling (Knuth 1969, algorithm S): each run is chosen with the probability that remains for it.
    let mut chosen = Vec::new();
    for run in 0..runs {
        let (left, wanted) = (runs - run, count - chosen.len() as u64);
        if (dice.below(usize::try_from(left).unwrap_or(usize::MAX)) as u64) < wanted {
            chosen.push(run);
        }
    }
    chosen
}

fn each_row(
    folder: &Path,
    form: Form,
    mut see: impl FnMut(u64, &::csv::StringRecord),
) -> Result<(), VerifyError> {
    let path = folder.join(format!("{}.csv", RUNS));
    let file = File::open(&path).map_err(|source| VerifyError::Read { path: path.clone(), source })?;
    let broken = |error: ::csv::Error| VerifyError::Altered { path: path.clone(), reason: error.to_string() };
    let mut reader = ::csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(form.delimiter())
        .from_reader(BufReader::new(file));
    let mut row = ::csv::StringRecord::new();
    let mut number = 0;
    while reader.read_record(&mut row).map_err(broken)? {
        see(number, &row);
        number += 1;
    }
    Ok(())
}

fn compare(
    columns: &[Column<'_, RunRow>],
    expected: &RunRow,
    (form, row): (Form, &::csv::StringRecord),
    verdict: &mut Verdict,
) {
    for (at, column) in columns.iter().enumerate() {
        let (there, should) =
            (row.get(at).unwrap_or_default(), csv::cell_text_in(form, &column.value(expected)));
        if there != should && verdict.wrong.len() < MOST {
            let (run, name) = (expected.job.run, &column.name);
            verdict.differs(format!("runs.csv, run {run}, {name}: is {there} and should be {should}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_least_one_run_is_chosen_and_none_twice() {
        assert_eq!(choose(5, 0.01, 1).len(), 1);
        assert_eq!(choose(1000, 0.01, 1).len(), 10);
        assert_eq!(choose(7, 1.0, 1), (0..7).collect::<Vec<_>>());
        assert_eq!(choose(0, 0.5, 1), Vec::<u64>::new());
        assert_ne!(choose(1000, 0.01, 1), choose(1000, 0.01, 2));
    }
}
