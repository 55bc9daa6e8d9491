//! A plant's possible projects, with their terms, and what would have changed the decision [I1].

use serde::Serialize;

use super::Named;
use super::scene::Names;
use crate::ids::{PlantId, SlotId};
use crate::random::{Luck, Purpose};
use crate::rules::announced::Announced;
use crate::rules::appraisal::{Appraisal, room_t};
use crate::rules::project::{project, purse_of};
use crate::world::World;
use crate::world::log::Decision;

/// A plant's consideration of projects.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Invest {
    /// Whether it paid attention this year.
    pub attentive: bool,
    /// Probability of paying attention.
    pub attention: f64,
    /// The draw; the plant pays attention if it is below the probability.
    pub draw: f64,
    /// Its position in the drawn order, from 1.
    pub place: Option<usize>,
    /// Whether the plant is open and has not closed; if not, it orders nothing.
    pub runs: bool,
    /// Cash in the phase.
    pub cash: f64,
    /// Budget that it receives at the end of the year.
    pub budget: f64,
    /// This year's payments of its loans.
    pub debt_service: f64,
    /// Largest capital cost that it can bear: own share and first payment out of these [N2].
    pub purse: f64,
    /// What it could build; for an inattentive plant, what it would have seen if it were first.
    pub choices: Vec<Choice>,
}

/// A technology that a plant could adopt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// Technology.
    pub technology: Named,
    /// `built`, `not_best`, `no_value` or `not_looked`; otherwise the obstacle: `no_room`, `no_money`, `no_supply`.
    pub verdict: &'static str,
    /// Supply worth taking, t per year.
    pub supply_t: f64,
    /// Further supply worth taking that units on order have claimed, t per year.
    pub claimed_t: f64,
    /// Number of suppliers.
    pub suppliers: usize,
    /// Mean own share of the surplus, money per t.
    pub margin_per_t: Option<f64>,
    /// Size, t of waste per year.
    pub size_t: Option<f64>,
    /// Capital cost to the plant.
    pub capex: Option<f64>,
    /// Discount rate.
    pub rate: Option<f64>,
    /// Net present value.
    pub npv: Option<f64>,
    /// Margin at which it would have been as good as the one chosen (or as none).
    pub margin_needed_per_t: Option<f64>,
    /// Capital cost at which it would have been.
    pub capex_needed: Option<f64>,
}

/// The projects of a plant that did not take part in the phase.
pub fn unseen(before: &World, luck: &Luck, plant: PlantId) -> Invest {
    let attention = before.region.scenario.invest.attention;
    let draw = luck.draws(Purpose::Attention, 0, before.t).uniform(plant.into());
    let choices = choices(plant, &Appraisal::now(before, &room_t(before)), &Announced::none());
    Invest {
        attentive: false,
        attention,
        draw,
        place: None,
        runs: before.runs(plant),
        cash: before.plants.cash[plant],
        budget: before.region.budgets[plant],
        debt_service: before.plants.debt_service[plant],
        purse: purse_of(before, plant),
        choices,
    }
}

/// The options of a plant in the present world, with no choice made yet.
pub fn choices(plant: PlantId, appraisal: &Appraisal, announced: &Announced) -> Vec<Choice> {
    let region = &*appraisal.outlook.world.region;
    let slots = region.slots_of(plant).filter(|&slot| region.slots[slot].adoptable);
    slots.map(|slot| choice(slot, appraisal, announced)).collect()
}

fn choice(slot: SlotId, appraisal: &Appraisal, announced: &Announced) -> Choice {
    let region = &*appraisal.outlook.world.region;
    let (mut supply_t, mut suppliers) = (0.0, 0);
    appraisal.supplies(slot, announced, |_, _, _, available| {
        supply_t += available;
        suppliers += 1;
    });
    let mut choice = Choice {
        technology: Names(&region.scenario).technology(region.slots[slot].technology),
        verdict: "not_looked",
        supply_t,
        claimed_t: appraisal.claimed_t(slot, announced),
        suppliers,
        margin_per_t: None,
        size_t: None,
        capex: None,
        rate: None,
        npv: None,
        margin_needed_per_t: None,
        capex_needed: None,
    };
    match project(appraisal, slot, announced) {
        Err(why) => choice.verdict = why.name(),
        Ok(project) => {
            choice.margin_per_t = Some(project.margin_per_t);
            choice.size_t = Some(project.size_t);
            choice.capex = Some(project.capex);
            choice.rate = Some(project.rate);
            choice.npv = Some(project.npv);
        }
    }
    choice
}

/// Sets the outcome of each option, and what would have changed it.
pub fn conclude(invest: &mut Invest, after: &World, plant: PlantId) {
    let scenario = &*after.region.scenario;
    let built = after.log.decisions.iter().find_map(|decision| match decision {
        Decision::Invest { plant: of, technology, project, .. } if *of == plant => {
            Some((&scenario.technologies[*technology].id, project.npv))
        }
        _ => None,
    });
    let to_beat = built.map_or(0.0, |(_, npv)| npv);
    for choice in &mut invest.choices {
        let (Some(npv), Some(margin), Some(capex)) = (choice.npv, choice.margin_per_t, choice.capex) else {
            continue;
        };
        let is_built = built.is_some_and(|(id, _)| *id == choice.technology.id);
        choice.verdict = match (is_built, invest.attentive) {
            (true, _) => "built",
            (false, false) => "not_looked",
            (false, true) if npv > 0.0 => "not_best",
            (false, true) => "no_value",
        };
        // NPV = income - capex, and income is proportional to the margin.
        let beaten = if is_built { 0.0 } else { to_beat };
        let income = npv + capex;
        if income > 0.0 {
            choice.margin_needed_per_t = Some(margin * (capex + beaten) / income);
            choice.capex_needed = (income > beaten).then_some(income - beaten);
        }
    }
}
