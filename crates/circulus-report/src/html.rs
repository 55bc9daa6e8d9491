//! The page: contents readable without scripts, and placeholders for the charts.

use std::fmt::Write;

use super::Report;
use super::data::Shown;
use super::known::{doubts, parameters};
use super::markup::{data, escape, fill, head, list, said};
use super::story::{events, opening, title};
use super::turns::turns;
use circulus::ids::{PlantId, TiVec, ti_vec};
use circulus::numbers::unbroken;
use circulus::record::Record;
use circulus::record::columns::stage_name;
use circulus::record::rows::YearRow;
use circulus::review::Review;
use circulus::run::ClusterEnd;
use circulus::texts::{Voice, part, say};
use circulus::world::log::{Decision, EventKind};
use serde_json::json;

/// The complete page.
pub fn page(report: &Report, shown: &Shown, chart_library: &str) -> String {
    let voice = voice(report);
    let page_title = escape(&report.scenario.title);
    let (style, script) = (include_str!("page.css"), include_str!("report.bundle.js"));
    let mut numbers = shown.json.clone();
    numbers["words"] = words(report);
    let parts = [
        ("{head}", head(&report.scenario.title, report.language, style, &[chart_library, script])),
        ("{title}", page_title),
        ("{question}", question(report, &voice)),
        ("{opening}", paragraphs(&opening(report.run, report.scenario, report.language))),
        ("{figures}", figures(report, &voice)),
        ("{sentences}", story(report, &voice)),
        ("{turns}", turning(report, &voice)),
        ("{left_out}", paragraphs(&shown.left_out)),
        ("{plants}", plants(report, &voice, shown)),
        ("{parameters}", parameters(report.values, &voice)),
        ("{known}", doubts(&Review::of(report.scenario, report.values))),
        ("{origin}", origin(report, &voice)),
        ("{data}", data(&numbers)),
        ("{library}", chart_library.to_owned()),
        ("{script}", script.to_owned()),
    ];
    fill(&said(include_str!("page.html"), &voice), &parts)
}

/// The voice of the report.
fn voice(report: &Report) -> Voice {
    Voice::new("report", report.language, &report.scenario.currency)
}

/// What the script says: its own texts, and those of the charts, which are the page's.
fn words(report: &Report) -> serde_json::Value {
    let mut charts = part(report.language, "page.charts_words").clone();
    for world in ["cluster", "twin"] {
        charts[world] = part(report.language, &format!("page.{world}")).clone();
    }
    let channel = part(report.language, "page.charts.channel");
    json!({ "charts": charts, "channel": channel, "report": part(report.language, "report.script") })
}

fn paragraphs(lines: &[String]) -> String {
    lines.iter().map(|line| format!("<p>{}</p>\n", escape(&unbroken(line)))).collect()
}

fn question(report: &Report, voice: &Voice) -> String {
    let scenario = report.scenario;
    let late = scenario.asks_from().map(|year| voice.say("lead.late", &[("year", &year.to_string())]));
    let slots = [
        ("plants", voice.whole(scenario.plants.len())),
        ("from", scenario.start_year.to_string()),
        ("to", (scenario.start_year + scenario.years as i32 - 1).to_string()),
        ("late", late.unwrap_or_default()),
    ];
    let keys: &[&str] = match report.run.end {
        ClusterEnd::NoCompany => &["lead.alone"],
        _ => &["lead.question", "lead.twice"],
    };
    let told: Vec<String> = keys.iter().map(|key| escape(&voice.tell(key, &slots))).collect();
    format!("<p class=\"lead\">{}</p>", told.join(" "))
}

/// Numbers of both worlds, their differences, and those of the third world where there is one.
fn figures(report: &Report, voice: &Voice) -> String {
    type Of<'f> = &'f dyn Fn(&Record) -> f64;
    type Form<'f> = &'f dyn Fn(f64) -> String;
    fn total(of: fn(&YearRow) -> f64) -> impl Fn(&Record) -> f64 {
        move |record| record.total(of)
    }
    fn last(of: fn(&YearRow) -> f64) -> impl Fn(&Record) -> f64 {
        move |record| record.years.last().map_or(0.0, of)
    }
    let (money, tonnes) = (|value: f64| voice.money(value), |value: f64| voice.tonnes(value));
    let (percent, count) = (|share: f64| voice.rounded_percent(share), |value: f64| voice.fixed(value, 0));
    let with = |record: &Record| record.total_with_capital(YearRow::net_benefit);
    let rows: [(&str, Of, Form); 17] = [
        ("net_benefit", &total(YearRow::net_benefit), &money),
        ("with_capital", &with, &money),
        ("money_members", &total(|row| row.account.money_members), &money),
        ("money_others", &total(|row| row.account.money_others), &money),
        ("money_company", &total(YearRow::money_company), &money),
        ("money_state", &total(YearRow::money_state), &money),
        ("money_lenders", &total(YearRow::money_lenders), &money),
        ("reused", &total(|row| row.total().reused_t()), &tonnes),
        ("converted", &total(|row| row.total().converted_t()), &tonnes),
        ("use_rate", &last(YearRow::use_rate), &percent),
        ("stock", &last(|row| row.total().stock_t), &tonnes),
        ("released", &total(|row| row.total().released_t), &tonnes),
        ("co2", &total(YearRow::co2_net_t), &tonnes),
        ("gain", &total(|row| row.gain), &money),
        ("disposal_bill", &total(|row| row.disposal_bill), &money),
        ("events", &total(|row| row.events() as f64), &count),
        ("losses", &total(YearRow::losses), &money),
    ];
    let (cluster, twin, third) = (&report.run.cluster, &report.run.twin, report.run.prevention.as_ref());
    let alone = report.run.end == ClusterEnd::NoCompany;
    let mut head = if alone { vec!["region"] } else { vec!["cluster", "twin", "difference"] };
    head.extend(third.filter(|_| !alone).map(|_| "prevention"));
    let cell = |key: &str| format!("<th scope=\"col\">{}</th>", escape(&voice.say(key, &[])));
    let head: String = head.iter().map(|name| cell(&format!("column.{name}"))).collect();
    let mut html = format!("<table><thead><tr>{}{head}</tr></thead><tbody>\n", cell("over_the_run"));
    for (row, of, form) in rows {
        let name = escape(&voice.say(&format!("row.{row}"), &[]));
        let mut values = vec![of(cluster)];
        if !alone {
            values.extend([of(twin), of(cluster) - of(twin)]);
            values.extend(third.map(of));
        }
        let cells: String =
            values.iter().map(|&value| format!("<td>{}</td>", escape(&form(value)))).collect();
        let _ = writeln!(html, "<tr><th scope=\"row\">{name}</th>{cells}</tr>");
    }
    html + "</tbody></table>"
}

/// The story of the run: its own sentences, then the first to join and leave, and the largest deal and event.
fn story(report: &Report, voice: &Voice) -> String {
    let (run, scenario) = (report.run, report.scenario);
    let mut lines = vec![title(run, scenario, report.language)];
    lines.extend(events(run, scenario, report.language));
    let name = |plant: PlantId| scenario.plants[plant].name.clone();
    let joined = run.cluster.decisions.iter().filter_map(|row| match row.decision {
        Decision::Membership { plant, was_member: false, is_member: true, .. } => Some((row.year, plant)),
        _ => None,
    });
    let first: Vec<(i32, PlantId)> = joined.collect();
    if let Some(&(year, _)) = first.first() {
        let names: Vec<String> =
            first.iter().filter(|(of, _)| *of == year).take(4).map(|&(_, plant)| name(plant)).collect();
        let slots = [("year", year.to_string()), ("plants", names.join(", "))];
        lines.push(voice.tell("happened.first_in", &slots));
    }
    let left = run.cluster.decisions.iter().find_map(|row| match row.decision {
        Decision::Membership { plant, was_member: true, is_member: false, .. } => Some((row.year, plant)),
        _ => None,
    });
    lines.extend(left.map(|(year, plant)| {
        voice.tell("happened.first_out", &[("year", year.to_string()), ("plant", name(plant))])
    }));
    let largest = run
        .cluster
        .deals
        .iter()
        .filter(|row| row.deal.between_plants())
        .max_by(|a, b| a.deal.q_t.total_cmp(&b.deal.q_t).then(b.year.cmp(&a.year)));
    lines.extend(largest.map(|row| {
        let slots = [
            ("t", voice.tonnes(row.deal.q_t)),
            ("waste", scenario.wastes[row.deal.waste].name.clone()),
            ("supplier", name(row.deal.supplier)),
            ("converter", name(row.deal.converter)),
            ("year", row.year.to_string()),
        ];
        voice.tell("happened.largest", &slots)
    }));
    let worst = run
        .cluster
        .events
        .iter()
        .filter(|row| row.event.loss > 0.0)
        .max_by(|a, b| a.event.loss.total_cmp(&b.event.loss));
    lines.extend(worst.map(|row| {
        let end = |place: usize| say(report.language, &format!("page.charts_words.ends.{place}"), &[]);
        let event = match row.event.kind {
            EventKind::Risk(risk) => scenario.risks[risk].name.clone(),
            EventKind::Insolvency => end(0),
            EventKind::Dissolution => end(1),
        };
        let key = if row.event.plant.is_some() { "happened.costliest_at" } else { "happened.costliest" };
        let slots = [
            ("event", event),
            ("plant", row.event.plant.map(name).unwrap_or_default()),
            ("year", row.year.to_string()),
            ("loss", voice.money(row.event.loss)),
        ];
        voice.tell(key, &slots)
    }));
    paragraphs(&lines)
}

/// The years that turned the run; nothing without a twin.
fn turning(report: &Report, voice: &Voice) -> String {
    let turns = turns(report.run);
    if turns.is_empty() {
        return String::new();
    }
    let told = turns.iter().map(|turn| {
        let told = turn.told(report.run, report.scenario, voice);
        format!("<li>{}</li>\n", escape(&unbroken(&told)))
    });
    let text = |key: &str| escape(&voice.say(key, &[]));
    format!(
        "<h3>{}</h3><p class=\"note\">{}</p>\n<ol>\n{}</ol>\n",
        text("turn.title"),
        text("turn.note"),
        told.collect::<String>()
    )
}

/// A row for each plant shown, with sums over the run.
fn plants(report: &Report, voice: &Voice, shown: &Shown) -> String {
    #[derive(Default, Clone)]
    struct Sums {
        member_years: usize,
        generated: f64,
        reused: f64,
        here: f64,
        gain: f64,
        synergy: f64,
        loss: f64,
        cash: f64,
    }
    let mut sums: TiVec<PlantId, _> = ti_vec![Sums::default(); report.scenario.plants.len()];
    for row in &report.run.cluster.plants {
        let of = &mut sums[row.plant];
        of.member_years += usize::from(row.member);
        of.generated += row.waste.generated_t;
        of.reused += row.waste.reused_t();
        of.here += row.converted_here_t;
        of.gain += row.gain;
        of.synergy += row.synergy;
        of.loss += row.loss;
        of.cash = row.cash;
    }
    let mut html = String::new();
    for &index in &shown.plants {
        let (plant, of) = (&report.scenario.plants[index], &sums[index]);
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td>",
            escape(&plant.name),
            escape(&say(
                report.language,
                &format!("page.charts_words.stage.{}", stage_name(plant.stage)),
                &[]
            )),
            of.member_years
        );
        for t in [of.generated, of.reused, of.here] {
            let _ = write!(html, "<td data-sort=\"{t}\">{}</td>", voice.tonnes(t));
        }
        for amount in [of.gain, of.synergy, of.loss, of.cash] {
            let _ = write!(html, "<td data-sort=\"{amount}\">{}</td>", voice.amount(amount));
        }
        html.push_str("</tr>\n");
    }
    html
}

fn origin(report: &Report, voice: &Voice) -> String {
    let origin = &report.origin;
    let rows = [
        ("program", format!("circulus {}", origin.version)),
        ("commit", origin.commit.clone()),
        ("sources", origin.sources.clone()),
        ("command", origin.command.clone()),
        ("seed", format!("{}, {}", report.run.seed, report.run.replicate)),
        ("hash", origin.results_hash.clone()),
    ];
    list(&rows.map(|(key, value)| (voice.say(&format!("origin.{key}"), &[]), value)))
}
