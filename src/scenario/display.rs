//! Texts for people in a scenario: what is wrong with one.

use super::parameters::{Kind, MAX_TEXT, Parameter, Preset};

/// What is wrong with a display text, if anything.
pub fn text_fault(key: &Parameter, text: &str) -> Option<String> {
    if key.kind == Kind::Label && text.trim().is_empty() {
        return Some(format!("must not be empty{}", without(key)));
    }
    line_fault(text, MAX_TEXT)
}

/// What is wrong with a text on one line of at most `most` characters, if anything.
pub(crate) fn line_fault(text: &str, most: usize) -> Option<String> {
    if let Some((at, c)) = control_character(text) {
        let what = match c {
            '\t' => "a tab".to_owned(),
            '\n' | '\r' => "a line break".to_owned(),
            _ => format!("the control character {}", c.escape_default()),
        };
        return Some(format!("must be text on one line, and its character {} is {what}", at + 1));
    }
    let length = text.chars().count();
    (length > most).then(|| format!("must be text of at most {most} characters, not {length}"))
}

/// What is taken if the key is left out, as a remedy for an empty text.
fn without(key: &Parameter) -> String {
    let taken = match key.default {
        Preset::Required => return String::new(),
        Preset::OwnId => "the id",
        Preset::Otherwise(what) => what,
        _ => "the default",
    };
    format!("; leave it out to take {taken}")
}

/// The first control character of a text, and its index. Other characters that affect a terminal are allowed in a
/// text, and escaped wherever it is shown.
pub(super) fn control_character(text: &str) -> Option<(usize, char)> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None; // the usual case
    }
    text.chars().enumerate().find(|(_, c)| c.is_control())
}
