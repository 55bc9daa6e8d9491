//! The slices of a key, and the floor of slices of points at random.

use std::collections::BTreeMap;

use super::distance::Drawn;
use super::{FLOOR, Settings};
use crate::complete::sorted_by;
use crate::dice::Dice;

/// Points cut into slices.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slices {
    /// The slice of each point.
    pub of: Vec<u16>,
    /// Number of points of each slice.
    pub sizes: Vec<usize>,
}

impl Slices {
    /// A slice for each value of a key if there are at most `most`; otherwise `most` of equal numbers, up to one. Equal
    /// values at the border of two slices are divided by the number of their points, and never by their outcomes.
    /// `points` are the points to cut, and `places` says where in it each of them is.
    pub fn of(key: &[f64], points: &[usize], places: &[usize], most: usize) -> Slices {
        let order = sorted_by(|point| key[point], points.to_vec());
        let new = |pair: &[usize]| key[pair[0]] != key[pair[1]];
        let different = 1 + order.windows(2).filter(|pair| new(pair)).count();
        let mut slices = Slices { of: vec![0; points.len()], sizes: vec![0; different.min(most)] };
        let mut slice = 0;
        for (rank, &point) in order.iter().enumerate() {
            if different > most {
                slice = rank * most / points.len();
            } else if rank > 0 && new(&order[rank - 1..=rank]) {
                slice += 1;
            }
            slices.put(places[point], slice);
        }
        slices
    }

    /// Slices of the same sizes, of points in this order.
    fn mixed(&self, order: &[usize]) -> Slices {
        let mut slices = Slices { of: vec![0; order.len()], sizes: vec![0; self.sizes.len()] };
        let which = self.sizes.iter().enumerate().flat_map(|(slice, &size)| std::iter::repeat_n(slice, size));
        order.iter().zip(which).for_each(|(&place, slice)| slices.put(place, slice));
        slices
    }

    fn put(&mut self, place: usize, slice: usize) {
        self.of[place] = slice as u16;
        self.sizes[slice] += 1;
    }
}

/// The floor of each key. Keys with slices of the same sizes have the same.
pub(super) fn floors(keys: &[Slices], all: &Drawn, settings: &Settings) -> Vec<f64> {
    let points = keys.first().map_or(0, |key| key.of.len());
    let dummy = |turn: usize| {
        let mut order: Vec<usize> = (0..points).collect();
        Dice::new(settings.seed, "pawn, dummies", turn as u64).shuffle(&mut order);
        order
    };
    let dummies: Vec<Vec<usize>> = (0..settings.dummies).map(dummy).collect();
    let mut known: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
    let floor = |key: &Slices| {
        let mut sizes = key.sizes.clone();
        sizes.sort_unstable();
        *known.entry(sizes).or_insert_with(|| {
            let mut indices: Vec<f64> =
                dummies.iter().map(|order| all.median_and_max(&key.mixed(order)).0).collect();
            indices.sort_by(f64::total_cmp);
            let place = (FLOOR * indices.len() as f64).ceil() as usize;
            indices.get(place.saturating_sub(1)).copied().unwrap_or(0.0)
        })
    };
    keys.iter().map(floor).collect()
}
