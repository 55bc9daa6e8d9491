//! What is wrong with a scenario: every fault, each with its place, value and remedy.

use std::fmt;

/// One fault of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// File as it was named, or the `--set` argument.
    pub file: String,
    /// Line, from 1; 0 where there is none.
    pub line: usize,
    /// Column in characters, from 1; 0 where there is none.
    pub column: usize,
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

/// All faults of a scenario, in order of file and line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl Fault {
    /// A fault of a whole file, without line.
    pub fn of_file(file: &str, message: String) -> Fault {
        Fault {
            file: file.into(),
            line: 0,
            column: 0,
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
        text
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.line > 0 {
            write!(f, "{}:", self.line)?;
        }
        if self.column > 0 {
            write!(f, "{}:", self.column)?;
        }
        write!(f, " {}", self.headline())?;
        if self.column > 0 && !self.excerpt.is_empty() {
            let number = if self.line > 0 { self.line.to_string() } else { String::new() };
            let gap: String = self
                .excerpt
                .chars()
                .take(self.column - 1)
                .map(|c| if c == '\t' { '\t' } else { ' ' })
                .collect();
            write!(
                f,
                "\n{number:>6} | {}\n{:>6} | {gap}{}",
                self.excerpt,
                "",
                "^".repeat(self.width.max(1))
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// The name nearest to the one typed, if one is near enough to have been meant.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    // A name longer than any valid one is not a slip of the finger, and would be slow to compare.
    if typed.len() > 2 * super::parameters::MAX_NAME {
        return None;
    }
    let lower = typed.to_lowercase();
    let allowed = (typed.chars().count() / 3).max(1);
    names
        .into_iter()
        .filter(|name| *name != typed)
        .map(|name| (strsim::damerau_levenshtein(&lower, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name.to_string())
}
