//! **Risk.** For each kind of risk, then each plant, then each item it is exposed to, an event strikes
//! or not. It costs money and, by its kind, lets a part of a stock into nature, puts capacity out for a
//! year, breaks contracts and trust, or lets a price fall. The company covers a part of its members'
//! losses while it has money. Exposure is that of the world before the phase. Equation [R1].
//!
//! Reads: stocks, capacity, deals, members, levers. Writes: stocks and releases, outages, contracts,
//! trust, price deviations, cash, budget, synergy `risk`. Draws: one number per item, one more per
//! event. Conserves: tonnes, with what is released; cover paid = cover received.

use crate::random::{Draws, Luck, Purpose};
use crate::rules::hazard::avoided_share;
use crate::rules::hazard::{capacity_exposure, expected_loss, intensity, loss, probability, stock_exposure};
use crate::scenario::{Effect, Exposure, Risk};
use crate::units::Money;
use crate::world::World;
use crate::world::ledger::{CompanyFlow, PlantFlow};
use crate::world::log::{Channel, Deal, Event, EventKind, Source};
use crate::year::witness::{Nobody, Roll, Witness};

/// The phase.
pub fn risk(world: &mut World, luck: &Luck) {
    watched(world, luck, &mut Nobody);
}

/// The phase, with somebody watching.
pub fn watched<W: Witness + ?Sized>(world: &mut World, luck: &Luck, witness: &mut W) {
    world.plants.outage.fill(0.0);
    book_avoided_losses(world);
    let events = plan(world, luck, witness);
    for event in events {
        strike(world, event);
    }
}

/// Synergy `risk`: the expected loss that the levers avoid for each member; not luck.
fn book_avoided_losses(world: &mut World) {
    for (r, risk) in world.region.scenario.risks.iter().enumerate() {
        let share = avoided_share(&world.levers, r);
        if share == 0.0 {
            continue;
        }
        for plant in 0..world.len() {
            if world.plants.member[plant] {
                let avoided = share * expected_loss(world, plant, risk);
                world.plants.synergy[plant][Channel::Risk as usize] += avoided;
            }
        }
    }
}

/// An item that is exposed, and what it will lose before cover.
#[derive(Clone, Copy)]
struct Hit {
    risk: usize,
    plant: Option<usize>,
    stream: Option<usize>,
    product: Option<usize>,
    partner: Option<usize>,
    loss: Money,
}

/// All draws of the year, on the world as it stands.
fn plan<W: Witness + ?Sized>(world: &World, luck: &Luck, witness: &mut W) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (r, risk) in world.region.scenario.risks.iter().enumerate() {
        let mut dice = Dice { world, luck, r, risk, hits: &mut hits, witness: &mut *witness };
        match risk.exposure {
            Exposure::Stock => dice.stocks(),
            Exposure::Capacity => dice.plants(|plant| capacity_exposure(world, plant)),
            Exposure::Plant => dice.plants(|_| 1.0),
            Exposure::Deal => dice.deals(),
            Exposure::Product => dice.products(),
        }
    }
    hits
}

/// Draws of one kind of risk.
struct Dice<'a, W: Witness + ?Sized> {
    world: &'a World<'a>,
    luck: &'a Luck,
    r: usize,
    risk: &'a Risk,
    hits: &'a mut Vec<Hit>,
    witness: &'a mut W,
}

impl<W: Witness + ?Sized> Dice<'_, W> {
    fn draws(&self, kind_of_item: usize) -> Draws {
        self.luck.draws(Purpose::RiskHit, address(self.r, kind_of_item), self.world.t)
    }

    /// Draws for one item; it is hit when the event strikes.
    fn roll(&mut self, draws: &mut Draws, kind: usize, index: u64, exposure: f64, item: Hit) {
        let levers = &self.world.levers;
        let member = item.plant.is_some_and(|plant| self.world.plants.member[plant]);
        let (hazard, severity) =
            if member { (levers.hazard[self.r], levers.severity[self.r]) } else { (1.0, 1.0) };
        let intensity = intensity(self.risk, exposure);
        if intensity <= 0.0 {
            return;
        }
        let (probability, draw) = (probability(intensity, hazard), draws.uniform(index));
        let struck = draw < probability;
        let loss = struck.then(|| {
            let mut sizes = self.luck.draws(Purpose::RiskSize, address(self.r, kind), self.world.t);
            loss(self.risk, sizes.normal(index), severity)
        });
        let Hit { risk, plant, stream, product, partner, .. } = item;
        self.witness.rolled(Roll {
            risk,
            plant,
            stream,
            product,
            partner,
            exposure,
            intensity,
            hazard,
            severity,
            probability,
            draw,
            loss,
        });
        if let Some(loss) = loss {
            self.hits.push(Hit { loss, ..item });
        }
    }

    /// An item of a plant, or of none.
    fn item(&self, plant: Option<usize>) -> Hit {
        Hit { risk: self.r, plant, stream: None, product: None, partner: None, loss: 0.0 }
    }

    fn stocks(&mut self) {
        let region = self.world.region;
        let mut draws: Vec<Draws> =
            (0..region.scenario.wastes.len()).map(|waste| self.draws(waste)).collect();
        for (stream, site) in region.streams.iter().enumerate() {
            let exposure = stock_exposure(self.world.streams.stock_t[stream]);
            let plant = Some(site.plant);
            let index = site.plant as u64;
            let item = Hit { stream: Some(stream), ..self.item(plant) };
            self.roll(&mut draws[site.waste], site.waste, index, exposure, item);
        }
    }

    fn plants(&mut self, exposure: impl Fn(usize) -> f64) {
        let mut draws = self.draws(0);
        for plant in 0..self.world.len() {
            let item = self.item(Some(plant));
            self.roll(&mut draws, 0, plant as u64, exposure(plant), item);
        }
    }

    /// Both sides of a deal between two plants are exposed to it.
    fn deals(&mut self) {
        let deals = &self.world.log.deals;
        let mut items: Vec<(u64, usize, usize)> = Vec::new();
        for deal in deals.iter().filter(|deal| deal.between_plants()) {
            for plant in [deal.supplier, deal.converter] {
                items.push((deal_address(deal, plant), plant, deal.partner_of(plant)));
            }
        }
        items.sort_unstable();
        let mut draws = self.draws(0);
        let mut last = None;
        let mut occurrence = 0;
        for (base, plant, partner) in items {
            occurrence = if last == Some(base) { occurrence + 1 } else { 0 };
            last = Some(base);
            let item = Hit { partner: Some(partner), ..self.item(Some(plant)) };
            self.roll(&mut draws, 0, base + occurrence, 1.0, item);
        }
    }

    /// A product belongs to no plant: it is drawn once for the region.
    fn products(&mut self) {
        for product in 0..self.world.region.scenario.products.len() {
            let mut draws = self.draws(product);
            let item = Hit { product: Some(product), ..self.item(None) };
            self.roll(&mut draws, product, 0, 1.0, item);
        }
    }
}

/// Sub-purpose of a risk and a kind of item.
fn address(risk: usize, kind_of_item: usize) -> u32 {
    (risk as u32) << 16 | kind_of_item as u32
}

/// Place of a deal in the draws of one of its sides; deals that agree in all this follow one another.
fn deal_address(deal: &Deal, plant: usize) -> u64 {
    let source = u64::from(deal.source == Source::Stock);
    let role = u64::from(plant == deal.converter && plant != deal.supplier);
    (plant as u64) << 40
        | (deal.partner_of(plant) as u64) << 16
        | (deal.technology as u64) << 4
        | source << 3
        | role << 2
}

/// Lets an event strike: money first, then its effect.
fn strike(world: &mut World, hit: Hit) {
    let risk = &world.region.scenario.risks[hit.risk];
    let member = hit.plant.is_some_and(|plant| world.plants.member[plant]);
    let mut event = Event {
        kind: EventKind::Risk(hit.risk),
        plant: hit.plant,
        member,
        waste: hit.stream.map(|stream| world.region.streams[stream].waste),
        product: hit.product,
        partner: hit.partner,
        loss: hit.loss,
        covered: 0.0,
        released_t: 0.0,
        contracts_ended: 0,
    };
    match hit.plant {
        Some(plant) => event.covered = bear(world, plant, hit.loss),
        None => (event.loss, event.covered) = share_among_makers(world, hit),
    }
    match (risk.effect, hit.plant) {
        (Effect::Release, Some(plant)) => event.released_t = release(world, plant, hit.stream, risk.share),
        (Effect::Outage, Some(plant)) => {
            let left = (1.0 - world.plants.outage[plant]) * (1.0 - risk.share);
            world.plants.outage[plant] = 1.0 - left;
        }
        (Effect::Breach, Some(plant)) => event.contracts_ended = breach(world, plant, hit.partner),
        (Effect::PriceDrop, _) => {
            if let Some(product) = hit.product {
                world.market.deviation[product] -= risk.share;
            }
        }
        _ => {}
    }
    world.log.events.push(event);
}

/// A plant bears a loss; the company covers a member's share of it while it has money. Returns the cover.
fn bear(world: &mut World, plant: usize, loss: Money) -> Money {
    world.post(plant, PlantFlow::Loss, -loss);
    if !world.plants.member[plant] {
        return 0.0;
    }
    let budget = world.company.as_ref().map_or(0.0, |company| company.budget.max(0.0));
    let cover = (world.region.scenario.management.cover * loss).min(budget);
    world.post_company(CompanyFlow::Cover, -cover);
    world.post(plant, PlantFlow::Cover, cover);
    cover
}

/// A product's loss falls on the plants that can make it, by working capacity; on nobody where none can.
fn share_among_makers(world: &mut World, hit: Hit) -> (Money, Money) {
    let region = world.region;
    let technologies = &region.scenario.technologies;
    let makes = |slot: usize| Some(technologies[region.slots[slot].technology].product) == hit.product;
    let capacity = |world: &World, slot: usize| {
        if makes(slot) { world.capacity.working_t[slot] } else { 0.0 }
    };
    let total: f64 = (0..region.slots.len()).map(|slot| capacity(world, slot)).sum();
    let (mut lost, mut covered) = (0.0, 0.0);
    for slot in 0..region.slots.len() {
        let part = capacity(world, slot);
        if part > 0.0 {
            let plant = region.slots[slot].plant;
            let severity = if world.plants.member[plant] { world.levers.severity[hit.risk] } else { 1.0 };
            let loss = hit.loss * severity * part / total;
            lost += loss;
            covered += bear(world, plant, loss);
        }
    }
    (lost, covered)
}

/// A share of the stock that was struck, or of all the plant's stocks, leaves into nature.
fn release(world: &mut World, plant: usize, stream: Option<usize>, share: f64) -> f64 {
    let streams = stream.map_or_else(|| world.region.streams_of(plant), |stream| stream..stream + 1);
    let mut released = 0.0;
    for s in streams {
        let q = share * world.streams.stock_t[s];
        world.streams.stock_t[s] -= q;
        world.streams.released_t[s] += q;
        released += q;
    }
    released
}

/// The plant's contracts end; its trust and that of the other sides falls. Returns the contracts ended.
fn breach(world: &mut World, plant: usize, partner: Option<usize>) -> usize {
    let region = world.region;
    let mut sides: Vec<usize> = partner.into_iter().chain([plant]).collect();
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
    for side in sides {
        world.plants.trust[side] *= 1.0 - region.scenario.join.trust_loss;
    }
    before - world.contracts.len()
}
