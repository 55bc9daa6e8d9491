//! The company's part of the phase: one rule a function [I2].

use crate::random::{Luck, Purpose};
use crate::rules::appraisal::{Appraisal, all_terms};
use crate::rules::hazard::{avoided_share, reckoned_loss};
use crate::rules::levers::{levers, moves_matching, moves_projects};
use crate::rules::outlook::Outlook;
use crate::rules::value::{Basis, Savings, matching, project_gain, project_outside};
use crate::scenario::{BudgetRule, Infrastructure};
use crate::units::Money;
use crate::world::World;
use crate::world::company::Levers;
use crate::world::ledger::CompanyFlow;
use crate::world::log::Decision;
use crate::year::witness::{StepVerdict, StepWeighed, Witness};

/// Builds infrastructure by the company's rule, while its cluster lives.
pub fn build<W: Witness + ?Sized>(world: &mut World, luck: &Luck, witness: &mut W) {
    if !world.cluster_lives() {
        return;
    }
    match world.region.scenario.management.rule {
        BudgetRule::Greedy => build_greedily(world, luck, witness),
        BudgetRule::Shares => build_by_shares(world, witness),
        BudgetRule::None => {}
    }
}

/// Budget above the reserve.
fn free_budget(world: &World) -> Money {
    let budget = world.company.as_ref().map_or(0.0, |company| company.budget);
    (budget - world.region.scenario.management.reserve).max(0.0)
}

impl StepWeighed {
    /// So many levels of a kind, as the world stands.
    fn of(world: &World, round: usize, kind: usize, levels: f64) -> Self {
        let infrastructure = &world.region.scenario.infrastructure[kind];
        let horizon = world.region.scenario.management.horizon_years;
        StepWeighed {
            round,
            infrastructure: kind,
            level: level(world, kind),
            cost: infrastructure.capex_per_level * levels,
            free: free_budget(world),
            value: None,
            upkeep: infrastructure.upkeep_per_level * levels * horizon,
            verdict: StepVerdict::Possible,
        }
    }
}

/// Adds levels of a kind and pays for them.
fn add(world: &mut World, kind: usize, by: f64, value: Money) {
    let scenario = world.region.scenario;
    let infrastructure = &scenario.infrastructure[kind];
    let cost = infrastructure.capex_per_level * by;
    world.post_company(CompanyFlow::Build, -cost);
    if let Some(company) = &mut world.company {
        company.levels[kind] += by;
        world.levers = levers(&scenario.infrastructure, &company.levels, scenario.risks.len());
    }
    let upkeep = infrastructure.upkeep_per_level * by * scenario.management.horizon_years;
    world.log.decisions.push(Decision::Build { infrastructure: kind, levels: by, cost, value, upkeep });
}

/// Rule shares: each kind gets its fixed share of the free budget, up to its largest level.
fn build_by_shares<W: Witness + ?Sized>(world: &mut World, witness: &mut W) {
    let free = free_budget(world);
    for (kind, infrastructure) in world.region.scenario.infrastructure.iter().enumerate() {
        let level = level(world, kind);
        let share = free * infrastructure.budget_share;
        let by =
            if infrastructure.capex_per_level > 0.0 { share / infrastructure.capex_per_level } else { 0.0 };
        let by = by.min(infrastructure.max_level - level);
        let verdict = match by > 0.0 {
            true => StepVerdict::Built,
            false if level >= infrastructure.max_level => StepVerdict::AtTop,
            false if infrastructure.capex_per_level <= 0.0 => StepVerdict::Free,
            false => StepVerdict::TooDear,
        };
        let cost = infrastructure.capex_per_level * by.max(0.0);
        witness.weighs(StepWeighed { cost, verdict, ..StepWeighed::of(world, 0, kind, by.max(0.0)) });
        if by > 0.0 {
            add(world, kind, by, 0.0);
        }
    }
}

fn level(world: &World, kind: usize) -> f64 {
    world.company.as_ref().map_or(0.0, |company| company.levels[kind])
}

/// Rule greedy: steps with the best ratio of value to cost, while above 1 and affordable (ties: first kind).
fn build_greedily<W: Witness + ?Sized>(world: &mut World, luck: &Luck, witness: &mut W) {
    let members = world.plants.contacted.clone();
    let book = Book::open(world, luck, &members);
    let horizon = world.region.scenario.management.horizon_years;
    let mut parts = book.parts(world, &members, &world.levers);
    for round in 0.. {
        let free = free_budget(world);
        let mut best: Option<(f64, usize, Parts)> = None;
        for (kind, infrastructure) in world.region.scenario.infrastructure.iter().enumerate() {
            let step = StepWeighed::of(world, round, kind, infrastructure.step);
            // A level that decays is never a round number of steps below the top: allow for rounding.
            let fits = step.level + infrastructure.step <= infrastructure.max_level * (1.0 + 1e-12);
            if !fits || step.cost > free || step.cost <= 0.0 {
                let verdict = match (fits, step.cost > free) {
                    (false, _) => StepVerdict::AtTop,
                    (true, true) => StepVerdict::TooDear,
                    (true, false) => StepVerdict::Free,
                };
                witness.weighs(StepWeighed { verdict, ..step });
                continue;
            }
            let with = book.parts_with_step(world, &members, kind, &parts);
            let value = (with.total() - parts.total()) * horizon;
            let step = StepWeighed { value: Some(value), ..step };
            witness.weighs(step);
            let ratio = (value - step.upkeep) / step.cost;
            if ratio > best.as_ref().map_or(1.0, |best| best.0) {
                best = Some((ratio, kind, with));
            }
        }
        let Some((_, kind, with)) = best else { return };
        let value = (with.total() - parts.total()) * horizon;
        add(world, kind, world.region.scenario.infrastructure[kind].step, value);
        parts = with;
    }
}

/// Yearly value of the book, by what it depends on.
#[derive(Debug, Clone, Copy)]
struct Parts {
    matching: Money,
    projects: Money,
    savings: Money,
    risk: Money,
}

impl Parts {
    fn total(&self) -> Money {
        self.matching + self.projects + self.savings + self.risk
    }
}

/// The book: every contacted plant, as if all were in. What does not depend on levels is worked out once.
struct Book {
    plants: Vec<usize>,
    /// Plants of the book for each one looked at.
    scale: f64,
    basis: Basis,
    project_outside: Vec<Money>,
    savings: Savings,
    /// Expected loss by risk.
    losses: Vec<Money>,
}

impl Book {
    fn open(world: &World, luck: &Luck, members: &[bool]) -> Self {
        let scenario = world.region.scenario;
        let all: Vec<usize> = (0..world.len()).filter(|&i| members[i]).collect();
        let plants = luck.sample(Purpose::BookSample, world.t, &all, scenario.management.study_limit);
        let scale = if plants.is_empty() { 1.0 } else { all.len() as f64 / plants.len() as f64 };
        let basis = Basis::of(world);
        let outlook = Outlook { members, ..Outlook::now(world) };
        let mut savings = Savings::default();
        for &plant in &plants {
            savings.add(&Savings::of(&outlook, plant, &basis));
        }
        let loss = |risk| plants.iter().map(|&plant| reckoned_loss(world, plant, risk, &basis.dealings)).sum();
        Book {
            scale,
            project_outside: plants.iter().map(|&plant| project_outside(world, plant, &basis)).collect(),
            savings,
            losses: scenario.risks.iter().map(loss).collect(),
            basis,
            plants,
        }
    }

    fn parts(&self, world: &World, members: &[bool], levers: &Levers) -> Parts {
        let outlook = Outlook { members, levers, ..Outlook::now(world) };
        Parts {
            matching: self.matching(&outlook),
            projects: self.projects(&outlook),
            savings: self.scale * self.savings.at(levers),
            risk: self.risk(levers),
        }
    }

    /// The parts with one step more of a kind; only what its levers move is worked out again.
    fn parts_with_step(&self, world: &World, members: &[bool], kind: usize, now: &Parts) -> Parts {
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
        self.scale * self.plants.iter().map(|&plant| matching(outlook, plant, &self.basis)).sum::<f64>()
    }

    fn projects(&self, outlook: &Outlook) -> Money {
        let inside = all_terms(outlook.world, Some(outlook.levers));
        let appraisal = Appraisal { outlook: *outlook, openings: &self.basis.openings, inside: &inside };
        let gain = |(&plant, &outside)| project_gain(&appraisal, plant, outside);
        self.scale * self.plants.iter().zip(&self.project_outside).map(gain).sum::<f64>()
    }

    fn risk(&self, levers: &Levers) -> Money {
        let avoided = |(risk, loss): (usize, &Money)| loss * avoided_share(levers, risk);
        self.scale * self.losses.iter().enumerate().map(avoided).sum::<f64>()
    }
}
