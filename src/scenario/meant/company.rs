//! The management company, infrastructure and risks, as meant.

use crate::ids::RiskId;
use crate::scenario::words::{Words, words};
use crate::units::{Money, Share};

/// How the company spends its budget [I2].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetRule {
    /// The step with the best ratio of value to cost, while above 1.
    Greedy,
    /// Fixed shares of the free budget for each kind.
    Shares,
    /// Nothing is built.
    None,
}
words!(BudgetRule { Greedy = "greedy", Shares = "shares", None = "none" });

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
    /// Level of every kind of infrastructure that the study assumes.
    pub planned_level: f64,
    /// Years over which the company values a step.
    pub horizon_years: f64,
    /// Part of the budget that is never spent on infrastructure.
    pub reserve: Money,
    /// Largest budget that the company retains at year end.
    pub retained: Money,
    /// Debt at which the cluster ends.
    pub credit: Money,
    /// Share of members' losses that the company covers.
    pub cover: Share,
    /// How the free budget is spent.
    pub rule: BudgetRule,
    /// Full-time jobs while the cluster lives.
    pub jobs: f64,
    /// Largest number of plants evaluated in a study or in the book.
    pub study_limit: usize,
}

/// A lever: the cost or probability that infrastructure acts on [E1].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lever {
    /// Share of acquaintances that stay unknown to each other.
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
    /// Rate of a risk.
    Hazard(RiskId),
    /// Loss of a risk.
    Severity(RiskId),
}

/// Makes the lever for a risk.
pub type OfRisk = fn(RiskId) -> Lever;

impl Lever {
    /// Levers present in every scenario, with their names.
    pub const PLAIN: [(&'static str, Lever); 6] = [
        ("reach", Lever::Reach),
        ("deal_cost", Lever::DealCost),
        ("transport_cost", Lever::TransportCost),
        ("opex", Lever::Opex),
        ("capex", Lever::Capex),
        ("hurdle_rate", Lever::HurdleRate),
    ];
    /// Levers that each risk adds: `hazard.<risk>` and `severity.<risk>`.
    pub const OF_RISK: [(&'static str, OfRisk); 2] =
        [("hazard", Lever::Hazard), ("severity", Lever::Severity)];

    /// The names of all levers of a scenario with these risks.
    pub fn names<'r>(risks: impl Iterator<Item = &'r str>) -> Vec<String> {
        let of_risk = risks.flat_map(|risk| Lever::OF_RISK.map(|(word, _)| format!("{word}.{risk}")));
        Lever::PLAIN.iter().map(|(name, _)| (*name).to_owned()).chain(of_risk).collect()
    }

    /// The lever with a name; `risk` looks up a risk by its id.
    pub fn of_name(name: &str, risk: impl Fn(&str) -> Option<RiskId>) -> Option<Lever> {
        let Some((word, id)) = name.split_once('.') else {
            return Lever::PLAIN.iter().find(|(plain, _)| *plain == name).map(|(_, lever)| *lever);
        };
        let (_, lever) = Lever::OF_RISK.iter().find(|(known, _)| *known == word)?;
        risk(id).map(lever)
    }

    /// The risk that it acts on, if any.
    pub fn risk(self) -> Option<RiskId> {
        match self {
            Lever::Hazard(risk) | Lever::Severity(risk) => Some(risk),
            Lever::Reach
            | Lever::DealCost
            | Lever::TransportCost
            | Lever::Opex
            | Lever::Capex
            | Lever::HurdleRate => None,
        }
    }
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
    /// Levers that it acts on, each with its effect `e` at full strength.
    pub effects: Vec<(Lever, Share)>,
}

/// The exposure of a risk.
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
words!(Exposure { Stock = "stock", Capacity = "capacity", Deal = "deal", Plant = "plant", Product = "product" });

/// What an event does, besides the monetary loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Releases a share of the stock into nature.
    Release,
    /// Puts a share of the capacity out of service next year.
    Outage,
    /// Ends the plant's contracts and lowers trust.
    Breach,
    /// Lowers the product's price deviation by the share.
    PriceDrop,
    /// Monetary loss only.
    Loss,
}
words!(Effect { Release = "release", Outage = "outage", Breach = "breach", PriceDrop = "price_drop", Loss = "loss" });

impl Effect {
    /// Whether this effect is possible for an exposure.
    pub fn befalls(self, exposure: Exposure) -> bool {
        match self {
            Effect::Loss => true,
            Effect::PriceDrop => exposure == Exposure::Product,
            Effect::Release => matches!(exposure, Exposure::Stock | Exposure::Plant),
            Effect::Outage | Effect::Breach => exposure != Exposure::Product,
        }
    }

    /// The words of all effects possible for an exposure.
    pub fn words_for(exposure: Exposure) -> Vec<&'static str> {
        Effect::ALL.iter().filter(|effect| effect.befalls(exposure)).map(|effect| effect.word()).collect()
    }
}

/// A kind of risk [R1].
#[derive(Debug, Clone, PartialEq)]
pub struct Risk {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Exposure.
    pub exposure: Exposure,
    /// Events per year at exposure 1.
    pub rate: f64,
    /// Elasticity: exponent of the exposure.
    pub elasticity: f64,
    /// Effect of an event.
    pub effect: Effect,
    /// Median loss of an event.
    pub loss: Money,
    /// Standard deviation of the log of the loss.
    pub spread: f64,
    /// Share of stock, capacity or price lost.
    pub share: Share,
}
