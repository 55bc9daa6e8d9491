//! Finds the links of a region: for each slot the streams that could ever be worth hauling there, and whose
//! plant could ever know the slot's. A spatial index finds the candidates; there is no list of all pairs.

use crate::parallel;
use crate::random::{Address, Luck, Purpose, stream};
use crate::scenario::Scenario;
use crate::units::{MoneyPerTonne, Share};
use crate::world::geography::{
    EARTH_RADIUS_KM, Place, Point, acquaintance, acquainted_within, distance_km, haulage_per_t, hauled_for,
    pair_index,
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
    acquainted: Acquainted,
}

/// At most how likely two plants at a straight distance know each other outside: a table, since of the many
/// that might only few do.
struct Acquainted {
    /// Straight distance beyond which nobody does.
    straight: f64,
    /// Probability by the square of the distance, in equal steps.
    most: Vec<Share>,
}

impl Acquainted {
    const STEPS: usize = 256;

    fn of(scenario: &Scenario) -> Self {
        let transport = &scenario.transport;
        let straight = Point::straight_within(transport, acquainted_within(&scenario.trade));
        let from = |step: usize| straight * (step as f64 / Self::STEPS as f64).sqrt();
        let most = |step| {
            let km = transport.detour * EARTH_RADIUS_KM * from(step) * (1.0 - 1e-6);
            acquaintance(&scenario.trade, km) * (1.0 + 1e-6)
        };
        Acquainted { straight, most: (0..=Self::STEPS).map(most).collect() }
    }

    fn most(&self, squared: f64) -> Share {
        let step = squared / (self.straight * self.straight) * Self::STEPS as f64;
        self.most.get(step as usize).copied().unwrap_or(0.0)
    }
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
        let acquainted = Acquainted::of(scenario);
        Finder { scenario, luck: luck.clone(), reach, streams, chosen, acquainted, places }
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
            let mut near = Near::default();
            for slot in range {
                let before = links.len();
                self.links_into(streams, slot, slots[slot], &mut near, &mut links);
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

    fn links_into(
        &self,
        streams: &[Stream],
        index: usize,
        slot: Slot,
        near: &mut Near,
        links: &mut Vec<Link>,
    ) {
        let before = links.len();
        let between = |of: usize| Link::between(of, streams[of], index, slot);
        let lever = self.reach.transport_cost;
        let mut members = |grids: &[Grid], links: &mut Vec<Link>| {
            near.around(self, grids, slot, self.straight(slot.technology, lever));
            near.draw(self, streams, slot, |stream, _, draw| {
                links.push(self.measured(between(stream), draw))
            });
        };
        match &self.chosen {
            None => members(&self.streams, links),
            Some(chosen) => {
                if chosen.contactable[slot.plant] {
                    members(&chosen.streams, links);
                }
                let straight = self.straight(slot.technology, 1.0).min(self.acquainted.straight);
                near.around(self, &self.streams, slot, straight);
                near.draw(self, streams, slot, |stream, squared, draw| {
                    let own = streams[stream].plant == slot.plant;
                    if own || draw < self.acquainted.most(squared) {
                        links.push(self.measured(between(stream), draw));
                    }
                });
            }
        }
        let mut found = links.split_off(before);
        found.retain(|link| self.ever(link));
        nearest_first(&mut found);
        found.dedup_by_key(|link| link.stream); // who is found in both ways
        links.append(&mut found);
    }

    /// Links into a slot as if everybody could be in, nearest supplier first: those that are known at this value
    /// of lever `reach`, up to a haulage at full cost.
    pub fn everyone_into(&self, streams: &[Stream], index: usize, slot: Slot, up_to: UpTo) -> Vec<Link> {
        let mut near = Near::default();
        near.around(self, &self.streams, slot, self.straight_for(up_to.haulage_per_t));
        let mut links = Vec::new();
        near.draw(self, streams, slot, |stream, squared, draw| {
            // Known outside, or inside by what is left unknown: the sum of both bounds them.
            if draw < self.acquainted.most(squared) + (1.0 - up_to.reach)
                || streams[stream].plant == slot.plant
            {
                links.push(self.measured(Link::between(stream, streams[stream], index, slot), draw));
            }
        });
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
        let straight = |technology| self.straight(technology, self.reach.transport_cost);
        let farthest = using.map(straight).fold(0.0, f64::max);
        let mut links = Vec::new();
        chosen.slots[of.waste].within(self.places[of.plant].point, farthest, |slot, _| {
            if wanted(slot) {
                links.push(self.link(index, of, slot, slots[slot]));
            }
        });
        links
    }

    /// One link.
    pub fn link(&self, stream: usize, of: Stream, slot: usize, into: Slot) -> Link {
        let draw = self.luck.draws(Purpose::Acquaintance, 0, 0).uniform(pair_index(of.plant, into.plant));
        self.measured(Link::between(stream, of, slot, into), draw)
    }

    /// Straight distance within which haulage, with this lever on it, could ever pay.
    fn straight(&self, technology: usize, lever: Share) -> f64 {
        let most = self.reach.most_per_t[technology];
        self.straight_for(if lever > 0.0 { most / lever } else { f64::INFINITY })
    }

    /// Straight distance within which haulage costs no more; that of a plant's own waste always.
    fn straight_for(&self, most_per_t: MoneyPerTonne) -> f64 {
        let transport = &self.scenario.transport;
        Point::straight_within(transport, hauled_for(transport, most_per_t).unwrap_or(0.0))
    }

    /// A link with its distance, haulage, and acquaintance by this draw.
    fn measured(&self, link: Link, draw: Share) -> Link {
        if link.own() {
            return link;
        }
        let scenario = self.scenario;
        let (a, b) = (&self.places[link.supplier], &self.places[link.converter]);
        let km = distance_km(&scenario.transport, a, b);
        let haul_per_t = haulage_per_t(&scenario.transport, km);
        Link { km, haul_per_t, draw, p_outside: acquaintance(&scenario.trade, km), ..link }
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

/// How far a study looks: as it supposes levers and prices.
#[derive(Debug, Clone, Copy)]
pub struct UpTo {
    /// Most that haulage may cost, levers aside.
    pub haulage_per_t: MoneyPerTonne,
    /// Lever `reach`.
    pub reach: Share,
}

/// Streams near a slot, with the square of their straight distance.
#[derive(Default)]
struct Near {
    streams: Vec<(usize, f64)>,
}

impl Near {
    /// Finds the streams of a slot's waste within a straight distance.
    fn around(&mut self, finder: &Finder, grids: &[Grid], slot: Slot, straight: f64) {
        let grid = &grids[finder.scenario.technologies[slot.technology].waste];
        self.streams.clear();
        grid.within(finder.places[slot.plant].point, straight, |stream, squared| {
            self.streams.push((stream, squared))
        });
    }

    /// Hands each with the draw of acquaintance of its plant and the slot's.
    fn draw(&self, finder: &Finder, streams: &[Stream], slot: Slot, mut each: impl FnMut(usize, f64, Share)) {
        let acquaintance = stream(Purpose::Acquaintance, 0, 0);
        let address = |&(of, _): &(usize, f64)| Address {
            stream: acquaintance,
            index: pair_index(streams[of].plant, slot.plant),
        };
        let mut found = self.streams.iter();
        finder.luck.uniforms(self.streams.iter().map(address), |draw| {
            found.next().into_iter().for_each(|&(stream, squared)| each(stream, squared, draw));
        });
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
            of_waste[waste].push((index, places[plant].point));
        }
    }
    of_waste.into_iter().map(|points| Grid::of(points.into_iter())).collect()
}

/// Sorts links into one slot by distance (ties: lower stream).
fn nearest_first(links: &mut [Link]) {
    links.sort_unstable_by(|a, b| a.km.total_cmp(&b.km).then(a.stream.cmp(&b.stream)));
}
