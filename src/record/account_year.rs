//! What a year comes to, and what it is to environment and people [N10], [N11].

use crate::laws::accounts::{self, CompanyYear, Costs, StateYear, Transfers};
use crate::laws::environment::co2_net_t;
use crate::laws::prevention::Prevented;
use crate::record::rows::YearRow;
use crate::units::{Money, Tonnes};

/// What a year comes to, besides what other fields of the year tell [N11].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AccountYear {
    /// Transfers in the gain of deals, and the fees that prevention saves.
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
    /// Money of non-members: plants outside the cluster in that year; what prevention saves them included.
    pub money_others: Money,
    /// What prevention came to; nothing but in the third world.
    pub prevented: Prevented,
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

impl YearRow {
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
            prevention: self.account.prevented.cost,
        }
    }

    /// What deals gain and prevention saves [N11], [V2].
    fn gain_and_saved(&self) -> Money {
        self.gain + self.account.prevented.saved
    }

    /// Net benefit: gain of deals and what prevention saves, without transfers, less all costs [N11].
    pub fn net_benefit(&self) -> Money {
        accounts::net_benefit(self.gain_and_saved(), &self.account.transfers, &self.costs())
    }

    /// The same as business counts it: with what it saves or pays in fees, levy and carbon price [N11].
    pub fn business(&self) -> Money {
        accounts::business(self.gain_and_saved(), &self.account.transfers, &self.costs())
    }

    /// Capital cost of units and infrastructure still in use after the year [N11].
    pub fn capital_in_use(&self) -> Money {
        self.account.plants_in_use + self.account.infrastructure_in_use
    }

    /// Money that the company gained; in the third world, what prevention cost in its place [N11].
    pub fn money_company(&self) -> Money {
        let company = CompanyYear {
            fees: self.fees,
            grant: self.grant,
            fees_to_company: self.fees_to_company,
            running: self.running_cost,
            infrastructure: self.infrastructure_capex,
            covered: self.covered,
            returned: self.returned,
            prevention: self.account.prevented.cost,
        };
        company.money()
    }

    /// What the company paid for itself and for infrastructure: in the third world, the money of prevention in the same
    /// year [V1].
    pub fn paid_by_company(&self) -> Money {
        self.running_cost + self.infrastructure_capex
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

    /// Balance of the state's account: disposal fees owed, less all that it gives [N11].
    pub fn state_balance(&self) -> Money {
        self.state().balance(self.account.state_fees, &self.account.transfers)
    }

    /// Money that lenders gained: interest less debt written off [N11].
    pub fn money_lenders(&self) -> Money {
        accounts::of_lenders(self.account.interest, self.account.written_off)
    }
}
