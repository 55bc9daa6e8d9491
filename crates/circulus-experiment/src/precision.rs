//! How well the means are known that a number of replicates gives.

use crate::error::ExperimentError;
use crate::plan::Plan;
use crate::statistics::{moments, student};
use crate::store::{Outcome, Store};

/// Most runs that are looked at, so that a word on precision costs little beside a large sweep; of one case all are.
const LOOKED_AT: u64 = 10_000;

/// How well the mean of a number is known, at the case where it is known least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Half of Student's 95 % interval of the mean.
    pub half_width: f64,
    /// The mean.
    pub mean: f64,
    /// Replicates with the number.
    pub n: usize,
    /// Cases looked at.
    pub cases: u64,
}

/// The precision of the mean of a number of the summary, over the first cases of a plan; `None` if it is not kept, or of
/// fewer than two replicates.
///
/// # Errors
/// When a run cannot be read.
pub fn precision(plan: &Plan, store: &Store, number: &str) -> Result<Option<Precision>, ExperimentError> {
    if plan.replicates < 2 {
        return Ok(None);
    }
    let mut reader = store.reader()?;
    let cases = plan.cases().min((LOOKED_AT / plan.replicates).max(1));
    let mut widest: Option<Precision> = None;
    for case in 0..cases {
        let mut values = Vec::new();
        for replicate in 0..plan.replicates {
            let (names, outcome) = reader.kept(case * plan.replicates + replicate)?;
            let Outcome::Values(kept) = outcome else { continue };
            let at = names.iter().position(|name| name == number);
            values.extend(at.and_then(|at| kept.get(at)).copied());
        }
        let found = moments(values.iter().copied());
        let (Some(mean), Some(variance)) = (found.mean, found.variance) else { continue };
        let n = found.n as f64;
        let half_width = student(0.975, n - 1.0) * (variance / n).sqrt();
        if widest.is_none_or(|known| half_width > known.half_width) {
            widest = Some(Precision { half_width, mean, n: found.n, cases });
        }
    }
    Ok(widest)
}
