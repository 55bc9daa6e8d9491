//! The sheets of a workbook: a table each, and one that says where they come from.

use std::collections::BTreeMap;
use std::path::Path;

use rust_xlsxwriter::{Format, FormatBorder, Worksheet, XlsxError};

use crate::refuse;
use circulus::output::csv::Form;
use circulus::output::verify::{Of, Said};
use circulus::record::columns::Kind;
use circulus::scenario::input;

/// Unit and kind of columns, by name.
pub type Known = BTreeMap<String, (String, Kind)>;

/// Most rows of a sheet, that of names and that of units included.
const MOST_ROWS: usize = 1_048_576;
/// Most columns of a sheet.
const MOST_COLUMNS: usize = 16_384;
/// Most characters of a cell.
const MOST_LETTERS: usize = 32_767;
/// Whole numbers of more digits are not exact in a spreadsheet.
const EXACT_DIGITS: usize = 15;
/// Units that say no more than the name.
const UNSAID: [&str; 5] = ["-", "id", "word", "year", "true or false"];
/// Width of columns, in letters.
const WIDTHS: [usize; 2] = [8, 40];

/// A table on its way into a sheet.
pub struct Sheet {
    name: String,
    names: Vec<String>,
    /// Unit of each column, empty if it has none.
    units: Vec<String>,
    kinds: Vec<Option<Kind>>,
    rows: Vec<csv::StringRecord>,
}

impl Sheet {
    /// Reads a table of a folder.
    ///
    /// # Errors
    /// When it cannot be read, or is too large for a sheet.
    pub fn read(folder: &Path, name: &str, form: Form, known: Option<&Known>) -> anyhow::Result<Sheet> {
        let text = input::text(&folder.join(format!("{name}.csv")))?;
        let mut reader = csv::ReaderBuilder::new().delimiter(form.delimiter()).from_reader(text.as_bytes());
        let names: Vec<String> = reader.headers()?.iter().map(str::to_owned).collect();
        let mut rows = reader.records().collect::<Result<Vec<_>, _>>()?;
        if rows.len() + 2 > MOST_ROWS || names.len() > MOST_COLUMNS {
            return Err(refuse(format!(
                "{name}.csv has {} rows and {} columns, and a sheet of a workbook at most {MOST_ROWS} and \
                 {MOST_COLUMNS}; choose other tables with --tables",
                rows.len(),
                names.len()
            )));
        }
        let about = |name: &String| known.and_then(|known| known.get(name));
        let unit = |name: &String| about(name).map_or("", |(unit, _)| unit.as_str());
        let units = names.iter().map(|name| match unit(name) {
            unit if unit.is_empty() || UNSAID.contains(&unit) => String::new(),
            unit => format!("[{unit}]"),
        });
        let units = units.collect();
        let kinds: Vec<Option<Kind>> = names.iter().map(|name| about(name).map(|(_, kind)| *kind)).collect();
        if form == Form::Semicolon {
            let point = |(cell, kind): (&str, &Option<Kind>)| match kind {
                Some(Kind::Number) => cell.replacen(',', ".", 1),
                _ => cell.to_owned(),
            };
            rows = rows.iter().map(|row| row.iter().zip(&kinds).map(point).collect()).collect();
        }
        Ok(Sheet { name: name.to_owned(), names, units, kinds, rows })
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Writes it: names, units where there are any, and rows; the first rows and columns stay in view.
    ///
    /// # Errors
    /// Never in practice: it fits.
    pub fn write(&self, to: &mut Worksheet) -> Result<(), XlsxError> {
        to.set_name(&self.name)?;
        let head = Format::new().set_bold().set_text_wrap();
        let line = Format::new().set_italic().set_border_bottom(FormatBorder::Thin);
        let has_units = self.units.iter().any(|unit| !unit.is_empty());
        let first = if has_units { 2 } else { 1 };
        for (column, (name, unit)) in (0_u16..).zip(self.names.iter().zip(&self.units)) {
            to.write_string_with_format(0, column, name, &head)?;
            if has_units {
                to.write_string_with_format(1, column, unit, &line)?;
            }
            let at = usize::from(column);
            let longest = self.rows.iter().take(100).filter_map(|row| row.get(at)).map(str::len).max();
            let widest = longest.unwrap_or(0).max(name.len().min(WIDTHS[1] / 2)).clamp(WIDTHS[0], WIDTHS[1]);
            to.set_column_width(column, widest as f64)?;
            let format = Format::new().set_num_format(self.format(at));
            for (row, cells) in (first..).zip(&self.rows) {
                put(to, row, column, cells.get(at).unwrap_or_default(), self.kinds[at], &format)?;
            }
        }
        to.set_freeze_panes(first, self.coordinates())?;
        let (last_row, last_column) =
            (first - 1 + self.rows.len() as u32, self.names.len().max(1) as u16 - 1);
        to.autofilter(first - 1, 0, last_row, last_column)?;
        Ok(())
    }

    /// How the numbers of a column are shown: whole ones as they are, large ones in groups of three.
    fn format(&self, column: usize) -> &'static str {
        let numbers = self.rows.iter().filter_map(|row| row.get(column)?.parse::<f64>().ok());
        let largest = numbers.fold(0.0, |most: f64, number| most.max(number.abs()));
        match self.kinds[column] {
            Some(Kind::Integer) => "0",
            Some(Kind::Number) if largest >= 1000.0 => "#,##0",
            Some(Kind::Number) if largest >= 10.0 => "#,##0.00",
            _ => "General",
        }
    }

    /// The columns at the start that say what a row is of, at most two.
    fn coordinates(&self) -> u16 {
        let says = |kind: &&Option<Kind>| matches!(kind, Some(Kind::Text | Kind::Integer));
        self.kinds.iter().take(2).take_while(says).count().max(1) as u16
    }
}

/// Writes a cell: a number as one, unless its column holds words or it would lose digits.
fn put(
    to: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    kind: Option<Kind>,
    format: &Format,
) -> Result<(), XlsxError> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && kind != Some(Kind::Text));
    let exact =
        text.bytes().filter(u8::is_ascii_digit).count() <= EXACT_DIGITS || text.parse::<i64>().is_err();
    match (text, number) {
        ("", _) => {}
        ("true" | "false", _) if kind != Some(Kind::Text) => {
            to.write_boolean(row, column, text == "true")?;
        }
        (_, Some(number)) if exact => {
            to.write_number_with_format(row, column, number, format)?;
        }
        _ => {
            let short: String = text.chars().take(MOST_LETTERS).collect();
            to.write_string(row, column, short)?;
        }
    }
    Ok(())
}

/// The last sheet: where the tables come from.
pub struct About {
    lines: Vec<(&'static str, String)>,
}

impl About {
    /// What the manifest of a folder says.
    pub fn of(folder: &Path, said: &Said) -> About {
        let by = &said.provenance;
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (what, hash) = match &said.of {
            Of::Run { results_hash, .. } => ("results hash", results_hash.clone()),
            Of::Experiment { fingerprint } => ("fingerprint", fingerprint.clone()),
        };
        let mut lines = vec![
            ("folder", name),
            ("program", format!("circulus {}", by.version)),
            ("commit", by.commit.clone()),
            ("sources", by.sources.clone()),
            (what, hash),
        ];
        if !by.command.is_empty() {
            lines.push(("command", by.command.clone()));
        }
        lines.push((
            "note",
            "The sheets show the tables of the folder, which circulus verify compares; this workbook is a copy of them."
                .to_owned(),
        ));
        About { lines }
    }

    /// Writes it.
    ///
    /// # Errors
    /// Never in practice: it fits.
    pub fn write(&self, to: &mut Worksheet) -> Result<(), XlsxError> {
        to.set_name("about")?;
        to.set_column_width(0, 14)?;
        to.set_column_width(1, 100)?;
        let head = Format::new().set_bold();
        for (row, (what, text)) in (0_u32..).zip(&self.lines) {
            to.write_string_with_format(row, 0, *what, &head)?;
            to.write_string(row, 1, text.as_str())?;
        }
        Ok(())
    }
}
