//! Runs what is missing, on any number of threads. Threads and timing affect only the order of records on disk.

use std::any::Any;
use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::error::ExperimentError;
use super::indicators::{Indicator, Meter};
use super::plan::{Base, Job, Plan};
use super::store::{Appender, Outcome, Shard, Store};
use circulus::record::columns::Names;
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
    let kept: Vec<Vec<Indicator>> = plan.bases.iter().map(|base| kept(plan, base)).collect();
    let appender = store.appender(how.shard, &kept.iter().map(|kept| names(kept)).collect::<Vec<_>>())?;
    let tasks = Mutex::new(Tasks::new(plan, store, how.shard));
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
                    let made = work(plan, &tasks, &kept, &appender, &over, watch);
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

/// The missing runs of a shard: the first replicate of every case, then some more of every case, and so on, so that what
/// is there after an interruption says something of all cases. A case is taken up again in few rounds only, as its
/// scenario is then built anew.
struct Tasks<'a> {
    plan: &'a Plan,
    store: &'a Store,
    shard: Shard,
    /// The replicates of this round, and the next one to be looked at, of the case with this number.
    round: Range<u64>,
    case: u64,
    replicate: u64,
    /// Runs looked at.
    seen: u64,
}

impl<'a> Tasks<'a> {
    fn new(plan: &'a Plan, store: &'a Store, shard: Shard) -> Tasks<'a> {
        Tasks { plan, store, shard, round: round_from(plan, 0), case: 0, replicate: 0, seen: 0 }
    }

    fn take(&mut self) -> Option<Batch> {
        while self.round.start < self.plan.replicates {
            if self.case == self.plan.cases() {
                self.round = round_from(self.plan, self.round.end);
                (self.case, self.replicate) = (0, self.round.start);
                continue;
            }
            if let Some(batch) = self.of_case() {
                return Some(batch);
            }
        }
        None
    }

    /// The next runs of the case in this round, if one is missing; goes on to the next case after its last.
    fn of_case(&mut self) -> Option<Batch> {
        // Towards the end, runs are handed out one by one, so that no thread waits long for another.
        let most = ((self.plan.runs() - self.seen) / 64).clamp(1, BATCH);
        let case = self.case;
        let mut replicates = Vec::new();
        while self.replicate < self.round.end && (replicates.len() as u64) < most {
            let run = case * self.plan.replicates + self.replicate;
            let is_missing = self.store.is_first(run) && !self.store.has(run);
            if is_missing && self.shard.takes(self.plan, run) {
                replicates.push((run, self.replicate));
            }
            self.replicate += 1;
            self.seen += 1;
        }
        if self.replicate == self.round.end {
            (self.case, self.replicate) = (case + 1, self.round.start);
        }
        let job = self.plan.job(case * self.plan.replicates);
        (!replicates.is_empty()).then_some(Batch { point: job.point, base: job.base, replicates })
    }
}

/// The replicates of a round: 1, 3, 12, and then a batch; all of them where there is one case.
fn round_from(plan: &Plan, first: u64) -> Range<u64> {
    let more = match plan.cases() {
        1 => plan.replicates,
        _ => (3 * first).clamp(1, BATCH),
    };
    first..(first + more).min(plan.replicates)
}

#[derive(Default)]
struct Made {
    tally: Tally,
    trouble: Option<ExperimentError>,
}

fn work(
    plan: &Plan,
    tasks: &Mutex<Tasks<'_>>,
    kept: &[Vec<Indicator>],
    appender: &Appender,
    over: &(dyn Fn() -> bool + Sync),
    watch: &(dyn Fn(bool) + Sync),
) -> Made {
    let mut made = Made::default();
    while !over() {
        let batch = tasks.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(batch) = batch else { break };
        let mut keep = |run: u64, outcome: &Outcome| {
            if let Err(error) = appender.append(run, batch.base, outcome) {
                made.trouble = Some(error);
                return false;
            }
            let failed = matches!(outcome, Outcome::Failed(_));
            made.tally.made += 1;
            made.tally.failed += u64::from(failed);
            watch(failed);
            !over()
        };
        let wanted = kept.get(batch.base).map_or(&plan.indicators[..], Vec::as_slice);
        run_batch(plan, &batch, wanted, &mut keep);
        if made.trouble.is_some() {
            break;
        }
    }
    made
}

/// Runs a batch until `keep` returns false.
fn run_batch(plan: &Plan, batch: &Batch, wanted: &[Indicator], keep: &mut dyn FnMut(u64, &Outcome) -> bool) {
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
    let meter = Meter::new(&names, wanted);
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

/// The numbers that are kept of the runs of a base. One that cannot be built fails at every point.
fn kept(plan: &Plan, base: &Base) -> Vec<Indicator> {
    let scenario = base.scenario(&[]);
    scenario.map_or_else(
        |_| plan.indicators.iter().flat_map(Indicator::parts).cloned().collect(),
        |of| Indicator::kept(&of, &plan.indicators),
    )
}

fn names(indicators: &[Indicator]) -> Vec<String> {
    indicators.iter().map(|indicator| indicator.name.clone()).collect()
}

/// Repeats one run of a plan, and reads the numbers with these names, among which single years may be that the plan does
/// not ask for; fails if there is no such number.
pub fn again_kept(plan: &Plan, job: Job, wanted: &[String]) -> Outcome {
    let scenario = plan.bases.get(job.base).and_then(|base| base.scenario(&[]).ok());
    let known: BTreeMap<String, Indicator> =
        scenario.iter().flat_map(Indicator::all).map(|one| (one.name.clone(), one)).collect();
    let find =
        |name: &String| known.get(name).cloned().or_else(|| Indicator::find(name, scenario.as_ref()?).ok());
    match wanted.iter().map(find).collect::<Option<Vec<Indicator>>>() {
        Some(wanted) => once(plan, job, &wanted),
        None => Outcome::Failed("a number is kept that no run has".to_owned()),
    }
}

/// Repeats one run of a plan, as [`execute`] does it, and reads the plan's indicators.
pub fn again(plan: &Plan, job: Job) -> Outcome {
    once(plan, job, &plan.indicators)
}

fn once(plan: &Plan, job: Job, wanted: &[Indicator]) -> Outcome {
    let mut made = Outcome::Failed(String::new());
    let batch = Batch { point: job.point, base: job.base, replicates: vec![(job.run, job.replicate)] };
    run_batch(plan, &batch, wanted, &mut |_, outcome| {
        made = outcome.clone();
        true
    });
    made
}

/// Makes one run and reads its indicators.
fn outcome(scenario: &Arc<Scenario>, meter: &Meter<'_>, replicate: u64) -> Outcome {
    match run(Arc::clone(scenario), replicate, meter.detail()) {
        Ok(run) => Outcome::Values(meter.read(&run)),
        Err(breach) => Outcome::Failed(breach.to_string()),
    }
}

fn told(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without a word")
}
