//! A scenario after its checks: tables with every value, still under the names of the file.

use super::parameters::{Parameter, Table};
use super::source::Place;

/// A table with all its values. Where a value was refused, its default stands, or nothing.
#[derive(Debug)]
pub(super) struct Filled {
    /// Its id, where it has one.
    pub id: String,
    pub place: Place,
    pub items: Vec<Item>,
    pub tables: Vec<(&'static Table, Vec<Filled>)>,
}

#[derive(Debug)]
pub(super) struct Item {
    pub key: &'static Parameter,
    pub value: Value,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Integer(i64),
    Bool(bool),
    Text(String),
    List(Vec<String>),
    Map(Vec<(String, f64)>),
}

impl Filled {
    pub fn item(&self, key: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.key.key == key)
    }

    pub fn number(&self, key: &str) -> f64 {
        match self.item(key).map(|item| &item.value) {
            Some(Value::Number(v)) => *v,
            _ => 0.0,
        }
    }

    pub fn integer(&self, key: &str) -> i64 {
        match self.item(key).map(|item| &item.value) {
            Some(Value::Integer(v)) => *v,
            _ => 0,
        }
    }

    /// A whole number that counts something.
    pub fn count(&self, key: &str) -> usize {
        usize::try_from(self.integer(key)).unwrap_or(0)
    }

    pub fn flag(&self, key: &str) -> bool {
        matches!(self.item(key).map(|item| &item.value), Some(Value::Bool(true)))
    }

    pub fn text(&self, key: &str) -> &str {
        match self.item(key).map(|item| &item.value) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    pub fn list(&self, key: &str) -> &[String] {
        match self.item(key).map(|item| &item.value) {
            Some(Value::List(list)) => list,
            _ => &[],
        }
    }

    pub fn map(&self, key: &str) -> &[(String, f64)] {
        match self.item(key).map(|item| &item.value) {
            Some(Value::Map(map)) => map,
            _ => &[],
        }
    }

    /// The tables of a name inside this one.
    pub fn all(&self, name: &str) -> &[Filled] {
        self.tables.iter().find(|(table, _)| table.name() == name).map_or(&[], |(_, list)| list)
    }

    /// The table of a name that occurs at most once.
    pub fn one(&self, name: &str) -> Option<&Filled> {
        self.all(name).first()
    }
}
