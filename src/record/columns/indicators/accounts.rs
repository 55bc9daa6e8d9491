//! What a year comes to [N11], the account of the state, environment and people [N10].

use super::super::unit::Unit::{self, Money, SquareMetres, TonneKm, Tonnes};
use super::Years;
use crate::record::rows::YearRow;

/// A column's stem, unit, meaning and value in a year; the summary adds up some of them.
pub(in super::super) type Measure = (&'static str, Unit, &'static str, fn(&YearRow) -> f64);

/// Net benefit, its parts by who has them, and what makes it up.
pub(in super::super) const BENEFIT: [Measure; 14] = [
    (
        "net_benefit",
        Money,
        "Net benefit: gain less transfers, capital, infrastructure, running cost, losses and entry costs [N11]",
        YearRow::net_benefit,
    ),
    (
        "money_members",
        Money,
        "Money of members: of plants in the cluster after the join phase, change of cash less debt without the yearly budget",
        |y| y.account.money_members,
    ),
    (
        "money_others",
        Money,
        "Money of non-members: of plants outside the cluster after the join phase, likewise",
        |y| y.account.money_others,
    ),
    (
        "money_company",
        Money,
        "Money of the company: fees, grant and disposal fees received, less all it spends",
        YearRow::money_company,
    ),
    (
        "money_state",
        Money,
        "Money of the state: less transfers, capital subsidies, grant and fees passed on; the fees that deals save are lost to it",
        YearRow::money_state,
    ),
    (
        "money_lenders",
        Money,
        "Money of lenders: interest less debt written off; the five sum to the net benefit",
        YearRow::money_lenders,
    ),
    (
        "business",
        Money,
        "Net benefit as business counts it: only the subsidy per tonne is taken out of the gain, fees, levy and carbon price stay in",
        YearRow::business,
    ),
    (
        "transfers",
        Money,
        "Transfers in the gain: subsidy per tonne, terms of carbon price and levy, disposal fees saved",
        |y| y.account.transfers.total(),
    ),
    ("fees_saved", Money, "Disposal fees saved by deals: less those on residues", |y| {
        y.account.transfers.fees_saved
    }),
    ("capital", Money, "Capital cost of plants' orders: before the state's share", |y| y.account.capital),
    (
        "plants_capital_in_use",
        Money,
        "Capital of plants still in use after the year: units ordered in the run, straight line over life",
        |y| y.account.plants_in_use,
    ),
    (
        "infrastructure_in_use",
        Money,
        "Infrastructure still in use after the year: level times capital cost; 0 without a cluster",
        |y| y.account.infrastructure_in_use,
    ),
    ("entry_costs", Money, "Entry costs of joiners", |y| y.account.entry_costs),
    ("written_off", Money, "Debt written off by lenders: overdraft and loans, at principal", |y| {
        y.account.written_off
    }),
];

/// The account of the state; the grant and the fees passed on to the company have columns of their own.
pub(in super::super) const STATE: [Measure; 6] = [
    ("state_fees", Money, "Disposal fees owed to the state for the year's placing", |y| y.account.state_fees),
    ("state_subsidies", Money, "Subsidies of the state per tonne reused", |y| y.account.transfers.subsidy),
    ("state_capex_subsidies", Money, "The state's share of plants' capital cost", |y| {
        y.account.capex_subsidies
    }),
    ("state_carbon", Money, "Carbon price paid by the state, less what is charged", |y| {
        y.account.transfers.carbon
    }),
    ("state_levy", Money, "Levy on primary material forgone by the state", |y| y.account.transfers.levy),
    (
        "state_balance",
        Money,
        "Balance of the state: fees owed, less those passed on, subsidies, carbon price, levy forgone and grant",
        YearRow::state_balance,
    ),
];

/// Prevention at the source, which only the third world has [V2].
pub(in super::super) const PREVENTION: [Measure; 3] = [
    ("prevented", Tonnes, "Waste prevented at its source", |y| y.account.prevented.prevented_t),
    ("cost_of_prevention", Money, "Money spent on prevention", |y| y.account.prevented.cost),
    (
        "saved_by_prevention",
        Money,
        "Saved by prevention: fees and placing; the fees count among the transfers and fees saved, and all among the money of non-members",
        |y| y.account.prevented.saved,
    ),
];

/// CO2 and haulage, which are flows.
pub(in super::super) const EMISSIONS: [Measure; 4] = [
    ("co2_emitted", Tonnes, "CO2 emitted by the processes", |y| y.environment.co2_emitted_t),
    ("co2_haulage", Tonnes, "CO2 of haulage", |y| y.environment.co2_haulage_t),
    ("co2_net", Tonnes, "CO2 avoided, net: less that of processes and haulage", YearRow::co2_net_t),
    ("haulage", TonneKm, "Haulage", |y| y.environment.haulage_tkm),
];

/// Land and people, which are states.
pub(in super::super) const STANDING: [Measure; 2] = [
    ("land", SquareMetres, "Land under the stock at year end", |y| y.environment.land_m2),
    (
        "jobs",
        Unit::Count("jobs"),
        "Full-time jobs: at the working capacity, and at the company while the cluster lives",
        |y| y.environment.jobs,
    ),
];

pub(super) fn benefit(list: &mut Years) {
    measures(list, BENEFIT);
}

pub(super) fn state(list: &mut Years) {
    measures(list, STATE);
}

pub(super) fn environment(list: &mut Years) {
    measures(list, EMISSIONS);
    measures(list, STANDING);
}

/// Where there is a third world.
pub(super) fn prevention(list: &mut Years) {
    if list.names.prevention {
        measures(list, PREVENTION);
    }
}

fn measures<const N: usize>(list: &mut Years, measures: [Measure; N]) {
    for (stem, unit, meaning, value) in measures {
        list.number(stem, unit, meaning, move |y| value(y.row));
    }
}
