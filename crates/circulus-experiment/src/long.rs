//! Tables of single runs as long tables of a batch: the deals, plants, events, decisions or projects of every run, each row
//! preceded by the coordinates of its run.
//!
//! Records of runs keep no such rows, as most experiments never look at them. So the runs are made once more, as many at
//! a time as there are threads, and their rows are written in the order of the runs: the bytes do not depend on the
//! threads, and memory does not grow with the runs.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};
use std::thread;

use rayon::prelude::*;

use super::error::ExperimentError;
use super::plan::{Job, Plan};
use super::results::FinishError;
use super::table;
use circulus::output::{Forms, OutputError};
use circulus::record::columns::{
    Cell, Column, InWorld, Names, deals, decisions, events, in_worlds, plants, projects,
};
use circulus::record::recorder::Detail;
use circulus::run::{Run, run};
use circulus::scenario::{Fault, Faults, Scenario};

/// The tables that a batch can have.
pub const TABLES: [&str; 5] = ["plants", "deals", "events", "decisions", "projects"];

/// A row of a long table.
#[derive(Debug, Clone)]
pub struct LongRow {
    job: Job,
    cells: Vec<Cell<'static>>,
}

/// Name, unit, meaning and kind of a column, without its values.
type Head = (String, String, String, circulus::record::columns::Kind);

/// The columns of a table of a scenario, and its rows where there is a run.
fn table(name: &str, names: &Names, of: Option<&Run>) -> (Vec<Head>, Vec<Vec<Cell<'static>>>) {
    macro_rules! table {
        ($columns:expr, $rows:ident) => {{
            let columns = $columns;
            let heads = columns.iter().map(head).collect();
            let rows = of.map(|run| {
                let rows = in_worlds(&run.cluster, &run.twin, |record| &record.$rows);
                rows.map(|row| columns.iter().map(|column| owned(column.value(&row))).collect()).collect()
            });
            (heads, rows.unwrap_or_default())
        }};
    }
    match name {
        "plants" => table!(plants(names), plants),
        "deals" => table!(deals(names), deals),
        "events" => table!(events(names), events),
        "decisions" => table!(decisions(names), decisions),
        _ => table!(projects(names), projects),
    }
}

fn head<T>(column: &Column<'_, InWorld<'_, T>>) -> Head {
    (column.name.clone(), column.unit.clone(), column.meaning.clone(), column.kind)
}

fn owned(cell: Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Text(text) => Cell::Text(text.into_owned().into()),
        Cell::Integer(value) => Cell::Integer(value),
        Cell::Number(value) => Cell::Number(value),
        Cell::Flag(value) => Cell::Flag(value),
        Cell::Missing => Cell::Missing,
    }
}

/// The columns of a long table: the coordinates of the run, and those that the table has in the folder of a run.
///
/// # Errors
/// When two scenarios of the plan have other columns, as those of two currencies have.
pub fn columns<'p>(plan: &'p Plan, name: &str) -> Result<Vec<Column<'p, LongRow>>, ExperimentError> {
    let mut heads: Option<Vec<Head>> = None;
    for base in &plan.bases {
        let own = table(name, &Names::of(&base.scenario(&[])?), None).0;
        if heads.get_or_insert_with(|| own.clone()) != &own {
            let message = format!(
                "the table {name} has other columns than that of the first scenario, as of another currency; leave {name} \
                 out of the tables, or run the scenarios one by one"
            );
            return Err(Faults::from(Fault::of_file(&base.path, message)).into());
        }
    }
    let mut columns = table::coordinates(plan, |row: &LongRow| row.job);
    for (at, (name, unit, meaning, kind)) in heads.unwrap_or_default().into_iter().enumerate() {
        let value = move |row: &LongRow| row.cells.get(at).cloned().unwrap_or(Cell::Missing);
        columns.push(Column::new(name, unit, meaning, kind, value));
    }
    Ok(columns)
}

/// Where the rows of a table go: a way for each of its files.
type Ways = Vec<SyncSender<Arc<Vec<LongRow>>>>;

/// Makes all runs of a plan again and writes these of [`TABLES`] of them into a folder; a failed run has no rows. `watch`
/// is called for each run; `stop` ends it early.
///
/// Returns whether all runs were written.
///
/// # Errors
/// When the scenarios have other columns, threads cannot be started, or a file cannot be written.
pub fn write(
    plan: &Plan,
    tables: &[String],
    forms: Forms,
    threads: usize,
    folder: &Path,
    stop: &AtomicBool,
    watch: &(dyn Fn(bool) + Sync),
) -> Result<bool, FinishError> {
    let threads = threads.max(1);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| ExperimentError::Threads { threads, reason: error.to_string() })?;
    let mut heads = Vec::new();
    for table in tables {
        heads.push((table.as_str(), columns(plan, table)?));
    }
    let written = thread::scope(|scope| {
        let (mut ways, mut writers): (Vec<Ways>, Vec<_>) = (Vec::new(), Vec::new());
        for (table, columns) in &heads {
            let mut own = Vec::new();
            for format in forms.formats() {
                let (to, from) = sync_channel::<Arc<Vec<LongRow>>>(1);
                own.push(to);
                writers.push(scope.spawn(move || {
                    let rows = from.into_iter();
                    let rows = rows.flat_map(|rows| (0..rows.len()).map(move |at| rows[at].clone()));
                    forms.write(format, folder, table, columns, rows)
                }));
            }
            ways.push(own);
        }
        let all = pool.install(|| make(plan, tables, threads, &ways, stop, watch));
        drop(ways); // the writers come to their end
        for writer in writers {
            let done = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            done?;
        }
        Ok::<bool, OutputError>(all)
    });
    Ok(written?)
}

/// Makes the runs in order, so many at a time, and sends their rows; false if it was stopped.
fn make(
    plan: &Plan,
    tables: &[String],
    threads: usize,
    ways: &[Ways],
    stop: &AtomicBool,
    watch: &(dyn Fn(bool) + Sync),
) -> bool {
    let mut scenarios: BTreeMap<u64, OnceLock<Option<Arc<Scenario>>>> = BTreeMap::new();
    let case = |job: &Job| job.run / plan.replicates.max(1);
    for first in (0..plan.runs()).step_by(threads) {
        if stop.load(Ordering::Relaxed) {
            return false;
        }
        let jobs: Vec<Job> =
            (first..(first + threads as u64).min(plan.runs())).map(|run| plan.job(run)).collect();
        // The scenario of a case is built once, and dropped after its last run.
        scenarios.retain(|known, _| jobs.iter().any(|job| case(job) == *known));
        for job in &jobs {
            scenarios.entry(case(job)).or_default();
        }
        let made: Vec<Vec<Vec<LongRow>>> = jobs
            .par_iter()
            .map(|job| {
                let build = || plan.bases.get(job.base)?.scenario(&plan.sets(job.point)).ok().map(Arc::new);
                let scenario = scenarios.get(&case(job)).and_then(|known| known.get_or_init(build).clone());
                let rows = scenario.map(|scenario| of_run(&scenario, *job, tables)).unwrap_or_default();
                watch(rows.is_empty());
                rows
            })
            .collect();
        for rows in made {
            for (rows, ways) in rows.into_iter().zip(ways) {
                let rows = Arc::new(rows);
                // A writer that is gone says why when it is joined.
                if ways.iter().any(|way| way.send(Arc::clone(&rows)).is_err()) {
                    return true;
                }
            }
        }
    }
    true
}

/// The rows of a run, table by table; none of a failed run.
fn of_run(scenario: &Arc<Scenario>, job: Job, tables: &[String]) -> Vec<Vec<LongRow>> {
    let Ok(run) = run(Arc::clone(scenario), job.replicate, Detail::Full) else { return Vec::new() };
    let names = Names::of(scenario);
    let rows = |name: &String| {
        let rows = table(name, &names, Some(&run)).1;
        rows.into_iter().map(|cells| LongRow { job, cells }).collect()
    };
    tables.iter().map(rows).collect()
}
