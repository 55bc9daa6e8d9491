//! `circulus sensitivity`: which keys an indicator answers to.

use std::path::{Path, PathBuf};

use super::drive::Driving;
use super::{print, sweep, warn_of_missing_glyphs};
use circulus::experiment::design::Cube;
use circulus::experiment::file::{Experiment, Kind};
use circulus::experiment::sensitivity::find::{Analysis, findings};
use circulus::experiment::sensitivity::story::sentence;
use circulus::experiment::sensitivity::table::{Finding, Row, columns};
use circulus::numbers::count;
use circulus::output::{Format, experiment};
use circulus::scenario::{Fault, Faults, Words, nearest};
use circulus_plot::tornado::{self, About};
use circulus_plot::{Drawn, write_sheet};

/// Tell which varied keys matter: Sobol indices or Morris screening, with intervals and tornado pictures
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Design file with a design of kind sobol or morris
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Indicator that gets a picture; may be repeated, and without it the first four do
    #[arg(long = "picture", value_name = "INDICATOR")]
    pictures: Vec<String>,
    #[command(flatten)]
    pub driving: Driving,
}

/// Pictures without other wishes.
const PICTURES: usize = 4;
/// The table.
const TABLE: &str = "sensitivity";

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = Experiment::load(&arguments.file)?;
    let (analysis, cube) = analysis(&loaded)?;
    let drawn = drawn(&loaded, &arguments.pictures)?;
    let driving = &arguments.driving;
    let folder = driving.folder(&loaded.name);
    driving.begin(&folder, &sweep::inputs(&loaded))?;
    let store = driving.make(&loaded.plan, &folder, &loaded.name)?;
    let findings = findings(&loaded.plan, cube, analysis, loaded.seed, &store)?;
    let plan = &loaded.plan;
    let failed = experiment::write(plan, &store, &loaded.name, driving.parquet, |aside| {
        write(&loaded, &findings, analysis, &drawn, driving.parquet, aside)
    })?;
    let shown = folder.display();
    let mut told = format!(
        "{}: {}, {} with {} each. {failed} failed.\n",
        loaded.name,
        count(plan.runs(), "run", "runs"),
        count(plan.points.len(), "point", "points"),
        count(plan.replicates, "replicate", "replicates"),
    );
    for finding in drawn.iter().filter_map(|&at| findings.get(at)) {
        told.push_str(&format!("\n{}\n  {}\n", finding.indicator, sentence(finding, &plan.keys)));
    }
    told.push_str(&format!(
        "\n{} with intervals in {shown}/{TABLE}.csv, pictures in {shown}/tornado_*.png and .svg.\n",
        count(findings.len(), "indicator is", "indicators are"),
    ));
    print(&told)?;
    sweep::failures(failed, plan.runs(), &format!("{shown}/{}.csv", experiment::RUNS))
}

/// What the design is for.
fn analysis(loaded: &Experiment) -> Result<(Analysis, &Cube), Faults> {
    let analysis = match loaded.kind {
        Kind::Sobol => Some(Analysis::Sobol),
        Kind::Morris => Some(Analysis::Morris),
        _ => None,
    };
    analysis.zip(loaded.cube()).ok_or_else(|| {
        let kind = loaded.kind.word();
        refuse(
            loaded,
            format!("is a design of kind {kind}; sensitivity needs kind = \"sobol\" or \"morris\""),
            None,
        )
    })
}

/// Indices of the indicators that are drawn.
fn drawn(loaded: &Experiment, wanted: &[String]) -> Result<Vec<usize>, Faults> {
    let indicators = &loaded.plan.indicators;
    if wanted.is_empty() {
        return Ok((0..indicators.len().min(PICTURES)).collect());
    }
    let place = |name: &String| {
        indicators.iter().position(|indicator| indicator.name == *name).ok_or_else(|| {
            let near = nearest(name, indicators.iter().map(|indicator| indicator.name.as_str()));
            refuse(loaded, format!("keeps no indicator '{name}', for which --picture asks"), near)
        })
    };
    wanted.iter().map(place).collect()
}

fn refuse(loaded: &Experiment, message: String, nearest: Option<String>) -> Faults {
    Fault { nearest, ..Fault::of_file(&loaded.path.display().to_string(), message) }.into()
}

fn write(
    loaded: &Experiment,
    findings: &[Finding],
    analysis: Analysis,
    drawn: &[usize],
    parquet: bool,
    folder: &Path,
) -> anyhow::Result<()> {
    let keys = &loaded.plan.keys;
    let rows =
        || findings.iter().flat_map(|finding| (0..keys.len()).map(move |key| -> Row { (finding, key) }));
    let table = columns(keys, analysis == Analysis::Morris);
    Format::Csv.write(folder, TABLE, &table, rows())?;
    if parquet {
        Format::Parquet.write(folder, TABLE, &table, rows())?;
    }
    let plan = &loaded.plan;
    let mut pictures = Drawn::default();
    for finding in drawn.iter().filter_map(|&at| findings.get(at)) {
        let (counted, _) = finding.found.samples();
        let samples = if analysis == Analysis::Sobol { "blocks" } else { "trajectories" };
        let origin = format!(
            "{} · {counted} {samples} · {} · {} · circulus {}",
            loaded.name,
            count(plan.replicates, "replicate", "replicates"),
            count(plan.runs(), "run", "runs"),
            env!("CARGO_PKG_VERSION"),
        );
        let about = About {
            world: &loaded.scenario.title,
            currency: &loaded.scenario.currency,
            sentence: &sentence(finding, keys),
            origin: &origin,
        };
        // A name such as stock_t@2030 is a file name everywhere.
        pictures.add(write_sheet(
            &tornado::draw(finding, keys, &about),
            folder,
            &format!("tornado_{}", finding.indicator),
        )?);
    }
    warn_of_missing_glyphs(&pictures);
    Ok(())
}
