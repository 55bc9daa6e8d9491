//! A synthetic region: plants drawn from kinds, in industrial centres over an area.
//!
//! Plant i draws from a stream of its own, so a larger region begins with the smaller one, and the
//! number of words that one plant draws never shifts another's luck.

use super::build::{Index, stage};
use super::filled::Filled;
use super::{InitialUnit, Plant, Stage, Stream};
use crate::maths::{cos, exp, ln, sin};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Mean kilometres per degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;
/// Largest mass that a scenario may hold.
const MOST_T: f64 = 1e12;

/// A kind of plant, ready to draw from.
struct Kind<'a> {
    table: &'a Filled,
    /// Sum of the shares up to and including this kind.
    upto: f64,
    stage: Stage,
    adopts: Vec<usize>,
    streams: Vec<(&'a Filled, usize)>,
    units: Vec<(&'a Filled, usize)>,
}

/// Draws for one plant or one centre.
struct Luck(ChaCha8Rng);

impl Luck {
    fn new(key: &ChaCha8Rng, stream: u64) -> Luck {
        let mut rng = key.clone();
        rng.set_stream(stream);
        Luck(rng)
    }

    /// Even over 0 to 1, 1 excluded.
    fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Standard normal, cut at 3 deviations (Box and Muller 1958).
    fn normal(&mut self) -> f64 {
        let (u, v) = (1.0 - self.uniform(), self.uniform());
        let z = (-2.0 * ln(u)).sqrt() * cos(std::f64::consts::TAU * v);
        z.clamp(-3.0, 3.0)
    }

    /// A point spread evenly over a disc, km east and north.
    fn disc(&mut self, radius_km: f64) -> (f64, f64) {
        let r = radius_km * self.uniform().sqrt();
        let angle = std::f64::consts::TAU * self.uniform();
        (r * cos(angle), r * sin(angle))
    }
}

/// All plants of a region.
pub(super) fn plants(region: &Filled, wastes: &Index, technologies: &Index) -> Vec<Plant> {
    let mut total = 0.0;
    let kinds: Vec<Kind> =
        region.all("kind").iter().map(|table| kind(table, &mut total, wastes, technologies)).collect();
    let key = key(region.integer("seed"));
    // Centres take streams from the far end, which no plant reaches.
    let centres: Vec<(f64, f64)> = (0..region.count("clusters"))
        .map(|c| Luck::new(&key, u64::MAX - c as u64).disc(region.number("radius_km")))
        .collect();
    (0..region.count("n"))
        .filter_map(|i| {
            let mut luck = Luck::new(&key, i as u64);
            let at = luck.uniform() * total;
            let kind = kinds.iter().find(|kind| at < kind.upto).or(kinds.last())?;
            Some(plant(i, kind, region, &centres, &mut luck))
        })
        .collect()
}

/// The generator that every stream of a region starts from.
fn key(seed: i64) -> ChaCha8Rng {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    key[16..22].copy_from_slice(b"region");
    ChaCha8Rng::from_seed(key)
}

fn kind<'a>(table: &'a Filled, total: &mut f64, wastes: &Index, technologies: &Index) -> Kind<'a> {
    *total += table.number("share");
    let mut streams: Vec<(&Filled, usize)> =
        table.all("stream").iter().map(|s| (s, wastes.get(s.text("waste")))).collect();
    streams.sort_by_key(|(_, waste)| *waste);
    Kind {
        table,
        upto: *total,
        stage: stage(table),
        adopts: table.list("adopts").iter().map(|id| technologies.get(id)).collect(),
        streams,
        units: table.all("unit").iter().map(|u| (u, technologies.get(u.text("technology")))).collect(),
    }
}

fn plant(i: usize, kind: &Kind, region: &Filled, centres: &[(f64, f64)], luck: &mut Luck) -> Plant {
    let table = kind.table;
    let (lat_deg, lon_deg) = place(region, centres, luck);
    let attitude =
        region.number("attitude") + region.number("attitude_spread") * (2.0 * luck.uniform() - 1.0);
    let id = format!("G{:06}", i + 1);
    let adopts_probability = table.number("adopts_probability");
    Plant {
        name: format!("{} {}", table.text("name"), i + 1),
        id,
        operator: String::new(),
        stage: kind.stage,
        lat_deg,
        lon_deg,
        cash: table.number("cash"),
        budget: table.number("budget"),
        growth: table.number("growth"),
        volatility: table.number("volatility"),
        attitude: attitude.clamp(0.0, 1.0),
        streams: exact(kind.streams.iter().filter_map(|(s, waste)| stream(s, *waste, luck))),
        adopts: exact(kind.adopts.iter().copied().filter(|_| luck.uniform() < adopts_probability)),
        units: exact(kind.units.iter().filter_map(|(u, technology)| unit(u, *technology, luck))),
    }
}

/// A list without room for more: there may be a million of them.
fn exact<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.collect();
    list.shrink_to_fit();
    list
}

/// Latitude and longitude of a plant, in a centre or anywhere in the region.
fn place(region: &Filled, centres: &[(f64, f64)], luck: &mut Luck) -> (f64, f64) {
    let alone = luck.uniform() < region.number("scattered");
    let which = (luck.uniform() * centres.len() as f64) as usize;
    let (east_km, north_km) = match centres.get(which) {
        Some((east, north)) if !alone => {
            let (dx, dy) = luck.disc(region.number("cluster_radius_km"));
            (east + dx, north + dy)
        }
        _ => luck.disc(region.number("radius_km")),
    };
    let lat = region.number("lat");
    let narrowing = cos(lat.to_radians());
    let lon = region.number("lon") + east_km / (KM_PER_DEGREE * narrowing);
    // The longitude goes once around, the latitude ends at the pole.
    let wrapped = lon - 360.0 * ((lon + 180.0) / 360.0).floor();
    ((lat + north_km / KM_PER_DEGREE).clamp(-90.0, 90.0), wrapped.clamp(-180.0, 180.0))
}

fn stream(s: &Filled, waste: usize, luck: &mut Luck) -> Option<Stream> {
    let there = luck.uniform() < s.number("probability");
    let t_per_year = (s.number("t_per_year") * exp(s.number("spread") * luck.normal())).min(MOST_T);
    there.then(|| Stream {
        waste,
        t_per_year,
        own_reuse: s.number("own_reuse"),
        stock_t: (t_per_year * s.number("stock_years")).min(MOST_T),
    })
}

fn unit(u: &Filled, technology: usize, luck: &mut Luck) -> Option<InitialUnit> {
    let there = luck.uniform() < u.number("probability");
    let capacity_t = (u.number("capacity") * exp(u.number("spread") * luck.normal())).min(MOST_T);
    let age_years = (luck.uniform() * (u.count("max_age") + 1) as f64) as usize;
    there.then_some(InitialUnit { technology, capacity_t, age_years })
}
