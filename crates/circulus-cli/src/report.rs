//! `circulus report`: one page on a run or a study of robustness, for readers who did not make it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::apart::beside;
use super::{print, refuse};
use circulus::numbers::whole;
use circulus::output::file::{self, Kind};
use circulus::output::verify::{self, Of, SingleRun, VerifyError};
use circulus::output::{Layout, MOST_CSV_ROWS, Provenance, hash, rows_of_plants};
use circulus::record::recorder::Detail;
use circulus::record::rows::PlantRow;
use circulus::run::{Run, run};
use circulus::scenario::{self, Loaded, Scenario, input};
use circulus::texts::Language;
use circulus_experiment::asked::{Asked, Verb};
use circulus_report::study::{self, Study};
use circulus_report::{GENERATOR, Origin, Report, page};

/// Make a report of a folder of a run or of a study of robustness: text, pictures, tables; a single HTML file that needs no
/// network
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder that `circulus run` or `circulus robust` wrote
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// File that is written; FOLDER.html beside the folder without it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Language of the page of a run: en or ru; that of a study is in English
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = super::language)]
    language: Language,
    /// Replace an earlier report
    #[arg(long)]
    force: bool,
}

const REPORT: Kind = Kind { name: "report of circulus", is: is_report };

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let folder = &arguments.folder;
    let file = beside(folder, arguments.out.as_ref(), "--out", "html")?;
    // Refused before the work, not after.
    file::may_write(&file, REPORT, arguments.force)?;
    let page = match verify::single_run(folder) {
        Ok(single) => of_run(folder, single, arguments.language)?,
        Err(VerifyError::NotARun { .. }) if arguments.language == Language::En => of_study(folder)?,
        Err(VerifyError::NotARun { .. }) => {
            return Err(refuse(
                "--language: the page of a study is made of its own texts, which are in English; leave --language out",
            ));
        }
        Err(error) => return Err(error.into()),
    };
    file::write(&file, page.as_bytes(), REPORT, arguments.force)?;
    print(&format!("The report is {}; open it in a browser.\n", file.display()))
}

/// The page of a run, which is made again.
fn of_run(folder: &Path, single: SingleRun, language: Language) -> anyhow::Result<String> {
    let (lived, loaded) = lived(folder, &single, "a report")?;
    let values = scenario::doubted(&loaded.as_meant)?;
    let origin = origin(single.by, single.results_hash);
    let mut scenario = loaded.scenario;
    scenario.localize(language);
    Ok(page(&Report { run: &lived, scenario: &scenario, values: &values, origin, language }))
}

/// The run of a folder, made again, with its scenario.
///
/// # Errors
/// When the tables of the folder are not those of the run, or the run is too large for what is made of it.
pub fn lived(folder: &Path, single: &SingleRun, what: &str) -> anyhow::Result<(Run, Loaded)> {
    let SingleRun { by, replicate, results_hash, tables, csv } = single;
    let loaded = scenario::load(&folder.join("scenario.toml"), &[])?;
    let layout = Layout::of(&loaded.scenario, false).only(tables).unwrap_or(Layout::ALL);
    let layout = Layout { csv: *csv, ..layout };
    if rows_of_plants(&loaded.scenario) > MOST_CSV_ROWS {
        return Err(too_large(&loaded.scenario, what));
    }
    let lived = run(&loaded.scenario, *replicate, Detail::Full)?;
    let again = hash::of_run(&lived, &loaded.scenario, &layout)?;
    if again != *results_hash || again != hash::of_files(folder, &layout)? {
        anyhow::bail!(
            "{}: the tables are not what this program makes of the scenario (hash {again}, the manifest says {}); \
             they were altered or made by another version ({}): run the scenario again, or use that version",
            folder.display(),
            results_hash,
            by.version
        );
    }
    Ok((lived, loaded))
}

/// The page of a study of robustness, from its files, which must be those of the manifest.
fn of_study(folder: &Path) -> anyhow::Result<String> {
    let said = verify::experiment(folder)?;
    let asked = Asked::open(folder)?;
    let (Verb::Robust(_), Of::Experiment { fingerprint }) = (&asked.verb, &said.of) else {
        return Err(refuse(format!(
            "{} holds an experiment that has no report; its tables and pictures are its results. A report is made of a \
             run (circulus run) or of a study of robustness (circulus robust)",
            folder.display()
        )));
    };
    let text = |name: &str| Ok::<String, anyhow::Error>(input::text(&folder.join(name))?);
    let mut pictures = BTreeMap::new();
    for name in said.files.iter().filter_map(|entry| entry.path.strip_suffix(".svg")) {
        pictures.insert(name.to_owned(), text(&format!("{name}.svg"))?);
    }
    let loaded = scenario::load(&folder.join("scenario.toml"), &[])?;
    let study = Study {
        title: &loaded.scenario.title,
        partial: asked.partial.as_deref(),
        story: &text("robust.md")?,
        description: &text("study.md")?,
        pictures: &pictures,
        values: &scenario::doubted(&loaded.as_meant)?,
        origin: origin(said.provenance, fingerprint.clone()),
    };
    Ok(study::page(&study))
}

fn origin(by: Provenance, results_hash: String) -> Origin {
    Origin { version: by.version, commit: by.commit, sources: by.sources, command: by.command, results_hash }
}

/// A report and a figure for print read all rows of a run at once; said before the run is made again.
fn too_large(scenario: &Scenario, what: &str) -> anyhow::Error {
    let rows = rows_of_plants(scenario);
    let gigabytes = (rows * size_of::<PlantRow>() as u64).div_ceil(1_000_000_000);
    refuse(format!(
        "{what} reads the rows of all plants and years at once, {} here, which would take {gigabytes} GB of \
         memory and more; it is made of at most {} rows. Look at the pictures and tables of the folder, or \
         make {what} of a run with fewer plants or years",
        whole(rows),
        whole(MOST_CSV_ROWS)
    ))
}

/// Whether a file identifies itself as a report.
fn is_report(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1000)];
    String::from_utf8_lossy(head).contains(GENERATOR)
}
