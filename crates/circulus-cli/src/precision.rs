//! A word on how well means are known, for who asked for no width.

use circulus::numbers::{count, percent, tonnes};
use circulus_experiment::comparison::cost::TONNES;
use circulus_experiment::plan::Plan;
use circulus_experiment::precision::precision;
use circulus_experiment::store::Store;

/// How sure the means are, in a line, for who asked for no width: of the tonnes reused, at the point where they are known
/// least.
///
/// # Errors
/// When a run cannot be read.
pub fn how_sure(plan: &Plan, store: &Store) -> anyhow::Result<String> {
    let what = TONNES;
    let Some(found) = precision(plan, store, what)? else {
        let alone = plan.replicates < 2;
        return Ok(if alone {
            "With one replicate nothing can be said of luck; more replicates tell.\n"
        } else {
            ""
        }
        .to_owned());
    };
    let half = tonnes(found.half_width);
    let share = if found.mean > 0.0 {
        format!(", {} of it", percent(found.half_width / found.mean))
    } else {
        String::new()
    };
    let place = match found.cases {
        1 => "",
        cases if cases < plan.cases() => " at the least sure of the first points",
        _ => " at the least sure point",
    };
    Ok(format!(
        "With {} the mean of {what} is known to ± {half} (95 %){share}{place}; half of that takes about four times as many.\n",
        count(plan.replicates, "replicate", "replicates")
    ))
}
