//! Flows of waste between plants: curves as wide as their tonnes, in the colour of their waste.

use std::collections::BTreeMap;

use crate::plot::page::Scene;
use crate::plot::sheet::{Point, Sheet};
use crate::plot::style::{GREEN, GREY, Ink, ORANGE, PURPLE, SKY, VERMILION};

use super::markers::Marker;

/// Wastes that get a colour of their own.
const INKS: [Ink; 5] = [ORANGE, GREEN, VERMILION, PURPLE, SKY];
/// Most curves; smaller flows are left out of the map, not of the sums.
const MOST: usize = 250;
/// Width of the largest flow.
pub const WIDEST: f64 = 20.0;
const THINNEST: f64 = 2.5;

/// A flow of one waste from one plant to another over the whole run.
struct Flow {
    supplier: usize,
    converter: usize,
    ink: Ink,
    tonnes: f64,
}

/// All flows of a run.
pub struct Flows {
    flows: Vec<Flow>,
    /// Wastes with their colour and tonnes, largest first; the last may stand for several.
    pub wastes: Vec<(String, Ink, f64)>,
    /// Tonnes moved between plants.
    pub tonnes: f64,
    /// Of these, between members.
    pub tonnes_inside: f64,
    /// Pairs of supplier and converter.
    pub pairs: usize,
    /// Tonnes of the largest flow.
    pub largest: f64,
}

impl Flows {
    /// The flows of the whole run.
    pub fn of(scene: &Scene) -> Flows {
        let mut sums: BTreeMap<(usize, usize, usize), f64> = BTreeMap::new();
        let (mut tonnes, mut tonnes_inside) = (0.0, 0.0);
        for row in &scene.run.cluster.deals {
            let deal = &row.deal;
            if deal.between_plants() {
                let key = (deal.supplier, deal.converter, deal.waste);
                *sums.entry(key).or_insert(0.0) += deal.q_t;
                tonnes += deal.q_t;
                tonnes_inside += if deal.inside() { deal.q_t } else { 0.0 };
            }
        }
        let mut by_waste: BTreeMap<usize, f64> = BTreeMap::new();
        for (&(_, _, waste), sum) in &sums {
            *by_waste.entry(waste).or_insert(0.0) += sum;
        }
        let mut order: Vec<(usize, f64)> = by_waste.into_iter().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let rank = |waste: usize| order.iter().position(|entry| entry.0 == waste);
        let ink = |waste: usize| rank(waste).and_then(|i| INKS.get(i)).copied().unwrap_or(GREY);
        let mut flows: Vec<Flow> = sums
            .iter()
            .map(|(&(supplier, converter, waste), &tonnes)| Flow {
                supplier,
                converter,
                ink: ink(waste),
                tonnes,
            })
            .collect();
        flows.sort_by(|a, b| b.tonnes.total_cmp(&a.tonnes));
        let mut pairs: Vec<(usize, usize)> = sums.keys().map(|key| (key.0, key.1)).collect();
        pairs.dedup();
        let wastes = named(scene, &order);
        Flows {
            largest: flows.first().map_or(0.0, |flow| flow.tonnes),
            flows,
            wastes,
            tonnes,
            tonnes_inside,
            pairs: pairs.len(),
        }
    }

    /// Width of a flow.
    pub fn width(&self, tonnes: f64) -> f64 {
        (WIDEST * tonnes / self.largest.max(f64::MIN_POSITIVE)).clamp(THINNEST, WIDEST)
    }

    /// Draws the curves, the largest first.
    pub fn draw(&self, sheet: &mut Sheet, markers: &[Marker]) {
        for flow in self.flows.iter().take(MOST) {
            if let (Some(from), Some(to)) = (markers.get(flow.supplier), markers.get(flow.converter)) {
                curve(sheet, from, to, self.width(flow.tonnes), flow.ink);
            }
        }
    }
}

fn named(scene: &Scene, order: &[(usize, f64)]) -> Vec<(String, Ink, f64)> {
    let name = |waste: usize| {
        let waste = scene.scenario.wastes.get(waste);
        waste.map_or_else(String::new, |waste| waste.name.clone())
    };
    let mut wastes: Vec<(String, Ink, f64)> =
        order.iter().zip(INKS).map(|(&(waste, tonnes), ink)| (name(waste), ink, tonnes)).collect();
    match order.get(INKS.len()..).unwrap_or_default() {
        [] => {}
        &[(waste, tonnes)] => wastes.push((name(waste), GREY, tonnes)),
        rest => {
            let tonnes = rest.iter().map(|entry| entry.1).sum();
            wastes.push((format!("{} other wastes", rest.len()), GREY, tonnes));
        }
    }
    wastes
}

/// A band bent to the right of its way, with an arrow before its end.
fn curve(sheet: &mut Sheet, from: &Marker, to: &Marker, width: f64, ink: Ink) {
    let (dx, dy) = (to.at.0 - from.at.0, to.at.1 - from.at.1);
    let length = (dx * dx + dy * dy).sqrt();
    if length < 1.0 {
        return;
    }
    let bend = 0.16 + 10.0 / (length + 40.0);
    let control = (from.at.0 + dx / 2.0 - dy * bend, from.at.1 + dy / 2.0 + dx * bend);
    let at = |t: f64| -> Point {
        let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
        (a * from.at.0 + b * control.0 + c * to.at.0, a * from.at.1 + b * control.1 + c * to.at.1)
    };
    let across = |t: f64| -> Point {
        let (x, y) = (
            (1.0 - t) * (control.0 - from.at.0) + t * (to.at.0 - control.0),
            (1.0 - t) * (control.1 - from.at.1) + t * (to.at.1 - control.1),
        );
        let norm = (x * x + y * y).sqrt().max(1e-9);
        (-y / norm, x / norm)
    };
    const STEPS: u32 = 24;
    let edge = |t: f64, side: f64| -> Point {
        let ((x, y), (nx, ny)) = (at(t), across(t));
        (x + side * nx, y + side * ny)
    };
    // The arrow ends where the sign of the converter begins.
    let tip = (1.0 - (to.radius + 1.0) / length).clamp(0.55, 1.0);
    let head = (width + 9.0).max(11.0);
    let neck = (tip - head / length).clamp(0.4, tip);
    let side =
        |sign: f64| (0..=STEPS).map(move |i| (neck * f64::from(i) / f64::from(STEPS), sign * width / 2.0));
    let mut points: Vec<Point> = side(1.0).map(|(t, side)| edge(t, side)).collect();
    points.push(edge(neck, head / 2.0 + 1.0));
    points.push(at(tip));
    points.push(edge(neck, -head / 2.0 - 1.0));
    let back: Vec<(f64, f64)> = side(-1.0).collect();
    points.extend(back.into_iter().rev().map(|(t, side)| edge(t, side)));
    sheet.polygon(points, ink.see_through(0.78));
}
