//! Makes the files of a folder again from its inputs, for `circulus verify`.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Context;

use super::generations::Runs;
use super::replay::Replay;
use super::run::Left;
use super::{Verb, calibrate, compare, ensemble, explore, robust, search, sensitivity};
use circulus::output::csv::Form;
use circulus::output::verify::{self, Said, Verdict};
use circulus::output::{Format, Forms, LiveError, Made, live, manifest};
use circulus::scenario::{self, Faults};
use circulus_experiment::asked::{self, ASKED, Asked};
use circulus_experiment::long;
use circulus_experiment::plan::Plan;
use circulus_experiment::recheck;
use circulus_experiment::results::{About, Rows, Tables, write_aside};
use circulus_experiment::robust::found;
use circulus_experiment::saved::{self, PLAN, POINTS};
use circulus_experiment::sensitivity::find::findings;
use circulus_experiment::series;
use circulus_experiment::store::{PARTS, Store};
use circulus_plot::{Drawn, draw_all};

/// Which runs to repeat.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Share of all runs, at least one.
    pub share: f64,
    /// Seed for choosing them.
    pub seed: u64,
}

/// The scenario of a folder.
pub const SCENARIO: &str = "scenario.toml";
const RUNS_CSV: &str = "runs.csv";

/// Makes a single run's folder again and compares everything.
pub fn single(
    folder: &Path,
    said: &Said,
    replicate: u64,
    tables: &[String],
    csv: Form,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    if !verdict.is_intact(SCENARIO) {
        verdict.notes.push(format!("the run was not made again, as {SCENARIO} is missing or altered"));
        return Ok(());
    }
    let loaded = scenario::load(&folder.join(SCENARIO), &[])?;
    let scenario = Arc::new(loaded.scenario);
    let left = Left::of(said, replicate, tables, csv, &scenario);
    let Left { layout, pictures, .. } = left;
    let command = &said.provenance.command;
    match spelled(command) {
        Some(Verb::Run(arguments)) => {
            for found in arguments.contradictions(&folder.join(SCENARIO), &scenario, &loaded.as_meant, &left)
            {
                verdict.differs(format!("manifest.json, command: {found}"));
            }
        }
        _ => verdict.differs(format!("manifest.json, command: '{command}' is no circulus run")),
    }
    let aside = tempfile::tempdir()?;
    let made = live(aside.path(), Arc::clone(&scenario), &loaded.as_meant, replicate, &layout, || {});
    let (again, hash) = match made {
        Ok(made) => made,
        Err(error @ (LiveError::Breach(_) | LiveError::Scenario(_))) => {
            verdict.differs(format!("the run fails now: {error}"));
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    verdict.rerun += 1;
    if pictures {
        // Missing glyphs were reported when the run was made.
        let _ = draw_all(&again, &scenario, aside.path(), &|_| {})?;
    }
    let made = Made::run(&again, &loaded.as_meant, &hash, &layout, said.provenance.clone());
    manifest::write(aside.path(), &made)?;
    Ok(verify::compare(folder, aside.path(), said, &[], verdict)?)
}

/// Parses a command line of this program, if it is one.
fn spelled(command: &str) -> Option<Verb> {
    use clap::Parser;
    let words = shlex::split(command)?;
    Some(super::Arguments::try_parse_from(words).ok()?.verb)
}

/// Compares the runs of an experiment with their records, and makes again some of the runs and everything computed
/// from them.
pub fn experiment(
    folder: &Path,
    said: &Said,
    fingerprint: &str,
    sample: Sample,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    let inputs = said.files.iter().map(|entry| entry.path.as_str()).filter(|path| is_input(path));
    let broken: Vec<&str> = inputs.chain([PLAN, ASKED]).filter(|path| !verdict.is_intact(path)).collect();
    if let Some(first) = broken.first() {
        verdict.notes.push(format!("nothing was made again, as {first} is missing or altered"));
        return Ok(());
    }
    let (plan, _) = saved::open(folder)?;
    let asked = Asked::open(folder)?;
    let sources = &said.provenance.sources;
    let own = plan.fingerprint_by(sources);
    if own != fingerprint {
        verdict.wrong.push(format!(
            "manifest.json, fingerprint: is {fingerprint}, and what was planned has {own} with the sources that made it"
        ));
        return Ok(());
    }
    if !folder.join(PARTS).is_dir() {
        return without_records(folder, said, &plan, &asked, sample, verdict);
    }
    let audit = Store::audit(folder, &plan, sources)?;
    let complete = audit.is_complete();
    verdict.wrong.extend(audit.wrong);
    verdict.notes.extend(audit.notes);
    if !complete {
        return Ok(());
    }
    let store = &audit.store;
    recheck::rerun_records(folder, store, &plan, sample.share, sample.seed, verdict)?;
    let mut told = Vec::new();
    if said.lists(RUNS_CSV) {
        let before = verdict.wrong.len();
        let mut rows = Rows::new(&plan, store)?;
        recheck::rows(folder, &plan, asked.csv, rows.by_ref(), verdict)?;
        rows.finish()?;
        if verdict.wrong.len() > before {
            told.push(RUNS_CSV);
        }
    }
    let aside = tempfile::tempdir()?;
    let forms = Forms { parquet: said.lists_any(Format::Parquet.extension()), csv: asked.csv };
    let about = About { name: &asked.name, provenance: &said.provenance, tables: tables(&asked), forms };
    write_aside(&plan, store, &about, aside.path(), |aside| {
        asked.save(aside)?;
        let mut replay = Replay::new(folder, &plan, sources, store, sample, verdict);
        // Missing glyphs were reported when the experiment was made.
        let _ = computed(&asked, &plan, store, forms, &mut replay, aside)?;
        if !asked.tables.is_empty() {
            let (threads, never) = (super::drive::cores(), AtomicBool::new(false));
            long::write(&plan, &asked.tables, forms, threads, aside, &never, &|_| {})?;
        }
        replay.finish();
        anyhow::Ok(())
    })?;
    Ok(verify::compare(folder, aside.path(), said, &told, verdict)?)
}

/// Files computed from the runs of an experiment.
fn computed(
    asked: &Asked,
    plan: &Plan,
    store: &Store,
    forms: Forms,
    runs: &mut impl Runs,
    folder: &Path,
) -> anyhow::Result<Drawn> {
    let name = &asked.name;
    match &asked.verb {
        asked::Verb::Sweep => Ok(Drawn::default()),
        asked::Verb::Ensemble { quantiles, draw } => {
            ensemble::write(plan, store, quantiles, draw, forms, folder)
        }
        asked::Verb::Compare { level, baseline } => {
            compare::write_again(plan, store, *level, *baseline, forms, folder)
        }
        asked::Verb::Sensitivity(asked) => {
            let findings = findings(plan, asked, store)?;
            sensitivity::write(name, plan, &findings, asked, forms, folder)
        }
        asked::Verb::Calibrate(asked) => {
            let found = calibrate::find(asked, plan.replicates, runs)?;
            calibrate::write(name, &found, forms, folder)
        }
        asked::Verb::Explore(asked) => {
            let explored = explore::find(asked, plan.replicates, runs)?;
            explore::write(name, asked, plan, &explored, forms, folder)
        }
        asked::Verb::Search(asked) => {
            let tried = search::find(asked, plan, runs)?;
            search::write(name, asked, plan, &tried, forms, folder)
        }
        asked::Verb::Robust(asked) => {
            let base = plan.bases.first().context("the plan has no scenario")?;
            let scenario = base.scenario(&[])?;
            let found = found::find(plan, &scenario, asked, store)?;
            robust::write(plan, &scenario, asked, &found, forms, folder)
        }
    }
}

fn tables(asked: &Asked) -> Tables {
    match asked.verb {
        asked::Verb::Ensemble { .. } | asked::Verb::Robust(_) => Tables::FailedRuns,
        _ => Tables::Runs,
    }
}

/// For an experiment whose parts were deleted: compares the list of files, and some runs with their rows.
fn without_records(
    folder: &Path,
    said: &Said,
    plan: &Plan,
    asked: &Asked,
    sample: Sample,
    verdict: &mut Verdict,
) -> anyhow::Result<()> {
    verdict.notes.push(format!(
        "the records of the runs are gone ({PARTS}/): what is computed from them was compared by its hash alone"
    ));
    let computed: &[&str] = match asked.verb {
        asked::Verb::Sweep => &[],
        asked::Verb::Ensemble { .. } => &["bands.csv"],
        asked::Verb::Compare { .. } => &["costs.csv", "differences.csv", "partings.csv", "ranking.csv"],
        asked::Verb::Sensitivity(ref asked) if asked.second_order => &["pairs.csv", "sensitivity.csv"],
        asked::Verb::Sensitivity(ref asked) if asked.quantile_regression => {
            &["quantile_regression.csv", "sensitivity.csv"]
        }
        asked::Verb::Sensitivity(_) => &["sensitivity.csv"],
        asked::Verb::Calibrate(_) => &["fit.csv", "generations.csv", "particles.csv", "posterior.csv"],
        asked::Verb::Explore(_) => &["cells.csv", "generations.csv"],
        asked::Verb::Search(_) => &["candidates.csv", "pareto.csv"],
        asked::Verb::Robust(_) => &[
            "boxes.csv",
            "claims.csv",
            "filtering.csv",
            "importance.csv",
            "judged.csv",
            "odds.csv",
            "together.csv",
            POINTS,
        ],
    };
    let mut needed = [&[PLAN, ASKED, SCENARIO], computed].concat();
    if tables(asked) != Tables::FailedRuns {
        needed.extend([POINTS, RUNS_CSV]);
    }
    if tables(asked) != Tables::FailedRuns && !series::years(plan).is_empty() {
        needed.push("series.csv");
    }
    let rows: Vec<String> = asked.tables.iter().map(|table| format!("{table}.csv")).collect();
    needed.extend(rows.iter().map(String::as_str));
    for path in needed.into_iter().filter(|path| !said.lists(path)) {
        verdict.differs(format!(
            "{path} is among the files that are written, and manifest.json does not list it"
        ));
    }
    if said.lists(RUNS_CSV) {
        recheck::rerun(folder, plan, asked.csv, sample.share, sample.seed, verdict)?;
    }
    Ok(())
}

/// Whether a file of an experiment is an input for the others, besides the records.
fn is_input(path: &str) -> bool {
    [PLAN, ASKED, POINTS].contains(&path) || (path.starts_with("scenario") && path.ends_with(".toml"))
}

/// An error on one line.
pub fn in_words(error: &anyhow::Error) -> String {
    let of_experiment = match error.downcast_ref() {
        Some(circulus_experiment::error::ExperimentError::Faults(faults)) => Some(faults),
        _ => error.downcast_ref::<Faults>(),
    };
    let Some(faults) = of_experiment else { return super::told(error) };
    let told = faults.list.iter().map(|fault| format!("{}: {}", fault.file, fault.headline()));
    told.collect::<Vec<_>>().join("; ")
}
