//! The region: plants by stage and size, members, and flows of waste between plants over the run.

mod flows;
mod ground;
mod key;
mod markers;
mod names;

use super::page::{Page, Scene};
use super::sheet::{Area, Sheet};
use circulus::numbers::{count, percent, tonnes};
use flows::Flows;
use ground::Ground;

/// Width of the legend.
const KEY: f64 = 530.0;
/// Minimum and maximum width of a column of names.
const NAMES: [f64; 2] = [230.0, 400.0];

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let sums = scene.run.cluster.sums(scene.scenario.plants.len());
    let flows = Flows::of(scene, &sums);
    let note = match scene.scenario.plants.len() > markers::MOST {
        true => format!("The {} largest plants are drawn, side by side where in one place.", markers::MOST),
        false => "Plants in one place are drawn side by side.".to_owned(),
    };
    let mut page = Page::new(scene, title, &sentence(scene, &flows), &[], &note);
    let body = page.body;
    if scene.scenario.plants.is_empty() {
        page.nothing(body, "no plants");
        return page.sheet;
    }
    let room = body.width() - KEY;
    let wanted = ground::width(&scene.scenario.plants.raw, body.height());
    let least = (names::widest(scene) + 18.0).clamp(NAMES[0], NAMES[1]);
    let names = ((room - wanted) / 2.0).clamp(least, NAMES[1]);
    let map = Area { left: body.left + names, right: body.right - KEY - names, ..body };
    let sheet = &mut page.sheet;
    let ground = Ground::new(&scene.scenario.plants.raw, map.inset(0.0, 6.0, 0.0, 36.0));
    ground.draw(sheet);
    let markers = markers::place(scene, &sums, &ground);
    let columns = [
        Area { right: map.left - 14.0, ..body },
        Area { left: map.right + 14.0, right: body.right - KEY - 10.0, ..body },
    ];
    names::draw(sheet, scene, &ground, &markers, columns);
    flows.draw(sheet, &markers);
    for plant in markers::drawn(&markers) {
        markers[plant].draw(sheet);
    }
    let column = Area { left: body.right - KEY + 40.0, ..body };
    key::draw(sheet, scene, &ground, &markers.raw, &flows, column);
    page.sheet
}

fn sentence(scene: &Scene, flows: &Flows) -> String {
    let members = members(scene);
    let plants = scene.scenario.plants.len();
    let are = if members == 1 { "is a member" } else { "are members" };
    let members = format!("{members} of {} {are}", count(plants, "plant", "plants"));
    if flows.pairs == 0 {
        return format!("{members} at the end; no deals between plants.");
    }
    let inside = match flows.tonnes_inside / flows.tonnes.max(f64::MIN_POSITIVE) {
        0.0 => "none".to_owned(),
        share => percent(share),
    };
    format!(
        "{members} at the end; {} moved between plants {}, {inside} of it between members.",
        tonnes(flows.tonnes),
        scene.duration(),
    )
}

fn members(scene: &Scene) -> usize {
    scene.years().last().map_or(0, |row| row.members)
}
