//! The lessons of `docs/teach/lessons/`, as HTML for the page.

use std::error::Error;
use std::fs;
use std::path::Path;

use pulldown_cmark::{Options, Parser, html};

/// Sheets of a lesson; each is a file `docs/teach/lessons/LANGUAGE/MINUTES_SHEET.md`.
const SHEETS: [&str; 3] = ["student", "teacher", "key"];
const MINUTES: [&str; 3] = ["10", "45", "90"];
const LANGUAGES: [&str; 2] = ["en", "ru"];

/// Lessons as HTML, by language, minutes and sheet.
pub fn json() -> Result<String, Box<dyn Error>> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/teach/lessons"));
    let mut languages = serde_json::Map::new();
    for language in LANGUAGES {
        let mut lessons = serde_json::Map::new();
        for minutes in MINUTES {
            let mut sheets = serde_json::Map::new();
            for sheet in SHEETS {
                let path = folder.join(language).join(format!("{minutes}_{sheet}.md"));
                let text =
                    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
                sheets.insert(sheet.into(), shown(&text).into());
            }
            lessons.insert(minutes.into(), sheets.into());
        }
        languages.insert(language.into(), lessons.into());
    }
    Ok(serde_json::Value::Object(languages).to_string())
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
