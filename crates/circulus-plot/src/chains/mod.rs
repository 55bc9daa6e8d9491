//! Chains: what waste became over the whole run, from waste to technology, product, loss or residue, and on [N1].

mod graph;
mod layout;

use circulus::numbers::{count, tonnes};
use circulus::record::rows::WasteYear;

use super::page::{Page, Scene};
use super::sheet::{Point, Sheet, covered};
use super::style::WHITE;
use graph::{Graph, in_use};
use layout::Layout;

/// Most technologies that are tried; more never fit.
const MOST: usize = 60;

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let sums = scene.run.cluster.sums(scene.scenario.plants.len());
    let order = in_use(&sums);
    let all = Graph::of(scene, &sums, &order);
    let empty = |note: &str| Page::new(scene, title, &sentence(scene, &all), &[], note);
    let body = empty("").body;
    // As many technologies as there is room for, the largest first.
    let fits = |shown: usize| {
        let graph = Graph::of(scene, &sums, &order[..shown]);
        Layout::of(&graph, body).map(|layout| (graph, layout, &order[shown..]))
    };
    let Some((graph, layout, left_out)) = (1..=order.len().min(MOST)).rev().find_map(fits) else {
        let mut page = empty("");
        page.nothing(body, "nothing was converted");
        return page.sheet;
    };
    let mut note = "Residue is converted in the same share as other waste of its kind.".to_owned();
    if !left_out.is_empty() {
        let left_t = left_out.iter().map(|of| of.1).sum();
        let said = count(left_out.len(), "small technology", "small technologies");
        note = format!("{said} ({}) left out. {note}", tonnes(left_t));
    }
    let mut page = empty(&note);
    let sheet = &mut page.sheet;
    let before = sheet.shapes().len();
    bands(sheet, &graph, &layout);
    let after = sheet.shapes().len();
    for (node, area) in graph.nodes.iter().zip(&layout.nodes) {
        sheet.rectangle(*area, node.ink);
    }
    for node in 0..graph.nodes.len() {
        for text in layout.label(node) {
            // Where the edge of a band runs through the letters, they stand on white.
            let letters = text.area().inset(0.0, 3.0, 0.0, 3.0);
            if covered(&sheet.shapes()[before..after], &letters) > 0 {
                sheet.rectangle(text.area().inset(-2.0, 0.0, -2.0, 0.0), WHITE.see_through(0.75));
            }
            sheet.text(text);
        }
    }
    page.sheet
}

/// The links as bands, which meet a node in the order of their other ends.
fn bands(sheet: &mut Sheet, graph: &Graph, layout: &Layout) {
    let mut used = vec![[0.0; 2]; graph.nodes.len()];
    let mut ends = vec![[0.0; 2]; graph.links.len()];
    let middle = |node: usize| layout.nodes[node].middle().1;
    let mut order: Vec<usize> = (0..graph.links.len()).collect();
    for side in [0, 1] {
        let at = |link: usize| [graph.links[link].from, graph.links[link].to][side];
        let other = |link: usize| [graph.links[link].to, graph.links[link].from][side];
        order.sort_by(|&a, &b| middle(other(a)).total_cmp(&middle(other(b))).then(a.cmp(&b)));
        for &link in &order {
            let offset = &mut used[at(link)][side];
            ends[link][side] = layout.nodes[at(link)].top + *offset;
            *offset += graph.links[link].tonnes * layout.per_t;
        }
    }
    for (link, [from, to]) in graph.links.iter().zip(ends) {
        let (left, right) = (layout.nodes[link.from].right, layout.nodes[link.to].left);
        let height = (link.tonnes * layout.per_t).max(1.0);
        sheet.polygon(band((left, from), (right, to), height), link.ink.see_through(0.45));
    }
}

/// A band of one height that leaves and arrives level.
fn band(from: Point, to: Point, height: f64) -> Vec<Point> {
    const STEPS: u32 = 32;
    let at = |i: u32| -> Point {
        let t = f64::from(i) / f64::from(STEPS);
        (from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t * t * (3.0 - 2.0 * t))
    };
    let upper = (0..=STEPS).map(at);
    let lower = (0..=STEPS).rev().map(at).map(|(x, y)| (x, y + height));
    upper.chain(lower).collect()
}

fn sentence(scene: &Scene, graph: &Graph) -> String {
    let of = graph.totals;
    let total = |of: fn(&WasteYear) -> f64| scene.run.cluster.total(|row| of(&row.total()));
    let placed: f64 = scene.years().iter().flat_map(|row| &row.by_waste).map(generated_and_placed).sum();
    let not_drawn = format!(
        "Not drawn: {} placed unconverted, {} reused as before.",
        tonnes(placed),
        tonnes(total(|waste| waste.already_reused_t)),
    );
    if of.converted == 0.0 {
        return not_drawn;
    }
    format!(
        "{} of waste ({} from stock) and {} added became {} of products, {} of loss and {} of residue ({} not converted again). {not_drawn}",
        tonnes(of.converted),
        tonnes(total(|waste| waste.converted_stock_t)),
        tonnes(of.added),
        tonnes(of.products),
        tonnes(of.loss),
        tonnes(of.residue),
        tonnes(of.not_converted),
    )
}

/// What was placed of a waste as it was generated: its residue is placed in proportion.
fn generated_and_placed(waste: &WasteYear) -> f64 {
    let own_t = waste.generated_t - waste.already_reused_t;
    if own_t > 0.0 { waste.placed_t * own_t / (own_t + waste.arisen_t) } else { 0.0 }
}
