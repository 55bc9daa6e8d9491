//! `circulus report`: one self-contained page of a run.

use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use circulus::numbers::tonnes;
use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::{Loaded, from_toml, load};
use circulus::texts::Language;
use circulus_report::story::sentences;
use circulus_report::turns::turns;
use circulus_report::{CHART_LIBRARY, Origin, Report, page};
use sha2::{Digest, Sha256};

use crate::common::{Desk, root, text};

const MOST_BYTES: usize = 2_000_000;

fn of(loaded: &Loaded) -> String {
    in_language(loaded, Language::En)
}

fn in_language(loaded: &Loaded, language: Language) -> String {
    let run = run(&loaded.scenario, 0, Detail::Full).unwrap();
    let origin = Origin {
        version: "1".into(),
        commit: "abc".into(),
        sources: "def".into(),
        command: "circulus run <a & b>".into(),
        results_hash: "0123".into(),
    };
    let values = circulus::scenario::doubted(&loaded.as_meant).unwrap();
    let mut scenario = loaded.scenario.clone();
    scenario.localize(language);
    page(&Report { run: &run, scenario: &scenario, values: &values, origin, language })
}

/// The page without the chart library, which is not of this project.
fn own(page: &str) -> String {
    page.replace(CHART_LIBRARY, "")
}

#[test]
fn the_chart_library_has_the_hash_in_its_readme() {
    let hash: String =
        Sha256::digest(CHART_LIBRARY.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(text("assets/echarts/README.md").contains(&hash), "{hash}");
    assert!(
        CHART_LIBRARY.contains("Licensed to the Apache Software Foundation"),
        "the licence is in the file"
    );
}

#[test]
fn a_page_holds_everything_and_fetches_nothing() {
    let loaded = load(&root().join("configs/sverdlovsk.toml"), &[]).unwrap();
    let page = of(&loaded);
    assert!(page.len() < MOST_BYTES, "{} bytes", page.len());
    let own = own(&page);
    for fetched in ["src=", "<link", "@import", "url(", "fetch(", "XMLHttpRequest", "http://", "https://"] {
        let outside_sources = own.split("<h2 id=\"h-parameters\">").next().unwrap();
        assert!(!outside_sources.contains(fetched), "the page has {fetched}");
    }
    for id in ["figures", "story", "map", "charts", "sankey", "events", "plants", "parameters", "origin"] {
        assert!(own.contains(&format!("<h2 id=\"h-{id}\">")), "no section {id}");
    }
    for plant in &loaded.scenario.plants {
        assert!(own.contains(&plant.name.replace('&', "&amp;")), "no row of {}", plant.id);
    }
    assert!(own.contains("<code>circulus run &lt;a &amp; b&gt;</code>"), "text of users is escaped");
    assert!(own.contains("<th scope=\"row\">policy.disposal_fee_factor*</th>"));
    assert_eq!(page, of(&loaded), "the same bytes twice");
}

/// Contents of the elements whose start is `tag`.
fn elements<'p>(page: &'p str, tag: &str, end: &str) -> Vec<&'p str> {
    page.split(tag).skip(1).map(|rest| rest.split_once(end).unwrap().0).collect()
}

#[test]
fn names_are_never_markup() {
    let classroom = text("configs/classroom.toml");
    let named = |text: String, old: &str, new: &str| {
        assert!(text.contains(&format!("\"{old}\"")), "{old}");
        text.replace(&format!("\"{old}\""), &format!("\"{new}\""))
    };
    // A name of each kind, and the title; the first two are those that would do most harm.
    let mut hostile = named(classroom, "Lake Power Station", "x<!--<script>");
    hostile = named(hostile, "Red Hill Mine", "铜厂</SCRIPT >");
    for name in [
        "Kamenka Valley: a cluster of eight plants",
        "Rock",
        "Crushed stone",
        "Slag yard",
        "Waste register",
        "Long outage of a line",
    ] {
        hostile = named(hostile, name, "<b>");
    }
    let page = own(&of(&from_toml(&hostile, &[]).unwrap()));
    assert_eq!(page.matches("<script").count(), 3, "data, library, and our own");
    assert_eq!(page.to_lowercase().matches("</script").count(), 3);
    for markup in ["<!--", "<b>"] {
        assert!(!page.contains(markup), "{markup}");
    }
    let data = elements(&page, "<script type=\"application/json\" id=\"data\">", "</script>")[0];
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    let names: Vec<&str> =
        data["plants"].as_array().unwrap().iter().map(|plant| plant["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"x<!--<script>") && names.contains(&"铜厂</SCRIPT >"), "{names:?}");
    assert!(page.contains("<th scope=\"row\">x&lt;!--&lt;script&gt;</th>"));
}

#[test]
fn the_content_security_policy_names_the_pages_scripts_and_style_only() {
    let page = of(&load(&root().join("configs/classroom.toml"), &[]).unwrap());
    let policy = elements(&page, "<meta http-equiv=\"Content-Security-Policy\" content=\"", "\"")[0];
    let sources = |directive: &str| -> Vec<&str> {
        let found = policy.split(';').find_map(|part| part.trim().strip_prefix(directive));
        found.unwrap_or_else(|| panic!("no {directive} in {policy}")).split_whitespace().collect()
    };
    let digests = |contents: Vec<&str>| -> Vec<String> {
        contents.iter().map(|text| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))).collect()
    };
    let scripts = elements(&page, "<script>", "</script>");
    assert_eq!(scripts[0], CHART_LIBRARY);
    assert_eq!(scripts.len(), 2);
    assert!(scripts.iter().all(|script| !script.contains("<!--")), "a browser would read on past its end");
    assert_eq!(sources("script-src"), digests(scripts));
    assert_eq!(sources("style-src-elem"), digests(elements(&page, "<style>", "</style>")));
    for other in ["default-src", "base-uri", "form-action"] {
        assert_eq!(sources(other), ["'none'"]);
    }
    let before = page.split_once("Content-Security-Policy").unwrap().0;
    assert!(!before.contains("<script") && !before.contains("<style"), "it holds for all that follows it");
}

#[test]
fn the_numbers_of_the_page_are_those_of_the_run() {
    let loaded = load(&root().join("configs/classroom.toml"), &[]).unwrap();
    let run = run(&loaded.scenario, 0, Detail::Full).unwrap();
    let page = of(&loaded);
    for record in [&run.cluster, &run.twin] {
        let converted: f64 = record.deals.iter().map(|row| row.deal.q_t).sum();
        assert!(page.contains(&format!("<td>{}</td>", tonnes(converted))), "{converted}");
    }
    let (_, data) = page.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
    let data: serde_json::Value = serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap();
    for (name, record) in [("cluster", &run.cluster), ("twin", &run.twin)] {
        let world = &data["worlds"][name];
        for (year, row) in record.years.iter().enumerate() {
            assert_eq!(world["members"][year], row.members);
            let stock = world["stock"][0][year].as_f64().unwrap();
            assert!((stock - row.by_waste.raw[0].stock_t).abs() <= 1e-4 * stock, "{stock}");
        }
        assert_eq!(world["events"].as_array().unwrap().len(), record.events.len());
    }
    // Clinker is nothing but residue, and ash is none.
    let waste = |id: &str| loaded.scenario.wastes.iter().position(|waste| waste.id == id).unwrap();
    let share = |id: &str| &data["worlds"]["cluster"]["residue_share"][waste(id)];
    assert_eq!([share("clinker"), share("ash")], [1, 0]);
}

#[test]
fn a_large_region_stays_below_two_megabytes_and_says_what_it_left_out() {
    let loaded = load(&root().join("configs/synthetic.toml"), &[]).unwrap();
    assert_eq!(loaded.scenario.plants.len(), 1000);
    let page = of(&loaded);
    assert!(page.len() < MOST_BYTES, "{} bytes", page.len());
    assert!(own(&page).contains("Of 1,000\u{a0}plants the 300\u{a0}that generate or convert most are shown"));
}

#[test]
fn the_report_is_written_beside_the_folder_and_an_altered_folder_is_refused() {
    let desk = Desk::new();
    desk.circulus("run small.toml --no-pictures").well();
    desk.circulus("report outputs/small").well();
    let page = fs::read_to_string(desk.path("outputs/small.html")).unwrap();
    let manifest = fs::read_to_string(desk.path("outputs/small/manifest.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    assert!(page.contains(manifest["results_hash"].as_str().unwrap()));
    desk.circulus("verify outputs/small").well();
    desk.circulus("report outputs/small").refused(1, &["outputs/small.html exists", "--force"]);
    desk.circulus("report outputs/small --force").well();
    desk.circulus("report outputs/none").refused(2, &["outputs/none does not exist"]);
    desk.circulus("ensemble small.toml --replicates 2 --name many").well();
    desk.circulus("report outputs/many").refused(2, &["holds an experiment that has no report"]);
    let table = desk.path("outputs/small/plants.csv");
    let altered = fs::read_to_string(&table).unwrap().replacen("false", "true", 1);
    fs::write(&table, altered).unwrap();
    desk.circulus("report outputs/small --force")
        .refused(1, &["the tables are not what this program makes", "run the scenario again"]);
    assert_eq!(
        fs::read_to_string(desk.path("outputs/small.html")).unwrap(),
        page,
        "the earlier page is kept"
    );
}

#[test]
fn the_hash_of_a_run_is_that_of_its_folder() {
    let desk = Desk::new();
    let told = desk.circulus("run small.toml --no-pictures --replicate 2").well().out;
    let loaded = load(&desk.path("small.toml"), &[]).unwrap();
    let run = run(&loaded.scenario, 2, Detail::Full).unwrap();
    let hash =
        circulus::output::hash::of_run(&run, &loaded.scenario, &circulus::output::Layout::ALL).unwrap();
    assert_eq!(
        hash,
        circulus::output::hash::of_files(&desk.path("outputs/small"), &circulus::output::Layout::ALL)
            .unwrap()
    );
    assert!(told.contains(&format!("\nResults hash: {hash}\n")), "{told}");
}

#[test]
fn a_run_of_one_plant_and_one_member_is_told_in_the_singular() {
    let loaded = load(&root().join("configs/classroom.toml"), &[]).unwrap();
    let (mut run, mut scenario) = (run(&loaded.scenario, 0, Detail::Full).unwrap(), loaded.scenario);
    scenario.plants.truncate(1);
    for row in &mut run.cluster.years {
        row.members = 1;
        for risk in &mut row.risks {
            (risk.events_members, risk.events_others) = (0, 0);
        }
    }
    run.cluster.years[3].risks.raw[0].events_others = 1;
    let told = sentences(&run, &scenario, Language::En).join("\n");
    for words in
        [": 1 plant, seed", "1 of 1 plant is a member", "at most 1 member in 2021", "\n1 event with losses"]
    {
        assert!(told.contains(words), "no '{words}' in {told}");
    }
    let of_eight =
        sentences(&run, &load(&root().join("configs/classroom.toml"), &[]).unwrap().scenario, Language::En)
            .join("\n");
    assert!(of_eight.contains("At the end 1 of 8 plants is a member of the cluster"), "{of_eight}");
}

#[test]
fn a_run_without_a_company_is_compared_with_nothing() {
    let classroom = root().join("configs/classroom.toml");
    let loaded = load(&classroom, &["management.enabled=false".to_owned()]).unwrap();
    let run = run(&loaded.scenario, 0, Detail::Years).unwrap();
    let told = sentences(&run, &loaded.scenario, Language::En).join("\n");
    assert!(told.contains("\nConverted: 3.6"), "{told}");
    assert!(!told.contains("in the twin") && !told.contains("with the cluster"), "{told}");
    let page = own(&of(&loaded));
    assert!(page.contains("there is no twin to compare them with") && !page.contains(">difference<"));
}

#[test]
fn a_company_that_begins_late_is_told_with_its_year() {
    let classroom = root().join("configs/classroom.toml");
    let text = fs::read_to_string(&classroom).unwrap()
        + "\n[[change]]\nyear = 2030\nset = { management.contacts_per_year = 2 }\n";
    let sets = ["management.contacts_per_year=0".to_owned()];
    let loaded = from_toml(&text, &sets).unwrap();
    assert_eq!(loaded.scenario.asks_from(), Some(2030));
    let page = own(&of(&loaded)).replace('\u{a0}', " ");
    for told in ["could, from 2030 on, win 8 plants", "The company asks plants to join from 2030 on."] {
        assert!(page.contains(told), "{told}");
    }
    assert_eq!(load(&classroom, &[]).unwrap().scenario.asks_from(), None);
    let off = [sets[0].clone(), "management.enabled=false".to_owned()];
    assert_eq!(from_toml(&text, &off).unwrap().scenario.asks_from(), None);
}

#[test]
fn a_russian_page_is_russian_up_to_the_parameters() {
    let loaded = load(&root().join("configs/classroom.toml"), &[]).unwrap();
    let page = in_language(&loaded, Language::Ru);
    assert!(page.contains("<html lang=\"ru\">"));
    let own = own(&page);
    let (told, _) = own.split_once("<h2 id=\"h-parameters\">").unwrap();
    let (_, told) = told.split_once("<body>").unwrap();
    let mut shown = String::new();
    for part in told.split('<') {
        // Names for the ear count as well as what stands between tags.
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        let label = tag.split_once("aria-label=\"").and_then(|(_, rest)| rest.split_once('"'));
        shown.push_str(label.map_or("", |(label, _)| label));
        shown.push(' ');
        shown.push_str(text);
    }
    for word in shown.split(|sign: char| !sign.is_ascii_alphabetic()).filter(|word| word.len() > 1) {
        assert!(["RUB", "CO", "JavaScript"].contains(&word), "'{word}' in the Russian page");
    }
    for (key, data) in [("all_wastes", "все отходы"), ("mining", "добыча"), ("matching", "нашли друг друга")]
    {
        assert!(own.contains(&format!("\"{key}\":\"{data}\"")), "{key} of the script");
    }
}

#[test]
fn a_run_is_told_in_russian_and_its_files_stay_the_same() {
    let desk = Desk::new();
    let line = format!("run {} --no-pictures", root().join("configs/classroom.toml").display());
    let english = desk.circulus(&format!("{line} --name en")).well().out;
    let russian = desk.circulus(&format!("{line} --name ru --language ru")).well().out;
    let hash = |told: &str, words: &str| {
        let (_, rest) = told.split_once(words).unwrap();
        rest.split_whitespace().next().unwrap().to_owned()
    };
    assert_eq!(hash(&english, "Results hash: "), hash(&russian, "Хеш результатов: "));
    for told in ["Долина Каменки", "Накоплено к концу 2050 года", "млн т", "Таблицы лежат в"]
    {
        assert!(russian.contains(told), "no '{told}' in {russian}");
    }
    desk.circulus(&format!("{line} --language fr")).refused(2, &["the available languages are en, ru"]);
    desk.circulus("report outputs/ru --language ru").well();
    assert!(desk.files("outputs")["ru.html"].starts_with(b"<!doctype html>\n<html lang=\"ru\">"));
}

#[test]
fn the_years_that_turned_a_run_are_those_of_its_deals() {
    for name in ["classroom", "sverdlovsk"] {
        let loaded = load(&root().join(format!("configs/{name}.toml")), &[]).unwrap();
        let run = run(&loaded.scenario, 0, Detail::Full).unwrap();
        let plants = loaded.scenario.plants.len();
        // Tonnes converted beyond the twin's, by year and plant, from the deals and not from the rows of plants.
        let mut leads = vec![vec![0.0; plants]; loaded.scenario.years];
        for (record, sign) in [(&run.cluster, 1.0), (&run.twin, -1.0)] {
            for row in &record.deals {
                leads[(row.year - loaded.scenario.start_year) as usize][usize::from(row.deal.converter)] +=
                    sign * row.deal.q_t;
            }
        }
        let lead = |year: usize| leads[year].iter().sum::<f64>();
        let mut changes: Vec<(f64, usize)> =
            (1..leads.len()).map(|year| ((lead(year) - lead(year - 1)).abs(), year)).collect();
        changes.sort_by(|a, b| b.0.total_cmp(&a.0));
        let found = turns(&run);
        let mut years: Vec<usize> = changes[..3].iter().map(|of| of.1).collect();
        years.sort_unstable();
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 * (1.0 + a.abs());
        assert_eq!(found.len(), 3);
        for (turn, year) in found.iter().zip(years) {
            assert_eq!(turn.year, loaded.scenario.start_year + year as i32, "{name}");
            assert!(close(turn.before_t, lead(year - 1)) && close(turn.after_t, lead(year)), "{turn:?}");
            let parts = (0..plants).map(|plant| leads[year][plant] - leads[year - 1][plant]);
            let most = parts.fold(
                0.0_f64,
                |most, part| if turn.change() > 0.0 { most.max(part) } else { most.min(part) },
            );
            assert!(close(turn.part_t, most), "{turn:?}: {most}");
        }
    }
    let alone =
        load(&root().join("configs/classroom.toml"), &["management.enabled=false".to_owned()]).unwrap();
    assert_eq!(turns(&run(&alone.scenario, 0, Detail::Full).unwrap()), []);
}
