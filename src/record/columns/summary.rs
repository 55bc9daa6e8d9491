//! `summary`: key figures of a world over the whole run, one row per world.
//!
//! `total_` is the sum over all years, `first_` and `last_` are values of those years, `mean_` and `peak_` the mean
//! and maximum over the years.

use super::indicators::{BENEFIT, EMISSIONS, Measure, PREVENTION, STANDING, STATE};
use super::totals::{AtEnd, OfYear};
use super::unit::Unit::{Km, Money, PerPlantYear, PerYear, Share, Tonnes};
use super::{Column, List, Names, Unit};
use crate::record::Record;
use crate::record::rows::{RiskYear, WasteYear, YearRow};
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

/// A stem, a meaning, and tonnes of all wastes in a year.
type OfTonnes = (&'static str, &'static str, fn(&WasteYear) -> f64);

/// What the run comes to [N11]: net benefit and who has it, tonnes reused, and the same with other eyes.
fn benefit(list: &mut Wholes) {
    let (by_whom, parts) = BENEFIT.split_at(6);
    totals(list, by_whom);
    let meaning = "Waste reused, all years: already reused and converted, less residue";
    list.sum("total_reused", Tonnes, meaning, |y| y.tonnes.reused_t(), None);
    type Whole = (&'static str, &'static str, fn(&OfYear) -> f64);
    let wholes: [Whole; 2] = [
        ("net_benefit", "Net benefit", |y| y.net_benefit),
        ("business", "Net benefit as business counts it", |y| y.business),
    ];
    let (capital, discounted_capital): (AtEnd, AtEnd) =
        (|w, _| w.capital_in_use(), |w, discount| w.capital_in_use() * discount);
    for (stem, title, value) in wholes {
        let meaning = format!("{title}, all years: with the capital still in use at the end");
        list.sum(&format!("total_{stem}_with_capital"), Money, &meaning, value, Some(capital));
        let present = move |y: &OfYear| value(y) * y.discount;
        let meaning = format!("{title}, discounted: to the first year");
        list.sum(&format!("discounted_{stem}"), Money, &meaning, present, None);
        let meaning = format!("{title}, discounted: with the capital still in use at the end");
        let stem = format!("discounted_{stem}_with_capital");
        list.sum(&stem, Money, &meaning, present, Some(discounted_capital));
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
        list.sum(&format!("total_{stem}"), unit, &meaning, move |y| value(y.row), None);
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
    let both: [Amount; 4] = [
        ("gain", Money, "Gain of all deals", |y| y.gain),
        ("disposal_bill", Money, "Disposal bill", |y| y.disposal_bill),
        ("co2_avoided", Tonnes, "CO2 avoided", |y| y.co2_avoided_t),
        ("primary_replaced", Tonnes, "Primary material replaced", |y| y.primary_replaced_t),
    ];
    let tonnes: [OfTonnes; 4] = [
        ("already_reused", "Already reused before the first year", |of| of.already_reused_t),
        ("residue", "Residue of conversions", |of| of.residue_t),
        ("converted", "Waste converted", WasteYear::converted_t),
        ("released", "Waste released into nature", |of| of.released_t),
    ];
    let total: [Amount; 8] = [
        ("capex", Money, "Plants' capital spending", |y| y.capex),
        ("infrastructure_capex", Money, "Company's spending on infrastructure", |y| y.infrastructure_capex),
        ("fees", Money, "Fees paid by members", |y| y.fees),
        ("grant", Money, "Grant received by the company", |y| y.grant),
        ("fees_to_company", Money, "Disposal fees passed on to the company", |y| y.fees_to_company),
        ("running_cost", Money, "Overhead and upkeep paid by the company", |y| y.running_cost),
        ("subsidies", Money, "Subsidies of the state to plants", |y| y.subsidies),
        ("state_spending", Money, "State spending, grant and subsidies", YearRow::state_spending),
    ];
    let generated: OfTonnes = ("generated", "Waste generated", |of| of.generated_t);
    tonnes_of(list, &[generated]);
    totals(list, &both);
    tonnes_of(list, &tonnes);
    totals(list, &total);
    let (stem, meaning, value) = generated;
    list.maybe(&format!("last_{stem}"), Tonnes, &format!("{meaning}, last year"), move |w| {
        last(w).map(|y| value(&y.total()))
    });
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

/// Sums over all wastes and years.
fn tonnes_of(list: &mut Wholes, amounts: &[OfTonnes]) {
    for &(stem, meaning, value) in amounts {
        let meaning = format!("{meaning}, all years");
        list.sum(&format!("total_{stem}"), Tonnes, &meaning, move |y| value(&y.tonnes), None);
    }
}

fn synergy(list: &mut Wholes) {
    let meaning = "Accounted synergy, all years: all channels";
    list.sum("total_accounted_synergy", Money, meaning, |y| y.row.accounted_synergy(), None);
    for (index, channel) in Channel::ALL.into_iter().enumerate() {
        let name = channel.name();
        let meaning = format!("Accounted synergy, {name}, all years");
        list.sum(&format!("total_synergy_{name}"), Money, &meaning, move |y| y.row.synergy[index], None);
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
    let of = |value: fn(&RiskYear) -> f64| move |y: &OfYear| y.row.risks.iter().map(value).sum::<f64>();
    let (members, others) = (of(|risk| risk.loss_members), of(|risk| risk.loss_others));
    list.sum("total_loss_members", Money, "Losses of members, all years", members, None);
    list.sum("total_loss_others", Money, "Losses of non-members, all years", others, None);
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
