//! What flows where: tonnes of the whole run between wastes, technologies and what they leave.

use std::collections::BTreeMap;

use circulus::ids::{ProductId, TechnologyId, TiVec, WasteId, ti_vec};
use circulus::record::chains::residue_share;
use circulus::record::sums::Sums;
use circulus::units::Tonnes;

use crate::page::Scene;
use crate::style::{GREY, Ink, waste_ink};

/// What a node stands for. Added material, loss and residue left over have a node in each column that they occur in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// A waste.
    Waste(WasteId),
    /// A technology.
    Technology(TechnologyId),
    /// A product.
    Product(ProductId),
    /// Material added to waste.
    Added,
    /// Water, gas and carbon.
    Loss,
    /// Residue that was not converted again: placed, or held for the next year at the end.
    NotConverted,
}

/// A node of the picture.
#[derive(Debug, Clone)]
pub struct Node {
    /// Name for people.
    pub name: String,
    /// Place from the left.
    pub column: usize,
    /// Tonnes through it: of what comes and what goes, the larger.
    pub tonnes: Tonnes,
    /// Colour.
    pub ink: Ink,
}

/// Tonnes from one node to another.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// Place of the node that it leaves.
    pub from: usize,
    /// Place of the node that it reaches.
    pub to: usize,
    /// Tonnes of the whole run.
    pub tonnes: Tonnes,
    /// Colour of the waste.
    pub ink: Ink,
}

/// What the chains of some technologies come to, tonnes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Totals {
    /// Waste converted.
    pub converted: Tonnes,
    /// Material added.
    pub added: Tonnes,
    /// Products.
    pub products: Tonnes,
    /// Water, gas and carbon.
    pub loss: Tonnes,
    /// Residue.
    pub residue: Tonnes,
    /// Of the residue, what was not converted again.
    pub not_converted: Tonnes,
}

/// The flows of some technologies.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// Nodes.
    pub nodes: Vec<Node>,
    /// Links.
    pub links: Vec<Link>,
    /// What they come to.
    pub totals: Totals,
}

/// Technologies that were in use with the tonnes that each converted, most first.
pub fn in_use(sums: &Sums) -> Vec<(TechnologyId, Tonnes)> {
    let mut order: Vec<(TechnologyId, Tonnes)> = sums.converted_t.iter().map(|(&of, &t)| (of, t)).collect();
    order.retain(|of| of.1 > 0.0);
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    order
}

impl Graph {
    /// The flows of these technologies.
    pub fn of(scene: &Scene, sums: &Sums, shown: &[(TechnologyId, Tonnes)]) -> Graph {
        let technologies = &scene.scenario.technologies;
        let column = columns(scene, shown);
        let ink = inks(scene, sums, shown);
        let mut graph = Building { scene, ink: &ink, graph: Graph::default(), places: BTreeMap::new() };
        let nothing: TiVec<WasteId, Tonnes> = ti_vec![0.0; scene.scenario.wastes.len()];
        let (mut residue_t, mut converted_t) = (nothing.clone(), nothing);
        for &(technology, t) in shown {
            let of = &technologies[technology];
            let (waste, at) = ((Stop::Waste(of.waste), column[of.waste]), column[of.waste] + 1);
            let here = (Stop::Technology(technology), at);
            let added = t * of.added_t_per_t;
            graph.link(waste, here, t, of.waste);
            graph.link((Stop::Added, at - 1), here, added, of.waste);
            for product in of.products() {
                let made = t * product.t_per_t;
                let makers = shown.iter().map(|&(maker, _)| &technologies[maker]);
                let makers =
                    makers.filter(|maker| maker.products().any(|made| made.product == product.product));
                let last = makers.map(|maker| column[maker.waste] + 2).max().unwrap_or(at + 1);
                graph.link(here, (Stop::Product(product.product), last), made, of.waste);
                graph.totals().products += made;
            }
            let loss = t * of.loss_t_per_t;
            graph.link(here, (Stop::Loss, at + 1), loss, of.waste);
            if let Some(residue) = of.residue {
                let left = t * of.residue_t_per_t();
                residue_t[residue] += left;
                graph.link(here, (Stop::Waste(residue), column[residue]), left, of.waste);
                graph.totals().residue += left;
            }
            converted_t[of.waste] += t;
            graph.totals().converted += t;
            graph.totals().added += added;
            graph.totals().loss += loss;
        }
        for (waste, left) in residue_t.into_iter_enumerated() {
            let again = converted_t[waste] * residue_share(&scene.run.cluster, scene.scenario, waste);
            let not_converted = (left - again).max(0.0);
            let at = column[waste];
            graph.link((Stop::Waste(waste), at), (Stop::NotConverted, at + 1), not_converted, waste);
            graph.totals().not_converted += not_converted;
        }
        graph.finish()
    }
}

/// Column of each waste: after the technologies that leave it, of which each comes after its own waste.
fn columns(scene: &Scene, shown: &[(TechnologyId, Tonnes)]) -> TiVec<WasteId, usize> {
    let mut column: TiVec<WasteId, usize> = ti_vec![0; scene.scenario.wastes.len()];
    for _ in 0..shown.len() {
        for &(technology, _) in shown {
            let of = &scene.scenario.technologies[technology];
            if let Some(residue) = of.residue.filter(|_| of.residue_t_per_t() > 0.0) {
                column[residue] = column[residue].max(column[of.waste] + 2);
            }
        }
    }
    column
}

/// Colours of the wastes: as on the map, then those that only their own plants convert.
fn inks(scene: &Scene, sums: &Sums, shown: &[(TechnologyId, Tonnes)]) -> TiVec<WasteId, Ink> {
    let mut ink = ti_vec![GREY; scene.scenario.wastes.len()];
    let mut order: Vec<WasteId> = sums.wastes_moved().into_iter().map(|(waste, _)| waste).collect();
    for &(technology, _) in shown {
        let waste = scene.scenario.technologies[technology].waste;
        if !order.contains(&waste) {
            order.push(waste);
        }
    }
    order.into_iter().enumerate().for_each(|(place, waste)| ink[waste] = waste_ink(place));
    ink
}

/// A graph in the making.
struct Building<'a> {
    scene: &'a Scene<'a>,
    ink: &'a TiVec<WasteId, Ink>,
    graph: Graph,
    /// Places of the nodes.
    places: BTreeMap<(usize, Stop), usize>,
}

impl Building<'_> {
    fn totals(&mut self) -> &mut Totals {
        &mut self.graph.totals
    }

    /// Adds tonnes from stop to stop, each in its column; `of` is the waste that they come from.
    fn link(&mut self, from: (Stop, usize), to: (Stop, usize), tonnes: Tonnes, of: WasteId) {
        if tonnes > 0.0 {
            let ink = if from.0 == Stop::Added { GREY } else { self.ink[of] };
            let (from, to) = (self.place(from), self.place(to));
            self.graph.links.push(Link { from, to, tonnes, ink });
        }
    }

    fn place(&mut self, (stop, column): (Stop, usize)) -> usize {
        let scenario = self.scene.scenario;
        let (nodes, ink) = (&mut self.graph.nodes, self.ink);
        *self.places.entry((column, stop)).or_insert_with(|| {
            let (name, ink) = match stop {
                Stop::Waste(waste) => (scenario.wastes[waste].name.as_str(), ink[waste].shade(0.8)),
                Stop::Technology(of) => (scenario.technologies[of].name.as_str(), GREY.shade(0.5)),
                Stop::Product(product) => (scenario.products[product].name.as_str(), GREY),
                Stop::Added => ("added material", GREY),
                Stop::Loss => ("water, gas, carbon", GREY),
                Stop::NotConverted => ("not converted again", GREY),
            };
            nodes.push(Node { name: name.to_owned(), column, tonnes: 0.0, ink });
            nodes.len() - 1
        })
    }

    fn finish(mut self) -> Graph {
        let mut through = vec![[0.0; 2]; self.graph.nodes.len()];
        for link in &self.graph.links {
            through[link.from][0] += link.tonnes;
            through[link.to][1] += link.tonnes;
        }
        for (node, [goes, comes]) in self.graph.nodes.iter_mut().zip(through) {
            node.tonnes = f64::max(goes, comes);
        }
        self.graph
    }
}
