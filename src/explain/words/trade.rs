//! A plant's partners in words: its deals, and the outcome of the others.

use super::Length;
use crate::explain::{ContractEnd, Partner};
use crate::laws::surplus::UnitSurplus;
use crate::phase::Phase;
use crate::texts::Voice;
use crate::year::witness::Verdict;

/// Maximum number of partners without a deal in the short form.
const TOLD: usize = 6;

/// Verdicts of contracts alone, whose words say whether the contract ended.
const OF_CONTRACTS: [Verdict; 4] =
    [Verdict::TermOver, Verdict::Left, Verdict::BeyondTolerance, Verdict::Waits];

/// The deals made, then the partners nearest to a deal.
pub fn trade(partners: &[Partner], voice: &Voice, length: Length) -> Vec<String> {
    if partners.is_empty() {
        return vec![voice.say("trade.nobody", &[])];
    }
    let mut lines: Vec<String> =
        partners.iter().filter(|partner| partner.q_t.is_some()).map(|made| deal(made, voice)).collect();
    if lines.is_empty() {
        lines.push(voice.say("trade.no_deal", &[]));
    }
    // Nearest to a deal first: those that had a turn, then by the smallest shortfall.
    let mut others: Vec<&Partner> = partners.iter().filter(|partner| partner.q_t.is_none()).collect();
    let short = |partner: &Partner| partner.short_by_per_t.unwrap_or(f64::INFINITY);
    others.sort_by(|a, b| {
        (a.turn.is_none(), a.turn).cmp(&(b.turn.is_none(), b.turn)).then(short(a).total_cmp(&short(b)))
    });
    // Every contract that was not served is told.
    let contracts = others.iter().filter(|partner| partner.is_contract()).count();
    let told = if length == Length::Full { others.len() } else { TOLD.max(contracts).min(others.len()) };
    lines.extend(others[..told].iter().map(|partner| deal(partner, voice)));
    if told < others.len() {
        lines.push(voice.say("trade.more", &[("count", &voice.whole(others.len() - told))]));
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for partner in &others[told..] {
            match reasons.iter_mut().find(|(verdict, _)| *verdict == partner.verdict) {
                Some((_, count)) => *count += 1,
                None => reasons.push((partner.verdict, 1)),
            }
        }
        let list: Vec<String> = reasons
            .iter()
            .map(|(verdict, count)| {
                format!("{} × {}", voice.whole(*count), voice.say(&format!("trade.short.{verdict}"), &[]))
            })
            .collect();
        lines.push(format!("{}.", list.join("; ")));
    }
    lines
}

/// The contracts that ended outside trade, whose own are told with their partners.
pub fn ended(ends: &[ContractEnd], voice: &Voice) -> Vec<String> {
    ends.iter().filter(|end| end.phase != Phase::Trade.name()).map(|end| contract(end, voice)).collect()
}

fn contract(end: &ContractEnd, voice: &Voice) -> String {
    let by: Vec<&str> = end.by.iter().map(|side| side.name.as_str()).collect();
    let source = voice.say(&format!("trade.source.{}", end.source), &[]);
    let since = match end.since {
        Some(year) => voice.say("trade.contract", &[("year", &year.to_string())]),
        None => voice.say("trade.given", &[("year", &end.until.to_string())]),
    };
    let what = voice.say(
        &format!("trade.{}", end.role),
        &[
            ("partner", &end.partner.name),
            ("waste", &end.waste.name),
            ("source", &source),
            ("technology", &end.technology.name),
            ("km", &voice.number(end.km)),
        ],
    );
    let why = voice.say(
        &format!("trade.end.{}", end.why),
        &[("by", &by.join(", ")), ("risk", end.risk.as_ref().map_or("", |risk| &risk.name))],
    );
    let slots: &[(&str, &str)] =
        &[("what", &what), ("since", &since), ("q", &voice.tonnes(end.q_t)), ("why", &why)];
    voice.say(
        if end.since.is_some() { "trade.ended" } else { "trade.given_ended" },
        &[slots, &[("until", &end.until.to_string())]].concat(),
    )
}

/// The terms of carbon price and levy, where there are any.
fn policies(parts: &UnitSurplus, voice: &Voice) -> String {
    let terms = [("trade.carbon", parts.carbon), ("trade.levy", parts.levy)];
    let told = terms.into_iter().filter(|(_, term)| *term != 0.0);
    told.map(|(word, term)| voice.say(word, &[("term", &voice.per_t(term))])).collect()
}

fn deal(partner: &Partner, voice: &Voice) -> String {
    let source = voice.say(&format!("trade.source.{}", partner.source), &[]);
    let what: &[(&str, &str)] = &[
        ("partner", &partner.partner.name),
        ("waste", &partner.waste.name),
        ("source", &source),
        ("technology", &partner.technology.name),
        ("km", &voice.number(partner.km)),
    ];
    let mut line = match partner.turn {
        Some(turn) => voice.say("trade.turn", &[("turn", &voice.whole(turn))]),
        None => String::new(),
    };
    line.push_str(&voice.say(&format!("trade.{}", partner.role), what));
    if let Some(why) = partner.known_by.filter(|why| *why != "own") {
        let year = partner.last_deal.map_or(String::new(), |year| year.to_string());
        line.push_str(&voice.say(&format!("trade.known.{why}"), &[("year", &year)]));
    }
    if let Some(since) = partner.contract_since {
        line.push_str(&voice.say("trade.contract", &[("year", &since.to_string())]));
    }
    if let Some(until) = partner.given_until {
        line.push_str(&voice.say("trade.given", &[("year", &until.to_string())]));
    }
    let parts = &partner.parts;
    // Most technologies leave no residue.
    let residue = match parts.residue {
        0.0 => String::new(),
        cost => voice.say("trade.residue", &[("cost", &voice.per_t(-cost))]),
    };
    line.push_str(&voice.say(
        "trade.parts",
        &[
            ("revenue", &voice.per_t(parts.revenue)),
            ("opex", &voice.per_t(-parts.opex)),
            ("residue", &residue),
            ("subsidy", &voice.per_t(parts.subsidy)),
            ("avoided", &voice.per_t(parts.avoided)),
            ("haulage", &voice.per_t(-parts.haulage)),
            ("policies", &policies(parts, voice)),
            ("surplus", &voice.per_t(partner.surplus_per_t)),
        ],
    ));
    line.push(' ');
    // A contract that is not served ends, unless it waits.
    let ends = partner.is_contract()
        && partner.q_t.is_none()
        && !OF_CONTRACTS.map(Verdict::name).contains(&partner.verdict);
    if ends {
        line.push_str(&voice.say("trade.contract_ends", &[]));
        line.push(' ');
    }
    line.push_str(&voice.say(
        &format!("trade.verdict.{}", partner.verdict),
        &[
            ("q", &voice.tonnes(partner.q_t.unwrap_or(0.0))),
            ("gain", &voice.money(partner.own_gain.unwrap_or(0.0))),
            ("supply", &voice.tonnes(partner.room.supply_t)),
            ("capacity", &voice.tonnes(partner.room.capacity_t)),
            ("demand", &voice.tonnes(partner.room.demand_t)),
            ("cost", &voice.money(partner.deal_cost)),
            ("short", &voice.per_t(partner.short_by_per_t.unwrap_or(0.0))),
        ],
    ));
    if let Some(residue) = partner.residue.as_ref().filter(|residue| residue.t > 0.0) {
        let slots: &[(&str, &str)] = &[("t", &voice.tonnes(residue.t)), ("waste", &residue.waste.name)];
        line.push_str(&voice.say("trade.leaves", slots));
    }
    line
}
