//! Properties that must hold for any input: one check per type of input, named after the folder of its findings. A
//! check panics if a property does not hold.

mod experiment;
mod page;
mod scenario;

pub use experiment::{Desk, claims, design, good, points, saved};
pub use page::request;
pub use scenario::{scenario, set};

use circulus::scenario::input::steers;
use circulus::scenario::{Fault, Faults};

/// Faults must be usable: at least one, not too many, each with a message safe for terminals, and with a place that
/// exists in the text (of a file by its name, or of an argument by its number).
fn told(faults: &Faults, text_of: impl Fn(&Fault) -> Option<String>) {
    assert!(faults.count() > 0 && !faults.list.is_empty(), "refused without a fault");
    assert!(faults.list.len() <= Faults::MOST, "{} faults are listed", faults.list.len());
    let words = faults.to_string();
    assert!(!words.contains(|c| steers(c) && c != '\n' && c != '\t'), "steers the terminal: {words:?}");
    for fault in &faults.list {
        assert!(!fault.file.is_empty() && !fault.message.is_empty(), "without place or words: {fault:?}");
        let Some(text) = text_of(fault) else { continue };
        let line =
            if fault.set > 0 { Some(text.as_str()) } else { lines(&text).nth(fault.line.wrapping_sub(1)) };
        let Some(line) = line else { panic!("there is no such line: {fault:?}") };
        let end = line.chars().count() + 1;
        assert!((1..=end).contains(&fault.column), "there is no such column, the line has {end}: {fault:?}");
    }
}

/// Lines of a text, including an empty one after the last line break.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.strip_prefix('\u{feff}').unwrap_or(text).split('\n')
}
