//! Symbols of plants: shape by stage, size by tonnes, fill by membership; moved apart to avoid overlaps.

use circulus::ids::{PlantId, TiSlice, TiVec};
use circulus::maths::{cos, sin};
use circulus::record::sums::{Node, Sums};
use circulus::scenario::{Plant, Stage};

use crate::page::Scene;
use crate::sheet::{Point, Sheet};
use crate::style::{BLACK, GREY, Ink, MEMBERS, WHITE};

use super::ground::Ground;

/// Membership of a plant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Member at the end.
    Member,
    /// Former member.
    Former,
    /// Never a member.
    Never,
}

/// The symbol of a plant on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Marker {
    /// Centre of the symbol.
    pub at: Point,
    /// Half of its width.
    pub radius: f64,
    /// Stage of the plant.
    pub stage: Stage,
    /// Membership.
    pub standing: Standing,
    /// Waste generated or converted per year, whichever is larger.
    pub tonnes: f64,
}

/// Order of the stages in the legend.
pub const STAGES: [(Stage, &str); 6] = [
    (Stage::Mining, "mining"),
    (Stage::Beneficiation, "beneficiation"),
    (Stage::Metallurgy, "metallurgy"),
    (Stage::Power, "power"),
    (Stage::Converter, "converter"),
    (Stage::Legacy, "legacy stockpile"),
];

impl Marker {
    /// Draws the symbol.
    pub fn draw(&self, sheet: &mut Sheet) {
        let (edge, fill) = match self.standing {
            Standing::Member => (WHITE, MEMBERS),
            Standing::Former => (MEMBERS, WHITE),
            Standing::Never => (GREY.shade(0.8), WHITE.shade(0.93)),
        };
        let line = if self.radius > 9.0 { 3.0 } else { 2.0_f64.min(0.5 * self.radius) };
        self.shape(sheet, self.radius + 1.0, edge_of(edge));
        self.shape(sheet, self.radius + 1.0 - line, fill);
    }

    fn shape(&self, sheet: &mut Sheet, radius: f64, ink: Ink) {
        let turned = |corners: u32, from: f64, size: f64| -> Vec<Point> {
            let corner = |i: u32| {
                let angle = (from + 360.0 * f64::from(i) / f64::from(corners)).to_radians();
                (self.at.0 + size * radius * sin(angle), self.at.1 - size * radius * cos(angle))
            };
            (0..corners).map(corner).collect()
        };
        match self.stage {
            Stage::Converter => sheet.circle(self.at, radius, ink),
            Stage::Mining => sheet.polygon(turned(3, 0.0, 1.25), ink),
            Stage::Beneficiation => sheet.polygon(turned(4, 0.0, 1.2), ink),
            Stage::Metallurgy => sheet.polygon(turned(4, 45.0, 1.2), ink),
            Stage::Power => sheet.polygon(turned(5, 0.0, 1.1), ink),
            Stage::Legacy => sheet.polygon(turned(3, 180.0, 1.25), ink),
        }
    }
}

fn edge_of(ink: Ink) -> Ink {
    if ink == WHITE { BLACK } else { ink }
}

/// Largest and smallest radius of a symbol, if there is enough space.
const RADII: (f64, f64) = (26.0, 8.0);
/// Minimum radius in any case.
const SMALLEST: f64 = 2.5;
/// Maximum share of the land covered by symbols.
const COVER: f64 = 0.16;

/// Radii by tonnes: area proportional to tonnes, but never too small to see, and all scaled down where plants are
/// crowded.
fn radii(tonnes: &[f64], land: f64) -> Vec<f64> {
    let most = tonnes.iter().copied().fold(0.0, f64::max);
    let radius = |tonnes: f64| {
        let share = if most > 0.0 { tonnes / most } else { 0.0 };
        (RADII.0 * share.clamp(0.0, 1.0).sqrt()).max(RADII.1)
    };
    let wanted: Vec<f64> = tonnes.iter().map(|&tonnes| radius(tonnes)).collect();
    let covered: f64 = wanted.iter().map(|radius| 3.2 * radius * radius).sum();
    let factor = (COVER * land / covered.max(1.0)).sqrt().min(1.0);
    let smaller = wanted.iter().map(|radius| (radius * factor).max(SMALLEST));
    smaller.collect()
}

/// Most plants whose symbols are drawn, and moved apart: beyond that a page is full, and moving takes hours.
pub const MOST: usize = 10_000;

/// The plants whose symbols are drawn, in order: all, or those with the most tonnes.
pub fn drawn(markers: &TiSlice<PlantId, Marker>) -> Vec<PlantId> {
    let mut plants: Vec<PlantId> = markers.keys().collect();
    if plants.len() > MOST {
        plants.sort_by(|&a, &b| markers[b].tonnes.total_cmp(&markers[a].tonnes).then(a.cmp(&b)));
        plants.truncate(MOST);
        plants.sort_unstable();
    }
    plants
}

/// The symbols of all plants; those that are drawn are moved apart to avoid overlaps.
pub fn place(scene: &Scene, sums: &Sums, ground: &Ground) -> TiVec<PlantId, Marker> {
    let plants = &scene.scenario.plants;
    let tonnes = |(node, plant): (&Node, &Plant)| match sums.has_plants {
        true => node.generated_t_per_year.max(node.converted_t_per_year),
        false => plant.streams.iter().map(|stream| stream.t_per_year).sum::<f64>().max(0.0),
    };
    let tonnes: TiVec<PlantId, f64> = sums.nodes.iter().zip(plants).map(tonnes).collect();
    let standing = |node: &Node| match (node.member, node.ever_member) {
        (true, _) => Standing::Member,
        (false, true) => Standing::Former,
        (false, false) => Standing::Never,
    };
    let radii: TiVec<PlantId, f64> = radii(&tonnes.raw, ground.spread()).into();
    let mut markers: TiVec<PlantId, Marker> = plants
        .iter_enumerated()
        .map(|(i, plant)| Marker {
            at: ground.place(plant.lon_deg, plant.lat_deg),
            radius: radii[i],
            stage: plant.stage,
            standing: standing(&sums.nodes[i]),
            tonnes: tonnes[i],
        })
        .collect();
    let drawn = drawn(&markers);
    let mut moved: Vec<Marker> = drawn.iter().map(|&plant| markers[plant]).collect();
    part(&mut moved);
    drawn.into_iter().zip(moved).for_each(|(plant, marker)| markers[plant] = marker);
    markers
}

/// Pushes overlapping symbols apart, a little in each round; those at the same place start in a small spiral.
fn part(markers: &mut [Marker]) {
    const GOLDEN_ANGLE: f64 = 2.399_963;
    for (i, marker) in markers.iter_mut().enumerate() {
        let angle = GOLDEN_ANGLE * i as f64;
        marker.at.0 += 0.5 * cos(angle);
        marker.at.1 += 0.5 * sin(angle);
    }
    let rounds = if markers.len() > 300 { 40 } else { 200 };
    for _ in 0..rounds {
        let mut moved = false;
        for i in 0..markers.len() {
            for j in i + 1..markers.len() {
                let (a, b) = (markers[i], markers[j]);
                let (dx, dy) = (b.at.0 - a.at.0, b.at.1 - a.at.1);
                let apart = a.radius + b.radius + 4.0;
                let distance = (dx * dx + dy * dy).sqrt();
                if distance >= apart || distance == 0.0 {
                    continue;
                }
                let push = (apart - distance) / distance / 2.0 * 0.6;
                // The smaller of the two moves more.
                let share = 2.0 * a.radius / (a.radius + b.radius);
                markers[i].at.0 -= dx * push * (2.0 - share);
                markers[i].at.1 -= dy * push * (2.0 - share);
                markers[j].at.0 += dx * push * share;
                markers[j].at.1 += dy * push * share;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
}
