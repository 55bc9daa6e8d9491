//! Simulates a run again, and observes the year in question phase by phase.

use super::company::{self, Contacted, Dissolution};
use super::contracts;
use super::invest::{self, Invest};
use super::join::{self, Join, Study};
use super::saw::saw;
use super::settle::{Had, Origin};
use super::trade::Market;
use super::{
    ContractEnd, Explained, LostUnit, Named, NoExplanation, PlantYear, Saw, Subject, When, risk, settle,
};
use crate::ids::{InfrastructureId, PlantId, ProductId, RiskId, TechnologyId, WasteId};
use crate::phase::Phase;
use crate::random::Luck;
use crate::record::recorder::Detail;
use crate::rules::announced::Announced;
use crate::rules::appraisal::Appraisal;
use crate::rules::outlook::Outlook;
use crate::scenario::Scenario;
use crate::simulation::{Simulation, Which};
use crate::world::World;
use crate::world::log::EventKind;
use crate::world::plants::Contract;
use crate::year::witness::{Roll, StepWeighed, Weighed, Witness};
use crate::year::{relive, studied};

/// Ids and names of a scenario, by index.
#[derive(Clone, Copy)]
pub struct Names<'s>(pub &'s Scenario);

impl Names<'_> {
    /// A plant.
    pub fn plant(self, plant: PlantId) -> Named {
        named(&self.0.plants[plant].id, &self.0.plants[plant].name)
    }

    /// A waste.
    pub fn waste(self, waste: WasteId) -> Named {
        named(&self.0.wastes[waste].id, &self.0.wastes[waste].name)
    }

    /// A product.
    pub fn product(self, product: ProductId) -> Named {
        named(&self.0.products[product].id, &self.0.products[product].name)
    }

    /// A technology.
    pub fn technology(self, technology: TechnologyId) -> Named {
        named(&self.0.technologies[technology].id, &self.0.technologies[technology].name)
    }

    /// A kind of infrastructure.
    pub fn infrastructure(self, infrastructure: InfrastructureId) -> Named {
        named(&self.0.infrastructure[infrastructure].id, &self.0.infrastructure[infrastructure].name)
    }

    /// A risk.
    pub fn risk(self, risk: RiskId) -> Named {
        named(&self.0.risks[risk].id, &self.0.risks[risk].name)
    }
}

fn named(id: &str, name: &str) -> Named {
    Named { id: id.to_owned(), name: name.to_owned() }
}

/// A phase as observed.
pub struct Seen<'w> {
    /// The world before it.
    pub before: &'w World,
}

/// Records what a phase considers.
#[derive(Default)]
struct Notes {
    /// The plants asked about.
    plants: Vec<PlantId>,
    market: Market,
    looks: Vec<(PlantId, Vec<invest::Choice>)>,
    steps: Vec<StepWeighed>,
    rolls: Vec<Roll>,
}

impl Witness for Notes {
    fn offers(&mut self, outlook: &Outlook) {
        self.market.without_offer(outlook, &self.plants);
    }

    fn sees_offers(&self) -> bool {
        true
    }

    fn traded(&mut self, weighed: Weighed) {
        self.market.add(weighed);
    }

    fn looks(&mut self, plant: PlantId, appraisal: &Appraisal, announced: &Announced) {
        self.looks.push((plant, invest::choices(plant, appraisal, announced)));
    }

    fn weighs(&mut self, step: StepWeighed) {
        self.steps.push(step);
    }

    fn sees_looks(&self) -> bool {
        true
    }

    fn sees_rolls(&self) -> bool {
        true
    }

    fn rolled(&mut self, roll: Roll) {
        self.rolls.push(roll);
    }
}

/// Information on the year, collected as it proceeds.
#[derive(Default)]
struct Sketch {
    saw: Option<Saw>,
    join: Option<Join>,
    trade: Vec<super::Partner>,
    invest: Option<Invest>,
    risk: Vec<super::Exposed>,
    trust_before: f64,
    study: Option<Study>,
    contracts_ended: Vec<ContractEnd>,
    joined: Vec<Vec<Origin>>,
    had: Had,
    /// Units and loans at the start of the year.
    opened: (Vec<LostUnit>, usize),
}

/// Explains a year of one subject.
///
/// # Errors
/// A year outside the run, a world without a company, a breach of the books.
pub fn explain(
    scenario: &Scenario,
    replicate: u64,
    which: Which,
    year: i32,
    subject: Subject,
) -> Result<Explained, NoExplanation> {
    let mut found = explain_all(scenario, replicate, which, year, &[subject])?;
    found.pop().ok_or(NoExplanation::NoCompany(match which {
        Which::Twin => "the twin is the world without one",
        Which::Cluster => "the scenario has management.enabled = false",
    }))
}

/// Explains a year for many subjects with one simulation; the company is omitted if there is none.
///
/// # Errors
/// A year outside the run, a breach of the books.
pub fn explain_all(
    scenario: &Scenario,
    replicate: u64,
    which: Which,
    year: i32,
    subjects: &[Subject],
) -> Result<Vec<Explained>, NoExplanation> {
    let (first, last) = (scenario.start_year, scenario.start_year + scenario.years as i32 - 1);
    if !(first..=last).contains(&year) {
        return Err(NoExplanation::Year { year, first, last });
    }
    let luck = Luck::new(scenario.seed, replicate);
    let plants: Vec<PlantId> = subjects
        .iter()
        .filter_map(|subject| match subject {
            Subject::Plant(plant) => Some(*plant),
            Subject::Company => None,
        })
        .collect();
    let mut stage = Stage {
        luck,
        plants,
        sketches: Vec::new(),
        company: Default::default(),
        contracts: Vec::new(),
        weighed: Vec::new(),
    };
    stage.sketches.resize_with(stage.plants.len(), Sketch::default);
    let when = When {
        scenario: scenario.title.clone(),
        seed: scenario.seed,
        replicate,
        world: match which {
            Which::Cluster => "cluster",
            Which::Twin => "twin",
        },
        year,
        currency: scenario.currency.clone(),
    };
    let mut simulation = Simulation::new(scenario, replicate, Detail::Years)?;
    if year == first {
        stage.open(simulation.world(which));
    }
    while let Some(phase) = simulation.step_phase()? {
        let world = simulation.world(which);
        if phase == Phase::Settle && world.year() == year - 1 {
            stage.open(world);
        }
        if phase == Phase::Produce {
            stage.study(world);
        }
        if world.year() == year {
            stage.watch(phase, world);
            if phase == Phase::Settle {
                return Ok(stage.conclude(&when, world, subjects));
            }
        }
    }
    Ok(Vec::new())
}

struct Stage {
    luck: Luck,
    plants: Vec<PlantId>,
    sketches: Vec<Sketch>,
    company: OfCompany,
    /// Contracts in force after the last phase.
    contracts: Vec<Contract>,
    /// What trade handled.
    weighed: Vec<Weighed>,
}

/// What was observed of the company.
#[derive(Default)]
pub struct OfCompany {
    /// Whether it made a feasibility study.
    pub studied: bool,
    /// Whether there was a cluster when it could contact plants.
    pub lived: bool,
    /// Plants with a study that were not contacted yet.
    pub listed: usize,
    /// The plants that it contacted, and those next on its list.
    pub contacts: Vec<Contacted>,
    /// Steps of infrastructure.
    pub steps: Vec<company::Step>,
    /// Risks of products.
    pub products: Vec<super::Exposed>,
    /// The end of the cluster.
    pub ended: Option<Dissolution>,
    /// Members before the year was settled.
    members: usize,
}

impl Stage {
    /// At the start of the year: what plants and region have.
    fn open(&mut self, world: &World) {
        self.contracts.clone_from(&world.contracts);
        for (&plant, sketch) in self.plants.iter().zip(&mut self.sketches) {
            let loans = world.loans.iter().filter(|loan| loan.plant == plant).count();
            sketch.opened = (settle::units(world, &world.units, plant), loans);
        }
    }

    /// Updates the company's latest study of each plant; called before `join`.
    fn study(&mut self, world: &World) {
        let chosen = studied(world, &self.luck);
        self.company.studied = !chosen.is_empty();
        for (plant, sketch) in self.plants.iter().zip(&mut self.sketches) {
            if chosen.binary_search(plant).is_ok() {
                sketch.study = Some(join::study(world, *plant));
            }
        }
    }

    /// After a phase of the year: runs the next one on a copy, and records what it considers.
    fn watch(&mut self, after: Phase, world: &World) {
        self.end_contracts(after, world);
        let mut notes = Notes { plants: self.plants.clone(), ..Notes::default() };
        match after {
            Phase::Produce => {
                let joined = relive(world, Phase::Join, &self.luck, &mut notes);
                for (&plant, sketch) in self.plants.iter().zip(&mut self.sketches) {
                    sketch.saw = Some(saw(world, plant, std::mem::take(&mut sketch.opened)));
                    sketch.joined = settle::origins(world, plant);
                    sketch.trust_before = world.plants.trust[plant];
                    sketch.join = Some(join::join(world, &joined, plant, sketch.study.as_ref()));
                }
                (self.company.listed, self.company.contacts) = company::contacts(world, &joined);
                self.company.lived = world.cluster_lives();
            }
            Phase::Join => {
                relive(world, Phase::Trade, &self.luck, &mut notes);
                for (&plant, sketch) in self.plants.iter().zip(&mut self.sketches) {
                    sketch.trade = notes.market.partners(&Seen { before: world }, plant);
                }
                self.weighed = notes.market.weighed().to_vec();
            }
            Phase::Trade => {
                let invested = relive(world, Phase::Invest, &self.luck, &mut notes);
                for (&plant, sketch) in self.plants.iter().zip(&mut self.sketches) {
                    let mut look = invest::unseen(world, &self.luck, plant);
                    // A plant that is not open or has closed pays no attention [N6].
                    let looks = notes.looks.iter().filter(|(of, _)| world.runs(*of));
                    if let Some((place, (_, choices))) = looks.enumerate().find(|(_, (of, _))| *of == plant) {
                        look.attentive = true;
                        look.place = Some(place + 1);
                        look.choices.clone_from(choices);
                    }
                    invest::conclude(&mut look, &invested, plant);
                    sketch.invest = Some(look);
                }
                self.company.steps = company::steps(&notes.steps, world);
            }
            Phase::Dispose => {
                let struck = relive(world, Phase::Risk, &self.luck, &mut notes);
                for (&plant, sketch) in self.plants.iter().zip(&mut self.sketches) {
                    sketch.risk = risk::exposures(&notes.rolls, &struck, Some(plant));
                }
                self.company.products = risk::exposures(&notes.rolls, &struck, None);
            }
            Phase::Risk => {
                for (&plant, sketch) in self.plants.iter().zip(&mut self.sketches) {
                    sketch.had = settle::had(world, plant);
                }
                self.company.members = world.plants.members();
            }
            _ => {}
        }
    }

    /// Notes the contracts that a phase ended.
    fn end_contracts(&mut self, phase: Phase, world: &World) {
        for (&plant, sketch) in self.plants.iter().zip(&mut self.sketches) {
            let ended = contracts::ended(&self.contracts, world, phase, plant, &self.weighed);
            sketch.contracts_ended.extend(ended);
        }
        let dissolved = |event: &crate::world::log::Event| event.kind == EventKind::Dissolution;
        if phase == Phase::Settle && world.log.events.iter().any(dissolved) {
            let contracts = contracts::dissolved(&self.contracts, world);
            self.company.ended = Some(Dissolution { members: self.company.members, contracts });
        }
        self.contracts.clone_from(&world.contracts);
    }

    /// At the end of the year.
    fn conclude(&mut self, when: &When, end: &World, subjects: &[Subject]) -> Vec<Explained> {
        let mut sketches = self.plants.iter().zip(&mut self.sketches);
        let mut explained = Vec::new();
        for subject in subjects {
            if *subject == Subject::Company {
                let of = std::mem::take(&mut self.company);
                let year = company::company(when.clone(), end, of);
                explained.extend(year.map(|year| Explained::Company(Box::new(year))));
            } else if let Some((&plant, sketch)) = sketches.next()
                && let (Some(saw), Some(join), Some(invest)) =
                    (sketch.saw.take(), sketch.join.take(), sketch.invest.take())
            {
                explained.push(Explained::Plant(Box::new(PlantYear {
                    when: when.clone(),
                    plant: Names(&end.region.scenario).plant(plant),
                    saw,
                    join,
                    trade: std::mem::take(&mut sketch.trade),
                    contracts_ended: std::mem::take(&mut sketch.contracts_ended),
                    invest,
                    placed: settle::placed(end, plant, std::mem::take(&mut sketch.joined)),
                    risk: std::mem::take(&mut sketch.risk),
                    settle: settle::settled(end, plant, sketch.trust_before, std::mem::take(&mut sketch.had)),
                })));
            }
        }
        explained
    }
}
