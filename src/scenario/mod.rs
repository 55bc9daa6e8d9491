//! What a user writes, checked and complete: the scenario *as meant*.
//!
//! Ids are resolved to indices (order in the file is index order, and settles ties), every value
//! lies in the range that [`parameters`] gives for it. The keys of the file are described there
//! too; the fields here carry their units in names.

mod as_meant;
mod build;
mod cross;
mod fault;
mod fill;
mod generate;
mod load;
mod merge;
pub mod parameters;
mod set;
mod source;
mod tree;

pub use fault::{Fault, Faults};
pub use load::{Loaded, Read, from_toml, load, load_with};

use crate::units::{Km, Money, MoneyPerTonne, Share, Tonnes};

/// Everything that a run needs to know, besides seed and replicate.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Short name; the folder of outputs is named after it.
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
    /// The policy in force in each simulated year, dated changes applied; `years` long.
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
    pub infrastructure: Vec<Infrastructure>,
    /// Kinds of risk.
    pub risks: Vec<Risk>,
    /// Kinds of waste.
    pub wastes: Vec<Waste>,
    /// Products made from waste.
    pub products: Vec<Product>,
    /// Technologies that make them.
    pub technologies: Vec<Technology>,
    /// Plants.
    pub plants: Vec<Plant>,
}

/// Policy levers in force in one year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    /// Factor on every disposal fee.
    pub disposal_fee_factor: f64,
    /// Growth of the fee factor, per year from the start year.
    pub disposal_fee_growth: Share,
    /// Subsidy per tonne of waste reused.
    pub subsidy_per_t: MoneyPerTonne,
    /// Share of capex paid by the state.
    pub capex_subsidy: Share,
}

/// Haulage between plants [E2].
#[derive(Debug, Clone, PartialEq)]
pub struct Transport {
    /// Road distance over great-circle distance.
    pub detour: f64,
    /// Least distance between two plants.
    pub local_km: Km,
    /// Modes; the cheapest serves.
    pub modes: Vec<TransportMode>,
}

/// One mode of haulage: `fixed + per_km * d` per tonne.
#[derive(Debug, Clone, PartialEq)]
pub struct TransportMode {
    /// Name for people.
    pub name: String,
    /// Cost of loading and unloading.
    pub fixed_per_t: MoneyPerTonne,
    /// Cost per tonne and kilometre.
    pub per_t_km: MoneyPerTonne,
}

/// Trade in waste [T1], [T2] and acquaintance [E3].
#[derive(Debug, Clone, PartialEq)]
pub struct Trade {
    /// Probability that two plants at distance 0 know each other, `p0`.
    pub acquaintance: Share,
    /// Distance over which acquaintance falls by e, `d0`.
    pub acquaintance_km: Km,
    /// Yearly cost of one deal between two plants.
    pub deal_cost: Money,
    /// Supplier's share of the gain.
    pub supplier_share: Share,
    /// Years of a contract, the year it was made included.
    pub contract_years: usize,
    /// Least size of a deal, per year.
    pub min_t: Tonnes,
    /// Loss per tonne down to which a contract is kept.
    pub tolerance_per_t: MoneyPerTonne,
    /// Years of upkeep that reclaiming a tonne of stock avoids.
    pub upkeep_horizon_years: f64,
}

/// Membership [J1]-[J3].
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// Trust of every plant at start.
    pub initial_trust: Share,
    /// Weight of the expected gain.
    pub w_gain: f64,
    /// Weight of the neighbours' choice.
    pub w_norm: f64,
    /// Weight of the plant's attitude.
    pub w_attitude: f64,
    /// Weight of trust.
    pub w_trust: f64,
    /// Constant of the utility.
    pub bias: f64,
    /// Pull towards the present state.
    pub inertia: f64,
    /// Temperature of the choice; 0 decides by the sign.
    pub temperature: f64,
    /// Number of nearest plants that are looked at.
    pub peers: usize,
    /// Belief in the feasibility study.
    pub credibility: Share,
    /// Members at which evidence has replaced the study.
    pub evidence_members: f64,
    /// Paid once on joining.
    pub entry_cost: Money,
    /// Years over which the entry cost is spread.
    pub horizon_years: f64,
    /// Gain at which tanh turns.
    pub gain_scale: Money,
    /// Weight of the newest year in the expected gain.
    pub learning: Share,
    /// Rise of trust in a good year.
    pub trust_gain: Share,
    /// Fall of trust in a bad year or at a breach.
    pub trust_loss: Share,
}

/// Plants' projects [I1].
#[derive(Debug, Clone, PartialEq)]
pub struct Invest {
    /// Probability that a plant looks at projects in a year.
    pub attention: Share,
    /// Discount rate, per year.
    pub hurdle_rate: Share,
    /// Expected use of a unit's capacity.
    pub expected_use: Share,
    /// Share of capex that is borrowed.
    pub loan_share: Share,
    /// Interest, per year.
    pub loan_rate: Share,
    /// Years of repayment.
    pub loan_years: usize,
    /// Full years between order and first use.
    pub build_years: usize,
    /// Debt beyond which a plant is insolvent.
    pub insolvency_limit: Money,
}

/// How the company spends its budget [I2].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetRule {
    /// The step with the best ratio of value to cost, while above 1.
    Greedy,
    /// Fixed shares of the free budget.
    Shares,
    /// Nothing is built.
    None,
}

/// The management company.
#[derive(Debug, Clone, PartialEq)]
pub struct Management {
    /// Whether there is a company (and so a cluster) at all.
    pub enabled: bool,
    /// Budget at start.
    pub budget: Money,
    /// Yearly overhead.
    pub overhead: Money,
    /// Flat yearly fee of a member.
    pub fee_flat: Money,
    /// Fee as a share of a member's gain.
    pub fee_share: Share,
    /// Yearly grant.
    pub grant: Money,
    /// Years in which the grant is paid, from the start.
    pub grant_years: usize,
    /// Plants contacted per year.
    pub contacts_per_year: usize,
    /// Years between feasibility studies.
    pub study_every: usize,
    /// Level of every kind of infrastructure that the study supposes.
    pub planned_level: f64,
    /// Years over which the company values a step.
    pub horizon_years: f64,
    /// Part of the budget that is not built from.
    pub reserve: Money,
    /// Most that the company retains at year end.
    pub retained: Money,
    /// Debt at which the cluster ends.
    pub credit: Money,
    /// Share of members' losses that the company covers.
    pub cover: Share,
    /// How the free budget is spent.
    pub rule: BudgetRule,
    /// Most plants evaluated in a study or in the book.
    pub study_limit: usize,
}

/// What infrastructure acts on [E1].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lever {
    /// Partners unknown to each other.
    Reach,
    /// Yearly cost of a deal.
    DealCost,
    /// Haulage.
    TransportCost,
    /// Operating cost of conversion.
    Opex,
    /// Capital cost of a project.
    Capex,
    /// Discount rate of a project.
    HurdleRate,
    /// Rate of risk kind `.0`.
    Hazard(usize),
    /// Loss of risk kind `.0`.
    Severity(usize),
}

/// A kind of shared infrastructure.
#[derive(Debug, Clone, PartialEq)]
pub struct Infrastructure {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Capital cost of one level.
    pub capex_per_level: Money,
    /// Yearly upkeep of one level.
    pub upkeep_per_level: Money,
    /// Share of the level lost per year.
    pub depreciation: Share,
    /// Size of one building step, levels.
    pub step: f64,
    /// Largest level.
    pub max_level: f64,
    /// Share of the free budget under rule `shares`.
    pub budget_share: Share,
    /// Levers with their effect `e` at full level.
    pub effects: Vec<(Lever, Share)>,
}

/// What a risk kind is exposed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exposure {
    /// Each stock of a plant, in Mt.
    Stock,
    /// A plant's working capacity, in 0.1 Mt per year.
    Capacity,
    /// Each deal of a plant with another plant, 1.
    Deal,
    /// Each plant, 1.
    Plant,
    /// Each product of the region, 1.
    Product,
}

/// What an event does, besides its loss of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A share of the stock leaves into nature.
    Release,
    /// A share of the capacity is out next year.
    Outage,
    /// The plant's contracts end and trust falls.
    Breach,
    /// The product's price deviation falls by the share.
    PriceDrop,
    /// Money only.
    Loss,
}

/// A kind of risk [R1].
#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it is exposed to.
    pub exposure: Exposure,
    /// Events per year at exposure 1.
    pub rate: f64,
    /// Exponent of the exposure.
    pub elasticity: f64,
    /// What an event does.
    pub effect: Effect,
    /// Median loss of an event.
    pub loss: Money,
    /// Standard deviation of the log of the loss.
    pub spread: f64,
    /// Share of stock, capacity or price that is lost.
    pub share: Share,
}

/// A kind of waste.
#[derive(Debug, Clone, PartialEq)]
pub struct Waste {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Hazard class as in the law, I (extreme) to V.
    pub hazard_class: HazardClass,
    /// Stage at which it arises.
    pub stage: Stage,
    /// Disposal fee `f_k`.
    pub disposal_fee_per_t: MoneyPerTonne,
    /// Cost of placing a tonne, `c_k`.
    pub placement_cost_per_t: MoneyPerTonne,
    /// Upkeep of a tonne of stock for a year, `u_k`.
    pub upkeep_cost_per_t: MoneyPerTonne,
    /// Cost of reclaiming a tonne, `r_k`.
    pub reclaim_cost_per_t: MoneyPerTonne,
    /// Share of a stock on offer per year, `rho_k`.
    pub reclaim_rate: Share,
}

/// Hazard class of a waste, as in Russian law: I extremely hazardous, V practically harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum HazardClass {
    I,
    II,
    III,
    IV,
    V,
}

/// A product made from waste, sold in one regional market.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Price at start.
    pub price_per_t: MoneyPerTonne,
    /// Growth of the price, per year.
    pub growth: Share,
    /// Persistence `phi` of the log deviation.
    pub persistence: Share,
    /// Volatility `sigma` of the log deviation, per year.
    pub volatility: f64,
    /// Regional demand at start, per year.
    pub demand_t: Tonnes,
    /// Growth of demand, per year.
    pub demand_growth: Share,
}

/// A technology that turns one waste into one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Technology {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Index of the waste.
    pub waste: usize,
    /// Index of the product.
    pub product: usize,
    /// Product per tonne of waste, `y`.
    pub yield_t_per_t: f64,
    /// Operating cost per tonne of waste, `o`.
    pub opex_per_t: MoneyPerTonne,
    /// Capital cost per yearly tonne of waste at reference size, `K`.
    pub capex_per_t_year: MoneyPerTonne,
    /// Reference size, tonnes of waste per year, `Q_ref`.
    pub reference_size_t: Tonnes,
    /// Scale exponent of capital cost, `n`.
    pub scale_exponent: f64,
    /// Smallest unit, tonnes per year.
    pub min_size_t: Tonnes,
    /// Largest unit, tonnes per year.
    pub max_size_t: Tonnes,
    /// Years that a unit works.
    pub life_years: usize,
    /// CO2 avoided per tonne of product.
    pub co2_avoided_t_per_t: f64,
    /// Primary material replaced per tonne of product.
    pub primary_replaced_t_per_t: f64,
}

/// Stage of the mineral chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Mines.
    Mining,
    /// Concentrators.
    Beneficiation,
    /// Smelters, steel and alumina works.
    Metallurgy,
    /// Power stations.
    Power,
    /// Converters of waste.
    Converter,
    /// A stockpile whose plant is gone.
    Legacy,
}

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
    /// Waste streams, one per waste, in order of the waste.
    pub streams: Vec<Stream>,
    /// Technologies that it could adopt, in order, without repeats.
    pub adopts: Vec<usize>,
    /// Units at start.
    pub units: Vec<InitialUnit>,
}

/// A waste stream of a plant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stream {
    /// Index of the waste.
    pub waste: usize,
    /// Generated per year at output factor 1.
    pub t_per_year: Tonnes,
    /// Share that is already reused.
    pub own_reuse: Share,
    /// Stock at start.
    pub stock_t: Tonnes,
}

/// A unit that stands at start.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InitialUnit {
    /// Index of the technology.
    pub technology: usize,
    /// Capacity, tonnes of waste per year.
    pub capacity_t: Tonnes,
    /// Age, years; it works until its technology's life is over.
    pub age_years: usize,
}
