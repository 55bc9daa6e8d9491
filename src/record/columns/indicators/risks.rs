//! Events and losses, of all kinds and by kind, at members and at non-members: plants that are no members in that year.

use super::super::Year;
use super::super::unit::Unit::{Money, PerPlantYear};
use super::Years;
use crate::ids::RiskId;
use crate::record::rows::YearRow;

pub(super) fn events(list: &mut Years) {
    let names = list.names;
    list.count("members_at_risk", "plants", "Members when events strike", |y| y.row.members_at_risk);
    let meaning = "Events at members: all kinds that strike plants, per member";
    list.maybe("events_members", PerPlantYear, meaning, |y| {
        per_plant(names.events_at_plants(y.row).0, members(y.row))
    });
    let meaning = "Events at non-members: all kinds that strike plants, per non-member";
    list.maybe("events_others", PerPlantYear, meaning, |y| {
        per_plant(names.events_at_plants(y.row).1, others(y.row))
    });
    list.number("loss_members", Money, "Losses of members, all events", |y| {
        y.row.risks.iter().map(|risk| risk.loss_members).sum()
    });
    list.number("loss_others", Money, "Losses of non-members, all events", |y| {
        y.row.risks.iter().map(|risk| risk.loss_others).sum()
    });
    for (kind, risk) in names.risks.iter_enumerated() {
        risk_columns(list, kind, &risk.id, risk.strikes_plants);
    }
}

fn risk_columns(list: &mut Years, kind: RiskId, id: &str, strikes_plants: bool) {
    let get = move |y: &Year| y.row.risks.get(kind).copied().unwrap_or_default();
    list.count(&format!("events_{id}_members"), "events", &format!("Events at members, {id}"), move |y| {
        get(y).events_members
    });
    list.count(
        &format!("events_{id}_others"),
        "events",
        &format!("Events at non-members, {id}: or at no plant"),
        move |y| get(y).events_others,
    );
    if strikes_plants {
        list.maybe(
            &format!("events_{id}_members"),
            PerPlantYear,
            &format!("Events at members, {id}: per member"),
            move |y| per_plant(get(y).events_members, members(y.row)),
        );
        list.maybe(
            &format!("events_{id}_others"),
            PerPlantYear,
            &format!("Events at non-members, {id}: per non-member"),
            move |y| per_plant(get(y).events_others, others(y.row)),
        );
    }
    list.number(&format!("loss_{id}_members"), Money, &format!("Losses of members, {id}"), move |y| {
        get(y).loss_members
    });
    list.number(&format!("loss_{id}_others"), Money, &format!("Losses of non-members, {id}"), move |y| {
        get(y).loss_others
    });
}

fn members(row: &YearRow) -> usize {
    row.members_at_risk
}

fn others(row: &YearRow) -> usize {
    row.plants.saturating_sub(row.members_at_risk)
}

fn per_plant(events: usize, plants: usize) -> Option<f64> {
    (plants > 0).then(|| events as f64 / plants as f64)
}
