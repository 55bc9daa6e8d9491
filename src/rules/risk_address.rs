//! Where the draws about risks stand: sub-purpose and index of [`crate::random::Purpose::RiskHit`] and
//! [`crate::random::Purpose::RiskSize`]. Section 4 of the model shows all addresses in a table.

/// Bits of the kind of item in a sub-purpose; the risk stands above them.
const KIND_BITS: u32 = 16;
/// Bits of a risk: with those of the kind, all that a sub-purpose has.
const RISK_BITS: u32 = 8;
/// Bits of a repeat in the index of a deal's side.
const REPEAT_BITS: u32 = 2;
/// Bits of a technology, and of a plant.
const TECHNOLOGY_BITS: u32 = 12;
const PLANT_BITS: u32 = 24;

/// Sub-purpose of a risk and a kind of item: the waste of a stock, a product, what [`DealSide::address`] says of a deal,
/// else 0.
pub fn sub_purpose(risk: usize, kind: usize) -> u32 {
    debug_assert!(risk < 1 << RISK_BITS && kind < 1 << KIND_BITS);
    (risk as u32) << KIND_BITS | kind as u32
}

/// A side of a deal: what tells its draws from those of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DealSide {
    /// Plant of this side.
    pub plant: usize,
    /// Plant of the other side.
    pub partner: usize,
    /// Technology.
    pub technology: usize,
    /// From stock, not fresh.
    pub of_stock: bool,
    /// Whether this side converts.
    pub converts: bool,
}

impl DealSide {
    /// Kind of item and index of the `repeat`th deal (from 0) that agrees in all this in a year. Four repeats share
    /// an index but for its lowest bits; further ones have the next kinds, which a risk of deals has no other use for.
    pub fn address(&self, repeat: usize) -> (usize, u64) {
        let DealSide { plant, partner, technology, of_stock, converts } = *self;
        debug_assert!(plant < 1 << PLANT_BITS && partner < 1 << PLANT_BITS);
        debug_assert!(technology < 1 << TECHNOLOGY_BITS);
        let mut index = plant as u64;
        index = index << PLANT_BITS | partner as u64;
        index = index << TECHNOLOGY_BITS | technology as u64;
        index = index << 1 | u64::from(of_stock);
        index = index << 1 | u64::from(converts);
        (repeat >> REPEAT_BITS, index << REPEAT_BITS | (repeat % (1 << REPEAT_BITS)) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_sides_and_repeats_share_an_address() {
        let mut seen = Vec::new();
        for plant in [0, 1, 2, (1 << PLANT_BITS) - 1] {
            for partner in [0, 1, 3, (1 << PLANT_BITS) - 1] {
                for technology in [0, 1, (1 << TECHNOLOGY_BITS) - 1] {
                    for of_stock in [false, true] {
                        for converts in [false, true] {
                            let side = DealSide { plant, partner, technology, of_stock, converts };
                            seen.extend((0..9).map(|repeat| side.address(repeat)));
                        }
                    }
                }
            }
        }
        let all = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), all);
    }

    #[test]
    fn the_first_repeats_stand_where_they_always_did() {
        let side = DealSide { plant: 5, partner: 9, technology: 3, of_stock: true, converts: true };
        for repeat in 0..4 {
            assert_eq!(
                side.address(repeat),
                (0, 5 << 40 | 9 << 16 | 3 << 4 | 1 << 3 | 1 << 2 | repeat as u64)
            );
        }
        assert_eq!(side.address(6), (1, side.address(2).1));
    }

    #[test]
    fn sub_purposes_are_told_apart() {
        assert_eq!(sub_purpose(3, 7), 3 << 16 | 7);
        assert!(sub_purpose(255, 65_535) < 1 << 24);
    }
}
