//! The source texts of a scenario, and places in them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::fault::{Fault, Faults, nearest};

/// A span of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index of the source.
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// One text: a file, or a `--set` argument.
#[derive(Debug)]
struct Source {
    name: String,
    text: String,
    /// Offset of the first byte of each line; found when the first fault is placed.
    lines: OnceLock<Vec<usize>>,
    /// Number of a `--set` argument, from 1; 0 for a file.
    set: usize,
}

impl Source {
    fn lines(&self) -> &[usize] {
        let ends = || self.text.match_indices('\n').map(|(end, _)| end + 1);
        self.lines.get_or_init(|| std::iter::once(0).chain(ends()).collect())
    }
}

/// All source texts of one scenario; clones share the texts.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Arc<Source>>);

/// Maximum width of the excerpt shown with a fault, characters.
const EXCERPT: usize = 160;

impl Sources {
    /// Adds a file, and returns the index of the source.
    pub fn add_file(&mut self, name: &str, text: String) -> usize {
        self.add(name.into(), text, 0)
    }

    /// Names of the files, in the order read.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|source| source.set == 0).map(|source| source.name.as_str())
    }

    /// Adds a `--set` argument.
    pub fn add_argument(&mut self, text: &str) -> usize {
        let set = 1 + self.0.iter().rev().map(|source| source.set).next().unwrap_or(0);
        self.add(format!("--set {set}"), text.into(), set)
    }

    fn add(&mut self, name: String, text: String, set: usize) -> usize {
        self.0.push(Arc::new(Source { name, text, lines: OnceLock::new(), set }));
        self.0.len() - 1
    }

    /// The text of a source.
    pub fn whole(&self, source: usize) -> &str {
        self.0.get(source).map_or("", |source| source.text.as_str())
    }

    /// The text at a place, as one line and shortened.
    pub fn text(&self, place: Place) -> String {
        let text = self.whole(place.source).get(place.start..place.end).unwrap_or("");
        let line = text.lines().next().unwrap_or("");
        if line.len() < text.len() || line.chars().nth(60).is_some() {
            return line.chars().take(57).collect::<String>() + "...";
        }
        line.to_string()
    }

    /// The line of a place, counted from 0.
    pub fn line(&self, place: Place) -> usize {
        let Some(source) = self.0.get(place.source) else { return 0 };
        source.lines().partition_point(|first| *first <= place.start).saturating_sub(1)
    }

    /// A fault at a place.
    pub fn fault(&self, place: Place, message: String) -> Fault {
        let Some(source) = self.0.get(place.source) else { return Fault::of_file("scenario", message) };
        let mut fault = Fault::of_file(&source.name, message);
        let start = floor(&source.text, place.start);
        let line = self.line(place);
        let first = source.lines().get(line).copied().unwrap_or(0);
        let rest = source.text.get(first..).unwrap_or("").lines().next().unwrap_or("");
        let before = source.text.get(first..start).unwrap_or("").chars().count();
        let inside =
            source.text.get(start..floor(&source.text, place.end)).unwrap_or("").lines().next().unwrap_or("");
        fault.set = source.set;
        fault.line = if source.set > 0 { 0 } else { line + 1 };
        fault.column = before + 1;
        fault.width = inside.chars().count().clamp(1, EXCERPT);
        if before + fault.width <= EXCERPT {
            fault.excerpt = rest.chars().take(EXCERPT).collect();
        }
        fault
    }
}

/// The nearest character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Collects faults: keeps the first [`Faults::MOST`] by place and counts the others.
#[derive(Debug)]
pub struct Collector<'a> {
    sources: &'a Sources,
    /// By place, then in the order found.
    kept: BTreeMap<(Place, usize), Found>,
    count: usize,
    /// Number of names that may still be compared.
    comparisons: usize,
}

#[derive(Debug)]
struct Found {
    /// The key whose value is wrong; `None` if the fault is not about one value.
    key: Option<String>,
    message: String,
    nearest: Option<String>,
}

/// Name comparisons allowed for all faults of an input, about a second of work. After that, faults are reported
/// without suggestions; a single typo is still compared with millions of names.
const COMPARISONS: usize = 1_000_000;

impl<'a> Collector<'a> {
    /// No faults yet, of these texts.
    pub fn new(sources: &'a Sources) -> Self {
        Collector { sources, kept: BTreeMap::new(), count: 0, comparisons: COMPARISONS }
    }

    /// A fault that is not about one value.
    pub fn say(&mut self, place: Place, message: String, nearest: Option<String>) {
        self.add(place, Found { key: None, message, nearest });
    }

    /// A fault of the value of a key.
    pub fn value(&mut self, place: Place, key: String, message: String, nearest: Option<String>) {
        self.add(place, Found { key: Some(key), message, nearest });
    }

    fn add(&mut self, place: Place, found: Found) {
        if self.wants(place) {
            self.kept.insert((place, self.count), found);
            if self.kept.len() > Faults::MOST {
                self.kept.pop_last();
            }
        }
        self.count += 1;
    }

    /// Whether a fault at this place would be listed, as far as known so far.
    pub fn wants(&self, place: Place) -> bool {
        self.kept.len() < Faults::MOST
            || self.kept.last_key_value().is_some_and(|((last, _), _)| place < *last)
    }

    /// The name nearest to the one typed at a place; `None` if the fault will not be listed, or the limit of
    /// comparisons is reached.
    pub fn nearest<'n>(
        &mut self,
        place: Place,
        typed: &str,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Option<String> {
        if !self.wants(place) || self.comparisons == 0 {
            return None;
        }
        let left = &mut self.comparisons;
        let counted = names.into_iter().inspect(|_| *left = left.saturating_sub(1));
        nearest(typed, counted)
    }

    /// Whether there are no faults so far.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Number of faults.
    pub fn count(&self) -> usize {
        self.count
    }

    /// All faults, in order of source and place.
    pub fn finish(self) -> Faults {
        let fault = |((place, _), found): ((Place, usize), Found)| {
            let mut fault = self.sources.fault(place, found.message);
            if let Some(key) = found.key {
                (fault.key, fault.value) = (key, self.sources.text(place));
            }
            fault.nearest = found.nearest;
            fault
        };
        let more = self.count - self.kept.len();
        Faults { list: self.kept.into_iter().map(fault).collect(), more }
    }
}
