//! Addresses of the draws for risks: sub-purpose and index of [`crate::random::Purpose::RiskHit`] and
//! [`crate::random::Purpose::RiskSize`]. Section 7.9 of the model has a table of all addresses.

use std::collections::BTreeSet;

use crate::ids::{MATERIAL_BITS, PLANT_BITS, PlantId, RISK_BITS, RiskId, TECHNOLOGY_BITS, TechnologyId};

/// Bits of a sub-purpose for the kind of item; the risk is in the bits above.
const KIND_BITS: u32 = MATERIAL_BITS;
/// Bits of the index for repeats of a deal's side, and the number of repeats they can hold.
const REPEAT_BITS: u32 = 2;
const REPEATS: usize = 1 << REPEAT_BITS;

/// Sub-purpose of a risk and a kind of item: the waste for a stock, the product for a product, the kind from
/// [`addresses`] for a deal, else 0.
pub fn sub_purpose(risk: RiskId, kind: usize) -> u32 {
    debug_assert!(risk.index() < 1 << RISK_BITS && kind < 1 << KIND_BITS);
    u32::from(risk) << KIND_BITS | kind as u32
}

/// One side of a deal: the fields that distinguish its draws from those of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DealSide {
    /// Plant of this side.
    pub plant: PlantId,
    /// Plant of the other side.
    pub partner: PlantId,
    /// Technology.
    pub technology: TechnologyId,
    /// Whether the waste comes from stock.
    pub of_stock: bool,
    /// Whether this side is the converter.
    pub converts: bool,
}

impl DealSide {
    /// Index of the year's first deal with these fields; the next three have the following indices.
    fn index(&self) -> u64 {
        let DealSide { plant, partner, technology, of_stock, converts } = *self;
        debug_assert!(plant.index() < 1 << PLANT_BITS && partner.index() < 1 << PLANT_BITS);
        debug_assert!(technology.index() < 1 << TECHNOLOGY_BITS);
        let mut index = u64::from(plant);
        index = index << PLANT_BITS | u64::from(partner);
        index = index << TECHNOLOGY_BITS | u64::from(technology);
        index = index << 1 | u64::from(of_stock);
        index = index << 1 | u64::from(converts);
        index << REPEAT_BITS
    }
}

/// A side of a deal in its turn, and where its draws stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addressed {
    /// Place of the side in the given list.
    pub side: usize,
    /// Kind of item.
    pub kind: usize,
    /// Index.
    pub index: u64,
}

/// The sides of a year's deals, given in sorted order, in the order in which events strike them: by index plus repeat.
/// Deals with equal fields take consecutive indices. From the fifth on, the index may be that of another side; if so,
/// the deal takes kind 1 or above, which risks of deals do not use otherwise.
pub fn addresses(sorted: &[DealSide]) -> Vec<Addressed> {
    let mut all: Vec<(u64, usize, usize)> = Vec::with_capacity(sorted.len());
    for alike in sorted.chunk_by(PartialEq::eq) {
        let (first, from) = (alike.first().map_or(0, DealSide::index), all.len());
        all.extend((0..alike.len()).map(|repeat| (first.wrapping_add(repeat as u64), repeat, from + repeat)));
    }
    if all.iter().all(|(_, repeat, _)| *repeat < REPEATS) {
        return all.into_iter().map(|(index, _, side)| Addressed { side, kind: 0, index }).collect();
    }
    all.sort_unstable();
    let own = all.iter().filter(|(_, repeat, _)| *repeat < REPEATS);
    let mut taken: BTreeSet<u64> = own.map(|(index, ..)| *index).collect();
    let mut addressed = |(index, repeat, side): (u64, usize, usize)| {
        if repeat < REPEATS || taken.insert(index) {
            return Addressed { side, kind: 0, index };
        }
        let index = index.wrapping_sub((repeat - repeat % REPEATS) as u64);
        Addressed { side, kind: repeat / REPEATS, index }
    };
    all.into_iter().map(&mut addressed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(of_stock: bool, converts: bool) -> DealSide {
        DealSide { plant: 5.into(), partner: 9.into(), technology: 3.into(), of_stock, converts }
    }

    #[test]
    fn no_two_sides_and_repeats_share_an_address() {
        let mut sides = Vec::new();
        for plant in [0, 1, 2, (1 << PLANT_BITS) - 1].map(PlantId::new) {
            for partner in [0, 1, 3, (1 << PLANT_BITS) - 1].map(PlantId::new) {
                for technology in [0, 1, 2, (1 << TECHNOLOGY_BITS) - 1].map(TechnologyId::new) {
                    for (of_stock, converts) in [(false, false), (false, true), (true, false), (true, true)] {
                        let side = DealSide { plant, partner, technology, of_stock, converts };
                        let mix = plant.index() + 3 * partner.index() + 5 * technology.index();
                        let times = 1 + (mix + 7 * sides.len()) % 23;
                        sides.extend(std::iter::repeat_n(side, times));
                    }
                }
            }
        }
        sides.sort_unstable();
        let mut seen: Vec<(usize, u64)> = addresses(&sides).iter().map(|of| (of.kind, of.index)).collect();
        assert!(seen.iter().any(|(kind, _)| *kind > 2));
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), sides.len());
    }

    #[test]
    fn draws_stand_where_they_always_did_unless_two_would_share_one() {
        let index = 5 << 40 | 9 << 16 | 3 << 4;
        // Six equal sides, with no other side at the indices of the fifth and sixth.
        let six = vec![side(false, false); 6];
        let seen = |of: &Addressed| (of.side, of.kind, of.index);
        let all = |sides: &[DealSide]| addresses(sides).iter().map(seen).collect::<Vec<_>>();
        assert_eq!(all(&six), (0..6).map(|at| (at, 0, index + at as u64)).collect::<Vec<_>>());
        // Five equal sides and the other of the same pair: the fifth moves at once.
        let five_and_other = [vec![side(false, false); 5], vec![side(false, true)]].concat();
        assert!(all(&five_and_other).contains(&(4, 1, index)), "{:?}", all(&five_and_other));
        // The other side of the same pair has the index of the fifth: it keeps it and comes first, and the fifth moves.
        let seven = [six, vec![side(false, true)]].concat();
        let mut wanted: Vec<(usize, usize, u64)> = (0..4).map(|at| (at, 0, index + at as u64)).collect();
        wanted.extend([(6, 0, index + 4), (4, 1, index), (5, 0, index + 5)]);
        assert_eq!(all(&seven), wanted);
        // Two of the other side take the indices of fifth and sixth.
        let eight = [seven, vec![side(false, true)]].concat();
        let moved = [(4, 1, index), (5, 1, index + 1)];
        assert!(moved.iter().all(|of| all(&eight).contains(of)), "{:?}", all(&eight));
    }

    #[test]
    fn sub_purposes_are_told_apart() {
        assert_eq!(sub_purpose(3.into(), 7), 3 << 16 | 7);
        assert!(sub_purpose(255.into(), 65_535) < 1 << 24);
    }
}
