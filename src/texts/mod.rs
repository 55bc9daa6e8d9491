//! Texts for users, one file per language: the classroom page, all explanations, the story of a run and its report.

mod voice;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

pub use voice::Voice;

/// A supported language.
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

    /// The language with this code, if supported.
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

/// Everything below a key such as `page.charts_words`; null if there is nothing.
pub fn part(language: Language, key: &str) -> &'static Value {
    static NOTHING: Value = Value::Null;
    find(language, key).unwrap_or(&NOTHING)
}

fn find(language: Language, key: &str) -> Option<&'static Value> {
    key.split('.').try_fold(tree(language), |at, part| match at {
        Value::Array(parts) => parts.get(part.parse::<usize>().ok()?),
        _ => at.get(part),
    })
}

/// The text with a key such as `why.join.head`, its `{slots}` filled in; the key in brackets if there is no such text.
///
/// `{count|source|sources}` selects the plural form for the number in slot `count`. English has two forms, Russian
/// three: `источник|источника|источников`, for 1, 2 and 5.
pub fn say(language: Language, key: &str, slots: &[(&str, &str)]) -> String {
    let found = find(language, key).and_then(Value::as_str);
    let Some(text) = found else { return format!("[{key}]") };
    fill(language, text, slots)
}

/// A text of that language with its `{slots}` filled in, as [`say`] does it.
pub fn fill(language: Language, text: &str, slots: &[(&str, &str)]) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        said.push_str(before);
        let Some((name, later)) = after.split_once('}') else { break };
        let (slot, forms) = name.split_once('|').map_or((name, None), |(slot, forms)| (slot, Some(forms)));
        match (slots.iter().find(|(of, _)| *of == slot), forms) {
            (Some((_, value)), None) => said.push_str(value),
            (Some((_, value)), Some(forms)) => {
                said.push_str(forms.split('|').nth(form(language, value)).unwrap_or(name));
            }
            (None, _) => said.push_str(&format!("[{name}]")),
        }
        // An abbreviation at the end of a sentence has its full stop: 'руб.'.
        rest = if said.ends_with('.') { later.strip_prefix('.').unwrap_or(later) } else { later };
    }
    said.push_str(rest);
    said
}

/// What a scenario of ours calls so in English, in a language; `None` for every other name.
pub fn name(language: Language, english: &str) -> Option<&'static str> {
    type Names = BTreeMap<&'static str, &'static str>;
    static NAMES: [OnceLock<Names>; 2] = [OnceLock::new(), OnceLock::new()];
    fn collect(english: &'static Value, own: &'static Value, names: &mut Names) {
        match (english, own) {
            (Value::Object(parts), Value::Object(own)) => {
                let both = parts.iter().filter_map(|(key, part)| Some((part, own.get(key)?)));
                both.for_each(|(part, own)| collect(part, own, names));
            }
            (Value::String(english), Value::String(own)) => {
                names.entry(english).or_insert(own);
            }
            _ => {}
        }
    }
    let names = NAMES[language as usize].get_or_init(|| {
        let mut names = Names::new();
        collect(part(Language::En, "names"), part(language, "names"), &mut names);
        names
    });
    names.get(english).copied()
}

/// Index of the plural form for a number as shown, by the rules of Unicode CLDR; fractions take the second.
fn form(language: Language, shown: &str) -> usize {
    if shown.contains(match language {
        Language::En => '.',
        Language::Ru => ',',
    }) {
        return 1;
    }
    let digits: Vec<u8> = shown.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    match (language, digits.as_slice()) {
        (Language::En, [1]) => 0,
        (Language::En, _) | (Language::Ru, [2..=4] | [.., 0 | 2..=9, 2..=4]) => 1,
        (Language::Ru, [1] | [.., 0 | 2..=9, 1]) => 0,
        (Language::Ru, _) => 2,
    }
}

fn tree(language: Language) -> &'static Value {
    static TREES: [OnceLock<Value>; 2] = [OnceLock::new(), OnceLock::new()];
    TREES[language as usize].get_or_init(|| serde_json::from_str(language.file()).unwrap_or(Value::Null))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Number of plural forms in each language.
    const FORMS: [usize; 2] = [2, 3];

    /// Slots of every text, by key.
    fn texts(at: &Value, key: &str, forms: usize, found: &mut BTreeMap<String, BTreeSet<String>>) {
        match at {
            Value::Object(parts) => {
                for (name, part) in parts {
                    let key = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                    texts(part, &key, forms, found);
                }
            }
            Value::Array(parts) => {
                for (place, part) in parts.iter().enumerate() {
                    texts(part, &format!("{key}.{place}"), forms, found);
                }
            }
            Value::String(text) => {
                let slots = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
                let name = |(slot, _): (&str, &str)| {
                    let mut parts = slot.split('|');
                    let name = parts.next().unwrap_or_default().to_owned();
                    let has = parts.count();
                    assert!(has == 0 || has == forms, "{key}: {{{slot}}} has {has} forms and not {forms}");
                    name
                };
                found.insert(key.to_owned(), slots.map(name).collect());
            }
            other => panic!("{key} is no text: {other}"),
        }
    }

    #[test]
    fn languages_have_the_same_texts_with_the_same_slots() {
        let [en, ru] = Language::ALL.map(|language| {
            let mut found = BTreeMap::new();
            let tree: Value = serde_json::from_str(language.file()).expect("JSON");
            texts(&tree, "", FORMS[language as usize], &mut found);
            found
        });
        assert!(!en.is_empty());
        for key in en.keys().chain(ru.keys()) {
            assert_eq!(en.get(key), ru.get(key), "{key}");
        }
    }

    #[test]
    fn words_agree_with_their_numbers() {
        let said = |language, count| {
            let slots = [("technology", "T"), ("supply", "S"), ("suppliers", count)];
            say(language, "why.invest.supply", &slots)
        };
        for (count, word) in
            [("0", "sources"), ("1", "source"), ("2", "sources"), ("11", "sources"), ("1.5", "sources")]
        {
            let text = said(Language::En, count);
            assert!(text.ends_with(&format!("{count} {word}.")), "{text}");
        }
        for (word, counts) in [
            ("источника", ["1", "21", "101", "1\u{a0}001"]),
            ("источников", ["2", "3", "24", "1\u{a0}102"]),
            ("источников", ["0", "5", "11", "112"]),
        ] {
            for count in counts {
                let text = said(Language::Ru, count);
                assert!(text.ends_with(&format!("{count} {word}.")), "{text}");
            }
        }
        let forms =
            ["1", "2", "5", "11", "12", "21", "22", "111", "0", "1,5"].map(|count| form(Language::Ru, count));
        assert_eq!(forms, [0, 1, 2, 2, 2, 0, 1, 2, 2, 1]);
    }

    #[test]
    fn names_of_our_scenarios_are_known_and_no_others() {
        assert_eq!(name(Language::Ru, "Rock"), Some("Вскрышная порода"));
        assert_eq!(name(Language::En, "Rock"), Some("Rock"));
        assert_eq!(name(Language::Ru, "Dust of a place that nobody knows"), None);
        assert_eq!(Language::Ru.local("1,234.5"), "1\u{a0}234,5");
        assert_eq!(Language::En.local("1,234.5"), "1,234.5");
    }

    #[test]
    fn slots_are_filled_and_what_lacks_is_seen() {
        assert_eq!(say(Language::En, "language", &[]), "English");
        assert_eq!(say(Language::Ru, "nowhere.at_all", &[]), "[nowhere.at_all]");
        let told = |money| fill(Language::Ru, "Потери: {money}.", &[("money", money)]);
        assert_eq!([told("5 руб."), told("5 USD")], ["Потери: 5 руб.", "Потери: 5 USD."]);
    }
}
