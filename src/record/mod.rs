//! The results of a world: rows for years, plants, deals, events and decisions.
//!
//! Recording only reads the world, after the last phase.

pub mod account_year;
pub mod accounts;
pub mod chains;
pub mod columns;
pub mod flows;
pub mod projects;
pub mod recorder;
pub mod rows;
pub mod sums;
pub mod survey;
pub mod tally;
pub mod year_end;

use std::borrow::Cow;

pub use crate::laws::accounts::beyond_rounding;

use projects::ProjectRow;
use rows::{DealRow, DecisionRow, EventRow, PlantRow, YearRow};
use sums::Sums;
use tally::Tally;

use crate::units::Money;

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
    /// Sum of a value over all years.
    pub fn total(&self, value: impl Fn(&YearRow) -> f64) -> f64 {
        self.years.iter().map(value).sum()
    }

    /// Capital still in use after the last year [N11]; 0 without years.
    pub fn capital_in_use(&self) -> Money {
        self.years.last().map_or(0.0, YearRow::capital_in_use)
    }

    /// A sum of money over all years, with the capital still in use at the end [N11].
    pub fn total_with_capital(&self, value: impl Fn(&YearRow) -> Money) -> Money {
        self.total(value) + self.capital_in_use()
    }

    /// The sums over all years, for a region of this many plants.
    pub fn sums(&self, plants: usize) -> Cow<'_, Sums> {
        match &self.sums {
            Some(sums) => Cow::Borrowed(sums),
            None => Cow::Owned(Sums::of(self, plants)),
        }
    }
}
