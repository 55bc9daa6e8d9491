//! What people write in place of what is read, and what does it.

use super::Path;
use crate::scenario::parameters::{Parameter, Table};
use crate::scenario::tree::{Data, Node};

/// A hint for a key that a table does not have; empty for most.
pub(super) fn of_key(key: &str, table: &Table, path: Path) -> String {
    if !["opens", "closes"].contains(&key) {
        return String::new();
    }
    match table.path {
        "plant.stream" => {
            format!("; a [[change]] does it: year = ..., set = {{ \"{}\" = ... }}", path.key("t_per_year"))
        }
        _ => "; plants alone open and close, and a [[change]] changes other keys by year".into(),
    }
}

/// A hint for a value of the wrong kind; empty for most.
pub(super) fn of_value(key: &Parameter, node: &Node) -> String {
    match (key.key, &node.data) {
        (_, Data::Table(_)) => "; a table in a file gives it as value, and --set gives it alone".into(),
        ("lat", Data::Text(text)) => degrees(text, "south of the equator", ['N', 'S']),
        ("lon", Data::Text(text)) => degrees(text, "west of Greenwich", ['E', 'W']),
        _ => String::new(),
    }
}

/// How a text such as `12.37 S` is written as a number.
fn degrees(text: &str, negative: &str, [plus, minus]: [char; 2]) -> String {
    let upper = text.trim().to_uppercase();
    let number = upper.trim_matches(|c: char| !c.is_ascii_digit()).parse::<f64>().ok();
    let number = number.map(|size| match (upper.contains(minus), upper.contains(plus)) {
        (true, _) => format!(", here {:?}", -size),
        (_, true) => format!(", here {size:?}"),
        _ => String::new(),
    });
    format!("; a number without quotes, less than 0 {negative}{}", number.unwrap_or_default())
}
