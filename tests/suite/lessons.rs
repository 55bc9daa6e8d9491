//! The numbers in the lessons are those that a class sees on the page.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use circulus_web::Engine;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::common::root;

const LANGUAGES: [&str; 2] = ["en", "ru"];
const MINUTES: [&str; 3] = ["10", "45", "90"];
const SHEETS: [&str; 3] = ["student", "teacher", "key"];
const END: &str = "<!--/-->";

/// How a number is obtained, see `docs/teach/lessons/numbers.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Number {
    /// Scenario of the page.
    #[serde(default = "classroom")]
    pub scenario: String,
    /// Request.
    pub ask: String,
    #[serde(default)]
    set: BTreeMap<String, toml::Value>,
    choice: Option<String>,
    read: String,
    over: Option<String>,
    year: Option<usize>,
    first_at_least: Option<f64>,
    #[serde(default = "one")]
    scale: f64,
    #[serde(default)]
    decimals: usize,
}

fn classroom() -> String {
    "classroom".into()
}

fn one() -> f64 {
    1.0
}

thread_local! {
    /// Answers by request, as many numbers are read from the same answer.
    static ANSWERS: RefCell<(Engine, BTreeMap<String, Value>)> = RefCell::default();
}

/// The engine's answer to a request.
pub fn ask(request: Value) -> Value {
    ANSWERS.with_borrow_mut(|(engine, answers)| {
        let question = request.to_string();
        answers
            .entry(question.clone())
            .or_insert_with(|| {
                let answer: Value = serde_json::from_str(&engine.answer(&question)).unwrap();
                assert!(answer["error"].is_null(), "{question}: {answer}");
                answer["ok"].clone()
            })
            .clone()
    })
}

impl Number {
    fn answer(&self) -> Value {
        let mut input = json!({ "scenario": self.scenario, "set": self.set });
        match self.ask.as_str() {
            "frame" => ask(json!({ "ask": "frame", "input": input, "language": "en" })),
            "band" => {
                input["replicate"] = json!(1);
                ask(json!({ "ask": "band", "input": input, "replicates": 100 }))
            }
            "vary" => ask(
                json!({ "ask": "vary", "input": input, "choice": self.choice, "levels": 11, "replicates": 20, "upto": 220 }),
            ),
            other => panic!("no request is named '{other}'"),
        }
    }

    /// The changed choices.
    pub fn choices(&self) -> BTreeMap<String, Value> {
        self.set.iter().map(|(path, value)| (path.clone(), serde_json::to_value(value).unwrap())).collect()
    }

    /// The number, in its unit.
    pub fn value(&self) -> f64 {
        let answer = self.answer();
        let read = |path: &str| {
            let found = path.split('.').fold(&answer, |at, part| match part.parse::<usize>() {
                Ok(index) => &at[index],
                Err(_) => &at[part],
            });
            let series = || found.as_array().unwrap_or_else(|| panic!("{path} is no series")).iter();
            if let Some(least) = self.first_at_least {
                let at = series().position(|value| value.as_f64().unwrap() >= least);
                return (2021 + at.unwrap_or_else(|| panic!("{path} never reaches {least}"))) as f64;
            }
            match self.year {
                Some(year) => series().nth(year - 2021).and_then(Value::as_f64),
                None => found.as_f64(),
            }
            .unwrap_or_else(|| panic!("{path} is no number: {found}"))
        };
        read(&self.read) / self.over.as_ref().map_or(1.0, |over| read(over)) / self.scale
    }

    fn told(&self, language: &str) -> String {
        let text = format!("{:.*}", self.decimals, self.value() + 0.0).replace('-', "\u{2212}");
        if language == "ru" { text.replace('.', ",") } else { text }
    }
}

/// All numbers of the lessons.
pub fn numbers() -> BTreeMap<String, Number> {
    let text = fs::read_to_string(root().join("docs/teach/lessons/numbers.toml")).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("{error}"))
}

fn sheets(language: &str) -> Vec<PathBuf> {
    let folder = root().join("docs/teach/lessons").join(language);
    MINUTES
        .iter()
        .flat_map(|minutes| SHEETS.map(|sheet| folder.join(format!("{minutes}_{sheet}.md"))))
        .collect()
}

/// A sheet with its numbers replaced by those that `told` gives, and their names.
fn rewritten(text: &str, told: impl Fn(&str) -> String) -> (String, BTreeSet<String>) {
    let (mut new, mut names, mut rest) = (String::new(), BTreeSet::new(), text);
    while let Some((before, after)) = rest.split_once("<!--") {
        let (name, after) = after.split_once("-->").expect("a mark without end");
        let (_, after) = after.split_once(END).unwrap_or_else(|| panic!("{name}: no {END} after its number"));
        new.push_str(&format!("{before}<!--{name}-->{}{END}", told(name)));
        names.insert(name.to_owned());
        rest = after;
    }
    (new + rest, names)
}

/// A sheet without its numbers and their marks.
fn unmarked(text: &str) -> String {
    let mut parts = text.split("<!--");
    let first = parts.next().unwrap_or_default().to_owned();
    // Of `name-->number` and `/-->what follows` only the latter is text.
    first + &parts.filter_map(|part| part.strip_prefix("/-->")).collect::<String>()
}

/// Whether `CIRCULUS_RENEW=1` is set: then the sheets are written anew, and the test fails.
fn renewing() -> bool {
    std::env::var_os("CIRCULUS_RENEW").is_some_and(|value| value == "1")
}

#[test]
fn every_number_in_a_lesson_is_what_the_engine_gives() {
    let numbers = numbers();
    let mut used = crate::stories::used();
    for language in LANGUAGES {
        for path in sheets(language) {
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let told = |name: &str| {
                let number =
                    numbers.get(name).unwrap_or_else(|| panic!("{}: no number '{name}'", path.display()));
                number.told(language)
            };
            let (new, names) = rewritten(&text, told);
            used.extend(names);
            if renewing() {
                fs::write(&path, new).unwrap();
                continue;
            }
            let differs = text.lines().zip(new.lines()).find(|(old, new)| old != new);
            assert_eq!(differs, None, "{}: CIRCULUS_RENEW=1 cargo test --test suite lessons", path.display());
        }
    }
    let all: BTreeSet<String> = numbers.into_keys().collect();
    assert_eq!(all, used, "every number of numbers.toml is used");
    assert!(
        !renewing(),
        "the lessons are renewed; read what changed, and run the tests again without CIRCULUS_RENEW"
    );
}

#[test]
fn both_languages_tell_the_same_numbers() {
    let names = |language: &str| -> Vec<BTreeSet<String>> {
        sheets(language)
            .into_iter()
            .map(|path| rewritten(&fs::read_to_string(path).unwrap(), |_| String::new()).1)
            .collect()
    };
    assert_eq!(names("en"), names("ru"));
}

/// Outside marked numbers, digits are allowed only in code spans (what is typed into the page), ordinals and headings.
#[test]
fn no_number_of_a_key_is_written_by_hand() {
    for path in
        LANGUAGES.into_iter().flat_map(sheets).filter(|path| path.to_string_lossy().ends_with("_key.md"))
    {
        let text = unmarked(&fs::read_to_string(&path).unwrap());
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (ordinal, rest) = line.split_once(". ").unwrap_or(("", line));
            let line = if ordinal.chars().all(|c| c.is_ascii_digit()) { rest } else { line };
            let outside: String = line.split('`').step_by(2).collect();
            assert!(!outside.chars().any(|c| c.is_ascii_digit()), "{}: {line}", path.display());
        }
    }
}
