//! What never changes during a run: streams, slots, and the links along which waste could go.
//!
//! A *stream* is a waste of a plant, a *slot* a technology at a plant, a *link* a stream that a slot
//! could convert. Links are found once, with distance, haulage and acquaintance, and every rule walks
//! them by index. Run and twin share one region.

use crate::random::{Luck, Purpose};
use crate::scenario::Scenario;
use crate::units::{Km, MoneyPerTonne, Share, Tonnes};
use crate::world::geography::{acquaintance, distance_km, haulage_per_t, pair_index};

/// A waste of a plant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stream {
    /// Plant.
    pub plant: usize,
    /// Waste.
    pub waste: usize,
    /// Generated per year at output factor 1.
    pub t_per_year: Tonnes,
    /// Share that is already reused.
    pub own_reuse: Share,
}

/// A technology at a plant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slot {
    /// Plant.
    pub plant: usize,
    /// Technology.
    pub technology: usize,
    /// Whether the plant may order units, not only run those it has.
    pub adoptable: bool,
}

/// A stream that a slot could convert.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Stream.
    pub stream: usize,
    /// Slot.
    pub slot: usize,
    /// Plant of the stream.
    pub supplier: usize,
    /// Plant of the slot.
    pub converter: usize,
    /// Technology of the slot.
    pub technology: usize,
    /// Distance; 0 within a plant.
    pub km: Km,
    /// Haulage per tonne; 0 within a plant.
    pub haul_per_t: MoneyPerTonne,
    /// The pair's acquaintance draw `a_ij`.
    pub draw: Share,
    /// Probability `p_ij` of knowing each other outside.
    pub p_outside: Share,
}

impl Link {
    /// Within one plant.
    pub fn own(&self) -> bool {
        self.supplier == self.converter
    }

    /// Whether the pair knows each other without the cluster [E3]; a plant always knows itself.
    pub fn known_outside(&self) -> bool {
        self.own() || self.draw < self.p_outside
    }

    /// Whether two members know each other, at this value of lever `reach` [E3].
    pub fn known_inside(&self, reach: f64) -> bool {
        self.own() || self.draw < self.p_outside + (1.0 - self.p_outside) * (1.0 - reach)
    }
}

/// The frozen part of the world.
#[derive(Debug, Clone)]
pub struct Region<'s> {
    /// The scenario as meant.
    pub scenario: &'s Scenario,
    /// Streams, by plant and waste.
    pub streams: Vec<Stream>,
    /// Slots, by plant and technology.
    pub slots: Vec<Slot>,
    /// Links, by stream and slot: supplier, waste, converter, technology.
    pub links: Vec<Link>,
    streams_from: Vec<usize>,
    slots_from: Vec<usize>,
    links_from: Vec<usize>,
    suppliers_from: Vec<usize>,
    suppliers: Vec<usize>,
    peers: Vec<usize>,
    peers_each: usize,
}

impl<'s> Region<'s> {
    /// Finds streams, slots, links and peers of a scenario; draws acquaintance once.
    pub fn new(scenario: &'s Scenario, luck: &Luck) -> Self {
        let mut region = Region {
            scenario,
            streams: Vec::new(),
            slots: Vec::new(),
            links: Vec::new(),
            streams_from: vec![0],
            slots_from: vec![0],
            links_from: vec![0],
            suppliers_from: Vec::new(),
            suppliers: Vec::new(),
            peers: Vec::new(),
            peers_each: scenario.join.peers.min(scenario.plants.len().saturating_sub(1)),
        };
        region.find_streams_and_slots();
        region.find_links(luck);
        region.order_suppliers();
        region.find_peers();
        region
    }

    /// Streams of a plant.
    pub fn streams_of(&self, plant: usize) -> std::ops::Range<usize> {
        self.streams_from[plant]..self.streams_from[plant + 1]
    }

    /// Slots of a plant.
    pub fn slots_of(&self, plant: usize) -> std::ops::Range<usize> {
        self.slots_from[plant]..self.slots_from[plant + 1]
    }

    /// Links of a stream, by converter and technology.
    pub fn links_of(&self, stream: usize) -> std::ops::Range<usize> {
        self.links_from[stream]..self.links_from[stream + 1]
    }

    /// Links into a slot, nearest supplier first.
    pub fn suppliers_of(&self, slot: usize) -> &[usize] {
        &self.suppliers[self.suppliers_from[slot]..self.suppliers_from[slot + 1]]
    }

    /// The nearest other plants of a plant.
    pub fn peers_of(&self, plant: usize) -> &[usize] {
        &self.peers[plant * self.peers_each..(plant + 1) * self.peers_each]
    }

    fn find_streams_and_slots(&mut self) {
        for (index, plant) in self.scenario.plants.iter().enumerate() {
            let mut streams: Vec<Stream> = plant
                .streams
                .iter()
                .map(|s| Stream {
                    plant: index,
                    waste: s.waste,
                    t_per_year: s.t_per_year,
                    own_reuse: s.own_reuse,
                })
                .collect();
            streams.sort_by_key(|stream| stream.waste);
            self.streams.extend(streams);
            self.streams_from.push(self.streams.len());

            let mut technologies: Vec<usize> =
                plant.adopts.iter().copied().chain(plant.units.iter().map(|unit| unit.technology)).collect();
            technologies.sort_unstable();
            technologies.dedup();
            self.slots.extend(technologies.into_iter().map(|technology| Slot {
                plant: index,
                technology,
                adoptable: plant.adopts.contains(&technology),
            }));
            self.slots_from.push(self.slots.len());
        }
    }

    fn find_links(&mut self, luck: &Luck) {
        let scenario = self.scenario;
        let mut slots_by_waste = vec![Vec::new(); scenario.wastes.len()];
        for (index, slot) in self.slots.iter().enumerate() {
            slots_by_waste[scenario.technologies[slot.technology].waste].push(index);
        }
        let mut draws = luck.draws(Purpose::Acquaintance, 0, 0);
        for (index, stream) in self.streams.iter().enumerate() {
            for &slot in &slots_by_waste[stream.waste] {
                let Slot { plant: converter, technology, .. } = self.slots[slot];
                let supplier = stream.plant;
                let mut link = Link {
                    stream: index,
                    slot,
                    supplier,
                    converter,
                    technology,
                    km: 0.0,
                    haul_per_t: 0.0,
                    draw: 0.0,
                    p_outside: 1.0,
                };
                if supplier != converter {
                    let (a, b) = (&scenario.plants[supplier], &scenario.plants[converter]);
                    link.km = distance_km(&scenario.transport, a, b);
                    link.haul_per_t = haulage_per_t(&scenario.transport, link.km);
                    link.draw = draws.uniform(pair_index(supplier, converter));
                    link.p_outside = acquaintance(&scenario.trade, link.km);
                }
                self.links.push(link);
            }
            self.links_from.push(self.links.len());
        }
    }

    /// Lists the links into each slot, nearest supplier first (ties: lower index).
    fn order_suppliers(&mut self) {
        let mut into = vec![Vec::new(); self.slots.len()];
        for (index, link) in self.links.iter().enumerate() {
            into[link.slot].push(index);
        }
        self.suppliers_from.push(0);
        for mut links in into {
            links.sort_by(|&a, &b| self.links[a].km.total_cmp(&self.links[b].km).then(a.cmp(&b)));
            self.suppliers.extend(links);
            self.suppliers_from.push(self.suppliers.len());
        }
    }

    /// Finds the nearest plants of each plant (ties: lower index).
    fn find_peers(&mut self) {
        let plants = &self.scenario.plants;
        let mut others: Vec<(Km, usize)> = Vec::with_capacity(plants.len());
        for (i, plant) in plants.iter().enumerate() {
            if self.peers_each == 0 {
                break;
            }
            others.clear();
            others.extend(
                plants
                    .iter()
                    .enumerate()
                    .filter(|&(j, _)| j != i)
                    .map(|(j, other)| (distance_km(&self.scenario.transport, plant, other), j)),
            );
            let nearer = |a: &(Km, usize), b: &(Km, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
            others.select_nth_unstable_by(self.peers_each - 1, nearer);
            let nearest = &mut others[..self.peers_each];
            nearest.sort_by(nearer);
            self.peers.extend(nearest.iter().map(|&(_, j)| j));
        }
    }
}
