//! Who watches a phase from close by. Ordinary runs have nobody; an explanation writes down what it sees.

use serde::Serialize;

use crate::ids::{InfrastructureId, LinkId, PlantId, ProductId, RiskId, StreamId};
use crate::rules::appraisal::Appraisal;
use crate::rules::claims::Claims;
use crate::rules::outlook::Outlook;
use crate::units::{Money, MoneyPerTonne, Share, Tonnes};
use crate::world::log::Source;
use crate::world::plants::Contract;

/// Sees what a phase considers, at the moment at which it does.
pub trait Witness {
    /// Contracts are served; trade looks for offers in the world as it now is.
    fn offers(&mut self, _outlook: &Outlook) {}
    /// Whether all offers are wanted: those that come to nothing are passed over otherwise.
    fn sees_offers(&self) -> bool {
        false
    }
    /// Trade came to a contract or an offer, and it ended so.
    fn traded(&mut self, _weighed: Weighed) {}
    /// A plant that pays attention looks at what it could build.
    fn looks(&mut self, _plant: PlantId, _appraisal: &Appraisal, _claims: &Claims) {}
    /// Whether all of them are wanted: in a large world most have nothing to order, and are passed over otherwise.
    fn sees_looks(&self) -> bool {
        false
    }
    /// The company weighs one step of a kind of infrastructure; steps of one round share its number.
    fn weighs(&mut self, _step: StepWeighed) {}
    /// Whether the rolls of exposed items are wanted: most are not worked out in full otherwise.
    fn sees_rolls(&self) -> bool {
        false
    }
    /// An item is exposed to a risk, and its number was drawn.
    fn rolled(&mut self, _roll: Roll) {}
}

/// Nobody watches.
pub struct Nobody;

impl Witness for Nobody {}

/// A contract or an offer when its turn came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighed {
    /// Link.
    pub link: LinkId,
    /// Fresh or from stock.
    pub source: Source,
    /// Contract that it serves, if any.
    pub contract: Option<Contract>,
    /// Unit surplus; none where it was not asked for.
    pub surplus_per_t: Option<MoneyPerTonne>,
    /// What supply, capacity and demand allowed.
    pub room: Room,
    /// Yearly cost of the deal.
    pub deal_cost: Money,
    /// How it ended.
    pub verdict: Verdict,
}

/// What is left for a deal, tonnes of waste.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Room {
    /// On offer at the supplier.
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
            Verdict::NoCapacity => "no_capacity",
            Verdict::Unknown => "unknown",
            Verdict::NoSupply => "no_supply",
            Verdict::NoDemand => "no_demand",
            Verdict::NoSurplus => "no_surplus",
            Verdict::TooSmall => "too_small",
            Verdict::BelowDealCost => "below_deal_cost",
            Verdict::TermOver => "term_over",
            Verdict::Left => "left",
            Verdict::BeyondTolerance => "beyond_tolerance",
        }
    }
}

impl Room {
    /// What can be delivered.
    pub fn deliverable_t(&self) -> Tonnes {
        self.supply_t.min(self.capacity_t).min(self.demand_t)
    }
}

/// How a contract or a possible deal ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// A deal of so many tonnes.
    Made(Tonnes),
    /// The converter has no idle capacity.
    NoCapacity,
    /// The two do not know each other.
    Unknown,
    /// The supplier has nothing left to give.
    NoSupply,
    /// Nobody wants more of the product.
    NoDemand,
    /// A tonne would bring no surplus.
    NoSurplus,
    /// Less than the smallest deal.
    TooSmall,
    /// The surplus does not pay for the deal.
    BelowDealCost,
    /// The contract's term is over.
    TermOver,
    /// A side of the contract is no longer in.
    Left,
    /// The contract would lose more per tonne than is tolerated.
    BeyondTolerance,
}

/// The company's look at one more step of a kind of infrastructure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StepWeighed {
    /// Round: after each step built all kinds are weighed again.
    pub round: usize,
    /// Kind.
    pub infrastructure: InfrastructureId,
    /// Level before it.
    pub level: f64,
    /// Cost of the step.
    pub cost: Money,
    /// Budget above the reserve.
    pub free: Money,
    /// Value to the book over the horizon, upkeep not yet taken off; none where it was not worked out.
    pub value: Option<Money>,
    /// Upkeep of the step over the horizon.
    pub upkeep: Money,
    /// How it ended.
    pub verdict: StepVerdict,
}

impl StepWeighed {
    /// Value less upkeep, to cost; none where the value was not worked out.
    pub fn ratio(&self) -> Option<f64> {
        self.value.map(|value| (value - self.upkeep) / self.cost)
    }
}

/// How a step of infrastructure ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepVerdict {
    /// Could be built: worked out, and compared with the others.
    Possible,
    /// At its largest level.
    AtTop,
    /// More than the company may spend.
    TooDear,
    /// It costs nothing, so no ratio can be told.
    Free,
    /// Built, as its rule says.
    Built,
}

impl StepVerdict {
    /// Name, as in explanations.
    pub fn name(self) -> &'static str {
        match self {
            StepVerdict::Possible => "possible",
            StepVerdict::AtTop => "at_top",
            StepVerdict::TooDear => "too_dear",
            StepVerdict::Free => "free",
            StepVerdict::Built => "built",
        }
    }
}

/// An item's exposure to a risk, and its luck.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Roll {
    /// Risk.
    pub risk: RiskId,
    /// Plant; none for a product.
    pub plant: Option<PlantId>,
    /// Stream whose stock is exposed.
    pub stream: Option<StreamId>,
    /// Product.
    pub product: Option<ProductId>,
    /// Other side of the exposed deal.
    pub partner: Option<PlantId>,
    /// Exposure.
    pub exposure: f64,
    /// Events to be expected in a year, levers aside.
    pub intensity: f64,
    /// Lever on the hazard.
    pub hazard: f64,
    /// Lever on the severity.
    pub severity: f64,
    /// Probability of an event in this year.
    pub probability: Share,
    /// The draw; an event when it is below the probability.
    pub draw: Share,
    /// Loss, when it strikes.
    pub loss: Option<Money>,
}
