//! A checked scenario: tables with every value, still with the names of the file.

use super::doubt::Doubt;
use super::fault::{Fault, Faults};
use super::parameters::{Parameter, Table};
use super::source::Place;
use super::words::Words;

/// A table with all its values. A refused value is replaced by its default, if it has one.
#[derive(Debug)]
pub(super) struct Filled {
    /// Its id, if any.
    pub id: String,
    pub place: Place,
    /// Its description.
    pub schema: &'static Table,
    pub items: Vec<Item>,
    /// Keys whose value was refused, or that an unknown key was probably meant to be.
    pub refused: Vec<&'static str>,
    pub tables: Vec<(&'static Table, Vec<Filled>)>,
}

#[derive(Debug)]
pub(super) struct Item {
    pub key: &'static Parameter,
    pub value: Value,
    pub place: Place,
    /// What is known of the value, under an empty name; of a map, of each of its names.
    pub doubts: Vec<(String, Doubt)>,
}

impl Item {
    /// A value of which nothing else is known.
    pub fn plain(key: &'static Parameter, value: Value, place: Place) -> Item {
        Item { key, value, place, doubts: Vec::new() }
    }

    /// What is known of the value of a name, or of the only value, whose name is empty.
    pub fn doubt(&self, name: &str) -> Option<&Doubt> {
        self.doubts.iter().find(|(of, _)| of == name).map(|(_, doubt)| doubt)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Integer(i64),
    Bool(bool),
    Text(String),
    List(Vec<String>),
    Map(Vec<(String, f64)>),
    Changes(Vec<Set>),
    /// Prices by calendar year, in order.
    Prices(Vec<(i32, f64)>),
}

/// A key that a `[[change]]` sets, by its path.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Set {
    pub path: String,
    pub value: Value,
    pub place: Place,
    pub doubt: Option<Doubt>,
}

impl Value {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }
}

/// The program requested a key that the table of parameters does not have: a bug in the program, not a fault of a
/// file.
#[derive(Debug)]
pub(super) struct NoKey {
    table: &'static str,
    key: String,
    wanted: &'static str,
}

impl NoKey {
    pub fn new(table: &'static Table, key: &str, wanted: &'static str) -> NoKey {
        NoKey { table: table.path, key: key.into(), wanted }
    }

    /// As a fault of the scenario being read.
    pub fn of(self, file: &str) -> Faults {
        let message = format!(
            "cannot be read: a fault of the program, which asks [{}] for {} as {}; please report it",
            self.table, self.key, self.wanted
        );
        Fault::of_file(file, message).into()
    }
}

impl Filled {
    /// The value of a key; `None` if the value was refused, or the key is absent and has no default.
    pub fn item(&self, key: &str) -> Result<Option<&Item>, NoKey> {
        let found = self.items.iter().find(|item| item.key.key == key);
        if found.is_none() && !self.schema.all_keys().any(|(known, _)| known.key == key) {
            return Err(NoKey::new(self.schema, key, "a key"));
        }
        Ok(found)
    }

    fn get<'f, T>(
        &'f self,
        key: &str,
        wanted: &'static str,
        pick: impl FnOnce(&'f Value) -> Option<T>,
    ) -> Result<T, NoKey> {
        self.item(key)?.and_then(|item| pick(&item.value)).ok_or_else(|| NoKey::new(self.schema, key, wanted))
    }

    pub fn number(&self, key: &str) -> Result<f64, NoKey> {
        self.get(key, "a number", |value| if let Value::Number(v) = value { Some(*v) } else { None })
    }

    pub fn integer(&self, key: &str) -> Result<i64, NoKey> {
        self.get(key, "a whole number", |value| if let Value::Integer(v) = value { Some(*v) } else { None })
    }

    /// A non-negative whole number.
    pub fn count(&self, key: &str) -> Result<usize, NoKey> {
        let count = usize::try_from(self.integer(key)?);
        count.map_err(|_| NoKey::new(self.schema, key, "a count"))
    }

    pub fn flag(&self, key: &str) -> Result<bool, NoKey> {
        self.get(key, "true or false", |value| if let Value::Bool(v) = value { Some(*v) } else { None })
    }

    pub fn text(&self, key: &str) -> Result<&str, NoKey> {
        self.get(key, "text", |value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
    }

    pub fn word<W: Words>(&self, key: &str) -> Result<W, NoKey> {
        W::of_word(self.text(key)?).ok_or_else(|| NoKey::new(self.schema, key, "a word that it knows"))
    }

    pub fn list(&self, key: &str) -> Result<&[String], NoKey> {
        self.get(
            key,
            "a list",
            |value| if let Value::List(list) = value { Some(list.as_slice()) } else { None },
        )
    }

    pub fn map(&self, key: &str) -> Result<&[(String, f64)], NoKey> {
        self.get(
            key,
            "a table",
            |value| if let Value::Map(map) = value { Some(map.as_slice()) } else { None },
        )
    }

    pub fn prices(&self, key: &str) -> Result<&[(i32, f64)], NoKey> {
        self.get(key, "prices", |value| {
            if let Value::Prices(prices) = value { Some(prices.as_slice()) } else { None }
        })
    }

    pub fn changes(&self, key: &str) -> Result<&[Set], NoKey> {
        self.get(
            key,
            "changes",
            |value| {
                if let Value::Changes(sets) = value { Some(sets.as_slice()) } else { None }
            },
        )
    }

    /// The tables with this name inside this one.
    pub fn all(&self, name: &str) -> Result<&[Filled], NoKey> {
        let found = self.tables.iter().find(|(table, _)| table.name() == name);
        found.map(|(_, list)| list.as_slice()).ok_or_else(|| NoKey::new(self.schema, name, "a table"))
    }

    /// The table with this name, which occurs at most once.
    pub fn one(&self, name: &str) -> Result<Option<&Filled>, NoKey> {
        Ok(self.all(name)?.first())
    }

    /// The table with this name, which always exists.
    pub fn own(&self, name: &str) -> Result<&Filled, NoKey> {
        self.one(name)?.ok_or_else(|| NoKey::new(self.schema, name, "a table that is always there"))
    }
}
