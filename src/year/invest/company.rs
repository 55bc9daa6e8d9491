//! The company's part of the phase: one function per rule [I2].

use std::sync::Arc;

use super::book::Book;
use crate::ids::InfrastructureId;
use crate::laws::investment::{step_ratio, upkeep};
use crate::random::Luck;
use crate::rules::levers::raise_level;
use crate::scenario::BudgetRule;
use crate::units::Money;
use crate::world::World;
use crate::world::ledger::CompanyFlow;
use crate::world::log::Decision;
use crate::year::agents::{Agents, Build, BuildAsked, BuildOption};
use crate::year::witness::{StepVerdict, StepWeighed, Witness};

/// Builds infrastructure by the company's rule, while the cluster exists.
pub fn build<W: Witness + ?Sized>(world: &mut World, luck: &Luck, agents: &mut dyn Agents, witness: &mut W) {
    if !world.cluster_lives() {
        return;
    }
    match world.management().rule {
        BudgetRule::Greedy => build_greedily(world, luck, agents, witness),
        BudgetRule::Shares => build_by_shares(world, witness),
        BudgetRule::None => {}
    }
}

/// Budget above the reserve.
fn free_budget(world: &World) -> Money {
    let budget = world.company.as_ref().map_or(0.0, |company| company.budget);
    (budget - world.management().reserve).max(0.0)
}

impl StepWeighed {
    /// A number of levels of one kind, in the present world.
    fn of(world: &World, round: usize, kind: InfrastructureId, levels: f64) -> Self {
        let infrastructure = &world.region.scenario.infrastructure[kind];
        let horizon = world.region.scenario.management.horizon_years;
        StepWeighed {
            round,
            infrastructure: kind,
            level: level(world, kind),
            cost: infrastructure.capex_per_level * levels,
            free: free_budget(world),
            value: None,
            upkeep: upkeep(infrastructure.upkeep_per_level, levels, horizon),
            verdict: StepVerdict::Possible,
        }
    }
}

/// Adds levels of a kind and pays for them.
fn add(world: &mut World, kind: InfrastructureId, by: f64, value: Money) {
    let region = &*Arc::clone(&world.region);
    let infrastructure = &region.scenario.infrastructure[kind];
    let cost = infrastructure.capex_per_level * by;
    world.post_company(CompanyFlow::Build, -cost);
    if let Some(company) = &mut world.company {
        raise_level(company, &mut world.levers, &region.acted_on[kind], kind, by);
    }
    let upkeep = upkeep(infrastructure.upkeep_per_level, by, region.scenario.management.horizon_years);
    world.log.decisions.push(Decision::Build { infrastructure: kind, levels: by, cost, value, upkeep });
}

/// Rule `shares`: each kind gets its fixed share of the free budget, up to its highest level.
fn build_by_shares<W: Witness + ?Sized>(world: &mut World, witness: &mut W) {
    let free = free_budget(world);
    let region = Arc::clone(&world.region);
    for (kind, infrastructure) in region.scenario.infrastructure.iter_enumerated() {
        let level = level(world, kind);
        let share = free * region.in_force(world.t).budget_shares[kind];
        let affordable = match infrastructure.capex_per_level > 0.0 {
            true => share / infrastructure.capex_per_level,
            false if share > 0.0 => f64::INFINITY, // costs nothing: to the top [N8]
            false => 0.0,
        };
        let by = affordable.min(infrastructure.max_level - level);
        let verdict = match by > 0.0 {
            true => StepVerdict::Built,
            false if level >= infrastructure.max_level => StepVerdict::AtTop,
            false if free <= 0.0 => StepVerdict::NoBudget,
            false => StepVerdict::NoShare,
        };
        let cost = infrastructure.capex_per_level * by.max(0.0);
        witness.weighs(StepWeighed { cost, verdict, ..StepWeighed::of(world, 0, kind, by.max(0.0)) });
        if by > 0.0 {
            add(world, kind, by, 0.0);
        }
    }
}

fn level(world: &World, kind: InfrastructureId) -> f64 {
    world.company.as_ref().map_or(0.0, |company| company.levels[kind])
}

/// Rule `greedy`: builds the step with the highest value-to-cost ratio, while the ratio is above 1 and the step
/// affordable (ties: first kind).
fn build_greedily<W: Witness + ?Sized>(
    world: &mut World,
    luck: &Luck,
    agents: &mut dyn Agents,
    witness: &mut W,
) {
    let horizon = world.region.scenario.management.horizon_years;
    let mut opened: Option<(Book, Money)> = None; // expensive, so opened only if needed
    let mut options = Vec::with_capacity(world.region.scenario.infrastructure.len());
    for round in 0.. {
        let free = free_budget(world);
        let mut best: Option<(f64, usize)> = None;
        options.clear();
        for (kind, infrastructure) in world.region.scenario.infrastructure.iter_enumerated() {
            let step = StepWeighed::of(world, round, kind, infrastructure.step);
            // A decaying level is never a whole number of steps below the top: allows for rounding.
            let fits = step.level + infrastructure.step <= infrastructure.max_level * (1.0 + 1e-12);
            // What costs nothing is built while there is any budget above the reserve [N8].
            let affordable = if step.cost > 0.0 { step.cost <= free } else { free > 0.0 };
            if !fits || !affordable {
                let verdict = match (fits, free > 0.0) {
                    (false, _) => StepVerdict::AtTop,
                    (true, false) => StepVerdict::NoBudget,
                    (true, true) => StepVerdict::TooDear,
                };
                witness.weighs(StepWeighed { verdict, ..step });
                continue;
            }
            let (book, now) = opened.get_or_insert_with(|| {
                let mut book = Book::open(world, luck, free);
                let now = book.value(world);
                (book, now)
            });
            let with = book.value_with_step(world, kind);
            let value = (with - *now) * horizon;
            let step = StepWeighed { value: Some(value), ..step };
            witness.weighs(step);
            let ratio = step_ratio(value, step.upkeep, step.cost);
            if ratio > best.as_ref().map_or(1.0, |best| best.0) {
                best = Some((ratio, options.len()));
            }
            options.push(BuildOption { step, with });
        }
        let own = best.map(|(_, place)| place);
        let asked = BuildAsked { world, options: &options, own };
        let chosen = match agents.build(&asked) {
            Some(Build::Step(option)) => Some(option),
            Some(Build::Nothing) => None,
            None => own.map(|place| &options[place]),
        };
        let (Some(&BuildOption { step, with }), Some((book, now))) = (chosen, &mut opened) else { return };
        let kind = step.infrastructure;
        add(world, kind, world.region.scenario.infrastructure[kind].step, (with - *now) * horizon);
        book.built(world, kind);
        *now = with;
    }
}
