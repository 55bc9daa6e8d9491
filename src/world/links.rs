//! Finds the links of a region: for each slot the streams that could ever be worth hauling there, and whose
//! plant could ever know the slot's. A spatial index finds the candidates; there is no list of all pairs.

use crate::parallel;
use crate::random::{Address, Luck, Purpose, stream};
use crate::scenario::Scenario;
use crate::units::{Km, Share};
use crate::world::geography::{
    Place, acquaintance, acquainted_within, distance_km, haulage_per_t, hauled_for, pair_index,
};
use crate::world::grid::Grid;
use crate::world::reach::Reach;
use crate::world::region::{Link, Slot, Stream};

/// What finding links needs to know.
pub struct Finder<'s> {
    scenario: &'s Scenario,
    luck: Luck,
    reach: Reach,
    /// Places of the plants.
    pub places: Vec<Place>,
    /// Streams of each waste.
    streams: Vec<Grid>,
    /// Where the company could not contact everybody.
    chosen: Option<Chosen>,
}

/// What is needed where the company could contact only some of the plants.
struct Chosen {
    contactable: Vec<bool>,
    /// Streams of each waste at those plants.
    streams: Vec<Grid>,
    /// Slots for each waste, at all plants.
    slots: Vec<Grid>,
}

impl<'s> Finder<'s> {
    /// Indexes streams and slots.
    pub fn new(
        scenario: &'s Scenario,
        luck: &Luck,
        reach: Reach,
        streams: &[Stream],
        slots: &[Slot],
        contactable: Option<Vec<bool>>,
    ) -> Self {
        let place = |plant: &crate::scenario::Plant| Place::of(plant.lat_deg, plant.lon_deg);
        let places: Vec<Place> = scenario.plants.iter().map(place).collect();
        let waste_of = |slot: &Slot| scenario.technologies[slot.technology].waste;
        let streams: Vec<Site> = streams.iter().map(|stream| (stream.waste, stream.plant)).collect();
        let slots = || slots.iter().map(|slot| (waste_of(slot), slot.plant)).collect::<Vec<Site>>();
        let index = |sites: &[Site], whose: &dyn Fn(usize) -> bool| by_waste(scenario, &places, sites, whose);
        let chosen = contactable.map(|contactable| Chosen {
            streams: index(&streams, &|plant| contactable[plant]),
            slots: index(&slots(), &|_| true),
            contactable,
        });
        let streams = index(&streams, &|_| true);
        Finder { scenario, luck: luck.clone(), reach, streams, chosen, places }
    }

    /// Whether the company could ever contact a plant.
    pub fn contactable(&self, plant: usize) -> bool {
        self.chosen.as_ref().is_none_or(|chosen| chosen.contactable[plant])
    }

    /// Whether it could contact everybody.
    pub fn everyone_contactable(&self) -> bool {
        self.chosen.is_none()
    }

    /// Links into each slot of a region, nearest supplier first, slot after slot; and their number by slot.
    pub fn links(&self, streams: &[Stream], slots: &[Slot]) -> (Vec<Link>, Vec<usize>) {
        let parts = parallel::chunks(slots.len(), |range| {
            let (mut links, mut counts) = (Vec::new(), Vec::with_capacity(range.len()));
            let mut candidates = Vec::new();
            for slot in range {
                let before = links.len();
                self.candidates(slots[slot], &mut candidates);
                let between = |&of: &usize| Link::between(of, streams[of], slot, slots[slot]);
                let mut found: Vec<Link> = candidates.iter().map(between).collect();
                self.fill(&mut found);
                found.retain(|link| self.ever(link));
                nearest_first(&mut found);
                links.append(&mut found);
                counts.push(links.len() - before);
            }
            (links, counts)
        });
        let (mut links, mut counts) = (Vec::new(), Vec::with_capacity(slots.len()));
        for (some, number) in parts {
            links.extend(some);
            counts.extend(number);
        }
        (links, counts)
    }

    /// Links into a slot as if everybody could be in, nearest supplier first.
    pub fn everyone_into(&self, streams: &[Stream], index: usize, slot: Slot) -> Vec<Link> {
        let mut links = Vec::new();
        let straight = self.straight(slot.technology, self.reach.transport_cost, f64::INFINITY);
        let grid = &self.streams[self.scenario.technologies[slot.technology].waste];
        grid.within(self.places[slot.plant], straight, |of, _| {
            links.push(Link::between(of, streams[of], index, slot));
        });
        self.fill(&mut links);
        nearest_first(&mut links);
        links
    }

    /// Links of a stream to some slots as if everybody could be in; nothing where the region's own hold them all.
    pub fn everyone_of(
        &self,
        index: usize,
        of: Stream,
        slots: &[Slot],
        wanted: impl Fn(usize) -> bool,
    ) -> Vec<Link> {
        let Some(chosen) = &self.chosen else { return Vec::new() };
        let technologies = &self.scenario.technologies;
        let using = (0..technologies.len()).filter(|&technology| technologies[technology].waste == of.waste);
        let straight = |technology| self.straight(technology, self.reach.transport_cost, f64::INFINITY);
        let farthest = using.map(straight).fold(0.0, f64::max);
        let mut links = Vec::new();
        chosen.slots[of.waste].within(self.places[of.plant], farthest, |slot, _| {
            if wanted(slot) {
                links.push(Link::between(index, of, slot, slots[slot]));
            }
        });
        self.fill(&mut links);
        links
    }

    /// One link.
    pub fn link(&self, stream: usize, of: Stream, slot: usize, into: Slot) -> Link {
        let mut link = [Link::between(stream, of, slot, into)];
        self.fill(&mut link);
        link[0]
    }

    /// Streams that might have a link into a slot, in order.
    fn candidates(&self, slot: Slot, candidates: &mut Vec<usize>) {
        candidates.clear();
        let waste = self.scenario.technologies[slot.technology].waste;
        let mut add = |grids: &[Grid], lever, most_km| {
            let straight = self.straight(slot.technology, lever, most_km);
            grids[waste].within(self.places[slot.plant], straight, |stream, _| candidates.push(stream));
        };
        match &self.chosen {
            None => add(&self.streams, self.reach.transport_cost, f64::INFINITY),
            Some(chosen) => {
                add(&self.streams, 1.0, acquainted_within(&self.scenario.trade));
                if chosen.contactable[slot.plant] {
                    add(&chosen.streams, self.reach.transport_cost, f64::INFINITY);
                }
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
    }

    /// Straight distance within which haulage, with this lever on it, could ever pay; that of its own waste always.
    fn straight(&self, technology: usize, lever: Share, most_km: Km) -> f64 {
        let transport = &self.scenario.transport;
        let most = self.reach.most_per_t[technology];
        let km = match lever > 0.0 {
            true => hauled_for(transport, most / lever).unwrap_or(0.0),
            false => f64::INFINITY,
        };
        Place::straight_within(transport, km.min(most_km))
    }

    /// Distance, haulage, and the draw of acquaintance, of links that have only their two sides yet.
    fn fill(&self, links: &mut [Link]) {
        let scenario = self.scenario;
        let acquainted = stream(Purpose::Acquaintance, 0, 0);
        let index = |link: &Link| pair_index(link.supplier, link.converter);
        let addresses = links.iter().map(|link| Address { stream: acquainted, index: index(link) });
        let mut draws = Vec::with_capacity(links.len());
        self.luck.uniforms(addresses, |draw| draws.push(draw));
        for (link, draw) in links.iter_mut().zip(draws) {
            if !link.own() {
                let (a, b) = (&scenario.plants[link.supplier], &scenario.plants[link.converter]);
                link.km = distance_km(&scenario.transport, a, b);
                link.haul_per_t = haulage_per_t(&scenario.transport, link.km);
                link.draw = draw;
                link.p_outside = acquaintance(&scenario.trade, link.km);
            }
        }
    }

    /// Whether anything could ever go along a link: it is within a plant, or haulage could pay and the two
    /// could know each other, outside or as members.
    fn ever(&self, link: &Link) -> bool {
        let most = self.reach.most_per_t[link.technology];
        let outside = || link.haul_per_t <= most && link.known_outside();
        let inside = || {
            link.haul_per_t * self.reach.transport_cost <= most
                && self.contactable(link.supplier)
                && self.contactable(link.converter)
                && link.known_inside(self.reach.unknown)
        };
        link.own() || outside() || inside()
    }
}

/// Waste and plant of a stream or a slot.
type Site = (usize, usize);

/// An index of the sites of each waste at some of the plants.
fn by_waste(
    scenario: &Scenario,
    places: &[Place],
    sites: &[Site],
    whose: &dyn Fn(usize) -> bool,
) -> Vec<Grid> {
    let mut of_waste = vec![Vec::new(); scenario.wastes.len()];
    for (index, &(waste, plant)) in sites.iter().enumerate() {
        if whose(plant) {
            of_waste[waste].push((index, places[plant]));
        }
    }
    of_waste.into_iter().map(|points| Grid::of(points.into_iter())).collect()
}

/// Sorts links into one slot by distance (ties: lower stream).
fn nearest_first(links: &mut [Link]) {
    links.sort_unstable_by(|a, b| a.km.total_cmp(&b.km).then(a.stream.cmp(&b.stream)));
}
