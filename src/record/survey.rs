//! Measures of the network of a year's deals between plants.

use crate::ids::PlantId;
use crate::record::rows::Network;
use crate::units::Tonnes;
use crate::world::World;

/// Computes network measures. Its lists are buffers, reused from year to year.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Pairs that trade, lower plant first, with their tonnes.
    pairs: Vec<(PlantId, PlantId, Tonnes)>,
    tonnes: Vec<Tonnes>,
    /// Plants that trade, in order.
    nodes: Vec<PlantId>,
    /// Union-find: another node of the same component, or the node itself.
    root: Vec<usize>,
    size: Vec<usize>,
}

impl Survey {
    /// The network of deals in a world's year.
    pub fn of(&mut self, world: &World) -> Network {
        self.find_pairs(world);
        self.tonnes.clear();
        self.tonnes.extend(self.pairs.iter().map(|pair| pair.2));
        self.tonnes.sort_unstable_by(|a, b| b.total_cmp(a));
        let (links, plants) = (self.pairs.len(), world.len());
        let total: f64 = self.tonnes.iter().sum();
        let top: f64 = self.tonnes[..links.div_ceil(10)].iter().sum();
        let possible = plants * plants.saturating_sub(1) / 2;
        Network {
            links,
            density: if possible > 0 { links as f64 / possible as f64 } else { 0.0 },
            top_tenth_share: if total > 0.0 { top / total } else { 0.0 },
            largest_component: self.largest_component(),
        }
    }

    fn find_pairs(&mut self, world: &World) {
        let between = world.log.deals.iter().filter(|deal| deal.between_plants());
        self.pairs.clear();
        self.pairs
            .extend(between.map(|deal| {
                (deal.supplier.min(deal.converter), deal.supplier.max(deal.converter), deal.q_t)
            }));
        self.pairs.sort_by_key(|&(a, b, _)| (a, b));
        self.pairs.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 += next.2;
            }
            same
        });
    }

    fn largest_component(&mut self) -> usize {
        let Survey { pairs, nodes, root, size, .. } = self;
        nodes.clear();
        nodes.extend(pairs.iter().flat_map(|&(a, b, _)| [a, b]));
        nodes.sort_unstable();
        nodes.dedup();
        root.clear();
        root.extend(0..nodes.len());
        for (a, b, _) in pairs {
            let place = |plant: &PlantId| nodes.binary_search(plant).unwrap_or(0);
            let (a, b) = (find(root, place(a)), find(root, place(b)));
            root[a.max(b)] = a.min(b);
        }
        size.clear();
        size.resize(nodes.len(), 0);
        for node in 0..nodes.len() {
            size[find(root, node)] += 1;
        }
        size.iter().copied().max().unwrap_or(0)
    }
}

/// The root of a node's component; shortens the path on the way.
fn find(root: &mut [usize], mut node: usize) -> usize {
    while root[node] != node {
        root[node] = root[root[node]];
        node = root[node];
    }
    node
}
