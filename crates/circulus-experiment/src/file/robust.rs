//! Files of `circulus robust`: a sampled design, with `[robust]` that names the claims.

use std::path::{Path, PathBuf};

use super::keys::{self, Keys};
use super::{Experiment, Kind, Typed, claims};
use crate::error::ExperimentError;
use crate::robust::claim::Claim;
use circulus::scenario::source::Collector;
use circulus::scenario::{Fault, Faults, Words, quote};

/// What `circulus robust` asks.
#[derive(Debug, Clone)]
pub struct Robust {
    /// The runs: of the scenario, then of each change that a claim speaks of.
    pub experiment: Experiment,
    /// The claims.
    pub claims: Vec<Claim>,
    /// Claims that cannot be asked of this scenario, by id, and why.
    pub not_asked: Vec<(String, String)>,
    /// The file of claims.
    pub claims_file: PathBuf,
}

/// What is asked of a scenario that comes without a design.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain {
    /// Number of points.
    pub points: u64,
    /// Runs at each point.
    pub replicates: u64,
    /// Seed of the sample.
    pub seed: u64,
    /// The file of claims.
    pub claims: PathBuf,
}

impl Robust {
    /// Reads a design file.
    ///
    /// # Errors
    /// All faults of the file, the scenario and the claims.
    pub fn load(path: &Path) -> Result<Robust, ExperimentError> {
        Robust::of(Typed::read(path, &["robust", "sweep"])?, None)
    }

    /// Every value of a scenario that has a range, at so many points.
    ///
    /// # Errors
    /// All faults of the scenario and the claims.
    pub fn of_scenario(path: &Path, asked: &Plain) -> Result<Robust, ExperimentError> {
        let scenario_file = path.file_name().map_or_else(|| path.to_owned(), PathBuf::from);
        let text = format!(
            "[experiment]\nscenario = {}\nreplicates = {}\nseed = {}\n\n\
             [design]\nkind = \"latin_hypercube\"\nsamples = {}\n\n[vary]\n\"**\" = \"range\"\n",
            quote(&scenario_file.display().to_string()),
            asked.replicates,
            asked.seed,
            asked.points,
        );
        let mut robust = Robust::of(Typed::of_text(path, text)?, Some(asked.claims.clone()))?;
        robust.experiment.name = format!("{}_robust", robust.experiment.scenario.name);
        Ok(robust)
    }

    /// Reads a design; it names the file of claims, unless that is given.
    fn of(typed: Typed, claims: Option<PathBuf>) -> Result<Robust, ExperimentError> {
        let mut collector = Collector::new(&typed.sources);
        let claims = claims.or_else(|| named(&typed, &mut collector));
        let (setting, drawn) = typed.experiment(&mut collector, &["robust"])?;
        typed.refuse_others(setting.as_ref(), &mut collector);
        if let Some((kind, place)) =
            drawn.as_ref().map(|drawn| drawn.kind).zip(typed.root.get("design").map(|entry| entry.place))
            && !matches!(kind, Kind::LatinHypercube | Kind::Points)
        {
            let message = format!(
                "kind is {}; claims are asked of points spread evenly over all ranges at once: latin_hypercube, or points",
                kind.word()
            );
            collector.say(place, message, None);
        }
        let (Some(setting), Some(drawn), Some(claims_file), true) =
            (setting, drawn, claims, collector.is_empty())
        else {
            return Err(collector.finish().into());
        };
        let read = claims::read(&claims_file, &setting)?;
        let mut experiment = Experiment::planned(&typed, setting, drawn);
        for indicator in read.indicators {
            if !experiment.plan.indicators.contains(&indicator) {
                experiment.plan.indicators.push(indicator);
            }
        }
        experiment.plan.bases.extend(read.changed);
        experiment.allowed()?;
        some_point_is_possible(&experiment)?;
        let (claims, not_asked) = (read.claims, read.not_asked);
        Ok(Robust { experiment, claims, not_asked, claims_file })
    }
}

/// The file of claims that `[robust]` names.
fn named(typed: &Typed, collector: &mut Collector) -> Option<PathBuf> {
    let Some(table) = keys::table(&typed.root, "robust", collector) else {
        if keys::lacks(&typed.root, "robust") {
            let message = "there is no [robust], which names the file of claims";
            collector.say(typed.root.place, message.into(), None);
        }
        return None;
    };
    let mut keys = Keys::new("robust", table, collector);
    keys.only(&["claims"]);
    keys.required_text("claims").map(|(file, _)| typed.beside(&file))
}

/// Points tried before any run.
const TRIED: u64 = 8;

/// # Errors
/// When none of the first points is a scenario: then values are sampled apart that must hold together.
fn some_point_is_possible(experiment: &Experiment) -> Result<(), Faults> {
    let plan = &experiment.plan;
    let Some(base) = plan.bases.first() else { return Ok(()) };
    let mut first = None;
    for point in 0..plan.points.len().min(TRIED) {
        match base.scenario(&plan.sets(point)) {
            Ok(_) => return Ok(()),
            Err(faults) => {
                first.get_or_insert(faults);
            }
        }
    }
    let Some(faults) = first else { return Ok(()) };
    let told: Vec<String> = faults.list.iter().take(3).map(Fault::headline).collect();
    let message = format!(
        "no sampled point is a possible scenario, as values are sampled apart that must hold together: {}; take away their ranges, or keep them \
         together in a design with [correlate] or [simplex]",
        told.join("; ")
    );
    Err(Fault::of_file(&base.path, message).into())
}

/// Whether a file is a scenario, and not a design.
///
/// # Errors
/// When it cannot be read, or is no TOML.
pub fn is_scenario(path: &Path) -> Result<bool, Faults> {
    let typed = Typed::plain(path)?;
    Ok(["experiment", "robust"].iter().all(|table| typed.root.get(table).is_none()))
}
