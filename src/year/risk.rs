//! **Risk.** For each risk, each plant, and each item exposed to it, an event occurs or not. It costs money and,
//! depending on the risk, releases part of a stock into nature, puts capacity out of service for a year, ends
//! contracts and lowers trust, or lowers a price. The company covers part of its members' losses while it has money.
//! Exposure is computed before the phase. Equation [R1].
//!
//! Reads: stocks, capacity, deals, members, levers. Writes: stocks and releases, outages, contracts,
//! trust, price deviations, cash, budget, synergy `risk`. Draws: one number per item, one more per
//! event. Conserves: tonnes, with what is released; cover paid = cover received.

use std::mem::take;
use std::sync::Arc;

use crate::ids::{PlantId, ProductId, RiskId, SlotId, StreamId};
use crate::laws::hazard::{fallen, intensity_bound, loss, probability, stock_exposure};
use crate::laws::membership::trust_lost;
use crate::parallel;
use crate::random::{Address, AddressRange, Purpose, normal, sequence};
use crate::rules::fortune::Fortune;
use crate::rules::hazard::{avoided_share, expected_losses, intensity, plant_capacity_exposure};
use crate::rules::risk_address::{Addressed, DealSide, addresses, sub_purpose};
use crate::scenario::{Effect, Exposure, Risk};
use crate::units::{Money, Share};
use crate::world::World;
use crate::world::ledger::{CompanyFlow, PlantFlow};
use crate::world::log::{Channel, Deal, Event, EventKind, Source};
use crate::year::agents::Agents;
use crate::year::witness::{Nobody, Roll, Witness};

/// The phase.
pub fn risk(world: &mut World, fortune: &Fortune, _: &mut dyn Agents) {
    watched(world, fortune, &mut Nobody);
}

/// The phase, with a witness.
pub fn watched<W: Witness + ?Sized>(world: &mut World, fortune: &Fortune, witness: &mut W) {
    world.plants.outage.fill(0.0);
    book_avoided_losses(world);
    let events = plan(world, fortune, witness);
    for event in events {
        strike(world, event);
    }
}

/// Synergy `risk`: each member's expected loss that the levers avoid, which does not depend on the draws.
fn book_avoided_losses(world: &mut World) {
    for risk in RiskId::all(world.levers.hazard.len()) {
        let share = avoided_share(&world.levers, risk);
        if share == 0.0 {
            continue;
        }
        let mut synergy = take(&mut world.plants.synergy); // to be written while `world` is read
        let members = world.all_plants().filter(|&plant| world.plants.member[plant]);
        let mut add = |plant, loss| synergy.add(plant, Channel::Risk as usize, share * loss);
        expected_losses(world, risk, members, &mut add);
        world.plants.synergy = synergy;
    }
}

/// An exposed item.
#[derive(Clone, Copy)]
struct Item {
    plant: Option<PlantId>,
    stream: Option<StreamId>,
    product: Option<ProductId>,
    partner: Option<PlantId>,
    exposure: f64,
    draw: Share,
    /// Address of the draw for its loss: kind of item, and index.
    address: (usize, u64),
}

/// An item hit by an event, and the lever on its loss.
#[derive(Clone, Copy)]
struct Struck {
    risk: RiskId,
    item: Item,
    severity: f64,
}

/// An item hit by an event, and its loss before cover.
#[derive(Clone, Copy)]
struct Hit {
    risk: RiskId,
    item: Item,
    loss: Money,
}

/// All events of the year, on the world before the phase.
fn plan<W: Witness + ?Sized>(world: &World, fortune: &Fortune, witness: &mut W) -> Vec<Hit> {
    let mut struck = Vec::new();
    for (r, risk) in world.region.scenario.risks.iter_enumerated() {
        let (draws, deals) = (fortune.hits(r), deals(world, fortune, r, risk));
        let dice = Dice { world, fortune, r, risk, draws, deals };
        if witness.sees_rolls() {
            (0..dice.len()).filter_map(|i| dice.roll(&dice.item(i))).for_each(|roll| witness.rolled(roll));
        }
        dice.strike(&mut struck);
    }
    hits(world, fortune, struck)
}

/// The losses of the items hit.
fn hits(world: &World, fortune: &Fortune, struck: Vec<Struck>) -> Vec<Hit> {
    let sizes = struck.iter().map(|&Struck { risk, item, .. }| {
        let (kind, index) = item.address;
        AddressRange::of_normals(
            sequence(Purpose::RiskSize, sub_purpose(risk, kind), world.t),
            index..index + 1,
        )
    });
    let mut uniforms = Vec::with_capacity(2 * struck.len());
    fortune.luck.ranges(sizes, &mut uniforms);
    let pairs = uniforms.as_chunks::<2>().0.iter();
    let hit = |(Struck { risk, item, severity }, &[u, v]): (Struck, &[f64; 2])| {
        let of = &world.region.scenario.risks[risk];
        let loss = loss(of.loss, of.spread, normal(u, v), severity);
        Hit { risk, item, loss }
    };
    struck.into_iter().zip(pairs).map(hit).collect()
}

/// Draws for one risk.
struct Dice<'a> {
    world: &'a World,
    fortune: &'a Fortune,
    r: RiskId,
    risk: &'a Risk,
    /// Draws of items other than deals.
    draws: &'a [Share],
    deals: Vec<Item>,
}

impl Dice<'_> {
    /// Number of items that may be exposed.
    fn len(&self) -> usize {
        self.draws.len() + self.deals.len()
    }

    fn item(&self, i: usize) -> Item {
        let item = self.item_of_open(i);
        match item.plant {
            // A plant that is not open yet is exposed to nothing [N6].
            Some(plant) if !self.world.open(plant) => Item { exposure: 0.0, ..item },
            _ => item,
        }
    }

    fn item_of_open(&self, i: usize) -> Item {
        let region = &*self.world.region;
        let Some(&draw) = self.draws.get(i) else {
            return self.deals[i];
        };
        let item = Item {
            plant: None,
            stream: None,
            product: None,
            partner: None,
            exposure: 1.0,
            draw,
            address: (0, 0),
        };
        match self.risk.exposure {
            Exposure::Stock => {
                let stream = StreamId::new(i);
                let site = region.streams[stream];
                let exposure = stock_exposure(self.world.streams.stock_t[stream]);
                let address = (site.waste.index(), site.plant.into());
                Item { plant: Some(site.plant), stream: Some(stream), exposure, address, ..item }
            }
            Exposure::Product => Item { product: Some(ProductId::new(i)), address: (i, 0), ..item },
            Exposure::Capacity => {
                let plant = PlantId::new(i);
                let exposure = plant_capacity_exposure(self.world, plant);
                Item { plant: Some(plant), exposure, address: (0, plant.into()), ..item }
            }
            Exposure::Plant | Exposure::Deal => {
                let plant = PlantId::new(i);
                Item { plant: Some(plant), address: (0, plant.into()), ..item }
            }
        }
    }

    /// Levers on the hazard and severity of an item.
    fn levers(&self, item: &Item) -> (f64, f64) {
        let levers = &self.world.levers;
        let member = item.plant.is_some_and(|plant| self.world.plants.member[plant]);
        if member { (levers.hazard[self.r], levers.severity[self.r]) } else { (1.0, 1.0) }
    }

    /// Adds the items hit. The intensity bounds the probability, and few draws are below it, so most items are skipped
    /// cheaply.
    fn strike(&self, struck: &mut Vec<Struck>) {
        match self.risk.exposure {
            Exposure::Stock => {
                self.strike_below(|i| stock_exposure(self.world.streams.stock_t.raw[i]), struck)
            }
            Exposure::Capacity => {
                self.strike_below(|i| plant_capacity_exposure(self.world, PlantId::new(i)), struck)
            }
            Exposure::Product | Exposure::Plant => self.strike_below(|_| 1.0, struck),
            Exposure::Deal => struck.extend(self.deals.iter().filter_map(|item| self.struck(item))),
        }
    }

    fn strike_below(&self, exposure: impl Fn(usize) -> f64 + Sync, struck: &mut Vec<Struck>) {
        let [least, per_unit] = intensity_bound(self.risk.rate, self.risk.elasticity);
        parallel::extend(struck, self.draws.len(), |range, struck| {
            for (i, &draw) in range.clone().zip(&self.draws[range]) {
                if draw <= least + per_unit * exposure(i) {
                    struck.extend(self.struck(&self.item(i)));
                }
            }
        });
    }

    /// The item, if an event hits it. No probability exceeds its intensity, which few draws are below.
    fn struck(&self, item: &Item) -> Option<Struck> {
        let (hazard, severity) = self.levers(item);
        let intensity = intensity(self.risk, item.exposure);
        let strikes = item.draw < intensity && item.draw < probability(intensity, hazard);
        strikes.then_some(Struck { risk: self.r, item: *item, severity })
    }

    /// Full details of an exposed item's roll, for a witness.
    fn roll(&self, item: &Item) -> Option<Roll> {
        let (hazard, severity) = self.levers(item);
        let intensity = intensity(self.risk, item.exposure);
        (intensity > 0.0).then(|| Roll {
            risk: self.r,
            plant: item.plant,
            stream: item.stream,
            product: item.product,
            partner: item.partner,
            exposure: item.exposure,
            intensity,
            hazard,
            severity,
            probability: probability(intensity, hazard),
            draw: item.draw,
            loss: self.struck(item).map(|struck| hits(self.world, self.fortune, vec![struck])[0].loss),
        })
    }
}

/// The items of a risk of deals: both sides of a deal between two plants are exposed.
fn deals(world: &World, fortune: &Fortune, r: RiskId, risk: &Risk) -> Vec<Item> {
    if risk.exposure != Exposure::Deal {
        return Vec::new();
    }
    let mut sides: Vec<DealSide> = Vec::with_capacity(2 * world.log.deals.len());
    for deal in world.log.deals.iter().filter(|deal| deal.between_plants()) {
        sides.extend([deal.supplier, deal.converter].map(|plant| side(deal, plant)));
    }
    parallel::sort(&mut sides, Ord::cmp);
    let item = |of: Addressed| Item {
        plant: Some(sides[of.side].plant),
        stream: None,
        product: None,
        partner: Some(sides[of.side].partner),
        exposure: 1.0,
        draw: 0.0,
        address: (of.kind, of.index),
    };
    let mut items: Vec<Item> = addresses(&sides).into_iter().map(item).collect();
    let ranges = items.iter().map(|Item { address: (kind, index), .. }| {
        let sequence = sequence(Purpose::RiskHit, sub_purpose(r, *kind), world.t);
        Address { sequence, index: *index }.into()
    });
    let mut drawn = Vec::with_capacity(items.len());
    fortune.luck.ranges(ranges, &mut drawn);
    items.iter_mut().zip(drawn).for_each(|(item, draw)| item.draw = draw);
    items
}

/// One side of a deal.
fn side(deal: &Deal, plant: PlantId) -> DealSide {
    DealSide {
        plant,
        partner: deal.partner_of(plant),
        technology: deal.technology,
        of_stock: deal.source == Source::Stock,
        converts: plant == deal.converter,
    }
}

/// Applies an event: first the loss, then its effect.
fn strike(world: &mut World, hit: Hit) {
    let region = Arc::clone(&world.region);
    let (risk, item) = (&region.scenario.risks[hit.risk], hit.item);
    let member = item.plant.is_some_and(|plant| world.plants.member[plant]);
    let mut event = Event {
        kind: EventKind::Risk(hit.risk),
        plant: item.plant,
        member,
        waste: item.stream.map(|stream| world.region.streams[stream].waste),
        product: item.product,
        partner: item.partner,
        loss: hit.loss,
        loss_members: if member { hit.loss } else { 0.0 },
        covered: 0.0,
        released_t: 0.0,
        contracts_ended: 0,
    };
    match item.plant {
        Some(plant) => event.covered = bear(world, plant, hit.loss),
        None => (event.loss, event.loss_members, event.covered) = share_among_makers(world, hit),
    }
    match (risk.effect, item.plant) {
        (Effect::Release, Some(plant)) => event.released_t = release(world, plant, item.stream, risk.share),
        (Effect::Outage, Some(plant)) => {
            let left = (1.0 - world.plants.outage[plant]) * (1.0 - risk.share);
            world.plants.outage[plant] = 1.0 - left;
        }
        (Effect::Breach, Some(plant)) => event.contracts_ended = breach(world, plant),
        (Effect::PriceDrop, _) => {
            if let Some(product) = item.product {
                let deviation = &mut world.market.deviation[product];
                *deviation = fallen(*deviation, risk.share);
            }
        }
        _ => {}
    }
    world.log.events.push(event);
}

/// Charges a loss to a plant; the company covers a member's share of it while it has money. Returns the cover.
fn bear(world: &mut World, plant: PlantId, loss: Money) -> Money {
    world.post(plant, PlantFlow::Loss, -loss);
    if !world.plants.member[plant] {
        return 0.0;
    }
    let budget = world.company.as_ref().map_or(0.0, |company| company.budget.max(0.0));
    let cover = (world.management().cover * loss).min(budget);
    world.post_company(CompanyFlow::Cover, -cover);
    world.post(plant, PlantFlow::Cover, cover);
    cover
}

/// Divides a product's loss among the plants that can make it, by working capacity; no loss if there are none. No lever
/// acts on it [N9]. Returns the loss, the members' part of it, and the cover.
fn share_among_makers(world: &mut World, hit: Hit) -> (Money, Money, Money) {
    let region = &*Arc::clone(&world.region);
    let technologies = &region.scenario.technologies;
    let makes = |slot: SlotId| {
        technologies[region.slots[slot].technology].products().any(|of| Some(of.product) == hit.item.product)
    };
    let capacity = |world: &World, slot: SlotId| {
        if makes(slot) { world.capacity.working_t[slot] } else { 0.0 }
    };
    let total: f64 = SlotId::all(region.slots.len()).map(|slot| capacity(world, slot)).sum();
    let (mut lost, mut by_members, mut covered) = (0.0, 0.0, 0.0);
    for slot in SlotId::all(region.slots.len()) {
        let part = capacity(world, slot);
        if part > 0.0 {
            let plant = region.slots[slot].plant;
            let loss = hit.loss * part / total;
            lost += loss;
            by_members += if world.plants.member[plant] { loss } else { 0.0 };
            covered += bear(world, plant, loss);
        }
    }
    (lost, by_members, covered)
}

/// Releases a share of the affected stock, or of all the plant's stocks, into nature.
fn release(world: &mut World, plant: PlantId, stream: Option<StreamId>, share: f64) -> f64 {
    let streams = stream.map_or_else(|| world.region.streams_of(plant), StreamId::only);
    let mut released = 0.0;
    for s in streams {
        let q = share * world.streams.stock_t[s];
        world.streams.stock_t[s] -= q;
        world.streams.released_t[s] += q;
        released += q;
    }
    released
}

/// Ends the plant's contracts, and lowers the trust of members alone, as it is trust in the cluster: the plant's and
/// that of the other sides of contracts that end [N9]. Returns the number of contracts ended.
fn breach(world: &mut World, plant: PlantId) -> usize {
    let region = &*Arc::clone(&world.region);
    let mut sides = vec![plant];
    let before = world.contracts.len();
    world.contracts.retain(|contract| {
        let link = &region.links[contract.link];
        let ends = link.supplier == plant || link.converter == plant;
        if ends {
            sides.extend([link.supplier, link.converter]);
        }
        !ends
    });
    sides.sort_unstable();
    sides.dedup();
    sides.retain(|&side| world.plants.member[side]);
    for side in sides {
        let trust = &mut world.plants.trust[side];
        *trust = trust_lost(*trust, region.scenario.join.trust_loss);
    }
    before - world.contracts.len()
}
