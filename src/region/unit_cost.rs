//! Frequently needed capital costs of a technology's units, and bounds on the others [I1].

use crate::laws::investment::CostCurve;
use crate::maths::ROUNDING;
use crate::scenario::Technology;
use crate::units::{Money, MoneyPerTonne, Tonnes};

/// Capital cost curve of a technology's units.
pub fn cost_curve(technology: &Technology) -> CostCurve {
    CostCurve {
        per_t_year: technology.capex_per_t_year,
        reference_t: technology.reference_size_t,
        exponent: technology.scale_exponent,
    }
}

/// Frequently needed capital costs of a technology, before levers and subsidy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitCost {
    /// Of the smallest unit.
    pub smallest: Money,
    /// Of the largest unit.
    pub largest: Money,
    /// Piecewise-linear lower bound on the cost, from the smallest unit to the largest; `None` if the cost curve is
    /// not concave.
    chords: Option<[Chord; 4]>,
}

/// A segment of the piecewise-linear bound.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Chord {
    from_t: Tonnes,
    from: Money,
    per_t: MoneyPerTonne,
    t_per_money: f64,
}

impl UnitCost {
    /// The capital costs of a technology.
    pub fn of(technology: &Technology) -> UnitCost {
        let (smallest_t, largest_t) = (technology.min_size_t, technology.max_size_t);
        let [smallest, largest] =
            [smallest_t, largest_t].map(|size_t| cost_curve(technology).capex(size_t, 1.0));
        let cheaper_when_larger = technology.scale_exponent <= 1.0 && largest_t > smallest_t;
        UnitCost { smallest, largest, chords: cheaper_when_larger.then(|| chords(technology)) }
    }

    /// Lower bound on the cost of a unit of this size, computed without a power. A concave cost curve lies above its
    /// chords.
    pub fn at_least(&self, size_t: Tonnes) -> Money {
        let Some(chords) = &self.chords else { return 0.0 };
        let Chord { from_t, from, per_t, .. } =
            chords[chords[1..].iter().filter(|of| size_t > of.from_t).count()];
        from + per_t * (size_t - from_t)
    }

    /// Upper bound on the size of a unit at this cost, computed without a power.
    pub fn largest_for(&self, cost: Money) -> Tonnes {
        let Some(chords) = &self.chords else { return f64::INFINITY };
        let Chord { from_t, from, t_per_money, .. } =
            chords[chords[1..].iter().filter(|of| cost > of.from).count()];
        from_t + t_per_money * (cost - from)
    }
}

fn chords(technology: &Technology) -> [Chord; 4] {
    let (smallest_t, largest_t) = (technology.min_size_t, technology.max_size_t);
    // Segment ends have equal ratios; without a smallest size, the first starts at a thousandth of the largest.
    let from_t = if smallest_t > 0.0 { smallest_t } else { largest_t / 1024.0 };
    let middle_t = (from_t * largest_t).sqrt();
    let ends_t = [smallest_t, (from_t * middle_t).sqrt(), middle_t, (middle_t * largest_t).sqrt(), largest_t];
    // The factor leaves a margin for rounding.
    let ends = ends_t.map(|size_t| (size_t, cost_curve(technology).capex(size_t, 1.0) * (1.0 - ROUNDING)));
    std::array::from_fn(|piece| {
        let ((from_t, from), (to_t, to)) = (ends[piece], ends[piece + 1]);
        let (t, money) = (to_t - from_t, to - from);
        Chord { from_t, from, per_t: money / t, t_per_money: t / money }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{ProductId, WasteId};

    /// A technology with units of at least this size.
    fn technology(min_size_t: Tonnes) -> Technology {
        Technology {
            id: "t".into(),
            name: "T".into(),
            waste: WasteId::new(0),
            product: ProductId::new(0),
            yield_t_per_t: 1.0,
            by_products: Vec::new(),
            added_t_per_t: 0.0,
            loss_t_per_t: 0.0,
            residue: None,
            opex_per_t: 0.0,
            capex_per_t_year: 73.0,
            reference_size_t: 1e5,
            scale_exponent: 0.65,
            min_size_t,
            max_size_t: 1e6,
            life_years: 20,
            co2_avoided_t_per_t: 0.0,
            primary_replaced_t_per_t: 0.0,
            co2_emitted_t_per_t: 0.0,
            jobs_per_mt_year: 0.0,
        }
    }

    #[test]
    fn bounds_hold_and_are_close() {
        for min_size_t in [0.0, 1e4, 3e5] {
            let technology = technology(min_size_t);
            let costs = UnitCost::of(&technology);
            for step in 0..=1000 {
                let size_t = min_size_t + (1e6 - min_size_t) * f64::from(step) / 1000.0;
                let cost = cost_curve(&technology).capex(size_t, 1.0);
                let (least, most_t) = (costs.at_least(size_t), costs.largest_for(cost));
                assert!(least <= cost && most_t >= size_t, "{size_t}: {least} {cost}, {most_t}");
                // Without a smallest size, the first segment begins at nothing, where no chord is close.
                let (close, far) = if min_size_t == 0.0 { (0.9, 1.2) } else { (0.95, 1.1) };
                assert!(size_t < 6e3 || least > close * cost, "{size_t}: {least} {cost}");
                assert!(size_t < 6e3 || most_t < far * size_t, "{size_t}: {most_t}");
            }
        }
    }

    #[test]
    fn nothing_is_said_of_costs_that_rise_faster_than_size() {
        let costs = UnitCost::of(&Technology { scale_exponent: 1.2, ..technology(1e4) });
        assert_eq!((costs.at_least(1e5), costs.largest_for(1e5)), (0.0, f64::INFINITY));
    }

    #[test]
    fn costs_in_proportion_to_size_are_bounded_by_themselves() {
        let technology = Technology { scale_exponent: 1.0, ..technology(1e4) };
        let costs = UnitCost::of(&technology);
        for size_t in [1e4, 3e4, 1e5, 1e6] {
            let cost = cost_curve(&technology).capex(size_t, 1.0);
            assert!((costs.at_least(size_t) / cost - 1.0 + 1e-9).abs() < 1e-12, "{size_t}");
            assert!((costs.largest_for(cost) / size_t - 1.0 - 1e-9).abs() < 1e-12, "{size_t}");
        }
    }

    #[test]
    fn nothing_is_said_of_units_of_one_size() {
        let costs = UnitCost::of(&technology(1e6));
        assert_eq!(costs.smallest, costs.largest);
        assert_eq!((costs.at_least(1e6), costs.largest_for(1e5)), (0.0, f64::INFINITY));
    }
}
