//! Deals by plant.

use crate::world::log::Deal;

/// The deals of a year, by the plants that take part in them.
#[derive(Debug, Clone)]
pub struct Dealings {
    from: Vec<u32>,
    deals: Vec<u32>,
}

impl Dealings {
    /// Sorts deals by plant; each keeps their order.
    pub fn of(deals: &[Deal], plants: usize) -> Dealings {
        let mut from = vec![0; plants + 1];
        let parties = |deal: &Deal| [Some(deal.supplier), deal.between_plants().then_some(deal.converter)];
        deals.iter().flat_map(parties).flatten().for_each(|plant| from[plant + 1] += 1);
        (0..plants).for_each(|plant| from[plant + 1] += from[plant]);
        let mut next = from.clone();
        let mut sorted = vec![0; from[plants] as usize];
        for (index, deal) in deals.iter().enumerate() {
            for plant in parties(deal).into_iter().flatten() {
                sorted[next[plant] as usize] = index as u32;
                next[plant] += 1;
            }
        }
        Dealings { from, deals: sorted }
    }

    /// A plant's deals, in the order in which they were made; those within it are among them.
    pub fn of_plant<'d>(&'d self, deals: &'d [Deal], plant: usize) -> impl Iterator<Item = &'d Deal> + 'd {
        let own = self.from[plant] as usize..self.from[plant + 1] as usize;
        self.deals[own].iter().map(|&deal| &deals[deal as usize])
    }
}
