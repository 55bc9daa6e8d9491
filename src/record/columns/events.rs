//! `events`: one row per event, in order of occurrence.

use super::unit::Unit::{Money, Tonnes};
use super::{Column, InWorld, List, Names, names};
use crate::record::rows::EventRow;
use crate::world::log::EventKind;

/// The columns of `events`.
pub fn events(names: &Names) -> Vec<Column<'_, InWorld<'_, EventRow>>> {
    let mut list = List::new(names);
    what_and_where(&mut list);
    consequences(&mut list);
    list.columns
}

type Events<'a, 'r> = List<'a, InWorld<'r, EventRow>>;

fn what_and_where(list: &mut Events) {
    list.word("world", "World: cluster, or its twin without a company", |e| e.world.name());
    list.year("year", "Calendar year", |e| Some(e.row.year));
    list.id(
        "kind",
        "Kind: id of a risk, insolvency of a plant, or dissolution of the cluster",
        |names, e| kind(names, e.row.event.kind),
    );
    list.id("plant", "Plant that was struck: missing where none was", |names, e| {
        names.plant(e.row.event.plant?)
    });
    let meaning = "Plant was a member: missing where no plant was struck";
    list.flag("member", meaning, |e| e.row.event.plant.map(|_| e.row.event.member));
    list.id("waste", "Waste of the stock that was struck", |names, e| names.waste(e.row.event.waste?));
    list.id("product", "Product that was struck", |names, e| names.product(e.row.event.product?));
    list.id("partner", "Other side of the deal that was struck", |names, e| {
        names.plant(e.row.event.partner?)
    });
}

fn consequences(list: &mut Events) {
    let meaning = "Loss: before cover; 0 for insolvency and dissolution";
    list.number("loss", Money, meaning, |e| e.row.event.loss);
    list.number("covered", Money, "Loss covered by the company", |e| e.row.event.covered);
    list.number("released", Tonnes, "Waste that left into nature", |e| e.row.event.released_t);
    list.count("contracts_ended", "contracts", "Contracts that ended", |e| e.row.event.contracts_ended);
}

fn kind(names: &Names, kind: EventKind) -> Option<&str> {
    match kind {
        EventKind::Risk(risk) => names.risks.get(risk).map(|risk| risk.id.as_str()),
        EventKind::Insolvency => Some(names::INSOLVENCY),
        EventKind::Dissolution => Some("dissolution"),
    }
}
