//! The partners that a plant considered, in order, and the outcome of each [T1], [T2].

use serde::Serialize;

use super::Named;
use super::scene::{Names, Seen};
use crate::ids::{LinkId, PlantId, SlotId, StreamId};
use crate::laws::residue::left_t;
use crate::laws::surplus::UnitSurplus;
use crate::region::{Link, Region};
use crate::rules::acquaintance::Acquaintance;
use crate::rules::outlook::{Outlook, SOURCES};
use crate::units::{Money, MoneyPerTonne, Tonnes};
use crate::world::World;
use crate::world::log::Source;
use crate::world::plants::Contract;
use crate::year::witness::{Room, Verdict, Weighed};
use crate::year::{offer, room};

/// A contract or a possible deal with a partner, from the plant's point of view.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Partner {
    /// Position in the market's order, from 1; `None` if no offer was made.
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
    /// Why they do: `own`, `group`, `knows`, `contract`, `chance`, `cluster` or `memory`.
    pub known_by: Option<&'static str>,
    /// Calendar year of their last deal, if they know each other by it alone.
    pub last_deal: Option<i32>,
    /// Whether both are members.
    pub both_inside: bool,
    /// The parts of the unit surplus.
    pub parts: UnitSurplus,
    /// Unit surplus, the sum of the parts.
    pub surplus_per_t: MoneyPerTonne,
    /// Tonnes that supply, capacity and demand allowed at its turn.
    pub room: Room,
    /// Yearly cost of the deal.
    pub deal_cost: f64,
    /// Calendar year in which the contract was concluded; `None` if the scenario gave it.
    pub contract_since: Option<i32>,
    /// Last calendar year of the contract, if the scenario gave it.
    pub given_until: Option<i32>,
    /// The outcome.
    pub verdict: &'static str,
    /// Tonnes of the deal.
    pub q_t: Option<f64>,
    /// The plant's share of the gain.
    pub own_gain: Option<f64>,
    /// Waste that the deal leaves, if any, which joins the converter's waste of the next year [N1].
    pub residue: Option<Residue>,
    /// How much more a tonne would have to be worth for a deal; `None` if surplus is not the obstacle.
    pub short_by_per_t: Option<MoneyPerTonne>,
}

/// What a deal leaves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Residue {
    /// Waste.
    pub waste: Named,
    /// Tonnes.
    pub t: Tonnes,
}

impl Partner {
    /// Whether it is a contract.
    pub fn is_contract(&self) -> bool {
        self.contract_since.is_some() || self.given_until.is_some()
    }
}

/// `supplies`, `converts` or `own`: what a plant does on a link.
pub fn role(link: &Link, plant: PlantId) -> &'static str {
    match (link.own(), link.supplier == plant) {
        (true, _) => "own",
        (false, true) => "supplies",
        (false, false) => "converts",
    }
}

/// The other side of a link.
pub fn other(link: &Link, plant: PlantId) -> PlantId {
    if link.supplier == plant { link.converter } else { link.supplier }
}

/// Observations of trade: contracts and offers in order, and pairs without an offer.
#[derive(Default)]
pub struct Market {
    weighed: Vec<Weighed>,
    never: Vec<Never>,
}

/// A pair without an offer that involves a plant asked about, and the reason.
struct Never {
    plant: PlantId,
    link: Link,
    source: Source,
    verdict: Verdict,
    room: Room,
}

/// The outcome of a contract or a pair, whether or not the region has a link for it.
struct Ended {
    source: Source,
    contract: Option<Contract>,
    surplus_per_t: Option<MoneyPerTonne>,
    room: Room,
    deal_cost: Money,
    verdict: Verdict,
}

impl From<&Weighed> for Ended {
    fn from(weighed: &Weighed) -> Ended {
        let Weighed { source, contract, surplus_per_t, room, deal_cost, verdict, .. } = *weighed;
        Ended { source, contract, surplus_per_t, room, deal_cost, verdict }
    }
}

impl Market {
    /// A contract or an offer was handled.
    pub fn add(&mut self, weighed: Weighed) {
        self.weighed.push(weighed);
    }

    /// What was handled, in order.
    pub fn weighed(&self) -> &[Weighed] {
        &self.weighed
    }

    /// Pairs of given plants that make no offer, and why; includes far more pairs than the region's links.
    pub fn without_offer(&mut self, outlook: &Outlook, plants: &[PlantId]) {
        for &plant in plants {
            for link in pairs(&outlook.world.region, plant) {
                for source in SOURCES {
                    if let Err(verdict) = offer(outlook, &link, source) {
                        let room = room(outlook.world, &link, source);
                        self.never.push(Never { plant, link, source, verdict, room });
                    }
                }
            }
        }
    }

    /// The partners of a plant: contracts and offers in order, then the rest, nearest first.
    pub fn partners(&self, seen: &Seen, plant: PlantId) -> Vec<Partner> {
        let links = &seen.before.region.links;
        let mine = |link: LinkId| links[link].supplier == plant || links[link].converter == plant;
        let turns = self.weighed.iter().enumerate().filter(|(_, weighed)| mine(weighed.link));
        let mut partners: Vec<Partner> = turns
            .map(|(turn, weighed)| partner(seen, plant, Some(turn + 1), &links[weighed.link], weighed.into()))
            .collect();
        // An ended contract may be offered again; one that delivered has been handled.
        let mut never: Vec<&Never> = self.never.iter().filter(|never| never.plant == plant).collect();
        never.sort_by(|a, b| {
            let by_index = |of: &Never| (of.link.stream, of.link.slot, of.source);
            a.link.km.total_cmp(&b.link.km).then_with(|| by_index(a).cmp(&by_index(b)))
        });
        partners.extend(never.into_iter().map(|&Never { ref link, source, verdict, room, .. }| {
            let deal_cost = Outlook::now(seen.before).deal_cost(link);
            let ended = Ended { source, contract: None, surplus_per_t: None, room, deal_cost, verdict };
            partner(seen, plant, None, link, ended)
        }));
        partners
    }
}

/// Every stream and slot of the same waste with the plant on one side, acquainted or not, at any distance.
fn pairs(region: &Region, plant: PlantId) -> Vec<Link> {
    let waste_of = |slot: SlotId| region.scenario.technologies[region.slots[slot].technology].waste;
    let mut pairs = Vec::new();
    for stream in region.streams_of(plant) {
        let slots =
            SlotId::all(region.slots.len()).filter(|&slot| waste_of(slot) == region.streams[stream].waste);
        pairs.extend(slots.map(|slot| region.link(stream, slot)));
    }
    for slot in region.slots_of(plant) {
        let others =
            StreamId::all(region.streams.len()).filter(|&stream| region.streams[stream].plant != plant);
        let streams = others.filter(|&stream| region.streams[stream].waste == waste_of(slot));
        pairs.extend(streams.map(|stream| region.link(stream, slot)));
    }
    pairs
}

fn partner(seen: &Seen, plant: PlantId, turn: Option<usize>, link: &Link, ended: Ended) -> Partner {
    let (world, names): (&World, Names) = (seen.before, Names(&seen.before.region.scenario));
    let outlook = Outlook::now(world);
    let calendar = |t: usize| world.region.scenario.start_year + t as i32;
    let known_by = Acquaintance::of(&outlook, link);
    let parts = outlook.unit_surplus(link, ended.source);
    let surplus_per_t = ended.surplus_per_t.unwrap_or_else(|| parts.total());
    let q_t = match ended.verdict {
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
    let technology = &world.region.scenario.technologies[link.technology];
    let left = technology.residue.zip(q_t.map(|q| left_t(technology.residue_t_per_t(), q)));
    Partner {
        turn,
        role: role(link, plant),
        partner: names.plant(other(link, plant)),
        waste: names.waste(world.region.streams[link.stream].waste),
        source: ended.source.name(),
        technology: names.technology(link.technology),
        km: link.km,
        known: outlook.known(link),
        known_by: known_by.map(Acquaintance::name),
        last_deal: match known_by {
            Some(Acquaintance::Memory(t)) => Some(calendar(t)),
            _ => None,
        },
        both_inside: outlook.both_inside(link),
        parts,
        surplus_per_t,
        room: ended.room,
        deal_cost: ended.deal_cost,
        contract_since: ended.contract.filter(|of| !of.given).map(|of| calendar(of.since)),
        given_until: ended.contract.filter(|of| of.given).map(|of| calendar(of.over) - 1),
        verdict: ended.verdict.name(),
        q_t,
        own_gain: q_t.map(|q| share * (surplus_per_t * q - ended.deal_cost)),
        residue: left.map(|(waste, t)| Residue { waste: names.waste(waste), t }),
        short_by_per_t: match ended.verdict {
            Verdict::NoSurplus => Some(-surplus_per_t),
            Verdict::BelowDealCost => Some(ended.deal_cost / ended.room.deliverable_t() - surplus_per_t),
            Verdict::BeyondTolerance => Some(-world.region.scenario.trade.tolerance_per_t - surplus_per_t),
            _ => None,
        },
    }
}
