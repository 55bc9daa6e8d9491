//! `circulus calibrate`: parameters whose results resemble observations.

use std::path::{Path, PathBuf};

use super::drive::{Driving, failures};
use super::generations::{Generations, Runs};
use super::{print, warn_of_missing_glyphs};
use circulus::numbers::{count, fixed};
use circulus::output::Forms;
use circulus_experiment::asked::{Asked, Calibration, Verb};
use circulus_experiment::calibration::sequential::Particle;
use circulus_experiment::calibration::table::{self, Fit, Learnt};
use circulus_experiment::calibration::{Posterior, Sequential, Target};
use circulus_experiment::dice::Dice;
use circulus_experiment::file::calibrate as file;
use circulus_experiment::plan::Plan;
use circulus_experiment::points::Points;
use circulus_experiment::range::Range;
use circulus_experiment::range::values;
use circulus_experiment::results;
use circulus_experiment::store::Outcome;
use circulus_plot::{Drawn, posterior};

/// Calibrate parameters against observed values, by approximate Bayesian computation
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Calibration file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    pub driving: Driving,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let loaded = file::Calibration::load(&arguments.file)?;
    let driving = &arguments.driving;
    let setting = &loaded.setting;
    let mut keys: Vec<String> = loaded.asked.priors.iter().map(|(key, _)| key.clone()).collect();
    keys.push("scenario.seed".to_owned());
    let plan = Plan {
        bases: vec![setting.base.clone()],
        keys,
        points: Points::none(),
        replicates: setting.replicates,
        indicators: setting.indicators.clone(),
    };
    let inputs: Vec<PathBuf> =
        [arguments.file.clone()].into_iter().chain(loaded.targets_file.clone()).collect();
    let mut generations = Generations::begin(driving, &setting.name, plan, &inputs)?;
    let found = find(&loaded.asked, setting.replicates, &mut generations)?;
    let (plan, store) = generations.finish()?;
    let forms = arguments.driving.written.forms();
    let asked = Asked::new(&setting.name, Verb::Calibrate(loaded.asked), forms.csv);
    let failed = results::write(&plan, &store, &asked.name, forms, |folder| {
        asked.save(folder)?;
        warn_of_missing_glyphs(&write(&asked.name, &found, forms, folder)?);
        anyhow::Ok(())
    })?;
    print(&told(&found.state, &found.learnt, &found.fits))?;
    let folder = store.folder().display();
    print(&format!("Tables and pictures are in {folder}.\n"))?;
    failures(failed, plan.runs(), &format!("{folder}/{}.csv", results::RUNS))
}

/// The result of a calibration.
pub struct Calibrated {
    state: Sequential,
    priors: Vec<(String, Range)>,
    learnt: Vec<Learnt>,
    fits: Vec<Fit>,
}

/// Runs all generations.
pub fn find(asked: &Calibration, replicates: u64, runs: &mut impl Runs) -> anyhow::Result<Calibrated> {
    let targets = asked.targets.iter().map(|(target, _)| target.clone()).collect();
    let mut state = Sequential::new(asked.settings.clone(), targets);
    // Every point has draws of its own: with the same draws everywhere, differences between points would seem more
    // certain than they are.
    let mut luck = Dice::new(asked.settings.seed, "abc luck", 0);
    let mut results: Vec<Option<Vec<f64>>> = Vec::new();
    while let Some(shares) = state.ask() {
        let points = shares
            .iter()
            .map(|shares| values(shares, &asked.priors).chain([luck.below(1 << 31).to_string()]).collect());
        let outcomes = runs.run(points.collect())?;
        let told: Vec<Option<Vec<f64>>> =
            outcomes.chunks(replicates.max(1) as usize).map(|runs| measured(asked, runs)).collect();
        state.tell(&told);
        results.extend(told);
    }
    let learnt = table::learnt(state.particles(), &asked.priors);
    let fits = fits(asked, state.particles(), &results);
    Ok(Calibrated { state, priors: asked.priors.clone(), learnt, fits })
}

/// Writes the tables and pictures of a calibration.
pub fn write(name: &str, found: &Calibrated, forms: Forms, folder: &Path) -> anyhow::Result<Drawn> {
    let Calibrated { state, priors, learnt, fits } = found;
    for format in forms.formats() {
        forms.write(format, folder, "posterior", &table::posterior(), learnt.iter().cloned())?;
        forms.write(format, folder, "generations", &table::generations(), state.history().iter().copied())?;
        forms.write(format, folder, "fit", &table::fit(), fits.iter().cloned())?;
        let columns = table::particles(state.particles(), priors);
        forms.write(format, folder, "particles", &columns, state.particles().iter().cloned())?;
    }
    if state.particles().is_empty() {
        return Ok(Drawn::default());
    }
    Ok(posterior::write(&posterior::Picture { name, state, learnt, fits, priors }, folder)?)
}

/// The values of the targets, as means over a point's replicates; `None` if a run failed.
fn measured(asked: &Calibration, runs: &[Outcome]) -> Option<Vec<f64>> {
    let mut sums = vec![0.0; asked.targets.len()];
    for run in runs {
        let Outcome::Values(values) = run else { return None };
        for (sum, (_, measure)) in sums.iter_mut().zip(&asked.targets) {
            *sum += measure.of(values);
        }
    }
    sums.iter_mut().for_each(|sum| *sum /= runs.len() as f64);
    Some(sums)
}

fn fits(asked: &Calibration, particles: &[Particle], results: &[Option<Vec<f64>>]) -> Vec<Fit> {
    let fit = |(index, (target, _)): (usize, &(Target, _))| {
        let value = |particle: &Particle| {
            let result = results.get(particle.point)?.as_ref()?;
            Some((*result.get(index)?, particle.weight))
        };
        Fit { target: target.clone(), fitted: Posterior::new(particles.iter().filter_map(value).collect()) }
    };
    asked.targets.iter().enumerate().map(fit).collect()
}

fn told(state: &Sequential, learnt: &[Learnt], fits: &[Fit]) -> String {
    let mut text = String::new();
    for generation in state.history() {
        text.push_str(&format!(
            "generation {:>2}: {}, {} failed, {} kept, tolerance {:.3}, effective sample size {:.0}\n",
            generation.number,
            count(generation.tried, "point", "points"),
            generation.failed,
            generation.accepted,
            generation.tolerance,
            generation.effective
        ));
    }
    if let Some(stop) = state.stopped() {
        text.push_str(&format!("Stopped: {}.\n", stop.words()));
    }
    for row in learnt {
        let (prior, after) = (&row.prior, &row.posterior);
        text.push_str(&format!(
            "{}: {} ({} to {}), before {} ({} to {}), narrowed {}\n",
            row.key,
            fixed(after.mean(), 4),
            fixed(after.quantile(0.05), 4),
            fixed(after.quantile(0.95), 4),
            fixed(prior.mean(), 4),
            fixed(prior.quantile(0.05), 4),
            fixed(prior.quantile(0.95), 4),
            fixed(row.narrowed, 2)
        ));
    }
    for fit in fits.iter().filter(|fit| fit.off().abs() > 2.0) {
        text.push_str(&format!(
            "not met: {}: observed {}, the model gives {}, {} standard errors off\n",
            fit.target.name,
            fixed(fit.target.value, 4),
            fixed(fit.fitted.mean(), 4),
            fixed(fit.off(), 1)
        ));
    }
    text
}
