//! Why an agent acted: the year is simulated again from the seed, with a witness.
//!
//! Ordinary runs log nothing. An explanation evaluates the model's own rules and phases on the world before each
//! phase; it has no rules of its own. [`Explained`] is plain data, the same for the command line, `--json` and the
//! classroom page; [`words`] renders it in a language.

mod company;
mod contracts;
mod invest;
mod join;
pub mod parting;
mod risk;
mod saw;
mod scene;
mod settle;
mod trade;
pub mod turn;
pub mod words;

use serde::Serialize;
use thiserror::Error;

pub use company::{CompanyYear, Contacted, Dissolution, Step};
pub use contracts::ContractEnd;
pub use invest::{Choice, Invest};
pub use join::{Join, Study};
pub use risk::Exposed;
pub use scene::{explain, explain_all};
pub use settle::{Flow, Insolvency, Lost, Origin, Placed, Settled, Taken};
pub use trade::{Partner, Residue};

use crate::ids::PlantId;
use crate::scenario::Faults;
use crate::year::balance::Breach;

/// The agent to explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A plant.
    Plant(PlantId),
    /// The management company.
    Company,
}

/// An id with its display name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    /// Id, as in the scenario.
    pub id: String,
    /// Name.
    pub name: String,
}

/// Why an agent acted in a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Explained {
    /// A plant.
    Plant(Box<PlantYear>),
    /// The company.
    Company(Box<CompanyYear>),
}

/// Which year of which run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct When {
    /// Title of the scenario.
    pub scenario: String,
    /// Seed.
    pub seed: u64,
    /// Replicate.
    pub replicate: u64,
    /// `cluster` or `twin`.
    pub world: &'static str,
    /// Calendar year.
    pub year: i32,
    /// Currency code.
    pub currency: String,
}

/// A plant's year: what it knew, considered, decided, and what happened to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlantYear {
    /// Which year.
    pub when: When,
    /// The plant.
    pub plant: Named,
    /// What it knew when it decided.
    pub saw: Saw,
    /// Its membership.
    pub join: Join,
    /// Partners considered: contracts, then offers in the order of the market, then those that made no offer.
    pub trade: Vec<Partner>,
    /// Its contracts that ended, phase by phase.
    pub contracts_ended: Vec<ContractEnd>,
    /// What it could build.
    pub invest: Invest,
    /// Its waste at the end of the year.
    pub placed: Vec<Placed>,
    /// Its exposure to risks.
    pub risk: Vec<Exposed>,
    /// Its books.
    pub settle: Settled,
}

/// What a plant knew before it decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Saw {
    /// Calendar year in which it opens, if it is not open yet.
    pub opens: Option<i32>,
    /// Calendar year in which it closed, if it has.
    pub closed: Option<i32>,
    /// What ended with it, if it closed this year.
    pub closing: Option<SeenClosing>,
    /// Whether it was a member.
    pub member: bool,
    /// Members of the cluster.
    pub members: usize,
    /// Plants.
    pub plants: usize,
    /// Cash for circular projects.
    pub cash: f64,
    /// Trust in the cluster, 0 to 1.
    pub trust: f64,
    /// Attitude, 0 to 1.
    pub attitude: f64,
    /// Fee factor.
    pub fee_factor: f64,
    /// Subsidy per tonne reused.
    pub subsidy_per_t: f64,
    /// Share of the capital cost paid by the state.
    pub capex_subsidy: f64,
    /// Price per tonne of CO2.
    pub carbon_price_per_t: f64,
    /// Levy per tonne of primary material.
    pub primary_levy_per_t: f64,
    /// Its waste.
    pub wastes: Vec<SeenWaste>,
    /// Its working capacity and the price of what it makes.
    pub technologies: Vec<SeenTechnology>,
}

/// What ended when the plant closed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeenClosing {
    /// Units that are gone, those not yet built included.
    pub units: Vec<LostUnit>,
    /// Contracts.
    pub contracts: usize,
    /// Number of loans that were written off.
    pub loans: usize,
    /// Principal of its loans, which was written off.
    pub written_off: f64,
}

/// A unit that is gone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LostUnit {
    /// Technology.
    pub technology: Named,
    /// Capacity, t of waste per year.
    pub capacity_t: f64,
    /// Whether it was on order and not yet built.
    pub ordered: bool,
}

/// A waste of the plant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeenWaste {
    /// Waste.
    pub waste: Named,
    /// Fresh, on offer this year, t.
    pub fresh_t: f64,
    /// On the stockpile, t.
    pub stock_t: f64,
    /// Factor on the disposal fee of its hazard class.
    pub fee_factor_class: f64,
    /// Disposal fee and placement cost saved per tonne reused.
    pub avoided_per_t: f64,
}

/// A technology of the plant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SeenTechnology {
    /// Technology.
    pub technology: Named,
    /// Product.
    pub product: Named,
    /// Working capacity, t of waste per year.
    pub capacity_t: f64,
    /// Share of its capacity out of service.
    pub outage: f64,
    /// Price of the product this year.
    pub price_per_t: f64,
    /// Price that projects are appraised at.
    pub expected_price_per_t: f64,
}

/// Why there is no explanation.
#[derive(Debug, Error)]
pub enum NoExplanation {
    /// The run does not have this year.
    #[error("the run has no year {year}; it runs from {first} to {last}")]
    Year {
        /// Year asked for.
        year: i32,
        /// First year.
        first: i32,
        /// Last year.
        last: i32,
    },
    /// The world has no company.
    #[error("there is no company to ask: {0}")]
    NoCompany(&'static str),
    /// The books do not balance.
    #[error(transparent)]
    Breach(#[from] Breach),
    /// The scenario was changed in code and is not valid.
    #[error(transparent)]
    Scenario(#[from] Faults),
}
