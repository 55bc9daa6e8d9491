//! The picture of money: parts that add up to the net benefit, and the words of the terminal.

use circulus::explain::words::comes_to;
use circulus::record::Record;
use circulus::record::account_year::AccountYear;
use circulus::record::rows::YearRow;
use circulus::run::{ClusterEnd, Run};
use circulus::texts::Language;
use circulus_plot::Figure;
use circulus_plot::sheet::{Area, Shape, Sheet};

use super::region;

/// A year in which plants have `plants`, the company 3, the state -2 and lenders 4 billion.
fn year(year: i32, members: f64, others: f64) -> YearRow {
    let account = AccountYear {
        interest: 6e9,
        written_off: 2e9,
        money_members: members * 1e9,
        money_others: others * 1e9,
        ..AccountYear::default()
    };
    // The company: fees of 5 and a grant of 2, less 4. The state: the grant.
    let net = members + others + 3.0 - 2.0 + 4.0;
    let (fees, grant, running_cost, gain) = (5e9, 2e9, 4e9, (net + 4.0) * 1e9);
    YearRow { year, account, fees, grant, running_cost, gain, ..YearRow::default() }
}

fn without(year: i32) -> YearRow {
    let account = AccountYear { money_others: 10e9, ..AccountYear::default() };
    YearRow { year, account, gain: 10e9, ..YearRow::default() }
}

fn run() -> Run {
    Run {
        seed: 1,
        replicate: 0,
        cluster: Record { years: vec![year(2021, 30.0, 20.0), year(2022, 5.0, -1.0)], ..Record::default() },
        twin: Record { years: vec![without(2021), without(2022)], ..Record::default() },
        prevention: None,
        end: ClusterEnd::Lives,
    }
}

fn says(sheet: &Sheet, what: &str) -> bool {
    sheet.texts().any(|text| text.text == what)
}

#[test]
fn sums_are_those_of_the_terminal() {
    let (run, scenario) = (run(), region::scenario(4, 2));
    let sheet = Figure::Money.sheet(&run, &scenario);
    assert_eq!(sheet.description, comes_to(&run, "RUB", Language::En)[0]);
    // Plants: 50 - 10 and 4 - 10. Net: 34 + 6 - 4 + 8.
    for label in [
        "plants 34 bn RUB",
        "the company 6 bn RUB",
        "the state −4 bn RUB",
        "lenders 8 bn RUB",
        "net benefit 44 bn RUB",
    ] {
        assert!(says(&sheet, label), "{label}");
    }
    assert!(sheet.description.contains("Net benefit over the twin: 44 bn RUB"), "{}", sheet.description);
}

#[test]
fn a_run_without_a_company_is_not_compared_with_itself() {
    let scenario = region::scenario(4, 2);
    let alone = Run { end: ClusterEnd::NoCompany, ..run() };
    let sheet = Figure::Money.sheet(&alone, &scenario);
    assert!(says(&sheet, "plants 54 bn RUB") && !sheet.texts().any(|text| text.text.contains("twin")));
}

#[test]
fn bars_stand_on_zero_and_are_as_high_as_the_money() {
    let sheet = Figure::Money.sheet(&run(), &region::scenario(4, 2));
    let bars: Vec<Area> = sheet.shapes().iter().filter_map(bar).collect();
    // Of 2021 plants (40), company (3), state (-2) and lenders (4); the same of 2022 with plants (-6).
    let [plants, company, state, lenders, worse, _, below, _, ..] = bars[..] else { panic!("{bars:?}") };
    let zero = plants.bottom;
    let per = plants.height() / 40.0;
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} against {b}");
    close(company.bottom, plants.top);
    close(lenders.bottom, company.top);
    close(state.top, zero);
    close(worse.top, zero);
    close(below.top, worse.bottom);
    for (area, money) in [(company, 3.0), (state, 2.0), (lenders, 4.0), (worse, 6.0), (below, 2.0)] {
        close(area.height(), per * money);
    }
    // The line of the net benefit rises to 45 and falls to 44.
    let net = sheet.shapes().iter().filter_map(line).next_back().unwrap();
    assert!(net[0].1 < net[1].1, "{net:?}");
}

fn bar(shape: &Shape) -> Option<Area> {
    match shape {
        Shape::Rectangle(area, _) => Some(*area),
        _ => None,
    }
}

/// A line of two years in the widest stroke, but not a symbol, which is level.
fn line(shape: &Shape) -> Option<Vec<(f64, f64)>> {
    match shape {
        Shape::Path(points, width, _) if *width == 5.0 && points[0].1 != points[1].1 => Some(points.clone()),
        _ => None,
    }
}
