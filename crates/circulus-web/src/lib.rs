//! The classroom page's engine: a request as JSON in, an answer as JSON out, the same natively and in the browser.
//!
//! A request is a [`Request`]; the answer is `{"ok": ...}`, or `{"error": "..."}` with a message for users. The page
//! only draws; every number, rule and sentence comes from here.

mod band;
mod choices;
mod frame;
mod input;
mod measures;
mod vary;
#[cfg(target_arch = "wasm32")]
mod wasm;

use serde::Deserialize;
use serde_json::{Value, json};

use circulus::explain::words::{Length, tell};
use circulus::explain::{Subject, explain};
use circulus::ids::PlantId;
use circulus::output::{Layout, hash};
use circulus::run::Run;
use circulus::simulation::Which;
use circulus::texts::{Language, part, say};

pub use input::{Input, SCENARIOS};

/// A request of the page.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// The page's texts, the scenarios, and who made this engine.
    Open {
        /// Language code.
        language: String,
    },
    /// The choices of a scenario, with its values.
    Choices {
        /// Id of a scenario.
        scenario: String,
    },
    /// Both worlds of a run, and its difference from the same run without changes.
    Frame {
        /// The run.
        input: Input,
        /// Language code, for names.
        language: String,
    },
    /// The short hash of a run's results, as `circulus run` prints it.
    Hash {
        /// The run.
        input: Input,
    },
    /// Quantiles over replicates. A later request for more replicates continues from the existing ones.
    Band {
        /// The run; its replicate is the first of the band.
        input: Input,
        /// Number of replicates.
        replicates: u64,
    },
    /// Varies one choice over its range. A later request for more runs continues from the existing ones.
    Vary {
        /// The run; its replicate is the first.
        input: Input,
        /// Path of the choice.
        choice: String,
        /// Levels, both ends included.
        levels: usize,
        /// Replicates of each level.
        replicates: u64,
        /// Number of runs to reach.
        upto: u64,
    },
    /// Why a plant, or the company, acted as it did: `told` in sections of sentences, `account` as data.
    Why {
        /// The run.
        input: Input,
        /// Language code.
        language: String,
        /// `cluster` or `twin`.
        world: String,
        /// Calendar year.
        year: i32,
        /// Id of the plant; `None` for the company.
        plant: Option<String>,
    },
}

/// Answers requests, and caches what the next one is likely to need.
#[derive(Debug, Default)]
pub struct Engine {
    scenarios: input::Scenarios,
    base: Option<(Input, Run)>,
    band: Option<band::Band>,
    vary: Option<vary::Vary>,
}

impl Engine {
    /// Answers a request.
    pub fn answer(&mut self, request: &str) -> String {
        let answer = serde_json::from_str(request)
            .map_err(|error| format!("this is not a request: {error}"))
            .and_then(|request| self.ask(request));
        match answer {
            Ok(value) => json!({ "ok": value }).to_string(),
            Err(error) => json!({ "error": error }).to_string(),
        }
    }

    fn ask(&mut self, request: Request) -> Result<Value, String> {
        match request {
            Request::Open { language } => Ok(open(&self.scenarios, language_of(&language)?)),
            Request::Choices { scenario } => choices::choices(&mut self.scenarios, &scenario),
            Request::Frame { input, language } => self.frame(&input, language_of(&language)?),
            Request::Hash { input } => {
                let scenario = self.scenarios.scenario(&input)?;
                let run = input.run(&scenario)?;
                Ok(json!(hash::of_run(&run, &scenario, &Layout::ALL).map_err(|error| error.to_string())?))
            }
            Request::Band { input, replicates } => {
                let band = band::Band::resume(&mut self.band, &mut self.scenarios, &input)?;
                band.grow(replicates)
            }
            Request::Vary { input, choice, levels, replicates, upto } => {
                let vary = vary::Vary::resume(
                    &mut self.vary,
                    &mut self.scenarios,
                    &input,
                    (&choice, levels, replicates),
                )?;
                vary.grow(upto)
            }
            Request::Why { input, language, world, year, plant } => {
                self.why(&input, language_of(&language)?, &world, year, plant.as_deref())
            }
        }
    }

    fn frame(&mut self, input: &Input, language: Language) -> Result<Value, String> {
        let unchanged = input.unchanged();
        if self.base.as_ref().is_none_or(|(of, _)| *of != unchanged) {
            let scenario = self.scenarios.scenario(&unchanged)?;
            self.base = Some((unchanged.clone(), unchanged.run(&scenario)?));
        }
        let Some((_, base)) = &self.base else { return Err("the run without changes is gone".into()) };
        let mut scenario = self.scenarios.scenario(input)?;
        let run = input.run(&scenario)?;
        scenario.localize(language);
        Ok(frame::frame(&run, base, &scenario, language))
    }

    fn why(
        &mut self,
        input: &Input,
        language: Language,
        world: &str,
        year: i32,
        plant: Option<&str>,
    ) -> Result<Value, String> {
        let mut scenario = self.scenarios.scenario(input)?;
        scenario.localize(language);
        let which = match world {
            "cluster" => Which::Cluster,
            "twin" => Which::Twin,
            other => return Err(format!("there is no world '{other}'; there are cluster and twin")),
        };
        let subject = match plant {
            None => Subject::Company,
            Some(id) => {
                let index = scenario.plants.iter().position(|plant| plant.id == id).map(PlantId::new);
                Subject::Plant(index.ok_or_else(|| format!("the scenario has no plant '{id}'"))?)
            }
        };
        let explained =
            explain(&scenario, input.replicate, which, year, subject).map_err(|error| error.to_string())?;
        Ok(json!({ "told": tell(&explained, language, Length::Short), "account": explained }))
    }
}

fn language_of(code: &str) -> Result<Language, String> {
    Language::of_code(code).ok_or_else(|| format!("the language '{code}' is not available"))
}

fn open(scenarios: &input::Scenarios, language: Language) -> Value {
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "sources": circulus::output::SOURCES,
        "languages": Language::ALL.map(|one| json!({ "code": one.code(), "name": say(one, "language", &[]) })),
        "scenarios": scenarios.titles(language),
        "page": part(language, "page"),
        "choice": part(language, "choice"),
        "measure": part(language, "measure"),
        "unit": part(language, "unit"),
    })
}
