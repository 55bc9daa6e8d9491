//! **Settle.** Plants receive their yearly budget and service their loans; members pay their fee, learn what they
//! gained from membership, and adjust their trust. The company collects fees and grant, pays overhead and upkeep, and
//! returns its surplus; its infrastructure wears. Then insolvent plants lose their units and start again, and a
//! company beyond its credit limit ends the cluster.
//!
//! Reads: synergy of the year, loans, fees, grant. Writes: cash, budget, expected gain, trust, levels,
//! units, membership. Draws: none. Conserves: fees paid = fees received; returned = received back.

use std::sync::Arc;

use crate::ids::{PlantId, SlotId, TiVec, ti_vec};
use crate::laws::investment::interest;
use crate::laws::membership::{fee, learned, trust_lost, trust_won};
use crate::rules::fortune::Fortune;
use crate::rules::levers::set_levels;
use crate::world::World;
use crate::world::ledger::{CompanyFlow, Memo, PlantFlow};
use crate::world::log::{Event, EventKind};
use crate::year::agents::Agents;

/// The phase.
pub fn settle(world: &mut World, _fortune: &Fortune, _: &mut dyn Agents) {
    add_budgets(world);
    serve_loans(world);
    if world.cluster_lives() {
        collect_fees(world);
        run_company(world);
        return_surplus(world);
        wear(world);
    }
    close_insolvent_plants(world);
    end_failed_cluster(world);
}

fn add_budgets(world: &mut World) {
    let region = Arc::clone(&world.region);
    world.post_to_all(PlantFlow::Budget, &region.budgets);
}

fn serve_loans(world: &mut World) {
    let region = Arc::clone(&world.region);
    let mut loans = std::mem::take(&mut world.loans);
    loans.retain_mut(|loan| {
        world.post(loan.plant, PlantFlow::DebtService, -loan.payment);
        let [before, after] =
            [loan.years_left, loan.years_left - 1].map(|left| region.principal(loan.payment, left));
        world.ledger.note(loan.plant, Memo::Interest, interest(loan.payment, before, after));
        loan.years_left -= 1;
        loan.years_left > 0
    });
    world.loans = loans;
}

/// Members pay their fee, and update expected gain and trust; the gain of the year is their synergy.
fn collect_fees(world: &mut World) {
    let scenario = &*Arc::clone(&world.region.scenario);
    for plant in world.all_plants() {
        if !world.plants.member[plant] {
            continue;
        }
        let gain = world.plants.synergy_gain(plant);
        let fee = fee(scenario.management.fee_flat, scenario.management.fee_share, gain);
        world.post(plant, PlantFlow::Fee, -fee);
        world.post_company(CompanyFlow::Fees, fee);
        let expected = &mut world.plants.expected_gain[plant];
        *expected = learned(*expected, scenario.join.learning, gain);
        let trust = &mut world.plants.trust[plant];
        if gain > fee {
            *trust = trust_won(*trust, scenario.join.trust_gain);
        } else {
            *trust = trust_lost(*trust, scenario.join.trust_loss);
        }
    }
}

fn run_company(world: &mut World) {
    let scenario = &*Arc::clone(&world.region.scenario);
    let management = &scenario.management;
    if world.t < management.grant_years {
        world.post_company(CompanyFlow::Grant, management.grant);
    }
    world.post_company(CompanyFlow::Overhead, -management.overhead);
    let levels = world.company.as_ref().map_or(&[][..], |company| &company.levels.raw);
    let upkeep: f64 =
        levels.iter().zip(&scenario.infrastructure).map(|(level, kind)| level * kind.upkeep_per_level).sum();
    world.post_company(CompanyFlow::Upkeep, -upkeep);
}

/// Returns the budget beyond `retained` to members, in proportion to their gains of the year.
fn return_surplus(world: &mut World) {
    let budget = world.company.as_ref().map_or(0.0, |company| company.budget);
    let surplus = budget - world.region.scenario.management.retained;
    let gain = |world: &World, plant: PlantId| {
        if world.plants.member[plant] { world.plants.synergy_gain(plant).max(0.0) } else { 0.0 }
    };
    let total: f64 = world.all_plants().map(|plant| gain(world, plant)).sum();
    if surplus <= 0.0 || total <= 0.0 {
        return;
    }
    world.post_company(CompanyFlow::Return, -surplus);
    for plant in world.all_plants() {
        let part = gain(world, plant) / total;
        if part > 0.0 {
            world.post(plant, PlantFlow::Return, surplus * part);
        }
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
    let region = &*Arc::clone(&world.region);
    let limit = region.scenario.invest.insolvency_limit;
    let insolvent: Vec<PlantId> =
        world.all_plants().filter(|&plant| world.plants.cash[plant] < -limit).collect();
    if insolvent.is_empty() {
        return;
    }
    let closed = |plant: PlantId| insolvent.binary_search(&plant).is_ok();
    world.forgive_loans(closed);
    let mut slots_closed: TiVec<SlotId, bool> = ti_vec![false; region.slots.len()];
    insolvent.iter().flat_map(|&plant| region.slots_of(plant)).for_each(|slot| slots_closed[slot] = true);
    world.units.retain(|unit| !slots_closed[unit.slot]);
    // Those made by members end with the membership; a given one of an insolvent plant ends whoever is a member.
    world.contracts.retain(|contract| {
        let link = &region.links[contract.link];
        !closed(link.supplier) && !closed(link.converter)
    });
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
    let credit = world.region.scenario.management.credit;
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
        covered: 0.0,
        released_t: 0.0,
        contracts_ended: 0,
    }
}
