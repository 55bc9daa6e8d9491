//! The page: contents readable without scripts, and placeholders for the charts.

use std::fmt::Write;

use super::data::Shown;
use super::known::{doubts, parameters};
use super::markup::{data, escape, fill, head, list};
use super::story::{events, opening, title};
use super::{Origin, Report};
use circulus::ids::{PlantId, TiVec, ti_vec};
use circulus::numbers::{count, fixed, money, percent, tonnes, unbroken};
use circulus::record::Record;
use circulus::record::columns::stage_name;
use circulus::record::rows::YearRow;
use circulus::review::Review;
use circulus::run::ClusterEnd;
use circulus::world::log::{Decision, EventKind};

/// The complete page.
pub fn page(report: &Report, shown: &Shown, chart_library: &str) -> String {
    let page_title = escape(&report.scenario.title);
    let (style, script) = (include_str!("page.css"), include_str!("report.bundle.js"));
    let parts = [
        ("{head}", head(&report.scenario.title, style, &[chart_library, script])),
        ("{title}", page_title),
        ("{question}", question(report)),
        ("{opening}", paragraphs(&opening(report.run, report.scenario))),
        ("{figures}", figures(report)),
        ("{sentences}", story(report)),
        ("{left_out}", paragraphs(&shown.left_out)),
        ("{plants}", plants(report, shown)),
        ("{parameters}", parameters(report.values)),
        ("{known}", doubts(&Review::of(report.scenario, report.values))),
        ("{origin}", origin(report, &report.origin)),
        ("{data}", data(&shown.json)),
        ("{library}", chart_library.to_owned()),
        ("{script}", script.to_owned()),
    ];
    fill(include_str!("page.html"), &parts)
}

fn paragraphs(lines: &[String]) -> String {
    lines.iter().map(|line| format!("<p>{}</p>\n", escape(&unbroken(line)))).collect()
}

fn question(report: &Report) -> String {
    let scenario = report.scenario;
    let last = scenario.start_year + scenario.years as i32 - 1;
    if report.run.end == ClusterEnd::NoCompany {
        return format!(
            "<p class=\"lead\">In this scenario there is no management company: the numbers are those of {} from {} to {last}, and there is no twin to compare them with.</p>",
            count(scenario.plants.len(), "plant", "plants"),
            scenario.start_year
        );
    }
    let from = match scenario.asks_from() {
        Some(year) => format!(", from {year} on,"),
        None => String::new(),
    };
    let company = format!(
        "What would change if a management company could{from} win {} for a cluster, match their waste and build shared infrastructure?",
        count(scenario.plants.len(), "plant", "plants")
    );
    format!(
        "<p class=\"lead\">{} The region is simulated twice from {} to {last}, with the same luck: with the company, and as its <em>twin</em> without it.</p>",
        escape(&company),
        scenario.start_year
    )
}

/// Numbers of both worlds, their differences, and those of the third world where there is one.
fn figures(report: &Report) -> String {
    type Of<'f> = &'f dyn Fn(&Record) -> f64;
    type Form<'f> = &'f dyn Fn(f64) -> String;
    fn total(of: fn(&YearRow) -> f64) -> impl Fn(&Record) -> f64 {
        move |record| record.total(of)
    }
    fn last(of: fn(&YearRow) -> f64) -> impl Fn(&Record) -> f64 {
        move |record| record.years.last().map_or(0.0, of)
    }
    let currency = &report.scenario.currency;
    let money = |value: f64| money(value, currency);
    let count = |value: f64| fixed(value, 0);
    let with = |record: &Record| record.total_with_capital(YearRow::net_benefit);
    let rows: [(&str, Of, Form); 17] = [
        ("Net benefit", &total(YearRow::net_benefit), &money),
        ("With the capital still in use", &with, &money),
        ("Money of members, year by year", &total(|row| row.account.money_members), &money),
        ("Money of non-members, year by year", &total(|row| row.account.money_others), &money),
        ("Money of the company", &total(YearRow::money_company), &money),
        ("Money of the state", &total(YearRow::money_state), &money),
        ("Money of lenders", &total(YearRow::money_lenders), &money),
        ("Reused, less residues", &total(|row| row.total().reused_t()), &tonnes),
        ("Converted", &total(|row| row.total().converted_t()), &tonnes),
        ("Use rate at the end", &last(YearRow::use_rate), &percent),
        ("Stockpiles at the end", &last(|row| row.total().stock_t), &tonnes),
        ("Released into the environment", &total(|row| row.total().released_t), &tonnes),
        ("CO2 avoided, net", &total(YearRow::co2_net_t), &tonnes),
        ("Gain of deals", &total(|row| row.gain), &money),
        ("Disposal bill", &total(|row| row.disposal_bill), &money),
        ("Events", &total(|row| row.events() as f64), &count),
        ("Losses", &total(YearRow::losses), &money),
    ];
    let (cluster, twin, third) = (&report.run.cluster, &report.run.twin, report.run.prevention.as_ref());
    let alone = report.run.end == ClusterEnd::NoCompany;
    let mut head = if alone { vec!["region"] } else { vec!["cluster", "twin", "difference"] };
    head.extend(third.filter(|_| !alone).map(|_| "prevention instead"));
    let head: String = head.iter().map(|name| format!("<th scope=\"col\">{name}</th>")).collect();
    let mut html =
        format!("<table><thead><tr><th scope=\"col\">over the run</th>{head}</tr></thead><tbody>\n");
    for (name, of, form) in rows {
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
fn story(report: &Report) -> String {
    let (run, scenario) = (report.run, report.scenario);
    let mut lines = vec![title(run, scenario)];
    lines.extend(events(run, scenario));
    let name = |plant: PlantId| scenario.plants[plant].name.as_str();
    let joined = run.cluster.decisions.iter().filter_map(|row| match row.decision {
        Decision::Membership { plant, was_member: false, is_member: true, .. } => Some((row.year, plant)),
        _ => None,
    });
    let first: Vec<(i32, PlantId)> = joined.collect();
    if let Some(&(year, _)) = first.first() {
        let names: Vec<&str> =
            first.iter().filter(|(of, _)| *of == year).take(4).map(|&(_, plant)| name(plant)).collect();
        lines.push(format!("The first to join, in {year}: {}.", names.join(", ")));
    }
    let left = run.cluster.decisions.iter().find_map(|row| match row.decision {
        Decision::Membership { plant, was_member: true, is_member: false, .. } => Some((row.year, plant)),
        _ => None,
    });
    if let Some((year, plant)) = left {
        lines.push(format!("The first to leave by choice was {}, in {year}.", name(plant)));
    }
    let largest = run
        .cluster
        .deals
        .iter()
        .filter(|row| row.deal.between_plants())
        .max_by(|a, b| a.deal.q_t.total_cmp(&b.deal.q_t).then(b.year.cmp(&a.year)));
    if let Some(row) = largest {
        lines.push(format!(
            "The largest deal between two plants: {} of {} from {} to {}, in {}.",
            tonnes(row.deal.q_t),
            scenario.wastes[row.deal.waste].name,
            name(row.deal.supplier),
            name(row.deal.converter),
            row.year
        ));
    }
    let worst = run
        .cluster
        .events
        .iter()
        .filter(|row| row.event.loss > 0.0)
        .max_by(|a, b| a.event.loss.total_cmp(&b.event.loss));
    if let Some(row) = worst {
        let what = match row.event.kind {
            EventKind::Risk(risk) => scenario.risks[risk].name.as_str(),
            EventKind::Insolvency => "Insolvency",
            EventKind::Dissolution => "End of the cluster",
        };
        let at = row.event.plant.map_or(String::new(), |plant| format!(" at {}", name(plant)));
        lines.push(format!(
            "The costliest event: {what}{at} in {}, {}.",
            row.year,
            money(row.event.loss, &scenario.currency)
        ));
    }
    paragraphs(&lines)
}

/// A row for each plant shown, with sums over the run.
fn plants(report: &Report, shown: &Shown) -> String {
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
            stage_name(plant.stage),
            of.member_years
        );
        for t in [of.generated, of.reused, of.here] {
            let _ = write!(html, "<td data-sort=\"{t}\">{}</td>", tonnes(t));
        }
        for amount in [of.gain, of.synergy, of.loss, of.cash] {
            let _ = write!(html, "<td data-sort=\"{amount}\">{}</td>", money(amount, "").trim_end());
        }
        html.push_str("</tr>\n");
    }
    html
}

fn origin(report: &Report, origin: &Origin) -> String {
    let rows = [
        ("Program", format!("circulus {}", origin.version)),
        ("Commit", origin.commit.clone()),
        ("Sources", origin.sources.clone()),
        ("Command", origin.command.clone()),
        ("Seed, replicate", format!("{}, {}", report.run.seed, report.run.replicate)),
        ("Results hash", origin.results_hash.clone()),
    ];
    list(&rows)
}
