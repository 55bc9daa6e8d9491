//! **Invest.** Plants that pay attention consider, one after another in a drawn order, what they could build, and
//! order the best project with a positive NPV; each sees the projects announced before it this year. Then the company
//! builds infrastructure by its rule. Equations [I1], [I2].
//!
//! Reads: unused waste, idle and coming capacity, demand left, expected prices, levers, cash, budget.
//! Writes: units, loans, cash, budget, infrastructure levels, synergy `finance`. Draws: attention and
//! order per plant; a sample of a large book. Conserves: tonnes; capital cost = own share + loan.

mod book;
mod company;

use std::sync::Arc;

use crate::ids::PlantId;
use crate::laws::synergy::finance;
use crate::region::unit_cost::cost_curve;
use crate::rules::announced::Announced;
use crate::rules::appraisal::{Appraisal, room_t};
use crate::rules::fortune::Fortune;
use crate::rules::project::{best_project, might_order, project};
use crate::units::Money;
use crate::world::World;
use crate::world::claims::Claim;
use crate::world::ledger::{Memo, PlantFlow};
use crate::world::log::{Channel, Decision, Project};
use crate::world::plants::{Loan, Unit};
use crate::year::agents::{Agents, Order, OrderAsked, OrderOption};
use crate::year::witness::{Nobody, Witness};

/// The phase: plants first, then the company.
pub fn invest(world: &mut World, fortune: &Fortune, agents: &mut dyn Agents) {
    watched(world, fortune, agents, &mut Nobody);
}

/// The phase, with a witness.
pub fn watched<W: Witness + ?Sized>(
    world: &mut World,
    fortune: &Fortune,
    agents: &mut dyn Agents,
    witness: &mut W,
) {
    let projects = plan(world, fortune, agents, witness);
    for (project, claims) in projects {
        order(world, project, &claims);
    }
    company::build(world, &fortune.luck, agents, witness);
}

/// Orders of the attentive plants, and of those with answers given for them, in drawn order.
fn plan<W: Witness + ?Sized>(
    world: &World,
    fortune: &Fortune,
    agents: &mut dyn Agents,
    witness: &mut W,
) -> Vec<(Project, Vec<Claim>)> {
    let room_t = room_t(world);
    let appraisal = Appraisal::now(world, &room_t);
    let mut announced = Announced::none();
    let mut projects = Vec::new();
    // Each plant decides in turn; in a large world, most are known in advance to have nothing to order.
    let sees_looks = witness.sees_looks();
    let mut answered = agents.ordering();
    answered.retain(|&plant| plant.index() < world.len());
    answered.sort_unstable();
    let queue = fortune.queue(&answered, |plant| sees_looks || might_order(&appraisal, plant));
    for &plant in queue.iter() {
        let project = if answered.binary_search(&plant).is_ok() {
            let attentive = world.runs(plant) && fortune.attentive.binary_search(&plant).is_ok();
            answer(&appraisal, &announced, plant, attentive, agents)
        } else {
            witness.looks(plant, &appraisal, &announced);
            best_project(&appraisal, plant, &announced)
        };
        if let Some(project) = project {
            let claims = appraisal.announce(&mut announced, &project);
            projects.push((project, claims));
        }
    }
    projects
}

/// What a plant orders if it is asked.
fn answer(
    appraisal: &Appraisal,
    announced: &Announced,
    plant: PlantId,
    attentive: bool,
    agents: &mut dyn Agents,
) -> Option<Project> {
    let world = appraisal.outlook.world;
    let best = if attentive { best_project(appraisal, plant, announced) } else { None };
    let slots = appraisal.outlook.slots_supplied(plant);
    let options: Vec<OrderOption> = slots
        .filter_map(|slot| Some(OrderOption { project: project(appraisal, slot, announced).ok()? }))
        .collect();
    let own = best.and_then(|best| options.iter().position(|option| option.project.slot == best.slot));
    match agents.order(&OrderAsked { world, plant, attentive, options: &options, own }) {
        Some(Order::Project(option)) => Some(option.project),
        Some(Order::Nothing) => None,
        None => best,
    }
}

/// Orders a project: the own share is paid from cash, the rest is a loan repaid as an annuity; its supply is claimed.
fn order(world: &mut World, project: Project, claims: &[Claim]) {
    let region = &*Arc::clone(&world.region);
    let invest = &region.scenario.invest;
    let slot = region.slots[project.slot];
    let loan = project.capex * invest.loan_share;
    world.post(slot.plant, PlantFlow::OwnCapex, -(project.capex - loan));
    if loan > 0.0 {
        let payment = loan * region.loan_payment;
        world.plants.debt_service[slot.plant] += payment;
        world.loans.push(Loan { plant: slot.plant, payment, years_left: invest.loan_years });
    }
    let from = world.t + 1 + invest.build_years;
    let until = from + region.scenario.technologies[slot.technology].life_years;
    let capital = project.capex + project.capex_subsidy;
    world.ledger.note(slot.plant, Memo::Capex, project.capex);
    world.units.push(Unit { slot: project.slot, capacity_t: project.size_t, from, until, capital });
    world.capacity.coming_t[project.slot] += project.size_t;
    world.claims.add(project.slot, from, claims);
    let member = world.plants.member[slot.plant];
    if member {
        let spared = spared(world, &project);
        world.plants.synergy.add(slot.plant, Channel::Finance as usize, spared);
    }
    world.log.decisions.push(Decision::Invest {
        plant: slot.plant,
        technology: slot.technology,
        member,
        project,
        loan,
    });
}

/// Capital cost that the lever saves a member, `capex (1/eff(capex) - 1)` [T2]; all of it if the lever is 0.
fn spared(world: &World, project: &Project) -> Money {
    let lever = world.levers.capex;
    if lever > 0.0 {
        return finance(project.capex, lever);
    }
    let technology = world.region.slots[project.slot].technology;
    let technology = &world.region.scenario.technologies[technology];
    cost_curve(technology).capex(project.size_t, 1.0 - world.market.policy.capex_subsidy)
}
