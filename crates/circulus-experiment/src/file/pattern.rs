//! Patterns of keys: `infrastructure.*.effects.*`.

/// A pattern of keys: `*` stands for any part of a key, and `**` at the end for all parts from there on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    parts: Vec<String>,
}

impl Pattern {
    /// Reads a pattern.
    pub(crate) fn new(text: &str) -> Pattern {
        Pattern { parts: parts(text).into_iter().map(str::to_owned).collect() }
    }

    /// Whether a text has a part that stands for others.
    pub(crate) fn is_one(text: &str) -> bool {
        parts(text).iter().any(|part| ["*", "**"].contains(part))
    }

    /// Whether a key is one of those that it stands for.
    pub(crate) fn fits(&self, key: &str) -> bool {
        let key = parts(key);
        let (own, all_below) = match self.parts.split_last() {
            Some((last, before)) if last == "**" => (before, true),
            _ => (&self.parts[..], false),
        };
        let long_enough = if all_below { key.len() > own.len() } else { key.len() == own.len() };
        long_enough && own.iter().zip(key).all(|(own, part)| own == "*" || own == part)
    }
}

/// The parts of a key between its points; a point in quotes separates nothing.
fn parts(key: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, letter) in key.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '.' if !quoted => {
                parts.push(&key[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&key[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_one_part_and_two_are_all_below() {
        let fits = |pattern: &str, key: &str| Pattern::new(pattern).fits(key);
        assert!(fits("a.b", "a.b") && !fits("a.b", "a.b.c") && !fits("a.b", "a.c"));
        assert!(fits("a.*.c", "a.b.c") && !fits("a.*.c", "a.b.d") && !fits("a.*", "a.b.c"));
        assert!(fits("a.**", "a.b") && fits("a.**", "a.b.c") && !fits("a.**", "a") && fits("**", "x"));
        assert!(fits("plant.*.cash", "plant.\"a.b\".cash"));
        assert!(Pattern::is_one("a.*") && !Pattern::is_one("a.b*"));
    }
}
