//! The rows of each result table. Plain data; the meaning of the columns is in `columns`.

use crate::ids::{InfrastructureId, PlantId, ProductId, RiskId, TiVec, WasteId};
use crate::record::account_year::{AccountYear, EnvironmentYear};
use crate::units::{Km, Money, MoneyPerTonne, Share, Tonnes};
use crate::world::log::{Deal, Decision, Event, Synergy};

/// Tonnes of one waste in one year, over all plants. `stock` is at year end, the rest are flows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WasteYear {
    /// Gross waste.
    pub generated_t: Tonnes,
    /// Reused already before the simulation starts.
    pub already_reused_t: Tonnes,
    /// Converted, fresh.
    pub converted_fresh_t: Tonnes,
    /// Converted, from stock.
    pub converted_stock_t: Tonnes,
    /// Residue that its conversions left, of whatever waste.
    pub residue_t: Tonnes,
    /// Residue of this waste that arose.
    pub arisen_t: Tonnes,
    /// Placed on stockpiles.
    pub placed_t: Tonnes,
    /// Released into nature.
    pub released_t: Tonnes,
    /// Stock at year end, residue held for the next year included.
    pub stock_t: Tonnes,
}

impl WasteYear {
    /// Already reused and converted, less the residue that the conversions left [N1].
    pub fn reused_t(&self) -> Tonnes {
        self.already_reused_t + self.converted_fresh_t + self.converted_stock_t - self.residue_t
    }

    /// Converted, fresh and from stock.
    pub fn converted_t(&self) -> Tonnes {
        self.converted_fresh_t + self.converted_stock_t
    }

    /// Reused over generated and arisen, of one waste; over all wastes it would count residues twice [N1]. `None` where
    /// neither came.
    pub fn use_rate(&self) -> Option<Share> {
        let came_t = self.generated_t + self.arisen_t;
        (came_t > 0.0).then(|| self.reused_t() / came_t)
    }

    /// Adds the tonnes of another waste or plant.
    #[inline]
    pub fn add(&mut self, other: &WasteYear) {
        self.generated_t += other.generated_t;
        self.already_reused_t += other.already_reused_t;
        self.converted_fresh_t += other.converted_fresh_t;
        self.converted_stock_t += other.converted_stock_t;
        self.residue_t += other.residue_t;
        self.arisen_t += other.arisen_t;
        self.placed_t += other.placed_t;
        self.released_t += other.released_t;
        self.stock_t += other.stock_t;
    }
}

/// Events of one type in one year; plants count as members if they are at the time of the risk phase.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RiskYear {
    /// Number of events at members.
    pub events_members: usize,
    /// Number of events at non-members (or at no plant).
    pub events_others: usize,
    /// Members' losses.
    pub loss_members: Money,
    /// Losses of non-members.
    pub loss_others: Money,
}

/// Measures of the network of the year's deals between plants.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Network {
    /// Pairs of plants that trade.
    pub links: usize,
    /// Links over all possible pairs (eco-connectance).
    pub density: Share,
    /// Share of the tonnes on the top tenth of the links.
    pub top_tenth_share: Share,
    /// Plants in the largest connected component.
    pub largest_component: usize,
}

/// One year of a world.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct YearRow {
    /// Calendar year.
    pub year: i32,
    /// Whether the cluster exists at year end.
    pub cluster_lives: bool,
    /// Plants.
    pub plants: usize,
    /// Members at year end.
    pub members: usize,
    /// Plants that joined.
    pub joins: usize,
    /// Members that left by choice.
    pub leaves: usize,
    /// Plants ever contacted.
    pub contacted: usize,
    /// Tonnes by waste, in scenario order.
    pub by_waste: TiVec<WasteId, WasteYear>,
    /// Deals between two members.
    pub deals_inside: usize,
    /// Other deals between two plants.
    pub deals_outside: usize,
    /// Deals within a plant.
    pub deals_own: usize,
    /// Contracts in force at year end.
    pub contracts: usize,
    /// Distinct technologies (and so waste and product) in use.
    pub chains: usize,
    /// Most technologies in a row, of which each takes the residue of the one before it [N1].
    pub longest_chain: usize,
    /// Mean haul between plants, weighted by tonnes; 0 without deals.
    pub mean_haul_km: Km,
    /// Median haul of the deals between plants; 0 without deals.
    pub median_haul_km: Km,
    /// Gain of all deals.
    pub gain: Money,
    /// Accounted synergy by channel.
    pub synergy: Synergy,
    /// Price by product, in scenario order.
    pub price_per_t: TiVec<ProductId, MoneyPerTonne>,
    /// Product made, by product.
    pub product_t: TiVec<ProductId, Tonnes>,
    /// Units ordered.
    pub projects: usize,
    /// Working capacity, tonnes of waste per year.
    pub capacity_t: Tonnes,
    /// Plants' capital expenditure.
    pub capex: Money,
    /// Subsidies that the state paid to plants, per tonne converted and on capital cost.
    pub subsidies: Money,
    /// Level by kind of infrastructure at year end.
    pub levels: TiVec<InfrastructureId, f64>,
    /// Company's expenditure on infrastructure.
    pub infrastructure_capex: Money,
    /// Company's budget at year end.
    pub budget: Money,
    /// Fees paid by members.
    pub fees: Money,
    /// Grant received by the company.
    pub grant: Money,
    /// Overhead and upkeep paid by the company.
    pub running_cost: Money,
    /// Losses covered by the company.
    pub covered: Money,
    /// Returned to members.
    pub returned: Money,
    /// Disposal fees that the state passes on to the company [N7].
    pub fees_to_company: Money,
    /// Events by risk, in scenario order; the last entry is insolvency.
    pub risks: TiVec<RiskId, RiskYear>,
    /// Number of members in the risk phase.
    pub members_at_risk: usize,
    /// Fees and placement of the waste placed, and upkeep of the stock.
    pub disposal_bill: Money,
    /// CO2 avoided.
    pub co2_avoided_t: Tonnes,
    /// Primary material replaced.
    pub primary_replaced_t: Tonnes,
    /// Network of deals.
    pub network: Network,
    /// What the year comes to.
    pub account: AccountYear,
    /// Environment and people.
    pub environment: EnvironmentYear,
    /// Members that had a deal with a member.
    pub members_with_deal_inside: usize,
}

impl YearRow {
    /// Sum over all wastes.
    pub fn total(&self) -> WasteYear {
        let mut total = WasteYear::default();
        for waste in &self.by_waste {
            total.add(waste);
        }
        total
    }

    /// Reused (already reused + converted - residue) over generated; 0 if nothing is generated.
    pub fn use_rate(&self) -> Share {
        let total = self.total();
        if total.generated_t > 0.0 { total.reused_t() / total.generated_t } else { 0.0 }
    }

    /// Accounted synergy, all channels.
    pub fn accounted_synergy(&self) -> Money {
        self.synergy.iter().sum()
    }

    /// State expenditure: the company's grant and the plants' subsidies, without what carbon price, levy and fees
    /// passed on give; the account of the state has them all.
    pub fn state_spending(&self) -> Money {
        self.grant + self.subsidies
    }

    /// Number of events of all types.
    pub fn events(&self) -> usize {
        self.risks.iter().map(|risk| risk.events_members + risk.events_others).sum()
    }

    /// Losses from events of all types.
    pub fn losses(&self) -> Money {
        self.risks.iter().map(|risk| risk.loss_members + risk.loss_others).sum()
    }
}

/// One plant in one year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlantRow {
    /// Calendar year.
    pub year: i32,
    /// Plant.
    pub plant: PlantId,
    /// Member at year end.
    pub member: bool,
    /// Ever contacted.
    pub contacted: bool,
    /// Its share of the gain of its deals.
    pub gain: Money,
    /// Its share of the accounted synergy.
    pub synergy: Money,
    /// Smoothed expected gain of a member; 0 for others.
    pub expected_gain: Money,
    /// Fee paid.
    pub fee: Money,
    /// Received back from the company.
    pub returned: Money,
    /// Losses, before cover.
    pub loss: Money,
    /// Part of the losses covered by the company.
    pub covered: Money,
    /// Own share of capital expenditure.
    pub capex_own: Money,
    /// Yearly budget for circular projects.
    pub budget: Money,
    /// Entry cost paid on joining.
    pub entry_cost: Money,
    /// Loan payments made.
    pub debt_paid: Money,
    /// Interest in them.
    pub interest: Money,
    /// Debt that lenders lose: overdraft and loans, at principal [I1].
    pub written_off: Money,
    /// Money of the plant: change of its cash less its debt, without the yearly budget [N11].
    pub money: Money,
    /// Cash at year end.
    pub cash: Money,
    /// Yearly loan payments still due.
    pub debt_service: Money,
    /// Trust at year end.
    pub trust: Share,
    /// Tonnes of its waste.
    pub waste: WasteYear,
    /// Waste that it converted, its own or others'.
    pub converted_here_t: Tonnes,
    /// Working capacity, tonnes of waste per year.
    pub capacity_t: Tonnes,
}

/// A deal in its year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DealRow {
    /// Calendar year.
    pub year: i32,
    /// The deal.
    pub deal: Deal,
    /// Residue that it left.
    pub residue_t: Tonnes,
    /// Transfers in its gain [N11].
    pub transfers: Money,
}

/// An event in its year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventRow {
    /// Calendar year.
    pub year: i32,
    /// The event.
    pub event: Event,
}

/// A decision in its year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecisionRow {
    /// Calendar year.
    pub year: i32,
    /// The decision.
    pub decision: Decision,
}
