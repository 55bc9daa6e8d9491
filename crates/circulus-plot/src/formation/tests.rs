use super::*;
use crate::readable::{check, says};
use crate::sheet::Shape;

const LONG: &str = "infrastructure.logistics.effects.transport_cost, share of the cost";

/// A lattice of points, in which the claim holds above a diagonal.
fn lattice(side: usize) -> Points {
    let place = |i: usize| (i as f64 + 0.5) / side as f64;
    let x: Vec<f64> = (0..side * side).map(|i| place(i % side)).collect();
    let y: Vec<f64> = (0..side * side).map(|i| place(i / side)).collect();
    let holds = x.iter().zip(&y).map(|(x, y)| f64::from(x + y > 1.0)).collect();
    Points { x, y, holds }
}

fn picture(points: &Points, log: bool, own: Option<(f64, f64)>) -> Picture<'_> {
    let key = Key { name: LONG, log };
    let claim = "At the end of 2040 at least five plants are members of the cluster";
    Picture {
        points,
        x: key,
        y: key,
        own,
        claim,
        world: "A world with a name",
        origin: "robust · 900 points",
    }
}

#[test]
fn a_map_is_readable_and_has_its_contours() {
    for side in [12, 30, 60] {
        for log in [false, true] {
            let points = lattice(side);
            let sheet = draw(&picture(&points, log, Some((0.3, 0.4))));
            check(&sheet, &format!("{side} {log}"));
            for label in ["25 %", "50 %", "75 %"] {
                let bold = sheet.texts().filter(|text| text.bold && text.text == label).count();
                assert_eq!(bold, 1, "{label} of {side} {log}");
            }
            assert!(says(&sheet, "the scenario's own values") && says(&sheet, "bandwidth"));
        }
    }
}

#[test]
fn of_many_points_some_are_drawn() {
    let sheet = draw(&picture(&lattice(60), false, None));
    let dots =
        sheet.shapes().iter().filter(|shape| matches!(shape, Shape::Circle(_, radius, _) if *radius < 3.0));
    assert!((480..=DOTS).contains(&dots.count()));
    assert!(says(&sheet, "of 3,600 drawn"));
    assert!(!says(&sheet, "own values"));
}

#[test]
fn values_outside_have_no_cross_and_are_told() {
    let sheet = draw(&picture(&lattice(30), false, Some((7.0, 0.5))));
    check(&sheet, "outside");
    assert!(sheet.description.ends_with("own values lie outside the map."));
}

#[test]
fn no_point_one_point_and_wild_points_make_no_map() {
    let one = Points { x: vec![0.5], y: vec![2.0], holds: vec![1.0] };
    let wild = Points { x: vec![f64::NAN; 50], y: vec![1.0; 50], holds: vec![0.5; 50] };
    for points in [Points::default(), one, wild] {
        let sheet = draw(&picture(&points, true, Some((0.5, 2.0))));
        check(&sheet, "few");
        assert!(says(&sheet, "too few points for a map"));
    }
}

#[test]
fn a_region_without_points_is_hatched() {
    let mut points = lattice(40);
    points.holds.iter_mut().zip(&points.x).for_each(|(holds, x)| {
        if *x > 0.4 {
            *holds = f64::NAN;
        }
    });
    // The axis still has the whole range of the keys.
    let field = |points: &Points| {
        let placed: Vec<Placed> = (0..points.x.len())
            .filter(|&i| points.holds[i].is_finite())
            .map(|i| Placed { x: points.x[i], y: points.y[i], holds: points.holds[i] })
            .collect();
        field::field(&placed, 0.05, COLUMNS, ROWS)
    };
    let field = field(&points);
    assert!(field.cell(5, 20).is_some() && field.cell(COLUMNS - 5, 20).is_none());
    let blank = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| (column, row)));
    let blank = blank.filter(|&(column, row)| field.cell(column, row).is_none()).count();
    let mut sheet = Sheet::new("", "");
    heat(&mut sheet, Area::PAGE, &field);
    let hatches = sheet.shapes().iter().filter(|shape| matches!(shape, Shape::Path(..))).count();
    assert_eq!(hatches, blank);
}

#[test]
fn a_long_name_keeps_its_end() {
    let long =
        format!("technology.cement_from_slag.{LONG}_and_of_everything_else_that_there_may_be, RUB per t");
    let (name, size) = named(&Key { name: &long, log: true }, 700.0);
    assert!(name.starts_with('…') && name.ends_with("RUB per t (log scale)"), "{name}");
    assert!(size < LABEL && text::width(&name, size, false) <= 700.0);
    assert_eq!(named(&Key { name: "join.w_norm", log: false }, 700.0).0, "join.w_norm");
}
