//! Finished runs on disk: append-only parts, one per shard; each record has a checksum.
//!
//! A record is written in one go as soon as its run ends, and synced to disk within a second. A kill or a power cut
//! may leave a torn tail, which the next start truncates; a run counts as finished only if its checksum is valid.
//! Parts made by the same sources may be collected from many machines.
//!
//! A run is known by what it is ([`record::Key`]), not by its number in a plan, and its record keeps the whole summary.
//! So a plan that grows, by replicates, points, scenarios or indicators, finds the runs of the smaller one.

mod append;
mod audit;
mod cases;
mod layout;
mod lock;
mod reader;
pub mod record;
mod scan;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use append::Appender;
pub use audit::Audit;
use cases::Cases;
pub use circulus::output::ours::PARTS;
use layout::Layout;
use lock::Lock;
pub use reader::Reader;
use record::About;

use super::error::ExperimentError;
use super::indicators::Indicator;
use super::plan::Plan;
use circulus::output::SOURCES;

const ENDING: &str = "runs";

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Its indicators; NaN if missing.
    Values(Vec<f64>),
    /// Why it failed.
    Failed(String),
}

impl Outcome {
    /// The number at an index; NaN of a run that failed.
    pub fn value(&self, at: usize) -> f64 {
        match self {
            Outcome::Values(values) => values.get(at).copied().unwrap_or(f64::NAN),
            Outcome::Failed(_) => f64::NAN,
        }
    }

    /// Whether two are the same to the bit; a missing number, NaN, is the same as another.
    pub fn is_same(&self, other: &Outcome) -> bool {
        match (self, other) {
            (Outcome::Values(a), Outcome::Values(b)) => {
                let same = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan());
                a.len() == b.len() && a.iter().zip(b).all(same)
            }
            (Outcome::Failed(a), Outcome::Failed(b)) => a == b,
            _ => false,
        }
    }
}

/// One of several processes that share an experiment, `index` from 1 to `of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which one, from 1.
    pub index: u64,
    /// Number of shards.
    pub of: u64,
}

impl Shard {
    /// All runs, as a single shard.
    pub const WHOLE: Shard = Shard { index: 1, of: 1 };

    /// Whether a run belongs to this shard. Runs of a case stay together if there are enough cases to distribute.
    pub fn takes(self, plan: &Plan, run: u64) -> bool {
        let dealt = if plan.cases() >= 8 * self.of { run / plan.replicates.max(1) } else { run };
        dealt % self.of.max(1) == self.index - 1
    }
}

/// The finished runs of an experiment. Takes 8 bytes of memory per run of the plan, and some 20 per
/// case.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    /// Fingerprint of the plan.
    fingerprint: String,
    /// Sources of the program that makes the runs.
    sources: String,
    cases: Arc<Cases>,
    indicators: Vec<Indicator>,
    parts: Vec<Part>,
    /// Location of each run: part in the upper 16 bits, offset plus one in the lower 48; 0 for a missing run. Of runs that
    /// are the same only the first has one.
    places: Vec<u64>,
    _lock: Option<Lock>,
}

#[derive(Debug)]
struct Part {
    path: PathBuf,
    /// Length of the valid records.
    good: u64,
    /// Length of the rest.
    torn: u64,
    layouts: Vec<Layout>,
}

/// Locks an experiment's folder for this process, without loading its runs.
#[derive(Debug)]
pub struct Held {
    _lock: Lock,
}

impl Held {
    /// Locks a folder for this process alone.
    ///
    /// # Errors
    /// When the folder holds something else, is in use, or cannot be used.
    pub fn take(folder: &Path) -> Result<Held, ExperimentError> {
        Ok(Held { _lock: take(folder, Shard::WHOLE)? })
    }
}

impl Store {
    /// Locks a folder whose runs come in generations, each in a store of its own below [`PARTS`] until they are
    /// gathered; creates the folder if it is missing.
    ///
    /// # Errors
    /// When the folder holds something else, is in use, or cannot be used.
    pub fn hold(folder: &Path) -> Result<Held, ExperimentError> {
        let held = Held::take(folder)?;
        let parts = folder.join(PARTS);
        if !part_files(&parts)?.is_empty() && !generation(folder, 1).is_dir() {
            return Err(ExperimentError::NotOurs { path: folder.to_owned() });
        }
        Ok(held)
    }

    /// Gathers outcomes from other stores into one store of the whole plan; the result of an earlier gathering is
    /// removed first, as the generations still have those runs.
    ///
    /// # Errors
    /// When the folder cannot be used, or an outcome cannot be read.
    pub fn gather(
        held: Held,
        folder: &Path,
        plan: &Plan,
        mut outcome: impl FnMut(u64) -> Result<Outcome, ExperimentError>,
    ) -> Result<Store, ExperimentError> {
        drop(held);
        let opened = match Store::open(folder, plan, Shard::WHOLE) {
            Err(ExperimentError::Other { .. } | ExperimentError::OtherSources { .. }) => {
                for path in part_files(&folder.join(PARTS))? {
                    fs::remove_file(&path).map_err(|source| ExperimentError::at(&path, source))?;
                }
                Store::open(folder, plan, Shard::WHOLE)
            }
            opened => opened,
        };
        let mut store = opened?;
        let names: Vec<String> = plan.indicators.iter().map(|indicator| indicator.name.clone()).collect();
        let appender = store.appender(Shard::WHOLE, &vec![names; plan.bases.len()])?;
        for run in store.missing() {
            appender.append(run, plan.job(run).base, &outcome(run)?)?;
        }
        appender.sync()?;
        drop(appender);
        store.refresh()?;
        Ok(store)
    }

    /// Locks a folder for one shard, or for one process alone, and reads its runs of a plan; creates the folder if it
    /// is missing.
    ///
    /// # Errors
    /// When the folder holds another experiment or something else, is in use, or cannot be used.
    pub fn open(folder: &Path, plan: &Plan, shard: Shard) -> Result<Store, ExperimentError> {
        Store::of(folder, plan, Some(take(folder, shard)?))
    }

    /// Reads a folder's runs of a plan made by a program with these sources, and reports what is wrong with its parts.
    /// Changes nothing, so it works on a read-only archive.
    ///
    /// # Errors
    /// When a part cannot be read.
    pub fn audit(folder: &Path, plan: &Plan, sources: &str) -> Result<Audit, ExperimentError> {
        audit::audit(Store::empty(folder, plan, sources, None))
    }

    fn of(folder: &Path, plan: &Plan, lock: Option<Lock>) -> Result<Store, ExperimentError> {
        let mut store = Store::empty(folder, plan, SOURCES, lock);
        store.refresh()?;
        Ok(store)
    }

    fn empty(folder: &Path, plan: &Plan, sources: &str, lock: Option<Lock>) -> Store {
        let runs = usize::try_from(plan.runs()).unwrap_or(usize::MAX);
        Store {
            folder: folder.to_owned(),
            fingerprint: plan.fingerprint_by(sources),
            sources: sources.to_owned(),
            cases: Arc::new(Cases::of(plan)),
            indicators: plan.indicators.clone(),
            parts: Vec::new(),
            places: vec![0; runs],
            _lock: lock,
        }
    }

    /// Reads the parts again.
    ///
    /// # Errors
    /// When a part is of another experiment or cannot be read.
    pub fn refresh(&mut self) -> Result<(), ExperimentError> {
        self.parts.clear();
        self.places.fill(0);
        part_files(&self.folder.join(PARTS))?.iter().try_for_each(|path| self.read_part(path))
    }

    fn read_part(&mut self, path: &Path) -> Result<(), ExperimentError> {
        let index = self.parts.len() as u64;
        let (places, cases, indicators) = (&mut self.places, &self.cases, &self.indicators);
        let mut layouts: Vec<Layout> = Vec::new();
        let (mut runs, mut shared) = (0_u64, 0_u64);
        let scanned = scan::scan(path, &self.sources, |about, names, at| {
            layouts.extend(names.map(|names| Layout::new(names, indicators)));
            let (key, serves) = match about {
                About::Values(key, layout) => (key, layouts.get(layout as usize).is_some_and(Layout::serves)),
                About::Failed(key) => (key, true),
                About::Layout => return,
            };
            runs += 1;
            let Some(run) = cases.run(&key) else { return };
            shared += 1;
            let place = usize::try_from(run).ok().and_then(|run| places.get_mut(run));
            if let Some(place) = place.filter(|place| **place == 0 && serves) {
                *place = (index << 48) | (at + 1);
            }
        })?;
        if runs > 0 && shared == 0 {
            return Err(ExperimentError::Other { path: self.folder.clone(), runs });
        }
        self.parts.push(Part { path: path.to_owned(), good: scanned.good, torn: scanned.torn, layouts });
        Ok(())
    }

    /// Folder of the experiment.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Fingerprint of the plan.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Number of finished runs.
    pub fn done(&self) -> u64 {
        (0..self.places.len() as u64).filter(|run| self.has(*run)).count() as u64
    }

    fn location(&self, run: u64) -> u64 {
        let first = usize::try_from(self.cases.first(run)).ok();
        first.and_then(|run| self.places.get(run)).copied().unwrap_or(0)
    }

    /// Whether a run is finished.
    pub fn has(&self, run: u64) -> bool {
        self.location(run) != 0
    }

    /// Whether a run is the first in the plan of those that are the same as it: only that one is made.
    pub fn is_first(&self, run: u64) -> bool {
        self.cases.first(run) == run
    }

    /// Runs that are not finished, in order; of several that are the same the first.
    pub fn missing(&self) -> impl Iterator<Item = u64> {
        (0..self.places.len() as u64).filter(|run| self.is_first(*run) && !self.has(*run))
    }

    /// The largest smaller plan of which all runs are finished: as many replicates as there are of every case; if there is
    /// a case without one and `points_may_lack`, one replicate of as many points as there are from the first on. `None` if
    /// there is no such plan.
    pub fn finished_part(&self, plan: &Plan, points_may_lack: bool) -> Option<Plan> {
        let finished = |case: u64| {
            let first = case * plan.replicates;
            (first..first + plan.replicates).take_while(|run| self.has(*run)).count() as u64
        };
        let replicates = (0..plan.cases()).map(finished).min()?;
        if replicates > 0 {
            return Some(Plan { replicates, ..plan.clone() });
        }
        let cases = (0..plan.cases()).take_while(|case| finished(*case) > 0).count() as u64;
        let points = cases / (plan.bases.len() as u64).max(1);
        (points_may_lack && points > 0).then(|| Plan {
            points: plan.points.chosen(0..points, plan.keys.len()),
            replicates: 1,
            ..plan.clone()
        })
    }

    /// Opens the part of a shard for writing runs whose numbers, of each base, have these names, after truncating its
    /// torn tail.
    ///
    /// # Errors
    /// When it is in use, or cannot be written.
    pub fn appender(&self, shard: Shard, names: &[Vec<String>]) -> Result<Appender, ExperimentError> {
        let path = self.part(shard);
        let part = self.parts.iter().find(|part| part.path == path);
        Appender::open(path, &self.sources, part, Arc::clone(&self.cases), names)
    }

    /// The numbers of shards into which the runs were divided, according to the parts, without duplicates.
    pub fn shard_counts(&self) -> Vec<u64> {
        let of = |part: &Part| part.path.file_stem()?.to_str()?.split_once("-of-")?.1.parse().ok();
        let mut counts: Vec<u64> = self.parts.iter().filter_map(of).collect();
        counts.sort_unstable();
        counts.dedup();
        counts
    }

    /// Whether a shard has begun.
    pub fn has_part(&self, shard: Shard) -> bool {
        let path = self.part(shard);
        self.parts.iter().any(|part| part.path == path)
    }

    fn part(&self, shard: Shard) -> PathBuf {
        self.folder.join(PARTS).join(format!("{}-of-{}.{ENDING}", shard.index, shard.of))
    }

    /// Location of a finished run's record: its part, as a path in the folder, and its offset.
    pub fn place(&self, run: u64) -> (String, u64) {
        let place = self.location(run);
        let part = self.parts.get((place >> 48) as usize);
        let path = part.and_then(|part| part.path.strip_prefix(&self.folder).ok());
        let name = path.map_or_else(|| PARTS.to_owned(), |path| path.display().to_string());
        (name, (place & ((1 << 48) - 1)).saturating_sub(1))
    }

    /// Reads finished runs; fastest in the order on disk.
    ///
    /// # Errors
    /// When a part cannot be opened.
    pub fn reader(&self) -> Result<Reader<'_>, ExperimentError> {
        Reader::new(self)
    }
}

/// The folder of a generation of runs, numbered from 1, in an experiment's folder.
pub fn generation(folder: &Path, number: usize) -> PathBuf {
    folder.join(PARTS).join(format!("generation_{number:03}"))
}

/// Locks an experiment's folder.
fn take(folder: &Path, shard: Shard) -> Result<Lock, ExperimentError> {
    let parts = folder.join(PARTS);
    refuse_strangers(folder, &parts)?;
    fs::create_dir_all(&parts).map_err(|source| ExperimentError::at(&parts, source))?;
    Lock::take(&parts, shard)
}

/// Refuses a folder that has other files but no parts: it is not an experiment's.
fn refuse_strangers(folder: &Path, parts: &Path) -> Result<(), ExperimentError> {
    if parts.is_dir() {
        return Ok(());
    }
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            Some(_) => Err(ExperimentError::NotOurs { path: folder.to_owned() }),
            None => Ok(()),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(ExperimentError::at(folder, source)),
    }
}

fn part_files(folder: &Path) -> Result<Vec<PathBuf>, ExperimentError> {
    let failed = |source| ExperimentError::at(folder, source);
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
