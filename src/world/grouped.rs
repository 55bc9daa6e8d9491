//! Items grouped by key.

use crate::ids::Id;
use std::marker::PhantomData;

/// Items by key, in one list; items of the same key keep their order.
#[derive(Debug, Clone)]
pub struct Grouped<K, I> {
    /// Index of each key's first item; one more entry for the end.
    from: Vec<u32>,
    items: Vec<I>,
    by: PhantomData<K>,
}

impl<K, I> Default for Grouped<K, I> {
    fn default() -> Self {
        Grouped { from: Vec::new(), items: Vec::new(), by: PhantomData }
    }
}

impl<K: Id, I: Id> Grouped<K, I> {
    /// Regroups for keys `0..keys`; iterates over the pairs of key and item twice.
    pub fn regroup(&mut self, keys: usize, pairs: impl Iterator<Item = (K, I)> + Clone) {
        // Counting sort with the counts offset by two: after the sum, each entry is where the next item of its key
        // goes; at the end, it is the end of its key.
        self.from.clear();
        self.from.resize(keys + 2, 0);
        pairs.clone().for_each(|(key, _)| self.from[key.index() + 2] += 1);
        (2..keys + 2).for_each(|at| self.from[at] += self.from[at - 1]);
        self.items.clear();
        self.items.resize(self.from[keys + 1] as usize, I::new(0));
        pairs.for_each(|(key, item)| {
            let at = &mut self.from[key.index() + 1];
            self.items[*at as usize] = item;
            *at += 1;
        });
        self.from.truncate(keys + 1);
    }

    /// The items of a key; none before the first grouping.
    pub fn of(&self, key: K) -> impl ExactSizeIterator<Item = I> + Clone + '_ {
        let key = key.index();
        let range = match self.from.get(key..key + 2) {
            Some(ends) => ends[0] as usize..ends[1] as usize,
            None => 0..0,
        };
        self.items[range].iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{LinkId, PlantId};

    #[test]
    fn items_keep_their_order_under_their_key() {
        let mut grouped = Grouped::<PlantId, LinkId>::default();
        assert_eq!(grouped.of(3.into()).len(), 0);
        for pairs in [&[(2, 7), (0, 1), (2, 3), (3, 9), (0, 8)][..], &[(1, 5)], &[]] {
            grouped.regroup(4, pairs.iter().map(|&(key, item): &(usize, usize)| (key.into(), item.into())));
            for key in PlantId::all(4) {
                let of = pairs.iter().filter(|pair| pair.0 == key.index()).map(|pair| LinkId::new(pair.1));
                let of: Vec<LinkId> = of.collect();
                assert_eq!(grouped.of(key).collect::<Vec<_>>(), of);
            }
        }
    }
}
