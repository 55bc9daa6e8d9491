//! Finds the links of a region: for each slot, the streams that could ever be worth hauling there and whose plant
//! could ever know the slot's plant. A spatial index finds the candidates; no list of all pairs is built.

use std::sync::Arc;

use crate::ids::{LinkId, PlantId, SlotId, StreamId, TiSlice, TiVec, WasteId, ti_vec};
use crate::laws::acquaintance::{FOR_GOOD, inside};
use crate::laws::distance::Location;
use crate::laws::surplus::haulage;
use crate::parallel;
use crate::random::{Address, Luck, Purpose, pair_index, sequence};
use crate::region::acquainted::Acquainted;
use crate::region::grid::Grid;
use crate::region::link::{Link, Slot, Stream};
use crate::region::link_bounds::LinkBounds;
use crate::region::ties::Ties;
use crate::region::transport;
use crate::scenario::{InForce, Scenario, Transport};
use crate::units::{MoneyPerTonne, Share};

/// Data needed to find links.
#[derive(Debug)]
pub struct Finder {
    scenario: Arc<Scenario>,
    luck: Luck,
    bounds: LinkBounds,
    /// Locations of the plants.
    pub locations: TiVec<PlantId, Location>,
    /// Streams of each waste.
    streams: TiVec<WasteId, Grid<AtPlant<StreamId>>>,
    /// Present if the company cannot contact every plant.
    chosen: Option<Chosen>,
    acquainted: Acquainted,
    /// Every mode as it is in any year: the cheapest haulage of all years [N6].
    any_year: Transport,
    /// Plants that know each other for good.
    pub ties: Ties,
}

/// Data needed when the company can contact only some plants.
#[derive(Debug)]
struct Chosen {
    contactable: TiVec<PlantId, bool>,
    /// Streams of each waste at those plants.
    streams: TiVec<WasteId, Grid<AtPlant<StreamId>>>,
}

/// A stream or a slot, and its plant.
#[derive(Debug, Clone, Copy)]
pub struct AtPlant<I> {
    index: I,
    plant: PlantId,
}

impl Finder {
    /// Indexes streams.
    pub fn new(
        scenario: &Arc<Scenario>,
        luck: &Luck,
        bounds: LinkBounds,
        streams: &TiSlice<StreamId, Stream>,
        contactable: Option<TiVec<PlantId, bool>>,
        of_years: &[InForce],
    ) -> Self {
        let location = |plant: &crate::scenario::Plant| Location::of(plant.lat_deg, plant.lon_deg);
        let locations: TiVec<PlantId, Location> = scenario.plants.iter().map(location).collect();
        let of = |stream: &Stream| (stream.waste, stream.plant);
        let sites = || streams.iter_enumerated().map(|(stream, it)| (stream, of(it)));
        let all = by_waste(scenario, &locations, sites());
        let chosen = contactable.map(|contactable| {
            let theirs = sites().filter(|(_, (_, plant))| contactable[*plant]);
            Chosen { streams: by_waste(scenario, &locations, theirs), contactable }
        });
        let acquainted = Acquainted::of(scenario);
        Finder {
            scenario: Arc::clone(scenario),
            luck: luck.clone(),
            bounds,
            streams: all,
            chosen,
            acquainted,
            any_year: any_year(&scenario.transport, of_years),
            ties: Ties::of(scenario),
            locations,
        }
    }

    /// Whether the company could ever contact a plant.
    pub fn contactable(&self, plant: PlantId) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| chosen.contactable[plant])
    }

    /// Whether the company could contact every plant.
    pub fn everyone_contactable(&self) -> bool {
        self.chosen.is_none()
    }

    /// Links into each slot of a region, slot by slot, nearest supplier first; and their number per slot.
    pub fn links(
        &self,
        streams: &TiSlice<StreamId, Stream>,
        slots: &TiSlice<SlotId, Slot>,
    ) -> (TiVec<LinkId, Link>, TiVec<SlotId, usize>) {
        let parts = parallel::chunks(slots.len(), |range| {
            let (mut links, mut counts) = (Vec::new(), Vec::with_capacity(range.len()));
            let mut found = Vec::new();
            for slot in SlotId::range(range) {
                self.links_into(slot, slots[slot], streams, &mut found);
                counts.push(found.len());
                links.append(&mut found);
            }
            (links, counts)
        });
        let mut links = TiVec::with_capacity(parts.iter().map(|(some, _)| some.len()).sum());
        let mut counts = TiVec::with_capacity(slots.len());
        for (some, number) in parts {
            links.extend(some);
            counts.extend(number);
        }
        (links, counts)
    }

    fn links_into(
        &self,
        index: SlotId,
        slot: Slot,
        streams: &TiSlice<StreamId, Stream>,
        links: &mut Vec<Link>,
    ) {
        let link =
            |of: AtPlant<StreamId>, draw| Link { draw, ..Link::between(of.index, of.plant, index, slot) };
        let straight =
            self.straight_for(self.bounds.most_per_t[slot.technology] / self.bounds.transport_cost);
        match &self.chosen {
            None => {
                let grid = self.grid(&self.streams, slot);
                self.near(grid, slot.plant, straight, |of, _, draw| links.push(link(of, draw)));
            }
            Some(chosen) => {
                if chosen.contactable[slot.plant] {
                    let grid = self.grid(&chosen.streams, slot);
                    self.near(grid, slot.plant, straight, |of, _, draw| links.push(link(of, draw)));
                }
                let grid = self.grid(&self.streams, slot);
                self.near(grid, slot.plant, self.straight_outside(slot), |of, squared, draw| {
                    if draw < self.acquainted.most(squared) || of.plant == slot.plant {
                        links.push(link(of, draw));
                    }
                });
                self.tied_into(index, slot, streams, links, |_| true);
            }
        }
        // A given contract may be served, or end, where no other deal could ever pay.
        if self.ties.any_contract() {
            self.tied_into(index, slot, streams, links, |supplier| {
                self.ties.contracted(supplier, slot.plant, slot.technology)
            });
        }
        self.measure(links);
        links.retain(|link| self.ever(link));
        nearest_first(links);
        links.dedup_by_key(|link| link.stream); // found several ways
    }

    /// Adds the links into a slot from the wanted of the plants that its plant is tied to, however far.
    fn tied_into(
        &self,
        index: SlotId,
        slot: Slot,
        streams: &TiSlice<StreamId, Stream>,
        links: &mut Vec<Link>,
        wanted: impl Fn(PlantId) -> bool,
    ) {
        let waste = self.scenario.technologies[slot.technology].waste;
        self.ties.streams(slot.plant, streams, |stream, of| {
            if of.waste == waste && wanted(of.plant) {
                let draw = self.draw(of.plant, slot.plant);
                links.push(Link { draw, ..Link::between(stream, of.plant, index, slot) });
            }
        });
    }

    /// Links into a slot as if every plant were a member, nearest supplier first: those known at this value of lever
    /// `reach` or remembered, up to a haulage before levers.
    pub fn everyone_into(
        &self,
        index: SlotId,
        slot: Slot,
        up_to: UpTo,
        remembered: impl Fn(PlantId) -> bool,
    ) -> Vec<Link> {
        let mut links = Vec::new();
        let link =
            |of: AtPlant<StreamId>, draw| Link { draw, ..Link::between(of.index, of.plant, index, slot) };
        let grid = self.grid(&self.streams, slot);
        self.near(grid, slot.plant, self.straight_for(up_to.haulage_per_t), |of, squared, draw| {
            if draw < self.known_at_most(squared, up_to)
                || of.plant == slot.plant
                || self.ties.between(of.plant, slot.plant).is_some()
                || remembered(of.plant)
            {
                links.push(link(of, draw));
            }
        });
        self.measure(&mut links);
        nearest_first(&mut links);
        links
    }

    /// Links from a stream to given slots for its waste, up to a haulage before levers, as if every plant were a
    /// member.
    pub fn everyone_of(
        &self,
        index: StreamId,
        of: Stream,
        slots: &TiSlice<SlotId, Slot>,
        some: &Grid<AtPlant<SlotId>>,
        up_to: UpTo,
        remembered: impl Fn(PlantId) -> bool,
    ) -> Vec<Link> {
        let mut links = Vec::new();
        self.near(some, of.plant, self.straight_for(up_to.haulage_per_t), |site, squared, draw| {
            if draw < self.known_at_most(squared, up_to)
                || self.ties.between(of.plant, site.plant).is_some()
                || remembered(site.plant)
            {
                let slot = site.index;
                links.push(Link { draw, ..Link::between(index, of.plant, slot, slots[slot]) });
            }
        });
        self.measure(&mut links);
        links
    }

    /// Calls `each` for the sites within a straight-line distance of a plant, with the squared distance and the
    /// acquaintance draw.
    fn near<I: Copy>(
        &self,
        grid: &Grid<AtPlant<I>>,
        plant: PlantId,
        straight: f64,
        mut each: impl FnMut(AtPlant<I>, f64, Share),
    ) {
        let sequence = sequence(Purpose::Acquaintance, 0, 0);
        let mut draws = self.luck.scattered(|(site, squared), draw| each(site, squared, draw));
        grid.within(self.locations[plant].point, straight, |site, squared| {
            let index = pair_index(site.plant.index(), plant.index());
            draws.ask(Address { sequence, index }, (site, squared));
        });
        draws.finish();
    }

    /// Upper bound on the probability that two plants know each other, outside or as members: the sum of the two.
    fn known_at_most(&self, squared: f64, up_to: UpTo) -> Share {
        self.acquainted.most(squared) + inside(0.0, up_to.reach)
    }

    fn grid<'g, I>(&self, of: &'g TiSlice<WasteId, Grid<AtPlant<I>>>, slot: Slot) -> &'g Grid<AtPlant<I>> {
        &of[self.scenario.technologies[slot.technology].waste]
    }

    /// An index of given slots by waste.
    pub fn index_slots(
        &self,
        slots: impl Iterator<Item = (SlotId, Slot)>,
    ) -> TiVec<WasteId, Grid<AtPlant<SlotId>>> {
        let of = |slot: Slot| (self.scenario.technologies[slot.technology].waste, slot.plant);
        by_waste(&self.scenario, &self.locations, slots.map(|(index, slot)| (index, of(slot))))
    }

    /// One link.
    pub fn link(&self, stream: StreamId, of: Stream, slot: SlotId, into: Slot) -> Link {
        let draw = self.draw(of.plant, into.plant);
        let mut link = Link { draw, ..Link::between(stream, of.plant, slot, into) };
        self.measure(std::slice::from_mut(&mut link));
        link
    }

    /// The acquaintance draw of a pair.
    fn draw(&self, a: PlantId, b: PlantId) -> Share {
        self.luck.draws(Purpose::Acquaintance, 0, 0).uniform(pair_index(a.index(), b.index()))
    }

    /// Straight-line distance within which haulage does not exceed this in any year; a plant's own waste always
    /// qualifies. NaN comes from 0 / 0, no surplus over a lever of 0: without surplus no distance is needed.
    fn straight_for(&self, most_per_t: MoneyPerTonne) -> f64 {
        let of = &self.any_year;
        transport::straight_within(of, transport::hauled_within(of, most_per_t).unwrap_or(0.0))
    }

    /// Straight-line distance within which waste could be worth hauling to a slot from a plant that its own knows
    /// outside the cluster.
    fn straight_outside(&self, slot: Slot) -> f64 {
        self.straight_for(self.bounds.most_per_t[slot.technology]).min(self.acquainted.straight)
    }

    /// Computes distance, haulage and acquaintance of links that already have their draw.
    fn measure(&self, links: &mut [Link]) {
        const SOME: usize = 64;
        let Some(&somewhere) = self.locations.first() else { return };
        let mut locations = [[somewhere; 2]; SOME];
        for links in links.chunks_mut(SOME) {
            // Places are scattered in memory: loading several at once overlaps the cache misses.
            for (ends, link) in locations.iter_mut().zip(&*links) {
                *ends = [self.locations[link.supplier], self.locations[link.converter]];
            }
            for (link, [supplier, converter]) in links.iter_mut().zip(&locations) {
                self.measure_between(link, supplier, converter);
            }
        }
    }

    fn measure_between(&self, link: &mut Link, supplier: &Location, converter: &Location) {
        if link.own() {
            link.draw = 0.0;
            return;
        }
        let scenario = &*self.scenario;
        link.km = transport::road_km(&scenario.transport, supplier, converter);
        link.haul_per_t = transport::haulage_per_t(&scenario.transport, link.km);
        link.p_outside = match self.ties.between(link.supplier, link.converter) {
            Some(_) => FOR_GOOD,
            None => self.acquainted.outside(link.km),
        };
    }

    /// Whether waste could ever go along a link: it is within a plant, a contract is given for it, or haulage could
    /// pay and the two plants could know each other, outside or as members.
    fn ever(&self, link: &Link) -> bool {
        let most = self.bounds.most_per_t[link.technology];
        let haulage_changes = self.any_year.modes.len() > self.scenario.transport.modes.len();
        let haul_per_t =
            if haulage_changes { transport::haulage_per_t(&self.any_year, link.km) } else { link.haul_per_t };
        let outside = || haul_per_t <= most && link.known_outside();
        let inside = || {
            haulage(haul_per_t, self.bounds.transport_cost) <= most
                && self.contactable(link.supplier)
                && self.contactable(link.converter)
                && link.known_inside(self.bounds.unknown)
        };
        let contracted = || self.ties.contracted(link.supplier, link.converter, link.technology);
        link.own() || outside() || inside() || contracted()
    }
}

/// How far a study looks, given the levers and prices that it assumes.
#[derive(Debug, Clone, Copy)]
pub struct UpTo {
    /// Upper bound on haulage, before levers.
    pub haulage_per_t: MoneyPerTonne,
    /// Lever `reach`.
    pub reach: Share,
}

/// An index by waste of sites, given with waste and plant.
fn by_waste<I: Copy>(
    scenario: &Scenario,
    locations: &TiSlice<PlantId, Location>,
    sites: impl Iterator<Item = (I, (WasteId, PlantId))>,
) -> TiVec<WasteId, Grid<AtPlant<I>>> {
    let mut of_waste: TiVec<WasteId, Vec<_>> = ti_vec![Vec::new(); scenario.wastes.len()];
    for (index, (waste, plant)) in sites {
        of_waste[waste].push((AtPlant { index, plant }, locations[plant].point));
    }
    of_waste.into_iter().map(|points| Grid::of(points.into_iter())).collect()
}

/// The modes of all years as one transport.
fn any_year(at_start: &Transport, of_years: &[InForce]) -> Transport {
    let mut any = at_start.clone();
    for now in of_years.iter().filter(|now| now.other_haulage) {
        any.modes.extend(now.transport.modes.iter().cloned());
    }
    any
}

/// Sorts links into one slot by distance (ties: lower stream).
fn nearest_first(links: &mut [Link]) {
    links.sort_unstable_by(|a, b| a.km.total_cmp(&b.km).then(a.stream.cmp(&b.stream)));
}

#[cfg(test)]
mod tests;
