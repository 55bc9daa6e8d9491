//! Every table, and a key by its path.

use super::{Kind, Parameter, ROOT, Shape, Table};

/// Every table, the file itself first, outer tables before inner ones.
pub fn tables() -> Vec<&'static Table> {
    fn visit(table: &'static Table, list: &mut Vec<&'static Table>) {
        list.push(table);
        for inner in table.tables {
            visit(inner, list);
        }
    }
    let mut list = Vec::new();
    visit(&ROOT, &mut list);
    list
}

/// The table with a path, such as `plant.stream`.
pub fn table(path: &str) -> Option<&'static Table> {
    tables().into_iter().find(|table| table.path == path)
}

/// The description of a key by its path in a scenario, such as `join.w_norm`,
/// `waste.ash.disposal_fee`, `plant.KGOK.cash` or `plant.KGOK.stream.ash.stock`.
///
/// ```
/// let (table, key) = circulus::scenario::parameters::find("waste.ash.disposal_fee").unwrap();
/// assert_eq!((table.path, key.unit), ("waste.<id>", "money/t"));
/// ```
pub fn find(path: &str) -> Option<(&'static Table, &'static Parameter)> {
    let parts: Vec<&str> = path.split('.').map(|part| part.trim_matches('"')).collect();
    let mut table = &ROOT;
    let mut at = 0;
    loop {
        let part = *parts.get(at)?;
        if let Some(inner) = table.tables.iter().find(|t| t.name() == part) {
            at += match inner.shape {
                Shape::One | Shape::Optional => 1,
                Shape::ById { .. } | Shape::List { .. } => 2,
            };
            table = inner;
            continue;
        }
        // What a change sets may be addressed without `set`.
        if table.path == "change" && table.keys.iter().all(|key| key.key != part) {
            return find(&parts[at..].join(".")).filter(|(_, changed)| changed.dated);
        }
        let (key, _) = table.all_keys().find(|(p, _)| p.key == part)?;
        let inside = parts.len() - at - 1;
        if key.kind == Kind::Changes && inside > 0 {
            return find(&parts[at + 1..].join(".")).filter(|(_, changed)| changed.dated);
        }
        let fits = inside == 0 || matches!(key.kind, Kind::Map { .. });
        return fits.then_some((table, key));
    }
}
