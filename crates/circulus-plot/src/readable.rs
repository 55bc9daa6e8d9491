//! For tests of pictures: no text leaves the page or covers another, and no number is wild.

use super::sheet::{Shape, Sheet};

/// Fails with the text or shape that is not to be read.
pub fn check(sheet: &Sheet, place: &str) {
    let texts: Vec<_> = sheet.texts().map(|text| (&text.text, text.area())).collect();
    for (i, (said, area)) in texts.iter().enumerate() {
        assert!(sheet.page().contains(area), "{place}: '{said}' leaves the page: {area:?}");
        assert!(!said.contains("NaN") && !said.contains("inf "), "{place}: {said}");
        // Letters rarely fill the height of their line, so an overlap of a tenth is not visible.
        let tight = area.inset(0.0, 0.1 * area.height(), 0.0, 0.1 * area.height());
        for (other, other_area) in &texts[i + 1..] {
            assert!(!tight.overlaps(other_area), "{place}: '{said}' covers '{other}'");
        }
    }
    for shape in sheet.shapes() {
        let points = match shape {
            Shape::Rectangle(area, _) => vec![(area.left, area.top), (area.right, area.bottom)],
            Shape::Polygon(points, _) | Shape::Path(points, _, _) => points.clone(),
            Shape::Circle(at, _, _) => vec![*at],
            Shape::Text(text) => vec![text.at],
        };
        let inside = |&(x, y): &(f64, f64)| {
            let page = sheet.page();
            (page.left..=page.right).contains(&x) && (page.top..=page.bottom).contains(&y)
        };
        assert!(points.iter().all(inside), "{place}: {shape:?} leaves the page");
    }
}

/// Whether any text of a sheet has these words.
pub fn says(sheet: &Sheet, words: &str) -> bool {
    sheet.texts().any(|text| text.text.contains(words))
}
