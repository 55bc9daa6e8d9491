//! The lessons of `docs/teach/lessons/`, for the page: sheets as HTML, and stories as they are.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Options, Parser, html};
use serde_json::{Map, Value, json};

/// Sheets of a lesson; each is a file `docs/teach/lessons/LANGUAGE/MINUTES_SHEET.md`.
const SHEETS: [&str; 3] = ["student", "teacher", "key"];
const MINUTES: [&str; 3] = ["10", "45", "90"];
const LANGUAGES: [&str; 2] = ["en", "ru"];

/// Sheets by language, minutes and sheet; steps of the stories, what they say by language, and how their numbers are read.
pub fn json() -> Result<String, Box<dyn Error>> {
    let (mut sheets, mut texts) = (Map::new(), Map::new());
    for language in LANGUAGES {
        let mut lessons = Map::new();
        for minutes in MINUTES {
            let mut own = Map::new();
            for sheet in SHEETS {
                let text = read(&format!("{language}/{minutes}_{sheet}.md"))?;
                own.insert(sheet.into(), shown(&text).into());
            }
            lessons.insert(minutes.into(), own.into());
        }
        sheets.insert(language.into(), lessons.into());
        texts.insert(language.into(), table(&format!("{language}/stories.toml"))?);
    }
    let stories = table("stories.toml")?;
    let numbers = table("numbers.toml")?;
    Ok(json!({ "sheets": sheets, "lessons": stories["lesson"], "texts": texts, "numbers": numbers })
        .to_string())
}

fn path(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/teach/lessons")).join(name)
}

fn read(name: &str) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(path(name)).map_err(|error| format!("{}: {error}", path(name).display()).into())
}

/// A file of TOML as JSON.
fn table(name: &str) -> Result<Value, Box<dyn Error>> {
    let table: toml::Table = read(name)?.parse().map_err(|error| format!("{name}: {error}"))?;
    Ok(serde_json::to_value(table)?)
}

/// Renders Markdown as HTML with headings two levels lower, since the page has its own above them.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    html::push_html(&mut shown, Parser::new_ext(text, Options::ENABLE_TABLES));
    for (level, lower) in [(3, 5), (2, 4), (1, 3)] {
        shown = shown
            .replace(&format!("<h{level}>"), &format!("<h{lower}>"))
            .replace(&format!("</h{level}>"), &format!("</h{lower}>"));
    }
    shown
}
