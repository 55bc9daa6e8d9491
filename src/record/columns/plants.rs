//! `plants`: one row per world, plant and year.

use super::names::stage_name;
use super::unit::Unit::{Money, Share, Tonnes, TonnesPerYear, Word};
use super::{Column, InWorld, List, Names};
use crate::record::rows::PlantRow;

/// The columns of `plants`.
pub fn plants(names: &Names) -> Vec<Column<'_, InWorld<'_, PlantRow>>> {
    let mut list = List::new(names);
    identity(&mut list);
    money(&mut list);
    tonnes(&mut list);
    list.columns
}

type Plants<'a, 'r> = List<'a, InWorld<'r, PlantRow>>;

fn identity(list: &mut Plants) {
    list.word("world", "World: cluster, or its twin without a company", |p| p.world.name());
    list.year("year", "Calendar year", |p| Some(p.row.year));
    list.id("plant", "Plant", |names, p| names.plant(p.row.plant));
    list.text("stage", Word, "Stage of the chain", |names, p| {
        names.plants.get(p.row.plant).map(|plant| stage_name(plant.stage))
    });
    list.flag("member", "Member at year end", |p| Some(p.row.member));
    list.flag("ever_contacted", "Ever contacted by the company", |p| Some(p.row.contacted));
}

fn money(list: &mut Plants) {
    list.number("gain", Money, "Its part of the gain of its deals", |p| p.row.gain);
    list.number("synergy", Money, "Its part of the accounted synergy", |p| p.row.synergy);
    let meaning = "Expected gain of a member: smoothed over its years; missing outside";
    list.maybe("expected_gain", Money, meaning, |p| p.row.member.then_some(p.row.expected_gain));
    list.number("fee", Money, "Fee paid to the company", |p| p.row.fee);
    list.number("returned", Money, "Received back from the company", |p| p.row.returned);
    list.number("loss", Money, "Losses from events: before cover", |p| p.row.loss);
    let meaning = "Losses covered by the company";
    list.number("covered", Money, meaning, |p| p.row.covered);
    let meaning = "Own share of capital spending: the rest is borrowed";
    list.number("capex_own", Money, meaning, |p| p.row.capex_own);
    list.number("budget", Money, "Yearly budget for circular projects", |p| p.row.budget);
    list.number("entry_cost", Money, "Entry cost paid on joining", |p| p.row.entry_cost);
    list.number("debt_paid", Money, "Loan payments made", |p| p.row.debt_paid);
    list.number("interest", Money, "Interest in the loan payments", |p| p.row.interest);
    let meaning = "Debt written off: overdraft and loans, at principal";
    list.number("written_off", Money, meaning, |p| p.row.written_off);
    let meaning = "Money: change of cash less debt, without the yearly budget [N11]";
    list.number("money", Money, meaning, |p| p.row.money);
    list.number("cash", Money, "Cash at year end", |p| p.row.cash);
    let meaning = "Debt service: yearly loan payments still due";
    list.number("debt_service", Money, meaning, |p| p.row.debt_service);
    list.number("trust", Share, "Trust in the cluster at year end", |p| p.row.trust);
}

fn tonnes(list: &mut Plants) {
    type Measure = (&'static str, &'static str, fn(&PlantRow) -> f64);
    let measures: [Measure; 11] = [
        ("generated", "Waste generated: gross", |p| p.waste.generated_t),
        ("already_reused", "Already reused: as before the first year", |p| p.waste.already_reused_t),
        ("converted_fresh", "Its fresh waste converted: anywhere", |p| p.waste.converted_fresh_t),
        ("converted_stock", "Its waste from stock converted: anywhere", |p| p.waste.converted_stock_t),
        ("residue", "Residue of its waste: what conversions anywhere left", |p| p.waste.residue_t),
        ("arisen", "Residue that arose at it", |p| p.waste.arisen_t),
        ("reused", "Its waste reused: already reused and converted, less residue", |p| p.waste.reused_t()),
        ("placed", "Waste placed on its stockpiles", |p| p.waste.placed_t),
        ("released", "Waste released into nature", |p| p.waste.released_t),
        ("stock", "Stock at year end: residue held for the next year included", |p| p.waste.stock_t),
        ("converted_here", "Waste that it converted: its own or others'", |p| p.converted_here_t),
    ];
    for (stem, meaning, value) in measures {
        list.number(stem, Tonnes, meaning, move |p| value(p.row));
    }
    let meaning = "Working capacity: waste that its units can take";
    list.number("capacity", TonnesPerYear, meaning, |p| p.row.capacity_t);
}
