//! Faults of an input, each with its place, value and remedy.

use std::fmt;

use super::input::shown;

/// One fault of a scenario, a design or another input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File name as given, or `--set` with its number.
    pub file: String,
    /// Line, from 1; 0 if unknown.
    pub line: usize,
    /// Column in characters, from 1; 0 if unknown.
    pub column: usize,
    /// Number of the `--set` argument, from 1; 0 for a file.
    pub set: usize,
    /// The key concerned, such as `trade.min_t`; empty when the fault is not about one value.
    pub key: String,
    /// The value as typed; empty when the fault is not about one value.
    pub value: String,
    /// What is wrong or what is allowed.
    pub message: String,
    /// The valid name nearest to the one typed.
    pub nearest: Option<String>,
    /// The line of the source, for display.
    pub excerpt: String,
    /// Width to underline, characters.
    pub width: usize,
}

/// Faults of an input, ordered by file and line: the first [`Faults::MOST`], and the number of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults {
    /// The first faults.
    pub list: Vec<Fault>,
    /// Number of other faults.
    pub more: usize,
}

impl Faults {
    /// Maximum number of faults listed.
    pub const MOST: usize = 100;

    /// Total number of faults.
    pub fn count(&self) -> usize {
        self.list.len() + self.more
    }

    /// Appends other faults.
    pub(crate) fn extend(&mut self, others: Faults) {
        self.list.extend(others.list);
        let listed = self.list.len().min(Faults::MOST);
        self.more += others.more + self.list.len() - listed;
        self.list.truncate(listed);
    }
}

impl From<Vec<Fault>> for Faults {
    fn from(list: Vec<Fault>) -> Faults {
        let mut faults = Faults { list: Vec::new(), more: 0 };
        faults.extend(Faults { list, more: 0 });
        faults
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Faults {
        Faults { list: vec![fault], more: 0 }
    }
}

impl Fault {
    /// A fault of a whole file, without a line.
    pub fn of_file(file: &str, message: String) -> Fault {
        Fault {
            file: file.into(),
            line: 0,
            column: 0,
            set: 0,
            key: String::new(),
            value: String::new(),
            message,
            nearest: None,
            excerpt: String::new(),
            width: 0,
        }
    }

    /// The fault in one line, without its place: `trade.min_t = -5: must be from 0 to 1e12`.
    pub fn headline(&self) -> String {
        let mut text = String::new();
        if !self.key.is_empty() {
            text.push_str(&format!("{} = {}: ", self.key, self.value));
        }
        text.push_str(&self.message);
        if let Some(nearest) = &self.nearest {
            text.push_str(&format!("; did you mean '{nearest}'?"));
        }
        shown(&text).into_owned()
    }

    /// Location: `file:3:9`, or `in --set 2, column 9`.
    pub fn place(&self) -> String {
        let mut text = shown(&self.file).into_owned();
        if self.set > 0 {
            return format!("in {text}, column {}", self.column);
        }
        for number in [self.line, self.column].into_iter().filter(|number| *number > 0) {
            text.push_str(&format!(":{number}"));
        }
        text
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.headline())?;
        if self.column == 0 || self.excerpt.is_empty() {
            return Ok(());
        }
        // The underlined text may be wider on screen than in the file. A tab moves the cursor only forward.
        let on_screen =
            |text: String| text.split('\t').map(|part| shown(part)).collect::<Vec<_>>().join("\t");
        let take = |from: usize, n: usize| self.excerpt.chars().skip(from).take(n).collect::<String>();
        let gap = on_screen(take(0, self.column - 1));
        let gap: String = gap.chars().map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
        let width = on_screen(take(self.column - 1, self.width)).chars().count().max(self.width).max(1);
        let number = if self.line > 0 { self.line.to_string() } else { String::new() };
        write!(f, "\n{number:>6} | {}", on_screen(self.excerpt.clone()))?;
        write!(f, "\n{:>6} | {gap}{}", "", "^".repeat(width))
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.list.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(f, "\nand {more} more"),
        }
    }
}

impl std::error::Error for Faults {}

/// The name nearest to the one typed, if it is near enough to be a likely typo.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // A name longer than any valid one is no typo, and would be slow to compare.
    if typed.len() > 2 * super::parameters::MAX_NAME {
        return None;
    }
    let lower = typed.to_lowercase();
    let length = typed.chars().count();
    let allowed = (length / 3).max(1);
    names
        .into_iter()
        // A difference in length is a lower bound on the edit distance.
        .filter(|name| *name != typed && name.chars().count().abs_diff(length) <= allowed)
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.to_string())
}
