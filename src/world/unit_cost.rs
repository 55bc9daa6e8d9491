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
    /// Least that a yearly tonne costs at any size: at the largest, where larger is cheaper.
    pub least_per_t: MoneyPerTonne,
}

impl UnitCost {
    /// The costs of a technology.
    pub fn of(technology: &Technology) -> UnitCost {
        let largest = capex(technology, technology.max_size_t, 1.0);
        let cheaper_when_larger = technology.scale_exponent <= 1.0 && technology.max_size_t > 0.0;
        UnitCost {
            smallest: capex(technology, technology.min_size_t, 1.0),
            largest,
            least_per_t: if cheaper_when_larger { largest / technology.max_size_t } else { 0.0 },
        }
    }
}
