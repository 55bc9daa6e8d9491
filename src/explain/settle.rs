//! The end of a plant's year: its waste, its money, its experience.

use serde::Serialize;

use super::scene::Names;
use super::{LostUnit, Named};
use crate::ids::{PlantId, RiskId, StreamId, TechnologyId};
use crate::laws::residue::left_t;
use crate::maths::ROUNDING;
use crate::units::{Money, Tonnes};
use crate::world::World;
use crate::world::ledger::{Memo, PlantFlow};
use crate::world::log::{EventKind, Source};
use crate::world::plants::Unit;

/// A flow of money.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flow {
    /// Type of flow.
    pub flow: &'static str,
    /// Amount; positive if received.
    pub amount: f64,
}

/// A plant's books at the end of a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settled {
    /// Cash at the start of the year.
    pub opening_cash: f64,
    /// Non-zero flows.
    pub flows: Vec<Flow>,
    /// Cash at the end of the year.
    pub cash: f64,
    /// Gain from membership this year.
    pub synergy: f64,
    /// Expected gain from membership, for a member.
    pub expected_gain: f64,
    /// Trust before this year's changes.
    pub trust_before: f64,
    /// Trust at the end.
    pub trust: f64,
    /// Member at the end.
    pub member: bool,
    /// Its insolvency, if it became insolvent.
    pub insolvent: Option<Insolvency>,
}

/// A plant's insolvency: what it came from, and what became of what it had.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Insolvency {
    /// Debt in cash at which a plant becomes insolvent.
    pub limit: f64,
    /// Cash before any debt was written off.
    pub cash: f64,
    /// Losses of its own events of the year.
    pub losses: Vec<Lost>,
    /// Its part of the year's losses of products.
    pub loss_of_products: f64,
    /// Negative cash that was written off.
    pub overdraft: f64,
    /// Number of loans that were written off.
    pub loans: usize,
    /// Principal of these loans.
    pub principal: f64,
    /// Its units, which are gone.
    pub units: Vec<LostUnit>,
    /// Whether it was a member until then.
    pub member: bool,
}

/// A loss of an event.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lost {
    /// Risk.
    pub risk: Named,
    /// Loss.
    pub loss: f64,
    /// Part of the loss covered by the company.
    pub covered: f64,
}

/// What a plant had before the phase in which it may become insolvent.
#[derive(Debug, Default)]
pub struct Had {
    units: Vec<LostUnit>,
    /// Loans with a payment left after this year's.
    loans: usize,
    /// Principal already written off this year.
    forgiven: Money,
    member: bool,
}

/// A plant's waste in a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// Waste.
    pub waste: Named,
    /// Generated, t.
    pub generated_t: f64,
    /// Reused as before, t.
    pub already_reused_t: f64,
    /// Residue of last year's conversions that joined the fresh waste, t [N1].
    pub joined_t: f64,
    /// The conversions that it came from.
    pub joined_of: Vec<Origin>,
    /// Fresh waste on offer, the residue that joined included, t.
    pub fresh_t: f64,
    /// Who took fresh waste and stock.
    pub taken: Vec<Taken>,
    /// Converted, fresh and from stock, t.
    pub converted_t: f64,
    /// Placed, t.
    pub placed_t: f64,
    /// Released into nature, t.
    pub released_t: f64,
    /// Residue of this year's conversions, held until it joins the next year's fresh waste, t [N1].
    pub held_t: f64,
    /// The conversions that it came from.
    pub held_of: Vec<Origin>,
    /// Stock at the end, t.
    pub stock_t: f64,
}

/// A conversion that left residue.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Origin {
    /// Technology.
    pub technology: Named,
    /// The waste that was converted.
    pub waste: Named,
    /// The plant that it came from.
    pub supplier: Named,
    /// Residue, t.
    pub t: f64,
}

/// Waste that a deal took.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Taken {
    /// The plant that converted it.
    pub converter: Named,
    /// Technology.
    pub technology: Named,
    /// `fresh` or `stock`.
    pub source: &'static str,
    /// Tonnes.
    pub t: f64,
}

/// Tonnes with the same key as one row, in the order of the first of each.
fn gathered<K: PartialEq>(rows: impl Iterator<Item = (K, Tonnes)>) -> Vec<(K, Tonnes)> {
    let mut found: Vec<(K, Tonnes)> = Vec::new();
    for (key, t) in rows {
        match found.iter_mut().find(|(other, _)| *other == key) {
            Some((_, sum)) => *sum += t,
            None => found.push((key, t)),
        }
    }
    found
}

/// The conversions whose residue joins each stream of a plant, by the deals in the log: this year's once trade is over,
/// last year's before.
pub fn origins(world: &World, plant: PlantId) -> Vec<Vec<Origin>> {
    let (names, region) = (Names(&world.region.scenario), &world.region);
    let of = |stream: StreamId| {
        let deals = world.log.deals_of(plant);
        let left = deals.filter(|deal| region.slots[region.links[deal.link].slot].residue == Some(stream));
        let rows = left.map(|deal| {
            let residue = region.scenario.technologies[deal.technology].residue_t_per_t();
            ((deal.technology, deal.waste, deal.supplier), left_t(residue, deal.q_t))
        });
        let origin = |((technology, waste, supplier), t)| Origin {
            technology: names.technology(technology),
            waste: names.waste(waste),
            supplier: names.plant(supplier),
            t,
        };
        gathered(rows).into_iter().filter(|(_, t)| *t > 0.0).map(origin).collect()
    };
    region.streams_of(plant).map(of).collect()
}

/// A plant's waste at the end of the year; `joined` are the origins of the residue that joined it.
pub fn placed(end: &World, plant: PlantId, joined: Vec<Vec<Origin>>) -> Vec<Placed> {
    let names = Names(&end.region.scenario);
    let streams = &end.streams;
    let taken = |stream: StreamId| {
        let deals = end.log.deals_of(plant).filter(|deal| end.region.links[deal.link].stream == stream);
        let mut rows = gathered(deals.map(|deal| ((deal.converter, deal.technology, deal.source), deal.q_t)));
        rows.sort_by_key(|((_, _, source), _)| *source); // fresh first
        let row = |((converter, technology, source), t): ((PlantId, TechnologyId, Source), Tonnes)| Taken {
            converter: names.plant(converter),
            technology: names.technology(technology),
            source: source.name(),
            t,
        };
        rows.into_iter().map(row).collect()
    };
    let row = |(s, (joined_of, held_of)): (StreamId, (Vec<Origin>, Vec<Origin>))| Placed {
        waste: names.waste(end.region.streams[s].waste),
        generated_t: streams.gross_t[s],
        already_reused_t: streams.already_reused_t[s],
        joined_t: streams.joined_t[s],
        joined_of,
        fresh_t: streams.fresh_t[s],
        taken: taken(s),
        held_t: streams.held_t[s],
        held_of,
        converted_t: streams.converted_fresh_t[s] + streams.converted_stock_t[s],
        placed_t: streams.placed_t[s],
        released_t: streams.released_t[s],
        stock_t: streams.stock_t[s],
    };
    let origins = joined.into_iter().zip(origins(end, plant));
    end.region.streams_of(plant).zip(origins).map(row).collect()
}

/// What a plant has before the phase in which it may become insolvent.
pub fn had(before: &World, plant: PlantId) -> Had {
    Had {
        units: units(before, &before.units, plant),
        loans: before.loans.iter().filter(|loan| loan.plant == plant && loan.years_left > 1).count(),
        forgiven: forgiven(before, plant),
        member: before.plants.member[plant],
    }
}

/// A plant's units among some: what works and what is on order, by technology.
pub fn units(world: &World, units: &[Unit], plant: PlantId) -> Vec<LostUnit> {
    let region = &world.region;
    let mine = units.iter().filter(|unit| region.slots[unit.slot].plant == plant);
    mine.map(|unit| LostUnit {
        technology: Names(&region.scenario).technology(region.slots[unit.slot].technology),
        capacity_t: unit.capacity_t,
        ordered: unit.from > world.t,
    })
    .collect()
}

/// Principal of a plant's loans written off so far this year.
fn forgiven(world: &World, plant: PlantId) -> Money {
    let noted = world.ledger.noted(Memo::Forgiven).iter();
    noted.filter(|(of, _)| *of == plant).map(|(_, principal)| principal).sum()
}

/// A plant's insolvency, if it became insolvent.
fn insolvency(end: &World, plant: PlantId, had: Had) -> Option<Insolvency> {
    let events = &end.log.events;
    events.iter().find(|event| event.kind == EventKind::Insolvency && event.plant == Some(plant))?;
    let risk = |risk: RiskId| Names(&end.region.scenario).risk(risk);
    let losses: Vec<Lost> = events
        .iter()
        .filter(|event| event.plant == Some(plant) && event.loss != 0.0)
        .filter_map(|event| match event.kind {
            EventKind::Risk(of) => Some(Lost { risk: risk(of), loss: event.loss, covered: event.covered }),
            _ => None,
        })
        .collect();
    let own: Money = losses.iter().map(|lost| lost.loss).sum();
    let all = -end.ledger.plant(plant, PlantFlow::Loss);
    // What rounding leaves is no part of a loss.
    let loss_of_products = if all - own > ROUNDING * all { all - own } else { 0.0 };
    let overdraft = end.ledger.plant(plant, PlantFlow::WriteOff);
    Some(Insolvency {
        limit: end.region.scenario.invest.insolvency_limit,
        cash: -overdraft,
        losses,
        loss_of_products,
        overdraft,
        loans: had.loans,
        principal: forgiven(end, plant) - had.forgiven,
        units: had.units,
        member: had.member,
    })
}

/// A plant's books at the end of the year.
pub fn settled(end: &World, plant: PlantId, trust_before: f64, had: Had) -> Settled {
    let flows = PlantFlow::ALL
        .into_iter()
        .map(|(flow, name)| Flow { flow: name, amount: end.ledger.plant(plant, flow) });
    Settled {
        opening_cash: end.ledger.opening_cash[plant],
        flows: flows.filter(|flow| flow.amount != 0.0).collect(),
        cash: end.plants.cash[plant],
        synergy: end.plants.synergy_gain(plant),
        expected_gain: end.plants.expected_gain[plant],
        trust_before,
        trust: end.plants.trust[plant],
        member: end.plants.member[plant],
        insolvent: insolvency(end, plant, had),
    }
}
