//! The design points: values of the varied keys, computed on demand, so that a million points take little memory.

use super::sample::Sample;

/// Values of the varied keys at every point, as text after `--set key=`.
#[derive(Debug, Clone)]
pub enum Points {
    /// Every combination of the levels of each key; the last key varies fastest.
    Grid(Vec<Vec<String>>),
    /// Sampled from ranges.
    Sample(Sample),
    /// As listed.
    Listed(Listed),
}

impl Points {
    /// A single point with no varied keys.
    pub fn none() -> Points {
        Points::Grid(Vec::new())
    }

    /// Number of points.
    pub fn len(&self) -> u64 {
        match self {
            Points::Grid(levels) => levels.iter().map(|levels| levels.len() as u64).product(),
            Points::Sample(sample) => sample.len() as u64,
            Points::Listed(listed) => listed.len(),
        }
    }

    /// Whether there are no points.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The points with these numbers, in this order, with the values of so many keys.
    pub fn chosen(&self, points: impl Iterator<Item = u64>, keys: usize) -> Points {
        let mut listed = Listed::new(keys);
        for point in points {
            let values: Vec<String> = (0..keys).map(|key| self.value(point, key)).collect();
            listed.push(values.iter().map(String::as_str));
            if let Some(name) = self.name(point) {
                listed.names.push(name.to_owned());
            }
        }
        Points::Listed(listed)
    }

    /// Whether the points have names.
    pub fn are_named(&self) -> bool {
        matches!(self, Points::Listed(listed) if !listed.names.is_empty())
    }

    /// The name of a point; `None` if points have none.
    pub fn name(&self, point: u64) -> Option<&str> {
        match self {
            Points::Listed(listed) => listed.names.get(usize::try_from(point).ok()?).map(String::as_str),
            Points::Grid(_) | Points::Sample(_) => None,
        }
    }

    /// The value of a key at a point; empty for the scenario's own value.
    pub fn value(&self, point: u64, key: usize) -> String {
        match self {
            Points::Grid(levels) => {
                let faster: u64 = levels.iter().skip(key + 1).map(|levels| levels.len() as u64).product();
                let Some(own) = levels.get(key).filter(|own| !own.is_empty()) else { return String::new() };
                let index = (point / faster.max(1)) % own.len() as u64;
                own.get(index as usize).cloned().unwrap_or_default()
            }
            Points::Sample(sample) => sample.value(point as usize, key),
            Points::Listed(listed) => listed.value(point, key).to_owned(),
        }
    }
}

/// Listed points, stored in one text: a value takes its length plus four bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    keys: usize,
    text: String,
    ends: Vec<u32>,
    /// Names of the points, in their order; empty if they have none.
    pub names: Vec<String>,
}

impl Listed {
    /// An empty list of points with `keys` values each.
    pub fn new(keys: usize) -> Listed {
        Listed { keys, ..Listed::default() }
    }

    /// Adds a point; extra values are dropped, missing ones are empty. False if the list is full (4 GB of text).
    pub fn push<'v>(&mut self, values: impl IntoIterator<Item = &'v str>) -> bool {
        let mut values = values.into_iter();
        for _ in 0..self.keys {
            self.text.push_str(values.next().unwrap_or_default());
            let Ok(end) = u32::try_from(self.text.len()) else { return false };
            self.ends.push(end);
        }
        true
    }

    /// Number of points.
    pub fn len(&self) -> u64 {
        self.ends.len().checked_div(self.keys).unwrap_or(0) as u64
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The value of a key at a point; empty if there is none.
    pub fn value(&self, point: u64, key: usize) -> &str {
        let at = point as usize * self.keys + key;
        let end = self.ends.get(at).copied().unwrap_or(0);
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_key_of_a_grid_varies_fastest() {
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        let grid = Points::Grid(vec![texts(&["a", "b"]), texts(&["1", "2", "3"])]);
        let all: Vec<String> = (0..grid.len()).map(|p| grid.value(p, 0) + &grid.value(p, 1)).collect();
        assert_eq!(all, ["a1", "a2", "a3", "b1", "b2", "b3"]);
        assert_eq!(Points::none().len(), 1);
    }

    #[test]
    fn listed_values_come_back() {
        let mut listed = Listed::new(2);
        assert!(listed.push(["x", ""]) && listed.push(["", "yy"]) && listed.push(["z"]));
        assert_eq!(listed.len(), 3);
        let all: Vec<&str> = (0..3).flat_map(|p| [listed.value(p, 0), listed.value(p, 1)]).collect();
        assert_eq!(all, ["x", "", "", "yy", "z", ""]);
    }
}
