//! Items by key.

/// Numbers of items by key, in one list; those of a key keep the order in which they were given.
#[derive(Debug, Clone, Default)]
pub struct Grouped {
    /// Where each key's items begin; one more for the end of the last.
    from: Vec<u32>,
    items: Vec<u32>,
}

impl Grouped {
    /// Groups anew, for keys `0..keys`; the pairs of key and item are gone through twice.
    pub fn regroup(&mut self, keys: usize, pairs: impl Iterator<Item = (usize, usize)> + Clone) {
        // Counted two places on, so that after the sum each place holds where its key goes on, and at last its end.
        self.from.clear();
        self.from.resize(keys + 2, 0);
        pairs.clone().for_each(|(key, _)| self.from[key + 2] += 1);
        (2..keys + 2).for_each(|at| self.from[at] += self.from[at - 1]);
        self.items.clear();
        self.items.resize(self.from[keys + 1] as usize, 0);
        for (key, item) in pairs {
            let at = &mut self.from[key + 1];
            self.items[*at as usize] = item as u32;
            *at += 1;
        }
        self.from.truncate(keys + 1);
    }

    /// The items of a key; none before anything is grouped.
    pub fn of(&self, key: usize) -> impl ExactSizeIterator<Item = usize> + Clone + '_ {
        let range = match self.from.get(key..key + 2) {
            Some(ends) => ends[0] as usize..ends[1] as usize,
            None => 0..0,
        };
        self.items[range].iter().map(|&item| item as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_order_under_their_key() {
        let mut grouped = Grouped::default();
        assert_eq!(grouped.of(3).len(), 0);
        for pairs in [&[(2, 7), (0, 1), (2, 3), (3, 9), (0, 8)][..], &[(1, 5)], &[]] {
            grouped.regroup(4, pairs.iter().copied());
            for key in 0..4 {
                let of: Vec<usize> = pairs.iter().filter(|pair| pair.0 == key).map(|pair| pair.1).collect();
                assert_eq!(grouped.of(key).collect::<Vec<_>>(), of);
            }
        }
    }
}
