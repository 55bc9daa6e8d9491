//! Identifies a run: a scenario of the page, changed choices, seed and replicate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::{Value, json};

use super::choices;
use circulus::record::recorder::Detail;
use circulus::run::{Run, run};
use circulus::scenario::{Loaded, Opened, Scenario, open_with};
use circulus::texts::{Language, say};

/// The scenarios of the page, by id, with their files.
pub const SCENARIOS: [(&str, &str); 2] = [
    ("classroom", include_str!("../../../configs/classroom.toml")),
    ("sverdlovsk", include_str!("../../../configs/sverdlovsk.toml")),
];

/// Largest replicate: the largest integer that JavaScript represents exactly.
const LAST_REPLICATE: u64 = (1 << 53) - 1;

/// Identifies a run.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Id of a scenario of the page.
    pub scenario: String,
    /// Changed choices: path and value.
    #[serde(default)]
    pub set: BTreeMap<String, Value>,
    /// Seed; by default the scenario's own.
    pub seed: Option<u64>,
    /// Replicate: other draws under the same seed.
    #[serde(default)]
    pub replicate: u64,
}

impl Input {
    /// The same run without changed choices.
    pub fn unchanged(&self) -> Input {
        Input { set: BTreeMap::new(), ..self.clone() }
    }

    /// The arguments for `--set`.
    pub fn sets(&self) -> Vec<String> {
        let seed = self.seed.map(|seed| format!("scenario.seed={seed}"));
        self.set.iter().map(|(path, value)| format!("{path}={value}")).chain(seed).collect()
    }

    /// Makes the run, with all details recorded.
    pub fn run(&self, scenario: &Scenario) -> Result<Run, String> {
        run(scenario, self.replicate, Detail::Full).map_err(|breach| breach.to_string())
    }

    /// Makes the run of another replicate, recording years only.
    pub fn years(scenario: &Scenario, replicate: u64) -> Result<Run, String> {
        run(scenario, replicate, Detail::Years).map_err(|breach| breach.to_string())
    }
}

/// The scenarios of the page, each parsed once.
#[derive(Debug, Default)]
pub struct Scenarios {
    opened: BTreeMap<String, Opened>,
    /// Paths of the choices of each scenario.
    choices: BTreeMap<String, BTreeSet<String>>,
}

impl Scenarios {
    /// The scenario of an input. Only choices may be set: other keys could ask for more years or plants than the page
    /// can handle.
    pub fn scenario(&mut self, input: &Input) -> Result<Scenario, String> {
        if input.replicate > LAST_REPLICATE {
            return Err(format!(
                "there is no replicate {}; the last one is {LAST_REPLICATE}",
                input.replicate
            ));
        }
        if !self.choices.contains_key(&input.scenario) {
            let paths = choices::find(self, &input.scenario)?.into_iter().map(|choice| choice.path).collect();
            self.choices.insert(input.scenario.clone(), paths);
        }
        let known = self.choices.get(&input.scenario);
        if let Some(path) = input.set.keys().find(|&path| known.is_none_or(|known| !known.contains(path))) {
            return Err(format!("'{path}' is no choice of the page"));
        }
        let opened = self.opened(&input.scenario)?;
        opened.scenario(&input.sets()).map_err(|faults| faults.to_string())
    }

    /// A scenario without changes, with its complete text.
    pub fn loaded(&mut self, id: &str) -> Result<Loaded, String> {
        self.opened(id)?.load(&[]).map_err(|faults| faults.to_string())
    }

    /// Ids and titles.
    pub fn titles(&self, language: Language) -> Vec<Value> {
        let title = |id: &str| say(language, &format!("names.{id}.title"), &[]);
        SCENARIOS.iter().map(|(id, _)| json!({ "id": id, "title": title(id) })).collect()
    }

    fn opened(&mut self, id: &str) -> Result<&Opened, String> {
        if !self.opened.contains_key(id) {
            let Some((_, text)) = SCENARIOS.iter().find(|(name, _)| *name == id) else {
                return Err(format!("the page has no scenario '{id}'"));
            };
            let read = |path: &Path| match SCENARIOS.iter().find(|(name, _)| path == Path::new(name)) {
                Some((_, text)) => Ok(text.as_bytes().to_vec()),
                None => Err(std::io::ErrorKind::NotFound.into()),
            };
            debug_assert!(!text.is_empty());
            let opened = open_with(&read, Path::new(id)).map_err(|faults| faults.to_string())?;
            self.opened.insert(id.to_owned(), opened);
        }
        self.opened.get(id).ok_or_else(|| format!("the page has no scenario '{id}'"))
    }
}
