//! The contracts of a plant that ended in a year: when in the year, and why.

use serde::Serialize;

use super::Named;
use super::scene::Names;
use super::trade::{other, role};
use crate::ids::PlantId;
use crate::phase::Phase;
use crate::scenario::Effect;
use crate::world::World;
use crate::world::log::EventKind;
use crate::world::plants::Contract;
use crate::year::witness::{Verdict, Weighed};

/// A contract that ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContractEnd {
    /// Phase in which it ended.
    pub phase: &'static str,
    /// `closed`, `left` (the cluster), `breach`, `insolvent` or `dissolved`; in trade the reason why it was not served,
    /// as of a partner.
    pub why: &'static str,
    /// The sides that ended it, if any did.
    pub by: Vec<Named>,
    /// The risk whose event ended it.
    pub risk: Option<Named>,
    /// `supplies`, `converts` or `own`.
    pub role: &'static str,
    /// The other plant.
    pub partner: Named,
    /// Waste.
    pub waste: Named,
    /// `fresh` or `stock`.
    pub source: &'static str,
    /// Technology.
    pub technology: Named,
    /// Distance, km.
    pub km: f64,
    /// Tonnes a year.
    pub q_t: f64,
    /// Calendar year in which it was concluded; `None` if the scenario gave it.
    pub since: Option<i32>,
    /// Its last calendar year by its term.
    pub until: i32,
}

/// Why a contract ended, and by whom.
struct Cause {
    why: &'static str,
    by: Vec<PlantId>,
    risk: Option<Named>,
}

/// The contracts of a plant that were in force before a phase and are not after it; `weighed` is what trade handled.
pub fn ended(
    before: &[Contract],
    after: &World,
    phase: Phase,
    plant: PlantId,
    weighed: &[Weighed],
) -> Vec<ContractEnd> {
    let links = &after.region.links;
    let mine = |contract: &&Contract| {
        let link = &links[contract.link];
        link.supplier == plant || link.converter == plant
    };
    let over = before.iter().filter(mine).filter(|contract| !after.contracts.contains(contract));
    over.filter_map(|contract| {
        let cause = match phase {
            Phase::Trade => served(contract, weighed)?,
            _ => cause(contract, after, phase),
        };
        Some(end(contract, after, phase, plant, cause))
    })
    .collect()
}

/// Number of contracts that the end of the cluster ended.
pub fn dissolved(before: &[Contract], after: &World) -> usize {
    let over = before.iter().filter(|contract| !after.contracts.contains(contract));
    over.filter(|contract| cause(contract, after, Phase::Settle).why == "dissolved").count()
}

/// Why trade ended a contract; `None` if it did not handle it.
fn served(contract: &Contract, weighed: &[Weighed]) -> Option<Cause> {
    let of_it = weighed.iter().find(|weighed| weighed.contract.as_ref() == Some(contract))?;
    Some(Cause { why: of_it.verdict.name(), by: Vec::new(), risk: None })
}

/// Why a phase other than trade ended a contract.
fn cause(contract: &Contract, after: &World, phase: Phase) -> Cause {
    let link = &after.region.links[contract.link];
    let sides = || if link.own() { vec![link.supplier] } else { vec![link.supplier, link.converter] };
    let of = |plant: Option<PlantId>| plant.is_some_and(|plant| sides().contains(&plant));
    let sides_that =
        |holds: &dyn Fn(PlantId) -> bool| sides().into_iter().filter(|&side| holds(side)).collect::<Vec<_>>();
    let events = &after.log.events;
    match phase {
        Phase::Produce => {
            let by = sides_that(&|side| after.log.closings.iter().any(|closing| closing.plant == side));
            Cause { why: "closed", by, risk: None }
        }
        Phase::Risk => {
            let risks = &after.region.scenario.risks;
            let breach = events.iter().find_map(|event| match event.kind {
                EventKind::Risk(risk) if risks[risk].effect == Effect::Breach && of(event.plant) => {
                    Some((risk, event.plant))
                }
                _ => None,
            });
            let risk = breach.map(|(risk, _)| Names(&after.region.scenario).risk(risk));
            Cause { why: "breach", by: breach.and_then(|(_, plant)| plant).into_iter().collect(), risk }
        }
        Phase::Settle => {
            let by = sides_that(&|side| {
                let insolvent = events.iter().filter(|event| event.kind == EventKind::Insolvency);
                insolvent.into_iter().any(|event| event.plant == Some(side))
            });
            Cause { why: if by.is_empty() { "dissolved" } else { "insolvent" }, by, risk: None }
        }
        _ => Cause {
            why: Verdict::Left.name(),
            by: sides_that(&|side| !after.plants.member[side]),
            risk: None,
        },
    }
}

fn end(contract: &Contract, after: &World, phase: Phase, plant: PlantId, cause: Cause) -> ContractEnd {
    let (names, link) = (Names(&after.region.scenario), &after.region.links[contract.link]);
    let calendar = |t: usize| after.region.scenario.start_year + t as i32;
    ContractEnd {
        phase: phase.name(),
        why: cause.why,
        by: cause.by.into_iter().map(|side| names.plant(side)).collect(),
        risk: cause.risk,
        role: role(link, plant),
        partner: names.plant(other(link, plant)),
        waste: names.waste(after.region.streams[link.stream].waste),
        source: contract.source.name(),
        technology: names.technology(link.technology),
        km: link.km,
        q_t: contract.q_t,
        since: (!contract.given).then(|| calendar(contract.since)),
        until: calendar(contract.over) - 1,
    }
}
