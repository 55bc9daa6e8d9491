//! The rows of each result table. Plain data; the meaning of the columns is in `columns`.

use crate::ids::{InfrastructureId, PlantId, ProductId, RiskId, TechnologyId, TiVec, WasteId};
use crate::laws::accounts::{self, CompanyYear, Costs, StateYear, Transfers};
use crate::laws::environment::co2_net_t;
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
    /// Number of events at other plants (or at no plant).
    pub events_others: usize,
    /// Members' losses.
    pub loss_members: Money,
    /// Other losses.
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

/// What a year comes to, besides what other fields of the year tell [N11].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AccountYear {
    /// Transfers in the gain of deals.
    pub transfers: Transfers,
    /// Capital cost of the units ordered, before the state's share.
    pub capital: Money,
    /// The state's share of it.
    pub capex_subsidies: Money,
    /// Capital cost of the plants' units still in use after the year.
    pub plants_in_use: Money,
    /// The same of infrastructure, at its level; 0 without a cluster.
    pub infrastructure_in_use: Money,
    /// Debt that lenders lose.
    pub written_off: Money,
    /// Interest in the loan payments.
    pub interest: Money,
    /// Entry costs of joiners.
    pub entry_costs: Money,
    /// Disposal fees owed for the year's placing.
    pub state_fees: Money,
    /// Money of plants that are members after the join phase.
    pub money_members: Money,
    /// Money of the other plants.
    pub money_others: Money,
}

/// Environment and people in a year [N10].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct EnvironmentYear {
    /// CO2 of the processes.
    pub co2_emitted_t: Tonnes,
    /// CO2 of haulage.
    pub co2_haulage_t: Tonnes,
    /// Haulage, tonne-kilometres.
    pub haulage_tkm: f64,
    /// Land under the stock at year end, m2.
    pub land_m2: f64,
    /// Full-time jobs.
    pub jobs: f64,
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

    /// Already reused and converted over generated; 0 if nothing is generated.
    pub fn use_rate(&self) -> Share {
        let total = self.total();
        if total.generated_t > 0.0 { total.reused_t() / total.generated_t } else { 0.0 }
    }

    /// Accounted synergy, all channels.
    pub fn accounted_synergy(&self) -> Money {
        self.synergy.iter().sum()
    }

    /// CO2 avoided, less that of processes and haulage [N10].
    pub fn co2_net_t(&self) -> Tonnes {
        co2_net_t(self.co2_avoided_t, self.environment.co2_emitted_t, self.environment.co2_haulage_t)
    }

    fn costs(&self) -> Costs {
        Costs {
            capital: self.account.capital,
            infrastructure: self.infrastructure_capex,
            running: self.running_cost,
            losses: self.losses(),
            entry: self.account.entry_costs,
        }
    }

    /// Net benefit: gain of deals, without transfers, less all costs [N11].
    pub fn net_benefit(&self) -> Money {
        accounts::net_benefit(self.gain, &self.account.transfers, &self.costs())
    }

    /// The same as business counts it: with what it saves or pays in fees, levy and carbon price [N11].
    pub fn business(&self) -> Money {
        accounts::business(self.gain, &self.account.transfers, &self.costs())
    }

    /// Capital cost of units and infrastructure still in use after the year [N11].
    pub fn capital_in_use(&self) -> Money {
        self.account.plants_in_use + self.account.infrastructure_in_use
    }

    /// Money that the company gained [N11].
    pub fn money_company(&self) -> Money {
        let company = CompanyYear {
            fees: self.fees,
            grant: self.grant,
            fees_to_company: self.fees_to_company,
            running: self.running_cost,
            infrastructure: self.infrastructure_capex,
            covered: self.covered,
            returned: self.returned,
        };
        company.money()
    }

    fn state(&self) -> StateYear {
        StateYear {
            capex_subsidies: self.account.capex_subsidies,
            grant: self.grant,
            fees_to_company: self.fees_to_company,
        }
    }

    /// Money that the state gained by what plants and company did; fees that deals save are lost to it [N11].
    pub fn money_state(&self) -> Money {
        self.state().money(&self.account.transfers)
    }

    /// Balance of the state's account: disposal fees owed, less all that it gives [N7].
    pub fn state_balance(&self) -> Money {
        self.state().balance(self.account.state_fees, &self.account.transfers)
    }

    /// Money that lenders gained: interest less debt written off [N11].
    pub fn money_lenders(&self) -> Money {
        accounts::of_lenders(self.account.interest, self.account.written_off)
    }

    /// State expenditure: the company's grant and the plants' subsidies.
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
    /// Debt that lenders lose: overdraft and loans, at principal [N9].
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

/// How an ordered unit came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectEnd {
    /// Its life was over.
    Life,
    /// Its plant became insolvent.
    Insolvency,
    /// Its plant closed.
    Closing,
    /// The run ended.
    Run,
}

impl ProjectEnd {
    /// Name, as in cells.
    pub fn name(self) -> &'static str {
        match self {
            ProjectEnd::Life => "life",
            ProjectEnd::Insolvency => "insolvency",
            ProjectEnd::Closing => "closing",
            ProjectEnd::Run => "run",
        }
    }
}

/// An ordered unit at its end: what was promised, and what came of it [N2].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProjectRow {
    /// Calendar year of the end.
    pub year: i32,
    /// Plant.
    pub plant: PlantId,
    /// Technology.
    pub technology: TechnologyId,
    /// Whether the plant was a member when it ordered.
    pub member: bool,
    /// Calendar year of the order.
    pub ordered: i32,
    /// First calendar year at work, also where the unit did not live to see it.
    pub first_year: i32,
    /// Years at work.
    pub years_worked: usize,
    /// Size, tonnes of waste per year.
    pub size_t: Tonnes,
    /// Capital cost to the plant.
    pub capex: Money,
    /// Discount rate of the order.
    pub rate: Share,
    /// Net present value at the order, for the whole life.
    pub promised_npv: Money,
    /// The same from what it earned in the years at work.
    pub realised_npv: Money,
    /// Use of the capacity that the order reckoned with.
    pub promised_use: Share,
    /// Mean use of its slot's capacity in the years at work; none if it never worked.
    pub realised_use: Option<Share>,
    /// How it ended.
    pub end: ProjectEnd,
}
