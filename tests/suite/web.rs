//! The engine of the classroom page, with the requests that the page sends.

use circulus::texts::{Language, say};
use circulus_web::{Engine, SCENARIOS};
use serde_json::{Value, json};

use crate::common::{Desk, root};

/// The answer to a request that is granted.
fn ask(engine: &mut Engine, request: &Value) -> Value {
    let answer: Value = serde_json::from_str(&engine.answer(&request.to_string())).unwrap();
    assert!(answer["error"].is_null(), "{request}: {}", answer["error"]);
    answer["ok"].clone()
}

/// The message with which a request is refused.
fn refused(request: &str) -> String {
    let answer: Value = serde_json::from_str(&Engine::default().answer(request)).unwrap();
    answer["error"].as_str().unwrap_or_else(|| panic!("{request} is granted: {answer}")).to_owned()
}

fn frame(engine: &mut Engine, set: Value) -> Value {
    let input = json!({ "scenario": "classroom", "set": set });
    ask(engine, &json!({ "ask": "frame", "input": input, "language": "en" }))
}

fn differences(frame: &Value) -> Vec<f64> {
    let of = |measure: &Value| measure["years"].as_array().unwrap().clone();
    frame["difference"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(of)
        .map(|value| value.as_f64().unwrap())
        .collect()
}

#[test]
fn without_a_changed_choice_or_with_one_put_back_there_is_no_difference() {
    let mut engine = Engine::default();
    for set in [json!({}), json!({ "management.contacts_per_year": 1, "policy.subsidy_per_t": 0 })] {
        let frame = frame(&mut engine, set);
        assert_eq!(frame["zero"], true);
        assert!(differences(&frame).iter().all(|value| *value == 0.0));
    }
    let moved = frame(&mut engine, json!({ "management.contacts_per_year": 8 }));
    assert_eq!(moved["zero"], false);
    assert!(differences(&moved).iter().any(|value| *value != 0.0));
}

#[test]
fn the_difference_is_paired_and_exact() {
    let mut engine = Engine::default();
    let [before, after] =
        [json!({}), json!({ "policy.subsidy_per_t": 150 })].map(|set| frame(&mut engine, set));
    for measure in before["measures"].as_array().unwrap() {
        let key = measure.as_str().unwrap();
        let year = |frame: &Value, t: usize| frame["cluster"][key]["years"][t].as_f64().unwrap();
        for t in 0..30 {
            let difference = after["difference"][key]["years"][t].as_f64().unwrap();
            assert_eq!(difference, year(&after, t) - year(&before, t), "{key} in year {t}");
        }
    }
}

#[test]
fn the_hash_is_that_of_the_program() {
    let desk = Desk::new();
    std::fs::copy(root().join("configs/classroom.toml"), desk.path("classroom.toml")).unwrap();
    let mut engine = Engine::default();
    for (set, sets, seed) in [
        (json!({}), "", None),
        (json!({ "management.rule": "none" }), "--set management.rule=none", None),
        (
            json!({ "policy.subsidy_per_t": 12.5 }),
            "--set policy.subsidy_per_t=12.5 --set scenario.seed=7",
            Some(7),
        ),
    ] {
        let input = json!({ "scenario": "classroom", "set": set, "seed": seed });
        let hash = ask(&mut engine, &json!({ "ask": "hash", "input": input }));
        let said = desk.circulus(&format!("run classroom.toml --no-pictures --force {sets}")).well().out;
        assert!(said.contains(&format!("Results hash: {}", hash.as_str().unwrap())), "{said}");
    }
}

#[test]
fn a_band_computed_in_steps_is_that_computed_at_once() {
    let input = json!({ "scenario": "classroom", "set": { "management.grant": 0 }, "replicate": 1 });
    let band =
        |engine: &mut Engine, n: u64| ask(engine, &json!({ "ask": "band", "input": input, "replicates": n }));
    let mut engine = Engine::default();
    let first = band(&mut engine, 3);
    let grown = band(&mut engine, 8);
    assert_ne!(first, grown);
    assert_eq!(grown, band(&mut Engine::default(), 8));
    assert_eq!(grown["replicates"], 8);
    let of = |bound: usize, t: usize| grown["measures"]["stock"]["cluster"][bound][t].as_f64().unwrap();
    assert!((0..30).all(|t| of(0, t) <= of(1, t)));
    assert!((20..30).any(|t| of(0, t) < of(1, t)));
}

#[test]
fn an_experiment_computed_in_steps_is_that_computed_at_once() {
    let request = |upto: u64| {
        json!({ "ask": "vary", "input": { "scenario": "classroom" }, "choice": "management.contacts_per_year",
                "levels": 3, "replicates": 4, "upto": upto })
    };
    let mut engine = Engine::default();
    let part = ask(&mut engine, &request(5));
    assert_eq!((&part["done"], &part["runs"], part.get("csv")), (&json!(5), &json!(12), None));
    let grown = ask(&mut engine, &request(99));
    assert_eq!(grown, ask(&mut Engine::default(), &request(12)));
    assert_eq!(grown["levels"], json!([0, 10, 20]));
    let csv = grown["csv"].as_str().unwrap();
    assert_eq!(csv.lines().count(), 13);
    // Without contacts, and only then, the cluster converts what its twin converts.
    let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let at = |name: &str| header.iter().position(|column| *column == name).unwrap();
    for row in csv.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()) {
        assert_eq!(row[0] == "0", row[at("converted")] == row[at("twin_converted")], "{row:?}");
    }
}

#[test]
fn every_choice_can_be_set_to_both_ends_of_its_slider() {
    let mut engine = Engine::default();
    for (scenario, _) in SCENARIOS {
        let choices = ask(&mut engine, &json!({ "ask": "choices", "scenario": scenario }));
        assert!(choices.as_array().unwrap().len() > 30);
        for choice in choices.as_array().unwrap() {
            let path = choice["path"].as_str().unwrap();
            let ends: Vec<Value> = match (&choice["span"], &choice["words"]) {
                (Value::Array(span), _) if choice["whole"] == true => {
                    span.iter().map(|end| json!(end.as_f64().unwrap() as i64)).collect()
                }
                (Value::Array(span), _) => span.clone(),
                (_, Value::Array(words)) => words.clone(),
                _ => vec![json!(true), json!(false)],
            };
            // Shares that sum to more than the whole budget are refused, so the upper end is left out.
            let ends = if choice["key"] == "shares" { vec![json!(0.0)] } else { ends };
            for end in ends {
                let input = json!({ "scenario": scenario, "set": { path: end } });
                ask(&mut engine, &json!({ "ask": "band", "input": input, "replicates": 0 }));
            }
            let value = &choice["value"];
            let same = json!({ "scenario": scenario, "set": { path: value } });
            ask(&mut engine, &json!({ "ask": "band", "input": same, "replicates": 0 }));
        }
    }
}

#[test]
fn every_choice_and_unit_has_its_words_and_the_meaning_of_the_table() {
    let mut engine = Engine::default();
    for (scenario, _) in SCENARIOS {
        for choice in ask(&mut engine, &json!({ "ask": "choices", "scenario": scenario })).as_array().unwrap()
        {
            let of = |part: &str| choice[part].as_str().unwrap();
            for language in Language::ALL {
                let key = format!("choice.{}.{}", of("table"), of("key"));
                let name = say(language, &format!("{key}.name"), &[]);
                assert!(!name.starts_with('['), "{name}");
            }
            let key = format!("choice.{}.{}.meaning", of("table"), of("key"));
            assert_eq!(say(Language::En, &key, &[]), of("meaning"));
            let open = ask(&mut engine, &json!({ "ask": "open", "language": "ru" }));
            assert!(open["unit"][of("unit")].is_string(), "unit {}", of("unit"));
        }
    }
}

#[test]
fn the_page_explains_what_the_command_line_explains() {
    let desk = Desk::new();
    std::fs::copy(root().join("configs/classroom.toml"), desk.path("classroom.toml")).unwrap();
    // In English only: the page translates the names of its own scenarios, and the command line has none to translate.
    for plant in [Some("STEEL"), None] {
        let input = json!({ "scenario": "classroom", "set": { "management.grant": 0 } });
        let sections = ask(
            &mut Engine::default(),
            &json!({ "ask": "why", "input": input, "language": "en", "world": "cluster", "year": 2024, "plant": plant }),
        );
        let who = plant.map_or("--company".to_owned(), |id| format!("--plant {id}"));
        let said = desk
            .circulus(&format!(
                "explain classroom.toml {who} --year 2024 --language en --set management.grant=0"
            ))
            .well()
            .out;
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        if plant.is_some() {
            let terms = &sections["account"]["plant"]["join"]["terms"];
            assert!(terms["probability"].is_f64() && terms["from_gain"].is_f64(), "{terms}");
        }
        let told: Vec<String> = sections["told"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|section| {
                let lines = section["lines"].as_array().unwrap().iter().map(|line| line.as_str().unwrap());
                std::iter::once(section["title"].as_str().unwrap()).chain(lines).map(flat).collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(told.join(" "), flat(&said));
    }
}

#[test]
fn invalid_requests_are_refused_with_a_reason() {
    for (request, words) in [
        ("hello", "this is not a request"),
        (r#"{"ask":"dance"}"#, "this is not a request"),
        (r#"{"ask":"open","language":"xx"}"#, "'xx' is not available"),
        (r#"{"ask":"choices","scenario":"moon"}"#, "no scenario 'moon'"),
        (
            r#"{"ask":"hash","input":{"scenario":"classroom","set":{"management.grant":-1}}}"#,
            "management.grant",
        ),
        (
            r#"{"ask":"hash","input":{"scenario":"classroom","set":{"no.such":1}}}"#,
            "'no.such' is no choice of the page",
        ),
        (
            r#"{"ask":"hash","input":{"scenario":"classroom","set":{"scenario.years":300}}}"#,
            "'scenario.years' is no choice of the page",
        ),
        (
            r#"{"ask":"band","input":{"scenario":"classroom","replicate":18446744073709551615},"replicates":2}"#,
            "the last one is 9007199254740991",
        ),
        (
            r#"{"ask":"vary","input":{"scenario":"classroom"},"choice":"management.grant","levels":2,"replicates":9223372036854775808,"upto":1}"#,
            "at most 100 levels and 10000 runs",
        ),
        (
            r#"{"ask":"vary","input":{"scenario":"classroom"},"choice":"management.grant","levels":101,"replicates":1,"upto":1}"#,
            "at most 100 levels",
        ),
        (r#"{"ask":"band","input":{"scenario":"classroom"},"replicates":100000}"#, "at most 1000"),
        (
            r#"{"ask":"vary","input":{"scenario":"classroom"},"choice":"join.bias","levels":3,"replicates":2,"upto":1}"#,
            "'join.bias' is no slider",
        ),
        (
            r#"{"ask":"vary","input":{"scenario":"classroom"},"choice":"management.grant","levels":1,"replicates":2,"upto":1}"#,
            "at least 2 levels",
        ),
        (
            r#"{"ask":"why","input":{"scenario":"classroom"},"language":"en","world":"moon","year":2030,"plant":null}"#,
            "no world 'moon'",
        ),
        (
            r#"{"ask":"why","input":{"scenario":"classroom"},"language":"en","world":"twin","year":2030,"plant":null}"#,
            "no company to ask",
        ),
        (
            r#"{"ask":"why","input":{"scenario":"classroom"},"language":"en","world":"twin","year":1999,"plant":"MINE"}"#,
            "1999",
        ),
        (
            r#"{"ask":"why","input":{"scenario":"classroom"},"language":"en","world":"twin","year":2030,"plant":"ME"}"#,
            "no plant 'ME'",
        ),
    ] {
        let said = refused(request);
        assert!(said.contains(words), "{request}: {said}");
    }
}

#[test]
fn a_language_changes_names_and_no_number() {
    let mut engine = Engine::default();
    let of = |engine: &mut Engine, language: &str| {
        ask(engine, &json!({ "ask": "frame", "input": { "scenario": "sverdlovsk" }, "language": language }))
    };
    let [english, russian] = ["en", "ru"].map(|language| of(&mut engine, language));
    assert_eq!(english["cluster"], russian["cluster"]);
    assert_eq!(english["data"]["worlds"], russian["data"]["worlds"]);
    assert_ne!(english["data"]["plants"], russian["data"]["plants"]);
}
