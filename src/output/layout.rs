//! Which tables of a run are written, and in which format.

use super::csv::Form;
use super::{Format, TABLES};
use crate::scenario::Scenario;

/// Most rows of plants that are written as CSV: above, the tables but `indicators` are Parquet in its place.
pub const MOST_CSV_ROWS: u64 = 10_000_000;

/// Which tables of a run are written, and in which format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Which of [`TABLES`] are written.
    pub chosen: [bool; TABLES.len()],
    /// Tables are written as Parquet too.
    pub parquet: bool,
    /// All but `indicators` are Parquet in place of CSV.
    pub instead: bool,
    /// The [networks](super::networks) are written too.
    pub networks: bool,
    /// What separates cells and decimals of tables as CSV.
    pub csv: Form,
}

impl Layout {
    /// All tables as CSV.
    pub const ALL: Layout = Layout {
        chosen: [true; TABLES.len()],
        parquet: false,
        instead: false,
        networks: false,
        csv: Form::Comma,
    };

    /// All tables as they are written for a scenario: above [`MOST_CSV_ROWS`], Parquet in place of CSV.
    pub fn of(scenario: &Scenario, parquet: bool) -> Layout {
        let instead = cfg!(feature = "parquet") && rows_of_plants(scenario) > MOST_CSV_ROWS;
        Layout { parquet, instead, ..Layout::ALL }
    }

    /// The same with these tables alone; none of another name, and at least one.
    ///
    /// # Errors
    /// The name that is none of a table.
    pub fn only<N: AsRef<str>>(self, names: &[N]) -> Result<Layout, &str> {
        let stranger = names.iter().map(AsRef::as_ref).find(|name| !TABLES.contains(name));
        match stranger {
            Some(name) => Err(name),
            None => Ok(Layout {
                chosen: TABLES.map(|table| names.iter().any(|name| name.as_ref() == table)),
                ..self
            }),
        }
    }

    /// Names of the tables, in the order of [`TABLES`].
    pub fn tables(&self) -> Vec<&'static str> {
        TABLES.into_iter().zip(self.chosen).filter(|(_, chosen)| *chosen).map(|(table, _)| table).collect()
    }

    /// Whether a table is written.
    pub fn has(&self, table: &str) -> bool {
        self.tables().contains(&table)
    }

    /// The formats in which a table is written; none if it is not.
    pub fn formats(&self, table: &str) -> Vec<Format> {
        let csv = !self.instead || table == TABLES[0];
        let formats = [(Format::Csv, csv), (Format::Parquet, self.parquet || !csv)];
        formats.into_iter().filter(|(_, is)| *is && self.has(table)).map(|(format, _)| format).collect()
    }

    /// Whether any table is written as CSV and as Parquet.
    pub fn both(&self) -> bool {
        self.tables().into_iter().any(|table| self.formats(table).len() > 1)
    }

    /// The files whose bytes are the results, in order: of each table the CSV, or the Parquet in its place.
    pub fn files(&self) -> Vec<String> {
        let first = |table: &str| Some(format!("{table}.{}", self.formats(table).first()?.extension()));
        TABLES.into_iter().filter_map(first).collect()
    }
}

/// Rows of plants of a run: one for each plant and year of both worlds.
pub fn rows_of_plants(scenario: &Scenario) -> u64 {
    2 * scenario.plants.len() as u64 * scenario.years as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_chosen_by_name_and_keep_their_order() {
        assert_eq!(Layout::ALL.tables(), TABLES);
        let some = Layout::ALL.only(&["deals", "indicators"]).unwrap();
        assert_eq!(some.tables(), ["indicators", "deals"]);
        assert_eq!(some.files(), ["indicators.csv", "deals.csv"]);
        assert_eq!(some.formats("plants"), []);
        assert_eq!(Layout::ALL.only(&["deals", "deal"]), Err("deal"));
    }

    #[test]
    fn parquet_comes_in_the_place_of_csv_or_beside_it() {
        let beside = Layout { parquet: true, ..Layout::ALL };
        assert_eq!(beside.formats("plants"), [Format::Csv, Format::Parquet]);
        assert_eq!(beside.files(), Layout::ALL.files());
        assert!(beside.both() && !Layout::ALL.both());
        let instead = Layout { instead: true, ..Layout::ALL };
        assert_eq!(instead.formats("plants"), [Format::Parquet]);
        assert_eq!(instead.formats("indicators"), [Format::Csv]);
        let others = TABLES[1..].iter().map(|table| format!("{table}.parquet"));
        let files: Vec<String> = std::iter::once("indicators.csv".to_owned()).chain(others).collect();
        assert_eq!(instead.files(), files);
        assert!(!instead.both() && Layout { parquet: true, ..instead }.both());
        assert!(!Layout { parquet: true, ..instead }.only(&["plants"]).unwrap().both());
    }

    #[test]
    fn rows_decide_where_csv_ends() {
        let mut scenario = Scenario::from_toml(&crate::scenario::template()).unwrap();
        scenario.years = usize::try_from(MOST_CSV_ROWS).unwrap() / 2 / scenario.plants.len();
        assert!(!Layout::of(&scenario, false).instead);
        scenario.years += 1;
        assert_eq!(Layout::of(&scenario, false).instead, cfg!(feature = "parquet"));
    }
}
