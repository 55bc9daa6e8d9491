//! Observes a phase in detail. Ordinary runs have no witness; an explanation records what it sees.

use serde::Serialize;

use crate::ids::{InfrastructureId, LinkId, PlantId, ProductId, RiskId, StreamId};
use crate::laws::investment::step_ratio;
use crate::rules::announced::Announced;
use crate::rules::appraisal::Appraisal;
use crate::rules::outlook::Outlook;
use crate::units::{Money, MoneyPerTonne, Share, Tonnes};
use crate::world::log::Source;
use crate::world::plants::Contract;

/// Receives what a phase considers, as it happens.
pub trait Witness {
    /// Contracts have been served; trade now looks for offers in this world.
    fn offers(&mut self, _outlook: &Outlook) {}
    /// Whether to report all offers; otherwise those that cannot become deals are skipped.
    fn sees_offers(&self) -> bool {
        false
    }
    /// Trade handled a contract or an offer.
    fn traded(&mut self, _weighed: Weighed) {}
    /// An attentive plant considers what it could build.
    fn looks(&mut self, _plant: PlantId, _appraisal: &Appraisal, _announced: &Announced) {}
    /// Whether to report all of these; otherwise plants known to have nothing to order are skipped, most of a large
    /// world.
    fn sees_looks(&self) -> bool {
        false
    }
    /// The company considers one step of a kind of infrastructure; steps of the same round have the same number.
    fn weighs(&mut self, _step: StepWeighed) {}
    /// Whether to report the rolls of exposed items; otherwise most are not computed in full.
    fn sees_rolls(&self) -> bool {
        false
    }
    /// A roll for an item exposed to a risk.
    fn rolled(&mut self, _roll: Roll) {}
}

/// A witness that ignores everything.
#[derive(Debug)]
pub struct Nobody;

impl Witness for Nobody {}

/// A contract or an offer as it was handled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// Link.
    pub link: LinkId,
    /// Fresh or from stock.
    pub source: Source,
    /// Contract that it serves, if any.
    pub contract: Option<Contract>,
    /// Unit surplus; `None` if it was not computed.
    pub surplus_per_t: Option<MoneyPerTonne>,
    /// What supply, capacity and demand allowed.
    pub room: Room,
    /// Yearly cost of the deal.
    pub deal_cost: Money,
    /// The outcome.
    pub verdict: Verdict,
}

/// Tonnes of waste available for a deal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Room {
    /// On offer from the supplier.
    pub supply_t: Tonnes,
    /// Idle at the converter.
    pub capacity_t: Tonnes,
    /// Demand for the product, as waste.
    pub demand_t: Tonnes,
}

impl Verdict {
    /// Name, as in explanations.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Made(_) => "made",
            Verdict::Unknown => "unknown",
            Verdict::NotOpen => "not_open",
            Verdict::NoUnit => "no_unit",
            Verdict::OutOfService => "out_of_service",
            Verdict::NoCapacity => "no_capacity",
            Verdict::NoWaste => "no_waste",
            Verdict::NotReclaimed => "not_reclaimed",
            Verdict::NoSupply => "no_supply",
            Verdict::NoDemand => "no_demand",
            Verdict::NoSurplus => "no_surplus",
            Verdict::TooSmall => "too_small",
            Verdict::BelowDealCost => "below_deal_cost",
            Verdict::TermOver => "term_over",
            Verdict::Left => "left",
            Verdict::BeyondTolerance => "beyond_tolerance",
            Verdict::Waits => "waits",
        }
    }
}

impl Room {
    /// Tonnes that can be delivered.
    pub fn deliverable_t(&self) -> Tonnes {
        self.supply_t.min(self.capacity_t).min(self.demand_t)
    }
}

/// Outcome of a contract or a possible deal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// A deal of this many tonnes.
    Made(Tonnes),
    /// The two do not know each other.
    Unknown,
    /// One side is not open yet.
    NotOpen,
    /// The converter has no working unit of the technology.
    NoUnit,
    /// An outage keeps all its units idle.
    OutOfService,
    /// Earlier deals have taken all its capacity.
    NoCapacity,
    /// The supplier has no such waste this year.
    NoWaste,
    /// Waste of this kind is not taken from stockpiles.
    NotReclaimed,
    /// Earlier deals have taken all the waste.
    NoSupply,
    /// There is no demand left for the product.
    NoDemand,
    /// The unit surplus is not positive.
    NoSurplus,
    /// Less than the smallest deal is available.
    TooSmall,
    /// The surplus does not cover the deal cost.
    BelowDealCost,
    /// The contract's term has ended.
    TermOver,
    /// One side of the contract is no longer a member.
    Left,
    /// The contract would lose more per tonne than is tolerated.
    BeyondTolerance,
    /// One side of the contract is not open yet.
    Waits,
}

/// A step of a kind of infrastructure, as the company considered it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepWeighed {
    /// Round: after each step is built, all kinds are considered again.
    pub round: usize,
    /// Kind.
    pub infrastructure: InfrastructureId,
    /// Level before the step.
    pub level: f64,
    /// Cost of the step.
    pub cost: Money,
    /// Budget above the reserve.
    pub free: Money,
    /// Value to the book over the horizon, before upkeep; `None` if it was not computed.
    pub value: Option<Money>,
    /// Upkeep of the step over the horizon.
    pub upkeep: Money,
    /// The outcome.
    pub verdict: StepVerdict,
}

impl StepWeighed {
    /// Ratio of value less upkeep to cost, infinite for what costs nothing and is worth its upkeep; `None` if the value
    /// was not computed.
    pub fn ratio(&self) -> Option<f64> {
        self.value.map(|value| step_ratio(value, self.upkeep, self.cost))
    }
}

/// Outcome of a step of infrastructure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepVerdict {
    /// Possible: valued, and compared with the others.
    Possible,
    /// The level is at its maximum.
    AtTop,
    /// It costs more than the company may spend.
    TooDear,
    /// It has no share of the budget.
    NoShare,
    /// There is nothing above the reserve.
    NoBudget,
    /// Built, according to the rule.
    Built,
}

impl StepVerdict {
    /// Name, as in explanations.
    pub fn name(self) -> &'static str {
        match self {
            StepVerdict::Possible => "possible",
            StepVerdict::AtTop => "at_top",
            StepVerdict::TooDear => "too_dear",
            StepVerdict::NoShare => "no_share",
            StepVerdict::NoBudget => "no_budget",
            StepVerdict::Built => "built",
        }
    }
}

/// An item's exposure to a risk, and its draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Roll {
    /// Risk.
    pub risk: RiskId,
    /// Plant; `None` for a product.
    pub plant: Option<PlantId>,
    /// Stream whose stock is exposed.
    pub stream: Option<StreamId>,
    /// Product.
    pub product: Option<ProductId>,
    /// Other side of the exposed deal.
    pub partner: Option<PlantId>,
    /// Exposure.
    pub exposure: f64,
    /// Expected number of events in a year, before levers.
    pub intensity: f64,
    /// Lever on the hazard.
    pub hazard: f64,
    /// Lever on the severity.
    pub severity: f64,
    /// Probability of an event in this year.
    pub probability: Share,
    /// The draw; an event occurs if it is below the probability.
    pub draw: Share,
    /// Loss, if an event occurs.
    pub loss: Option<Money>,
}
