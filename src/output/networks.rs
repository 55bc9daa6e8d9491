//! Networks for maps and graphs, year by year: `plants.geojson` and `flows.geojson` as RFC 7946 has them, for QGIS and
//! other programs of maps, and `edges.csv` with the columns that Gephi knows.
//!
//! The worlds of a year come one after the other. Every feature stands on a line of its own.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::OutputError;
use super::csv::{self, Form, cell_text};
use crate::ids::PlantId;
use crate::record::columns::{Cell, Column, InWorld, Kind, Names, World, flows, links, plants};
use crate::record::flows::of_year;
use crate::record::rows::{DealRow, PlantRow};
use crate::run::Run;

/// The files.
pub const NETWORKS: [&str; 3] = ["plants.geojson", "flows.geojson", "edges.csv"];

/// The networks of a run in progress.
#[derive(Debug)]
pub struct Networks {
    /// The names, with money in place of the currency.
    names: Names,
    plants: Features,
    flows: Features,
    edges: Writer,
}

impl Networks {
    /// Starts the files in a folder.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn new(folder: &Path, names: &Names) -> Result<Networks, OutputError> {
        let [plants, flows, edges] = NETWORKS.map(|name| folder.join(name));
        let currency = &names.currency;
        let names = in_money(names);
        let mut edges = Writer::new(edges)?;
        edges.put(
            &csv::header(Form::Comma, &links(&names)).map_err(|error| csv::formatting(&edges.path, error))?,
        )?;
        let (plants, flows) = (Features::new(plants, currency)?, Features::new(flows, currency)?);
        Ok(Networks { names, plants, flows, edges })
    }

    /// Adds a year of a world.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(
        &mut self,
        world: World,
        plant_rows: impl Iterator<Item = PlantRow>,
        deals: impl Iterator<Item = DealRow>,
    ) -> Result<(), OutputError> {
        let Networks { names, plants: points, flows: lines, edges } = self;
        let names = &*names;
        let rows: Vec<PlantRow> = plant_rows.collect();
        let name = |row: &InWorld<'_, PlantRow>| match names.plants.get(row.row.plant) {
            Some(plant) => Cell::text(&plant.name),
            None => Cell::Missing,
        };
        let mut columns = vec![Column::new("name", "word", "Name of the plant", Kind::Text, name)];
        columns.extend(plants(names));
        for row in &rows {
            let place = format!(r#"{{"type":"Point","coordinates":{}}}"#, place(at(names, row.plant)));
            points.put(&place, &columns, &InWorld { world, row })?;
        }
        let sums = of_year(deals);
        let columns = flows(names);
        for row in &sums {
            let line = line(at(names, row.supplier), at(names, row.converter));
            lines.put(&line, &columns, &InWorld { world, row })?;
        }
        let rows = sums.iter().map(|row| InWorld { world, row });
        edges.put(
            &csv::lines(Form::Comma, &links(names), rows)
                .map_err(|error| csv::formatting(&edges.path, error))?,
        )
    }

    /// Completes the files.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn finish(mut self) -> Result<(), OutputError> {
        self.plants.finish()?;
        self.flows.finish()?;
        self.edges.finish()
    }
}

/// Writes the networks of a finished run into a folder.
///
/// # Errors
/// When a file cannot be written.
pub fn write(folder: &Path, run: &Run, names: &Names) -> Result<(), OutputError> {
    let mut networks = Networks::new(folder, names)?;
    for year in run.cluster.years.iter().map(|row| row.year) {
        for (world, record) in [(World::Cluster, &run.cluster), (World::Twin, &run.twin)] {
            let plants = record.plants.iter().filter(|row| row.year == year);
            let deals = record.deals.iter().filter(|row| row.year == year);
            networks.add(world, plants.copied(), deals.copied())?;
        }
    }
    networks.finish()
}

/// The names with which columns have the same name in every currency.
pub fn in_money(names: &Names) -> Names {
    Names { currency: "money".to_owned(), ..names.clone() }
}

/// A file in progress.
#[derive(Debug)]
struct Writer {
    path: PathBuf,
    to: BufWriter<File>,
}

impl Writer {
    fn new(path: PathBuf) -> Result<Writer, OutputError> {
        match File::create(&path) {
            Ok(file) => Ok(Writer { path, to: BufWriter::new(file) }),
            Err(source) => Err(OutputError::at(&path, source)),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.to.write_all(bytes).map_err(|source| OutputError::at(&self.path, source))
    }

    fn finish(&mut self) -> Result<(), OutputError> {
        self.to.flush().map_err(|source| OutputError::at(&self.path, source))
    }
}

/// A collection of features in progress.
#[derive(Debug)]
struct Features {
    to: Writer,
    /// Whether it has a feature.
    begun: bool,
}

impl Features {
    fn new(path: PathBuf, currency: &str) -> Result<Features, OutputError> {
        let mut to = Writer::new(path)?;
        let head = format!(r#"{{"type":"FeatureCollection","currency":{},"features":["#, json(currency));
        to.put(head.as_bytes())?;
        Ok(Features { to, begun: false })
    }

    fn put<R>(&mut self, geometry: &str, columns: &[Column<'_, R>], row: &R) -> Result<(), OutputError> {
        let start = if self.begun { ",\n" } else { "\n" };
        self.begun = true;
        let mut text = format!(r#"{start}{{"type":"Feature","geometry":{geometry},"properties":{{"#);
        for (index, column) in columns.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            let value = match column.value(row) {
                Cell::Missing => "null".to_owned(),
                Cell::Text(value) => json(&value),
                other => cell_text(&other),
            };
            text.push_str(&format!("{comma}{}:{value}", json(&column.name)));
        }
        text.push_str("}}");
        self.to.put(text.as_bytes())
    }

    fn finish(&mut self) -> Result<(), OutputError> {
        self.to.put(b"\n]}\n")?;
        self.to.finish()
    }
}

/// A text as JSON.
fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Longitude and latitude of a plant.
fn at(names: &Names, plant: PlantId) -> [f64; 2] {
    names.plants.get(plant).map_or([0.0; 2], |plant| [plant.lon_deg, plant.lat_deg])
}

fn place(place: [f64; 2]) -> String {
    let [lon, lat] = place.map(|degrees| cell_text(&Cell::number(degrees)));
    format!("[{lon},{lat}]")
}

/// A line; cut in two where it crosses the meridian of 180 degrees, as RFC 7946 asks for.
fn line(from: [f64; 2], to: [f64; 2]) -> String {
    let ([x, y], [u, v]) = (from, to);
    let around = if u - x > 180.0 { -360.0 } else { 360.0 };
    if (u - x).abs() <= 180.0 {
        return format!(r#"{{"type":"LineString","coordinates":[{},{}]}}"#, place(from), place(to));
    }
    let edge = around / 2.0;
    let lat = y + (v - y) * (edge - x) / (u + around - x);
    let [first, second] = [[from, [edge, lat]], [[-edge, lat], to]].map(|ends| ends.map(place).join(","));
    format!(r#"{{"type":"MultiLineString","coordinates":[[{first}],[{second}]]}}"#)
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_over_the_meridian_of_180_degrees_is_cut() {
        assert_eq!(
            line([60.5, 56.8], [61.0, 57.0]),
            r#"{"type":"LineString","coordinates":[[60.5,56.8],[61,57]]}"#
        );
        assert_eq!(
            line([179.0, 60.0], [-179.0, 62.0]),
            r#"{"type":"MultiLineString","coordinates":[[[179,60],[180,61]],[[-180,61],[-179,62]]]}"#
        );
        assert_eq!(
            line([-179.0, 62.0], [179.0, 60.0]),
            r#"{"type":"MultiLineString","coordinates":[[[-179,62],[-180,61]],[[180,61],[179,60]]]}"#
        );
    }
}
