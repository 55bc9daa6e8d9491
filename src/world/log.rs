//! What happened this year: deals, events and decisions. Phases write it, recording reads it.

use serde::Serialize;

use crate::ids::{
    DealId, InfrastructureId, LinkId, PlantId, ProductId, RiskId, SlotId, TechnologyId, TiVec, WasteId,
};
pub use crate::scenario::Source;
use crate::units::{Km, Money, MoneyPerTonne, Share, Tonnes};
use crate::world::grouped::Grouped;

/// The channels of accounted synergy [T2].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// The gain of deals between plants that would not know each other outside the cluster.
    Matching,
    /// Haulage saved.
    Logistics,
    /// Deal cost saved.
    Transaction,
    /// Operating cost saved.
    Processing,
    /// Capital cost of projects saved.
    Finance,
    /// Expected loss avoided.
    Risk,
}

impl Channel {
    /// All channels, in index order.
    pub const ALL: [Channel; 6] = [
        Channel::Matching,
        Channel::Logistics,
        Channel::Transaction,
        Channel::Processing,
        Channel::Finance,
        Channel::Risk,
    ];

    /// Name, as in columns.
    pub fn name(self) -> &'static str {
        match self {
            Channel::Matching => "matching",
            Channel::Logistics => "logistics",
            Channel::Transaction => "transaction",
            Channel::Processing => "processing",
            Channel::Finance => "finance",
            Channel::Risk => "risk",
        }
    }
}

/// Money by channel of synergy, indexed as [`Channel::ALL`].
pub type Synergy = [Money; 6];

/// How a deal relates to contracts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// A deal for one year.
    Spot,
    /// The first year of a contract.
    New,
    /// A later year of a contract.
    Running,
}

impl Term {
    /// Name, as in columns.
    pub fn name(self) -> &'static str {
        match self {
            Term::Spot => "spot",
            Term::New => "new",
            Term::Running => "running",
        }
    }
}

/// A deal of this year, including a plant's conversion of its own waste.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Deal {
    /// Link used.
    pub link: LinkId,
    /// Supplying plant.
    pub supplier: PlantId,
    /// Waste.
    pub waste: WasteId,
    /// Fresh or from stock.
    pub source: Source,
    /// Converting plant.
    pub converter: PlantId,
    /// Technology.
    pub technology: TechnologyId,
    /// Waste moved and converted.
    pub q_t: Tonnes,
    /// Haul distance; 0 within a plant.
    pub haul_km: Km,
    /// Unit surplus `s` [T1].
    pub surplus_per_t: MoneyPerTonne,
    /// Yearly cost of the deal, after levers.
    pub deal_cost: Money,
    /// Total gain: `s q` less the deal cost.
    pub gain: Money,
    /// Supplier's share of the gain.
    pub supplier_gain: Money,
    /// Whether the supplier is a member.
    pub supplier_member: bool,
    /// Whether the converter is a member.
    pub converter_member: bool,
    /// Relation to contracts.
    pub term: Term,
    /// Accounted synergy, by channel.
    pub synergy: Synergy,
}

impl Deal {
    /// Whether the two sides are different plants.
    pub fn between_plants(&self) -> bool {
        self.supplier != self.converter
    }

    /// Whether the two sides are different plants and both members.
    pub fn inside(&self) -> bool {
        self.between_plants() && self.supplier_member && self.converter_member
    }

    /// The other side of the deal.
    pub fn partner_of(&self, plant: PlantId) -> PlantId {
        if plant == self.supplier { self.converter } else { self.supplier }
    }
}

/// Type of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// An event of a risk.
    Risk(RiskId),
    /// A plant's insolvency.
    Insolvency,
    /// The company's failure, which ends the cluster.
    Dissolution,
}

/// An event of this year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// Type.
    pub kind: EventKind,
    /// Plant affected; `None` for a product or the company.
    pub plant: Option<PlantId>,
    /// Whether that plant was a member.
    pub member: bool,
    /// Waste of the stock affected.
    pub waste: Option<WasteId>,
    /// Product affected.
    pub product: Option<ProductId>,
    /// Other side of the deal affected.
    pub partner: Option<PlantId>,
    /// Loss before cover; 0 for insolvency and dissolution.
    pub loss: Money,
    /// Part of the loss that falls on members: of a plant's event all or nothing, of a product's event the parts of its
    /// makers that are members.
    pub loss_members: Money,
    /// Part of the loss covered by the company.
    pub covered: Money,
    /// Waste released into nature.
    pub released_t: Tonnes,
    /// Number of contracts ended.
    pub contracts_ended: usize,
}

/// The terms of a membership decision [J3].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MembershipTerms {
    /// Feasibility study's gain `F_i`.
    pub study_gain: Money,
    /// `value(i)` in this year's world; 0 for a member, who goes by its own experience.
    pub value: Money,
    /// Weight of evidence `w`.
    pub evidence: Share,
    /// Expected gain `g_i`.
    pub gain: Money,
    /// Fee at that gain.
    pub fee: Money,
    /// Entry cost per year of the horizon; 0 for a member.
    pub entry: Money,
    /// `w_gain tanh(x)`.
    pub from_gain: f64,
    /// `w_norm N_i`.
    pub from_norm: f64,
    /// `w_attitude (2 A_i - 1)`.
    pub from_attitude: f64,
    /// `w_trust (2 T_i - 1)`.
    pub from_trust: f64,
    /// Bias.
    pub bias: f64,
    /// Inertia with its sign.
    pub inertia: f64,
    /// Utility `U`.
    pub utility: f64,
    /// Probability of membership.
    pub probability: Share,
    /// The draw; the plant is a member if it is below the probability.
    pub draw: Share,
}

/// The terms of a project [I1].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Project {
    /// Slot (plant and technology) for the unit.
    pub slot: SlotId,
    /// Size, tonnes of waste per year.
    pub size_t: Tonnes,
    /// Reachable supply `X`.
    pub supply_t: Tonnes,
    /// Margin `a`: mean own share of the surplus.
    pub margin_per_t: MoneyPerTonne,
    /// Capital cost to the plant, after lever and subsidy.
    pub capex: Money,
    /// Part of the capital cost paid by the state.
    pub capex_subsidy: Money,
    /// Discount rate.
    pub rate: Share,
    /// Net present value.
    pub npv: Money,
}

/// A decision of this year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Decision {
    /// A contacted plant chose to join, stay, leave or stay out.
    Membership {
        /// Plant.
        plant: PlantId,
        /// Whether it was a member before.
        was_member: bool,
        /// Whether it is a member now.
        is_member: bool,
        /// Terms of the decision.
        terms: MembershipTerms,
    },
    /// A plant ordered a unit.
    Invest {
        /// Plant.
        plant: PlantId,
        /// Technology.
        technology: TechnologyId,
        /// Whether it was a member.
        member: bool,
        /// Terms of the project.
        project: Project,
        /// Part of the capital cost that is borrowed.
        loan: Money,
    },
    /// The company built infrastructure.
    Build {
        /// Kind.
        infrastructure: InfrastructureId,
        /// Levels added.
        levels: f64,
        /// Cost.
        cost: Money,
        /// Value to the book over the horizon, with the step less without; 0 if the rule computes none.
        value: Money,
        /// Upkeep of the step over the horizon.
        upkeep: Money,
    },
}

/// What ended when a plant closed [N6].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Closing {
    /// Plant.
    pub plant: PlantId,
    /// Whether it was a member.
    pub member: bool,
    /// Units that are gone, those not yet built included.
    pub units: usize,
    /// Principal of its loans, which is written off.
    pub written_off: Money,
    /// Contracts that ended, given ones included.
    pub contracts: usize,
}

/// What happened this year.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// Deals, in the order made.
    pub deals: TiVec<DealId, Deal>,
    /// Deals by plant.
    by_plant: Grouped<PlantId, DealId>,
    /// Events, in order of occurrence.
    pub events: Vec<Event>,
    /// Decisions, in the order made.
    pub decisions: Vec<Decision>,
    /// Plants that closed, in order.
    pub closings: Vec<Closing>,
}

impl Log {
    /// Groups the deals by plant, once all are made.
    pub fn group_deals(&mut self, plants: usize) {
        let sides = |(index, deal): (DealId, &Deal)| {
            let parties = if deal.between_plants() { 2 } else { 1 };
            [deal.supplier, deal.converter].into_iter().take(parties).map(move |plant| (plant, index))
        };
        self.by_plant.regroup(plants, self.deals.iter_enumerated().flat_map(sides));
    }

    /// A plant's deals, in the order made, including those with itself.
    #[inline]
    pub fn deals_of(&self, plant: PlantId) -> impl ExactSizeIterator<Item = &Deal> {
        self.by_plant.of(plant).map(|deal| &self.deals[deal])
    }
}
