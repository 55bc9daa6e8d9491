//! `deals`: one row per deal, in the order in which deals were made.

use super::unit::Unit::{Km, Money, MoneyPerTonne, Tonnes};
use super::{Column, InWorld, List, Names};
use crate::record::rows::DealRow;
use crate::world::log::Channel;

/// The columns of `deals`.
pub fn deals(names: &Names) -> Vec<Column<'_, InWorld<'_, DealRow>>> {
    let mut list = List::new(names);
    who_and_what(&mut list);
    terms(&mut list);
    synergy(&mut list);
    list.columns
}

type Deals<'a, 'r> = List<'a, InWorld<'r, DealRow>>;

fn who_and_what(list: &mut Deals) {
    list.word("world", "World: cluster, or its twin without a company", |d| d.world.name());
    list.year("year", "Calendar year", |d| Some(d.row.year));
    list.id("supplier", "Supplying plant", |names, d| names.plant(d.row.deal.supplier));
    list.id("converter", "Converting plant", |names, d| names.plant(d.row.deal.converter));
    list.id("waste", "Waste", |names, d| names.waste(d.row.deal.waste));
    list.id("technology", "Technology", |names, d| names.technology(d.row.deal.technology));
    list.id("product", "Product", |names, d| names.product_of(d.row.deal.technology));
    list.word("source", "Source: fresh, or stock", |d| d.row.deal.source.name());
    list.word("term", "Term: spot, first year (new) or later year (running) of a contract", |d| {
        d.row.deal.term.name()
    });
    list.flag("inside", "Between two members", |d| Some(d.row.deal.inside()));
    list.flag("supplier_member", "Supplier is a member", |d| Some(d.row.deal.supplier_member));
    list.flag("converter_member", "Converter is a member", |d| Some(d.row.deal.converter_member));
}

fn terms(list: &mut Deals) {
    list.number("converted", Tonnes, "Waste moved and converted", |d| d.row.deal.q_t);
    list.number("residue", Tonnes, "Residue that it left", |d| d.row.residue_t);
    list.number("haul", Km, "Haul: 0 within a plant", |d| d.row.deal.haul_km);
    list.number("surplus", MoneyPerTonne, "Unit surplus [T1]", |d| d.row.deal.surplus_per_t);
    let meaning = "Yearly cost of the deal: 0 within a plant";
    list.number("deal_cost", Money, meaning, |d| d.row.deal.deal_cost);
    let meaning = "Gain: surplus on all tonnes, less the deal cost";
    list.number("gain", Money, meaning, |d| d.row.deal.gain);
    list.number("supplier_gain", Money, "Supplier's part of the gain", |d| d.row.deal.supplier_gain);
    let meaning = "Converter's part of the gain: the rest of it";
    list.number("converter_gain", Money, meaning, |d| d.row.deal.gain - d.row.deal.supplier_gain);
    let meaning = "Transfers in the gain: subsidy, terms of carbon price and levy, disposal fees saved [N11]";
    list.number("transfers", Money, meaning, |d| d.row.transfers);
}

fn synergy(list: &mut Deals) {
    let meaning = "Accounted synergy: all channels";
    list.number("accounted_synergy", Money, meaning, |d| d.row.deal.synergy.iter().sum());
    for (index, channel) in Channel::ALL.into_iter().enumerate() {
        if matches!(channel, Channel::Finance | Channel::Risk) {
            continue; // these channels belong to projects and plants, not deals
        }
        let name = channel.name();
        list.number(&format!("synergy_{name}"), Money, &format!("Accounted synergy, {name}"), move |d| {
            d.row.deal.synergy[index]
        });
    }
}
