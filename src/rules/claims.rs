//! Supply and capacity claimed by projects announced this year.

use crate::ids::{Id, StreamId, TechnologyId, TiVec};
use crate::units::Tonnes;
use crate::world::log::Source;

/// Supply and capacity claimed by projects announced this year.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    fresh_t: TiVec<StreamId, Tonnes>,
    stock_t: TiVec<StreamId, Tonnes>,
    coming_t: TiVec<TechnologyId, Tonnes>,
}

impl Claims {
    /// No claims.
    pub fn none() -> Self {
        Claims::default()
    }

    /// Capacity announced of a technology.
    pub fn coming_t(&self, technology: TechnologyId) -> Tonnes {
        self.coming_t.get(technology).copied().unwrap_or(0.0)
    }

    /// Tonnes of a stream claimed by announced projects.
    pub fn of(&self, stream: StreamId, source: Source) -> Tonnes {
        let claims = match source {
            Source::Fresh => &self.fresh_t,
            Source::Stock => &self.stock_t,
        };
        claims.get(stream).copied().unwrap_or(0.0)
    }

    /// Adds a unit of a technology and its claims on streams.
    pub fn add(&mut self, technology: TechnologyId, size_t: Tonnes, taken: &[(StreamId, Source, Tonnes)]) {
        *at(&mut self.coming_t, technology) += size_t;
        for &(stream, source, q) in taken {
            match source {
                Source::Fresh => *at(&mut self.fresh_t, stream) += q,
                Source::Stock => *at(&mut self.stock_t, stream) += q,
            }
        }
    }
}

/// The entry for an id, in a list that grows as needed.
fn at<I: Id>(list: &mut TiVec<I, Tonnes>, id: I) -> &mut Tonnes {
    let place = id.index();
    if list.len() <= place {
        list.resize(place + 1, 0.0);
    }
    &mut list.raw[place]
}
