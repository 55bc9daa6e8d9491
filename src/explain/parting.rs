//! Finds where two runs diverge: the first year, phase and plant with different actions, and with different numbers.

use std::collections::BTreeMap;

use crate::ids::{PlantId, TechnologyId, WasteId};
use crate::phase::Phase;
use crate::record::recorder::Detail;
use crate::scenario::Scenario;
use crate::simulation::{RunError, Simulation, Which};
use crate::world::World;
use crate::world::log::{Decision, EventKind};

/// Where two runs diverge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parting {
    /// Replicate of the first run.
    pub replicate: u64,
    /// The first action that occurs in only one of them; `None` if both do the same to the end.
    pub deed: Option<Divergence>,
    /// The first number of a plant or of the company that differs.
    pub number: Option<Divergence>,
}

/// The first difference of two runs: when, of whom, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Divergence {
    /// Calendar year.
    pub year: i32,
    /// Phase.
    pub phase: Phase,
    /// Plant id, or `company`.
    pub who: String,
    /// What differs, as text.
    pub what: String,
}

/// Facts about a phase to compare: by agent and subject, as text.
type Facts = BTreeMap<(String, String), String>;

/// Two views of a phase: the facts compared, and the same facts with numbers for display.
#[derive(Clone, Copy)]
struct View {
    /// Whether two worlds of scenarios with the same names surely have the same facts: found without a text.
    same: fn(&World, &World) -> bool,
    compared: fn(&World) -> Facts,
    told: fn(&World) -> Facts,
}

const DEEDS: View = View { same: same_deeds, compared: deeds, told };
const NUMBERS: View = View { same: same_numbers, compared: numbers, told: numbers };

/// A run, identified by scenario and replicate.
pub type Lived<'s> = (&'s Scenario, u64);

/// Finds where the clusters of two runs diverge.
///
/// # Errors
/// A breach of the books in either run.
pub fn parting(first: Lived, second: Lived) -> Result<Parting, RunError> {
    let [mut one, mut other] = [
        Simulation::new(first.0, first.1, Detail::Years)?,
        Simulation::new(second.0, second.1, Detail::Years)?,
    ];
    let mut found = [(DEEDS, None), (NUMBERS, None)];
    let alike = alike(first.0, second.0);
    while let (Some(phase), Some(_)) = (one.step_phase()?, other.step_phase()?) {
        let worlds = [&one, &other].map(|simulation| simulation.world(Which::Cluster));
        for (view, place) in found.iter_mut().filter(|(_, place)| place.is_none()) {
            if alike && (view.same)(worlds[0], worlds[1]) {
                continue;
            }
            let [first, second] = worlds.map(view.compared);
            if first != second {
                let [first, second] = worlds.map(view.told);
                let year = worlds[0].year();
                let said =
                    difference(&first, &second).map(|(who, what)| Divergence { year, phase, who, what });
                *place = Some(said);
            }
        }
        if found.iter().all(|(_, place)| place.is_some()) {
            break;
        }
    }
    let [(_, deed), (_, number)] = found;
    Ok(Parting { replicate: first.1, deed: deed.flatten(), number: number.flatten() })
}

/// Whether the same things have the same names in both scenarios.
fn alike(first: &Scenario, second: &Scenario) -> bool {
    let names = |scenario: &Scenario| -> Vec<Vec<String>> {
        vec![
            scenario.wastes.iter().map(|waste| waste.id.clone()).collect(),
            scenario.technologies.iter().map(|technology| technology.id.clone()).collect(),
            scenario.infrastructure.iter().map(|kind| kind.id.clone()).collect(),
            scenario.risks.iter().map(|risk| risk.id.clone()).collect(),
        ]
    };
    let same_plants =
        first.plants.iter().map(|plant| &plant.id).eq(second.plants.iter().map(|plant| &plant.id));
    same_plants && names(first) == names(second)
}

fn same_deeds(first: &World, second: &World) -> bool {
    let (first, second) = (&first.log, &second.log);
    first.decisions == second.decisions && first.deals == second.deals && first.events == second.events
}

fn same_numbers(first: &World, second: &World) -> bool {
    let of_streams = |world: &World| -> Vec<(PlantId, WasteId)> {
        world.region.streams.iter().map(|stream| (stream.plant, stream.waste)).collect()
    };
    let budget = |world: &World| world.company.as_ref().map(|company| company.budget.to_bits());
    let columns = |world: &World| {
        let plants = &world.plants;
        [
            &plants.cash.raw,
            &plants.expected_gain.raw,
            &plants.trust.raw,
            &plants.outage.raw,
            &world.streams.stock_t.raw,
        ]
        .map(|column| column.iter().map(|value| value.to_bits()).collect::<Vec<u64>>())
    };
    budget(first) == budget(second)
        && columns(first) == columns(second)
        && of_streams(first) == of_streams(second)
}

/// The first fact that differs, as text: the agent, and the facts in the first and second run.
fn difference(first: &Facts, second: &Facts) -> Option<(String, String)> {
    let keys = first.keys().chain(second.keys()).filter(|key| first.get(*key) != second.get(*key));
    let plain = |words: Option<&String>| words.map(|words| bare(words).to_owned());
    // Facts about plants come before those about the company; then by name.
    let key = keys
        .filter(|key| plain(first.get(*key)) != plain(second.get(*key)))
        .min_by_key(|key| (key.0 == COMPANY, (*key).clone()))?;
    let absent = if key.1 == MEMBERSHIP { "not asked" } else { "nothing of it" };
    let words = |facts: &Facts| facts.get(key).map_or(absent, String::as_str).to_owned();
    Some((key.0.clone(), format!("{}: {} in A, {} in B", key.1, words(first), words(second))))
}

const COMPANY: &str = "company";
const MEMBERSHIP: &str = "membership";

/// The action without its numbers.
fn bare(words: &str) -> &str {
    words.split(" (").next().unwrap_or(words)
}

/// Actions: memberships, deals, orders, construction, events.
fn deeds(world: &World) -> Facts {
    let mut facts = told(world);
    facts.values_mut().for_each(|words| *words = bare(words).to_owned());
    facts
}

/// Actions with their numbers.
fn told(world: &World) -> Facts {
    let scenario = &*world.region.scenario;
    let plant = |of: PlantId| scenario.plants[of].id.clone();
    let technology = |of: TechnologyId| &scenario.technologies[of].id;
    let mut facts = Facts::new();
    for decision in &world.log.decisions {
        let (who, what, words) = match *decision {
            Decision::Membership { plant: i, was_member, is_member, terms } => {
                let does = match (was_member, is_member) {
                    (false, true) => "joins",
                    (true, false) => "leaves",
                    (true, true) => "stays in",
                    (false, false) => "stays out",
                };
                let chance =
                    format!("probability {:.3} against a draw of {:.3}", terms.probability, terms.draw);
                (plant(i), MEMBERSHIP.to_owned(), format!("{does} ({chance})"))
            }
            Decision::Invest { plant: i, technology: of, project, .. } => {
                let words = format!("ordered ({:.0} t a year, value {:.3e})", project.size_t, project.npv);
                (plant(i), format!("unit of {}", technology(of)), words)
            }
            Decision::Build { infrastructure, levels, .. } => {
                let kind = &scenario.infrastructure[infrastructure].id;
                (COMPANY.to_owned(), format!("infrastructure {kind}"), format!("built (levels: {levels})"))
            }
        };
        facts.insert((who, what), words);
    }
    for deal in &world.log.deals {
        let waste = &scenario.wastes[deal.waste].id;
        let (to, source) = (plant(deal.converter), deal.source.name());
        let what = format!("deal in {source} {waste} to {to} for {}", technology(deal.technology));
        facts.insert(
            (plant(deal.supplier), what),
            format!("made ({:.0} t, {:.2} a tonne)", deal.q_t, deal.surplus_per_t),
        );
    }
    for event in &world.log.events {
        let kind = match event.kind {
            EventKind::Risk(risk) => &scenario.risks[risk].id,
            EventKind::Insolvency => "insolvency",
            EventKind::Dissolution => "dissolution",
        };
        let who = event.plant.map_or(COMPANY.to_owned(), plant);
        facts.insert((who, format!("event {kind}")), format!("strikes (loss {:.0})", event.loss));
    }
    facts
}

/// Numbers: the state of every plant and of the company.
fn numbers(world: &World) -> Facts {
    let scenario = &*world.region.scenario;
    let plants = &world.plants;
    let mut facts = Facts::new();
    for (index, plant) in scenario.plants.iter_enumerated() {
        let mut say = |what: &str, value: f64| {
            facts.insert((plant.id.clone(), what.to_owned()), format!("{value}"));
        };
        say("cash", plants.cash[index]);
        say("expected gain", plants.expected_gain[index]);
        say("trust", plants.trust[index]);
        say("outage", plants.outage[index]);
        for stream in world.region.streams_of(index) {
            let waste = world.region.streams[stream].waste;
            let id = &scenario.wastes[waste].id;
            say(&format!("stock of {id}"), world.streams.stock_t[stream]);
        }
    }
    if let Some(company) = &world.company {
        facts.insert((COMPANY.to_owned(), "budget".to_owned()), format!("{}", company.budget));
    }
    facts
}
