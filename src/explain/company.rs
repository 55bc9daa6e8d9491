//! The company's year: whom it contacted, what it built and every ratio that it weighed [J1], [I2].

use serde::Serialize;

use super::risk::Exposed;
use super::scene::Names;
use super::{Flow, Named, When};
use crate::ids::{InfrastructureId, PlantId};
use crate::scenario::Words;
use crate::world::World;
use crate::world::ledger::CompanyFlow;
use crate::world::log::EventKind;
use crate::year::witness::{StepVerdict, StepWeighed};

/// The company's year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompanyYear {
    /// Which year.
    pub when: When,
    /// Whether its cluster lives at the end of the year.
    pub lives: bool,
    /// Whether it failed this year.
    pub dissolved: bool,
    /// Whether it studied what the cluster would be worth to each plant.
    pub studied: bool,
    /// Members at the end.
    pub members: usize,
    /// Plants contacted this year, best study first, and as many of those that came next.
    pub contacts: Vec<Contacted>,
    /// `greedy`, `shares` or `none`.
    pub rule: &'static str,
    /// Steps of infrastructure in the order in which they were weighed.
    pub steps: Vec<Step>,
    /// Budget when the year began.
    pub opening_budget: f64,
    /// Flows that are not 0.
    pub flows: Vec<Flow>,
    /// Budget at the end.
    pub budget: f64,
    /// Debt that it may have.
    pub credit: f64,
    /// Risks of the region's products, which belong to no plant.
    pub products: Vec<Exposed>,
}

/// A plant on the company's list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contacted {
    /// Plant.
    pub plant: Named,
    /// What the study says that being inside is worth to it, `F_i`.
    pub study_gain: f64,
    /// Whether it was contacted this year.
    pub contacted: bool,
}

/// A step of infrastructure that was weighed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Round, 1 the first: after each step built all are weighed again.
    pub round: usize,
    /// Kind.
    pub infrastructure: Named,
    /// Level before.
    pub level: f64,
    /// Cost.
    pub cost: f64,
    /// Budget above the reserve.
    pub free: f64,
    /// Value to the book over the horizon.
    pub value: Option<f64>,
    /// Upkeep over the horizon.
    pub upkeep: f64,
    /// Value less upkeep, to cost.
    pub ratio: Option<f64>,
    /// `built`, `not_best`, `not_worth`, `at_top`, `too_dear` or `free`.
    pub verdict: &'static str,
    /// Value at which it would have been built instead.
    pub value_needed: Option<f64>,
}

/// The contacts: the list as it stood, those contacted and as many after them.
pub fn contacts(before: &World, after: &World) -> Vec<Contacted> {
    let names = Names(&after.region.scenario);
    let mut list: Vec<(f64, PlantId)> = after
        .all_plants()
        .filter(|&plant| !before.plants.contacted[plant])
        .filter_map(|plant| after.plants.study_gain[plant].map(|gain| (gain, plant)))
        .collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let shown = 2 * after.region.scenario.management.contacts_per_year;
    let row = |&(study_gain, plant): &(f64, PlantId)| Contacted {
        plant: names.plant(plant),
        study_gain,
        contacted: after.plants.contacted[plant],
    };
    list.iter().take(shown).map(row).collect()
}

/// The steps that were weighed, with how each ended: of a round the best is built, if its ratio is above 1.
pub fn steps(weighed: &[StepWeighed], before: &World) -> Vec<Step> {
    let names = Names(&before.region.scenario);
    let rounds = weighed.iter().map(|step| step.round).max().map_or(0, |last| last + 1);
    let mut steps = Vec::new();
    for round in 0..rounds {
        let of_round: Vec<&StepWeighed> = weighed.iter().filter(|step| step.round == round).collect();
        let mut best: Option<(f64, InfrastructureId)> = None;
        for step in &of_round {
            if let Some(ratio) = step.ratio()
                && ratio > best.map_or(1.0, |best| best.0)
            {
                best = Some((ratio, step.infrastructure));
            }
        }
        for step in of_round {
            let is_best = best.is_some_and(|(_, kind)| kind == step.infrastructure);
            let verdict = match step.verdict {
                StepVerdict::Possible if is_best => "built",
                StepVerdict::Possible if step.ratio().is_some_and(|ratio| ratio > 1.0) => "not_best",
                StepVerdict::Possible => "not_worth",
                other => other.name(),
            };
            let to_beat = best.map_or(1.0, |best| best.0);
            let needed =
                matches!(verdict, "not_best" | "not_worth").then(|| to_beat * step.cost + step.upkeep);
            steps.push(Step {
                round: round + 1,
                infrastructure: names.infrastructure(step.infrastructure),
                level: step.level,
                cost: step.cost,
                free: step.free,
                value: step.value,
                upkeep: step.upkeep,
                ratio: step.ratio(),
                verdict,
                value_needed: needed,
            });
        }
    }
    steps
}

/// The company's year, from the world at its end and what was seen on the way.
pub fn company(
    when: When,
    end: &World,
    studied: bool,
    contacts: Vec<Contacted>,
    steps: Vec<Step>,
    products: Vec<Exposed>,
) -> Option<CompanyYear> {
    let company = end.company.as_ref()?;
    let management = &end.region.scenario.management;
    let flows = CompanyFlow::ALL
        .into_iter()
        .map(|(flow, name)| Flow { flow: name, amount: end.ledger.company(flow) });
    Some(CompanyYear {
        when,
        lives: company.lives,
        dissolved: end.log.events.iter().any(|event| event.kind == EventKind::Dissolution),
        studied,
        members: end.plants.members(),
        contacts,
        rule: management.rule.word(),
        steps,
        opening_budget: end.ledger.opening_budget,
        flows: flows.filter(|flow| flow.amount != 0.0).collect(),
        budget: company.budget,
        credit: management.credit,
        products,
    })
}
