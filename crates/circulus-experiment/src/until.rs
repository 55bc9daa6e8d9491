//! Replicates until an interval is narrow enough.

use std::path::Path;

use crate::error::ExperimentError;
use crate::indicators::Indicator;
use crate::plan::Plan;
use crate::statistics::moments;
use crate::store::{Shard, Store};

/// Replicates that are made before any interval is believed.
pub const LEAST: u64 = 10;

/// When there are replicates enough.
#[derive(Debug, Clone, PartialEq)]
pub struct Until {
    /// The indicator whose mean is to be known.
    pub indicator: Indicator,
    /// Half of the widest interval that is narrow enough, in its unit.
    pub half_width: f64,
    /// Level of the interval, such as 0.95.
    pub level: f64,
    /// Most replicates, whatever the interval.
    pub most: u64,
    /// The case to which the mean difference of every other is to be known, on the same luck; `None` for the mean of every
    /// case.
    pub against: Option<u64>,
}

/// How narrow the intervals are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Width {
    /// Replicates.
    pub replicates: u64,
    /// Half of the widest interval; `None` if a mean has none.
    pub half_width: Option<f64>,
    /// Replicates to go on with; `None` if these are enough, or the most.
    pub next: Option<u64>,
}

impl Until {
    /// The plan with its first number of replicates.
    pub fn first(&self, plan: &Plan) -> Plan {
        Plan { replicates: plan.replicates.max(LEAST).min(self.most), ..plan.clone() }
    }

    /// How narrow the intervals are in the folder of a finished plan.
    ///
    /// # Errors
    /// When a run cannot be read.
    pub fn width(&self, plan: &Plan, folder: &Path) -> Result<Width, ExperimentError> {
        // The whole summary is kept of each run, so the indicator need not be one of the plan's.
        let plan = &Plan { indicators: vec![self.indicator.clone()], ..plan.clone() };
        let store = Store::open(folder, plan, Shard::WHOLE)?;
        let mut reader = store.reader()?;
        let mut values =
            |case: u64| -> Result<Vec<f64>, ExperimentError> { Ok(reader.case(plan, case)?.swap_remove(0)) };
        let mut widest = Some(0.0);
        let first = self.against.map_or(Ok(Vec::new()), &mut values)?;
        for case in (0..plan.cases()).filter(|case| Some(*case) != self.against) {
            let mut own = values(case)?;
            own.iter_mut().zip(&first).for_each(|(own, first)| *own -= first);
            let half = moments(own.iter().copied()).half_width(self.level);
            widest = widest.zip(half).map(|(widest, half): (f64, f64)| widest.max(half));
        }
        let n = plan.replicates;
        let next = match widest {
            Some(half) if half <= self.half_width => None,
            _ if n >= self.most => None,
            // An interval narrows with the root of the number of runs; what is guessed is checked again.
            Some(half) => {
                let ratio = half / self.half_width;
                let needed = (n as f64 * ratio * ratio).ceil() as u64;
                Some(needed.clamp(n + n.div_ceil(10), 2 * n).min(self.most))
            }
            None => Some((2 * n).min(self.most)),
        };
        Ok(Width { replicates: n, half_width: widest, next })
    }
}
