//! Where the nodes stand: in columns, each near what it is linked to, and apart from its neighbours.

use crate::labels::spread;
use crate::sheet::{Area, Text};
use crate::style::{BLACK, GREY};
use crate::text;
use circulus::numbers::tonnes;

use super::graph::{Graph, Node};

/// Width of a node.
pub const NODE: f64 = 16.0;
/// Gap between a node and its label.
const AIR: f64 = 8.0;
/// Gap between two nodes.
const GAP: f64 = 8.0;
/// Height of the smallest node.
const THINNEST: f64 = 2.0;
/// Font sizes of labels, the first that leaves room for the flows.
const SIZES: [f64; 3] = [22.0, 20.0, 18.0];
/// Least share of the height that the flows of the fullest column get, by font size.
const FLOWS: [f64; 3] = [0.5, 0.4, 0.2];
/// Rounds in which nodes move towards what they are linked to.
const ROUNDS: usize = 16;

/// Nodes with their places.
#[derive(Debug)]
pub struct Layout {
    /// Area of each node.
    pub nodes: Vec<Area>,
    /// Height of a tonne.
    pub per_t: f64,
    size: f64,
    labels: Vec<Vec<Line>>,
}

impl Layout {
    /// Places the nodes in an area; `None` if their labels do not fit.
    pub fn of(graph: &Graph, area: Area) -> Option<Layout> {
        let columns = 1 + graph.nodes.iter().map(|node| node.column).max()?;
        let step = area.width() / columns as f64;
        let most = graph.nodes.iter().map(|node| node.tonnes).fold(0.0, f64::max);
        SIZES.into_iter().zip(FLOWS).find_map(|(size, least)| {
            let labels: Vec<Vec<Line>> =
                graph.nodes.iter().map(|node| label(node, size, step - NODE - 3.0 * AIR)).collect();
            let high: Vec<f64> = labels.iter().map(|lines| lines.len() as f64 * 1.2 * size).collect();
            let fits = |per_t: f64| {
                let slots = slots(graph, &high, per_t);
                (0..columns).all(|column| {
                    let here = graph.nodes.iter().zip(&slots).filter(|(node, _)| node.column == column);
                    here.map(|(_, slot)| slot).sum::<f64>() <= area.height()
                })
            };
            let (mut per_t, mut too_much) = (0.0, area.height() / most);
            for _ in 0..40 {
                let middle = (per_t + too_much) / 2.0;
                *(if fits(middle) { &mut per_t } else { &mut too_much }) = middle;
            }
            let flows = flows_of(graph, columns) * per_t / area.height();
            let good = fits(per_t) && flows >= least;
            good.then(|| {
                let centres = centres(graph, &slots(graph, &high, per_t), columns, area);
                let place = |(node, &y): (&Node, &f64)| {
                    let (left, half) = (area.left + node.column as f64 * step, height(node, per_t) / 2.0);
                    Area::new(left, y - half, left + NODE, y + half)
                };
                let nodes = graph.nodes.iter().zip(&centres).map(place).collect();
                Layout { nodes, per_t, size, labels }
            })
        })
    }

    /// The label of a node: its name, and its tonnes in grey.
    pub fn label(&self, node: usize) -> Vec<Text> {
        let (area, lines) = (self.nodes[node], &self.labels[node]);
        let first = area.middle().1 - (lines.len() as f64 - 1.0) * 0.6 * self.size;
        let mut texts = Vec::new();
        for (i, line) in lines.iter().enumerate() {
            let (mut x, y) = (area.right + AIR, first + i as f64 * 1.2 * self.size);
            for (part, ink) in [(&line.name, BLACK), (&line.tonnes, GREY.shade(0.8))] {
                if !part.is_empty() {
                    texts.push(Text::new(part, (x, y), self.size).centred().ink(ink));
                    x += text::width(part, self.size, false) + AIR;
                }
            }
        }
        texts
    }
}

/// A line of a label: part of the name, the tonnes, or both.
#[derive(Debug, Default)]
struct Line {
    name: String,
    tonnes: String,
}

fn label(node: &Node, size: f64, room: f64) -> Vec<Line> {
    let names = text::wrap(&node.name, size, false, room, 4);
    let mut lines: Vec<Line> = names.into_iter().map(|name| Line { name, ..Line::default() }).collect();
    let tonnes = tonnes(node.tonnes);
    let width = |part: &str| text::width(part, size, false);
    match lines.last_mut() {
        Some(last) if width(&last.name) + AIR + width(&tonnes) <= room => last.tonnes = tonnes,
        _ => lines.push(Line { tonnes, ..Line::default() }),
    }
    lines
}

fn height(node: &Node, per_t: f64) -> f64 {
    (node.tonnes * per_t).max(THINNEST)
}

/// Height that each node takes with its label.
fn slots(graph: &Graph, labels: &[f64], per_t: f64) -> Vec<f64> {
    graph.nodes.iter().zip(labels).map(|(node, &label)| height(node, per_t).max(label) + GAP).collect()
}

/// Tonnes of the fullest column.
fn flows_of(graph: &Graph, columns: usize) -> f64 {
    let sum =
        |column| graph.nodes.iter().filter(|node| node.column == column).map(|node| node.tonnes).sum::<f64>();
    (0..columns).map(sum).fold(0.0, f64::max)
}

/// Heights of the middles of the nodes: the mean of those that each is linked to, in turn on its left and right, as far
/// as its neighbours let it.
fn centres(graph: &Graph, slots: &[f64], columns: usize, area: Area) -> Vec<f64> {
    let mut y: Vec<f64> = graph.nodes.iter().map(|node| -node.tonnes).collect();
    for round in 0..=ROUNDS {
        let leftwards = round % 2 == 1;
        for turn in 0..columns {
            let column = if leftwards { columns - 1 - turn } else { turn };
            let here: Vec<usize> =
                (0..graph.nodes.len()).filter(|&node| graph.nodes[node].column == column).collect();
            let mean = |node: usize| {
                let ends = graph.links.iter().filter_map(|link| match leftwards {
                    true => (link.from == node).then_some((y[link.to], link.tonnes)),
                    false => (link.to == node).then_some((y[link.from], link.tonnes)),
                });
                let (sum, weight) = ends.fold((0.0, 0.0), |(sum, weight), (y, t)| (sum + y * t, weight + t));
                if weight > 0.0 && round > 0 { sum / weight } else { y[node] }
            };
            let wanted: Vec<f64> = here.iter().map(|&node| mean(node)).collect();
            let heights: Vec<f64> = here.iter().map(|&node| slots[node]).collect();
            let places = spread(&wanted, &heights, area.top, area.bottom);
            here.into_iter().zip(places).for_each(|(node, place)| y[node] = place);
        }
    }
    y
}
