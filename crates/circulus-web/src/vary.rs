//! A small experiment: one choice varied over its range, with the same draws at every level.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::choices;
use super::input::{Input, Scenarios};
use super::measures::{BAND, MEASURES};
use circulus::scenario::Scenario;
use circulus_experiment::statistics::{moments, quantile};

/// Maximum number of runs in an experiment.
const MOST: u64 = 10_000;
/// Maximum number of levels: the scenario of each is loaded before the first run.
const MOST_LEVELS: usize = 100;

/// An experiment, as far as it has been run.
#[derive(Debug)]
pub struct Vary {
    input: Input,
    choice: String,
    /// Number of levels requested; a whole number may have fewer.
    asked: usize,
    /// Values of the choice.
    levels: Vec<Value>,
    scenarios: Vec<Scenario>,
    replicates: u64,
    /// For each run, level by level: measures of the cluster and of the twin, aggregated over the run.
    rows: Vec<[Vec<f64>; 2]>,
}

impl Vary {
    /// The experiment: the existing one if the request is the same, otherwise a new one.
    pub fn resume<'v>(
        slot: &'v mut Option<Vary>,
        scenarios: &mut Scenarios,
        input: &Input,
        (choice, levels, replicates): (&str, usize, u64),
    ) -> Result<&'v mut Vary, String> {
        let same = |vary: &Vary| {
            vary.input == *input
                && vary.choice == choice
                && vary.asked == levels
                && vary.replicates == replicates
        };
        let vary = match slot.take().filter(same) {
            Some(vary) => vary,
            None => Vary::begin(scenarios, input, choice, levels, replicates)?,
        };
        Ok(slot.insert(vary))
    }

    fn begin(
        scenarios: &mut Scenarios,
        input: &Input,
        choice: &str,
        levels: usize,
        replicates: u64,
    ) -> Result<Vary, String> {
        let runs = (levels as u64).saturating_mul(replicates);
        if !(2..=MOST_LEVELS).contains(&levels) || replicates < 1 || runs > MOST {
            return Err(format!(
                "an experiment has at least 2 levels and 1 seed, and at most {MOST_LEVELS} levels and {MOST} runs"
            ));
        }
        let found = choices::find(scenarios, &input.scenario)?;
        let of = found.iter().find(|one| one.path == choice);
        let span = of
            .and_then(choices::Choice::span)
            .ok_or_else(|| format!("'{choice}' is no slider of the page"))?;
        let whole = of.is_some_and(choices::Choice::whole);
        let mut values: Vec<f64> = (0..levels)
            .map(|level| span[0] + (span[1] - span[0]) * level as f64 / (levels - 1) as f64)
            .map(|value| if whole { value.round() } else { value })
            .collect();
        values.dedup();
        let levels_of: Vec<Value> =
            values.iter().map(|&value| if whole { json!(value as i64) } else { json!(value) }).collect();
        let scenarios = levels_of
            .iter()
            .map(|value| {
                let mut at = input.clone();
                at.set.insert(choice.to_owned(), value.clone());
                scenarios.scenario(&at)
            })
            .collect::<Result<_, _>>()?;
        let choice = choice.to_owned();
        Ok(Vary {
            input: input.clone(),
            choice,
            asked: levels,
            levels: levels_of,
            scenarios,
            replicates,
            rows: Vec::new(),
        })
    }

    /// Makes the missing runs, `upto` in total; the answer has the chart and, when all are done, the table.
    pub fn grow(&mut self, upto: u64) -> Result<Value, String> {
        let all = self.levels.len() as u64 * self.replicates;
        while (self.rows.len() as u64) < upto.min(all) {
            let run = self.rows.len() as u64;
            let scenario = &self.scenarios[(run / self.replicates) as usize];
            let run = Input::years(scenario, self.input.replicate + run % self.replicates)?;
            self.rows.push([&run.cluster, &run.twin].map(|record| {
                MEASURES.iter().map(|measure| measure.whole(&measure.series(record))).collect()
            }));
        }
        let done = self.rows.len() as u64;
        let mut answer = json!({ "done": done, "runs": all, "levels": self.levels, "shares": BAND });
        if done == all {
            answer["measures"] = self.chart();
            answer["csv"] = json!(self.csv());
        }
        Ok(answer)
    }

    /// Mean and band of each measure at each level.
    fn chart(&self) -> Value {
        let mut measures = Map::new();
        for (place, measure) in MEASURES.iter().enumerate() {
            let worlds = [0, 1].map(|world| {
                let levels = self.rows.chunks(self.replicates as usize).map(|runs| {
                    let mut values: Vec<f64> = runs.iter().map(|run| run[world][place]).collect();
                    values.sort_by(f64::total_cmp);
                    let mean = moments(values.iter().copied()).mean;
                    json!([mean, quantile(&values, BAND[0]), quantile(&values, BAND[1])])
                });
                levels.collect::<Vec<Value>>()
            });
            measures.insert(measure.key.into(), json!({ "cluster": worlds[0], "twin": worlds[1] }));
        }
        Value::Object(measures)
    }

    /// One row per run: the choice, the replicate, and every measure of cluster and twin.
    fn csv(&self) -> String {
        let mut text = format!("{},replicate", self.choice.replace('"', ""));
        for world in ["", "twin_"] {
            for measure in &MEASURES {
                let _ = write!(text, ",{world}{}", measure.key);
            }
        }
        text.push('\n');
        for (run, row) in self.rows.iter().enumerate() {
            let run = run as u64;
            let level = &self.levels[(run / self.replicates) as usize];
            let _ = write!(text, "{level},{}", self.input.replicate + run % self.replicates);
            for value in row.iter().flatten() {
                let _ = write!(text, ",{value}");
            }
            text.push('\n');
        }
        text
    }
}
