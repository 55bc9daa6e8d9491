//! Finished runs on disk: append-only parts, one per shard; each record has a checksum.
//!
//! A record is written in one go as soon as its run ends, and synced to disk within a second. A kill or a power cut
//! may leave a torn tail, which the next start truncates; a run counts as finished only if its checksum is valid.
//! Parts with the same fingerprint may be collected from many machines.

mod append;
mod audit;
mod lock;
pub mod record;
mod scan;

use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

pub use append::Appender;
pub use audit::Audit;
pub use circulus::output::ours::PARTS;
use lock::Lock;

use super::error::ExperimentError;
use super::plan::Plan;

const ENDING: &str = "runs";

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Its indicators; NaN if missing.
    Values(Vec<f64>),
    /// Why it failed.
    Failed(String),
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
        let cases = plan.points.len() * plan.bases.len() as u64;
        let dealt = if cases >= 8 * self.of { run / plan.replicates.max(1) } else { run };
        dealt % self.of.max(1) == self.index - 1
    }
}

/// The finished runs of an experiment. Takes 8 bytes of memory per run of the plan.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    fingerprint: String,
    parts: Vec<Part>,
    /// Location of each run: part in the upper 16 bits, offset plus one in the lower 48; 0 for a missing run.
    places: Vec<u64>,
    done: u64,
    _lock: Option<Lock>,
}

#[derive(Debug)]
struct Part {
    path: PathBuf,
    /// Length of the valid records.
    good: u64,
    /// Length of the rest.
    torn: u64,
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
            Err(ExperimentError::Other { .. }) => {
                for path in part_files(&folder.join(PARTS))? {
                    fs::remove_file(&path).map_err(|source| ExperimentError::at(&path, source))?;
                }
                Store::open(folder, plan, Shard::WHOLE)
            }
            opened => opened,
        };
        let mut store = opened?;
        let appender = store.appender(Shard::WHOLE)?;
        for run in store.missing() {
            appender.append(run, &outcome(run)?)?;
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
        audit::audit(Store::empty(folder, plan, plan.fingerprint_by(sources), None), plan)
    }

    fn of(folder: &Path, plan: &Plan, lock: Option<Lock>) -> Result<Store, ExperimentError> {
        let mut store = Store::empty(folder, plan, plan.fingerprint(), lock);
        store.refresh()?;
        Ok(store)
    }

    fn empty(folder: &Path, plan: &Plan, fingerprint: String, lock: Option<Lock>) -> Store {
        let runs = usize::try_from(plan.runs()).unwrap_or(usize::MAX);
        Store {
            folder: folder.to_owned(),
            fingerprint,
            parts: Vec::new(),
            places: vec![0; runs],
            done: 0,
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
        self.done = 0;
        part_files(&self.folder.join(PARTS))?.iter().try_for_each(|path| self.read_part(path))
    }

    fn read_part(&mut self, path: &Path) -> Result<(), ExperimentError> {
        let index = self.parts.len() as u64;
        let (places, done) = (&mut self.places, &mut self.done);
        let part = scan::scan(path, &self.fingerprint, |run, at| {
            let place = usize::try_from(run).ok().and_then(|run| places.get_mut(run));
            if let Some(place) = place.filter(|place| **place == 0) {
                *place = (index << 48) | (at + 1);
                *done += 1;
            }
        })?;
        self.parts.push(part);
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
        self.done
    }

    /// Whether a run is finished.
    pub fn has(&self, run: u64) -> bool {
        usize::try_from(run).ok().and_then(|run| self.places.get(run)).is_some_and(|place| *place != 0)
    }

    /// Runs that are not finished, in order.
    pub fn missing(&self) -> impl Iterator<Item = u64> {
        self.places.iter().enumerate().filter(|(_, place)| **place == 0).map(|(run, _)| run as u64)
    }

    /// Opens the part of a shard for writing, after truncating its torn tail.
    ///
    /// # Errors
    /// When it is in use, or cannot be written.
    pub fn appender(&self, shard: Shard) -> Result<Appender, ExperimentError> {
        let path = self.part(shard);
        let good = self.parts.iter().find(|part| part.path == path).map(|part| part.good);
        Appender::open(path, &self.fingerprint, good.unwrap_or(0))
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
        let place = usize::try_from(run).ok().and_then(|run| self.places.get(run)).copied().unwrap_or(0);
        let part = self.parts.get((place >> 48) as usize);
        let path = part.and_then(|part| part.path.strip_prefix(&self.folder).ok());
        let name = path.map_or_else(|| PARTS.to_owned(), |path| path.display().to_string());
        (name, (place & ((1 << 48) - 1)).saturating_sub(1))
    }

    /// Reads finished runs; fastest in the order on disk, which is close to the order of their numbers.
    ///
    /// # Errors
    /// When a part cannot be opened.
    pub fn reader(&self) -> Result<Reader<'_>, ExperimentError> {
        let open = |part: &Part| {
            let file = File::open(&part.path).map_err(|source| ExperimentError::at(&part.path, source))?;
            Ok((BufReader::with_capacity(1 << 16, file), 0))
        };
        Ok(Reader {
            store: self,
            files: self.parts.iter().map(open).collect::<Result<_, ExperimentError>>()?,
        })
    }
}

/// Reads finished runs one by one.
#[derive(Debug)]
pub struct Reader<'s> {
    store: &'s Store,
    /// Each part with the current position in it.
    files: Vec<(BufReader<File>, u64)>,
}

impl Reader<'_> {
    /// How a run ended.
    ///
    /// # Errors
    /// When it is not finished, or its record can no longer be read.
    pub fn outcome(&mut self, run: u64) -> Result<Outcome, ExperimentError> {
        let place =
            usize::try_from(run).ok().and_then(|run| self.store.places.get(run)).copied().unwrap_or(0);
        let Some(at) = (place & ((1 << 48) - 1)).checked_sub(1) else {
            return Err(ExperimentError::Missing(run));
        };
        let index = (place >> 48) as usize;
        let (Some(part), Some((file, reached))) = (self.store.parts.get(index), self.files.get_mut(index))
        else {
            return Err(ExperimentError::Missing(run));
        };
        let failed = |source| ExperimentError::at(&part.path, source);
        file.seek_relative(at as i64 - *reached as i64).map_err(failed)?;
        *reached = at;
        let mut bytes = vec![0; record::HEAD];
        file.read_exact(&mut bytes).map_err(failed)?;
        let damaged = || ExperimentError::Damaged { path: part.path.clone(), at };
        let length = record::length(&bytes).ok_or_else(damaged)?;
        bytes.resize(length, 0);
        file.read_exact(bytes.get_mut(record::HEAD..).unwrap_or_default()).map_err(failed)?;
        *reached += length as u64;
        match record::decode(&bytes) {
            Some((found, outcome)) if found == run => Ok(outcome),
            _ => Err(damaged()),
        }
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
