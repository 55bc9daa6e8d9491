//! The region: plants by stage and size, members, and flows of waste between plants over the run.

mod flows;
mod ground;
mod key;
mod markers;
mod names;

use super::numbers::{count, percent, tonnes};
use super::page::{Page, Scene};
use super::sheet::{Area, Sheet};
use flows::Flows;
use ground::Ground;

/// Width of the column that explains the signs.
const KEY: f64 = 470.0;
/// Width of a column of names.
const NAMES: f64 = 300.0;

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let flows = Flows::of(scene);
    let note = "Plants in one place are drawn side by side.";
    let mut page = Page::new(scene, title, &sentence(scene, &flows), &[], note);
    let body = page.body;
    if scene.scenario.plants.is_empty() {
        page.nothing(body, "no plants");
        return page.sheet;
    }
    let map = Area { left: body.left + NAMES, right: body.right - KEY - NAMES, ..body };
    let sheet = &mut page.sheet;
    let ground = Ground::new(&scene.scenario.plants, map.inset(0.0, 6.0, 0.0, 36.0));
    ground.draw(sheet);
    let markers = markers::place(scene, &ground);
    flows.draw(sheet, &markers);
    for marker in &markers {
        marker.draw(sheet);
    }
    let columns = [
        Area { right: map.left - 14.0, ..body },
        Area { left: map.right + 14.0, right: body.right - KEY - 10.0, ..body },
    ];
    names::draw(sheet, scene, &ground, &markers, columns);
    let column = Area { left: body.right - KEY + 40.0, ..body };
    key::draw(sheet, scene, &markers, &flows, column);
    page.sheet
}

fn sentence(scene: &Scene, flows: &Flows) -> String {
    let members = members(scene);
    let plants = count(scene.scenario.plants.len(), "plant", "plants");
    if flows.pairs == 0 {
        return format!("{plants}, {members} of them members at the end; no deals between plants.");
    }
    format!(
        "{plants}, {members} of them members at the end; {} moved between {} of plants {}, {} of it between members.",
        tonnes(flows.tonnes),
        count(flows.pairs, "pair", "pairs"),
        scene.duration(),
        percent(flows.tonnes_inside / flows.tonnes.max(f64::MIN_POSITIVE)),
    )
}

fn members(scene: &Scene) -> usize {
    scene.years().last().map_or(0, |row| row.members)
}
