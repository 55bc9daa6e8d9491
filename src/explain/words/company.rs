//! The company's year in words.

use super::risk::risk;
use super::{Length, Section};
use crate::explain::{CompanyYear, Contacted, Step};
use crate::texts::Voice;

/// The sections of the company's year.
pub fn tell(year: &CompanyYear, voice: &Voice) -> Vec<Section> {
    let mut sections = vec![
        head(year, voice),
        voice.section("contacts", contacts(year, voice)),
        voice.section("build", build(year, voice)),
    ];
    if !year.products.is_empty() {
        sections.push(voice.section("market_risk", risk(&year.products, voice, Length::Full)));
    }
    sections.push(voice.section("budget", budget(year, voice)));
    sections
}

fn head(year: &CompanyYear, voice: &Voice) -> Section {
    let when = &year.when;
    let slots: &[(&str, &str)] = &[
        ("year", &when.year.to_string()),
        ("scenario", &when.scenario),
        ("seed", &when.seed.to_string()),
        ("replicate", &when.replicate.to_string()),
        ("members", &voice.whole(year.dissolved.map_or(year.members, |end| end.members))),
        ("contracts", &voice.whole(year.dissolved.map_or(0, |end| end.contracts))),
        ("debt", &voice.money(-year.budget)),
        ("credit", &voice.money(year.credit)),
    ];
    let key = match (year.dissolved, year.lives) {
        (Some(_), _) => "company.failed",
        (None, true) => "company.lives",
        (None, false) => "company.gone",
    };
    Section {
        title: voice.say("company.title", slots),
        lines: vec![voice.say("company.where", slots), voice.say(key, slots)],
    }
}

fn contacts(year: &CompanyYear, voice: &Voice) -> Vec<String> {
    if !year.lived {
        return vec![voice.say("contacts.gone", &[])];
    }
    let mut lines =
        vec![voice.say(if year.studied { "contacts.studied" } else { "contacts.not_studied" }, &[])];
    if year.contacts.is_empty() {
        lines.push(voice.say(if year.listed > 0 { "contacts.none" } else { "contacts.nobody" }, &[]));
    }
    lines.extend(year.contacts.iter().map(|contact| {
        voice.say(
            if contact.contacted { "contacts.yes" } else { "contacts.no" },
            &[("plant", &contact.plant.name), ("gain", &voice.money(contact.study_gain))],
        )
    }));
    // Of plants of one worth the first in the file is asked first, which must not look like a ranking.
    let same = |pair: &[Contacted]| pair[0].study_gain == pair[1].study_gain;
    let mut pairs = year.contacts.windows(2);
    match year.contacts.first() {
        Some(first) if pairs.len() > 0 && pairs.all(same) => {
            lines.push(voice.say("contacts.equal", &[("gain", &voice.money(first.study_gain))]));
        }
        _ if year.contacts.windows(2).any(same) => lines.push(voice.say("contacts.ties", &[])),
        _ => {}
    }
    lines
}

fn build(year: &CompanyYear, voice: &Voice) -> Vec<String> {
    if !year.lived {
        return vec![voice.say("build.gone", &[])];
    }
    let mut lines = vec![voice.say(&format!("build.rule.{}", year.rule), &[])];
    let mut round = 0;
    for step in &year.steps {
        if step.round != round && year.rule == "greedy" {
            round = step.round;
            let slots: &[(&str, &str)] = &[("round", &voice.whole(round)), ("free", &voice.money(step.free))];
            lines.push(voice.say("build.round", slots));
        }
        lines.push(kind(step, voice));
    }
    lines
}

fn kind(step: &Step, voice: &Voice) -> String {
    let optional = |value: Option<f64>| value.map_or(String::new(), |value| voice.money(value));
    let ratio = step.ratio.map_or(String::new(), |ratio| voice.number(ratio));
    let slots: &[(&str, &str)] = &[
        ("kind", &step.infrastructure.name),
        ("level", &voice.number(step.level)),
        ("cost", &voice.money(step.cost)),
        ("value", &optional(step.value)),
        ("upkeep", &voice.money(step.upkeep)),
        ("ratio", &ratio),
        ("needed", &optional(step.value_needed)),
    ];
    let key = match (step.value, step.ratio) {
        (None, _) => "build.unweighed",
        (Some(_), None) => "build.free",
        (Some(_), Some(_)) => "build.weighed",
    };
    format!("{} {}", voice.say(key, slots), voice.say(&format!("build.verdict.{}", step.verdict), slots))
}

fn budget(year: &CompanyYear, voice: &Voice) -> Vec<String> {
    let mut lines = vec![voice.say(
        "budget.line",
        &[
            ("opening", &voice.money(year.opening_budget)),
            ("flows", &voice.flows("company_flow", &year.flows)),
            ("budget", &voice.money(year.budget)),
            ("credit", &voice.money(year.credit)),
        ],
    )];
    if year.grant_withheld {
        lines.push(voice.say("budget.no_grant", &[("retained", &voice.money(year.retained))]));
    }
    lines
}
