//! The first sheet of a workbook (xlsx) as lines of cells, so that it is read like a CSV file, and its faults are told by
//! sheet and cell.

use std::path::Path;

use circulus::scenario::Faults;
use circulus::scenario::input;

/// What stands between the cells of [`Book::text`]; decimal commas are allowed, as in a cell that is text.
pub(super) const DELIMITER: u8 = b';';

/// How files of workbooks begin: xlsx and ods are archives, xls is of an older form.
const BEGINNINGS: [&[u8]; 2] = [b"PK\x03\x04", &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]];

/// A sheet of a workbook.
#[derive(Debug)]
pub(super) struct Book {
    /// Its name.
    sheet: String,
    /// Its cells, a line a row.
    pub text: String,
}

/// The first sheet of a file, if it is a workbook.
///
/// # Errors
/// Why it cannot be read, to follow its name.
pub(super) fn read(path: &Path) -> Result<Option<Book>, String> {
    // A file that cannot be read at all is told by the reader of texts.
    let head = input::head(path, 8).unwrap_or_default();
    if !BEGINNINGS.iter().any(|beginning| head.starts_with(beginning)) {
        return Ok(None);
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if !["xlsx", "xlsm"].contains(&ending.as_str()) {
        return Err(match ending.as_str() {
            "ods" | "xls" | "xlsb" => {
                format!("is a workbook of a form that is not read ({ending}); save it as xlsx, or as CSV")
            }
            _ => {
                "is a workbook, whatever its name; give it a name that ends with .xlsx, or save it as CSV in \
                  the spreadsheet"
                    .to_owned()
            }
        });
    }
    #[cfg(feature = "spreadsheets")]
    return opened::first_sheet(path).map(Some);
    #[cfg(not(feature = "spreadsheets"))]
    Err("is a workbook, and this build reads none; save it as CSV".to_owned())
}

impl Book {
    /// Faults of the text, told by sheet and cell.
    pub fn in_cells(&self, mut faults: Faults) -> Faults {
        for fault in &mut faults.list {
            let line = self.text.lines().nth(fault.line.wrapping_sub(1)).unwrap_or_default();
            let before: String = line.chars().take(fault.column.saturating_sub(1)).collect();
            let mut quoted = false;
            let separators = before.bytes().filter(|byte| {
                quoted ^= *byte == b'"';
                *byte == DELIMITER && !quoted
            });
            let cell = format!("{}{}", letters(separators.count()), fault.line);
            fault.file = match fault.line {
                0 => format!("{}, sheet {}", fault.file, self.sheet),
                _ => format!("{}, sheet {}, cell {cell}", fault.file, self.sheet),
            };
            (fault.line, fault.column, fault.excerpt) = (0, 0, String::new());
            if let Some(quoted) = fault.value.strip_prefix('"') {
                fault.value = quoted.strip_suffix('"').unwrap_or(quoted).replace("\"\"", "\"");
            }
        }
        faults
    }
}

/// The letters of a column, counted from 0: A, B, ..., Z, AA.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    match column / 26 {
        0 => last.to_string(),
        more => letters(more - 1) + &last.to_string(),
    }
}

#[cfg(feature = "spreadsheets")]
mod opened {
    use std::collections::BTreeMap;
    use std::io::Cursor;
    use std::path::Path;

    use calamine::{DataRef, Reader, Xlsx, XlsxError};

    use super::{Book, DELIMITER};
    use circulus::scenario::input;

    /// Most bytes of the text of a sheet.
    const MOST: usize = 512 << 20;

    pub(super) fn first_sheet(path: &Path) -> Result<Book, String> {
        let bytes =
            input::bytes(path).map_err(|error| format!("cannot be read: {}", input::reason(&error)))?;
        let failed = |error: XlsxError| match error {
            XlsxError::Password => "is protected by a password; save it without one".to_owned(),
            error => format!("is no workbook that can be read ({error}); save it anew as xlsx, or as CSV"),
        };
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(failed)?;
        let sheet = book.sheet_names().into_iter().next().ok_or("has no sheet")?;
        let mut cells = book.worksheet_cells_reader(&sheet).map_err(failed)?;
        // Only cells that hold something: two far corners do not make a table of all between.
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        while let Some(cell) = cells.next_cell().map_err(failed)? {
            let (row, column) = cell.get_position();
            let typed = typed(cell.get_value());
            if !typed.is_empty() {
                rows.entry(row).or_default().insert(column, typed);
            }
        }
        let text = text(&rows).ok_or("is too large: at most 512 MB of cells are read")?;
        Ok(Book { sheet, text })
    }

    /// A cell as it would be typed. Control characters have no place in a cell.
    fn typed(cell: &DataRef<'_>) -> String {
        let text = match cell {
            DataRef::Int(value) => value.to_string(),
            DataRef::Float(value) => value.to_string(),
            DataRef::String(text) => text.clone(),
            DataRef::SharedString(text) => (*text).to_owned(),
            DataRef::Bool(value) => value.to_string(),
            DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => {
                "a date or a time".to_owned()
            }
            DataRef::Error(error) => error.to_string(),
            DataRef::Empty => String::new(),
        };
        text.replace(char::is_control, " ").trim().to_owned()
    }

    /// The lines: rows that are empty stay, so that lines have the numbers of rows, and every row has a cell for each
    /// of the first one.
    fn text(rows: &BTreeMap<u32, BTreeMap<u32, String>>) -> Option<String> {
        let width = |row: &BTreeMap<u32, String>| row.keys().next_back().map_or(0, |last| last + 1);
        let named = rows.values().next().map_or(0, width);
        let (mut text, mut next) = (String::new(), 0);
        for (row, cells) in rows {
            text.extend(std::iter::repeat_n('\n', (row - next) as usize));
            next = row + 1;
            for column in 0..named.max(width(cells)) {
                if column > 0 {
                    text.push(char::from(DELIMITER));
                }
                let cell = cells.get(&column).map_or("", String::as_str);
                match cell.contains([char::from(DELIMITER), '"']) {
                    true => text.push_str(&format!("\"{}\"", cell.replace('"', "\"\""))),
                    false => text.push_str(cell),
                }
            }
            text.push('\n');
            if text.len() > MOST {
                return None;
            }
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
