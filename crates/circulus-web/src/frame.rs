//! The data behind one view of the page: both worlds of a run, and the difference from the run without changes.

use serde_json::{Map, Value, json};

use super::measures::MEASURES;
use circulus::explain::words::comes_to;
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::Scenario;
use circulus::texts::Language;
use circulus_report::data;

/// The numbers of a run, of the cluster without changes (`base`), and of the paired difference of the two
/// (`difference`, exact, year by year); `zero` is whether all differences are exactly zero.
pub fn frame(run: &Run, base: &Run, scenario: &Scenario, language: Language) -> Value {
    let shown = data::gather(run, scenario, language);
    let (mut series, mut twin, mut before, mut difference) = (Map::new(), Map::new(), Map::new(), Map::new());
    let mut zero = true;
    for measure in &MEASURES {
        let [now, other, was] = [&run.cluster, &run.twin, &base.cluster].map(|record| measure.series(record));
        let change: Vec<f64> = now.iter().zip(&was).map(|(now, was)| now - was).collect();
        zero &= change.iter().all(|value| *value == 0.0);
        difference.insert(
            measure.key.into(),
            json!({ "years": change, "whole": measure.whole(&now) - measure.whole(&was) }),
        );
        for (into, values) in [(&mut series, now), (&mut twin, other), (&mut before, was)] {
            into.insert(measure.key.into(), json!({ "whole": measure.whole(&values), "years": values }));
        }
    }
    json!({
        "seed": run.seed,
        "replicate": run.replicate,
        "comes_to": comes_to(run, &scenario.currency, language),
        "measures": MEASURES.map(|measure| measure.key),
        "data": shown.json,
        "cluster": series,
        "twin": twin,
        "base": before,
        "difference": difference,
        "zero": zero,
        "end": match run.end { ClusterEnd::Dissolved(year) => Some(year), _ => None },
    })
}
