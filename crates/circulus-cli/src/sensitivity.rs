//! `circulus sensitivity`: which keys an indicator depends on.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::drive::Driving;
use super::{print, sweep, warn_of_missing_glyphs};
use circulus::numbers::{count, whole};
use circulus::output::Forms;
use circulus::scenario::{Fault, Faults, Words, nearest};
use circulus_experiment::asked::{Asked, Sensitivity, Verb};
use circulus_experiment::file::{Experiment, Kind};
use circulus_experiment::plan::Plan;
use circulus_experiment::results;
use circulus_experiment::sensitivity::find::findings;
use circulus_experiment::sensitivity::quantiles::story::sentence as quantile_sentence;
use circulus_experiment::sensitivity::sobol::pairs;
use circulus_experiment::sensitivity::story::sentence;
use circulus_experiment::sensitivity::table::{Finding, Row, columns, pair_columns, quantile_columns};
use circulus_experiment::sensitivity::{Analysis, pawn};
use circulus_plot::tornado::{self, About};
use circulus_plot::{Drawn, quantiles, write_sheet};

/// Find out which varied keys matter: Sobol, Shapley, Morris or PAWN, with intervals and tornado charts
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Design file with a design of kind sobol, shapley, morris, latin_hypercube or points
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Indicator to draw; may be repeated; by default the first four
    #[arg(long = "picture", value_name = "INDICATOR")]
    pictures: Vec<String>,
    /// Also regress low, middle and high quantiles on the keys; of a latin_hypercube or points
    #[arg(long)]
    quantile_regression: bool,
    #[command(flatten)]
    part: sweep::Part,
    #[command(flatten)]
    pub driving: Driving,
}

/// Number of pictures by default.
const PICTURES: usize = 4;
/// The table of factors.
const TABLE: &str = "sensitivity";
/// The table of pairs of factors.
const PAIRS: &str = "pairs";
/// The table of coefficients of quantiles.
const QUANTILES: &str = "quantile_regression";

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = Experiment::load(&arguments.file)?;
    if loaded.plan.bases.len() > 1 {
        let message = format!("names {} scenarios, and an analysis is of one", loaded.plan.bases.len());
        return Err(refuse(&loaded, message, None).into());
    }
    let sensitivity = Sensitivity {
        analysis: analysis(&loaded)?,
        levels: loaded.levels,
        seed: loaded.seed,
        drawn: drawn(&loaded, &arguments.pictures)?,
        families: loaded.families.clone(),
        second_order: loaded.second_order,
        quantile_regression: arguments.quantile_regression,
    };
    if sensitivity.quantile_regression && sensitivity.analysis != Analysis::Pawn {
        let message = format!(
            "is a design of kind {}, whose points depend on each other; --quantile-regression needs kind = \"latin_hypercube\", or points",
            loaded.kind.word()
        );
        return Err(refuse(&loaded, message, None).into());
    }
    let driving = &arguments.driving;
    let folder = driving.folder(&loaded.name);
    sweep::keeps_other_shards(driving, arguments.part.shard, &folder)?;
    driving.begin(&folder, &sweep::inputs(&loaded))?;
    if arguments.part.make(driving, (&loaded.name, &loaded.plan), &folder, loaded.until.is_some())? {
        return Ok(());
    }
    // The analysis needs the whole design.
    let made = driving.make_until(&loaded.plan, loaded.until.as_ref(), &folder, &loaded.name, false)?;
    let (plan, store) = (&made.plan, &made.store);
    let findings = findings(plan, &sensitivity, store)?;
    let names = names(plan, &sensitivity);
    let verb = Verb::Sensitivity(sensitivity.clone());
    let forms = arguments.driving.written.forms();
    let asked = Asked { partial: made.partial.clone(), ..Asked::new(&loaded.name, verb, forms.csv) };
    let failed = results::write(plan, store, &loaded.name, forms, |aside| {
        asked.save(aside)?;
        let drawn = write(&loaded.name, plan, &findings, &sensitivity, forms, aside)?;
        warn_of_missing_glyphs(&drawn);
        anyhow::Ok(())
    })?;
    let shown = folder.display();
    let mut told = format!(
        "{}{}: {}, {} with {} each. {} failed.\n",
        made.told(),
        loaded.name,
        count(plan.runs(), "run", "runs"),
        count(plan.points.len(), "point", "points"),
        count(plan.replicates, "replicate", "replicates"),
        whole(failed),
    );
    for finding in sensitivity.drawn.iter().filter_map(|&at| findings.get(at)) {
        told.push_str(&format!("\n{}\n  {}\n", finding.indicator, sentence(finding, &names)));
        if let Some(found) = &finding.quantiles {
            let currency = &plan.bases.first().context("the plan has no scenario")?.scenario(&[])?.currency;
            told.push_str(&format!("  {}\n", quantile_sentence(found, &names, &finding.unit, currency)));
        }
    }
    let more = match () {
        () if sensitivity.second_order => format!(", pairs in {shown}/{PAIRS}.csv"),
        () if sensitivity.quantile_regression => format!(", quantiles in {shown}/{QUANTILES}.csv"),
        () => String::new(),
    };
    told.push_str(&format!(
        "\n{} with intervals in {shown}/{TABLE}.csv{more}, pictures in {shown}/tornado_*.png and .svg.\n",
        count(findings.len(), "indicator is", "indicators are"),
    ));
    print(&told)?;
    made.end(failed, &format!("{shown}/{}.csv", results::RUNS))
}

/// Names of the factors.
fn names(plan: &Plan, asked: &Sensitivity) -> Vec<String> {
    asked.factors(&plan.keys).into_iter().map(|factor| factor.name).collect()
}

/// The analysis that the design is for.
fn analysis(loaded: &Experiment) -> Result<Analysis, Faults> {
    let (least, points) = (pawn::Settings::default().slices as u64, loaded.plan.points.len());
    match loaded.kind {
        Kind::Sobol => Ok(Analysis::Sobol),
        Kind::Morris => Ok(Analysis::Morris),
        Kind::Shapley => Ok(Analysis::Shapley),
        Kind::LatinHypercube | Kind::Points if points < least => {
            let message = format!(
                "has {}, and PAWN indices need at least {least}, one for each slice of a key; some hundreds tell more",
                count(points, "point", "points"),
            );
            Err(refuse(loaded, message, None))
        }
        Kind::LatinHypercube | Kind::Points => Ok(Analysis::Pawn),
        Kind::Grid | Kind::List => {
            let message = format!(
                "is a design of kind {}; sensitivity needs a sample: kind = \"sobol\", \"shapley\", \"morris\" or \"latin_hypercube\", or points",
                loaded.kind.word()
            );
            Err(refuse(loaded, message, None))
        }
    }
}

/// Indices of the indicators to draw.
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

/// Writes the table and the pictures.
pub fn write(
    name: &str,
    plan: &Plan,
    findings: &[Finding],
    asked: &Sensitivity,
    forms: Forms,
    folder: &Path,
) -> anyhow::Result<Drawn> {
    let base = plan.bases.first().context("the plan has no scenario")?;
    let scenario = base.scenario(&[])?;
    let names = names(plan, asked);
    let mut tables = vec![(TABLE, columns(&names, asked.analysis), names.len())];
    if asked.second_order {
        tables.push((PAIRS, pair_columns(&names), pairs(names.len()).count()));
    }
    if asked.quantile_regression {
        tables.push((QUANTILES, quantile_columns(&names), names.len()));
    }
    for (table, columns, each) in &tables {
        let rows = || findings.iter().flat_map(|finding| (0..*each).map(move |at| -> Row { (finding, at) }));
        for format in forms.formats() {
            forms.write(format, folder, table, columns, rows())?;
        }
    }
    let mut pictures = Drawn::default();
    for finding in asked.drawn.iter().filter_map(|&at| findings.get(at)) {
        let (counted, _) = finding.found.samples();
        let samples = asked.analysis.samples();
        let origin = format!(
            "{name} · {} {samples} · {} · {} · circulus {}",
            whole(counted),
            count(plan.replicates, "replicate", "replicates"),
            count(plan.runs(), "run", "runs"),
            env!("CARGO_PKG_VERSION"),
        );
        let about = About {
            world: &scenario.title,
            currency: &scenario.currency,
            sentence: &sentence(finding, &names),
            origin: &origin,
        };
        // A valid file name on every system, even for a name such as stock_t@2030.
        pictures.add(write_sheet(
            &tornado::draw(finding, &names, &about),
            folder,
            &format!("tornado_{}", finding.indicator),
        )?);
        if let Some(found) = &finding.quantiles {
            let sentence = quantile_sentence(found, &names, &finding.unit, &scenario.currency);
            let about = About { sentence: &sentence, ..about };
            let sheet = quantiles::draw(finding, found, &names, &about);
            pictures.add(write_sheet(&sheet, folder, &format!("quantiles_{}", finding.indicator))?);
        }
    }
    Ok(pictures)
}
