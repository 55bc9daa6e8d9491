//! Plants, as meant.

use super::materials::Stage;
use crate::ids::{PlantId, TechnologyId, WasteId};
use crate::scenario::Words;
use crate::scenario::words::words;
use crate::units::{Money, Share, Tonnes};

/// A plant.
#[derive(Debug, Clone, PartialEq)]
pub struct Plant {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Owner, for people.
    pub operator: String,
    /// Stage of the chain.
    pub stage: Stage,
    /// Latitude, degrees north.
    pub lat_deg: f64,
    /// Longitude, degrees east.
    pub lon_deg: f64,
    /// Cash for circular projects at start.
    pub cash: Money,
    /// Yearly budget for circular projects.
    pub budget: Money,
    /// Growth of output, per year.
    pub growth: Share,
    /// Volatility of output, per year.
    pub volatility: f64,
    /// Attitude to the cluster, 0.5 neutral.
    pub attitude: Share,
    /// Group, such as a holding: plants of one group know each other [N4]; empty if it is in none.
    pub group: String,
    /// First calendar year in which it is open [N6]; from the start if `None`.
    pub opens: Option<i32>,
    /// Calendar year from which on it is closed [N6]; never if `None`.
    pub closes: Option<i32>,
    /// Waste streams, one per waste, in the order of wastes.
    pub streams: Vec<Stream>,
    /// Technologies that it could adopt, in order, without repeats.
    pub adopts: Vec<TechnologyId>,
    /// Units at start.
    pub units: Vec<InitialUnit>,
}

/// Source of waste; fresh sorts before stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// This year's waste.
    Fresh,
    /// Reclaimed from a stockpile.
    Stock,
}
words!(Source { Fresh = "fresh", Stock = "stock" });

impl Source {
    /// Name, as in columns.
    pub fn name(self) -> &'static str {
        self.word()
    }
}

/// A contract that exists at start [N5].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GivenContract {
    /// Supplier.
    pub supplier: PlantId,
    /// Waste, of which the supplier has a stream.
    pub waste: WasteId,
    /// Converter, another plant.
    pub converter: PlantId,
    /// Technology of the waste, which the converter adopts or runs.
    pub technology: TechnologyId,
    /// Fresh or from stock.
    pub source: Source,
    /// Tonnes agreed.
    pub t_per_year: Tonnes,
    /// Last calendar year in which it is served.
    pub until: i32,
}

/// A waste stream of a plant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stream {
    /// Index of the waste.
    pub waste: WasteId,
    /// Generated per year at output factor 1.
    pub t_per_year: Tonnes,
    /// Share that is already reused.
    pub own_reuse: Share,
    /// Stock at start.
    pub stock_t: Tonnes,
}

/// A unit that exists at the start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InitialUnit {
    /// Index of the technology.
    pub technology: TechnologyId,
    /// Capacity, tonnes of waste per year.
    pub capacity_t: Tonnes,
    /// Age in years; it works until the end of its technology's life.
    pub age_years: usize,
}
