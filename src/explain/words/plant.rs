//! A plant's year in words, phase by phase.

use super::end::{lost, placed, settle};
use super::risk::risk;
use super::trade::{ended, trade};
use super::{Length, Section};
use crate::explain::turn::Turn;
use crate::explain::{Choice, Join, PlantYear, Saw};
use crate::rules::value::Value;
use crate::texts::Voice;

/// The sections of a plant's year.
pub fn tell(year: &PlantYear, voice: &Voice, length: Length) -> Vec<Section> {
    vec![
        head(year, voice),
        voice.section("saw", saw(&year.saw, voice)),
        voice.section("join", join(&year.join, voice)),
        voice.section("trade", traded(year, voice, length)),
        voice.section("invest", invest(year, voice)),
        voice.section("placed", placed(year, voice)),
        voice.section("risk", risk(&year.risk, voice, length)),
        voice.section("settle", settle(year, voice)),
    ]
}

/// Its partners, and its contracts that ended.
fn traded(year: &PlantYear, voice: &Voice, length: Length) -> Vec<String> {
    let mut lines = trade(&year.trade, voice, length);
    lines.extend(ended(&year.contracts_ended, voice));
    lines
}

fn head(year: &PlantYear, voice: &Voice) -> Section {
    let when = &year.when;
    let world = voice.say(&format!("world.{}", when.world), &[]);
    let slots: &[(&str, &str)] = &[
        ("plant", &year.plant.name),
        ("id", &year.plant.id),
        ("year", &when.year.to_string()),
        ("scenario", &when.scenario),
        ("world", &world),
        ("seed", &when.seed.to_string()),
        ("replicate", &when.replicate.to_string()),
    ];
    Section { title: voice.say("plant.title", slots), lines: vec![voice.say("plant.where", slots)] }
}

fn saw(saw: &Saw, voice: &Voice) -> Vec<String> {
    let member = voice.say(if saw.member { "saw.inside" } else { "saw.outside" }, &[]);
    let mut lines = times(saw, voice);
    lines.extend([
        voice.say(
            "saw.self",
            &[
                ("member", &member),
                ("cash", &voice.money(saw.cash)),
                ("trust", &voice.percent(saw.trust)),
                ("attitude", &voice.percent(saw.attitude)),
            ],
        ),
        voice.say(
            "saw.cluster",
            &[("members", &voice.whole(saw.members)), ("plants", &voice.whole(saw.plants))],
        ),
        voice.say(
            "saw.policy",
            &[
                ("fee", &voice.number(saw.fee_factor)),
                ("subsidy", &voice.per_t(saw.subsidy_per_t)),
                ("capex", &voice.percent(saw.capex_subsidy)),
            ],
        ),
    ]);
    if saw.carbon_price_per_t > 0.0 {
        lines.push(voice.say("saw.carbon", &[("price", &voice.per_t(saw.carbon_price_per_t))]));
    }
    if saw.primary_levy_per_t > 0.0 {
        lines.push(voice.say("saw.levy", &[("levy", &voice.per_t(saw.primary_levy_per_t))]));
    }
    lines.extend(saw.wastes.iter().map(|waste| {
        let mut line = voice.say(
            "saw.waste",
            &[
                ("waste", &waste.waste.name),
                ("fresh", &voice.tonnes(waste.fresh_t)),
                ("stock", &voice.tonnes(waste.stock_t)),
                ("avoided", &voice.per_t(waste.avoided_per_t)),
            ],
        );
        if waste.fee_factor_class != 1.0 {
            line.push_str(&voice.say("saw.class", &[("factor", &voice.number(waste.fee_factor_class))]));
        }
        line
    }));
    lines.extend(saw.technologies.iter().map(|technology| {
        let mut line = voice.say(
            "saw.technology",
            &[
                ("technology", &technology.technology.name),
                ("capacity", &voice.tonnes(technology.capacity_t)),
                ("product", &technology.product.name),
                ("price", &voice.per_t(technology.price_per_t)),
                ("expected", &voice.per_t(technology.expected_price_per_t)),
            ],
        );
        if technology.outage > 0.0 {
            line.push_str(&voice.say("saw.outage", &[("share", &voice.percent(technology.outage))]));
        }
        line
    }));
    lines
}

/// Whether the plant is not open yet, or has closed.
fn times(saw: &Saw, voice: &Voice) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(saw.opens.map(|year| voice.say("saw.not_open", &[("year", &year.to_string())])));
    lines.extend(saw.closed.map(|year| voice.say("saw.closed", &[("year", &year.to_string())])));
    lines.extend(saw.closing.as_ref().map(|closing| {
        voice.say(
            "saw.closing",
            &[
                ("units", &voice.whole(closing.units.len())),
                ("which", &lost(&closing.units, voice)),
                ("loans", &voice.whole(closing.loans)),
                ("contracts", &voice.whole(closing.contracts)),
                ("written_off", &voice.money(closing.written_off)),
            ],
        )
    }));
    lines
}

fn value_parts(voice: &Voice, value: &Value) -> String {
    voice.say(
        "join.value_parts",
        &[
            ("matching", &voice.money(value.matching)),
            ("savings", &voice.money(value.savings)),
            ("project", &voice.money(value.project)),
            ("risk", &voice.money(value.risk)),
        ],
    )
}

fn join(join: &Join, voice: &Voice) -> Vec<String> {
    let mut lines = vec![voice.say(&format!("join.{}", join.choice), &[])];
    if join.contacted_now {
        lines.push(voice.say("join.contacted_now", &[]));
    }
    if let Some(study) = &join.study {
        lines.push(voice.say(
            "join.study",
            &[
                ("year", &study.year.to_string()),
                ("total", &voice.money(study.total)),
                ("parts", &value_parts(voice, &study.value)),
            ],
        ));
    }
    let Some(terms) = &join.terms else { return lines };
    match &join.value {
        Some(value) => {
            lines.push(voice.say(
                "join.now",
                &[("total", &voice.money(terms.value)), ("parts", &value_parts(voice, value))],
            ));
            lines.push(voice.say(
                "join.gain_outsider",
                &[("evidence", &voice.percent(terms.evidence)), ("gain", &voice.money(terms.gain))],
            ));
        }
        None => lines.push(voice.say("join.gain_member", &[("gain", &voice.money(terms.gain))])),
    }
    lines.push(
        voice.say("join.cost", &[("fee", &voice.money(terms.fee)), ("entry", &voice.money(terms.entry))]),
    );
    lines.push(voice.say(
        "join.score",
        &[
            ("gain", &voice.score(terms.from_gain)),
            ("norm", &voice.score(terms.from_norm)),
            ("peers_in", &voice.whole(join.peers_in)),
            ("peers", &voice.whole(join.peers)),
            ("attitude", &voice.score(terms.from_attitude)),
            ("trust", &voice.score(terms.from_trust)),
            ("bias", &voice.score(terms.bias)),
            ("inertia", &voice.score(terms.inertia)),
            ("utility", &voice.score(terms.utility)),
        ],
    ));
    let in_or_out = if terms.draw < terms.probability { "join.draw_in" } else { "join.draw_out" };
    lines.push(voice.say(
        in_or_out,
        &[("probability", &voice.chance(terms.probability)), ("draw", &voice.chance(terms.draw))],
    ));
    lines.extend(turned(&join.turns, voice));
    lines
}

fn turned(turns: &[Turn], voice: &Voice) -> Vec<String> {
    let amount = |turn: &Turn, value: f64| match turn.term {
        "gain" => voice.money(value),
        "draw" => voice.chance(value),
        _ => voice.percent(value),
    };
    let mut lines = Vec::new();
    let possible = turns.iter().filter(|turn| turn.term != "draw" && turn.needed.is_some());
    for (place, turn) in possible.enumerate() {
        let Some(needed) = turn.needed else { continue };
        let term = voice.say(&format!("join.term.{}", turn.term), &[]);
        lines.push(voice.say(
            if place == 0 { "join.turned_by" } else { "join.or_by" },
            &[("term", &term), ("value", &amount(turn, turn.value)), ("needed", &amount(turn, needed))],
        ));
    }
    if lines.is_empty() {
        lines.push(voice.say("join.not_turned", &[]));
    }
    lines
}

fn invest(year: &PlantYear, voice: &Voice) -> Vec<String> {
    let invest = &year.invest;
    let place = invest.place.map_or(String::new(), |place| voice.whole(place));
    let looked = match (invest.runs, invest.attentive) {
        (false, _) => "invest.not_running",
        (true, true) => "invest.attentive",
        (true, false) => "invest.inattentive",
    };
    let mut lines = vec![voice.say(
        looked,
        &[
            ("draw", &voice.chance(invest.draw)),
            ("attention", &voice.chance(invest.attention)),
            ("place", &place),
        ],
    )];
    if invest.choices.is_empty() {
        lines.push(voice.say("invest.nothing", &[]));
    } else if invest.runs {
        let money = [invest.cash, invest.budget, invest.debt_service, invest.purse].map(|of| voice.money(of));
        let [cash, budget, debt, purse] = &money;
        let slots: &[(&str, &str)] = &[("cash", cash), ("budget", budget), ("debt", debt), ("purse", purse)];
        lines.push(voice.say("invest.purse", slots));
    }
    lines.extend(invest.choices.iter().map(|choice| option(choice, voice)));
    lines
}

fn option(choice: &Choice, voice: &Voice) -> String {
    let supply = voice.tonnes(choice.supply_t);
    let suppliers = voice.whole(choice.suppliers);
    let mut line = voice.say(
        "invest.supply",
        &[("technology", &choice.technology.name), ("supply", &supply), ("suppliers", &suppliers)],
    );
    if choice.claimed_t > 0.0 {
        line.push_str(&voice.say("invest.claimed", &[("claimed", &voice.tonnes(choice.claimed_t))]));
    }
    if let (Some(margin), Some(size), Some(capex), Some(rate), Some(npv)) =
        (choice.margin_per_t, choice.size_t, choice.capex, choice.rate, choice.npv)
    {
        line.push_str(&voice.say(
            "invest.terms",
            &[
                ("margin", &voice.per_t(margin)),
                ("size", &voice.tonnes(size)),
                ("capex", &voice.money(capex)),
                ("rate", &voice.percent(rate)),
                ("npv", &voice.money(npv)),
            ],
        ));
    }
    line.push(' ');
    line.push_str(&voice.say(&format!("invest.verdict.{}", choice.verdict), &[]));
    if let (Some(margin), Some(needed)) = (choice.margin_per_t, choice.margin_needed_per_t) {
        let capex = choice.capex_needed.filter(|_| needed > margin);
        let key = match (needed > margin, capex) {
            (true, Some(_)) => "invest.needed",
            (true, None) => "invest.needed_margin",
            (false, _) => "invest.spare",
        };
        line.push_str(&voice.say(
            key,
            &[("margin", &voice.per_t(needed)), ("capex", &voice.money(choice.capex_needed.unwrap_or(0.0)))],
        ));
    }
    line
}
