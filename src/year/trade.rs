//! **Trade.** Waste goes to converters. Contracts deliver first, given ones and then the oldest first. The rest is
//! matched greedily: the pair with the best unit surplus trades as much as waste, capacity and demand allow, then the
//! next. Both sides share the gain. A deal between two members becomes a contract, and the cluster's contribution to it
//! is recorded as synergy.
//! Equations [T1], [T2].
//!
//! Reads: fresh waste, stocks, capacity, demand, prices, levers, members. Writes: deals, contracts,
//! stocks, what is left unused, cash, synergy. Draws: none. Conserves: what leaves a stream is
//! converted; a deal's gain is its two sides' gain.

mod offers;

use std::sync::Arc;

use crate::ids::{LinkId, SlotId};
use crate::laws::residue;
use crate::laws::synergy::{logistics, processing, transaction};
use crate::region::{Link, Region};
use crate::rules::fortune::Fortune;
use crate::rules::outlook::{Outlook, unused_of, unused_t};
use crate::units::{GRAM, Money, MoneyPerTonne, Tonnes};
use crate::world::World;
use crate::world::ledger::PlantFlow;
use crate::world::log::{Channel, Deal, Source, Synergy, Term};
use crate::world::plants::Contract;
use crate::year::agents::Agents;
use crate::year::witness::{Nobody, Room, Verdict, Weighed, Witness};
use offers::{Offer, offers, take_best};

/// The phase.
pub fn trade(world: &mut World, _fortune: &Fortune, _: &mut dyn Agents) {
    watched(world, &mut Nobody);
}

/// The phase, with a witness.
pub fn watched<W: Witness + ?Sized>(world: &mut World, witness: &mut W) {
    start_units(world);
    world.log.deals.clear();
    world.offer_everything();
    serve_contracts(world, witness);
    match_greedily(world, witness);
    world.log.group_deals(world.plants.cash.len());
    book_gains(world);
}

/// From the first trade in which a unit works, it is no coming capacity, and its order claims no supply [N2].
fn start_units(world: &mut World) {
    let t = world.t;
    if t == 0 || !world.units.iter().any(|unit| unit.from == t) {
        return; // what the plants were given works already
    }
    world.claims.end_of_working(t);
    let coming_t = &mut world.capacity.coming_t;
    let starting = world.units.iter().filter(|unit| unit.from == t);
    starting.for_each(|unit| coming_t[unit.slot] = 0.0);
    // Summed anew, as subtracting would leave rounding errors.
    let mut slots: Vec<SlotId> =
        world.units.iter().filter(|unit| unit.from == t).map(|unit| unit.slot).collect();
    slots.sort_unstable();
    for unit in world.units.iter().filter(|unit| unit.from > t) {
        if slots.binary_search(&unit.slot).is_ok() {
            coming_t[unit.slot] += unit.capacity_t;
        }
    }
}

/// Serves contracts, given ones in their order and then the oldest first; ends those that cannot continue [N5].
fn serve_contracts<W: Witness + ?Sized>(world: &mut World, witness: &mut W) {
    let mut contracts = std::mem::take(&mut world.contracts);
    contracts.retain(|&contract| {
        let link = &world.region.links[contract.link];
        let outlook = Outlook::now(world);
        let surplus_per_t = outlook.unit_surplus(link, contract.source).total();
        let room = room(world, link, contract.source);
        let verdict = judge_contract(world, &contract, surplus_per_t, room);
        witness.traded(Weighed {
            link: contract.link,
            source: contract.source,
            contract: Some(contract),
            surplus_per_t: Some(surplus_per_t),
            room,
            deal_cost: outlook.deal_cost(link),
            verdict,
        });
        let Verdict::Made(q) = verdict else { return verdict == Verdict::Waits };
        make_deal(world, contract.link, contract.source, q, surplus_per_t, Term::Running);
        true
    });
    world.contracts = contracts;
}

/// The outcome of a contract this year: a delivery, its end, or that it waits for a side to open [N5].
fn judge_contract(world: &World, contract: &Contract, surplus_per_t: MoneyPerTonne, room: Room) -> Verdict {
    let trade = &world.region.scenario.trade;
    let link = &world.region.links[contract.link];
    let q = room.deliverable_t().min(contract.q_t);
    if world.t >= contract.over {
        Verdict::TermOver
    } else if [link.supplier, link.converter].iter().any(|&side| !world.open(side)) {
        Verdict::Waits
    } else if !contract.given && !Outlook::now(world).both_inside(link) {
        Verdict::Left
    } else if surplus_per_t < -trade.tolerance_per_t {
        Verdict::BeyondTolerance
    } else if q < trade.min_t.max(GRAM) {
        too_little(world, link, contract.source, room)
    } else {
        Verdict::Made(q)
    }
}

/// Makes the best deals while there is any surplus (ties: supplier, waste, fresh before stock, converter, technology).
fn match_greedily<W: Witness + ?Sized>(world: &mut World, witness: &mut W) {
    let region = &*Arc::clone(&world.region);
    witness.offers(&Outlook::now(world));
    let smallest_t = region.scenario.trade.min_t.max(GRAM);
    // What is left only shrinks, so an offer of less than the smallest deal comes to nothing; only a witness wants it.
    let sees_all = witness.sees_offers();
    let least_t = if sees_all { 0.0_f64.next_up() } else { smallest_t };
    let mut offers = offers(&Outlook::now(world), least_t);
    while !offers.is_empty() {
        for offer in take_best(&mut offers) {
            if sees_all || left_t(world, &offer) >= smallest_t {
                consider(world, region, witness, &offer);
            }
        }
        offers.retain(|offer| sees_all || left_t(world, offer) >= smallest_t);
    }
}

/// Tonnes of waste and of capacity that are left for an offer: two columns, without its link.
fn left_t(world: &World, offer: &Offer) -> Tonnes {
    unused_of(world, offer.stream, offer.source).min(world.capacity.idle_t[offer.slot])
}

/// Makes a deal of an offer, if what is left is enough and worth its cost.
fn consider<W: Witness + ?Sized>(world: &mut World, region: &Region, witness: &mut W, offer: &Offer) {
    let trade = &region.scenario.trade;
    let smallest_t = trade.min_t.max(GRAM);
    let Offer { surplus_per_t, link: index, source, .. } = *offer;
    let link = &region.links[index];
    let room = room(world, link, source);
    let q = room.deliverable_t();
    let deal_cost = Outlook::now(world).deal_cost(link);
    let verdict = if q < smallest_t {
        too_little(world, link, source, room)
    } else if surplus_per_t * q <= deal_cost {
        Verdict::BelowDealCost
    } else {
        Verdict::Made(q)
    };
    let surplus = Some(surplus_per_t);
    witness.traded(Weighed {
        link: index,
        source,
        contract: None,
        surplus_per_t: surplus,
        room,
        deal_cost,
        verdict,
    });
    if let Verdict::Made(q) = verdict {
        let contract = Outlook::now(world).both_inside(link) && trade.contract_years > 1;
        let term = if contract { Term::New } else { Term::Spot };
        make_deal(world, index, source, q, surplus_per_t, term);
        if contract {
            let over = world.t + trade.contract_years;
            let made = Contract { link: index, source, q_t: q, since: world.t, over, given: false };
            world.contracts.push(made);
        }
    }
}

/// Unit surplus of a link that can be offered.
///
/// # Errors
/// The first reason against it.
pub fn offer(outlook: &Outlook, link: &Link, source: Source) -> Result<MoneyPerTonne, Verdict> {
    let world = outlook.world;
    if !outlook.known(link) {
        return Err(Verdict::Unknown);
    }
    if [link.supplier, link.converter].iter().any(|&side| !world.open(side)) {
        return Err(Verdict::NotOpen);
    }
    if world.capacity.idle_t[link.slot] <= 0.0 {
        return Err(without_capacity(world, link));
    }
    if unused_t(world, link, source) <= 0.0 {
        return Err(without_supply(world, link, source));
    }
    let surplus_per_t = outlook.unit_surplus(link, source).total();
    if surplus_per_t > 0.0 { Ok(surplus_per_t) } else { Err(Verdict::NoSurplus) }
}

/// Supply, capacity and demand still available on a link.
pub fn room(world: &World, link: &Link, source: Source) -> Room {
    let technology = &world.region.scenario.technologies[link.technology];
    Room {
        supply_t: unused_t(world, link, source),
        capacity_t: world.capacity.idle_t[link.slot],
        demand_t: world.market.room_t(technology),
    }
}

/// Why a converter has no idle capacity.
fn without_capacity(world: &World, link: &Link) -> Verdict {
    if world.capacity.working_t[link.slot] <= 0.0 {
        Verdict::NoUnit
    } else if world.plants.outage[link.converter] >= 1.0 {
        Verdict::OutOfService
    } else {
        Verdict::NoCapacity
    }
}

/// Why a supplier has nothing on offer.
fn without_supply(world: &World, link: &Link, source: Source) -> Verdict {
    let (streams, stream) = (&world.streams, link.stream);
    let waste = &world.region.scenario.wastes[world.region.streams[stream].waste];
    match source {
        Source::Fresh if streams.fresh_t[stream] <= 0.0 => Verdict::NoWaste,
        Source::Stock if streams.stock_t[stream] + streams.converted_stock_t[stream] <= 0.0 => {
            Verdict::NoWaste
        }
        Source::Stock if waste.reclaim_rate <= 0.0 => Verdict::NotReclaimed,
        Source::Fresh | Source::Stock => Verdict::NoSupply,
    }
}

/// The verdict when less is available than the smallest deal: supply, capacity or demand.
fn too_little(world: &World, link: &Link, source: Source, room: Room) -> Verdict {
    let tightest = room.deliverable_t();
    if tightest >= GRAM {
        Verdict::TooSmall
    } else if tightest == room.supply_t {
        without_supply(world, link, source)
    } else if tightest == room.capacity_t {
        without_capacity(world, link)
    } else {
        Verdict::NoDemand
    }
}

/// Moves the tonnes of a deal and records it.
fn make_deal(
    world: &mut World,
    index: LinkId,
    source: Source,
    q_t: Tonnes,
    surplus_per_t: MoneyPerTonne,
    term: Term,
) {
    let region = &*Arc::clone(&world.region);
    let link = &region.links[index];
    let technology = &region.scenario.technologies[link.technology];
    let outlook = Outlook::now(world);
    let deal_cost = outlook.deal_cost(link);
    let gain = surplus_per_t * q_t - deal_cost;
    let deal = Deal {
        link: index,
        supplier: link.supplier,
        waste: technology.waste,
        source,
        converter: link.converter,
        technology: link.technology,
        q_t,
        haul_km: link.km,
        surplus_per_t,
        deal_cost,
        gain,
        supplier_gain: gain * (1.0 - outlook.converter_share(link)),
        supplier_member: outlook.inside(link.supplier),
        converter_member: outlook.inside(link.converter),
        term,
        synergy: synergy(&outlook, link, q_t, gain),
    };
    let streams = &mut world.streams;
    match source {
        Source::Fresh => {
            streams.converted_fresh_t[link.stream] += q_t;
            take(&mut streams.unused_fresh_t[link.stream], q_t);
        }
        Source::Stock => {
            streams.converted_stock_t[link.stream] += q_t;
            take(&mut streams.unused_stock_t[link.stream], q_t);
            take(&mut streams.stock_t[link.stream], q_t);
        }
    }
    take(&mut world.capacity.idle_t[link.slot], q_t);
    for of in technology.products() {
        take(&mut world.market.demand_left_t[of.product], q_t * of.t_per_t);
    }
    if let Some(residue) = region.slots[link.slot].residue {
        let left_t = residue::left_t(technology.residue_t_per_t(), q_t);
        world.streams.residue_t[link.stream] += left_t;
        world.streams.held_t[residue] += left_t;
    }
    world.log.deals.push(deal);
}

/// Subtracts `q`; rounding must not give a negative result.
fn take(from: &mut f64, q: f64) {
    *from = (*from - q).max(0.0);
}

/// The cluster's contribution to a deal, by channel [T2].
fn synergy(outlook: &Outlook, link: &Link, q_t: Tonnes, gain: Money) -> Synergy {
    let mut synergy = Synergy::default();
    let scenario = &*outlook.world.region.scenario;
    let levers = outlook.levers;
    if outlook.both_inside(link) && !link.known_outside() {
        synergy[Channel::Matching as usize] = gain;
    } else if outlook.inside(link.converter) {
        let opex = scenario.technologies[link.technology].opex_per_t;
        synergy[Channel::Processing as usize] = processing(opex, levers.opex, q_t);
        if outlook.both_inside(link) {
            synergy[Channel::Logistics as usize] =
                logistics(outlook.world.haul_per_t(link), levers.transport_cost, q_t);
            synergy[Channel::Transaction as usize] = transaction(scenario.trade.deal_cost, levers.deal_cost);
        }
    }
    synergy
}

/// Divides gains between the two sides; synergy is divided in halves between members, else all to the converter [T2].
fn book_gains(world: &mut World) {
    let deals = std::mem::take(&mut world.log.deals);
    for deal in &deals {
        if deal.between_plants() {
            world.post(deal.supplier, PlantFlow::Gain, deal.supplier_gain);
        }
        world.post(deal.converter, PlantFlow::Gain, deal.gain - deal.supplier_gain);
        if !deal.converter_member {
            continue; // without synergy
        }
        let part = if deal.inside() { 0.5 } else { 1.0 };
        let channels = deal.synergy.iter().enumerate();
        for (channel, &amount) in channels.filter(|(_, amount)| **amount != 0.0) {
            world.plants.synergy.add(deal.converter, channel, part * amount);
            if deal.inside() {
                world.plants.synergy.add(deal.supplier, channel, part * amount);
            }
        }
    }
    world.log.deals = deals;
}
