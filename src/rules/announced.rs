//! What projects announced this year claim, beside the claims that stand.

use crate::ids::{Id, StreamId, TechnologyId, TiVec};
use crate::units::Tonnes;
use crate::world::claims::Claim;
use crate::world::log::Source;

/// Supply and capacity of projects announced this year.
#[derive(Debug, Clone, Default)]
pub struct Announced {
    claimed_t: TiVec<StreamId, [Tonnes; 2]>,
    coming_t: TiVec<TechnologyId, Tonnes>,
}

impl Announced {
    /// Nothing.
    pub fn none() -> Self {
        Announced::default()
    }

    /// Capacity announced of a technology.
    pub fn coming_t(&self, technology: TechnologyId) -> Tonnes {
        self.coming_t.get(technology).copied().unwrap_or(0.0)
    }

    /// Tonnes of a stream that announced projects claim.
    pub fn of(&self, stream: StreamId, source: Source) -> Tonnes {
        self.claimed_t.get(stream).map_or(0.0, |claimed| claimed[source as usize])
    }

    /// Adds a unit of a technology and its claims on streams.
    pub fn add(&mut self, technology: TechnologyId, size_t: Tonnes, claims: &[Claim]) {
        *at(&mut self.coming_t, technology) += size_t;
        for claim in claims {
            at(&mut self.claimed_t, claim.stream)[claim.source as usize] += claim.t;
        }
    }
}

/// The entry for an id, in a list that grows as needed.
fn at<I: Id, T: Clone + Default>(list: &mut TiVec<I, T>, id: I) -> &mut T {
    let place = id.index();
    if list.len() <= place {
        list.resize(place + 1, T::default());
    }
    &mut list.raw[place]
}
