//! **Settle.** Plants receive their yearly budget and service their loans; members pay their fee, learn what they
//! gained from membership, and adjust their trust. The company collects fees and grant, pays overhead and upkeep, and
//! returns its surplus; its infrastructure wears. Then insolvent plants lose their units and start again, and a
//! company beyond its credit limit ends the cluster.
//!
//! Reads: synergy of the year, loans, fees, grant. Writes: cash, budget, expected gain, trust, levels,
//! units, membership. Draws: none. Conserves: fees paid = fees received; returned = received back.

use std::sync::Arc;

use crate::ids::PlantId;
use crate::laws::investment::interest;
use crate::laws::membership::{fee, learned, returned, trust_lost, trust_won};
use crate::maths::ROUNDING;
use crate::rules::fortune::Fortune;
use crate::rules::levers::set_levels;
use crate::units::Money;
use crate::world::World;
use crate::world::ledger::{CompanyFlow, Memo, PlantFlow};
use crate::world::log::{Event, EventKind};
use crate::year::agents::Agents;

/// The phase.
pub fn settle(world: &mut World, _fortune: &Fortune, _: &mut dyn Agents) {
    // No grant while the company holds more than it may keep [N8].
    let holds = world.company.as_ref().map_or(0.0, |company| company.budget);
    let in_need = holds <= world.management().retained;
    add_budgets(world);
    serve_loans(world);
    if world.cluster_lives() {
        let fees = collect_fees(world);
        run_company(world, in_need);
        return_surplus(world, &fees);
        wear(world);
    }
    close_insolvent_plants(world);
    end_failed_cluster(world);
}

/// A plant that is not open yet has no budget [N6].
fn add_budgets(world: &mut World) {
    let region = Arc::clone(&world.region);
    if region.times.unopened(world.t).next().is_none() {
        return world.post_to_all(PlantFlow::Budget, &region.budgets); // the usual case
    }
    let mut budgets = region.budgets.clone();
    region.times.unopened(world.t).for_each(|plant| budgets[plant] = 0.0);
    world.post_to_all(PlantFlow::Budget, &budgets);
}

fn serve_loans(world: &mut World) {
    let region = Arc::clone(&world.region);
    let mut loans = std::mem::take(&mut world.loans);
    loans.iter().for_each(|loan| world.plants.debt_service[loan.plant] = 0.0);
    loans.retain_mut(|loan| {
        world.post(loan.plant, PlantFlow::DebtService, -loan.payment);
        let [before, after] =
            [loan.years_left, loan.years_left - 1].map(|left| region.principal(loan.payment, left));
        world.ledger.note(loan.plant, Memo::Interest, interest(loan.payment, before, after));
        loan.years_left -= 1;
        let goes_on = loan.years_left > 0;
        if goes_on {
            world.plants.debt_service[loan.plant] += loan.payment;
        }
        goes_on
    });
    world.loans = loans;
}

/// Members pay their fee, and update expected gain and trust; the gain of the year is their synergy. Returns the fees.
fn collect_fees(world: &mut World) -> Vec<(PlantId, Money)> {
    let scenario = &*Arc::clone(&world.region.scenario);
    let mut fees = Vec::with_capacity(world.plants.members());
    let (fee_flat, fee_share) = (world.management().fee_flat, world.management().fee_share);
    for plant in world.all_plants() {
        if !world.plants.member[plant] {
            continue;
        }
        let gain = world.plants.synergy_gain(plant);
        let fee = fee(fee_flat, fee_share, gain);
        world.post(plant, PlantFlow::Fee, -fee);
        world.post_company(CompanyFlow::Fees, fee);
        fees.push((plant, fee));
        let expected = &mut world.plants.expected_gain[plant];
        *expected = learned(*expected, scenario.join.learning, gain);
        let trust = &mut world.plants.trust[plant];
        if gain > fee {
            *trust = trust_won(*trust, scenario.join.trust_gain);
        } else {
            *trust = trust_lost(*trust, scenario.join.trust_loss);
        }
    }
    fees
}

fn run_company(world: &mut World, in_need: bool) {
    let region = &*Arc::clone(&world.region);
    let (scenario, management) = (&region.scenario, &region.in_force(world.t).management);
    if world.t < management.grant_years && in_need {
        world.post_company(CompanyFlow::Grant, management.grant);
    }
    world.post_company(CompanyFlow::Overhead, -management.overhead);
    let levels = world.company.as_ref().map_or(&[][..], |company| &company.levels.raw);
    let upkeep: f64 =
        levels.iter().zip(&scenario.infrastructure).map(|(level, kind)| level * kind.upkeep_per_level).sum();
    world.post_company(CompanyFlow::Upkeep, -upkeep);
}

/// Returns the budget beyond `retained` to members, at most their fees of the year and in proportion to them [N8].
fn return_surplus(world: &mut World, fees: &[(PlantId, Money)]) {
    let budget = world.company.as_ref().map_or(0.0, |company| company.budget);
    let paid: f64 = fees.iter().map(|(_, fee)| fee).sum();
    let returned = returned(budget, world.management().retained, paid);
    if returned <= 0.0 {
        return;
    }
    world.post_company(CompanyFlow::Return, -returned);
    for &(plant, fee) in fees.iter().filter(|(_, fee)| *fee > 0.0) {
        world.post(plant, PlantFlow::Return, returned * (fee / paid));
    }
}

/// Applies the wear of infrastructure.
fn wear(world: &mut World) {
    let kinds = &world.region.scenario.infrastructure;
    if let Some(company) = &mut world.company {
        set_levels(company, &mut world.levers, kinds, |kind, level| level * (1.0 - kinds[kind].depreciation));
    }
}

/// Closes plants too deep in debt: units are lost, loans written off, and the plant starts again outside the cluster.
fn close_insolvent_plants(world: &mut World) {
    let limit = world.region.scenario.invest.insolvency_limit;
    let mut insolvent: Vec<PlantId> =
        world.all_plants().filter(|&plant| world.plants.cash[plant] < -limit).collect();
    // A plant may spend its cash to the last: what rounding leaves below the limit is no insolvency. It is cleared, as a
    // later year, in which less money moves, would not take it for rounding.
    insolvent.retain(|&plant| {
        let rounding = ROUNDING * (world.ledger.opening_cash[plant].abs() + world.ledger.turnover[plant]);
        let cash = &mut world.plants.cash[plant];
        let beyond = *cash < -limit - rounding;
        if !beyond {
            *cash = -limit;
        }
        beyond
    });
    if insolvent.is_empty() {
        return;
    }
    world.close(&insolvent);
    for &plant in &insolvent {
        world.post(plant, PlantFlow::WriteOff, -world.plants.cash[plant]);
        world.plants.cash[plant] = 0.0;
        let member = std::mem::replace(&mut world.plants.member[plant], false);
        world.plants.expected_gain[plant] = 0.0;
        world.log.events.push(Event { plant: Some(plant), member, ..failure(EventKind::Insolvency) });
    }
    world.end_contracts_of_outsiders();
}

/// Ends the cluster if the company's debt exceeds its credit limit: no plant is a member any more, permanently.
fn end_failed_cluster(world: &mut World) {
    let credit = world.management().credit;
    let failed = world.company.as_ref().is_some_and(|company| company.lives && company.budget < -credit);
    if !failed {
        return;
    }
    if let Some(company) = &mut world.company {
        company.lives = false;
    }
    world.plants.member.fill(false);
    world.plants.expected_gain.fill(0.0);
    world.end_contracts_of_outsiders();
    world.log.events.push(failure(EventKind::Dissolution));
}

fn failure(kind: EventKind) -> Event {
    Event {
        kind,
        plant: None,
        member: false,
        waste: None,
        product: None,
        partner: None,
        loss: 0.0,
        loss_members: 0.0,
        covered: 0.0,
        released_t: 0.0,
        contracts_ended: 0,
    }
}
