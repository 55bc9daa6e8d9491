//! The results of a world: rows for years, plants, deals, events and decisions.
//!
//! Recording only reads the world, after the last phase.

pub mod account_year;
pub mod accounts;
pub mod columns;
pub mod projects;
pub mod recorder;
pub mod rows;
pub mod sums;
pub mod survey;
pub mod tally;
pub mod year_end;

use std::borrow::Cow;

use projects::ProjectRow;
use rows::{DealRow, DecisionRow, EventRow, PlantRow, YearRow};
use sums::Sums;
use tally::Tally;

/// Everything recorded of one world, in order of years.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// One row per year.
    pub years: Vec<YearRow>,
    /// One row per plant and year.
    pub plants: Vec<PlantRow>,
    /// Every deal.
    pub deals: Vec<DealRow>,
    /// Every event.
    pub events: Vec<EventRow>,
    /// Every decision.
    pub decisions: Vec<DecisionRow>,
    /// Every ordered unit, when it ended.
    pub projects: Vec<ProjectRow>,
    /// Sums over all years, where the rows of plants and deals were written as they came and not kept.
    pub sums: Option<Box<Sums>>,
    /// What each plant has had over the years.
    pub tally: Tally,
}

impl Record {
    /// The sums over all years, for a region of this many plants.
    pub fn sums(&self, plants: usize) -> Cow<'_, Sums> {
        match &self.sums {
            Some(sums) => Cow::Borrowed(sums),
            None => Cow::Owned(Sums::of(self, plants)),
        }
    }
}
