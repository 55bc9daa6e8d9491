//! The steps of the stories: they can be shown, both languages tell them, and what is guessed is what the engine gives.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::common::{root, text};
use crate::lessons::{Number, ask, numbers};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stories {
    lesson: Vec<Lesson>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lesson {
    minutes: u32,
    step: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    id: String,
    state: String,
    look: String,
    play: Option<u32>,
    pick: Option<String>,
    options: Option<Vec<[f64; 2]>>,
    line: Option<String>,
}

/// What a step says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    title: String,
    text: String,
    look: String,
    ask: Option<String>,
    options: Option<Vec<String>>,
    answer: Option<String>,
}

type Texts = BTreeMap<String, BTreeMap<String, Said>>;

fn read<T: for<'a> Deserialize<'a>>(name: &str) -> T {
    let text = fs::read_to_string(root().join("docs/teach/lessons").join(name)).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn texts() -> [Texts; 2] {
    [read("en/stories.toml"), read("ru/stories.toml")]
}

fn steps() -> Vec<(String, Step)> {
    let Stories { lesson } = read("stories.toml");
    lesson
        .into_iter()
        .flat_map(|Lesson { minutes, step }| step.into_iter().map(move |step| (minutes.to_string(), step)))
        .collect()
}

/// Names in braces.
fn slots(text: &str) -> BTreeSet<String> {
    let names = text.split('{').skip(1).map(|part| part.split_once('}').expect("a brace without end").0);
    names.map(str::to_owned).collect()
}

/// Numbers that the stories tell or ask for.
pub fn used() -> BTreeSet<String> {
    let told = texts().into_iter().flat_map(|texts| texts.into_values()).flat_map(BTreeMap::into_values);
    let slots = told.flat_map(|said| {
        slots(&[said.ask.unwrap_or_default(), said.text, said.answer.unwrap_or_default()].concat())
    });
    slots.chain(steps().into_iter().filter_map(|(_, step)| step.pick)).collect()
}

/// A part of a link without its `%3D`.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let first = parts.next().unwrap_or_default().to_owned();
    first
        + &parts
            .map(|part| {
                let code = u8::from_str_radix(&part[..2], 16).expect("two hexadecimal digits");
                format!("{}{}", char::from(code), &part[2..])
            })
            .collect::<String>()
}

/// Scenario, year and choices of a state.
fn settings(state: &str) -> (String, u32, BTreeMap<String, Value>) {
    let (mut scenario, mut year, mut set) = (None, None, BTreeMap::new());
    for part in state.split('&') {
        let (key, value) = part.split_once('=').expect("key=value");
        let value = decoded(value);
        match key {
            "s" => scenario = Some(value),
            "y" => year = value.parse().ok(),
            "set" => {
                let (path, value) = value.split_once('=').expect("path=value");
                set.insert(path.to_owned(), serde_json::from_str(value).unwrap());
            }
            other => panic!("a state has no part '{other}'"),
        }
    }
    (scenario.expect("a scenario"), year.expect("a year"), set)
}

#[test]
fn both_languages_tell_every_step_and_no_other() {
    let steps = steps();
    for texts in texts() {
        let told: BTreeSet<(&str, &str)> = texts
            .iter()
            .flat_map(|(minutes, steps)| steps.keys().map(move |id| (minutes.as_str(), id.as_str())))
            .collect();
        assert_eq!(told, steps.iter().map(|(minutes, step)| (minutes.as_str(), step.id.as_str())).collect());
        for (minutes, step) in &steps {
            let said = &texts[minutes][&step.id];
            let place = format!("{minutes}.{}", step.id);
            assert!(![&said.title, &said.text, &said.look].into_iter().any(String::is_empty), "{place}");
            let guessed = step.pick.is_some() || step.line.is_some();
            assert_eq!([said.ask.is_some(), said.answer.is_some()], [guessed; 2], "{place}");
            assert_eq!(said.options.as_ref().map(Vec::len), step.options.as_ref().map(Vec::len), "{place}");
        }
    }
    let [english, russian] = texts();
    for (minutes, step) in &steps {
        let all =
            |said: &Said| [&said.ask, &said.answer].map(|text| slots(text.as_deref().unwrap_or_default()));
        assert_eq!(
            all(&english[minutes][&step.id]),
            all(&russian[minutes][&step.id]),
            "{minutes}.{}",
            step.id
        );
    }
}

#[test]
fn every_step_can_be_shown() {
    let places = text("web/page/story.ts");
    for (minutes, step) in steps() {
        let place = format!("{minutes}.{}", step.id);
        let (scenario, year, set) = settings(&step.state);
        let frame =
            ask(json!({ "ask": "frame", "input": { "scenario": scenario, "set": set }, "language": "en" }));
        let years: Vec<u64> =
            frame["data"]["years"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
        for year in step.play.into_iter().chain([year]) {
            assert!(years.contains(&u64::from(year)), "{place}: {year}");
        }
        assert!(step.play.is_none_or(|until| until > year), "{place} plays forward");
        assert!(
            places.contains(&format!("  {}: \"", step.look)),
            "{place}: nothing to look at is called {}",
            step.look
        );
        if let Some(line) = &step.line {
            assert!(frame["cluster"][line]["years"].is_array(), "{place}: no measure {line}");
        }
    }
}

#[test]
fn what_is_guessed_is_read_from_the_run_that_is_shown_and_one_option_is_right() {
    let numbers = numbers();
    for (minutes, step) in steps() {
        let place = format!("{minutes}.{}", step.id);
        let (Some(pick), Some(options)) = (&step.pick, &step.options) else {
            assert!(
                step.pick.is_none() && step.options.is_none(),
                "{place}: a number and its options go together"
            );
            continue;
        };
        let number = numbers.get(pick).unwrap_or_else(|| panic!("{place}: no number {pick}"));
        let (scenario, _, set) = settings(&step.state);
        assert_eq!(
            (&number.scenario, number.choices()),
            (&scenario, set),
            "{place}: {pick} is of another run"
        );
        let value = number.value().round();
        let right = options.iter().filter(|[low, high]| (*low..=*high).contains(&value)).count();
        assert_eq!(right, 1, "{place}: {pick} is {value}");
        assert!(options.windows(2).all(|pair| pair[0][1] < pair[1][0]), "{place}: options in order, apart");
    }
}

#[test]
fn every_number_that_is_told_is_of_a_run_and_none_is_written_by_hand() {
    let numbers = numbers();
    for texts in texts() {
        for (minutes, steps) in texts {
            for (id, said) in steps {
                let answer = said.answer.unwrap_or_default();
                for slot in
                    slots(&answer).union(&slots(&said.text)).chain(&slots(&said.ask.unwrap_or_default()))
                {
                    let of_a_run = |number: &Number| number.ask == "frame";
                    assert!(numbers.get(slot).is_some_and(of_a_run), "{minutes}.{id}: {slot}");
                }
                let outside: String =
                    answer.split('{').map(|part| part.rsplit('}').next().unwrap_or_default()).collect();
                assert!(!outside.contains(|c: char| c.is_ascii_digit()), "{minutes}.{id}: {answer}");
            }
        }
    }
}
