//! Words for people, one file a language: those of the classroom page and of every explanation.

use std::sync::OnceLock;

use serde_json::Value;

/// A language that the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    En,
    /// Russian.
    Ru,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::En, Language::Ru];

    /// Its code, ISO 639-1.
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Ru => "ru",
        }
    }

    /// The language of a code; none when the program does not speak it.
    pub fn of_code(code: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.code() == code)
    }

    /// Its file, JSON: sections of texts with `{slots}`.
    pub fn file(self) -> &'static str {
        match self {
            Language::En => include_str!("en.json"),
            Language::Ru => include_str!("ru.json"),
        }
    }
}

/// The text under a key such as `why.join.head`, its `{slots}` filled; the key in brackets where there is none.
pub fn say(language: Language, key: &str, slots: &[(&str, &str)]) -> String {
    let found = key.split('.').try_fold(tree(language), |at, part| at.get(part)).and_then(Value::as_str);
    let Some(text) = found else { return format!("[{key}]") };
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        let Some((name, later)) = after.split_once('}') else { break };
        match slots.iter().find(|(slot, _)| *slot == name) {
            Some((_, value)) => said.push_str(value),
            None => said.push_str(&format!("[{name}]")),
        }
        rest = later;
    }
    said.push_str(rest);
    said
}

fn tree(language: Language) -> &'static Value {
    static TREES: [OnceLock<Value>; 2] = [OnceLock::new(), OnceLock::new()];
    TREES[language as usize].get_or_init(|| serde_json::from_str(language.file()).unwrap_or(Value::Null))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Slots of every text, by key.
    fn texts(at: &Value, key: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
        match at {
            Value::Object(parts) => {
                for (name, part) in parts {
                    let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                    texts(part, &key, found);
                }
            }
            Value::Array(parts) => {
                for (place, part) in parts.iter().enumerate() {
                    texts(part, &format!("{key}.{place}"), found);
                }
            }
            Value::String(text) => {
                let slots = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
                found.insert(key.to_owned(), slots.map(|(name, _)| name.to_owned()).collect());
            }
            other => panic!("{key} is no text: {other}"),
        }
    }

    #[test]
    fn languages_have_the_same_texts_with_the_same_slots() {
        let [en, ru] = Language::ALL.map(|language| {
            let mut found = BTreeMap::new();
            let tree: Value = serde_json::from_str(language.file()).expect("JSON");
            texts(&tree, "", &mut found);
            found
        });
        assert!(!en.is_empty());
        for key in en.keys().chain(ru.keys()) {
            assert_eq!(en.get(key), ru.get(key), "{key}");
        }
    }

    #[test]
    fn slots_are_filled_and_what_lacks_is_seen() {
        assert_eq!(say(Language::En, "language", &[]), "English");
        assert_eq!(say(Language::Ru, "nowhere.at_all", &[]), "[nowhere.at_all]");
    }
}
