//! The picture of projects: who kept the promise, and where each unit stands.

use circulus::record::projects::{ProjectEnd, ProjectRow};
use circulus::run::Run;
use circulus_plot::Figure;
use circulus_plot::sheet::{Point, Shape, Sheet};

use super::region;

/// A unit of 100 million: money in millions.
fn unit(promised: f64, realised: f64, end: ProjectEnd, member: bool) -> ProjectRow {
    ProjectRow {
        year: 2030,
        plant: 0.into(),
        technology: 0.into(),
        member,
        ordered: 2021,
        first_year: 2022,
        years_worked: 9,
        size_t: 1e5,
        capex: 1e8,
        rate: 0.12,
        promised_npv: promised * 1e6,
        realised_npv: realised * 1e6,
        promised_use: 0.8,
        realised_use: Some(0.8),
        end,
    }
}

fn drawn(units: &[ProjectRow]) -> Sheet {
    let scenario = region::scenario(4, 2);
    let mut run: Run = region::run(&scenario, true);
    run.cluster.projects = units.to_vec();
    Figure::Projects.sheet(&run, &scenario)
}

#[test]
fn the_sentence_counts_those_that_kept_the_promise() {
    let sheet = drawn(&[
        unit(50.0, 60.0, ProjectEnd::Life, true),
        unit(80.0, 20.0, ProjectEnd::Closing, false),
        unit(40.0, 40.0, ProjectEnd::Insolvency, true),
        unit(10.0, 30.0, ProjectEnd::Life, true),
        unit(10.0, -90.0, ProjectEnd::Run, true),
    ]);
    assert_eq!(
        sheet.description,
        "5 units ordered in 2 years; 4 ended before the run, of which 3 kept the promise: 180 M RUB of net present \
         value promised, 150 M RUB realised."
    );
    for said in [
        "ordered by a member (4)",
        "ordered by a non-member (1)",
        "at work, or not yet, when the run ended (1)",
    ] {
        assert!(sheet.texts().any(|text| text.text == said), "{said}");
    }
    let open = drawn(&[unit(10.0, -90.0, ProjectEnd::Run, true)]);
    assert_eq!(open.description, "1 unit ordered in 2 years; none ended before the run.");
}

#[test]
fn better_than_promised_is_above_the_line() {
    let sheet = drawn(&[
        unit(50.0, 60.0, ProjectEnd::Life, true),
        unit(80.0, 20.0, ProjectEnd::Life, false),
        unit(-40.0, -40.0, ProjectEnd::Life, true),
    ]);
    // The first two circles are the legend's filled ones.
    let circles: Vec<Point> = sheet.shapes().iter().filter_map(circle).collect();
    let [above, below, on] = circles[circles.len() - 3..] else { panic!("{circles:?}") };
    let dashes: Vec<Point> = sheet.shapes().iter().filter_map(sloping).flatten().collect();
    let (first, last) = (dashes[0], dashes[dashes.len() - 1]);
    let promised = |x: f64| first.1 + (last.1 - first.1) * (x - first.0) / (last.0 - first.0);
    assert!(above.1 < promised(above.0) - 1.0, "{above:?}");
    assert!(below.1 > promised(below.0) + 1.0, "{below:?}");
    assert!((on.1 - promised(on.0)).abs() < 1e-6, "{on:?}");
    assert!(on.0 < above.0 && above.0 < below.0, "promised is to the right");
}

fn circle(shape: &Shape) -> Option<Point> {
    match shape {
        Shape::Circle(at, ..) => Some(*at),
        _ => None,
    }
}

/// A dash of the line of equality.
fn sloping(shape: &Shape) -> Option<Vec<Point>> {
    match shape {
        Shape::Path(points, ..) if points.len() == 2 => {
            let [(ax, ay), (bx, by)] = [points[0], points[1]];
            (ax != bx && ay != by).then(|| points.clone())
        }
        _ => None,
    }
}
