//! Flows of waste between plants: curves with width by tonnes and colour by waste.

use circulus::ids::{PlantId, TiSlice, WasteId};
use circulus::maths::exp;
use circulus::record::sums::{Edge, Sums};

use crate::page::Scene;
use crate::sheet::{Point, Sheet};
use crate::style::{BLACK, GREY, Ink, WHITE, waste_ink};

use super::markers::Marker;

/// Most wastes with a colour of their own.
const OWN_INK: usize = 5;
/// Maximum number of curves; smaller flows are omitted from the map, not from the sums.
const MOST: usize = 250;
/// Width of the largest flow.
pub const WIDEST: f64 = 20.0;
const THINNEST: f64 = 2.5;
/// The same where bands are told apart by a line along their middle.
const LEAST_HATCHED: f64 = 5.0;
/// Opacity of the bands.
pub const SEEN: f64 = 0.78;
/// Farthest point of a symbol from its centre, over its radius.
const OUT: f64 = 1.25;

/// A flow of one waste from one plant to another over the whole run.
struct Flow {
    supplier: PlantId,
    converter: PlantId,
    ink: Ink,
    /// Place of the waste in the legend.
    waste: usize,
    tonnes: f64,
}

/// How a waste is told from others without colours: the grey of the band, and the line along its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hatch {
    /// Grey of the band.
    pub band: Ink,
    /// Colour of the line; `None` for no line.
    pub line: Option<Ink>,
    /// Dash and gap of the line; none for a line without gaps.
    pub dash: Option<[f64; 2]>,
}

impl Hatch {
    /// The hatch of the waste at a place in the legend; the last combines all others.
    pub fn of(waste: usize) -> Hatch {
        let (dark, middle, light) = (grey(70), grey(125), grey(190));
        match waste {
            0 => Hatch { band: dark, line: None, dash: None },
            1 => Hatch { band: light, line: None, dash: None },
            2 => Hatch { band: dark, line: Some(WHITE), dash: None },
            3 => Hatch { band: light, line: Some(BLACK), dash: Some([14.0, 9.0]) },
            4 => Hatch { band: dark, line: Some(WHITE), dash: Some([7.0, 7.0]) },
            _ => Hatch { band: middle, line: None, dash: None },
        }
    }

    /// Draws the line along the middle of a band.
    pub fn draw_line(&self, sheet: &mut Sheet, middle: &[Point], width: f64) {
        let Some(ink) = self.line else { return };
        let width = (0.3 * width).max(1.4);
        match self.dash {
            Some(dash) => sheet.dashed(middle, dash, width, ink),
            None => sheet.path(middle.to_vec(), width, ink),
        }
    }
}

fn grey(light: u8) -> Ink {
    Ink { rgb: (light, light, light), opacity: 1.0 }
}

/// All flows of a run.
pub struct Flows {
    flows: Vec<Flow>,
    /// Wastes with their colour and tonnes, largest first; the last may combine several.
    pub wastes: Vec<(String, Ink, f64)>,
    /// Tonnes moved between plants.
    pub tonnes: f64,
    /// Of these, tonnes between members.
    pub tonnes_inside: f64,
    /// Number of pairs of supplier and converter.
    pub pairs: usize,
    /// Tonnes of the largest flow.
    pub largest: f64,
}

impl Flows {
    /// The flows of the whole run.
    pub fn of(scene: &Scene, sums: &Sums) -> Flows {
        let order = sums.wastes_moved();
        let place = |waste: WasteId| order.iter().position(|entry| entry.0 == waste);
        let ink = |waste: WasteId| place(waste).filter(|&i| i < OWN_INK).map_or(GREY, waste_ink);
        let number = |waste: WasteId| place(waste).map_or(OWN_INK, |i| i.min(OWN_INK));
        let of_edge = |edge: &Edge| {
            let (supplier, converter) = (edge.supplier, edge.converter);
            let flow = move |&(waste, tonnes): &(WasteId, f64)| (waste, supplier, converter, tonnes);
            edge.wastes.iter().map(flow).collect::<Vec<_>>()
        };
        let each = sums.edges.values().flat_map(of_edge);
        let mut flows: Vec<Flow> = each
            .map(|(waste, supplier, converter, tonnes)| Flow {
                supplier,
                converter,
                ink: ink(waste),
                waste: number(waste),
                tonnes,
            })
            .collect();
        flows.sort_by(|a, b| b.tonnes.total_cmp(&a.tonnes));
        let wastes = named(scene, &order);
        Flows {
            largest: flows.first().map_or(0.0, |flow| flow.tonnes),
            flows,
            wastes,
            tonnes: sums.moved_t,
            tonnes_inside: sums.moved_inside_t,
            pairs: sums.edges.len(),
        }
    }

    /// Width of a flow.
    pub fn width(&self, tonnes: f64) -> f64 {
        (WIDEST * tonnes / self.largest.max(f64::MIN_POSITIVE)).clamp(THINNEST, WIDEST)
    }

    /// Draws the curves, the largest first.
    pub fn draw(&self, sheet: &mut Sheet, markers: &TiSlice<PlantId, Marker>) {
        for flow in self.flows.iter().take(MOST) {
            if let (Some(from), Some(to)) = (markers.get(flow.supplier), markers.get(flow.converter))
                && let Some(band) = band(from, to, self.width(flow.tonnes))
            {
                sheet.polygon(band.edge, flow.ink.see_through(SEEN));
            }
        }
    }

    /// The same without colours, each waste with its [`Hatch`].
    pub fn draw_grey(&self, sheet: &mut Sheet, markers: &TiSlice<PlantId, Marker>) {
        for flow in self.flows.iter().take(MOST) {
            if let (Some(from), Some(to)) = (markers.get(flow.supplier), markers.get(flow.converter)) {
                let width = self.width(flow.tonnes).max(LEAST_HATCHED);
                let Some(band) = band(from, to, width) else { continue };
                let hatch = Hatch::of(flow.waste);
                // A white edge keeps crossing bands apart.
                let mut around = band.edge.clone();
                around.extend(band.edge.first());
                sheet.path(around, 1.5, WHITE);
                sheet.polygon(band.edge, hatch.band);
                hatch.draw_line(sheet, &band.middle, width);
            }
        }
    }
}

fn named(scene: &Scene, order: &[(WasteId, f64)]) -> Vec<(String, Ink, f64)> {
    let name = |waste: WasteId| scene.voice.name(&scene.scenario.wastes[waste].name);
    let own = order.iter().take(OWN_INK).enumerate();
    let mut wastes: Vec<(String, Ink, f64)> =
        own.map(|(i, &(waste, tonnes))| (name(waste), waste_ink(i), tonnes)).collect();
    match order.get(OWN_INK..).unwrap_or_default() {
        [] => {}
        &[(waste, tonnes)] => wastes.push((name(waste), GREY, tonnes)),
        rest => {
            let tonnes = rest.iter().map(|entry| entry.1).sum();
            wastes.push((scene.voice.other_wastes(rest.len()), GREY, tonnes));
        }
    }
    wastes
}

/// A band from one symbol to another.
struct Band {
    /// Its edge, with the arrow.
    edge: Vec<Point>,
    /// The line along its middle, to the arrow.
    middle: Vec<Point>,
}

/// A band curved to the right, with an arrow near its end; between close plants it makes a loop, wide enough that the
/// symbols do not hide it. `None` where the two are in one place.
fn band(from: &Marker, to: &Marker, width: f64) -> Option<Band> {
    let (dx, dy) = (to.at.0 - from.at.0, to.at.1 - from.at.1);
    let length = (dx * dx + dy * dy).sqrt();
    if length < 1.0 {
        return None;
    }
    // How close the symbols are, and how far a loop must go to come out from behind them.
    let gap = (length - OUT * (from.radius + to.radius)).max(0.0);
    let near = exp(-(gap + 16.0) / 45.0);
    let clear = (OUT * from.radius.max(to.radius) - 10.0).max(0.0);
    let along = (length / 3.0 - near * (10.0 + 1.6 * width + clear)) / length;
    let aside = (0.11 * length + near * (25.0 + 1.8 * width + 1.4 * clear)) / length;
    let control =
        |at: Point, sign: f64| (at.0 + sign * along * dx - aside * dy, at.1 + sign * along * dy + aside * dx);
    // A cubic Bezier curve.
    let [a, b, c, d] = [from.at, control(from.at, 1.0), control(to.at, -1.0), to.at];
    let sum = |w: [f64; 4]| -> Point {
        (w[0] * a.0 + w[1] * b.0 + w[2] * c.0 + w[3] * d.0, w[0] * a.1 + w[1] * b.1 + w[2] * c.1 + w[3] * d.1)
    };
    let at = |t: f64| {
        let u = 1.0 - t;
        sum([u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t])
    };
    let across = |t: f64| -> Point {
        let u = 1.0 - t;
        let (x, y) = sum([-u * u, u * u - 2.0 * u * t, 2.0 * u * t - t * t, t * t]);
        let norm = (x * x + y * y).sqrt().max(1e-9);
        (-y / norm, x / norm)
    };
    let leg = |a: Point, b: Point| ((b.0 - a.0) * (b.0 - a.0) + (b.1 - a.1) * (b.1 - a.1)).sqrt();
    let way = (length + leg(a, b) + leg(b, c) + leg(c, d)) / 2.0;
    const STEPS: u32 = 24;
    let edge = |t: f64, side: f64| -> Point {
        let ((x, y), (nx, ny)) = (at(t), across(t));
        (x + side * nx, y + side * ny)
    };
    // The arrow ends at the edge of the converter's symbol.
    let tip = (1.0 - (to.radius + 1.0) / way).clamp(0.55, 1.0);
    let head = (width + 9.0).max(11.0).min(0.45 * way);
    let neck = (tip - head / way).clamp(0.4, tip);
    let side =
        |sign: f64| (0..=STEPS).map(move |i| (neck * f64::from(i) / f64::from(STEPS), sign * width / 2.0));
    let mut points: Vec<Point> = side(1.0).map(|(t, side)| edge(t, side)).collect();
    points.push(edge(neck, head / 2.0 + 1.0));
    points.push(at(tip));
    points.push(edge(neck, -head / 2.0 - 1.0));
    let back: Vec<(f64, f64)> = side(-1.0).collect();
    points.extend(back.into_iter().rev().map(|(t, side)| edge(t, side)));
    let middle = (0..=STEPS).map(|i| at(neck * f64::from(i) / f64::from(STEPS))).collect();
    Some(Band { edge: points, middle })
}

#[cfg(test)]
mod tests {
    use circulus::scenario::Stage;

    use super::*;
    use crate::map::markers::Standing;

    /// Between two large symbols that touch, most of the band is outside of both.
    #[test]
    fn a_flow_between_large_symbols_is_seen() {
        let marker = |x: f64| Marker {
            at: (x, 300.0),
            radius: 26.0,
            stage: Stage::Beneficiation,
            standing: Standing::Member,
            tonnes: 1.0,
        };
        let (from, to) = (marker(300.0), marker(350.0));
        let points = band(&from, &to, WIDEST).expect("two places").edge;
        let behind = |of: &Marker, (x, y): Point| {
            let (dx, dy) = (x - of.at.0, y - of.at.1);
            (dx * dx + dy * dy).sqrt() < OUT * of.radius
        };
        let hidden = |point: &&Point| [from, to].iter().any(|of| behind(of, **point));
        let seen = points.len() - points.iter().filter(hidden).count();
        assert!(2 * seen > points.len(), "{seen} of {} points", points.len());
    }
}
