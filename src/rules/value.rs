//! Yearly value of membership to a plant: `value(i | levels, members)` [J1], by the exposure that events go by [N3].

use serde::Serialize;

use crate::ids::{LinkId, PlantId, ProductId, RiskId, SlotId, StreamId, TechnologyId, TiSlice, TiVec};
use crate::region::Link;
use crate::rules::announced::Announced;
use crate::rules::appraisal::{Appraisal, room_t};
use crate::rules::hazard::{avoided_share, expected_loss};
use crate::rules::outlook::Outlook;
use crate::rules::project::{best_project, yearly};
use crate::units::{GRAM, Money, MoneyPerTonne, Share, Tonnes};
use crate::world::World;
use crate::world::company::Levers;
use crate::world::grouped::Grouped;
use crate::world::log::{Deal, Source};
use crate::world::market::room_of;

/// The four parts of a value, money per year.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Value {
    /// Unused waste and idle capacity matched with members.
    pub matching: Money,
    /// Saving by the levers on last year's deals.
    pub savings: Money,
    /// Best project inside the cluster less best project outside, as an annuity.
    pub project: Money,
    /// Expected loss avoided.
    pub risk: Money,
}

impl Value {
    /// Sum of the parts.
    pub fn total(&self) -> Money {
        self.matching + self.savings + self.project + self.risk
    }
}

/// Data that values depend on, as of the last trade; computed once for many plants.
#[derive(Debug, Clone)]
pub struct Basis {
    /// Room for projects, by technology.
    pub room_t: TiVec<TechnologyId, Tonnes>,
    /// Links along which its waste or capacity might be matched with another plant, by plant.
    chances: Grouped<PlantId, LinkId>,
}

impl Basis {
    /// Computes the basis from a world.
    pub fn of(world: &World) -> Self {
        Basis { room_t: room_t(world), chances: chances(world) }
    }

    /// Links along which something of a plant could be matched under the levers of an outlook: under lesser ones, there
    /// are no others.
    pub fn worthwhile<'a>(&'a self, best: &'a Outlook, plant: PlantId) -> impl Iterator<Item = LinkId> + 'a {
        let world = best.world;
        self.chances.of(plant).filter(move |&link| {
            let found = Match::of(best, plant, &world.region.links[link]);
            found.is_some_and(|of| of.tonnes(world, &world.market.demand_left_t).is_some())
        })
    }

    /// Appraisal of projects for plants outside the cluster.
    fn outside<'a>(&'a self, world: &'a World, neutral: &'a Levers) -> Appraisal<'a> {
        let outlook = Outlook {
            members: TiSlice::from_ref(&[]),
            levers: neutral,
            ..Outlook::now(world).at_expected_prices()
        };
        Appraisal { outlook, room_t: &self.room_t, inside: TiSlice::from_ref(&[]) }
    }
}

/// Links along which unused fresh waste could go to idle capacity of another plant, by plant.
fn chances(world: &World) -> Grouped<PlantId, LinkId> {
    let links = &world.region.links;
    let idle = SlotId::all(world.capacity.idle_t.len()).filter(|&slot| world.capacity.idle_t[slot] > 0.0);
    let into = idle.flat_map(|slot| world.region.links_into(slot));
    let mut found: Vec<LinkId> = Vec::with_capacity(world.len());
    found.extend(into.filter(|&link| is_chance(world, &links[link])));
    let sides = |&link: &LinkId| [(links[link].supplier, link), (links[link].converter, link)];
    let mut chances = Grouped::default();
    chances.regroup(world.len(), found.iter().flat_map(sides));
    chances
}

fn is_chance(world: &World, link: &Link) -> bool {
    !link.own() && world.capacity.idle_t[link.slot] > 0.0 && world.streams.unused_fresh_t[link.stream] > 0.0
}

/// `value(i)` under an appraisal whose outlook includes the plant as a member, and others as assumed [J1].
pub fn value(appraisal: &Appraisal, plant: PlantId, basis: &Basis, matches: &mut Matches) -> Value {
    let outlook = &appraisal.outlook;
    let world = outlook.world;
    let at_expected = appraisal.at_expected_prices();
    let inside = best_project(&at_expected, plant, &Announced::none());
    let better = |project| (yearly(&at_expected, &project) - project_outside(world, plant, basis)).max(0.0);
    let risks = RiskId::all(world.region.scenario.risks.len());
    Value {
        matching: matching(outlook, plant, basis, matches),
        savings: Savings::of(outlook, plant).at(outlook.levers),
        project: inside.map_or(0.0, better), // the best outside is never negative
        risk: risks.map(|risk| risk_avoided(world, plant, risk, outlook.levers)).sum(),
    }
}

/// A possible match between a plant's waste or capacity and another member's.
#[derive(Debug, Clone, Copy)]
struct Match {
    surplus_per_t: MoneyPerTonne,
    stream: StreamId,
    slot: SlotId,
    technology: TechnologyId,
    /// Yearly cost of the deal.
    cost: Money,
    /// The plant's share of the gain.
    share: Share,
    left_t: Tonnes,
    idle_t: Tonnes,
}

impl Match {
    /// The match along a link, if the two sides would know each other as members and have something to gain.
    fn of(outlook: &Outlook, plant: PlantId, link: &Link) -> Option<Self> {
        if !outlook.both_inside(link) || !outlook.known_as(link, true) {
            return None;
        }
        let surplus_per_t = outlook.unit_surplus(link, Source::Fresh).total();
        if surplus_per_t <= 0.0 {
            return None;
        }
        let world = outlook.world;
        let supplier_share = world.region.scenario.trade.supplier_share;
        Some(Match {
            surplus_per_t,
            stream: link.stream,
            slot: link.slot,
            technology: link.technology,
            cost: outlook.deal_cost(link),
            share: if link.supplier == plant { supplier_share } else { 1.0 - supplier_share },
            left_t: world.streams.unused_fresh_t[link.stream],
            idle_t: world.capacity.idle_t[link.slot],
        })
    }

    /// Tonnes that it takes within the demand left; `None` if they are too few for a deal, or not worth its cost.
    fn tonnes(&self, world: &World, demand_left_t: &TiSlice<ProductId, Tonnes>) -> Option<Tonnes> {
        let scenario = &*world.region.scenario;
        let room_t = room_of(&scenario.technologies[self.technology], demand_left_t);
        let q = self.left_t.min(self.idle_t).min(room_t);
        let smallest_t = scenario.trade.min_t.max(GRAM);
        (q >= smallest_t && self.surplus_per_t * q > self.cost).then_some(q)
    }
}

/// Buffers for a plant's possible matches, and the demand that those taken leave; reused from plant to plant.
#[derive(Debug, Default)]
pub struct Matches {
    matches: Vec<Match>,
    demand_left_t: TiVec<ProductId, Tonnes>,
}

/// Value of matching the plant's unused fresh waste with idle capacity of known members, and theirs with its idle
/// capacity, within the demand left, best unit surplus first: its share of `surplus * t - deal cost`. Its own waste in
/// its own capacity does not count, as that needs no cluster [J1].
pub fn matching(outlook: &Outlook, plant: PlantId, basis: &Basis, matches: &mut Matches) -> Money {
    let Some(nearby) = outlook.nearby else {
        return matching_along(outlook, plant, basis.chances.of(plant), matches);
    };
    let world = outlook.world;
    matches.matches.clear();
    let with_capacity = |slot| world.capacity.idle_t[slot] > 0.0;
    nearby.around(with_capacity, |link| {
        if is_chance(world, link) {
            matches.matches.extend(Match::of(outlook, plant, link));
        }
    });
    matches.take_greedily(world)
}

/// The same along these links alone.
pub fn matching_along(
    outlook: &Outlook,
    plant: PlantId,
    links: impl Iterator<Item = LinkId>,
    matches: &mut Matches,
) -> Money {
    let world = outlook.world;
    matches.matches.clear();
    matches.matches.extend(links.filter_map(|link| Match::of(outlook, plant, &world.region.links[link])));
    matches.take_greedily(world)
}

impl Matches {
    /// Takes the matches, best unit surplus first; each one reduces what later ones of the same stream, slot or
    /// products can use.
    fn take_greedily(&mut self, world: &World) -> Money {
        let Matches { matches, demand_left_t } = self;
        if matches.is_empty() {
            return 0.0; // the usual case
        }
        matches.sort_unstable_by(|a, b| {
            let by_index = |of: &Match| (of.stream, of.slot);
            b.surplus_per_t.total_cmp(&a.surplus_per_t).then_with(|| by_index(a).cmp(&by_index(b)))
        });
        demand_left_t.raw.clone_from(&world.market.demand_left_t.raw); // in place
        let mut total = 0.0;
        let mut rest = &mut matches[..];
        while let Some((taken, later)) = rest.split_first_mut() {
            rest = later;
            let Some(q) = taken.tonnes(world, demand_left_t) else { continue };
            total += taken.share * (taken.surplus_per_t * q - taken.cost);
            for other in rest.iter_mut() {
                if other.stream == taken.stream {
                    other.left_t -= q;
                }
                if other.slot == taken.slot {
                    other.idle_t -= q;
                }
            }
            for of in world.region.scenario.technologies[taken.technology].products() {
                demand_left_t[of.product] -= q * of.t_per_t;
            }
        }
        total
    }
}

/// Costs of a plant's deals last year that the levers act on, summed by lever.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Savings {
    /// Operating cost that lever `opex` acts on.
    pub opex: Money,
    /// Haulage that lever `transport_cost` acts on.
    pub haulage: Money,
    /// Cost of deals that lever `deal_cost` acts on.
    pub deal_cost: Money,
}

impl Savings {
    /// All operating cost if it converts, or half if the supplier is a member too; half if it supplies a member; half
    /// of haulage and deal cost with a partner that is a member.
    #[inline]
    pub fn of(outlook: &Outlook, plant: PlantId) -> Self {
        let deals = outlook.world.log.deals_of(plant);
        if deals.len() == 0 { Savings::default() } else { Savings::of_deals(outlook, plant, deals) }
    }

    fn of_deals<'a>(outlook: &Outlook, plant: PlantId, deals: impl Iterator<Item = &'a Deal>) -> Self {
        let mut savings = Savings::default();
        let region = &*outlook.world.region;
        for deal in deals {
            let opex = region.scenario.technologies[deal.technology].opex_per_t * deal.q_t;
            if deal.supplier == deal.converter {
                savings.opex += opex;
            } else if outlook.inside(deal.partner_of(plant)) {
                savings.opex += opex / 2.0;
                savings.haulage += outlook.world.haul_per_t(&region.links[deal.link]) * deal.q_t / 2.0;
                savings.deal_cost += region.scenario.trade.deal_cost / 2.0;
            } else if deal.converter == plant {
                savings.opex += opex;
            }
        }
        savings
    }

    /// Adds another plant's savings.
    pub fn add(&mut self, other: &Savings) {
        self.opex += other.opex;
        self.haulage += other.haulage;
        self.deal_cost += other.deal_cost;
    }

    /// Saving at the given levers.
    pub fn at(&self, levers: &Levers) -> Money {
        self.opex * (1.0 - levers.opex)
            + self.haulage * (1.0 - levers.transport_cost)
            + self.deal_cost * (1.0 - levers.deal_cost)
    }
}

/// A plant's best project outside the cluster as an annuity; 0 without one.
pub fn project_outside(world: &World, plant: PlantId, basis: &Basis) -> Money {
    let neutral = Levers::neutral(0);
    let appraisal = basis.outside(world, &neutral);
    best_project(&appraisal, plant, &Announced::none()).map_or(0.0, |project| yearly(&appraisal, &project))
}

/// Yearly loss from a risk that the levers would avoid: `rate * exposure^elasticity * mean loss * (1 - eff(hazard)
/// eff(severity))` [J1], [N3].
pub fn risk_avoided(world: &World, plant: PlantId, risk: RiskId, levers: &Levers) -> Money {
    let share = avoided_share(levers, risk);
    if share == 0.0 {
        return 0.0;
    }
    expected_loss(world, plant, risk) * share
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ti_vec;
    use crate::rules::trial::{leaving, link_between, neighbours, world};

    #[test]
    fn a_chance_needs_waste_capacity_and_two_plants() {
        let mut scenario = neighbours(1, 1);
        scenario.plants.raw[1].streams = scenario.plants.raw[0].streams.clone();
        let mut world = world(scenario);
        let [between, within] = [0, 1].map(|supplier| link_between(&world, supplier, 1));
        let mut seen = Vec::new();
        for (unused_t, idle_t) in [(1.0, 1.0), (0.0, 1.0), (1.0, 0.0)] {
            world = leaving(world, unused_t, idle_t);
            seen.push([is_chance(&world, &between), is_chance(&world, &within)]);
        }
        assert_eq!(seen, [[true, false], [false; 2], [false; 2]]);
    }

    #[test]
    fn only_plants_with_a_chance_have_links_worth_a_look() {
        let mut scenario = neighbours(1, 1);
        let idler = crate::scenario::Plant { streams: Vec::new(), ..scenario.plants.raw[0].clone() };
        scenario.plants.push(idler);
        let having = |unused_t, idle_t| {
            let world = leaving(world(scenario.clone()), unused_t, idle_t);
            let (basis, all) = (Basis::of(&world), ti_vec![true; 3]);
            let outlook = Outlook { members: &all, ..Outlook::now(&world) };
            world.all_plants().map(|plant| basis.worthwhile(&outlook, plant).count()).collect::<Vec<_>>()
        };
        assert_eq!(having(5.0, 5.0), [1, 1, 0]);
        assert_eq!([having(0.0, 5.0), having(5.0, 0.0)], [[0; 3]; 2]);
    }

    #[test]
    fn the_smallest_deal_counts_and_a_smaller_one_does_not() {
        let of = |min_t: f64| {
            let mut scenario = neighbours(1, 1);
            scenario.trade.min_t = min_t;
            let world = leaving(world(scenario), 8.0, 10.0);
            let all = ti_vec![true; 2];
            let outlook = Outlook { members: &all, ..Outlook::now(&world) };
            matching(&outlook, PlantId::new(0), &Basis::of(&world), &mut Matches::default())
        };
        // Half of 100 a tonne.
        assert_eq!([of(8.0), of(8.0_f64.next_up())], [400.0, 0.0]);
    }

    #[test]
    fn a_match_that_only_pays_its_cost_leaves_the_waste_to_the_next() {
        let world = world(neighbours(1, 2));
        let of = |slot, surplus_per_t, cost| Match {
            surplus_per_t,
            stream: StreamId::new(0),
            slot: SlotId::new(slot),
            technology: TechnologyId::new(0),
            cost,
            share: 0.5,
            left_t: 8.0,
            idle_t: 8.0,
        };
        let taken = |cost: f64| {
            let matches = vec![of(0, 100.0, cost), of(1, 90.0, 0.0)];
            Matches { matches, ..Matches::default() }.take_greedily(&world)
        };
        assert_eq!([taken(800.0), taken(600.0)], [360.0, 100.0]);
    }
}
