//! What a world leaves behind: rows of years, plants, deals, events and decisions.
//!
//! Recording only watches: it reads the world after the last phase and changes nothing.

pub mod columns;
pub mod recorder;
pub mod rows;
pub mod survey;

use rows::{DealRow, DecisionRow, EventRow, PlantRow, YearRow};

/// Everything recorded of one world, in order of years.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    /// A row a year.
    pub years: Vec<YearRow>,
    /// A row a plant and year.
    pub plants: Vec<PlantRow>,
    /// Every deal.
    pub deals: Vec<DealRow>,
    /// Every event.
    pub events: Vec<EventRow>,
    /// Every decision.
    pub decisions: Vec<DecisionRow>,
}
