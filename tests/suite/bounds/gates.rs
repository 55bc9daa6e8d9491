//! What a tonne is worth at the gate, and the terms of projects, are set once a year: here, anew for each look.

use circulus::ids::{TechnologyId, ti_vec};
use circulus::laws::surplus::{avoided_fresh, avoided_stock};
use circulus::phase::Phase;
use circulus::region::gate::Gate;
use circulus::rules::appraisal::{change_levers, terms_under};
use circulus::rules::levers::levers;
use circulus::rules::outlook::{Outlook, SOURCES};
use circulus::world::World;

use super::regimes::{live, regimes};

/// Compares an outlook's unit surplus at the gate with the law, at the prices that it assumes.
fn compare(name: &str, phase: Phase, world: &World, outlook: &Outlook, expected: bool) {
    let (scenario, market) = (&*world.region.scenario, &world.market);
    let prices = if expected { &market.expected_price_per_t } else { &market.price_per_t };
    for opex_lever in [1.0, 0.7] {
        let gate = Gate { opex_lever, ..Gate::in_year(&world.region, world.t, prices, market.fee_factor) };
        for (id, technology) in scenario.technologies.iter_enumerated() {
            let waste = &world.in_force().wastes[technology.waste];
            let fee_per_t = market.fee_factor
                * market.policy.fee_factor_class[waste.hazard_class]
                * waste.disposal_fee_per_t;
            let horizon = scenario.trade.upkeep_horizon_years;
            let avoided = [
                avoided_fresh(fee_per_t, waste.placement_cost_per_t),
                avoided_stock(waste.upkeep_cost_per_t, horizon, waste.reclaim_cost_per_t),
            ];
            for (source, avoided) in SOURCES.into_iter().zip(avoided) {
                let (got, wanted) =
                    (outlook.unit_surplus_of(id, opex_lever, source), gate.unit_surplus(technology, avoided));
                assert!(
                    (got.total() - wanted.total()).abs() <= 1e-12 * wanted.turnover(),
                    "{name}, {phase:?} of {}: {got:?}, not {wanted:?}",
                    world.year()
                );
            }
        }
    }
}

#[test]
fn gates_hold_all_year() {
    let mut looks = 0;
    for (name, scenario) in regimes() {
        live(&scenario, 6, |phase, world, _| {
            let now = Outlook::now(world);
            compare(&name, phase, world, &now, false);
            compare(&name, phase, world, &now.at_expected_prices(), true);
            looks += 1;
        });
    }
    assert!(looks > 200, "only {looks} looks");
}

#[test]
fn changed_levers_give_the_terms_set_anew() {
    let mut changed = 0;
    for (name, scenario) in regimes() {
        let kinds = scenario.infrastructure.len();
        live(&scenario, 3, |phase, world, _| {
            if phase != Phase::Market {
                return;
            }
            let at = |level| levers(&scenario.infrastructure, &ti_vec![level; kinds], scenario.risks.len());
            let all: Vec<TechnologyId> = TechnologyId::all(scenario.technologies.len()).collect();
            // Each lever alone, then all of them, and back.
            let mut opex = at(0.0);
            opex.opex = at(1.0).opex * 0.9;
            let mut capex = opex.clone();
            capex.capex *= 0.8;
            let mut rate = capex.clone();
            rate.hurdle_rate *= 0.5;
            let mut terms = terms_under(world, &opex); // no lever on operating costs is better
            for levers in [opex, capex, rate, at(1.0), at(0.3), at(0.3), at(0.0)] {
                change_levers(&mut terms, world, &levers, &all);
                let mut anew = terms_under(world, &levers);
                for (anew, terms) in anew.iter_mut().zip(&terms) {
                    assert!(anew.most_haulage_per_t <= terms.most_haulage_per_t, "{name}: no bound any more");
                    anew.most_haulage_per_t = terms.most_haulage_per_t;
                }
                assert_eq!(terms, anew, "{name}, {}", world.year());
                changed += 1;
            }
            assert_eq!(world.market.outside, terms_under(world, &at(0.0)), "{name}: outside");
        });
    }
    assert!(changed > 100, "only {changed} changes");
}
