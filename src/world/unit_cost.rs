//! What a unit of a technology costs [I1].

use crate::maths::pow;
use crate::scenario::Technology;
use crate::units::{Money, MoneyPerTonne, Tonnes};

/// Capital cost of a unit: `K Q_ref (Q / Q_ref)^n` times the given factor [I1].
pub fn capex(technology: &Technology, size_t: Tonnes, factor: f64) -> Money {
    let full = technology.capex_per_t_year * technology.reference_size_t;
    full * pow(size_t / technology.reference_size_t, technology.scale_exponent) * factor
}

/// Capital costs of a technology that are asked for again and again, before levers and subsidy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitCost {
    /// Of the smallest unit.
    pub smallest: Money,
    /// Of the largest unit.
    pub largest: Money,
    smallest_t: Tonnes,
    /// Cost of a yearly tonne more, on the straight line from the smallest unit to the largest; none where the
    /// cost does not lie above it.
    more_per_t: Option<MoneyPerTonne>,
}

impl UnitCost {
    /// The costs of a technology.
    pub fn of(technology: &Technology) -> UnitCost {
        let (smallest_t, largest_t) = (technology.min_size_t, technology.max_size_t);
        let [smallest, largest] = [smallest_t, largest_t].map(|size_t| capex(technology, size_t, 1.0));
        let cheaper_when_larger = technology.scale_exponent <= 1.0 && largest_t > smallest_t;
        let more_per_t = cheaper_when_larger.then(|| (largest - smallest) / (largest_t - smallest_t));
        UnitCost { smallest, largest, smallest_t, more_per_t }
    }

    /// No more than a unit of this size costs, without a power: where larger units are cheaper by the tonne,
    /// cost against size is a curve above its chord.
    pub fn at_least(&self, size_t: Tonnes) -> Money {
        self.more_per_t.map_or(0.0, |more| (self.smallest + more * (size_t - self.smallest_t)) * (1.0 - 1e-9))
    }
}
