//! Workbooks: `circulus spreadsheet` writes them, and points are read from them.

use std::fs;
use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::common::Desk;
use crate::sweep::GRID;

const POINTS: &str = "[experiment]\nname = \"again\"\nscenario = \"small.toml\"\nindicators = [\"last_members\"]\n\
    [design]\nkind = \"points\"\nfile = \"FILE\"\n";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("grid.toml", GRID);
    desk
}

fn book(desk: &Desk, path: &str) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(fs::read(desk.path(path)).unwrap())).unwrap()
}

fn sheet(desk: &Desk, path: &str, name: &str) -> Range<Data> {
    book(desk, path).worksheet_range(name).unwrap()
}

/// A sheet of a workbook as it stands in the file.
fn xml(desk: &Desk, path: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(fs::read(desk.path(path)).unwrap())).unwrap();
    let mut text = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Asserts that a sheet has the names and cells of a table, below the units.
fn same(sheet: &Range<Data>, csv: &str, first: usize) {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<&[Data]> = sheet.rows().collect();
    for (cell, name) in rows[0].iter().zip(&header) {
        assert_eq!(cell.to_string(), name);
    }
    let mut lines = 0;
    for (row, cells) in reader.records().zip(&rows[first..]) {
        for (typed, cell) in row.unwrap().iter().zip(*cells) {
            match cell {
                Data::Empty => assert_eq!(typed, ""),
                Data::Float(number) => assert_eq!(number.to_bits(), typed.parse::<f64>().unwrap().to_bits()),
                other => assert_eq!(other.to_string(), typed),
            }
        }
        lines += 1;
    }
    assert_eq!(lines + first, rows.len());
}

#[test]
fn a_workbook_has_the_tables_with_units_and_headers_that_stay() {
    let desk = desk();
    desk.circulus("run small.toml --no-pictures --networks").well();
    let told = desk.circulus("spreadsheet outputs/small").well().out;
    assert!(told.starts_with("The workbook is outputs/small.xlsx: "), "{told}");
    let tables = ["indicators", "plants", "deals", "events", "decisions", "projects", "provenance"];
    assert_eq!(book(&desk, "outputs/small.xlsx").sheet_names()[..7], tables);
    assert_eq!(book(&desk, "outputs/small.xlsx").sheet_names()[7..], ["about"]);
    for table in ["indicators", "deals", "plants"] {
        let csv = fs::read_to_string(desk.path(&format!("outputs/small/{table}.csv"))).unwrap();
        let sheet = sheet(&desk, "outputs/small.xlsx", table);
        same(&sheet, &csv, 2);
        for (name, unit) in sheet.rows().next().unwrap().iter().zip(sheet.rows().nth(1).unwrap()) {
            let (name, unit) = (name.to_string(), unit.to_string());
            assert_eq!(name.ends_with("_rub"), unit == "[RUB]", "{name}: {unit}");
            assert_eq!(name.ends_with("_t") && !name.contains("_per_t"), unit == "[t]", "{name}: {unit}");
        }
    }
    let xml = xml(&desk, "outputs/small.xlsx");
    assert!(xml.contains("xSplit=\"2\"") && xml.contains("ySplit=\"2\"") && xml.contains("state=\"frozen\""));
    assert!(xml.contains("<autoFilter ref=\"A2:"));
    // The same bytes every time.
    desk.circulus("spreadsheet outputs/small --to again.xlsx").well();
    assert!(fs::read(desk.path("again.xlsx")).unwrap() == fs::read(desk.path("outputs/small.xlsx")).unwrap());
    desk.circulus("spreadsheet outputs/small --to some.xlsx --tables deals,indicators").well();
    assert_eq!(book(&desk, "some.xlsx").sheet_names(), ["deals", "indicators", "about"]);
    desk.circulus("spreadsheet outputs/small --tables deal").refused(1, &["outputs/small.xlsx exists"]);
    desk.circulus("spreadsheet outputs/small --tables deal --to b.xlsx").refused(
        2,
        &["--tables: outputs/small has no table deal as CSV; there are indicators, plants, deals"],
    );
    desk.circulus("spreadsheet outputs/small --to outputs/small/x.xlsx")
        .refused(2, &["outputs/small/x.xlsx would stand in outputs/small"]);
    desk.write("outputs/small/deals.csv", "year\n");
    desk.circulus("spreadsheet outputs/small --to b.xlsx").refused(1, &["deals.csv was altered"]);
}

#[test]
fn a_workbook_of_runs_is_a_design_like_their_table() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    desk.circulus("spreadsheet outputs/grid").well();
    let runs = fs::read_to_string(desk.path("outputs/grid/runs.csv")).unwrap();
    let first = sheet(&desk, "outputs/grid.xlsx", "runs");
    same(
        &first,
        &runs,
        if first.rows().nth(1).unwrap().iter().any(|cell| cell.to_string().starts_with('[')) { 2 } else { 1 },
    );
    for file in ["outputs/grid/runs.csv", "outputs/grid.xlsx"] {
        desk.write("again.toml", &POINTS.replace("FILE", file));
        desk.circulus("sweep again.toml --force").well();
        let points = fs::read_to_string(desk.path("outputs/again/points.csv")).unwrap();
        assert_eq!(points, fs::read_to_string(desk.path("outputs/grid/points.csv")).unwrap(), "{file}");
    }
}

/// Writes a workbook of points on the desk with `fill`.
fn points(desk: &Desk, name: &str, fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("My points").unwrap();
    fill(sheet);
    book.add_worksheet().set_name("Notes").unwrap();
    book.save(desk.path(name)).unwrap();
    desk.write("points.toml", &POINTS.replace("FILE", name));
}

#[test]
fn points_are_read_from_a_workbook_as_it_is_typed() {
    let desk = desk();
    points(&desk, "p.xlsx", |sheet| {
        for (column, key) in [(0, "management.enabled"), (1, "join.w_norm"), (2, "scenario.seed")] {
            sheet.write(0, column, key).unwrap();
        }
        sheet.write(1, 0, true).unwrap();
        sheet.write(1, 1, 0.5).unwrap();
        sheet.write(1, 2, 3).unwrap();
        sheet.write(2, 0, 0).unwrap();
        sheet.write(2, 1, "1,5").unwrap(); // a text, as where decimals follow a comma
        sheet.write(2, 2, "9007199254740993").unwrap();
        // A row is left out, and a cell.
        sheet.write(4, 0, "True").unwrap();
        sheet.write(4, 2, 7).unwrap();
    });
    desk.circulus("sweep points.toml").well();
    assert_eq!(
        fs::read_to_string(desk.path("outputs/again/points.csv")).unwrap(),
        "point,management.enabled,join.w_norm,scenario.seed\n0,true,0.5,3\n1,false,1.5,9007199254740993\n2,true,,7\n"
    );
    desk.circulus("verify outputs/again").well();
}

#[test]
fn faults_of_a_workbook_are_told_by_sheet_and_cell() {
    let desk = desk();
    points(&desk, "p.xlsx", |sheet| {
        for (column, key) in [(0, "join.w_norm"), (1, "join.w_nrm"), (2, "scenario.seed")] {
            sheet.write(0, column, key).unwrap();
        }
        sheet.write(1, 0, "much; \"too\" much").unwrap();
        sheet.write(1, 2, 0.5).unwrap();
        let day = ExcelDateTime::from_ymd(2026, 2, 1).unwrap();
        sheet.write_with_format(3, 0, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write(4, 4, "stray").unwrap();
    });
    let ran = desk.circulus("sweep points.toml").refused(
        2,
        &[
            "p.xlsx, sheet My points, cell B1: 'join.w_nrm' is no key of a scenario",
            "p.xlsx, sheet My points, cell A2: join.w_norm = much; \"too\" much: must be a number",
            "p.xlsx, sheet My points, cell C2: scenario.seed = 0.5: must be a whole number",
            "p.xlsx, sheet My points, cell A4: join.w_norm = a date or a time: must be a number",
            "p.xlsx, sheet My points, cell A5: has 5 cells in this line and 3 keys in the first",
            "5 faults; nothing was run",
        ],
    );
    assert!(!ran.err.contains('|'), "no line of text is shown, as there is none: {}", ran.err);
    // Two far corners are not a table of all between.
    points(&desk, "p.xlsx", |sheet| {
        sheet.write(0, 0, "join.w_norm").unwrap();
        sheet.write(1_048_575, 16_383, 1).unwrap();
    });
    desk.circulus("sweep points.toml").refused(
        2,
        &["p.xlsx, sheet My points, cell A1048576: has 16,384 cells in this line and 1 key in the first"],
    );
}

#[test]
fn a_workbook_is_told_for_what_it_is() {
    let desk = desk();
    points(&desk, "p.csv", |sheet| {
        sheet.write(0, 0, "join.w_norm").unwrap();
    });
    desk.circulus("sweep points.toml").refused(
        2,
        &["points.toml:7:8: p.csv is a workbook, whatever its name; give it a name that ends with .xlsx"],
    );
    points(&desk, "p.ods", |_| {});
    desk.circulus("sweep points.toml").refused(2, &["p.ods is a workbook of a form that is not read (ods)"]);
    fs::write(desk.path("p.xls"), [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]).unwrap();
    desk.write("points.toml", &POINTS.replace("FILE", "p.xls"));
    desk.circulus("sweep points.toml").refused(2, &["p.xls is a workbook of a form that is not read (xls)"]);
    fs::write(desk.path("p.xlsx"), b"PK\x03\x04 and nothing else").unwrap();
    desk.write("points.toml", &POINTS.replace("FILE", "p.xlsx"));
    desk.circulus("sweep points.toml").refused(2, &["p.xlsx is no workbook that can be read"]);
    points(&desk, "p.xlsx", |_| {});
    desk.circulus("sweep points.toml").refused(2, &["p.xlsx, sheet My points", "no column is a key"]);
    assert_eq!(
        desk.names("."),
        ["grid.toml", "p.csv", "p.ods", "p.xls", "p.xlsx", "points.toml", "small.toml"]
    );
}

/// Cells of a table, the names first.
fn cells(desk: &Desk, path: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .from_path(desk.path(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"));
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn tables_with_semicolons_hold_the_same_numbers_and_verify() {
    let desk = desk();
    desk.circulus("run small.toml --no-pictures").well();
    desk.circulus("run small.toml --no-pictures --csv semicolon --name semi").well();
    for table in circulus::output::TABLES {
        let plain = cells(&desk, &format!("outputs/small/{table}.csv"), b',');
        let semi = cells(&desk, &format!("outputs/semi/{table}.csv"), b';');
        let back: Vec<Vec<String>> = semi
            .iter()
            .zip(&plain)
            .map(|(row, same)| {
                let pairs = row.iter().zip(same);
                pairs
                    .map(|(cell, same)| if cell == same { cell.clone() } else { cell.replacen(',', ".", 1) })
                    .collect()
            })
            .collect();
        assert_eq!(back, plain, "{table}");
        assert!(table != "deals" || semi != plain, "there are decimal commas");
    }
    let manifest = fs::read_to_string(desk.path("outputs/semi/manifest.json")).unwrap();
    assert!(manifest.contains("  \"csv\": \"semicolon\",\n"), "the form is on record");
    assert!(!fs::read_to_string(desk.path("outputs/small/manifest.json")).unwrap().contains("\"csv\""));
    let verified = desk.circulus("verify outputs/semi").well().out;
    assert!(verified.ends_with("all as it should be\n") && !verified.contains("note"), "{verified}");
    desk.circulus("report outputs/semi").well();
    for name in ["small", "semi"] {
        desk.circulus(&format!("spreadsheet outputs/{name} --to {name}.xlsx")).well();
    }
    for table in circulus::output::TABLES {
        let [one, other] = ["small.xlsx", "semi.xlsx"].map(|name| sheet(&desk, name, table));
        assert!(one == other, "{table}");
    }
    desk.circulus("run small.toml --csv tab").refused(2, &["'tab'", "comma, semicolon"]);
    let deals = fs::read_to_string(desk.path("outputs/semi/deals.csv")).unwrap();
    desk.write("outputs/semi/deals.csv", &deals.replacen("cluster;", "twin;", 1));
    desk.circulus("verify outputs/semi")
        .refused(1, &["deals.csv, line 2, world: is twin and the program gives cluster"]);
}
