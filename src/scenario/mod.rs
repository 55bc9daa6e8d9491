//! User input, checked and complete: the scenario *as meant*.
//!
//! Ids are resolved to indices (file order is index order, and settles ties), and every value is in the range that
//! [`parameters`] gives for it. The keys of the file are described there too; fields here have their units in their
//! names.

use std::sync::Arc;

mod as_meant;
mod as_plants;
mod build;
mod changes;
mod check;
mod contracts;
mod cross;
mod currency;
mod display;
mod docs;
mod doubt;
mod fault;
mod fill;
mod filled;
mod flatten;
mod generate;
pub mod in_force;
pub mod input;
mod keyed;
mod load;
mod meant;
mod merge;
mod names;
pub mod parameters;
mod prevention;
mod prices;
mod render;
pub mod sample;
mod set;
pub(crate) mod shared;
pub mod source;
mod template;
pub mod tree;
mod without;
pub(crate) mod words;

use crate::ids::{InfrastructureId, PlantId, ProductId, RiskId, TechnologyId, TiVec, WasteId};
use crate::units::Share;

pub use as_meant::quote;
pub use display::text_fault;
pub use docs::parameters_markdown;
pub use doubt::{Distribution, Doubt, Doubted, Grade, Spread};
pub use fault::{Fault, Faults, nearest};
pub use fill::allowed;
pub use in_force::InForce;
pub use load::{
    Loaded, MOST_SETS, Opened, Read, design_verb, doubted, from_toml, load, load_with, open, open_with,
};
pub use meant::changes::{Amount, Change, Changed};
pub use meant::company::{BudgetRule, Effect, Exposure, Infrastructure, Lever, Management, Risk};
pub use meant::conduct::{ByClass, Invest, Join, Policy, Trade, Transport, TransportMode};
pub use meant::materials::{HazardClass, Product, Stage, Technology, Waste, Yield};
pub use meant::plants::{GivenContract, InitialUnit, Plant, Source, Stream};
pub use meant::prevention::Prevention;
pub use merge::NOTHING_MEANT;
pub use template::{TEMPLATE_NAME, template, template_in};
pub use words::Words;

/// Everything that determines a run, besides seed and replicate.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Short name; the output folder is named after it.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// First calendar year.
    pub start_year: i32,
    /// Number of years simulated.
    pub years: usize,
    /// Currency code, for labels.
    pub currency: String,
    /// Seed of all draws.
    pub seed: u64,
    /// Rate at which what a run comes to is discounted [N11].
    pub discount_rate: Share,
    /// The policy in force in each simulated year, with dated changes applied; length `years`.
    pub policy: Vec<Policy>,
    /// Haulage.
    pub transport: Transport,
    /// Trade in waste.
    pub trade: Trade,
    /// Membership decisions.
    pub join: Join,
    /// Plants' projects.
    pub invest: Invest,
    /// The management company.
    pub management: Management,
    /// Kinds of shared infrastructure.
    pub infrastructure: TiVec<InfrastructureId, Infrastructure>,
    /// Kinds of risk.
    pub risks: TiVec<RiskId, Risk>,
    /// Prevention at the source; with it, a run has a third world [V1].
    pub prevention: Option<Prevention>,
    /// Kinds of waste.
    pub wastes: TiVec<WasteId, Waste>,
    /// Products made from waste.
    pub products: TiVec<ProductId, Product>,
    /// Technologies that make them.
    pub technologies: TiVec<TechnologyId, Technology>,
    /// Plants.
    pub plants: TiVec<PlantId, Plant>,
    /// Lists of plants that all know each other [N4].
    pub knows: Vec<Vec<PlantId>>,
    /// Contracts that exist at start, in the order in which they are served [N5].
    pub contracts: Vec<GivenContract>,
    /// Dated changes, those of one year in the order in which they apply; those of the policy are in `policy` [N6].
    pub changes: Vec<Change>,
}

/// A copy, for functions that share a scenario.
impl From<&Scenario> for Arc<Scenario> {
    fn from(scenario: &Scenario) -> Self {
        Arc::new(scenario.clone())
    }
}
