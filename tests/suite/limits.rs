//! The model in limiting cases: zero gives zero, all gives all, two halves make one.

use crate::valley::{reused_t, run_of, valley};
use circulus::ids::RiskId;
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::Scenario;
use circulus::world::log::EventKind;

fn changed(change: impl FnOnce(&mut Scenario)) -> Run {
    let mut scenario = valley();
    change(&mut scenario);
    run_of(&scenario, 0)
}

#[test]
fn in_the_valley_everything_happens() {
    // Otherwise the other tests of this file would prove nothing.
    let run = changed(|_| {});
    let deals = &run.cluster.deals;
    assert!(deals.iter().any(|row| row.deal.inside()) && deals.iter().any(|row| !row.deal.between_plants()));
    let kinds = |kind| run.cluster.events.iter().any(|row| row.event.kind == kind);
    assert!((0..5).all(|risk| kinds(EventKind::Risk(RiskId::new(risk)))), "every risk strikes");
    let years = &run.cluster.years;
    assert!(years.iter().any(|year| year.members > 2) && years.iter().any(|year| year.leaves > 0));
    assert!(years.iter().any(|year| year.projects > 0) && years.iter().any(|year| year.covered > 0.0));
    assert!(years.iter().any(|year| year.infrastructure_capex > 0.0));
    let channels = |channel: usize| years.iter().any(|year| year.synergy[channel] > 0.0);
    assert!((0..6).all(channels), "every channel of synergy is at work");
    assert_eq!(run.end, ClusterEnd::Lives);
    assert_ne!(run.cluster, run.twin);
}

#[test]
fn without_acquaintance_plants_do_not_trade() {
    let run = changed(|s| {
        s.trade.acquaintance = 0.0;
        s.infrastructure.raw[3].effects.clear();
    });
    assert!(run.cluster.deals.iter().all(|row| !row.deal.between_plants()));
    assert!(run.cluster.years.iter().all(|year| year.deals_own > 0));
}

#[test]
fn an_entry_cost_beyond_any_gain_keeps_everybody_out() {
    let run = changed(|s| (s.join.entry_cost, s.join.temperature) = (1e15, 0.0));
    assert!(run.cluster.years.iter().all(|year| year.members == 0 && year.joins == 0));
}

#[test]
fn without_contacts_nobody_joins_and_nothing_is_worth_building() {
    let run = changed(|s| s.management.contacts_per_year = 0);
    assert!(run.cluster.years.iter().all(|year| year.members == 0 && year.infrastructure_capex == 0.0));
    assert_eq!(run.cluster.deals, run.twin.deals);
}

#[test]
fn at_rates_of_zero_nothing_strikes() {
    let run = changed(|s| s.risks.iter_mut().for_each(|risk| risk.rate = 0.0));
    assert!(run.cluster.events.is_empty() && run.twin.events.is_empty());
}

#[test]
fn without_a_company_the_run_is_its_twin_to_the_bit() {
    let run = changed(|s| s.management.enabled = false);
    assert_eq!(run.cluster, run.twin);
    assert_eq!(run.end, ClusterEnd::NoCompany);
    // And the twin is the same whatever the company would have been.
    assert_eq!(run.twin, changed(|s| s.management.budget = 9e9).twin);
}

#[test]
fn without_demand_or_capacity_nothing_is_converted() {
    let run = changed(|s| s.products.iter_mut().for_each(|product| product.demand_t = 0.0));
    assert!(run.cluster.deals.is_empty() && run.cluster.years.iter().all(|year| year.gain == 0.0));
    let run = changed(|s| {
        for plant in &mut s.plants {
            plant.units.clear();
            plant.adopts.clear();
        }
    });
    assert!(run.cluster.deals.is_empty());
}

#[test]
fn without_waste_there_is_nothing_to_trade_place_or_bill() {
    let run = changed(|s| s.plants.iter_mut().for_each(|plant| plant.streams.clear()));
    let idle = |year: &circulus::record::rows::YearRow| {
        year.total() == Default::default() && year.disposal_bill == 0.0 && year.projects == 0
    };
    assert!(run.cluster.deals.is_empty() && run.cluster.years.iter().all(idle));
}

#[test]
fn without_reclaiming_stocks_are_left_alone() {
    let run = changed(|s| s.wastes.iter_mut().for_each(|waste| waste.reclaim_rate = 0.0));
    assert!(run.cluster.years.iter().all(|year| year.total().converted_stock_t == 0.0));
}

#[test]
fn where_all_is_already_reused_nothing_is_placed() {
    let run = changed(|s| {
        s.plants.iter_mut().flat_map(|plant| &mut plant.streams).for_each(|stream| stream.own_reuse = 1.0);
    });
    for year in &run.cluster.years {
        assert_eq!(year.total().placed_t, 0.0);
        assert_eq!(year.total().already_reused_t, year.total().generated_t);
    }
}

#[test]
fn infrastructure_without_effect_is_never_built_and_gives_no_synergy() {
    let run = changed(|s| s.infrastructure.iter_mut().for_each(|kind| kind.effects.clear()));
    assert!(run.cluster.years.iter().all(|year| year.infrastructure_capex == 0.0));
    assert!(run.cluster.years.iter().all(|year| year.accounted_synergy() == 0.0));
}

#[test]
fn two_half_units_are_one_unit() {
    let split = |s: &mut Scenario| {
        for plant in &mut s.plants {
            let halves = plant.units.iter().flat_map(|&unit| {
                let half = circulus::scenario::InitialUnit { capacity_t: unit.capacity_t / 2.0, ..unit };
                [half, half]
            });
            plant.units = halves.collect();
        }
    };
    assert_eq!(changed(split), changed(|_| {}));
}

#[test]
fn money_in_other_units_changes_no_tonne() {
    // All money times 1024, a power of two: the same decisions to the bit.
    let priced = |s: &mut Scenario| {
        s.policy.iter_mut().for_each(|of| (of.carbon_price_per_t, of.primary_levy_per_t) = (100.0, 8.0));
    };
    let run = changed(|s| {
        priced(s);
        scale_money(s, 1024.0);
    });
    let base = changed(priced);
    assert_eq!(reused_t(&run.cluster), reused_t(&base.cluster));
    assert_eq!(run.cluster.years.len(), base.cluster.years.len());
    for (scaled, plain) in run.cluster.years.iter().zip(&base.cluster.years) {
        assert_eq!((scaled.members, scaled.total()), (plain.members, plain.total()));
        assert!((scaled.gain / 1024.0 - plain.gain).abs() <= 1e-9 * plain.gain.abs());
    }
}

fn scale_money(s: &mut Scenario, by: f64) {
    let m = &mut s.management;
    for money in [
        &mut m.budget,
        &mut m.overhead,
        &mut m.fee_flat,
        &mut m.grant,
        &mut m.reserve,
        &mut m.retained,
        &mut m.credit,
        &mut s.trade.deal_cost,
        &mut s.trade.tolerance_per_t,
        &mut s.join.entry_cost,
        &mut s.join.gain_scale,
        &mut s.invest.insolvency_limit,
    ] {
        *money *= by;
    }
    for policy in &mut s.policy {
        policy.subsidy_per_t *= by;
        policy.carbon_price_per_t *= by;
        policy.primary_levy_per_t *= by;
    }
    for mode in &mut s.transport.modes {
        mode.fixed_per_t *= by;
        mode.per_t_km *= by;
    }
    for kind in &mut s.infrastructure {
        kind.capex_per_level *= by;
        kind.upkeep_per_level *= by;
    }
    for risk in &mut s.risks {
        risk.loss *= by;
    }
    for waste in &mut s.wastes {
        waste.disposal_fee_per_t *= by;
        waste.placement_cost_per_t *= by;
        waste.upkeep_cost_per_t *= by;
        waste.reclaim_cost_per_t *= by;
    }
    s.products.iter_mut().for_each(|product| product.price_per_t *= by);
    for technology in &mut s.technologies {
        technology.opex_per_t *= by;
        technology.capex_per_t_year *= by;
    }
    for plant in &mut s.plants {
        plant.cash *= by;
        plant.budget *= by;
    }
}
