//! Measures of the network of a year's deals between plants.

use crate::ids::{PlantId, TiSlice, TiVec, ti_vec};
use crate::record::rows::Network;
use crate::units::Tonnes;
use crate::world::World;

/// Computes network measures. Its lists are buffers, reused from year to year.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Pairs that trade, lower plant first, with their tonnes.
    pairs: Vec<(PlantId, PlantId, Tonnes)>,
    tonnes: Vec<Tonnes>,
    /// Union-find: another plant of the same component, or the plant itself. Between years, every plant is alone.
    root: TiVec<PlantId, PlantId>,
    /// Number of plants in the component of a root.
    size: TiVec<PlantId, u32>,
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
            largest_component: self.largest_component(plants),
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

    fn largest_component(&mut self, plants: usize) -> usize {
        let Survey { pairs, root, size, .. } = self;
        if root.len() != plants {
            (*root, *size) = (PlantId::all(plants).collect(), ti_vec![1; plants]);
        }
        let mut largest = 0;
        for &(a, b, _) in &*pairs {
            let (a, b) = (find(root, a), find(root, b));
            if a != b {
                root[b] = a;
                size[a] += size[b];
                largest = largest.max(size[a]);
            }
        }
        for plant in pairs.iter().flat_map(|&(a, b, _)| [a, b]) {
            (root[plant], size[plant]) = (plant, 1); // few of many plants
        }
        largest as usize
    }
}

/// The root of a plant's component; shortens the path on the way.
fn find(root: &mut TiSlice<PlantId, PlantId>, mut plant: PlantId) -> PlantId {
    while root[plant] != plant {
        root[plant] = root[root[plant]];
        plant = root[plant];
    }
    plant
}
