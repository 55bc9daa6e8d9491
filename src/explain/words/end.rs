//! The end of a plant's year in words: its waste, its books, and an insolvency.

use crate::explain::{Insolvency, LostUnit, Origin, Placed, PlantYear, Settled};
use crate::texts::Voice;

/// Its waste.
pub fn placed(year: &PlantYear, voice: &Voice) -> Vec<String> {
    let mut lines: Vec<String> = year.placed.iter().map(|placed| waste(placed, voice)).collect();
    if lines.is_empty() {
        lines.push(voice.say("placed.nothing", &[]));
    }
    lines
}

/// A waste's year: where its tonnes came from, who took them, and what is left.
fn waste(placed: &Placed, voice: &Voice) -> String {
    let mut line = voice.say(
        "placed.line",
        &[
            ("waste", &placed.waste.name),
            ("generated", &voice.tonnes(placed.generated_t)),
            ("reused", &voice.tonnes(placed.already_reused_t)),
            ("converted", &voice.tonnes(placed.converted_t)),
            ("placed", &voice.tonnes(placed.placed_t)),
            ("stock", &voice.tonnes(placed.stock_t)),
        ],
    );
    if placed.joined_t > 0.0 {
        let slots: &[(&str, &str)] = &[
            ("t", &voice.tonnes(placed.joined_t)),
            ("of", &origins(&placed.joined_of, voice)),
            ("share", &voice.percent(placed.joined_t / placed.fresh_t)),
        ];
        let alone = placed.joined_t >= placed.fresh_t;
        line.push_str(&voice.say(if alone { "placed.joined_alone" } else { "placed.joined" }, slots));
    }
    if !placed.taken.is_empty() {
        let taken = placed.taken.iter().map(|taken| {
            let source = voice.say(&format!("trade.source.{}", taken.source), &[]);
            voice.say(
                "placed.taken_by",
                &[
                    ("t", &voice.tonnes(taken.t)),
                    ("source", &source),
                    ("converter", &taken.converter.name),
                    ("technology", &taken.technology.name),
                ],
            )
        });
        line.push_str(&voice.say("placed.taken", &[("list", &taken.collect::<Vec<_>>().join("; "))]));
    }
    if placed.held_t > 0.0 {
        let slots: &[(&str, &str)] =
            &[("t", &voice.tonnes(placed.held_t)), ("of", &origins(&placed.held_of, voice))];
        line.push_str(&voice.say("placed.held", slots));
    }
    line
}

/// The conversions that residue came from.
fn origins(of: &[Origin], voice: &Voice) -> String {
    let told = of.iter().map(|origin| {
        voice.say(
            "placed.origin",
            &[
                ("t", &voice.tonnes(origin.t)),
                ("technology", &origin.technology.name),
                ("waste", &origin.waste.name),
                ("supplier", &origin.supplier.name),
            ],
        )
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Its books.
pub fn settle(year: &PlantYear, voice: &Voice) -> Vec<String> {
    let settled = &year.settle;
    let mut lines = vec![voice.say(
        "settle.cash",
        &[
            ("opening", &voice.money(settled.opening_cash)),
            ("flows", &voice.flows("flow", &settled.flows)),
            ("cash", &voice.money(settled.cash)),
        ],
    )];
    if settled.member {
        lines.push(voice.say(
            "settle.member",
            &[
                ("synergy", &voice.money(settled.synergy)),
                ("expected", &voice.money(settled.expected_gain)),
                ("before", &voice.percent(settled.trust_before)),
                ("trust", &voice.percent(settled.trust)),
            ],
        ));
    }
    if let Some(insolvency) = &settled.insolvent {
        lines.extend(insolvent(insolvency, settled, voice));
        let ended = year.contracts_ended.iter().filter(|end| end.why == "insolvent").count();
        let key = if ended > 0 { "settle.contracts" } else { "settle.no_contracts" };
        lines.push(voice.say(key, &[("count", &voice.whole(ended))]));
        lines.push(voice.say(if insolvency.member { "settle.out" } else { "settle.again" }, &[]));
    }
    lines
}

/// What an insolvency came from, and what became of debts and units.
fn insolvent(of: &Insolvency, settled: &Settled, voice: &Voice) -> Vec<String> {
    let mut paid: Vec<_> = settled.flows.iter().filter(|flow| flow.amount < 0.0).collect();
    paid.sort_by(|a, b| a.amount.total_cmp(&b.amount));
    let mut lines = vec![voice.say(
        "settle.insolvent",
        &[
            ("cash", &voice.money(of.cash)),
            ("limit", &voice.money(-of.limit)),
            ("opening", &voice.money(settled.opening_cash)),
            ("paid", &voice.flows("flow", paid)),
        ],
    )];
    let own = of.losses.iter().map(|lost| {
        let slots: &[(&str, &str)] = &[
            ("risk", &lost.risk.name),
            ("loss", &voice.money(lost.loss)),
            ("covered", &voice.money(lost.covered)),
        ];
        voice.say("settle.lost", slots)
    });
    let products = (of.loss_of_products > 0.0)
        .then(|| voice.say("settle.lost_products", &[("loss", &voice.money(of.loss_of_products))]));
    let losses: Vec<String> = own.chain(products).collect();
    if !losses.is_empty() {
        lines.push(voice.say("settle.losses", &[("list", &losses.join("; "))]));
    }
    lines.push(voice.say("settle.overdraft", &[("overdraft", &voice.money(of.overdraft))]));
    if of.loans > 0 {
        let slots: &[(&str, &str)] =
            &[("loans", &voice.whole(of.loans)), ("principal", &voice.money(of.principal))];
        lines.push(voice.say("settle.loans", slots));
    } else {
        lines.push(voice.say("settle.no_loans", &[]));
    }
    if of.units.is_empty() {
        lines.push(voice.say("settle.no_units", &[]));
    } else {
        let slots: &[(&str, &str)] =
            &[("units", &voice.whole(of.units.len())), ("which", &lost(&of.units, voice))];
        lines.push(voice.say("settle.units", slots));
    }
    lines
}

/// The units that are gone, in brackets; nothing if there were none.
pub fn lost(units: &[LostUnit], voice: &Voice) -> String {
    if units.is_empty() {
        return String::new();
    }
    let unit = |unit: &LostUnit| {
        let key = if unit.ordered { "settle.unit_ordered" } else { "settle.unit" };
        let slots: &[(&str, &str)] =
            &[("technology", &unit.technology.name), ("capacity", &voice.tonnes(unit.capacity_t))];
        voice.say(key, slots)
    };
    format!(" ({})", units.iter().map(unit).collect::<Vec<_>>().join("; "))
}
