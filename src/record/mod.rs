//! The results of a world: rows for years, plants, deals, events and decisions.
//!
//! Recording only reads the world, after the last phase.

pub mod columns;
pub mod recorder;
pub mod rows;
pub mod survey;

use rows::{DealRow, DecisionRow, EventRow, PlantRow, YearRow};

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
}
