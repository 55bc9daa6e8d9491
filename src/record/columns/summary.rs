//! `summary`: key figures of a world over the whole run, one row per world.
//!
//! `total_` is the sum over all years, `first_` and `last_` are values of those years, `mean_` and `peak_` the mean
//! and maximum over the years.

use super::indicators::{BENEFIT, EMISSIONS, Measure, PREVENTION, STANDING, STATE};
use super::unit::Unit::{Km, Money, PerPlantYear, PerYear, Share, Tonnes};
use super::{Column, List, Names, Unit};
use crate::laws::accounts::discounted;
use crate::record::Record;
use crate::record::rows::YearRow;
use crate::world::log::Channel;

/// The columns of the summary; the same list serves `summary.json` and tables of many runs.
pub fn summary(names: &Names) -> Vec<Column<'_, Record>> {
    let mut list = List::new(names);
    benefit(&mut list);
    shape(&mut list);
    amounts(&mut list);
    totals(&mut list, &STATE);
    totals(&mut list, &EMISSIONS);
    standing(&mut list);
    synergy(&mut list);
    risks(&mut list);
    if names.prevention {
        totals(&mut list, &PREVENTION);
    }
    list.columns
}

type Wholes<'a> = List<'a, Record>;

/// What the run comes to [N11]: net benefit and who has it, tonnes reused, and the same with other eyes.
fn benefit(list: &mut Wholes) {
    let (by_whom, parts) = BENEFIT.split_at(6);
    totals(list, by_whom);
    let reused = |y: &YearRow| y.total().reused_t();
    let meaning = "Waste reused, all years: already reused and converted, less residue";
    list.number("total_reused", Tonnes, meaning, move |w| w.total(reused));
    type Whole = (&'static str, &'static str, fn(&YearRow) -> f64);
    let wholes: [Whole; 2] = [
        ("net_benefit", "Net benefit", YearRow::net_benefit),
        ("business", "Net benefit as business counts it", YearRow::business),
    ];
    let rate = list.names.discount_rate;
    for (stem, title, value) in wholes {
        let meaning = format!("{title}, all years: with the capital still in use at the end");
        list.number(&format!("total_{stem}_with_capital"), Money, &meaning, move |w| {
            w.total_with_capital(value)
        });
        let meaning = format!("{title}, discounted: to the first year");
        list.number(&format!("discounted_{stem}"), Money, &meaning, move |w| present(w, rate, value));
        let meaning = format!("{title}, discounted: with the capital still in use at the end");
        list.number(&format!("discounted_{stem}_with_capital"), Money, &meaning, move |w| {
            let end = w.years.len().saturating_sub(1);
            present(w, rate, value) + discounted(w.capital_in_use(), rate, end)
        });
    }
    let meaning = "Capital still in use at the end: of plants and infrastructure, straight line over life";
    list.number("capital_in_use", Money, meaning, Record::capital_in_use);
    let flows: Vec<Measure> = parts.iter().filter(|(stem, ..)| !stem.ends_with("in_use")).copied().collect();
    totals(list, &flows);
}

/// Sums over all years.
fn totals(list: &mut Wholes, measures: &[Measure]) {
    for &(stem, unit, meaning, value) in measures {
        let meaning = match meaning.split_once(": ") {
            Some((title, definition)) => format!("{title}, all years: {definition}"),
            None => format!("{meaning}, all years"),
        };
        list.number(&format!("total_{stem}"), unit, &meaning, move |w| w.total(value));
    }
}

/// Values of the last year.
fn standing(list: &mut Wholes) {
    for (stem, unit, meaning, value) in STANDING {
        let title = meaning.split(": ").next().unwrap_or(meaning);
        list.maybe(&format!("last_{stem}"), unit, &format!("{title}, last year"), move |w| {
            last(w).map(value)
        });
    }
    list.maybe("last_stock", Tonnes, "Stock at the end", |w| last(w).map(|y| y.total().stock_t));
    let meaning = "Longest chain: most technologies in a row, of all years";
    list.count("longest_chain", "technologies", meaning, |w| {
        w.years.iter().map(|y| y.longest_chain).max().unwrap_or(0)
    });
}

/// Sum over all years, each discounted to the first.
fn present(record: &Record, rate: f64, value: impl Fn(&YearRow) -> f64) -> f64 {
    record.years.iter().enumerate().map(|(t, year)| discounted(value(year), rate, t)).sum()
}

fn shape(list: &mut Wholes) {
    list.count("years", "years", "Years simulated", |w| w.years.len());
    list.count("peak_members", "plants", "Members: most at a year end", |w| {
        w.years.iter().map(|y| y.members).max().unwrap_or(0)
    });
    list.count("last_members", "plants", "Members at the end", |w| last(w).map_or(0, |y| y.members));
    let meaning = "Use rate, all years: reused over generated";
    list.maybe("mean_use_rate", Share, meaning, |w| {
        ratio(w.total(|y| y.total().reused_t()), w.total(|y| y.total().generated_t))
    });
    list.maybe("first_use_rate", Share, "Use rate, first year", |w| w.years.first().and_then(use_rate));
    list.maybe("last_use_rate", Share, "Use rate, last year", |w| last(w).and_then(use_rate));
    list.maybe("mean_deals", PerYear, "Deals between plants", |w| {
        mean(w, |y| (y.deals_inside + y.deals_outside) as f64)
    });
    list.maybe("mean_deals_inside", PerYear, "Deals between two members", |w| {
        mean(w, |y| y.deals_inside as f64)
    });
    let meaning = "Median haul: median of the years' medians; missing without deals between plants";
    list.maybe("median_haul", Km, meaning, median_haul_km);
    list.maybe("mean_chains", Unit::Count("chains"), "Chains in use, mean of the years", |w| {
        mean(w, |y| y.chains as f64)
    });
    list.count("last_chains", "chains", "Chains in use, last year", |w| last(w).map_or(0, |y| y.chains));
    list.count("total_projects", "projects", "Units ordered", |w| w.years.iter().map(|y| y.projects).sum());
}

fn amounts(list: &mut Wholes) {
    type Amount = (&'static str, Unit, &'static str, fn(&YearRow) -> f64);
    let both: [Amount; 5] = [
        ("generated", Tonnes, "Waste generated", |y| y.total().generated_t),
        ("gain", Money, "Gain of all deals", |y| y.gain),
        ("disposal_bill", Money, "Disposal bill", |y| y.disposal_bill),
        ("co2_avoided", Tonnes, "CO2 avoided", |y| y.co2_avoided_t),
        ("primary_replaced", Tonnes, "Primary material replaced", |y| y.primary_replaced_t),
    ];
    let total: [Amount; 12] = [
        ("already_reused", Tonnes, "Already reused before the first year", |y| y.total().already_reused_t),
        ("residue", Tonnes, "Residue of conversions", |y| y.total().residue_t),
        ("converted", Tonnes, "Waste converted", |y| y.total().converted_t()),
        ("released", Tonnes, "Waste released into nature", |y| y.total().released_t),
        ("capex", Money, "Plants' capital spending", |y| y.capex),
        ("infrastructure_capex", Money, "Company's spending on infrastructure", |y| y.infrastructure_capex),
        ("fees", Money, "Fees paid by members", |y| y.fees),
        ("grant", Money, "Grant received by the company", |y| y.grant),
        ("fees_to_company", Money, "Disposal fees passed on to the company", |y| y.fees_to_company),
        ("running_cost", Money, "Overhead and upkeep paid by the company", |y| y.running_cost),
        ("subsidies", Money, "Subsidies of the state to plants", |y| y.subsidies),
        ("state_spending", Money, "State spending, grant and subsidies", YearRow::state_spending),
    ];
    for (stem, unit, meaning, value) in both.into_iter().chain(total) {
        list.number(&format!("total_{stem}"), unit, &format!("{meaning}, all years"), move |w| {
            w.total(value)
        });
    }
    for (stem, unit, meaning, value) in both {
        list.maybe(&format!("last_{stem}"), unit, &format!("{meaning}, last year"), move |w| {
            last(w).map(value)
        });
    }
    list.maybe("last_reused", Tonnes, "Waste reused, last year", |w| last(w).map(|y| y.total().reused_t()));
    let start = list.names.stock_at_start_t;
    let meaning = "Change of the stock: last year end less start";
    list.maybe("stock_change", Tonnes, meaning, move |w| last(w).map(|y| y.total().stock_t - start));
}

fn synergy(list: &mut Wholes) {
    let meaning = "Accounted synergy, all years: all channels";
    list.number("total_accounted_synergy", Money, meaning, |w| w.total(YearRow::accounted_synergy));
    for (index, channel) in Channel::ALL.into_iter().enumerate() {
        let name = channel.name();
        list.number(
            &format!("total_synergy_{name}"),
            Money,
            &format!("Accounted synergy, {name}, all years"),
            move |w| w.total(|y| y.synergy[index]),
        );
    }
}

fn risks(list: &mut Wholes) {
    let names = list.names;
    let meaning = "Events at members: all kinds that strike plants, per member and year";
    list.maybe("events_members", PerPlantYear, meaning, |w| {
        ratio(w.total(|y| names.events_at_plants(y).0 as f64), w.total(|y| y.members_at_risk as f64))
    });
    let meaning = "Events at non-members: all kinds that strike plants, per non-member and year";
    list.maybe("events_others", PerPlantYear, meaning, |w| {
        ratio(
            w.total(|y| names.events_at_plants(y).1 as f64),
            w.total(|y| y.plants.saturating_sub(y.members_at_risk) as f64),
        )
    });
    list.number("total_loss_members", Money, "Losses of members, all years", |w| {
        w.total(|y| y.risks.iter().map(|risk| risk.loss_members).sum())
    });
    list.number("total_loss_others", Money, "Losses of non-members, all years", |w| {
        w.total(|y| y.risks.iter().map(|risk| risk.loss_others).sum())
    });
}

fn last(record: &Record) -> Option<&YearRow> {
    record.years.last()
}

fn mean(record: &Record, value: impl Fn(&YearRow) -> f64) -> Option<f64> {
    ratio(record.total(value), record.years.len() as f64)
}

/// Computed from the yearly rows, so that it is the same whether deals were kept or not.
fn median_haul_km(record: &Record) -> Option<f64> {
    let years = record.years.iter();
    let mut hauls: Vec<f64> = years
        .filter(|year| year.deals_inside + year.deals_outside > 0)
        .map(|year| year.median_haul_km)
        .collect();
    hauls.sort_by(f64::total_cmp);
    let middle = hauls.len() / 2;
    match hauls.len() {
        0 => None,
        n if n % 2 == 1 => Some(hauls[middle]),
        _ => Some((hauls[middle - 1] + hauls[middle]) / 2.0),
    }
}

fn use_rate(row: &YearRow) -> Option<f64> {
    ratio(row.total().reused_t(), row.total().generated_t)
}

fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
