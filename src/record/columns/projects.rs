//! `projects`: one row per unit that was ordered in the run, written when it ends: what was promised, and the outcome.

use super::unit::Unit::{Money, Share, TonnesPerYear};
use super::{Column, InWorld, List, Names};
use crate::record::projects::ProjectRow;

/// The columns of `projects`.
pub fn projects(names: &Names) -> Vec<Column<'_, InWorld<'_, ProjectRow>>> {
    let mut list: List<'_, InWorld<'_, ProjectRow>> = List::new(names);
    list.word("world", "World: cluster, or its twin without a company", |p| p.world.name());
    list.year("year", "Calendar year of the end", |p| Some(p.row.year));
    list.id("plant", "Plant that ordered it", |names, p| names.plant(p.row.plant));
    list.id("technology", "Technology of the unit", |names, p| names.technology(p.row.technology));
    list.flag("member", "Plant was a member when it ordered", |p| Some(p.row.member));
    list.year("ordered", "Calendar year of the order", |p| Some(p.row.ordered));
    let meaning = "First year at work: the planned one where the unit was gone before";
    list.year("first_year", meaning, |p| Some(p.row.first_year));
    list.count("years_worked", "years", "Years at work", |p| p.row.years_worked);
    list.number("size", TonnesPerYear, "Size of the unit, waste [I1]", |p| p.row.size_t);
    list.number("capex", Money, "Capital cost to the plant [I1]", |p| p.row.capex);
    list.number("discount_rate", Share, "Discount rate of the order, per year [I1]", |p| p.row.rate);
    let meaning =
        "Net present value that was promised: for the whole life, even where the run ends before [I1]";
    list.number("promised_npv", Money, meaning, |p| p.row.promised_npv);
    let meaning = "Net present value of what came: the converter's part of the gain of the deals at the slot, shared by \
        capacity, in the years at work, less capital cost [N2]";
    list.number("realised_npv", Money, meaning, |p| p.row.realised_npv);
    list.number("promised_use", Share, "Use of the capacity that was reckoned with", |p| p.row.promised_use);
    let meaning = "Mean use of the slot's capacity in the years at work: missing where there was none";
    list.maybe("realised_use", Share, meaning, |p| p.row.realised_use);
    let meaning = "End: life when its time was over, insolvency or closing of the plant, or run when the run ended before";
    list.word("end", meaning, |p| p.row.end.name());
    list.columns
}
