//! The partners that a plant considered, in order, and why each ended as it did [T1], [T2].

use serde::Serialize;

use super::Named;
use super::scene::{Names, Seen};
use crate::rules::outlook::{Outlook, SOURCES};
use crate::rules::surplus::UnitSurplus;
use crate::units::MoneyPerTonne;
use crate::world::World;
use crate::world::log::Source;
use crate::year::witness::{Room, Verdict, Weighed};
use crate::year::{offer, room};

/// A contract or a possible deal with a partner, seen from the plant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Partner {
    /// Place in the order in which the market came to it, 1 the first; none where no offer was made.
    pub turn: Option<usize>,
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
    /// Whether the two know each other.
    pub known: bool,
    /// Whether both are in.
    pub both_inside: bool,
    /// The parts of the unit surplus.
    pub parts: UnitSurplus,
    /// Their sum, the unit surplus.
    pub surplus_per_t: MoneyPerTonne,
    /// What supply, capacity and demand allowed when its turn came, t.
    pub room: Room,
    /// Yearly cost of the deal.
    pub deal_cost: f64,
    /// Calendar year in which its contract was made.
    pub contract_since: Option<i32>,
    /// How it ended.
    pub verdict: &'static str,
    /// Tonnes of the deal.
    pub q_t: Option<f64>,
    /// The plant's part of the gain.
    pub own_gain: Option<f64>,
    /// How much more a tonne would have to bring for a deal; none where no surplus would do it.
    pub short_by_per_t: Option<MoneyPerTonne>,
}

/// What was seen of trade: in order, and what was never offered.
#[derive(Default)]
pub struct Market {
    weighed: Vec<Weighed>,
    never: Vec<(usize, Source, Verdict, Room)>,
}

impl Market {
    /// A contract or an offer had its turn.
    pub fn add(&mut self, weighed: Weighed) {
        self.weighed.push(weighed);
    }

    /// Links that make no offer, and why.
    pub fn without_offer(&mut self, outlook: &Outlook) {
        let world = outlook.world;
        for (index, link) in world.region.links.iter().enumerate() {
            for source in SOURCES {
                if let Err(verdict) = offer(outlook, index, source) {
                    self.never.push((index, source, verdict, room(world, link, source)));
                }
            }
        }
    }

    /// The partners of a plant: what had its turn, then the rest, nearest first.
    pub fn partners(&self, seen: &Seen, plant: usize) -> Vec<Partner> {
        let links = &seen.before.region.links;
        let mine = |link: usize| links[link].supplier == plant || links[link].converter == plant;
        let turns = self.weighed.iter().enumerate().filter(|(_, weighed)| mine(weighed.link));
        let mut partners: Vec<Partner> =
            turns.map(|(turn, weighed)| partner(seen, plant, Some(turn + 1), *weighed)).collect();
        // A contract that ended may be offered anew; one that delivered has had its turn.
        let mut never: Vec<&(usize, Source, Verdict, Room)> =
            self.never.iter().filter(|(link, ..)| mine(*link)).collect();
        never.sort_by(|a, b| links[a.0].km.total_cmp(&links[b.0].km).then((a.0, a.1).cmp(&(b.0, b.1))));
        partners.extend(never.into_iter().map(|&(link, source, verdict, room)| {
            let outlook = Outlook::now(seen.before);
            let deal_cost = outlook.deal_cost(&links[link]);
            let weighed =
                Weighed { link, source, contract: None, surplus_per_t: None, room, deal_cost, verdict };
            partner(seen, plant, None, weighed)
        }));
        partners
    }
}

fn partner(seen: &Seen, plant: usize, turn: Option<usize>, weighed: Weighed) -> Partner {
    let (world, names): (&World, Names) = (seen.before, Names(seen.before.region.scenario));
    let link = &world.region.links[weighed.link];
    let outlook = Outlook::now(world);
    let parts = outlook.unit_surplus(link, weighed.source);
    let surplus_per_t = weighed.surplus_per_t.unwrap_or_else(|| parts.total());
    let q_t = match weighed.verdict {
        Verdict::Made(q) => Some(q),
        _ => None,
    };
    let share = if link.own() {
        1.0
    } else if link.converter == plant {
        outlook.converter_share(link)
    } else {
        1.0 - outlook.converter_share(link)
    };
    let role = match (link.own(), link.supplier == plant) {
        (true, _) => "own",
        (false, true) => "supplies",
        (false, false) => "converts",
    };
    Partner {
        turn,
        role,
        partner: names.plant(if link.supplier == plant { link.converter } else { link.supplier }),
        waste: names.waste(world.region.streams[link.stream].waste),
        source: weighed.source.name(),
        technology: names.technology(link.technology),
        km: link.km,
        known: outlook.known(link),
        both_inside: outlook.both_inside(link),
        parts,
        surplus_per_t,
        room: weighed.room,
        deal_cost: weighed.deal_cost,
        contract_since: weighed
            .contract
            .map(|contract| world.region.scenario.start_year + contract.since as i32),
        verdict: weighed.verdict.name(),
        q_t,
        own_gain: q_t.map(|q| share * (surplus_per_t * q - weighed.deal_cost)),
        short_by_per_t: match weighed.verdict {
            Verdict::NoSurplus => Some(-surplus_per_t),
            Verdict::BelowDealCost => Some(weighed.deal_cost / weighed.room.deliverable_t() - surplus_per_t),
            Verdict::BeyondTolerance => Some(-world.region.scenario.trade.tolerance_per_t - surplus_per_t),
            _ => None,
        },
    }
}
