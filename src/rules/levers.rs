//! Levers as a function of infrastructure levels.

use crate::ids::{InfrastructureId, TiSlice};
use crate::laws::levers::{left, strength};
use crate::region::acted_on::ActedOn;
use crate::scenario::{Infrastructure, Lever};
use crate::units::Share;
use crate::world::company::{Company, Levers};

/// Values of all levers at the given infrastructure levels [E1].
pub fn levers(
    kinds: &TiSlice<InfrastructureId, Infrastructure>,
    levels: &TiSlice<InfrastructureId, f64>,
    risks: usize,
) -> Levers {
    let mut levers = Levers::neutral(risks);
    set_levers(&mut levers, kinds, levels.iter().map(|&level| strength(level)));
    levers
}

/// Updates the levels of a company's infrastructure, and the levers that follow from them.
pub fn set_levels(
    company: &mut Company,
    levers: &mut Levers,
    kinds: &TiSlice<InfrastructureId, Infrastructure>,
    level: impl Fn(InfrastructureId, f64) -> f64,
) {
    for ((kind, old), of_full) in company.levels.iter_mut_enumerated().zip(&mut company.strengths) {
        let new = level(kind, *old);
        if new != *old {
            (*old, *of_full) = (new, strength(new));
        }
    }
    set_levers(levers, kinds, company.strengths.iter().copied());
}

/// Raises the level of one kind of a company's infrastructure, and updates the levers that it acts on.
pub fn raise_level(
    company: &mut Company,
    levers: &mut Levers,
    acts_on: &[ActedOn],
    kind: InfrastructureId,
    by: f64,
) {
    company.levels[kind] += by;
    company.strengths[kind] = strength(company.levels[kind]);
    set_levers_of(acts_on, levers, |of| company.strengths[of]);
}

/// Sets every lever to its value at the given strengths: `eff(l) = prod over h of (1 - e_{h,l} (1 - exp(-L_h)))` [E1].
pub fn set_levers(
    levers: &mut Levers,
    kinds: &TiSlice<InfrastructureId, Infrastructure>,
    strengths: impl Iterator<Item = f64>,
) {
    levers.reset();
    for (kind, strength) in kinds.iter().zip(strengths) {
        for &(lever, effect) in &kind.effects {
            *factor(levers, lever) *= left(effect, strength);
        }
    }
}

/// Sets the levers that one kind of infrastructure acts on; the others do not depend on its strength.
pub fn set_levers_of(acts_on: &[ActedOn], levers: &mut Levers, strength: impl Fn(InfrastructureId) -> Share) {
    for ActedOn { lever, by } in acts_on {
        let product = |of, &(kind, effect): &(InfrastructureId, Share)| of * left(effect, strength(kind));
        *factor(levers, *lever) = by.iter().fold(1.0, product);
    }
}

fn factor(levers: &mut Levers, lever: Lever) -> &mut f64 {
    match lever {
        Lever::Reach => &mut levers.reach,
        Lever::DealCost => &mut levers.deal_cost,
        Lever::TransportCost => &mut levers.transport_cost,
        Lever::Opex => &mut levers.opex,
        Lever::Capex => &mut levers.capex,
        Lever::HurdleRate => &mut levers.hurdle_rate,
        Lever::Hazard(risk) => &mut levers.hazard[risk],
        Lever::Severity(risk) => &mut levers.severity[risk],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{RiskId, TiVec, ti_vec};
    use crate::maths::exp;

    fn kind(effects: Vec<(Lever, f64)>) -> Infrastructure {
        Infrastructure {
            id: "k".into(),
            name: "K".into(),
            capex_per_level: 1.0,
            upkeep_per_level: 0.0,
            depreciation: 0.0,
            step: 1.0,
            max_level: 3.0,
            budget_share: 0.0,
            effects,
        }
    }

    #[test]
    fn no_level_no_effect() {
        let kinds = ti_vec![kind(vec![(Lever::Reach, 1.0), (Lever::Hazard(RiskId::new(0)), 0.5)])];
        assert_eq!(levers(&kinds, &ti_vec![0.0], 1), Levers::neutral(1));
    }

    #[test]
    fn two_kinds_multiply() {
        let kinds = ti_vec![
            kind(vec![(Lever::Opex, 0.5)]),
            kind(vec![(Lever::Opex, 0.2), (Lever::Severity(RiskId::new(1)), 0.4)]),
        ];
        let at = levers(&kinds, &ti_vec![1.0, 2.0], 2);
        let (one, two) = (1.0 - exp(-1.0), 1.0 - exp(-2.0));
        assert!((at.opex - (1.0 - 0.5 * one) * (1.0 - 0.2 * two)).abs() < 1e-15);
        assert!((at.severity.raw[1] - (1.0 - 0.4 * two)).abs() < 1e-15);
        assert_eq!(at.severity.raw[0], 1.0);
    }

    #[test]
    fn a_step_of_one_kind_changes_its_levers_alone() {
        let kinds = ti_vec![
            kind(vec![(Lever::Opex, 0.5), (Lever::Hazard(RiskId::new(0)), 0.3)]),
            kind(vec![(Lever::Reach, 0.9), (Lever::Opex, 0.2)]),
            kind(vec![(Lever::Hazard(RiskId::new(0)), 0.7), (Lever::Severity(RiskId::new(1)), 0.4)]),
        ];
        let mut stepped = levers(&kinds, &ti_vec![1.0, 2.0, 0.5], 2);
        let strengths_of = |levels: &[f64]| -> TiVec<InfrastructureId, f64> {
            levels.iter().map(|&level| strength(level)).collect()
        };
        let strengths = strengths_of(&[1.0, 3.0, 0.5]);
        set_levers_of(&ActedOn::of_kinds(&kinds).raw[1], &mut stepped, |kind| strengths[kind]);
        assert_eq!(stepped, levers(&kinds, &ti_vec![1.0, 3.0, 0.5], 2));
        let levels = ti_vec![1.0, 2.0, 0.5];
        let strengths = strengths_of(&levels.raw);
        let mut raised = levers(&kinds, &levels, 2);
        let mut company = Company { lives: true, budget: 0.0, levels, strengths };
        raise_level(
            &mut company,
            &mut raised,
            &ActedOn::of_kinds(&kinds).raw[1],
            InfrastructureId::new(1),
            1.0,
        );
        assert_eq!((raised, company.levels.raw), (stepped, vec![1.0, 3.0, 0.5]));
        assert_eq!(company.strengths, strengths_of(&[1.0, 3.0, 0.5]));
    }
}
