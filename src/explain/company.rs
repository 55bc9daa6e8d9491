//! The company's year: which plants it contacted, what it built, and every ratio that it considered [J1], [I2].

use serde::Serialize;

use super::risk::Exposed;
use super::scene::{Names, OfCompany};
use super::{Flow, Named, When};
use crate::ids::{InfrastructureId, PlantId};
use crate::scenario::Words;
use crate::world::World;
use crate::world::ledger::CompanyFlow;
use crate::year::witness::{StepVerdict, StepWeighed};

/// The company's year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CompanyYear {
    /// Which year.
    pub when: When,
    /// Whether the cluster exists at the end of the year.
    pub lives: bool,
    /// Whether the cluster existed when the company could contact plants.
    pub lived: bool,
    /// The end of the cluster, if the company failed this year.
    pub dissolved: Option<Dissolution>,
    /// Whether it made a feasibility study for plants this year.
    pub studied: bool,
    /// Members at the end of the year.
    pub members: usize,
    /// Plants on its list: studied, and not contacted before this year.
    pub listed: usize,
    /// Plants contacted this year, best study first, and as many of the next ones on the list.
    pub contacts: Vec<Contacted>,
    /// `greedy`, `shares` or `none`.
    pub rule: &'static str,
    /// Steps of infrastructure, in the order considered.
    pub steps: Vec<Step>,
    /// Budget at the start of the year.
    pub opening_budget: f64,
    /// Non-zero flows.
    pub flows: Vec<Flow>,
    /// Budget at the end of the year.
    pub budget: f64,
    /// Whether it got no grant because it held more than `retained` [N8].
    pub grant_withheld: bool,
    /// What it may hold without returning any.
    pub retained: f64,
    /// Credit limit.
    pub credit: f64,
    /// Risks of the region's products, which concern no plant.
    pub products: Vec<Exposed>,
}

/// The end of the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Dissolution {
    /// Members until then, those that became insolvent in that year included.
    pub members: usize,
    /// Contracts that ended with it.
    pub contracts: usize,
}

/// A plant on the company's list.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contacted {
    /// Plant.
    pub plant: Named,
    /// Value of membership according to the study, `F_i`.
    pub study_gain: f64,
    /// Whether it was contacted this year.
    pub contacted: bool,
}

/// A step of infrastructure that was considered.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// Round, from 1: after each step built, all are considered again.
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
    /// Ratio of value less upkeep to cost; none for what costs nothing.
    pub ratio: Option<f64>,
    /// `built`, `not_best`, `not_worth`, `not_first` (what costs nothing
    /// was built before it), `at_top`, `too_dear`,
    /// `no_share` or `no_budget`.
    pub verdict: &'static str,
    /// Value at which this step would have been built instead.
    pub value_needed: Option<f64>,
}

/// The length of the list, and its head: those contacted this year, and as many after them; nothing without a cluster.
pub fn contacts(before: &World, after: &World) -> (usize, Vec<Contacted>) {
    if !before.cluster_lives() {
        return (0, Vec::new());
    }
    let names = Names(&after.region.scenario);
    let mut list: Vec<(f64, PlantId)> = after
        .all_plants()
        .filter(|&plant| !before.plants.contacted[plant])
        .filter_map(|plant| after.plants.study_gain.of(plant).map(|gain| (gain, plant)))
        .collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let shown = 2 * after.management().contacts_per_year;
    let row = |&(study_gain, plant): &(f64, PlantId)| Contacted {
        plant: names.plant(plant),
        study_gain,
        contacted: after.plants.contacted[plant],
    };
    (list.len(), list.iter().take(shown).map(row).collect())
}

/// The steps considered, with outcomes: in each round the best is built, if its ratio is above 1.
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
        let to_beat = best.map_or(1.0, |best| best.0);
        for step in of_round {
            let is_best = best.is_some_and(|(_, kind)| kind == step.infrastructure);
            let verdict = match step.verdict {
                StepVerdict::Possible if is_best => "built",
                StepVerdict::Possible if step.ratio().is_some_and(|ratio| ratio > 1.0) => match to_beat {
                    f64::INFINITY => "not_first",
                    _ => "not_best",
                },
                StepVerdict::Possible => "not_worth",
                other => other.name(),
            };
            // What costs nothing has only its upkeep to be worth, whatever else is built.
            let to_earn = if step.cost > 0.0 { to_beat * step.cost } else { 0.0 };
            let needed = matches!(verdict, "not_best" | "not_worth").then_some(to_earn + step.upkeep);
            let needed = needed.filter(|value| value.is_finite());
            steps.push(Step {
                round: round + 1,
                infrastructure: names.infrastructure(step.infrastructure),
                level: step.level,
                cost: step.cost,
                free: step.free,
                value: step.value,
                upkeep: step.upkeep,
                ratio: step.ratio().filter(|_| step.cost > 0.0),
                verdict,
                value_needed: needed,
            });
        }
    }
    steps
}

/// The company's year, from the world at its end and the observations during the year.
pub fn company(when: When, end: &World, of: OfCompany) -> Option<CompanyYear> {
    let company = end.company.as_ref()?;
    let management = end.management();
    let flows = CompanyFlow::ALL
        .into_iter()
        .map(|(flow, name)| Flow { flow: name, amount: end.ledger.company(flow) });
    Some(CompanyYear {
        when,
        lives: company.lives,
        lived: of.lived,
        dissolved: of.ended,
        studied: of.studied,
        members: end.plants.members(),
        listed: of.listed,
        contacts: of.contacts,
        rule: management.rule.word(),
        steps: of.steps,
        opening_budget: end.ledger.opening_budget,
        flows: flows.filter(|flow| flow.amount != 0.0).collect(),
        budget: company.budget,
        grant_withheld: end.t < management.grant_years
            && management.grant > 0.0
            && (company.lives || of.ended.is_some())
            && end.ledger.company(CompanyFlow::Grant) == 0.0,
        retained: management.retained,
        credit: management.credit,
        products: of.products,
    })
}
