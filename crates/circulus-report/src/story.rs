//! The story of a run, in a few sentences with the key numbers.

use circulus::explain::words::comes_to;
use circulus::record::Record;
use circulus::record::rows::YearRow;
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::Scenario;
use circulus::texts::{Language, Voice};

/// The sentences of a run, one per line: scenario, years and seed, what it comes to, and what happened.
pub fn sentences(run: &Run, scenario: &Scenario, language: Language) -> Vec<String> {
    let mut lines = vec![title(run, scenario, language)];
    lines.extend(opening(run, scenario, language));
    lines.extend(events(run, scenario, language));
    lines
}

/// The voice of the story.
fn voice(scenario: &Scenario, language: Language) -> Voice {
    Voice::new("story", language, &scenario.currency)
}

/// First and last year.
fn years(scenario: &Scenario) -> [(&'static str, String); 2] {
    let from = scenario.start_year;
    [("from", from.to_string()), ("to", (from + scenario.years as i32 - 1).to_string())]
}

/// Scenario, years and seed.
pub fn title(run: &Run, scenario: &Scenario, language: Language) -> String {
    let voice = voice(scenario, language);
    let mut slots = years(scenario).to_vec();
    slots.extend([
        ("scenario", scenario.title.clone()),
        ("plants", voice.whole(scenario.plants.len())),
        ("seed", run.seed.to_string()),
        ("replicate", run.replicate.to_string()),
    ]);
    voice.tell("title", &slots)
}

/// What it comes to.
pub fn opening(run: &Run, scenario: &Scenario, language: Language) -> Vec<String> {
    comes_to(run, &scenario.currency, language)
}

/// What happened.
pub fn events(run: &Run, scenario: &Scenario, language: Language) -> Vec<String> {
    let voice = voice(scenario, language);
    let (cluster, twin) = (Sums::of(&run.cluster), Sums::of(&run.twin));
    let mut slots = years(scenario).to_vec();
    slots.push(("first", percent(&voice, cluster.first_use)));
    slots
        .extend(cluster.told(&voice, ["t", "last", "stock", "gain", "capex", "synergy", "events", "losses"]));
    slots.extend(twin.told(
        &voice,
        [
            "twin_t",
            "twin_last",
            "twin_stock",
            "twin_gain",
            "twin_capex",
            "twin_synergy",
            "twin_events",
            "twin_losses",
        ],
    ));
    let keys: &[&str] = match run.end {
        ClusterEnd::NoCompany => {
            &["alone.converted", "alone.use", "alone.stock", "alone.gain", "alone.events"]
        }
        _ => &["converted", "use", "stock", "gain", "synergy", "events"],
    };
    let mut lines = vec![fate(run, scenario, &voice)];
    lines.extend(keys.iter().map(|key| voice.tell(key, &slots)));
    lines
}

/// What happened to the cluster.
fn fate(run: &Run, scenario: &Scenario, voice: &Voice) -> String {
    let rows = &run.cluster.years;
    let peak = rows.iter().max_by_key(|row| (row.members, std::cmp::Reverse(row.year)));
    let (peak, peak_year) = peak.map_or((0, scenario.start_year), |row| (row.members, row.year));
    let mut slots = vec![
        ("peak", voice.whole(peak)),
        ("peak_year", peak_year.to_string()),
        ("members", voice.whole(rows.last().map_or(0, |row| row.members))),
        ("plants", voice.whole(scenario.plants.len())),
    ];
    match run.end {
        ClusterEnd::NoCompany => voice.say("fate.no_company", &[]),
        ClusterEnd::Dissolved(year) => {
            slots.push(("year", year.to_string()));
            voice.tell("fate.dissolved", &slots)
        }
        ClusterEnd::Lives => {
            let late = scenario.asks_from().map_or_else(String::new, |year| {
                voice.say("fate.late", &[("year", &year.to_string())]) + " "
            });
            late + &voice.tell("fate.lives", &slots)
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

    /// Converted, use rate at the end, stock, gain, capital spending, synergy, events and losses, in slots of these names.
    fn told(&self, voice: &Voice, names: [&'static str; 8]) -> Vec<(&'static str, String)> {
        let values = [
            voice.tonnes(self.converted_t),
            percent(voice, self.last_use),
            voice.tonnes(self.stock_t),
            voice.money(self.gain),
            voice.money(self.capex),
            voice.money(self.synergy),
            voice.whole(self.events),
            voice.money(self.losses),
        ];
        names.into_iter().zip(values).collect()
    }
}

/// A percentage with one decimal, without its sign.
fn percent(voice: &Voice, share: f64) -> String {
    voice.fixed(100.0 * share, 1)
}
