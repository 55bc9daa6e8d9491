//! The story of a run, in a few sentences with the key numbers.

use circulus::explain::words::comes_to;
use circulus::numbers::{count, fixed, money, tonnes};
use circulus::record::Record;
use circulus::record::rows::YearRow;
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::Scenario;
use circulus::texts::Language;

/// The sentences of a run, one per line: scenario, years and seed, what it comes to, and what happened.
pub fn sentences(run: &Run, scenario: &Scenario) -> Vec<String> {
    let mut lines = vec![title(run, scenario)];
    lines.extend(opening(run, scenario));
    lines.extend(events(run, scenario));
    lines
}

/// Scenario, years and seed.
pub fn title(run: &Run, scenario: &Scenario) -> String {
    let (from, to) = (scenario.start_year, scenario.start_year + scenario.years as i32 - 1);
    format!(
        "{}, {from} to {to}: {}, seed {}, replicate {}.",
        scenario.title,
        count(scenario.plants.len(), "plant", "plants"),
        run.seed,
        run.replicate
    )
}

/// What it comes to.
pub fn opening(run: &Run, scenario: &Scenario) -> Vec<String> {
    comes_to(run, &scenario.currency, Language::En)
}

/// What happened.
pub fn events(run: &Run, scenario: &Scenario) -> Vec<String> {
    let from = scenario.start_year;
    let to = from + scenario.years as i32 - 1;
    let money = |amount: f64| money(amount, &scenario.currency);
    let (cluster, twin) = (Sums::of(&run.cluster), Sums::of(&run.twin));
    let mut lines = vec![fate(run, scenario)];
    if run.end == ClusterEnd::NoCompany {
        lines.extend([
            format!("Converted: {}.", tonnes(cluster.converted_t)),
            format!(
                "Use rate: {} % in {from}, {} % in {to}.",
                percent(cluster.first_use),
                percent(cluster.last_use)
            ),
            format!("Stockpiles in {to}: {}.", tonnes(cluster.stock_t)),
            format!(
                "Gain of the circular business before capital spending: {}; capital spending: {}.",
                money(cluster.gain),
                money(cluster.capex)
            ),
            format!("{} with losses of {}.", count(cluster.events, "event", "events"), money(cluster.losses)),
        ]);
        return lines;
    }
    lines.extend([
        format!(
            "Converted: {} with the cluster, {} in the twin without it.",
            tonnes(cluster.converted_t),
            tonnes(twin.converted_t)
        ),
        format!(
            "Use rate: {} % in {from}; in {to} {} % with the cluster, {} % in the twin.",
            percent(cluster.first_use),
            percent(cluster.last_use),
            percent(twin.last_use)
        ),
        format!(
            "Stockpiles in {to}: {} with the cluster, {} in the twin.",
            tonnes(cluster.stock_t),
            tonnes(twin.stock_t)
        ),
        format!(
            "Gain of the circular business before capital spending: {}, in the twin {}; capital spending: {}, in the twin {}.",
            money(cluster.gain),
            money(twin.gain),
            money(cluster.capex),
            money(twin.capex)
        ),
        format!("The cluster's own account of its synergy: {}.", money(cluster.synergy)),
        format!(
            "{} with losses of {}; in the twin {} with losses of {}.",
            count(cluster.events, "event", "events"),
            money(cluster.losses),
            count(twin.events, "event", "events"),
            money(twin.losses)
        ),
    ]);
    lines
}

/// What happened to the cluster.
fn fate(run: &Run, scenario: &Scenario) -> String {
    let rows = &run.cluster.years;
    let peak = rows.iter().max_by_key(|row| (row.members, std::cmp::Reverse(row.year)));
    let at_peak = peak.map_or(String::new(), |row| {
        format!("at most {} in {}", count(row.members, "member", "members"), row.year)
    });
    match run.end {
        ClusterEnd::NoCompany => {
            "There is no company, so there is no cluster and no twin to compare with.".to_owned()
        }
        ClusterEnd::Dissolved(year) => {
            format!(
                "The cluster had {at_peak}, and ended in {year}, when its company's debt passed its credit limit."
            )
        }
        ClusterEnd::Lives => {
            let members = rows.last().map_or(0, |row| row.members);
            let plants = count(scenario.plants.len(), "plant", "plants");
            let are = if members == 1 { "is a member" } else { "are members" };
            let late = match scenario.asks_from() {
                Some(year) => format!("The company asks plants to join from {year} on. "),
                None => String::new(),
            };
            format!("{late}At the end {members} of {plants} {are} of the cluster ({at_peak}).")
        }
    }
}

/// Sums over a record.
struct Sums {
    converted_t: f64,
    first_use: f64,
    last_use: f64,
    stock_t: f64,
    gain: f64,
    capex: f64,
    synergy: f64,
    events: usize,
    losses: f64,
}

impl Sums {
    fn of(record: &Record) -> Self {
        let rows = &record.years;
        let sum = |each: &dyn Fn(&YearRow) -> f64| rows.iter().map(each).sum::<f64>();
        Sums {
            converted_t: sum(&|row| row.total().converted_t()),
            first_use: rows.first().map_or(0.0, YearRow::use_rate),
            last_use: rows.last().map_or(0.0, YearRow::use_rate),
            stock_t: rows.last().map_or(0.0, |row| row.total().stock_t),
            gain: sum(&|row| row.gain),
            capex: sum(&|row| row.capex + row.infrastructure_capex),
            synergy: sum(&YearRow::accounted_synergy),
            events: rows
                .iter()
                .flat_map(|row| &row.risks)
                .map(|risk| risk.events_members + risk.events_others)
                .sum(),
            losses: sum(&YearRow::losses),
        }
    }
}

fn percent(share: f64) -> String {
    fixed(100.0 * share, 1)
}
