//! What projects announced this year have taken [I1].

use crate::rules::appraisal::Appraisal;
use crate::units::Tonnes;
use crate::world::log::{Project, Source};

/// Supply and capacity that projects announced this year have taken.
#[derive(Debug, Clone, Default)]
pub struct Claims {
    fresh_t: Vec<Tonnes>,
    stock_t: Vec<Tonnes>,
    coming_t: Vec<Tonnes>,
}

impl Claims {
    /// Nothing announced.
    pub fn none() -> Self {
        Claims::default()
    }

    /// Capacity announced of a technology.
    pub fn coming_t(&self, technology: usize) -> Tonnes {
        self.coming_t.get(technology).copied().unwrap_or(0.0)
    }

    /// What announcements took of a stream.
    pub fn of(&self, stream: usize, source: Source) -> Tonnes {
        let claims = match source {
            Source::Fresh => &self.fresh_t,
            Source::Stock => &self.stock_t,
        };
        claims.get(stream).copied().unwrap_or(0.0)
    }

    /// Announces a project: its size is taken from the suppliers that make it worth while, nearest first.
    pub fn announce(&mut self, appraisal: &Appraisal, project: &Project) {
        let world = appraisal.outlook.world;
        self.fresh_t.resize(world.region.streams.len(), 0.0);
        self.stock_t.resize(world.region.streams.len(), 0.0);
        self.coming_t.resize(world.region.scenario.technologies.len(), 0.0);
        self.coming_t[world.region.slots[project.slot].technology] += project.size_t;
        let mut wanted = project.size_t;
        let mut taken = Vec::new();
        appraisal.supplies(project.slot, self, |supplier, source, _, available| {
            let q = available.min(wanted);
            wanted -= q;
            taken.push((supplier.link.stream, source, q));
        });
        for (stream, source, q) in taken {
            match source {
                Source::Fresh => self.fresh_t[stream] += q,
                Source::Stock => self.stock_t[stream] += q,
            }
        }
    }
}
