//! `circulus bundle`: a folder of results as one archive, for a repository or for somebody else.
//!
//! The archive has one folder, named after that of the results. They stand in it as they are, in `results/`, so that
//! `circulus verify` accepts them; what is said of them stands beside.

mod archive;
mod readme;

use std::path::{Path, PathBuf};

use super::apart::{beside, outside};
use super::print;
use super::remake::SCENARIO;
use super::run::Left;
use archive::{Content, Entry};
use circulus::numbers::count;
use circulus::output::file::{self, Kind};
use circulus::output::manifest::MANIFEST;
use circulus::output::ours::{self, PARTS};
use circulus::output::verify::{self, Of, Said, VerifyError};
use circulus::output::{PROVENANCE, provenance_text};
use circulus::scenario::{self, Loaded, input};
use circulus_experiment::asked::{Asked, Verb};
use circulus_experiment::odd;
use circulus_experiment::saved;
use circulus_experiment::store::Store;
use readme::{Readme, size};

/// Put a folder of results into one archive (zip), with what others need to understand, cite and verify them
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of a run or of an experiment
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// File that is written; FOLDER.zip beside the folder without it
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Replace an earlier archive
    #[arg(long)]
    force: bool,
}

const ARCHIVE: Kind = Kind { name: "archive of circulus", is: readme::is_archive };
/// Where the results stand in the archive's folder.
const RESULTS: &str = "results";
const CITATION: &str = include_str!("../../../CITATION.cff");
/// The study of a folder that describes it already.
const STUDY: &str = "study.md";

/// What is said of the results.
struct Study {
    /// What they are of, for the first sentence of the README.
    what: String,
    /// The description after ODD.
    odd: String,
    /// Tables of values, by name; none if the results have one.
    values: Vec<(String, String)>,
    /// The command that verifies them.
    verify: String,
    /// The command that makes them anew, and the hash of the results that it tells.
    anew: Option<(String, String)>,
    /// Files that no manifest lists, and that belong to the results.
    records: Vec<String>,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let folder = &arguments.folder;
    let file = beside(folder, arguments.to.as_ref(), "--to", "zip")?;
    outside(folder, &file, "--to")?;
    // Refused before the work, not after.
    file::may_write(&file, ARCHIVE, arguments.force)?;
    let (said, mut notes) = verify::intact(folder)?;
    let study = match &said.of {
        Of::Run { replicate, results_hash, tables, csv } => {
            let loaded = scenario::load(&folder.join(SCENARIO), &[])?;
            let left = Left::of(&said, *replicate, tables, *csv, &loaded.scenario);
            of_run(&loaded, &said, &left, results_hash)?
        }
        Of::Experiment { .. } => of_experiment(folder, &said, &mut notes)?,
    };
    let entries = entries(folder, &name_of(folder), &said, study);
    file::write_by(&file, ARCHIVE, arguments.force, |to| archive::write(to, &file, &entries))?;
    let notes: String = notes.iter().map(|note| format!("note: {note}\n")).collect();
    let packed = file.metadata().map_or(0, |about| about.len());
    print(&format!(
        "{notes}The archive is {}: {}, {}, {} unpacked.\nIt opens with README.txt, which says what is in it and how to \
         verify it.\n",
        file.display(),
        count(entries.len(), "file", "files"),
        size(packed),
        size(entries.iter().map(Entry::bytes).sum()),
    ))
}

/// The name of the archive's folder: that of the results, without what a disk elsewhere might not take.
fn name_of(folder: &Path) -> String {
    let there = folder.canonicalize().unwrap_or_default();
    let name = folder.file_name().or(there.file_name()).unwrap_or_default().to_string_lossy();
    let name: String =
        name.chars().map(|c| if c.is_control() || r#"\/:*?"<>|"#.contains(c) { '_' } else { c }).collect();
    if name.is_empty() { RESULTS.to_owned() } else { name }
}

fn of_run(loaded: &Loaded, said: &Said, left: &Left, hash: &str) -> anyhow::Result<Study> {
    let verify = format!("circulus verify {RESULTS}");
    let anew = left.command(&format!("{RESULTS}/{SCENARIO}"), "again");
    let values = scenario::doubted(&loaded.as_meant)?;
    let values_too = match said.lists(PROVENANCE) {
        true => Vec::new(),
        false => vec![(PROVENANCE.to_owned(), provenance_text(&loaded.as_meant)?)],
    };
    Ok(Study {
        what: format!("a run of the scenario {} ({})", loaded.scenario.name, loaded.scenario.title),
        odd: odd::of_run(&loaded.scenario, &values, left.replicate, hash, &verify),
        values: values_too,
        verify,
        anew: Some((anew, hash.to_owned())),
        records: Vec::new(),
    })
}

fn of_experiment(folder: &Path, said: &Said, notes: &mut Vec<String>) -> anyhow::Result<Study> {
    let (plan, _) = saved::open(folder)?;
    let asked = Asked::open(folder)?;
    let records = records(folder)?;
    if records.is_empty() {
        notes.push(format!(
            "the records of the runs are gone ({PARTS}/): the archive has what was computed from them alone"
        ));
    } else {
        let audit = Store::audit(folder, &plan, &said.provenance.sources)?;
        if let Some(reason) = audit.wrong.into_iter().next() {
            return Err(VerifyError::Altered { path: folder.to_owned(), reason }.into());
        }
        notes.extend(audit.notes);
    }
    let verify = format!("circulus verify {RESULTS} --share 1");
    let tables: Vec<&str> =
        said.files.iter().map(|entry| entry.path.as_str()).filter(|path| is_result(path)).collect();
    let odd = match &asked.verb {
        Verb::Robust(_) => input::text(&folder.join(STUDY))?,
        _ => odd::of_experiment(&plan, &asked, &tables, &verify)?,
    };
    let mut values = Vec::new();
    if !said.lists(PROVENANCE) {
        // A paired change is of the first scenario.
        for (base, number) in plan.bases.iter().filter(|base| base.change.is_empty()).zip(1..) {
            let name = if number == 1 { PROVENANCE.to_owned() } else { format!("provenance_{number}.csv") };
            values.push((name, provenance_text(&base.as_meant)?));
        }
    }
    Ok(Study {
        what: format!(
            "the experiment {}, by `circulus {}`, {} of the scenario {}",
            asked.name,
            asked.verb.word(),
            count(plan.runs(), "run", "runs"),
            plan.bases.first().map_or("", |base| base.name.as_str())
        ),
        odd,
        values,
        verify,
        anew: None,
        records,
    })
}

/// The files of records, of every generation too.
fn records(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut paths = ours::contents(folder)?;
    paths.retain(|path| path.starts_with(&format!("{PARTS}/")) && path.ends_with(".runs"));
    Ok(paths)
}

/// Whether a file of an experiment is a table of results.
fn is_result(path: &str) -> bool {
    path.ends_with(".csv") && ![saved::POINTS, PROVENANCE].contains(&path)
}

/// All files of the archive in order, the README first.
fn entries(folder: &Path, name: &str, said: &Said, study: Study) -> Vec<Entry> {
    let mut beside = vec![("ODD.md".to_owned(), study.odd), ("CITATION.cff".to_owned(), CITATION.to_owned())];
    beside.extend(study.values);
    let readme = Readme {
        name,
        what: &study.what,
        by: &said.provenance,
        verify: &study.verify,
        anew: study.anew.as_ref(),
        beside: beside.iter().map(|(name, _)| name.as_str()).collect(),
        results: said.files.iter().map(|entry| entry.path.as_str()).chain([MANIFEST]).collect(),
        records: study.records.len(),
    };
    let texts = std::iter::once(("README.txt".to_owned(), readme.text())).chain(beside);
    let texts =
        texts.map(|(path, text)| Entry { path: format!("{name}/{path}"), content: Content::Text(text) });
    let listed = said.files.iter().map(|entry| &entry.path).chain(&study.records);
    let mut paths: Vec<&str> = listed.map(String::as_str).chain([MANIFEST]).collect();
    paths.sort_unstable();
    let files = paths.into_iter().map(|path| Entry {
        path: format!("{name}/{RESULTS}/{path}"),
        content: Content::File(folder.join(path)),
    });
    texts.chain(files).collect()
}
