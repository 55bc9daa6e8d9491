//! Reads the keys of a table in a design file, and reports each fault with its place.

use circulus::scenario::nearest;
use circulus::scenario::parameters::plain;
use circulus::scenario::source::{Collector, Place};
use circulus::scenario::tree::{Data, Node};

/// Bounds that allow any finite number.
pub(crate) const ANY: (f64, f64) = (f64::MIN, f64::MAX);

/// A table whose keys are being read.
pub(crate) struct Keys<'n, 'c, 's> {
    name: &'n str,
    table: &'n Node,
    collector: &'c mut Collector<'s>,
}

impl<'n, 'c, 's> Keys<'n, 'c, 's> {
    /// Starts reading a table.
    pub(crate) fn new(name: &'n str, table: &'n Node, collector: &'c mut Collector<'s>) -> Self {
        Keys { name, table, collector }
    }

    /// Refuses other keys than these.
    pub(crate) fn only(&mut self, known: &[&str]) {
        only(self.table, self.name, known, self.collector);
    }

    /// Whether a key is absent, and not merely misspelt.
    pub(crate) fn lacks(&self, key: &str) -> bool {
        lacks(self.table, key)
    }

    /// A required text.
    pub(crate) fn required_text(&mut self, key: &str) -> Option<(String, Place)> {
        if self.lacks(key) {
            let message = format!("[{}] lacks the key {key}", self.name);
            self.collector.say(self.table.place, message, None);
        }
        self.text(key)
    }

    /// An optional text.
    pub(crate) fn text(&mut self, key: &str) -> Option<(String, Place)> {
        let node = &self.table.get(key)?.node;
        match &node.data {
            Data::Text(text) => Some((text.clone(), node.place)),
            _ => self.refuse(key, node, "must be text in quotes".into()),
        }
    }

    /// An optional word from a list.
    pub(crate) fn word(&mut self, key: &str, words: &[&str]) -> Option<String> {
        let (word, place) = self.text(key)?;
        if words.contains(&word.as_str()) {
            return Some(word);
        }
        let message = format!("must be one of {}", words.join(", "));
        let near = self.collector.nearest(place, &word, words.iter().copied());
        self.collector.value(place, format!("{}.{key}", self.name), message, near);
        None
    }

    /// An optional list of texts, empty if absent.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<(String, Place)> {
        let Some(entry) = self.table.get(key) else { return Vec::new() };
        let Data::List(list) = &entry.node.data else {
            self.refuse::<()>(key, &entry.node, "must be a list of texts, such as [\"a\", \"b\"]".into());
            return Vec::new();
        };
        let mut texts = Vec::new();
        for node in list {
            match &node.data {
                Data::Text(text) => texts.push((text.clone(), node.place)),
                _ => drop(self.refuse::<()>(key, node, "must be text in quotes".into())),
            }
        }
        texts
    }

    /// An optional whole number between two bounds.
    pub(crate) fn whole(&mut self, key: &str, min: u64, max: u64) -> Option<u64> {
        let node = &self.table.get(key)?.node;
        match node.data {
            Data::Integer(value) if value >= i128::from(min) && value <= i128::from(max) => {
                u64::try_from(value).ok()
            }
            _ => self.refuse(key, node, format!("must be a whole number from {min} to {max}")),
        }
    }

    /// An optional number between two bounds.
    pub(crate) fn number(&mut self, key: &str, min: f64, max: f64) -> Option<f64> {
        let node = &self.table.get(key)?.node;
        match number(node) {
            Some(value) if value >= min && value <= max => Some(value),
            _ if (min, max) == ANY => self.refuse(key, node, "must be a finite number".into()),
            _ => self.refuse(key, node, format!("must be a number from {} to {}", plain(min), plain(max))),
        }
    }

    /// An optional true or false.
    pub(crate) fn flag(&mut self, key: &str) -> Option<bool> {
        let node = &self.table.get(key)?.node;
        match node.data {
            Data::Bool(value) => Some(value),
            _ => self.refuse(key, node, "must be true or false".into()),
        }
    }

    /// A fault of a key of the table.
    pub(crate) fn fault(&mut self, key: &str, message: &str) {
        let node = self.table.get(key).map_or(self.table, |entry| &entry.node);
        self.refuse::<()>(key, node, message.into());
    }

    fn refuse<T>(&mut self, key: &str, node: &Node, message: String) -> Option<T> {
        let path = if key.is_empty() { self.name.to_owned() } else { format!("{}.{key}", self.name) };
        self.collector.value(node.place, path, message, None);
        None
    }
}

/// An optional table; a fault if it is not a table.
pub(crate) fn table<'n>(root: &'n Node, name: &str, collector: &mut Collector) -> Option<&'n Node> {
    let entry = root.get(name)?;
    match entry.node.data {
        Data::Table(_) => Some(&entry.node),
        _ => {
            collector.say(entry.place, format!("must be a table, [{name}]"), None);
            None
        }
    }
}

/// Whether a key is absent from a table, and not merely misspelt: a typo should be one fault, not two.
pub(crate) fn lacks(table: &Node, key: &str) -> bool {
    table.get(key).is_none() && !table.entries().iter().any(|entry| nearest(&entry.key, [key]).is_some())
}

/// Refuses other keys of a table than these.
pub(crate) fn only(table: &Node, name: &str, known: &[&str], collector: &mut Collector) {
    for entry in table.entries().iter().filter(|entry| !known.contains(&entry.key.as_str())) {
        let place = if name.is_empty() { "a design file".to_owned() } else { format!("[{name}]") };
        let mut message = format!("'{}' is no key of {place}; there are {}", entry.key, known.join(", "));
        if name.is_empty() && entry.key == "lever" && known.contains(&"vary") {
            message.push_str(". What was [lever] is called [vary] now");
        }
        let near = collector.nearest(entry.place, &entry.key, known.iter().copied());
        collector.say(entry.place, message, near);
    }
}

/// A number, whole or not.
pub(crate) fn number(node: &Node) -> Option<f64> {
    match node.data {
        Data::Integer(value) => Some(value as f64),
        Data::Float(value) => Some(value).filter(|value| value.is_finite()),
        _ => None,
    }
}
