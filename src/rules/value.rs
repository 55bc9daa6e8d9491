//! What being in the cluster is worth to a plant in a year: `value(i | levels, members)` [J1].

use serde::Serialize;

use crate::rules::hazard::{avoided_share, reckoned_loss};
use crate::rules::levers::levers;
use crate::rules::outlook::Outlook;
use crate::rules::project::{Claims, Openings, best_project, yearly};
use crate::units::{GRAM, Money, MoneyPerTonne, Tonnes};
use crate::world::World;
use crate::world::company::Levers;
use crate::world::log::Source;

/// The four parts of a value, money per year.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Value {
    /// Unused waste and idle capacity matched with members.
    pub matching: Money,
    /// What the levers would save on last year's deals.
    pub savings: Money,
    /// Best project inside less best project outside, as an annuity.
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

/// `value(i)` under an outlook in which the plant is in, others as supposed [J1].
pub fn value(outlook: &Outlook, plant: usize, openings: &Openings, scratch: &mut Vec<Match>) -> Value {
    let outside = project_outside(outlook.world, plant, openings);
    let risks = 0..outlook.world.region.scenario.risks.len();
    Value {
        matching: matching(outlook, plant, scratch),
        savings: Savings::of(outlook, plant).at(outlook.levers),
        project: project_gain(outlook, plant, openings, outside),
        risk: risks.map(|r| risk_avoided(outlook.world, plant, r, outlook.levers)).sum(),
    }
}

/// Asks something of the world as a feasibility study supposes it: all plants in, every infrastructure at
/// the planned level [J1].
pub fn in_study<T>(world: &World, ask: impl FnOnce(&Outlook) -> T) -> T {
    let scenario = world.region.scenario;
    let planned = vec![scenario.management.planned_level; scenario.infrastructure.len()];
    let levers = levers(&scenario.infrastructure, &planned, scenario.risks.len());
    let all = vec![true; world.len()];
    ask(&Outlook { members: &all, levers: &levers, ..Outlook::now(world) })
}

/// A possible match between a plant's waste or capacity and another member's.
#[derive(Debug, Clone, Copy)]
pub struct Match {
    surplus_per_t: MoneyPerTonne,
    link: usize,
    left_t: Tonnes,
    idle_t: Tonnes,
    demand_t: Tonnes,
}

/// Unused fresh waste to idle capacity of known members and their unused fresh waste to its idle
/// capacity, within the demand left, best unit surplus first: its share of `surplus * t - deal cost`. Its own waste to its
/// own capacity is not counted: that needs no cluster.
pub fn matching(outlook: &Outlook, plant: usize, matches: &mut Vec<Match>) -> Money {
    let world = outlook.world;
    let region = world.region;
    matches.clear();
    let mut consider = |index: usize| {
        let link = &region.links[index];
        let idle_t = world.capacity.idle_t[link.slot];
        if idle_t <= 0.0 || !outlook.both_inside(link) || !outlook.known(link) {
            return;
        }
        let left_t = world.streams.unused_fresh_t[link.stream];
        if left_t > 0.0 {
            let surplus_per_t = outlook.unit_surplus(link, Source::Fresh).total();
            if surplus_per_t > 0.0 {
                let product = region.scenario.technologies[link.technology].product;
                let demand_t = world.market.demand_left_t[product];
                matches.push(Match { surplus_per_t, link: index, left_t, idle_t, demand_t });
            }
        }
    };
    for stream in region.streams_of(plant) {
        region.links_of(stream).for_each(&mut consider);
    }
    for slot in region.slots_of(plant) {
        if world.capacity.idle_t[slot] > 0.0 {
            region.suppliers_of(slot).iter().copied().for_each(&mut consider);
        }
    }
    matches.sort_unstable_by(|a, b| b.surplus_per_t.total_cmp(&a.surplus_per_t).then(a.link.cmp(&b.link)));
    take_greedily(outlook, plant, matches)
}

/// Takes the matches in order; what one takes, later ones of the same stream, slot or product no longer find.
fn take_greedily(outlook: &Outlook, plant: usize, matches: &mut [Match]) -> Money {
    let region = outlook.world.region;
    let trade = &region.scenario.trade;
    let mut total = 0.0;
    for at in 0..matches.len() {
        let taken = matches[at];
        let link = &region.links[taken.link];
        let technology = &region.scenario.technologies[link.technology];
        let q = taken.left_t.min(taken.idle_t).min(taken.demand_t / technology.yield_t_per_t);
        let cost = outlook.deal_cost(link);
        if q < trade.min_t.max(GRAM) || taken.surplus_per_t * q <= cost {
            continue;
        }
        let share = if link.supplier == plant { trade.supplier_share } else { 1.0 - trade.supplier_share };
        total += share * (taken.surplus_per_t * q - cost);
        for later in &mut matches[at + 1..] {
            let other = &region.links[later.link];
            if other.stream == link.stream {
                later.left_t -= q;
            }
            if other.slot == link.slot {
                later.idle_t -= q;
            }
            if region.scenario.technologies[other.technology].product == technology.product {
                later.demand_t -= q * technology.yield_t_per_t;
            }
        }
    }
    total
}

/// What last year's deals of a plant would let the levers save: sums that each lever multiplies.
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
    /// All the operating cost where it converts, half of it where the supplier is in too; half where it
    /// supplies a member; half of haulage and deal cost with a partner that is in [J1].
    pub fn of(outlook: &Outlook, plant: usize) -> Self {
        let mut savings = Savings::default();
        let region = outlook.world.region;
        for deal in &outlook.world.log.deals {
            if deal.supplier != plant && deal.converter != plant {
                continue;
            }
            let opex = region.scenario.technologies[deal.technology].opex_per_t * deal.q_t;
            if deal.supplier == deal.converter {
                savings.opex += opex;
            } else if outlook.inside(deal.partner_of(plant)) {
                savings.opex += opex / 2.0;
                savings.haulage += region.links[deal.link].haul_per_t * deal.q_t / 2.0;
                savings.deal_cost += region.scenario.trade.deal_cost / 2.0;
            } else if deal.converter == plant {
                savings.opex += opex;
            }
        }
        savings
    }

    /// Adds another plant's.
    pub fn add(&mut self, other: &Savings) {
        self.opex += other.opex;
        self.haulage += other.haulage;
        self.deal_cost += other.deal_cost;
    }

    /// What the given levers save.
    pub fn at(&self, levers: &Levers) -> Money {
        self.opex * (1.0 - levers.opex)
            + self.haulage * (1.0 - levers.transport_cost)
            + self.deal_cost * (1.0 - levers.deal_cost)
    }
}

/// A plant's best project outside as a yearly sum; 0 without one.
pub fn project_outside(world: &World, plant: usize, openings: &Openings) -> Money {
    let levers = Levers::neutral(0);
    let outlook = Outlook { members: &[], levers: &levers, ..Outlook::now(world).at_expected_prices() };
    best_project(&outlook, plant, &Claims::none(), openings).map_or(0.0, |project| yearly(world, &project))
}

/// Best project inside less the given one outside, as yearly sums, not below 0.
pub fn project_gain(outlook: &Outlook, plant: usize, openings: &Openings, outside: Money) -> Money {
    let inside = best_project(&outlook.at_expected_prices(), plant, &Claims::none(), openings);
    (inside.map_or(0.0, |project| yearly(outlook.world, &project)) - outside).max(0.0)
}

/// Loss by a risk that the levers would avoid in a year, as a plant reckons it:
/// `rate * exposure * mean loss * (1 - eff(hazard) eff(severity))`, without the exposure's elasticity [J1].
pub fn risk_avoided(world: &World, plant: usize, risk: usize, levers: &Levers) -> Money {
    let share = avoided_share(levers, risk);
    if share == 0.0 { 0.0 } else { reckoned_loss(world, plant, &world.region.scenario.risks[risk]) * share }
}
