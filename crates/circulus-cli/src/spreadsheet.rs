//! `circulus spreadsheet`: the tables of a folder of results as one workbook, for Excel, LibreOffice and the like.

mod sheet;

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::apart::{beside, outside};
use super::{print, refuse};
use circulus::numbers::count;
use circulus::output::TABLES;
use circulus::output::csv::Form;
use circulus::output::file::{self, Kind};
use circulus::output::verify::{self, Of, Said};
use circulus::record::columns::{self, Column, Names};
use circulus::scenario;
use circulus_experiment::asked::Asked;
use circulus_experiment::{saved, table};
use sheet::{About, Known, Sheet};

/// Put the tables of a folder of results into one workbook (xlsx), a sheet each, with units below the names
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Folder of a run or of an experiment
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// Tables that become sheets, in this order, with commas between; all without it
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    tables: Vec<String>,
    /// File that is written; FOLDER.xlsx beside the folder without it
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Replace an earlier workbook
    #[arg(long)]
    force: bool,
}

const WORKBOOK: Kind = Kind { name: "workbook of circulus", is: is_ours };
/// Who made a workbook, by its properties.
const AUTHOR: &str = "circulus spreadsheet";

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let folder = &arguments.folder;
    let file = beside(folder, arguments.to.as_ref(), "--to", "xlsx")?;
    outside(folder, &file, "--to")?;
    // Refused before the work, not after.
    file::may_write(&file, WORKBOOK, arguments.force)?;
    let (said, notes) = verify::intact(folder)?;
    let tables = chosen(&arguments, &said)?;
    let known = known(folder, &said)?;
    let mut book = Workbook::new();
    // No clock: the same results give the same bytes.
    let date = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
    book.set_properties(&DocProperties::new().set_author(AUTHOR).set_creation_datetime(&date));
    let form = match &said.of {
        Of::Run { csv, .. } => *csv,
        Of::Experiment { .. } => Asked::open(folder)?.csv,
    };
    let mut rows = 0;
    for table in &tables {
        let form = match (&said.of, TABLES.contains(&table.as_str())) {
            (Of::Run { .. }, false) => Form::Comma, // the table of sources
            _ => form,
        };
        let sheet = Sheet::read(folder, table, form, known.get(table.as_str()))?;
        rows += sheet.rows();
        sheet.write(book.add_worksheet()).map_err(failed)?;
    }
    About::of(folder, &said).write(book.add_worksheet()).map_err(failed)?;
    let bytes = book.save_to_buffer().map_err(failed)?;
    file::write(&file, &bytes, WORKBOOK, arguments.force)?;
    let notes: String = notes.iter().map(|note| format!("note: {note}\n")).collect();
    print(&format!(
        "{notes}The workbook is {}: {} in {} ({}).\n",
        file.display(),
        count(rows, "row", "rows"),
        count(tables.len(), "sheet", "sheets"),
        tables.join(", ")
    ))
}

/// The tables of a folder that were asked for, or all of them: those of a run in their order, of an experiment the runs
/// first.
fn chosen(arguments: &Arguments, said: &Said) -> anyhow::Result<Vec<String>> {
    let rank = |table: &&str| match TABLES.iter().position(|known| known == table) {
        Some(at) => at,
        None if *table == "runs" => 0,
        None if ["points", "provenance"].contains(table) => TABLES.len() + 1,
        None => TABLES.len(),
    };
    let mut there: Vec<&str> =
        said.files.iter().filter_map(|entry| entry.path.strip_suffix(".csv")).collect();
    there.retain(|table| *table != "edges");
    there.sort_by_key(|table| (rank(table), *table));
    if let Some(stranger) = arguments.tables.iter().find(|name| !there.contains(&name.as_str())) {
        return Err(refuse(format!(
            "--tables: {} has no table {stranger} as CSV; there are {}",
            arguments.folder.display(),
            there.join(", ")
        )));
    }
    let all = || there.iter().map(|table| (*table).to_owned()).collect();
    Ok(if arguments.tables.is_empty() { all() } else { arguments.tables.clone() })
}

/// What is known of the columns of each table.
fn known(folder: &Path, said: &Said) -> anyhow::Result<BTreeMap<&'static str, Known>> {
    let mut known: BTreeMap<&'static str, Known> = BTreeMap::new();
    match said.of {
        Of::Run { .. } => {
            let loaded = scenario::load(&folder.join(super::remake::SCENARIO), &[])?;
            for entry in columns::entries(&Names::of(&loaded.scenario)) {
                known.entry(entry.table).or_default().insert(entry.name, (entry.unit, entry.kind));
            }
        }
        Of::Experiment { .. } => {
            let (plan, _) = saved::open(folder)?;
            known.insert("runs", of(&table::runs(&plan)));
            known.insert("points", of(&table::points(&plan)));
        }
    }
    Ok(known)
}

fn of<R>(columns: &[Column<'_, R>]) -> Known {
    columns.iter().map(|column| (column.name.clone(), (column.unit.clone(), column.kind))).collect()
}

fn failed(error: XlsxError) -> anyhow::Error {
    anyhow::anyhow!("the workbook could not be made: {error}")
}

/// Whether a file is a workbook that this command made and nobody saved anew.
fn is_ours(bytes: &[u8]) -> bool {
    let core = zip::ZipArchive::new(Cursor::new(bytes)).and_then(|mut archive| {
        let file = archive.by_name("docProps/core.xml")?;
        Ok(std::io::read_to_string(file)?)
    });
    core.is_ok_and(|core| core.contains(&format!("<cp:lastModifiedBy>{AUTHOR}<")))
}
