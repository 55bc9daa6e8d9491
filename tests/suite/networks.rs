//! `run --networks`: points, lines and edges, read by another reader and compared with the tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use geojson::{FeatureCollection, GeoJson, GeometryValue, JsonObject};

use circulus::scenario::Scenario;

use crate::common::{Desk, root};

/// World, year, supplier, converter and waste of a flow.
type Key = [String; 5];

fn collection(desk: &Desk, path: &str) -> FeatureCollection {
    let text = fs::read_to_string(desk.path(path)).unwrap();
    match text.parse::<GeoJson>().unwrap() {
        GeoJson::FeatureCollection(collection) => collection,
        other => panic!("{path}: {other}"),
    }
}

fn word(properties: &JsonObject, key: &str) -> String {
    let value = properties.get(key).unwrap_or_else(|| panic!("no {key} in {properties:?}"));
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn run(desk: &Desk, scenario: &str, name: &str) -> Scenario {
    let file = root().join(format!("configs/{scenario}.toml"));
    let line = format!("run {} --no-pictures --networks --name {name}", file.display());
    desk.circulus(&line).well();
    Scenario::load(&file, &[]).unwrap()
}

/// Tonnes and gain of the deals between plants, from a table with these columns.
fn from_table(desk: &Desk, path: &str, columns: [&str; 5], gain: &str) -> BTreeMap<Key, [f64; 2]> {
    let mut reader = csv::Reader::from_path(desk.path(path)).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (columns, numbers) = (columns.map(at), ["converted_t", gain].map(at));
    let mut found: BTreeMap<Key, [f64; 2]> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        let key = columns.map(|at| row[at].to_owned());
        if key[2] != key[3] {
            let sums = found.entry(key).or_default();
            for (sum, at) in sums.iter_mut().zip(numbers) {
                *sum += row[at].parse::<f64>().unwrap();
            }
        }
    }
    found
}

fn same(one: &BTreeMap<Key, [f64; 2]>, other: &BTreeMap<Key, [f64; 2]>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (key, numbers) in one {
        for (a, b) in numbers.iter().zip(other[key]) {
            assert!((a - b).abs() <= 1e-9 * a.abs(), "{key:?}: {a} and {b}");
        }
    }
}

#[test]
fn lines_and_edges_are_the_deals_between_plants() {
    let desk = Desk::new();
    let scenario = run(&desk, "classroom", "map");
    let deals = from_table(
        &desk,
        "outputs/map/deals.csv",
        ["world", "year", "supplier", "converter", "waste"],
        "gain_rub",
    );
    assert!(deals.keys().any(|key| key[0] == "cluster") && deals.keys().any(|key| key[0] == "twin"));
    let edges = from_table(
        &desk,
        "outputs/map/edges.csv",
        ["world", "year", "Source", "Target", "waste"],
        "gain_money",
    );
    same(&deals, &edges);
    let places: BTreeMap<&str, [f64; 2]> =
        scenario.plants.iter().map(|plant| (plant.id.as_str(), [plant.lon_deg, plant.lat_deg])).collect();
    let mut lines: BTreeMap<Key, [f64; 2]> = BTreeMap::new();
    for feature in collection(&desk, "outputs/map/flows.geojson").features {
        let properties = feature.properties.unwrap();
        let key = ["world", "year", "supplier", "converter", "waste"].map(|key| word(&properties, key));
        let GeometryValue::LineString { coordinates } = feature.geometry.unwrap().value else {
            panic!("no line for {key:?}")
        };
        let ends: Vec<&[f64]> = coordinates.iter().map(|place| place.as_slice()).collect();
        assert_eq!(ends, [places[key[2].as_str()], places[key[3].as_str()]], "longitude is first");
        let numbers = ["converted_t", "gain_money"].map(|name| properties[name].as_f64().unwrap());
        assert!(lines.insert(key, numbers).is_none(), "a flow has one line");
    }
    same(&deals, &lines);
    let text = fs::read_to_string(desk.path("outputs/map/edges.csv")).unwrap();
    assert!(text.starts_with("Source,Target,Type,Weight,world,year,waste,converted_t,"), "{text}");
    assert!(text.lines().skip(1).all(|line| line.split(',').nth(2) == Some("Directed")));
}

#[test]
fn points_are_the_rows_of_plants_where_the_plants_stand() {
    let desk = Desk::new();
    let scenario = run(&desk, "classroom", "map");
    let mut reader = csv::Reader::from_path(desk.path("outputs/map/plants.csv")).unwrap();
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let [world, year, plant, stock] = ["world", "year", "plant", "stock_t"].map(at);
    let mut rows: BTreeMap<[String; 3], f64> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        rows.insert([&row[world], &row[year], &row[plant]].map(str::to_owned), row[stock].parse().unwrap());
    }
    let points = collection(&desk, "outputs/map/plants.geojson");
    assert_eq!(points.foreign_members.unwrap()["currency"], "RUB");
    assert_eq!(points.features.len(), rows.len());
    for feature in points.features {
        let properties = feature.properties.unwrap();
        let key = ["world", "year", "plant"].map(|key| word(&properties, key));
        let plant = scenario.plants.iter().find(|plant| plant.id == key[2]).unwrap();
        assert_eq!(word(&properties, "name"), plant.name);
        assert_eq!(properties["stock_t"].as_f64(), Some(rows[&key]), "{key:?}");
        assert_eq!(properties.len(), header.len() + 1, "the name, and every column of the table");
        let GeometryValue::Point { coordinates } = feature.geometry.unwrap().value else {
            panic!("no point for {key:?}")
        };
        assert_eq!(coordinates.as_slice(), [plant.lon_deg, plant.lat_deg], "longitude is first");
    }
}

#[test]
fn names_are_the_same_in_every_currency() {
    let desk = Desk::new();
    let names = |scenario: &str| -> Vec<BTreeSet<String>> {
        run(&desk, scenario, scenario);
        let of = |name: &str| {
            let first = collection(&desk, &format!("outputs/{scenario}/{name}")).features.swap_remove(0);
            first.properties.unwrap().into_iter().map(|(name, _)| name).collect()
        };
        let edges = fs::read_to_string(desk.path(&format!("outputs/{scenario}/edges.csv"))).unwrap();
        let header = edges.lines().next().unwrap().split(',').map(str::to_owned).collect();
        vec![of("plants.geojson"), of("flows.geojson"), header]
    };
    let roubles = names("classroom");
    assert!(roubles[0].contains("cash_money") && roubles[1].contains("gain_money"));
    assert_eq!(roubles, names("kalundborg"));
}

#[test]
fn networks_are_verified_and_asked_for() {
    let desk = Desk::new();
    desk.circulus("run small.toml --no-pictures --networks").well();
    let verified = desk.circulus("verify outputs/small").well().out;
    assert!(verified.ends_with("all as it should be\n") && !verified.contains("note"), "{verified}");
    desk.circulus("run small.toml --no-pictures --name plain").well();
    let (with, without) = (desk.files("outputs/small"), desk.files("outputs/plain"));
    for (name, bytes) in &without {
        assert!(name == "manifest.json" || with[name] == *bytes, "{name} is another one");
    }
    assert_eq!(with.len(), without.len() + 3);
    let text = fs::read_to_string(desk.path("outputs/small/edges.csv")).unwrap();
    desk.write("outputs/small/edges.csv", &text.replacen("Directed", "Undirected", 1));
    desk.circulus("verify outputs/small").refused(1, &["edges.csv was altered", "edges.csv, line 2, Type"]);
    // Too many points are refused before the run.
    let large = root().join("configs/synthetic.toml");
    let many = format!(
        "run {} --set generate.n=17000 --set scenario.years=300 --networks --name many",
        large.display()
    );
    desk.circulus(&many)
        .refused(2, &["--networks writes a point for each plant, year and world, here 10,200,000 points"]);
    assert!(!desk.path("outputs/many").exists());
}
