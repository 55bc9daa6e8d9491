//! How well the means are known that a number of replicates gives.

use crate::error::ExperimentError;
use crate::file::LEVEL;
use crate::plan::Plan;
use crate::statistics::moments;
use crate::store::Store;

/// Most runs that are looked at, so that a word on precision costs little beside a large sweep; of one case all are.
const LOOKED_AT: u64 = 10_000;

/// How well the mean of a number is known, at the case where it is known least.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Half of Student's 95 % interval of the mean.
    pub half_width: f64,
    /// The mean.
    pub mean: f64,
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
        let found = moments(reader.kept_of_case(plan, case, &[number])?.concat().into_iter());
        let (Some(mean), Some(half_width)) = (found.mean, found.half_width(LEVEL)) else { continue };
        if widest.is_none_or(|known| half_width > known.half_width) {
            widest = Some(Precision { half_width, mean, cases });
        }
    }
    Ok(widest)
}
