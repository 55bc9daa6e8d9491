//! A band around a run, from other replicates of the same scenario.

use serde_json::{Map, Value, json};

use super::input::{Input, Scenarios};
use super::measures::{BAND, MEASURES};
use circulus::run::Run;
use circulus::scenario::Scenario;
use circulus_experiment::statistics::quantile;

/// Maximum number of replicates in a band.
const MOST: u64 = 1000;

/// The replicates of one input computed so far.
#[derive(Debug)]
pub struct Band {
    input: Input,
    scenario: Scenario,
    unchanged: Scenario,
    /// Series of each measure, one per replicate: cluster, twin, and the cluster's change against the run without
    /// changes.
    series: Vec<[Vec<Vec<f64>>; 3]>,
    done: u64,
}

impl Band {
    /// The band of an input: the existing one if it has the same input, otherwise a new one.
    pub fn resume<'b>(
        slot: &'b mut Option<Band>,
        scenarios: &mut Scenarios,
        input: &Input,
    ) -> Result<&'b mut Band, String> {
        let band = match slot.take().filter(|band| band.input == *input) {
            Some(band) => band,
            None => Band {
                scenario: scenarios.scenario(input)?,
                unchanged: scenarios.scenario(&input.unchanged())?,
                input: input.clone(),
                series: MEASURES.iter().map(|_| Default::default()).collect(),
                done: 0,
            },
        };
        Ok(slot.insert(band))
    }

    /// Makes the missing runs, and returns the quantiles year by year.
    pub fn grow(&mut self, replicates: u64) -> Result<Value, String> {
        if replicates > MOST {
            return Err(format!("a band has at most {MOST} replicates"));
        }
        while self.done < replicates {
            let replicate = self.input.replicate + self.done;
            let now = Input::years(&self.scenario, replicate)?;
            let was = if self.input.set.is_empty() {
                None
            } else {
                Some(Input::years(&self.unchanged, replicate)?)
            };
            self.add(&now, was.as_ref().unwrap_or(&now));
            self.done += 1;
        }
        let mut measures = Map::new();
        for (measure, [cluster, twin, change]) in MEASURES.iter().zip(&self.series) {
            measures.insert(
                measure.key.into(),
                json!({ "cluster": quantiles(cluster), "twin": quantiles(twin), "difference": quantiles(change) }),
            );
        }
        Ok(json!({ "replicates": self.done, "shares": BAND, "measures": measures }))
    }

    fn add(&mut self, now: &Run, was: &Run) {
        for (measure, kept) in MEASURES.iter().zip(&mut self.series) {
            let [cluster, twin, before] =
                [&now.cluster, &now.twin, &was.cluster].map(|record| measure.series(record));
            let change = cluster.iter().zip(&before).map(|(now, was)| now - was).collect();
            for (kept, series) in kept.iter_mut().zip([cluster, twin, change]) {
                kept.push(series);
            }
        }
    }
}

/// Lower and upper bound, year by year.
fn quantiles(runs: &[Vec<f64>]) -> [Vec<f64>; 2] {
    let years = runs.first().map_or(0, Vec::len);
    let mut bounds = [Vec::new(), Vec::new()];
    for year in 0..years {
        let mut values: Vec<f64> = runs.iter().filter_map(|run| run.get(year).copied()).collect();
        values.sort_by(f64::total_cmp);
        for (bound, share) in bounds.iter_mut().zip(BAND) {
            bound.push(quantile(&values, share).unwrap_or(f64::NAN));
        }
    }
    bounds
}
