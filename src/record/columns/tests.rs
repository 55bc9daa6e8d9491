use std::collections::BTreeSet;

use super::*;

#[test]
fn every_column_has_a_name_of_its_own_a_unit_and_a_meaning() {
    let mut seen = BTreeSet::new();
    for entry in entries(&Names::patterns()) {
        assert!(seen.insert((entry.table, entry.name.clone())), "{} twice in {}", entry.name, entry.table);
        assert!(!entry.unit.is_empty(), "{} has no unit", entry.name);
        assert!(entry.meaning.len() > 3, "{} has no meaning", entry.name);
    }
}

#[test]
fn the_unit_ends_the_name() {
    let endings = [
        ("t", "_t"),
        ("km", "_km"),
        ("t km", "_tkm"),
        ("m2", "_m2"),
        ("<currency>", "_<currency>"),
        ("<currency> per t", "_<currency>_per_t"),
        ("t per year", "_t_per_year"),
        ("per plant and year", "_per_plant_year"),
        ("per year", "_per_year"),
    ];
    for entry in entries(&Names::patterns()) {
        let ending = endings.iter().find(|(unit, _)| *unit == entry.unit);
        if let Some((_, ending)) = ending {
            assert!(entry.name.ends_with(ending), "{} in {}", entry.name, entry.unit);
        } else {
            assert!(!entry.name.ends_with("_t") && !entry.name.ends_with("_km"));
        }
    }
}

#[test]
fn every_table_begins_with_world_and_year() {
    for table in ["indicators", "plants", "deals", "events", "decisions"] {
        let all = entries(&Names::patterns());
        let mut names = all.iter().filter(|e| e.table == table).map(|e| &e.name);
        assert_eq!(names.next().map(String::as_str), Some("world"));
        assert_eq!(names.next().map(String::as_str), Some("year"));
    }
}

#[test]
fn numbers_that_are_not_finite_are_missing() {
    assert_eq!(Cell::number(f64::NAN), Cell::Missing);
    assert_eq!(Cell::number(f64::INFINITY), Cell::Missing);
    assert!(matches!(Cell::number(-0.0), Cell::Number(zero) if zero.is_sign_positive()));
}

#[test]
fn an_axis_has_title_and_unit() {
    let names = Names::patterns();
    let columns = indicators(&names);
    let column = find(&columns, "use_rate").unwrap();
    assert_eq!(column.label(), "Use rate, share");
}
