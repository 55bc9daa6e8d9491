//! `indicators`: one row per world and year.

mod accounts;
mod risks;
mod tonnes;

pub(super) use accounts::{BENEFIT, EMISSIONS, Measure, PREVENTION, STANDING, STATE};

use super::unit::Unit::{Km, Levels, Money, MoneyPerTonne, Share, Tonnes, TonnesPerYear};
use super::{Column, List, Names, Unit, Year};
use crate::record::rows::YearRow;
use crate::world::log::Channel;

/// The columns of `indicators`.
pub fn indicators(names: &Names) -> Vec<Column<'_, Year<'_>>> {
    let mut list = List::new(names);
    cluster(&mut list);
    tonnes::all(&mut list);
    tonnes::by_waste(&mut list);
    trade(&mut list);
    counterfactual(&mut list);
    markets_and_projects(&mut list);
    company(&mut list);
    risks::events(&mut list);
    rest(&mut list);
    accounts::benefit(&mut list);
    accounts::state(&mut list);
    accounts::environment(&mut list);
    accounts::prevention(&mut list);
    list.columns
}

type Years<'a, 'r> = List<'a, Year<'r>>;

fn cluster(list: &mut Years) {
    let meaning = match list.names.prevention {
        true => {
            "World: cluster, its twin without a company, or prevention, where the company's money prevents waste"
        }
        false => "World: cluster, or its twin without a company",
    };
    list.word("world", meaning, |y| y.world.name());
    list.year("year", "Calendar year", |y| Some(y.row.year));
    list.flag("cluster_lives", "Cluster lives at year end", |y| Some(y.row.cluster_lives));
    list.count("plants", "plants", "Plants", |y| y.row.plants);
    list.count("members", "plants", "Members at year end", |y| y.row.members);
    list.count("joins", "plants", "Plants that joined", |y| y.row.joins);
    list.count("leaves", "plants", "Members that left by choice", |y| y.row.leaves);
    list.count("ever_contacted", "plants", "Plants ever contacted", |y| y.row.contacted);
}

fn trade(list: &mut Years) {
    list.count("deals_inside", "deals", "Deals between two members", |y| y.row.deals_inside);
    list.count("deals_outside", "deals", "Other deals between two plants", |y| y.row.deals_outside);
    let meaning = "Members that had a deal with another member";
    list.count("members_with_deal_inside", "plants", meaning, |y| y.row.members_with_deal_inside);
    list.count("deals_own", "deals", "Deals within a plant", |y| y.row.deals_own);
    list.count("contracts", "contracts", "Contracts in force at year end", |y| y.row.contracts);
    let meaning = "Chains in use: distinct pairs of waste and technology";
    list.count("chains", "chains", meaning, |y| y.row.chains);
    let meaning =
        "Longest chain: technologies in use in a row, each of which takes the residue of the one before";
    list.count("longest_chain", "technologies", meaning, |y| y.row.longest_chain);
    let meaning = "Mean haul: deals between plants, weighted by tonnes; missing without any";
    list.maybe("mean_haul", Km, meaning, |y| between_plants(y.row).then_some(y.row.mean_haul_km));
    let meaning = "Median haul: deals between plants; missing without any";
    list.maybe("median_haul", Km, meaning, |y| between_plants(y.row).then_some(y.row.median_haul_km));
    let meaning = "Gain of all deals: against disposing of everything and buying primary";
    list.number("gain", Money, meaning, |y| y.row.gain);
    list.number("accounted_synergy", Money, "Accounted synergy: all channels", |y| y.row.accounted_synergy());
    for (index, channel) in Channel::ALL.into_iter().enumerate() {
        let name = channel.name();
        list.number(&format!("synergy_{name}"), Money, &format!("Accounted synergy, {name}"), move |y| {
            y.row.synergy[index]
        });
    }
}

fn counterfactual(list: &mut Years) {
    type Measure = (&'static str, Unit, &'static str, fn(&YearRow) -> f64);
    let measures: [Measure; 8] = [
        ("gain", Money, "gain of all deals", |row| row.gain),
        ("reused", Tonnes, "waste reused", |row| row.total().reused_t()),
        ("stock", Tonnes, "stock at year end", |row| row.total().stock_t),
        ("co2_avoided", Tonnes, "CO2 avoided", |row| row.co2_avoided_t),
        ("losses", Money, "losses of all events", YearRow::losses),
        ("net_benefit", Money, "net benefit [N11]", YearRow::net_benefit),
        ("business", Money, "net benefit as business counts it [N11]", YearRow::business),
        ("co2_net", Tonnes, "CO2 avoided, net", YearRow::co2_net_t),
    ];
    for (stem, unit, what, value) in measures {
        list.number(
            &format!("counterfactual_{stem}"),
            unit,
            &format!("Counterfactual {what}: this world less its twin; 0 in the twin's own rows"),
            move |y| value(y.row) - value(y.twin),
        );
    }
}

fn markets_and_projects(list: &mut Years) {
    let names = list.names;
    for (index, id) in names.products.iter_enumerated() {
        list.maybe(&format!("price_{id}"), MoneyPerTonne, &of("Price", id), move |y| {
            y.row.price_per_t.get(index).copied()
        });
    }
    for (index, id) in names.products.iter_enumerated() {
        list.maybe(&format!("made_{id}"), Tonnes, &of("Product made", id), move |y| {
            y.row.product_t.get(index).copied()
        });
    }
    list.count("projects", "projects", "Units ordered", |y| y.row.projects);
    let meaning = "Working capacity: waste that the plants' units can take";
    list.number("capacity", TonnesPerYear, meaning, |y| y.row.capacity_t);
    list.number("capex", Money, "Plants' capital spending", |y| y.row.capex);
    let meaning = "Subsidies of the state to plants: per tonne reused, and its share of capital cost";
    list.number("subsidies", Money, meaning, |y| y.row.subsidies);
}

fn company(list: &mut Years) {
    let names = list.names;
    for (index, id) in names.infrastructure.iter_enumerated() {
        list.maybe(
            &format!("level_{id}"),
            Levels,
            &format!("Level of infrastructure, {id}: at year end"),
            move |y| y.row.levels.get(index).copied(),
        );
    }
    type Measure = (&'static str, &'static str, fn(&YearRow) -> f64);
    let measures: [Measure; 8] = [
        ("infrastructure_capex", "Company's spending on infrastructure", |r| r.infrastructure_capex),
        ("budget", "Company's budget at year end", |r| r.budget),
        ("fees", "Fees paid by members", |r| r.fees),
        ("grant", "Grant received by the company", |r| r.grant),
        ("running_cost", "Overhead and upkeep paid by the company", |r| r.running_cost),
        ("covered", "Members' losses covered by the company", |r| r.covered),
        ("returned", "Returned by the company to members", |r| r.returned),
        ("fees_to_company", "Disposal fees that the state passes on to the company", |r| r.fees_to_company),
    ];
    for (stem, meaning, value) in measures {
        list.number(stem, Money, meaning, move |y| value(y.row));
    }
}

fn rest(list: &mut Years) {
    let meaning = "Disposal bill: fee and placement of what is placed, upkeep of stock";
    list.number("disposal_bill", Money, meaning, |y| y.row.disposal_bill);
    list.number("co2_avoided", Tonnes, "CO2 avoided", |y| y.row.co2_avoided_t);
    list.number("primary_replaced", Tonnes, "Primary material replaced", |y| y.row.primary_replaced_t);
    list.count("links", "links", "Links: pairs of plants that trade", |y| y.row.network.links);
    let meaning = "Density: links over all possible pairs (eco-connectance)";
    list.number("density", Share, meaning, |y| y.row.network.density);
    let meaning = "Concentration: share of the tonnes on the top tenth of the links";
    list.number("top_tenth_share", Share, meaning, |y| y.row.network.top_tenth_share);
    let meaning = "Largest component: plants in it";
    list.count("largest_component", "plants", meaning, |y| y.row.network.largest_component);
}

fn between_plants(row: &YearRow) -> bool {
    row.deals_inside + row.deals_outside > 0
}

/// `Title: definition` of one waste or product.
fn of(meaning: &str, id: &str) -> String {
    match meaning.split_once(": ") {
        Some((title, definition)) => format!("{title}, {id}: {definition}"),
        None => format!("{meaning}, {id}"),
    }
}
