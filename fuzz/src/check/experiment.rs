//! Designs, points, and the folder of an experiment or a run.

use std::fs;
use std::path::Path;

use circulus::output::{SOURCES, verify};
use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::{load, template};
use circulus_experiment::error::ExperimentError;
use circulus_experiment::file::Experiment;
use circulus_experiment::file::calibrate::Calibration;
use circulus_experiment::file::robust::Robust;
use circulus_experiment::file::seek::Search;
use circulus_experiment::plan::Plan;
use circulus_experiment::saved;
use circulus_experiment::store::Store;
use tempfile::TempDir;

use super::scenario::sound;
use super::told;
use crate::root;
use crate::seeds::text;

/// Maximum number of points in a plan whose values are all checked.
const SMALL: u64 = 10_000;

/// A temporary folder with the project's scenarios and designs, into which inputs are written as files.
#[derive(Debug)]
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    /// Creates the folder; it is deleted on drop.
    ///
    /// # Panics
    /// When the system cannot create it.
    #[must_use]
    pub fn new() -> Desk {
        let desk =
            Desk { folder: TempDir::new().unwrap_or_else(|error| panic!("no folder for files: {error}")) };
        for name in
            ["classroom.toml", "sverdlovsk.toml", "claims.toml", "patterns.toml", "experiments/points.csv"]
        {
            let name = format!("configs/{name}");
            desk.write(&name, &text(&name));
        }
        desk
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        let made = fs::create_dir_all(path.parent().unwrap_or(root())).and_then(|()| fs::write(&path, text));
        made.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

impl Default for Desk {
    fn default() -> Desk {
        Desk::new()
    }
}

/// The text of a design, search or calibration.
pub fn design(desk: &Desk, text: &str) {
    let name = "configs/experiments/design.toml";
    desk.write(name, text);
    let path = desk.folder.path().join(name);
    if text.contains("[search]") {
        refused(Search::load(&path), &path, text);
    } else if text.contains("[calibration]") {
        refused(Calibration::load(&path), &path, text);
    } else if text.contains("[robust]") {
        if let Some(robust) = refused(Robust::load(&path), &path, text) {
            planned(&robust.experiment.plan);
        }
    } else if let Some(experiment) = refused(Experiment::load(&path), &path, text) {
        planned(&experiment.plan);
    }
}

/// Claims about the classroom's scenario.
pub fn claims(desk: &Desk, claims: &str) {
    const DESIGN: &str = "[experiment]\nscenario = \"../classroom.toml\"\n\n[robust]\nclaims = \"asked.toml\"\n\n\
        [design]\nkind = \"latin_hypercube\"\nsamples = 4\n\n[vary]\n\"join.bias\" = { from = -2, to = 0 }\n";
    desk.write("configs/experiments/asked.toml", claims);
    desk.write("configs/experiments/robust.toml", DESIGN);
    let path = desk.folder.path().join("configs/experiments/robust.toml");
    if let Some(robust) = refused(Robust::load(&path), &path.with_file_name("asked.toml"), claims) {
        planned(&robust.experiment.plan);
    }
}

/// A CSV file of points for the classroom scenario.
pub fn points(desk: &Desk, csv: &str) {
    desk.write("configs/experiments/points.csv", csv);
    desk.write("configs/experiments/points.toml", &text("configs/experiments/points.toml"));
    let path = desk.folder.path().join("configs/experiments/points.toml");
    let csv_path = path.with_extension("csv");
    if let Some(experiment) = refused(Experiment::load(&path), &csv_path, csv) {
        planned(&experiment.plan);
    }
}

/// The loaded value; or checks that the error is a message with places that exist in the file at `path`.
fn refused<T>(found: Result<T, ExperimentError>, path: &Path, text: &str) -> Option<T> {
    match found {
        Ok(loaded) => return Some(loaded),
        // A fault about a whole file, or about a total, has no line.
        Err(ExperimentError::Faults(faults)) => {
            told(&faults, |fault| (fault.line > 0 && Path::new(&fault.file) == path).then(|| text.to_owned()))
        }
        Err(error) => panic!("not told as a fault of the input: {error}"),
    }
    None
}

/// Every level of a plan has been tried alone; together they must load or be refused with a message.
fn planned(plan: &Plan) {
    let last = plan.points.len().saturating_sub(1);
    for point in [0, last / 2, last] {
        for base in &plan.bases {
            match base.scenario(&plan.sets(point)) {
                Ok(scenario) => sound(&scenario),
                Err(faults) => told(&faults, |_| None),
            }
        }
    }
    for run in [0, plan.runs().saturating_sub(1)] {
        assert!(!plan.replay(plan.job(run)).contains('\u{0}'), "a command with a character that ends it");
    }
    if plan.points.len() <= SMALL {
        assert_eq!(plan.fingerprint().len(), 32);
    }
}

/// A saved file of an experiment or a run, replaced by the input: its name, then its text.
pub fn saved(desk: &Desk, input: &str) {
    let (name, text) = input.split_once('\n').unwrap_or((input, ""));
    let folder = desk.folder.path().join("saved");
    for (name, text) in good() {
        desk.write(&format!("saved/{name}"), text);
    }
    if good().iter().any(|(known, _)| *known == name) {
        desk.write(&format!("saved/{name}"), text);
    }
    let parts = fs::create_dir_all(folder.join("parts"));
    parts.unwrap_or_else(|error| panic!("{error}"));
    match saved::open(&folder) {
        Ok((plan, _)) => {
            planned(&plan);
            if plan.points.len() <= SMALL {
                Store::audit(&folder, &plan, SOURCES).unwrap_or_else(|error| panic!("{error}"));
            }
        }
        Err(ExperimentError::Faults(faults)) => told(&faults, |_| None),
        Err(error) => panic!("not told as a fault of the input: {error}"),
    }
    let mut verdict = verify::Verdict::default();
    let read = verify::read(&folder, &mut verdict);
    let checked =
        read.and_then(|said| said.map_or(Ok(()), |said| verify::files(&folder, &said, &mut verdict)));
    for error in [checked.err(), verify::single_run(&folder).err()].into_iter().flatten() {
        assert!(!error.to_string().is_empty());
    }
}

/// The files of a saved plan and of a run's manifest, as written.
///
/// # Panics
/// When the project's own example cannot be saved.
pub fn good() -> &'static [(&'static str, String)] {
    static GOOD: std::sync::LazyLock<Vec<(&str, String)>> = std::sync::LazyLock::new(|| {
        save().unwrap_or_else(|error| panic!("the example cannot be saved: {error}"))
    });
    &GOOD
}

fn save() -> Result<Vec<(&'static str, String)>, Box<dyn std::error::Error>> {
    let desk = Desk::new();
    desk.write("configs/experiments/points.toml", &text("configs/experiments/points.toml"));
    let at = |name: &str| desk.folder.path().join(name);
    let plan = Experiment::load(&at("configs/experiments/points.toml"))?.plan;
    let folder = at("plan");
    fs::create_dir(&folder)?;
    saved::save(&plan, &plan.fingerprint(), &folder)?;
    let mut points = format!("point,{}\n", plan.keys.join(","));
    for point in 0..plan.points.len() {
        let values: Vec<String> = (0..plan.keys.len()).map(|key| plan.points.value(point, key)).collect();
        points.push_str(&format!("{point},{}\n", values.join(",")));
    }
    desk.write("run.toml", &template().replace("years = 20", "years = 2"));
    let loaded = load(&at("run.toml"), &[])?;
    let lived = run(&loaded.scenario, 0, Detail::Full)?;
    let options =
        circulus::output::Options { folder: at("run"), force: false, layout: circulus::output::Layout::ALL };
    let provenance = circulus::output::Provenance::new("circulus run");
    circulus::output::write_run(&lived, &loaded.scenario, &loaded.as_meant, provenance, &options)?;
    Ok(vec![
        ("plan.json", fs::read_to_string(folder.join("plan.json"))?),
        ("points.csv", points),
        ("scenario.toml", fs::read_to_string(folder.join("scenario.toml"))?),
        ("manifest.json", fs::read_to_string(at("run/manifest.json"))?),
    ])
}
