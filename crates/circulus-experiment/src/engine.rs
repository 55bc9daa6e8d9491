//! Runs what is missing, on any number of threads. Threads and timing affect only the order of records on disk.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::error::ExperimentError;
use super::indicators::Meter;
use super::plan::{Job, Plan};
use super::store::{Appender, Outcome, Shard, Store};
use circulus::record::columns::Names;
use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::{Fault, Scenario};

/// Settings for executing an experiment.
#[derive(Debug, Clone, Copy)]
pub struct How {
    /// Threads, at least one.
    pub threads: usize,
    /// The part of the runs to execute.
    pub shard: Shard,
}

/// Result of an execution.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Number of runs made.
    pub made: u64,
    /// Of these, runs that failed.
    pub failed: u64,
    /// Whether it was stopped early.
    pub stopped: bool,
}

/// Interval between syncs to disk.
const KEEP: Duration = Duration::from_secs(1);
/// Runs of one case that a thread takes at a time.
const BATCH: u64 = 32;

/// Runs every run of the shard that the store lacks, then reads the store again.
///
/// Uses its own thread pool, so that parallel work within a year of a large region uses no other threads.
///
/// `stop` ends it after the runs in progress; `watch` is called, by any thread, for each finished run, with whether it
/// failed.
///
/// # Errors
/// When the store cannot be written (no further runs are started), or threads cannot be started.
pub fn execute(
    plan: &Plan,
    store: &mut Store,
    how: How,
    stop: &AtomicBool,
    watch: &(dyn Fn(bool) + Sync),
) -> Result<Tally, ExperimentError> {
    let threads = how.threads.max(1);
    let name = |number| format!("runs {number}");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(name).build();
    let pool = pool.map_err(|error| ExperimentError::Threads { threads, reason: error.to_string() })?;
    let appender = store.appender(how.shard)?;
    let tasks = Mutex::new(Tasks { plan, store, shard: how.shard, next: 0 });
    let halt = AtomicBool::new(false);
    let over = || stop.load(Ordering::Relaxed) || halt.load(Ordering::Relaxed);
    let tally = Mutex::new(Tally::default());
    let trouble: Mutex<Option<ExperimentError>> = Mutex::new(None);
    let fail = |error| {
        halt.store(true, Ordering::Relaxed);
        trouble.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    };
    let working = AtomicUsize::new(threads);
    thread::scope(|scope| {
        let keeper = scope.spawn(|| {
            while working.load(Ordering::Acquire) > 0 {
                thread::park_timeout(KEEP);
                if let Err(error) = appender.sync() {
                    fail(error);
                }
            }
        });
        pool.scope(|workers| {
            for _ in 0..threads {
                workers.spawn(|_| {
                    let made = work(plan, &tasks, &appender, &over, watch);
                    let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
                    tally.made += made.tally.made;
                    tally.failed += made.tally.failed;
                    if let Some(error) = made.trouble {
                        fail(error);
                    }
                    if working.fetch_sub(1, Ordering::AcqRel) == 1 {
                        keeper.thread().unpark();
                    }
                });
            }
        });
    });
    drop(appender);
    let mut tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = trouble.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    store.refresh()?;
    tally.stopped = stop.load(Ordering::Relaxed);
    Ok(tally)
}

/// A batch of runs of one case.
struct Batch {
    point: u64,
    base: usize,
    replicates: Vec<(u64, u64)>,
}

/// The missing runs of a shard, in order.
struct Tasks<'a> {
    plan: &'a Plan,
    store: &'a Store,
    shard: Shard,
    next: u64,
}

impl Tasks<'_> {
    fn take(&mut self) -> Option<Batch> {
        let mut batch: Option<Batch> = None;
        while self.next < self.plan.runs() {
            let job = self.plan.job(self.next);
            let wanted = !self.store.has(job.run) && self.shard.takes(self.plan, job.run);
            match &mut batch {
                Some(batch) if (batch.point, batch.base) != (job.point, job.base) => break,
                Some(batch) if wanted => batch.replicates.push((job.run, job.replicate)),
                None if wanted => {
                    let replicates = vec![(job.run, job.replicate)];
                    batch = Some(Batch { point: job.point, base: job.base, replicates });
                }
                _ => {}
            }
            self.next += 1;
            // Towards the end, runs are handed out one by one, so that no thread waits long for another.
            let most = ((self.plan.runs() - self.next) / 64).clamp(1, BATCH);
            if batch.as_ref().is_some_and(|batch| batch.replicates.len() as u64 >= most) {
                break;
            }
        }
        batch
    }
}

#[derive(Default)]
struct Made {
    tally: Tally,
    trouble: Option<ExperimentError>,
}

fn work(
    plan: &Plan,
    tasks: &Mutex<Tasks<'_>>,
    appender: &Appender,
    over: &(dyn Fn() -> bool + Sync),
    watch: &(dyn Fn(bool) + Sync),
) -> Made {
    let mut made = Made::default();
    while !over() {
        let batch = tasks.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(batch) = batch else { break };
        let mut keep = |run: u64, outcome: &Outcome| {
            if let Err(error) = appender.append(run, outcome) {
                made.trouble = Some(error);
                return false;
            }
            let failed = matches!(outcome, Outcome::Failed(_));
            made.tally.made += 1;
            made.tally.failed += u64::from(failed);
            watch(failed);
            !over()
        };
        run_batch(plan, &batch, &mut keep);
        if made.trouble.is_some() {
            break;
        }
    }
    made
}

/// Runs a batch until `keep` returns false.
fn run_batch(plan: &Plan, batch: &Batch, keep: &mut dyn FnMut(u64, &Outcome) -> bool) {
    let scenario = plan.bases.get(batch.base).map(|base| base.scenario(&plan.sets(batch.point)));
    let scenario = match scenario {
        Some(Ok(scenario)) => Arc::new(scenario),
        Some(Err(faults)) => {
            // The message does not say which base has the fault: a saved plan has each scenario in one file, and a run
            // repeated from there must fail with the same message.
            let path = plan.bases.get(batch.base).map_or("", |base| base.path.as_str());
            let place = |fault: &Fault| if fault.set > 0 { fault.place() } else { path.to_owned() };
            let told: Vec<String> =
                faults.list.iter().map(|fault| format!("{}: {}", place(fault), fault.headline())).collect();
            let outcome = Outcome::Failed(told.join("; "));
            let _ = batch.replicates.iter().all(|(run, _)| keep(*run, &outcome));
            return;
        }
        None => return,
    };
    let names = Names::of(&scenario);
    let meter = Meter::new(&names, &plan.indicators);
    for &(number, replicate) in &batch.replicates {
        let attempt = || outcome(&scenario, &meter, replicate);
        // A panic must not end the other runs.
        let outcome = catch_unwind(AssertUnwindSafe(attempt))
            .unwrap_or_else(|panic| Outcome::Failed(format!("the program failed: {}", told(panic.as_ref()))));
        if !keep(number, &outcome) {
            return;
        }
    }
}

/// Repeats one run of a plan, as [`execute`] does it.
pub fn again(plan: &Plan, job: Job) -> Outcome {
    let mut made = Outcome::Failed(String::new());
    let batch = Batch { point: job.point, base: job.base, replicates: vec![(job.run, job.replicate)] };
    run_batch(plan, &batch, &mut |_, outcome| {
        made = outcome.clone();
        true
    });
    made
}

/// Makes one run and reads its indicators.
fn outcome(scenario: &Arc<Scenario>, meter: &Meter<'_>, replicate: u64) -> Outcome {
    match run(Arc::clone(scenario), replicate, Detail::Years) {
        Ok(run) => Outcome::Values(meter.read(&run)),
        Err(breach) => Outcome::Failed(breach.to_string()),
    }
}

fn told(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a word")
}
