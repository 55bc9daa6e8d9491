//! CSV, Parquet and GraphML hold what the rows hold.

use std::fs::File;
use std::path::Path;

use circulus::output::{Layout, TABLES, graphml, summary_json, write_tables};
use circulus::record::columns::Names;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use super::data;

#[test]
fn rows_as_csv() {
    let folder = tempfile::tempdir().unwrap();
    let names = Names::of(&data::scenario().scenario);
    write_tables(folder.path(), &data::run(), &names, &Layout::ALL).unwrap();
    let read = |table: &str| std::fs::read_to_string(folder.path().join(table)).unwrap();
    insta::assert_snapshot!(read("decisions.csv"), @r"
    world,year,choice,plant,member,technology,infrastructure,study_gain_rub,value_rub,evidence,entry_cost_rub,expected_gain_rub,expected_fee_rub,from_gain,from_norm,from_attitude,from_trust,bias,inertia,utility,probability,draw,size_t_per_year,reachable_supply_t,margin_rub_per_t,capex_rub,discount_rate,npv_rub,loan_rub,levels,step_cost_rub,step_value_rub,step_upkeep_rub
    cluster,2025,join,works,false,,,900000,800000,0.2,50000,700000,100000,0.6,0.1,0,0,-0.5,-0.1,0.1,0.3333333333333333,0.25,,,,,,,,,,,
    cluster,2025,decline,works,false,,,900000,800000,0.2,50000,700000,100000,0.6,0.1,0,0,-0.5,-0.1,0.1,0.3333333333333333,0.25,,,,,,,,,,,
    cluster,2025,leave,works,true,,,,,,,700000,100000,0.6,0.1,0,0,-0.5,-0.1,0.1,0.3333333333333333,0.25,,,,,,,,,,,
    cluster,2025,invest,crusher,true,crushing,,,,,,,,,,,,,,,,,50000,60000,20,15000000,0.15,1000000,5000000,,,,
    cluster,2025,build,,,,information,,,,,,,,,,,,,,,,,,,,,,,0.25,25000000,60000000,2500000
    ");
    insta::assert_snapshot!(read("events.csv"), @r"
    world,year,kind,plant,member,waste,product,partner,loss_rub,covered_rub,released_t,contracts_ended
    cluster,2026,accident,works,true,slag,,,500000,0,12.5,0
    cluster,2026,dissolution,,,,,,500000,0,12.5,0
    twin,2026,accident,works,true,slag,,,500000,0,12.5,0
    twin,2026,dissolution,,,,,,500000,0,12.5,0
    ");
    insta::assert_snapshot!(read("deals.csv"), @r"
    world,year,supplier,converter,waste,technology,product,source,term,inside,supplier_member,converter_member,converted_t,residue_t,haul_km,surplus_rub_per_t,deal_cost_rub,gain_rub,supplier_gain_rub,converter_gain_rub,transfers_rub,accounted_synergy_rub,synergy_matching_rub,synergy_logistics_rub,synergy_transaction_rub,synergy_processing_rub
    cluster,2025,works,crusher,slag,crushing,gravel,fresh,new,true,true,true,30000,0,19.5,40,200000,1000000,400000,600000,0,250000,0,250000,0,0
    cluster,2025,crusher,crusher,slag,crushing,gravel,fresh,new,false,true,true,30000,0,19.5,40,200000,1000000,400000,600000,0,250000,0,250000,0,0
    cluster,2026,works,crusher,slag,crushing,gravel,fresh,new,true,true,true,30000,0,19.5,40,200000,1000000,400000,600000,0,250000,0,250000,0,0
    cluster,2026,crusher,crusher,slag,crushing,gravel,fresh,new,false,true,true,30000,0,19.5,40,200000,1000000,400000,600000,0,250000,0,250000,0,0
    ");
}

#[test]
fn counterfactual_is_cluster_less_twin() {
    let folder = tempfile::tempdir().unwrap();
    let names = Names::of(&data::scenario().scenario);
    write_tables(folder.path(), &data::run(), &names, &Layout::ALL).unwrap();
    let (header, rows) = csv_table(&folder.path().join("indicators.csv"));
    let at = |row: usize, name: &str| {
        let column = header.iter().position(|column| column == name).unwrap();
        rows[row][column].clone()
    };
    assert_eq!(rows.len(), 4);
    assert_eq!((at(0, "world").as_str(), at(2, "world").as_str()), ("cluster", "twin"));
    assert_eq!(at(0, "counterfactual_reused_t"), "30000");
    assert_eq!(at(1, "counterfactual_stock_t"), "-60000");
    assert_eq!(at(3, "counterfactual_stock_t"), "0");
    assert_eq!(at(0, "synergy_risk_rub"), "1e-7");
    assert_eq!(at(0, "use_rate_slag"), "0.5");
    assert_eq!(at(0, "stock_class_IV_t"), "550000");
    assert_eq!(at(0, "events_accident_members_per_plant_year"), "0.5");
    assert_eq!(at(2, "events_accident_members_per_plant_year"), "", "no members, no rate");
    assert_eq!(at(2, "median_haul_km"), "", "no deals, no haul");
}

/// The two formats of a table agree in every cell.
#[test]
fn csv_and_parquet_hold_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let names = Names::of(&data::scenario().scenario);
    let both = Layout { parquet: true, ..Layout::ALL };
    write_tables(folder.path(), &data::run(), &names, &both).unwrap();
    for table in TABLES {
        let (header, rows) = csv_table(&folder.path().join(format!("{table}.csv")));
        let (columns, cells) = parquet_table(&folder.path().join(format!("{table}.parquet")));
        assert_eq!(header, columns, "{table}");
        assert_eq!(rows.len(), cells.len(), "{table}");
        assert!(!rows.is_empty(), "{table}");
        for (row, cells) in rows.iter().zip(&cells) {
            for ((text, cell), column) in row.iter().zip(cells).zip(&header) {
                assert!(agrees(text, cell), "{table}, {column}: {text} and {cell:?}");
            }
        }
    }
}

fn agrees(text: &str, cell: &Field) -> bool {
    match cell {
        Field::Null => text.is_empty(),
        Field::Long(value) => text == value.to_string(),
        Field::Double(value) => text.parse::<f64>().is_ok_and(|text| text.to_bits() == value.to_bits()),
        Field::Str(value) => text == value,
        Field::Bool(value) => text == value.to_string(),
        _ => false,
    }
}

#[test]
fn parquet_says_unit_and_meaning() {
    let folder = tempfile::tempdir().unwrap();
    let names = Names::of(&data::scenario().scenario);
    write_tables(folder.path(), &data::run(), &names, &Layout { instead: true, ..Layout::ALL }).unwrap();
    let file = File::open(folder.path().join("deals.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let about = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let of = |key: &str| about.iter().find(|entry| entry.key == key).unwrap().value.clone().unwrap();
    assert_eq!(of("surplus_rub_per_t.unit"), "RUB per t");
    assert_eq!(of("haul_km.meaning"), "Haul: 0 within a plant");
}

#[test]
fn the_network_has_every_plant_and_escapes_names() {
    let loaded = data::scenario();
    let mut page = Vec::new();
    graphml::write_to(&mut page, &Names::of(&loaded.scenario), &data::run().cluster).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert_eq!(page.matches("<node ").count(), 3);
    assert_eq!(page.matches("<edge ").count(), 1, "a plant's own conversion is no link");
    assert!(page.contains("Smith &amp; Sons &lt;Works&gt;"));
    assert!(page.contains("<data key=\"edge_total_t\">60000</data>"));
    assert!(page.contains("<data key=\"edge_years\">2</data>"));
    assert!(page.contains("<data key=\"edge_products\">gravel</data>"));
    assert_eq!(opened(&page), Vec::<String>::new(), "every element is closed");
}

/// Elements still open at the end; panics at an end tag without its element.
fn opened(page: &str) -> Vec<String> {
    let mut open = Vec::new();
    for tag in page.split('<').skip(1).map(|part| part.split_once('>').unwrap().0) {
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name));
        } else if !tag.starts_with('?') && !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap().to_owned());
        }
    }
    open
}

#[test]
fn the_summary_tells_cluster_from_twin() {
    let loaded = data::scenario();
    let text = summary_json(&data::run(), &loaded.scenario, "0123456789ab").unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(summary["cluster"]["total_reused_t"], 100_000.0);
    assert_eq!(summary["twin"]["total_reused_t"], 40_000.0);
    assert_eq!(summary["difference"]["total_reused_t"], 60_000.0);
    assert_eq!(summary["cluster"]["stock_change_t"], 100_000.0);
    assert_eq!(summary["cluster"]["median_haul_km"], 19.5);
    assert_eq!(summary["twin"]["median_haul_km"], serde_json::Value::Null);
    assert_eq!(summary["difference"]["peak_members"], 2);
    assert_eq!(summary["cluster_end"], "lives");
    assert_eq!(summary["results_hash"], "0123456789ab");
}

fn csv_table(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
    let header = texts(reader.headers().unwrap());
    (header, reader.records().map(|record| texts(&record.unwrap())).collect())
}

fn parquet_table(path: &Path) -> (Vec<String>, Vec<Vec<Field>>) {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let schema = reader.metadata().file_metadata().schema();
    let header = schema.get_fields().iter().map(|field| field.name().to_owned()).collect();
    let rows = reader.get_row_iter(None).unwrap();
    let cells = rows.map(|row| row.unwrap().into_columns().into_iter().map(|(_, cell)| cell).collect());
    (header, cells.collect())
}
