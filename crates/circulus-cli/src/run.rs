//! `circulus run`: a scenario and its twin, with tables and pictures.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use indicatif::{ProgressBar, ProgressStyle};

use super::apart::apart;
use super::{ScenarioArguments, command_line, refuse};
use circulus::numbers::count;
use circulus::output::csv::Form;
use circulus::output::networks::NETWORKS;
use circulus::output::verify::Said;
use circulus::output::{
    Format, Layout, LiveError, MOST_CSV_ROWS, Made, OutputError, Provenance, Staging, TABLES, live, manifest,
    rows_of_plants,
};
use circulus::run::Run;
use circulus::scenario::{self, Loaded, Scenario, Words};
use circulus::texts::{Language, say};
use circulus_plot::{Drawn, Figure, PlotError, draw_all};
use circulus_report::story::sentences;

/// Run a scenario with its twin; leave tables, summary, network and pictures in a folder
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    scenario: ScenarioArguments,
    /// Replicate: other random draws under the same seed
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = super::whole::<u64>(0, u64::MAX))]
    replicate: u64,
    /// Folder that receives the run's folder
    #[arg(long, value_name = "FOLDER", default_value = "outputs")]
    out: PathBuf,
    /// Name of the run's folder; the scenario's name without it
    #[arg(long, value_name = "NAME", value_parser = folder_name)]
    name: Option<String>,
    /// Replace the folder of an earlier run
    #[arg(long)]
    force: bool,
    /// Language of what is printed about the run: en or ru; files and their heads stay as they are
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = super::language)]
    language: Language,
    /// Write the tables as Parquet too; above ten million rows of plants they are Parquet in place of CSV anyway
    #[arg(long)]
    parquet: bool,
    /// Tables that are written, with commas between; all without it
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = PossibleValuesParser::new(TABLES))]
    tables: Vec<String>,
    /// What separates cells and decimals of the tables: comma and point, or semicolon and comma, as Excel reads them in
    /// many countries
    #[arg(long, value_name = "FORM", default_value = Form::Comma.word(), value_parser = PossibleValuesParser::new(Form::WORDS))]
    csv: String,
    /// Write the network for maps and graphs too: plants.geojson and flows.geojson for QGIS, edges.csv for Gephi
    #[arg(long)]
    networks: bool,
    /// Draw no pictures
    #[arg(long)]
    no_pictures: bool,
    /// Threads used; all cores without it. The results are the same bytes at any number
    #[arg(long, value_name = "N", value_parser = super::whole::<u16>(1, 1024))]
    pub threads: Option<u16>,
}

/// The name must not be a path: the run stays in the folder given by --out.
pub fn folder_name(typed: &str) -> Result<String, String> {
    let plain = Path::new(typed).file_name().is_some_and(|name| name == typed);
    if plain {
        Ok(typed.to_owned())
    } else {
        Err("must be a plain name; use --out for the folder around it".into())
    }
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let Loaded { scenario, as_meant, files, .. } = arguments.scenario.load()?;
    let scenario = Arc::new(scenario);
    let folder = arguments.out.join(arguments.name.as_deref().unwrap_or(&scenario.name));
    apart(&folder, &files)?;
    // Refused before the work, not after.
    let staging = Staging::new(&folder, arguments.force)?;
    clean_up_on_interrupt(staging.hidden())?;
    let layout = arguments.layout(&scenario)?;
    tell_of_parquet(&scenario, &layout);

    let pictures = if arguments.no_pictures { 0 } else { Figure::ALL.len() };
    let bar = progress(scenario.years + 1 + pictures);
    bar.set_message("years");
    let mut drawn = Drawn::default();
    let mut write = || -> anyhow::Result<(Run, String)> {
        let scenario_too = Arc::clone(&scenario);
        let lived =
            live(staging.path(), scenario_too, &as_meant, arguments.replicate, &layout, || bar.inc(1));
        let (run, hash) = lived.map_err(plainly)?;
        bar.inc(1);
        if pictures > 0 {
            bar.set_message("pictures");
            drawn = draw_all(&run, &scenario, staging.path(), &|_| bar.inc(1))?;
        }
        let made = Made::run(&run, &as_meant, &hash, &layout, Provenance::new(command_line()));
        manifest::write(staging.path(), &made)?;
        Ok((run, hash))
    };
    let (run, hash) = write().map_err(|error| in_place(&staging, error))?;
    let folder =
        staging.publish().context("the run is finished, but its folder could not be moved into place")?;
    bar.finish_and_clear();
    super::warn_of_missing_glyphs(&drawn);
    let mut scenario = scenario;
    if arguments.language != Language::En {
        Arc::make_mut(&mut scenario).localize(arguments.language);
    }
    let sentences = sentences(&run, &scenario, arguments.language);
    let at = whereabouts(&hash, &shown(folder), &layout, pictures > 0, arguments.language);
    super::print(&told(&sentences, &at))
}

/// The error itself, as other commands give it.
fn plainly(error: LiveError) -> anyhow::Error {
    match error {
        LiveError::Scenario(faults) => faults.into(),
        LiveError::Breach(breach) => breach.into(),
        LiveError::Output(error) => error.into(),
        error => error.into(),
    }
}

/// Says before the first year that tables will be Parquet in place of CSV.
fn tell_of_parquet(scenario: &Scenario, layout: &Layout) {
    let of = |table: &&str| layout.formats(table) == [Format::Parquet];
    let tables: Vec<String> =
        layout.tables().iter().filter(|table| of(table)).map(|table| format!("{table}.parquet")).collect();
    if !tables.is_empty() {
        let rows = count(rows_of_plants(scenario) as usize, "row", "rows");
        eprintln!(
            "circulus: a row for each plant, year and world makes {rows}; above {MOST_CSV_ROWS} tables are Parquet in \
             place of CSV: {}. --tables chooses among them, such as --tables indicators.",
            tables.join(", ")
        );
    }
}

impl Arguments {
    /// Which tables are written for a scenario, and how.
    fn layout(&self, scenario: &Scenario) -> anyhow::Result<Layout> {
        let csv = Form::of_word(&self.csv).unwrap_or_default();
        let all = Layout { networks: self.networks, csv, ..Layout::of(scenario, self.parquet) };
        if all.networks && rows_of_plants(scenario) > MOST_CSV_ROWS {
            return Err(refuse(format!(
                "--networks writes a point for each plant, year and world, here {}; at most {MOST_CSV_ROWS} are written: \
                 leave it out, or run fewer years or plants",
                count(rows_of_plants(scenario) as usize, "point", "points")
            )));
        }
        match self.tables.is_empty() {
            true => Ok(all),
            false => all.only(&self.tables).map_err(|name| refuse(format!("--tables: {name} is no table"))),
        }
    }

    /// How a run's folder differs from what this command writes, one sentence each; `file` is the folder's
    /// scenario.toml, and `as_meant` its contents.
    pub fn contradictions(
        &self,
        file: &Path,
        scenario: &Scenario,
        as_meant: &str,
        left: &Left,
    ) -> Vec<String> {
        let mut found = Vec::new();
        if self.replicate != left.replicate {
            found.push(format!(
                "asks for replicate {}, and the run is replicate {}",
                self.replicate, left.replicate
            ));
        }
        let sets = self.scenario.all_sets();
        // The scenario as meant includes the settings: applying them again changes nothing.
        if scenario::load(file, &sets).map(|again| again.as_meant).ok().as_deref() != Some(as_meant) {
            found.push(format!("sets {}, and scenario.toml says otherwise", sets.join(", ")));
        }
        let asked = self.layout(scenario).unwrap_or(Layout::ALL);
        if asked.tables() != left.layout.tables() {
            let [asks, has] = [asked, left.layout].map(|layout| layout.tables().join(", "));
            found.push(format!("asks for the tables {asks}, and the folder has {has}"));
        }
        if asked.csv != left.layout.csv {
            let [asks, has] = [asked.csv, left.layout.csv].map(Form::word);
            found.push(format!("asks for tables with {asks}s, and the folder has {has}s"));
        }
        for (what, asked, there) in [
            ("Parquet", asked.both(), left.layout.both()),
            ("networks", asked.networks, left.layout.networks),
            ("pictures", !self.no_pictures, left.pictures),
        ] {
            if asked != there {
                let [asks, has] = [asked, there].map(|yes| if yes { "" } else { "no " });
                found.push(format!("asks for {asks}{what}, and the folder has {has}{what}"));
            }
        }
        found
    }
}

/// The contents of a run's folder.
pub struct Left {
    /// Replicate of the run.
    pub replicate: u64,
    /// Which tables there are, and how.
    pub layout: Layout,
    /// Whether there are pictures.
    pub pictures: bool,
}

impl Left {
    /// The contents of a folder of which a manifest says this.
    pub fn of(said: &Said, replicate: u64, tables: &[String], csv: Form, scenario: &Scenario) -> Left {
        let parquet = match Layout::of(scenario, false).instead {
            true => said.lists("indicators.parquet"),
            false => said.lists_any(Format::Parquet.extension()),
        };
        let layout = Layout::of(scenario, parquet).only(tables).unwrap_or(Layout::ALL);
        let layout = Layout { networks: NETWORKS.iter().any(|name| said.lists(name)), csv, ..layout };
        Left { replicate, layout, pictures: said.lists_any("png") }
    }

    /// The command that makes such a folder of a scenario file.
    pub fn command(&self, file: &str, name: &str) -> String {
        let mut command = format!("circulus run {file} --out . --name {name}");
        if self.replicate > 0 {
            command.push_str(&format!(" --replicate {}", self.replicate));
        }
        if self.layout.chosen != Layout::ALL.chosen {
            command.push_str(&format!(" --tables {}", self.layout.tables().join(",")));
        }
        let options = [
            (" --csv semicolon", self.layout.csv == Form::Semicolon),
            (" --parquet", self.layout.parquet),
            (" --networks", self.layout.networks),
            (" --no-pictures", !self.pictures),
        ];
        command.extend(options.iter().filter(|(_, is)| *is).map(|(option, _)| *option));
        command
    }
}

/// Names the final path in a writing error, not the hidden one.
fn in_place(staging: &Staging, error: anyhow::Error) -> anyhow::Error {
    match error.downcast::<OutputError>() {
        Ok(mut error) => {
            if let Some(path) = error.path_mut() {
                *path = staging.published(path);
            }
            error.into()
        }
        Err(error) => match error.downcast::<PlotError>() {
            Ok(PlotError::Write { path, source }) => {
                PlotError::Write { path: staging.published(&path), source }.into()
            }
            Ok(error) => error.into(),
            Err(error) => error,
        },
    }
}

/// Hash of the results, and where the files are.
fn whereabouts(hash: &str, folder: &str, layout: &Layout, pictures: bool, language: Language) -> String {
    let start = layout.files().into_iter().next().unwrap_or_default();
    let key = if pictures { "story.files.all" } else { "story.files.no_pictures" };
    let told = say(language, key, &[("folder", folder), ("start", &start)]);
    format!("{}\n{told}", say(language, "story.files.hash", &[("hash", hash)]))
}

/// A summary of the run, and where its files are.
fn told(sentences: &[String], whereabouts: &str) -> String {
    let (first, others) = sentences.split_first().map_or(("", sentences), |(first, rest)| (first, rest));
    format!("{first}\n\n{}\n\n{whereabouts}\n", others.join("\n"))
}

/// On Ctrl-C or a termination signal, removes the unfinished folder; that of an earlier run stays unchanged.
fn clean_up_on_interrupt(unfinished: PathBuf) -> anyhow::Result<()> {
    let handler = move || {
        match Staging::abandon(&unfinished) {
            true => eprintln!("circulus: interrupted; no results were written"),
            false => eprintln!("circulus: interrupted"),
        }
        std::process::exit(130);
    };
    ctrlc::set_handler(handler).context("cannot listen for signals")
}

/// A progress bar on standard error; hidden without a terminal.
fn progress(steps: usize) -> ProgressBar {
    let bar = ProgressBar::new(steps as u64);
    if let Ok(style) = ProgressStyle::with_template("{msg:>9} {bar:40} {percent:>3} %") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// The folder as a user would type it from the current directory.
fn shown(folder: PathBuf) -> String {
    let here = std::env::current_dir().ok();
    let short = here.and_then(|here| folder.strip_prefix(here).ok().map(PathBuf::from));
    short.unwrap_or(folder).display().to_string()
}
