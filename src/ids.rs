//! Ids of the things in a scenario and a region: indices into its lists. Each kind of thing has its own type, so that
//! one cannot be passed for another. A list of them is a [`TiVec`], which refuses the id of another kind; its `raw` is
//! the plain `Vec`.

use std::fmt;
use std::iter::FusedIterator;
use std::marker::PhantomData;
use std::ops::Range;

use serde::Serialize;

pub use typed_index_collections::{TiSlice, TiVec, ti_vec};

/// Bits that the address of a draw has for a plant: there are no more than they can tell apart.
pub const PLANT_BITS: u32 = 24;
/// Those of a technology.
pub const TECHNOLOGY_BITS: u32 = 12;
/// Those of a kind of risk.
pub const RISK_BITS: u32 = 8;
/// Those of a waste or a product.
pub const MATERIAL_BITS: u32 = 16;

/// Most things of any kind: an id is a number of 32 bits, and so is the end of a run of ids.
pub const MOST_IDS: u32 = u32::MAX;

/// An index into the list of one kind of thing.
pub trait Id: Copy + Ord {
    /// The id of the thing at this index.
    fn new(index: usize) -> Self;

    /// The index of the thing.
    fn index(self) -> usize;
}

/// A range of consecutive ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdRun<I> {
    numbers: Range<u32>,
    of: PhantomData<I>,
}

impl<I: Id> IdRun<I> {
    /// The ids with these indices.
    #[inline]
    pub fn of(numbers: Range<u32>) -> Self {
        IdRun { numbers, of: PhantomData }
    }

    /// The indices as a range.
    #[inline]
    pub fn range(&self) -> Range<usize> {
        self.numbers.start as usize..self.numbers.end as usize
    }
}

impl<I: Id> Iterator for IdRun<I> {
    type Item = I;

    #[inline]
    fn next(&mut self) -> Option<I> {
        self.numbers.next().map(|number| I::new(number as usize))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = self.range().len();
        (left, Some(left))
    }
}

impl<I: Id> DoubleEndedIterator for IdRun<I> {
    #[inline]
    fn next_back(&mut self) -> Option<I> {
        self.numbers.next_back().map(|number| I::new(number as usize))
    }
}

impl<I: Id> ExactSizeIterator for IdRun<I> {}
impl<I: Id> FusedIterator for IdRun<I> {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(u32);

        impl Id for $name {
            #[inline]
            fn new(index: usize) -> Self {
                debug_assert!(u32::try_from(index).is_ok(), "{index} does not fit in 32 bits");
                $name(index as u32)
            }

            #[inline]
            fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl $name {
            /// The id of the thing at this index.
            #[inline]
            pub fn new(index: usize) -> Self {
                Id::new(index)
            }

            /// The index of the thing.
            #[inline]
            pub fn index(self) -> usize {
                Id::index(self)
            }

            /// The ids of the first `count` things.
            #[inline]
            pub fn all(count: usize) -> IdRun<Self> {
                Self::range(0..count)
            }

            /// This id alone, as a range of ids.
            #[inline]
            pub fn only(self) -> IdRun<Self> {
                Self::range(self.index()..self.index() + 1)
            }

            /// The ids of the things at these indices.
            #[inline]
            pub fn range(indices: Range<usize>) -> IdRun<Self> {
                IdRun::of(Self::new(indices.start).0..Self::new(indices.end).0)
            }
        }

        /// Prints the number alone, to keep messages short.
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<$name> for u32 {
            #[inline]
            fn from(id: $name) -> u32 {
                id.0
            }
        }

        impl From<$name> for u64 {
            #[inline]
            fn from(id: $name) -> u64 {
                id.0.into()
            }
        }

        impl From<usize> for $name {
            #[inline]
            fn from(index: usize) -> Self {
                Self::new(index)
            }
        }

        impl From<$name> for usize {
            #[inline]
            fn from(id: $name) -> usize {
                id.index()
            }
        }
    )+};
}

ids! {
    /// A plant.
    PlantId
    /// A waste stream: a waste of a plant.
    StreamId
    /// A slot: a technology at a plant.
    SlotId
    /// A link: a stream that a slot could convert.
    LinkId
    /// A deal of a year, by its position in the log.
    DealId
    /// A kind of waste.
    WasteId
    /// A product.
    ProductId
    /// A technology.
    TechnologyId
    /// A kind of risk.
    RiskId
    /// A kind of infrastructure.
    InfrastructureId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_indices_of_a_list() {
        let list: TiVec<PlantId, &str> = ti_vec!["a", "b", "c"];
        let ids = PlantId::all(list.len());
        assert_eq!((ids.len(), ids.range()), (3, 0..3));
        assert_eq!(ids.clone().map(|id| list[id]).collect::<TiVec<_, _>>(), list);
        assert_eq!(ids.rev().map(PlantId::index).collect::<Vec<_>>(), [2, 1, 0]);
        assert_eq!(SlotId::range(1..3).collect::<Vec<_>>(), [SlotId::new(1), SlotId::new(2)]);
    }

    #[test]
    fn an_id_is_written_as_its_number() {
        assert_eq!(format!("{:?} {:?}", WasteId::new(7), Some(RiskId::new(0))), "7 Some(0)");
        assert_eq!(serde_json::to_string(&[LinkId::new(3)]).unwrap(), "[3]");
    }
}
