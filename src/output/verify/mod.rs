//! Verifies that a folder is unchanged, and that the program reproduces it.
//!
//! Three steps: the manifest against its own hash ([`read`]), every file against the manifest ([`files`]), and every
//! file and the manifest against what the program now makes from the folder's inputs ([`compare`]). Hashes reveal
//! accidental damage; only the last step reveals someone altering a file together with its hash.

mod compare;

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use super::csv::Form;
use super::manifest::{self, Entry, MANIFEST, SEAL};
use super::ours::PARTS;
use super::{Provenance, TABLES, hash};
use crate::scenario::{Words, input};

pub use compare::compare;

/// What was checked, and what is wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Files whose hash was compared.
    pub files: usize,
    /// Files made again and compared.
    pub remade: usize,
    /// Rows compared with the stored records that they were made from.
    pub rows: u64,
    /// Runs repeated.
    pub rerun: u64,
    /// What is wrong, one sentence each; empty if nothing is.
    pub wrong: Vec<String>,
    /// What could not be checked, and why.
    pub notes: Vec<String>,
    /// Files that are missing or differ from the manifest.
    altered: BTreeSet<String>,
    /// Whether the folder was made by a program with other sources.
    foreign: bool,
}

impl Verdict {
    /// Whether a file agrees with the manifest.
    pub fn is_intact(&self, path: &str) -> bool {
        !self.altered.contains(path)
    }

    /// Something that the program gives otherwise now.
    pub fn differs(&mut self, sentence: String) {
        let other = if self.foreign { " (other sources made it, which may be why)" } else { "" };
        self.wrong.push(sentence + other);
    }

    fn alters(&mut self, path: &str, sentence: String) {
        self.altered.insert(path.to_owned());
        self.wrong.push(sentence);
    }
}

/// Why a folder cannot be verified.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// It does not exist, or circulus did not write it.
    #[error("{} {why}; name the folder of a run or of an experiment that circulus wrote", path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
        /// What it is instead.
        why: &'static str,
    },
    /// It belongs to an experiment, and a single run is needed.
    #[error("{} is not the folder of a single run; name one that circulus run wrote", path.display())]
    NotARun {
        /// The folder.
        path: PathBuf,
    },
    /// It belongs to a single run, and an experiment is needed.
    #[error("{} is not the folder of an experiment; name one that circulus sweep or the like wrote", path.display())]
    NotAnExperiment {
        /// The folder.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Its contents are inconsistent.
    #[error("{}: {reason}", path.display())]
    Altered {
        /// The file.
        path: PathBuf,
        /// What is inconsistent.
        reason: String,
    },
}

/// The contents of a manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The whole text.
    pub text: String,
    /// The program that made the folder.
    pub provenance: Provenance,
    /// The files.
    pub files: Vec<Entry>,
    /// What the files are the results of.
    pub of: Of,
}

/// The origin of a folder's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    /// A single run.
    Run {
        /// Replicate.
        replicate: u64,
        /// Short hash of the results.
        results_hash: String,
        /// Names of the tables; all, if the manifest says none.
        tables: Vec<String>,
        /// What separates their cells and decimals.
        csv: Form,
    },
    /// An experiment.
    Experiment {
        /// The experiment's fingerprint.
        fingerprint: String,
    },
}

#[derive(Deserialize)]
struct Typed {
    #[serde(flatten)]
    provenance: Provenance,
    files: Vec<Entry>,
    replicate: Option<u64>,
    results_hash: Option<String>,
    tables: Option<Vec<String>>,
    csv: Option<String>,
    fingerprint: Option<String>,
}

impl Said {
    /// Whether a file is listed.
    pub fn lists(&self, path: &str) -> bool {
        self.files.iter().any(|entry| entry.path == path)
    }

    /// Whether a file with this extension is listed.
    pub fn lists_any(&self, ending: &str) -> bool {
        self.files.iter().any(|entry| entry.path.ends_with(ending))
    }
}

/// Reads a folder's manifest and compares it with its own hash; `None` if it is invalid, which is reported as wrong.
///
/// # Errors
/// When the folder is not ours or cannot be read.
pub fn read(folder: &Path, verdict: &mut Verdict) -> Result<Option<Said>, VerifyError> {
    let bytes = bytes(folder)?;
    let Ok(text) = String::from_utf8(bytes) else {
        verdict.alters(MANIFEST, format!("{MANIFEST} was altered: it is not UTF-8 text"));
        return Ok(None);
    };
    if let Err(reason) = sealed(&text) {
        verdict.alters(MANIFEST, format!("{MANIFEST} {reason}"));
    }
    let said = understand(text);
    if let Err(reason) = &said {
        verdict.alters(MANIFEST, format!("{MANIFEST} {reason}"));
    }
    Ok(said.ok())
}

/// The contents of a single run's manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleRun {
    /// The program that made it.
    pub by: Provenance,
    /// Replicate.
    pub replicate: u64,
    /// Short hash of the results.
    pub results_hash: String,
    /// Names of the tables.
    pub tables: Vec<String>,
    /// What separates their cells and decimals.
    pub csv: Form,
}

/// Reads the manifest of a run's folder, for commands that build on it: its own hash and that of the scenario must
/// match.
///
/// # Errors
/// When it is not the folder of a single run, cannot be read, or was altered.
pub fn single_run(folder: &Path) -> Result<SingleRun, VerifyError> {
    let altered = |reason: String| VerifyError::Altered { path: folder.join(MANIFEST), reason };
    let text = String::from_utf8(bytes(folder)?).map_err(|_| altered("is not UTF-8 text".to_owned()))?;
    sealed(&text).map_err(altered)?;
    let said = understand(text).map_err(altered)?;
    let Of::Run { replicate, results_hash, tables, csv } = said.of else {
        return Err(VerifyError::NotARun { path: folder.to_owned() });
    };
    let listed = said.files.iter().find(|entry| entry.path == "scenario.toml");
    let there = manifest::entry(folder, "scenario.toml".to_owned());
    if there.ok().as_ref() != listed {
        let reason =
            "scenario.toml is not the one that the manifest lists; run the scenario again".to_owned();
        return Err(altered(reason));
    }
    Ok(SingleRun { by: said.provenance, replicate, results_hash, tables, csv })
}

/// Reads the manifest of an experiment's folder, for commands that build on it: its own hash and those of all files must
/// match.
///
/// # Errors
/// When it is not the folder of an experiment, cannot be read, or was altered.
pub fn experiment(folder: &Path) -> Result<Said, VerifyError> {
    match intact(folder)? {
        (said @ Said { of: Of::Experiment { .. }, .. }, _) => Ok(said),
        _ => Err(VerifyError::NotAnExperiment { path: folder.to_owned() }),
    }
}

/// Reads a folder's manifest, for commands that build on it, and what there is to note of its files: its own hash and
/// those of all files must match.
///
/// # Errors
/// When circulus did not write the folder, it cannot be read, or was altered.
pub fn intact(folder: &Path) -> Result<(Said, Vec<String>), VerifyError> {
    let mut verdict = Verdict::default();
    let said = read(folder, &mut verdict)?;
    if let Some(said) = &said {
        files(folder, said, &mut verdict)?;
    }
    let Verdict { wrong, notes, .. } = verdict;
    match (said, wrong.into_iter().next()) {
        (Some(said), None) => Ok((said, notes)),
        (_, reason) => {
            Err(VerifyError::Altered { path: folder.to_owned(), reason: reason.unwrap_or_default() })
        }
    }
}

fn bytes(folder: &Path) -> Result<Vec<u8>, VerifyError> {
    let path = folder.join(MANIFEST);
    input::bytes(&path).map_err(|source| {
        let not_ours = |why| VerifyError::NotOurs { path: folder.to_owned(), why };
        match source.kind() {
            _ if !folder.exists() => not_ours("does not exist"),
            _ if !folder.is_dir() => not_ours("is not a folder"),
            io::ErrorKind::NotFound if folder.join(PARTS).is_dir() => not_ours(
                "has no manifest.json: it is of an experiment that is not finished, or its manifest is gone",
            ),
            io::ErrorKind::NotFound => {
                not_ours("has no manifest.json: circulus did not write it, or its manifest is gone")
            }
            _ => VerifyError::Read { path, source },
        }
    })
}

/// Whether a manifest's own hash matches.
fn sealed(text: &str) -> Result<(), String> {
    match manifest::unseal(text) {
        (_, None) => Err(format!(
            "has no {SEAL}, so that nothing vouches for what it says; it was altered, or an older version made it"
        )),
        (bare, Some(said)) if hash::of_text(&bare) != said => {
            Err(format!("was altered: its hash is not its {SEAL}"))
        }
        _ => Ok(()),
    }
}

fn understand(text: String) -> Result<Said, String> {
    let typed: Typed = serde_json::from_str(&text).map_err(|error| format!("is not a manifest: {error}"))?;
    let of = match typed {
        Typed { fingerprint: Some(fingerprint), replicate: None, .. } => Of::Experiment { fingerprint },
        Typed {
            replicate: Some(replicate),
            results_hash: Some(results_hash),
            tables,
            csv,
            fingerprint: None,
            ..
        } => {
            let csv = match csv {
                None => Form::Comma,
                Some(word) => Form::of_word(&word).ok_or_else(|| {
                    format!(
                        "says that {word} separates its tables, which is none of {}",
                        Form::WORDS.join(", ")
                    )
                })?,
            };
            let tables = tables.unwrap_or_else(|| TABLES.map(str::to_owned).to_vec());
            if let Some(stranger) = tables.iter().find(|name| !TABLES.contains(&name.as_str())) {
                return Err(format!("names {stranger} among its tables, which are {}", TABLES.join(", ")));
            }
            Of::Run { replicate, results_hash, tables, csv }
        }
        _ => {
            return Err(
                "is neither of a run (replicate, results_hash) nor of an experiment (fingerprint)".to_owned()
            );
        }
    };
    Ok(Said { text, provenance: typed.provenance, files: typed.files, of })
}

/// Compares every file with the manifest's list, and the list with the files.
///
/// # Errors
/// When the folder cannot be read.
pub fn files(folder: &Path, said: &Said, verdict: &mut Verdict) -> Result<(), VerifyError> {
    let mut seen = BTreeSet::new();
    for listed in &said.files {
        let path = &listed.path;
        if !seen.insert(path) {
            verdict.alters(MANIFEST, format!("{MANIFEST} lists {path} twice"));
        } else if !is_inside(folder, path) {
            verdict
                .alters(MANIFEST, format!("{MANIFEST} lists {path}, which is not a path inside the folder"));
        } else {
            verdict.files += 1;
            file(folder, listed, verdict);
        }
    }
    let of_experiment = matches!(said.of, Of::Experiment { .. });
    let paths = manifest::paths(folder)
        .map_err(|error| VerifyError::Read { path: folder.to_owned(), source: io::Error::other(error) })?;
    for path in paths.iter().filter(|path| !seen.contains(path)) {
        if !(of_experiment && is_working(path)) || is_stray(path) {
            verdict.notes.push(format!("{path} is not in the manifest"));
        }
    }
    let ours = Provenance::new("");
    let theirs = &said.provenance;
    verdict.foreign = theirs.sources != ours.sources;
    if !verdict.foreign && theirs.version != ours.version {
        let (is, should) = (&theirs.version, &ours.version);
        verdict.wrong.push(format!("{MANIFEST}, version: is {is}, and these sources are version {should}"));
    }
    if verdict.foreign {
        verdict.notes.push(format!(
            "made by circulus {} of other sources ({}) than this one's ({}), whose results may differ",
            theirs.version, theirs.sources, ours.sources
        ));
    }
    Ok(())
}

fn file(folder: &Path, listed: &Entry, verdict: &mut Verdict) {
    let path = &listed.path;
    match manifest::entry(folder, path.clone()) {
        Err(_) if !folder.join(path).exists() => verdict.alters(path, format!("{path} is missing")),
        Err(error) => verdict.alters(path, format!("{path} cannot be read: {error}")),
        Ok(there) if there.sha256 != listed.sha256 => {
            verdict.alters(path, format!("{path} was altered: its hash is not the manifest's"));
        }
        Ok(there) if there.bytes != listed.bytes => {
            let (has, says) = (there.bytes, listed.bytes);
            verdict.alters(path, format!("{path} has {has} bytes, and the manifest says {says}"));
        }
        Ok(_) => {}
    }
}

/// Whether a path stays inside the folder, with links resolved.
fn is_inside(folder: &Path, path: &str) -> bool {
    let plain = |part| matches!(part, Component::Normal(_));
    let place = Path::new(path);
    let leads_out = match (folder.canonicalize(), folder.join(place).canonicalize()) {
        (Ok(folder), Ok(place)) => !place.starts_with(folder),
        _ => false, // a missing file leads nowhere
    };
    !path.is_empty() && place.components().all(plain) && !leads_out
}

/// Whether a path in an experiment's folder is a working file: the parts, and temporary files.
fn is_working(path: &str) -> bool {
    path.starts_with(&format!("{PARTS}/")) || path.starts_with('.')
}

/// Whether a path below the parts is not a part.
fn is_stray(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    path.starts_with(PARTS) && !name.ends_with(".runs") && name != ".lock"
}
