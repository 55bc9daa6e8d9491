//! The texts that a scenario comes from, and places in them.

use super::fault::Fault;

/// A stretch of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// Index of the source.
    pub source: usize,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// One text: a file, or a `--set` argument.
#[derive(Debug, Clone)]
struct Source {
    name: String,
    text: String,
    /// Offset of the first byte of each line.
    lines: Vec<usize>,
    /// A `--set` argument has columns but no lines.
    argument: bool,
}

/// Every text read for one scenario.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources(Vec<Source>);

/// Widest excerpt shown under a fault, characters.
const EXCERPT: usize = 160;

impl Sources {
    /// Adds a file, and says which source it is.
    pub fn add_file(&mut self, name: &str, text: &str) -> usize {
        self.add(name.into(), text, false)
    }

    /// Names of the files, in the order in which they were read.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|source| !source.argument).map(|source| source.name.as_str())
    }

    /// Adds a `--set` argument.
    pub fn add_argument(&mut self, text: &str) -> usize {
        self.add(format!("--set {text}"), text, true)
    }

    fn add(&mut self, name: String, text: &str, argument: bool) -> usize {
        let lines = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1))
            .collect();
        self.0.push(Source { name, text: text.into(), lines, argument });
        self.0.len() - 1
    }

    /// The text at a place, on one line and not too long.
    pub fn text(&self, place: Place) -> String {
        let text = self.0.get(place.source).and_then(|s| s.text.get(place.start..place.end)).unwrap_or("");
        let mut line = text.lines().next().unwrap_or("").to_string();
        if line.chars().count() > 60 || line.len() < text.len() {
            line = line.chars().take(57).collect::<String>() + "...";
        }
        line
    }

    /// A fault at a place.
    pub fn fault(&self, place: Place, message: String) -> Fault {
        let Some(source) = self.0.get(place.source) else { return Fault::of_file("scenario", message) };
        let mut fault = Fault::of_file(&source.name, message);
        let start = floor(&source.text, place.start);
        let line = source.lines.partition_point(|first| *first <= start).saturating_sub(1);
        let first = source.lines.get(line).copied().unwrap_or(0);
        let rest = source.text.get(first..).unwrap_or("").lines().next().unwrap_or("");
        let before = source.text.get(first..start).unwrap_or("").chars().count();
        let inside =
            source.text.get(start..floor(&source.text, place.end)).unwrap_or("").lines().next().unwrap_or("");
        fault.line = if source.argument { 0 } else { line + 1 };
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

/// Faults as they are found.
#[derive(Debug)]
pub(crate) struct Collector<'a> {
    sources: &'a Sources,
    found: Vec<(Place, Fault)>,
}

impl<'a> Collector<'a> {
    pub fn new(sources: &'a Sources) -> Self {
        Collector { sources, found: Vec::new() }
    }

    /// A fault that is not about one value.
    pub fn say(&mut self, place: Place, message: String, nearest: Option<String>) {
        let mut fault = self.sources.fault(place, message);
        fault.nearest = nearest;
        self.found.push((place, fault));
    }

    /// A fault of the value of a key.
    pub fn value(&mut self, place: Place, key: String, message: String, nearest: Option<String>) {
        let mut fault = self.sources.fault(place, message);
        fault.key = key;
        fault.value = self.sources.text(place);
        fault.nearest = nearest;
        self.found.push((place, fault));
    }

    /// Whether there is no fault yet.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All faults, in order of source and place.
    pub fn finish(mut self) -> Vec<Fault> {
        self.found.sort_by_key(|(place, _)| *place);
        self.found.into_iter().map(|(_, fault)| fault).collect()
    }
}
