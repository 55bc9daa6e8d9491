//! The company's book: every contacted plant, as if all were members, and the value of infrastructure to them [I2].

use std::ops::Range;

use crate::ids::{InfrastructureId, LinkId, PlantId, RiskId, TechnologyId, TiSlice, TiVec};
use crate::laws::levers::strength;
use crate::maths::ROUNDING;
use crate::random::{Luck, Purpose};
use crate::remembered::Remembered;
use crate::rules::appraisal::{Appraisal, change_levers, terms_under};
use crate::rules::hazard::{avoided_share, expected_losses};
use crate::rules::levers::{set_levers, set_levers_of};
use crate::rules::outlook::Outlook;
use crate::rules::prospect::Prospects;
use crate::rules::value::{Basis, Matches, Savings, matching_along, project_outside};
use crate::scenario::Infrastructure;
use crate::units::{Money, Share};
use crate::world::World;
use crate::world::company::Levers;
use crate::world::market::Terms;

/// The book. What does not depend on levels is computed once.
pub struct Book {
    /// Number of plants in the book per plant sampled.
    scale: f64,
    basis: Basis,
    traders: Traders,
    builders: Prospects,
    /// What they might build.
    technologies: Vec<TechnologyId>,
    savings: Savings,
    /// Expected loss by risk.
    losses: TiVec<RiskId, Money>,
    /// Strength of each kind with one more step.
    stepped: TiVec<InfrastructureId, Share>,
    tried: Tried,
    /// Numbers of the links and of the supplies that are known, by lever `reach`.
    reached: Remembered<Share, [usize; 2], 2>,
    matching: Known<4>,
    projects: Known<5>,
}

/// Plants that could be matched with others, and along which links.
#[derive(Default)]
struct Traders {
    plants: Vec<(PlantId, Range<usize>)>,
    /// By plant.
    links: Vec<LinkId>,
}

impl Traders {
    /// Number of the links whose two sides would know each other as members. As with [`Prospects::known_at`], it says
    /// which they are.
    fn known_at(&self, outlook: &Outlook) -> usize {
        let links = &outlook.world.region.links;
        self.links.iter().filter(|&&link| outlook.known_as(&links[link], true)).count()
    }
}

/// Buffers, reused from trial to trial.
struct Tried {
    levers: Levers,
    inside: TiVec<TechnologyId, Terms>,
    matches: Matches,
}

/// A sum at the present levels, and with one more step of each kind, cached with what it depends on: most steps leave
/// most levers unchanged.
struct Known<const N: usize>(Vec<Remembered<[f64; N], Money>>);

impl<const N: usize> Known<N> {
    /// An empty cache.
    fn nothing(kinds: usize) -> Self {
        Known(vec![Remembered::new([f64::NAN; N], 0.0); kinds + 1]) // NaN: equals no lever
    }

    fn get(
        &mut self,
        step: Option<InfrastructureId>,
        given: [f64; N],
        work: impl FnOnce() -> Money,
    ) -> Money {
        let as_things_stand = self.0[0];
        self.0[place(step)].get(given, || as_things_stand.known(given).unwrap_or_else(work))
    }

    /// After a step of this kind was built, the sum with the step becomes the present one.
    fn built(&mut self, kind: InfrastructureId) {
        self.0[0] = self.0[place(Some(kind))];
    }
}

fn place(step: Option<InfrastructureId>) -> usize {
    step.map_or(0, |kind| kind.index() + 1)
}

impl Book {
    /// Opens the book of all contacted plants, for a company that may spend `free` this year.
    pub fn open(world: &World, luck: &Luck, free: Money) -> Self {
        let scenario = &*world.region.scenario;
        let mut all = Vec::with_capacity(world.len());
        all.extend(world.all_plants().filter(|&i| world.plants.contacted[i]));
        let contacted = all.len() as f64;
        let plants = luck.sample(Purpose::BookSample, world.t, all, scenario.management.study_limit);
        let scale = if plants.is_empty() { 1.0 } else { contacted / plants.len() as f64 };
        let basis = Basis::of(world);
        let outlook = all_in(world);
        let mut savings = Savings::default();
        plants.iter().for_each(|&plant| savings.add(&Savings::of(&outlook, plant)));
        let best = within_budget(world, free);
        let loss = |risk| {
            let mut sum = 0.0;
            if avoided_share(&best, risk) != 0.0 {
                expected_losses(world, risk, plants.iter().copied(), |_, loss| sum += loss);
            }
            sum
        };
        let losses = RiskId::all(scenario.risks.len()).map(loss).collect();
        let at_best = Outlook { levers: &best, ..outlook };
        let inside = terms_under(world, &best);
        let builders = builders(&at_best, &inside, &plants, &basis);
        Book {
            scale,
            traders: traders(&at_best, &plants, &basis),
            technologies: builders.technologies(),
            builders,
            savings,
            losses,
            stepped: InfrastructureId::all(scenario.infrastructure.len())
                .map(|kind| stepped(world, kind))
                .collect(),
            tried: Tried { levers: best, inside, matches: Matches::default() },
            reached: Remembered::new(f64::NAN, [0; 2]), // NaN: equals no lever
            matching: Known::nothing(scenario.infrastructure.len()),
            projects: Known::nothing(scenario.infrastructure.len()),
            basis,
        }
    }

    /// Yearly value of the book at the levels of the company's infrastructure.
    pub fn value(&mut self, world: &World) -> Money {
        self.value_at(world, None)
    }

    /// The same with one more step of a kind.
    pub fn value_with_step(&mut self, world: &World, kind: InfrastructureId) -> Money {
        self.value_at(world, Some(kind))
    }

    /// Updates the book after a step of a kind was built.
    pub fn built(&mut self, world: &World, kind: InfrastructureId) {
        self.stepped[kind] = stepped(world, kind);
        self.matching.built(kind);
        self.projects.built(kind);
    }

    fn value_at(&mut self, world: &World, step: Option<InfrastructureId>) -> Money {
        let Book { scale, basis, tried, stepped, .. } = self;
        let Tried { levers, inside, matches } = tried;
        levers.copy_from(&world.levers);
        if let (Some(step), Some(company)) = (step, &world.company) {
            let strength = |kind| if kind == step { stepped[kind] } else { company.strengths[kind] };
            set_levers_of(&world.region.acted_on[step], levers, strength);
        }
        let outlook = Outlook { levers, ..all_in(world) };
        // Only what becomes known or unknown makes a difference.
        let [links, supplies] = self
            .reached
            .get(levers.reach, || [self.traders.known_at(&outlook), self.builders.known_at(levers.reach)]);
        let of_matching = [links as f64, levers.deal_cost, levers.transport_cost, levers.opex];
        let matching = self.matching.get(step, of_matching, || {
            let Traders { plants, links } = &self.traders;
            let gain = |(plant, range): &(PlantId, Range<usize>)| {
                matching_along(&outlook, *plant, links[range.clone()].iter().copied(), matches)
            };
            *scale * plants.iter().map(gain).fold(0.0, |sum, gain| sum + gain)
        });
        let of_projects =
            [supplies as f64, levers.transport_cost, levers.opex, levers.capex, levers.hurdle_rate];
        let projects = self.projects.get(step, of_projects, || {
            change_levers(inside, world, levers, &self.technologies);
            let appraisal = Appraisal { outlook, room_t: &basis.room_t, inside };
            let outside = |plant| project_outside(world, plant, basis);
            *scale * self.builders.gain(&appraisal.at_expected_prices(), outside)
        });
        let avoided = |(risk, loss): (RiskId, &Money)| loss * avoided_share(levers, risk);
        let risk = *scale * self.losses.iter_enumerated().map(avoided).sum::<f64>();
        matching + projects + *scale * self.savings.at(levers) + risk
    }
}

/// The world as if every plant of the book were a member.
fn all_in<'w>(world: &'w World) -> Outlook<'w> {
    Outlook { members: &world.plants.contacted, ..Outlook::now(world) }
}

/// Strength of a kind with one more step.
fn stepped(world: &World, kind: InfrastructureId) -> Share {
    let level = world.company.as_ref().map_or(0.0, |company| company.levels[kind]);
    strength(level + world.region.scenario.infrastructure[kind].step)
}

/// Plants that could be matched with others, and along which links, under levers at least as good as any considered
/// this year.
fn traders(best: &Outlook, plants: &[PlantId], basis: &Basis) -> Traders {
    let mut traders = Traders::default();
    for &plant in plants {
        let first = traders.links.len();
        traders.links.extend(basis.worthwhile(best, plant));
        if traders.links.len() > first {
            traders.plants.push((plant, first..traders.links.len()));
        }
    }
    traders
}

/// Plants that might build something, under such levers.
fn builders(
    best: &Outlook,
    inside: &TiSlice<TechnologyId, Terms>,
    plants: &[PlantId],
    basis: &Basis,
) -> Prospects {
    let appraisal = Appraisal { outlook: *best, room_t: &basis.room_t, inside }.at_expected_prices();
    let mut prospects = Prospects::of_plants(plants.len());
    plants.iter().for_each(|&plant| prospects.look_at(&appraisal, plant));
    prospects
}

/// Levers if the whole free budget were spent on each kind: a lower bound on every lever this year.
fn within_budget(world: &World, free: Money) -> Levers {
    let scenario = &*world.region.scenario;
    let most = |(kind, &level): (&Infrastructure, &f64)| match kind.capex_per_level > 0.0 {
        true => level + free / kind.capex_per_level * (1.0 + ROUNDING),
        false => level.max(kind.max_level * (1.0 + ROUNDING)), // costs nothing, so it may go to the top [N8]
    };
    let levels = world.company.iter().flat_map(|company| &company.levels);
    let strengths = scenario.infrastructure.iter().zip(levels).map(most).map(strength);
    let mut levers = world.levers.clone();
    set_levers(&mut levers, &scenario.infrastructure, strengths);
    levers
}
