//! The company's book: every contacted plant, as if all were in, and what that is worth [I2].

use crate::random::{Luck, Purpose};
use crate::rules::appraisal::{Appraisal, all_terms};
use crate::rules::hazard::{avoided_share, reckoned_loss};
use crate::rules::levers::{levers, moves_matching, moves_projects};
use crate::rules::outlook::Outlook;
use crate::rules::project::best_of;
use crate::rules::prospect::Prospect;
use crate::rules::value::{Basis, Savings, matching, project_gain, project_outside};
use crate::scenario::Infrastructure;
use crate::units::Money;
use crate::world::World;
use crate::world::company::Levers;

/// Yearly value of the book, by what it depends on.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    matching: Money,
    projects: Money,
    savings: Money,
    risk: Money,
}

impl Parts {
    /// Sum of the parts.
    pub fn total(&self) -> Money {
        self.matching + self.projects + self.savings + self.risk
    }
}

/// The book. What does not depend on levels is worked out once.
pub struct Book {
    /// Plants of the book for each one looked at.
    scale: f64,
    basis: Basis,
    /// Plants that could be matched with others.
    traders: Vec<usize>,
    builders: Vec<Builder>,
    savings: Savings,
    /// Expected loss by risk.
    losses: Vec<Money>,
}

/// A plant that might build inside: what it might build, and its best project outside as a yearly sum.
struct Builder {
    prospects: Vec<Prospect>,
    outside: Money,
}

impl Book {
    /// Opens the book of these plants for a company that may spend `free` this year.
    pub fn open(world: &World, luck: &Luck, members: &[bool], free: Money) -> Self {
        let scenario = world.region.scenario;
        let all: Vec<usize> = (0..world.len()).filter(|&i| members[i]).collect();
        let plants = luck.sample(Purpose::BookSample, world.t, &all, scenario.management.study_limit);
        let basis = Basis::of(world);
        let outlook = Outlook { members, ..Outlook::now(world) };
        let mut savings = Savings::default();
        for &plant in &plants {
            savings.add(&Savings::of(&outlook, plant, &basis));
        }
        let best = within_budget(world, free);
        let loss = |(index, risk)| match avoided_share(&best, index) {
            0.0 => 0.0, // no lever acts on it
            _ => plants.iter().map(|&plant| reckoned_loss(world, plant, risk, &basis.dealings)).sum(),
        };
        Book {
            scale: if plants.is_empty() { 1.0 } else { all.len() as f64 / plants.len() as f64 },
            traders: plants.iter().copied().filter(|&plant| basis.has_chances(plant)).collect(),
            builders: builders(&Outlook { levers: &best, ..outlook }, &plants, &basis),
            savings,
            losses: scenario.risks.iter().enumerate().map(loss).collect(),
            basis,
        }
    }

    /// The parts under these levers.
    pub fn parts(&self, world: &World, members: &[bool], levers: &Levers) -> Parts {
        let outlook = Outlook { members, levers, ..Outlook::now(world) };
        Parts {
            matching: self.matching(&outlook),
            projects: self.projects(&outlook),
            savings: self.scale * self.savings.at(levers),
            risk: self.risk(levers),
        }
    }

    /// The parts with one step more of a kind; only what its levers move is worked out again.
    pub fn parts_with_step(&self, world: &World, members: &[bool], kind: usize, now: &Parts) -> Parts {
        let scenario = world.region.scenario;
        let infrastructure: &Infrastructure = &scenario.infrastructure[kind];
        let mut levels = world.company.as_ref().map_or_else(Vec::new, |company| company.levels.clone());
        levels[kind] += infrastructure.step;
        let levers = levers(&scenario.infrastructure, &levels, scenario.risks.len());
        let outlook = Outlook { members, levers: &levers, ..Outlook::now(world) };
        Parts {
            matching: if moves_matching(infrastructure) { self.matching(&outlook) } else { now.matching },
            projects: if moves_projects(infrastructure) { self.projects(&outlook) } else { now.projects },
            savings: self.scale * self.savings.at(&levers),
            risk: self.risk(&levers),
        }
    }

    fn matching(&self, outlook: &Outlook) -> Money {
        let each = self.traders.iter().map(|&plant| matching(outlook, plant, &self.basis));
        self.scale * each.fold(0.0, |sum, gain| sum + gain)
    }

    fn projects(&self, outlook: &Outlook) -> Money {
        let inside = all_terms(outlook.world, Some(outlook.levers));
        let appraisal = Appraisal { outlook: *outlook, openings: &self.basis.openings, inside: &inside };
        let appraisal = appraisal.at_expected_prices();
        let best = |of: &Builder| {
            best_of(&appraisal, of.prospects.iter().filter_map(|prospect| prospect.possible(&appraisal)))
        };
        let gain = |of: &Builder| project_gain(&appraisal, best(of), of.outside);
        self.scale * self.builders.iter().map(gain).fold(0.0, |sum, gain| sum + gain)
    }

    fn risk(&self, levers: &Levers) -> Money {
        let avoided = |(risk, loss): (usize, &Money)| loss * avoided_share(levers, risk);
        self.scale * self.losses.iter().enumerate().map(avoided).sum::<f64>()
    }
}

/// The plants that might build something, under levers better than any that is looked at this year.
fn builders(best: &Outlook, plants: &[usize], basis: &Basis) -> Vec<Builder> {
    let world = best.world;
    let inside = all_terms(world, Some(best.levers));
    let appraisal = Appraisal { outlook: *best, openings: &basis.openings, inside: &inside };
    let appraisal = appraisal.at_expected_prices();
    let builder = |&plant: &usize| {
        let slots = world.region.slots_of(plant);
        let prospects: Vec<Prospect> = slots.filter_map(|slot| Prospect::of(&appraisal, slot)).collect();
        (!prospects.is_empty()).then(|| Builder { prospects, outside: project_outside(world, plant, basis) })
    };
    plants.iter().filter_map(builder).collect()
}

/// Levers at the levels that each kind would reach if all that is free were spent on it: this year no lever
/// leaves less.
fn within_budget(world: &World, free: Money) -> Levers {
    let scenario = world.region.scenario;
    let levels = world.company.as_ref().map_or(&[][..], |company| &company.levels);
    let most = |(kind, &level): (&Infrastructure, &f64)| match kind.capex_per_level > 0.0 {
        true => level + free / kind.capex_per_level * (1.0 + 1e-9),
        false => level,
    };
    let levels: Vec<f64> = scenario.infrastructure.iter().zip(levels).map(most).collect();
    levers(&scenario.infrastructure, &levels, scenario.risks.len())
}
