//! Paths of prices: from a CSV file, and whether they fit the scenario [N6].
//!
//! A line has a year and a price, separated by a comma, or by a semicolon or a tab, and then a decimal comma is
//! allowed. A first line that does not begin with a number is a heading.

use super::fill::allowed;
use super::filled::{Filled, Item, NoKey, Value};
use super::parameters::{MOST_PER_T, YEARS_OF_PATH};
use super::source::{Collector, Place};
use super::tree::{Data, Node};
use crate::laws::price::of_path;

/// The years and prices of a file, as if they were written in the scenario.
pub(super) fn read(text: &str, source: usize) -> Result<Data, Vec<(Place, String)>> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = [';', '\t'].into_iter().find(|c| first.contains(*c)).unwrap_or(',');
    let (mut list, mut faults) = (Vec::new(), Vec::new());
    let (mut start, mut heading) = (0, true);
    for line in text.split_inclusive('\n') {
        let here = Place { source, start, end: start + line.trim_end().len() };
        start += line.len();
        let mut cells: Vec<Node> = Vec::new();
        let mut at = here.start;
        for cell in line.trim_end().split(delimiter) {
            let typed = cell.trim().trim_matches('"').trim();
            let begin = at + cell.find(typed).unwrap_or(0);
            let place = Place { source, start: begin, end: begin + typed.len() };
            cells.push(Node::plain(place, value(typed, delimiter)));
            at += cell.len() + delimiter.len_utf8();
        }
        while cells.last().is_some_and(|cell| cell.place.start == cell.place.end) {
            cells.pop();
        }
        let number = |cell: &Node| matches!(cell.data, Data::Integer(_) | Data::Float(_));
        let is_heading = heading;
        heading &= cells.is_empty();
        match cells.as_slice() {
            [] => {}
            [first, ..] if is_heading && !number(first) => {}
            [year, price] if number(year) && number(price) => {
                list.push(Node::plain(here, Data::List(cells)));
            }
            _ => {
                let hint = if cells.len() > 2 { "; a decimal comma needs ; between the cells" } else { "" };
                faults.push((here, format!("must be a year and a price, such as 2030,1500{hint}")));
            }
        }
    }
    if list.is_empty() && faults.is_empty() {
        let here = Place { source, start: 0, end: 0 };
        faults.push((here, "has no prices; write a year and a price a line, such as 2030,1500".into()));
    }
    if faults.is_empty() { Ok(Data::List(list)) } else { Err(faults) }
}

fn value(typed: &str, delimiter: char) -> Data {
    if let Ok(whole) = typed.parse::<i64>() {
        return Data::Integer(whole.into());
    }
    let point = if delimiter == ',' { typed.to_owned() } else { typed.replacen(',', ".", 1) };
    match point.parse::<f64>() {
        Ok(number) if number.is_finite() => Data::Float(number + 0.0), // no -0
        _ => Data::Text(typed.into()),
    }
}

/// The message for a path that begins after the run.
pub(super) fn begins_late(first: i32, start_year: i64) -> Option<String> {
    let late = i64::from(first) > start_year;
    late.then(|| {
        format!("must begin in {start_year}, the first year of the run, or before, not in {first}; add a price for it")
    })
}

/// A product has a price or a path, and a path does not begin after the run.
pub(super) fn check(root: &Filled, faults: &mut Collector) -> Result<(), NoKey> {
    let head = root.own("scenario")?;
    let start_year = head.item("start_year")?.map(|_| head.integer("start_year")).transpose()?;
    for product in root.all("product")? {
        let refused = |key: &str| product.refused.contains(&key);
        let path = product.item("path")?;
        let first = path.map(|_| product.prices("path")).transpose()?.and_then(<[_]>::first);
        if let (Some(item), Some((first, _)), Some(start_year)) = (path, first, start_year)
            && let Some(message) = begins_late(*first, start_year)
        {
            faults.value(item.place, format!("product.{}.path", product.id), message, None);
        }
        if first.is_none() && product.item("price")?.is_none() && !refused("price") && !refused("path") {
            let Some(key) = product.schema.keys.iter().find(|key| key.key == "price") else {
                return Err(NoKey::new(product.schema, "price", "a key"));
            };
            let message =
                format!("'price' is missing in [product.{}]: {}, or give a path", product.id, allowed(key));
            faults.say(product.place, message, None);
        }
    }
    Ok(())
}

/// Gives a product that has a path alone the price of the first year.
pub(super) fn complete(root: &mut Filled) -> Result<(), NoKey> {
    let start_year = root.own("scenario")?.integer("start_year")?;
    let products = root.tables.iter_mut().filter(|(table, _)| table.path == "product.<id>");
    for product in products.flat_map(|(_, list)| list) {
        if product.item("price")?.is_some() {
            continue;
        }
        let schema = product.schema;
        let Some(key) = schema.keys.iter().find(|key| key.key == "price") else {
            return Err(NoKey::new(schema, "price", "a key"));
        };
        let year = i32::try_from(start_year).unwrap_or(i32::MAX);
        let Some(price) = of_path(product.prices("path")?, year) else {
            return Err(NoKey::new(schema, "path", "a price of the first year"));
        };
        product.items.push(Item::plain(key, Value::Number(price), product.place));
        product.items.sort_by_key(|item| schema.keys.iter().position(|p| p.key == item.key.key));
    }
    Ok(())
}

/// What is wrong with a path of a scenario made in code, if anything.
pub(super) fn wrong(path: &[(i32, f64)], start_year: i32) -> Option<String> {
    let (first, _) = path.first()?;
    let fits =
        |(year, price): &(i32, f64)| YEARS_OF_PATH.contains(year) && (0.0..=MOST_PER_T).contains(price);
    if !path.iter().all(fits) {
        let (from, to) = (YEARS_OF_PATH.start(), YEARS_OF_PATH.end());
        return Some(format!("must have years from {from} to {to} and prices from 0 to {MOST_PER_T:e}"));
    }
    if !path.is_sorted_by(|a, b| a.0 < b.0) {
        return Some("must have each year once, in order".into());
    }
    begins_late(*first, start_year.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(i128, f64)> {
        let Data::List(list) = read(text, 0).unwrap() else { panic!() };
        let cell = |node: &Node| match node.data {
            Data::Integer(v) => v as f64,
            Data::Float(v) => v,
            _ => panic!(),
        };
        let pair = |node: &Node| match &node.data {
            Data::List(pair) => (cell(&pair[0]) as i128, cell(&pair[1])),
            _ => panic!(),
        };
        list.iter().map(pair).collect()
    }

    #[test]
    fn spreadsheets_r_and_pandas_write_the_same_prices() {
        let wanted = [(2020, 100.5), (2030, 120.0)];
        for text in [
            "2020,100.5\n2030,120\n",
            "year,price\r\n2020,100.5\r\n\r\n2030,120",
            "year;price\n2020;100,5\n2030;120,0\n",
            "2020;100,5\n2030;120",
            "\n\"year\"\t\"price\"\n2020\t100.5\n\"2030\"\t\"120\"\n",
            "2020 , 100.5,,\n2030,1.2e2",
        ] {
            assert_eq!(pairs(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn lines_that_are_no_year_and_price_are_told_with_their_place() {
        let told = |text: &str| {
            let faults = read(text, 3).unwrap_err();
            faults.into_iter().map(|(place, message)| (place.start, message)).collect::<Vec<_>>()
        };
        let bad = |hint: &str| format!("must be a year and a price, such as 2030,1500{hint}");
        assert_eq!(told("2020,1\n2021\n2022,x\n"), [(7, bad("")), (12, bad(""))]);
        assert_eq!(told("2020,x"), [(0, bad(""))], "a heading does not begin with a number");
        assert_eq!(told("year,price\nyear,price\n"), [(11, bad(""))], "one heading");
        let hint = "; a decimal comma needs ; between the cells";
        assert_eq!(told("2020,1,5"), [(0, bad(hint))]);
        assert_eq!(told("2020,inf"), [(0, bad(""))]);
        assert!(told("\n \n")[0].1.starts_with("has no prices"));
        assert!(told("year,price")[0].1.starts_with("has no prices"));
    }

    #[test]
    fn paths_made_in_code_are_checked() {
        assert_eq!(wrong(&[], 2021), None);
        assert_eq!(wrong(&[(2021, 0.0), (2022, 1e11)], 2021), None);
        for path in [&[(2022, 1.0)][..], &[(2020, -1.0)], &[(2020, f64::NAN)], &[(2020, 1.0), (2020, 2.0)]] {
            assert!(wrong(path, 2021).is_some(), "{path:?}");
        }
    }
}
