//! A synthetic region: plants drawn from kinds, located in industrial centres within an area.
//!
//! Generated plant i draws from a sequence of its own, so a larger region begins with the smaller one, and the number of draws
//! of one plant does not affect another.

use super::build::Index;
use super::filled::{Filled, NoKey};
use super::tree::{Data, Node};
use super::{InitialUnit, Plant, Stream};
use crate::ids::{PLANT_BITS, PlantId, TechnologyId, TiVec, WasteId};
use crate::maths::{cos, exp, ln, sin};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Mean kilometres per degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;
/// Largest mass that a scenario may hold.
const MOST_T: f64 = 1e12;

/// The region and its kinds, prepared for drawing.
struct Region {
    seed: i64,
    plants: usize,
    clusters: usize,
    lat: f64,
    lon: f64,
    radius_km: f64,
    cluster_radius_km: f64,
    scattered: f64,
    attitude: f64,
    attitude_spread: f64,
    kinds: Vec<Kind>,
    /// Sum of the kinds' shares.
    total: f64,
}

/// A kind of plant.
struct Kind {
    /// A template for plants of this kind; id, name, place and drawn values are still missing.
    plant: Plant,
    /// Cumulative share up to and including this kind.
    upto: f64,
    adopts_probability: f64,
    streams: Vec<StreamKind>,
    units: Vec<UnitKind>,
}

struct StreamKind {
    waste: WasteId,
    probability: f64,
    t_per_year: f64,
    spread: f64,
    own_reuse: f64,
    stock_years: f64,
}

struct UnitKind {
    technology: TechnologyId,
    probability: f64,
    capacity: f64,
    spread: f64,
    max_age: usize,
}

/// Random draws for one plant or one centre.
struct Generator(ChaCha8Rng);

impl Generator {
    fn new(key: &ChaCha8Rng, sequence: u64) -> Generator {
        let mut rng = key.clone();
        rng.set_stream(sequence);
        Generator(rng)
    }

    /// Uniform over 0 to 1, excluding 1.
    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Standard normal, truncated at 3 deviations (Box and Muller 1958).
    fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.uniform(), self.uniform());
        let z = (-2.0 * ln(u)).sqrt() * cos(std::f64::consts::TAU * v);
        z.clamp(-3.0, 3.0)
    }

    /// A point uniformly distributed over a disc, km east and north.
    fn disc(&mut self, radius_km: f64) -> (f64, f64) {
        let r = radius_km * self.uniform().sqrt();
        let angle = std::f64::consts::TAU * self.uniform();
        (r * cos(angle), r * sin(angle))
    }
}

/// The id of a plant, by its number from 0.
pub(super) fn id(plant: usize) -> String {
    format!("G{:06}", plant + 1)
}

/// Whether an id is that of one of so many generated plants.
pub(super) fn is_id(text: &str, plants: usize) -> bool {
    let number = text.strip_prefix('G').and_then(|digits| digits.parse::<usize>().ok());
    number.is_some_and(|number| (1..=plants).contains(&number) && id(number - 1) == text)
}

/// Ids of all plants of a file, first those given one by one, then the generated ones, if any table names plants: there
/// may be millions, and mostly nobody asks for them.
pub(super) fn plant_ids(root: &Node) -> Vec<String> {
    if ["knows", "contract", "change"].iter().all(|table| root.get(table).is_none()) {
        return Vec::new();
    }
    let given = root.get("plant").map(|plants| plants.node.identities("id"));
    let n = match root.get("generate").and_then(|region| Some(&region.node.get("n")?.node.data)) {
        Some(Data::Integer(n)) => usize::try_from(*n).map_or(0, |n| n.min(1 << PLANT_BITS)),
        _ => 0,
    };
    given.into_iter().flatten().flatten().chain((0..n).map(id)).collect()
}

/// Adds all plants of a region.
pub(super) fn add_plants(
    all: &mut TiVec<PlantId, Plant>,
    region: &Filled,
    wastes: &Index<WasteId>,
    technologies: &Index<TechnologyId>,
) -> Result<(), NoKey> {
    let region = read(region, wastes, technologies)?;
    let key = key(region.seed);
    // Centres use the last sequences, which no plant reaches.
    let centres: Vec<(f64, f64)> = (0..region.clusters)
        .map(|c| Generator::new(&key, u64::MAX - c as u64).disc(region.radius_km))
        .collect();
    let plants = (0..region.plants).filter_map(|i| {
        let mut generator = Generator::new(&key, i as u64);
        let at = generator.uniform() * region.total;
        let kind = region.kinds.iter().find(|kind| at < kind.upto).or(region.kinds.last())?;
        Some(plant(i, kind, &region, &centres, &mut generator))
    });
    all.reserve_exact(region.plants); // a list that grows would take half as much again
    all.extend(plants);
    Ok(())
}

/// The generator that every sequence of a region starts from.
fn key(seed: i64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[16..22].copy_from_slice(b"region");
    ChaCha8Rng::from_seed(key)
}

fn read(
    region: &Filled,
    wastes: &Index<WasteId>,
    technologies: &Index<TechnologyId>,
) -> Result<Region, NoKey> {
    let mut total = 0.0;
    let mut kinds = Vec::new();
    for table in region.all("kind")? {
        total += table.number("share")?;
        kinds.push(kind(table, total, wastes, technologies)?);
    }
    Ok(Region {
        seed: region.integer("seed")?,
        plants: region.count("n")?,
        clusters: region.count("clusters")?,
        lat: region.number("lat")?,
        lon: region.number("lon")?,
        radius_km: region.number("radius_km")?,
        cluster_radius_km: region.number("cluster_radius_km")?,
        scattered: region.number("scattered")?,
        attitude: region.number("attitude")?,
        attitude_spread: region.number("attitude_spread")?,
        kinds,
        total,
    })
}

fn kind(
    table: &Filled,
    upto: f64,
    wastes: &Index<WasteId>,
    technologies: &Index<TechnologyId>,
) -> Result<Kind, NoKey> {
    let stream = |s: &Filled| {
        Ok(StreamKind {
            waste: wastes.get(s.text("waste")?, s)?,
            probability: s.number("probability")?,
            t_per_year: s.number("t_per_year")?,
            spread: s.number("spread")?,
            own_reuse: s.number("own_reuse")?,
            stock_years: s.number("stock_years")?,
        })
    };
    let unit = |u: &Filled| {
        Ok(UnitKind {
            technology: technologies.get(u.text("technology")?, u)?,
            probability: u.number("probability")?,
            capacity: u.number("capacity")?,
            spread: u.number("spread")?,
            max_age: u.count("max_age")?,
        })
    };
    let mut streams: Vec<StreamKind> = table.all("stream")?.iter().map(stream).collect::<Result<_, _>>()?;
    streams.sort_by_key(|stream| stream.waste);
    let adopts =
        table.list("adopts")?.iter().map(|id| technologies.get(id, table)).collect::<Result<_, _>>()?;
    let plant = Plant {
        id: String::new(),
        name: table.text("name")?.into(),
        operator: String::new(),
        stage: table.word("stage")?,
        lat_deg: 0.0,
        lon_deg: 0.0,
        cash: table.number("cash")?,
        budget: table.number("budget")?,
        growth: table.number("growth")?,
        volatility: table.number("volatility")?,
        attitude: 0.0,
        group: String::new(),
        opens: None,
        closes: None,
        streams: Vec::new(),
        adopts,
        units: Vec::new(),
    };
    let units = table.all("unit")?.iter().map(unit).collect::<Result<_, _>>()?;
    Ok(Kind { plant, upto, adopts_probability: table.number("adopts_probability")?, streams, units })
}

fn plant(i: usize, kind: &Kind, region: &Region, centres: &[(f64, f64)], generator: &mut Generator) -> Plant {
    let of = &kind.plant;
    let (lat_deg, lon_deg) = place(region, centres, generator);
    let attitude = region.attitude + region.attitude_spread * (2.0 * generator.uniform() - 1.0);
    Plant {
        id: id(i),
        name: format!("{} {}", of.name, i + 1),
        operator: String::new(),
        stage: of.stage,
        lat_deg,
        lon_deg,
        cash: of.cash,
        budget: of.budget,
        growth: of.growth,
        volatility: of.volatility,
        attitude: attitude.clamp(0.0, 1.0),
        group: String::new(),
        opens: None,
        closes: None,
        streams: exact(kind.streams.iter().filter_map(|s| stream(s, generator))),
        adopts: exact(of.adopts.iter().copied().filter(|_| generator.uniform() < kind.adopts_probability)),
        units: exact(kind.units.iter().filter_map(|u| unit(u, generator))),
    }
}

/// A list without spare capacity: there may be a million of them.
fn exact<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.collect();
    list.shrink_to_fit();
    list
}

/// Latitude and longitude of a plant, in a centre or anywhere in the region.
fn place(region: &Region, centres: &[(f64, f64)], generator: &mut Generator) -> (f64, f64) {
    let alone = generator.uniform() < region.scattered;
    let which = (generator.uniform() * centres.len() as f64) as usize;
    let (east_km, north_km) = match centres.get(which) {
        Some((east, north)) if !alone => {
            let (dx, dy) = generator.disc(region.cluster_radius_km);
            (east + dx, north + dy)
        }
        _ => generator.disc(region.radius_km),
    };
    let narrowing = cos(region.lat.to_radians());
    let lon = region.lon + east_km / (KM_PER_DEGREE * narrowing);
    // Longitude wraps around; latitude is limited at the pole.
    let wrapped = lon - 360.0 * ((lon + 180.0) / 360.0).floor();
    ((region.lat + north_km / KM_PER_DEGREE).clamp(-90.0, 90.0), wrapped.clamp(-180.0, 180.0))
}

fn stream(s: &StreamKind, generator: &mut Generator) -> Option<Stream> {
    let there = generator.uniform() < s.probability;
    let t_per_year = (s.t_per_year * exp(s.spread * generator.normal())).min(MOST_T);
    there.then(|| Stream {
        waste: s.waste,
        t_per_year,
        own_reuse: s.own_reuse,
        stock_t: (t_per_year * s.stock_years).min(MOST_T),
    })
}

fn unit(u: &UnitKind, generator: &mut Generator) -> Option<InitialUnit> {
    let there = generator.uniform() < u.probability;
    let capacity_t = (u.capacity * exp(u.spread * generator.normal())).min(MOST_T);
    let age_years = (generator.uniform() * (u.max_age + 1) as f64) as usize;
    there.then_some(InitialUnit { technology: u.technology, capacity_t, age_years })
}
