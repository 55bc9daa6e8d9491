//! Risks in words.

use super::Length;
use crate::explain::Exposed;
use crate::texts::Voice;

/// Events first, then the most likely risks without an event.
pub fn risk(exposed: &[Exposed], voice: &Voice, length: Length) -> Vec<String> {
    if exposed.is_empty() {
        return vec![voice.say("risk.nothing", &[])];
    }
    let mut list: Vec<&Exposed> = exposed.iter().collect();
    list.sort_by(|a, b| b.struck.cmp(&a.struck).then(b.probability.total_cmp(&a.probability)));
    let struck = list.iter().filter(|one| one.struck).count();
    let told = if length == Length::Full { list.len() } else { (struck + 3).min(list.len()) };
    let mut lines: Vec<String> = list[..told].iter().map(|one| exposure(one, voice)).collect();
    if told < list.len() {
        lines.push(voice.say("risk.more", &[("count", &voice.whole(list.len() - told))]));
    }
    lines
}

fn exposure(one: &Exposed, voice: &Voice) -> String {
    let item = one.item.as_ref().map_or(String::new(), |item| format!(" ({})", item.name));
    let mut line = voice.say(
        "risk.line",
        &[
            ("risk", &one.risk.name),
            ("item", &item),
            ("probability", &voice.chance(one.probability)),
            ("draw", &voice.chance(one.draw)),
            ("exposure", &voice.number(one.exposure)),
            ("hazard", &voice.number(one.hazard)),
        ],
    );
    let slots: &[(&str, &str)] = &[
        ("loss", &voice.money(one.loss)),
        ("covered", &voice.money(one.covered)),
        ("released", &voice.tonnes(one.released_t)),
        ("contracts", &voice.whole(one.contracts_ended)),
    ];
    line.push(' ');
    line.push_str(&voice.say(if one.struck { "risk.struck" } else { "risk.spared" }, slots));
    if one.released_t > 0.0 {
        line.push_str(&voice.say("risk.released", slots));
    }
    if one.contracts_ended > 0 {
        line.push_str(&voice.say("risk.contracts", slots));
    }
    line
}
