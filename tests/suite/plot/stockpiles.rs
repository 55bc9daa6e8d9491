//! The picture of stockpiles has those of residues, too.

use circulus::ids::ti_vec;
use circulus::record::Record;
use circulus::record::rows::{WasteYear, YearRow};
use circulus::run::{ClusterEnd, Run};
use circulus_plot::Figure;

use crate::residue::chain;

#[test]
fn a_residue_that_is_placed_has_a_panel() {
    let mut scenario = chain();
    scenario.wastes.raw[1].name = "Sand left by crushing".into();
    let years = |sand_t: [f64; 2]| {
        let stocks =
            |stock_t: f64| ti_vec![WasteYear::default(), WasteYear { stock_t, ..WasteYear::default() }];
        let rows = [2000, 2001].into_iter().zip(sand_t);
        rows.map(|(year, t)| YearRow { year, by_waste: stocks(t), ..YearRow::default() }).collect()
    };
    let cluster = Record { years: years([210.0, 420.0]), ..Record::default() };
    let twin = Record { years: years([0.0, 70.0]), ..Record::default() };
    let run = Run { seed: 1, replicate: 0, cluster, twin, prevention: None, end: ClusterEnd::Lives };
    let sheet = Figure::Stockpiles.sheet(&run, &scenario);
    for said in ["Sand left by crushing", "t · 0 to 420 (twin 70)"] {
        assert!(sheet.texts().any(|text| text.text == said), "{said}");
    }
    assert!(sheet.description.starts_with("420 t in stock after 2 years, 0 at the start: 350 t more"));
}

/// The third world has a line and a sign of its own, where there is a company whose money it spends.
#[test]
fn the_third_world_has_a_line() {
    let scenario = super::region::scenario(6, 3);
    let lines = |third: bool, company: bool| {
        let mut run = super::region::run(&scenario, company);
        run.prevention = third.then(|| run.twin.clone());
        let sheet = Figure::Stockpiles.sheet(&run, &scenario);
        let said = sheet.texts().any(|text| text.text == "its money on prevention instead");
        (said, sheet)
    };
    let told = [(false, true), (true, true), (true, false)].map(|(third, company)| lines(third, company).0);
    assert_eq!(told, [false, true, false]);
    assert_ne!(lines(true, true).1, lines(false, true).1);
}

/// A long name is broken or made smaller, not cut.
#[test]
fn a_long_name_is_whole_in_the_pictures() {
    let long = "Fine tailings left by washing and re-concentration";
    let mut scenario = super::region::scenario(6, 3);
    scenario.wastes.raw[0].name = long.into();
    let run = super::region::run(&scenario, true);
    let texts = |figure: Figure| -> Vec<String> {
        figure.sheet(&run, &scenario).texts().map(|text| text.text.clone()).collect()
    };
    assert!(texts(Figure::UseRate).contains(&long.to_owned()));
    let joined = texts(Figure::Stockpiles).join(" ");
    assert!(joined.contains(long), "{joined}");
}
