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

/// Gap between the right names and the legend.
const GAP: f64 = 40.0;
/// Height of the scale at the foot of the legend.
const SCALE: f64 = 60.0;
/// Most and least height of the small map of all plants.
const WHOLE: [f64; 2] = [230.0, 150.0];
/// Minimum and maximum width of a column of names.
const NAMES: [f64; 2] = [230.0, 400.0];

/// Draws the figure.
pub fn draw(scene: &Scene, title: &str) -> Sheet {
    let sums = scene.run.cluster.sums(scene.scenario.plants.len());
    let flows = Flows::of(scene, &sums);
    let plants = &scene.scenario.plants.raw;
    let places = ground::places(plants);
    let bulk = ground::bulk(&places);
    let note = match (plants.len() > markers::MOST, &bulk) {
        (true, _) => {
            format!("The {} largest plants are drawn, side by side where in one place.", markers::MOST)
        }
        (_, Some(_)) => {
            "Plants in one place are drawn side by side; those far off on the frame, in their direction."
                .to_owned()
        }
        _ => "Plants in one place are drawn side by side.".to_owned(),
    };
    let mut page = Page::new(scene, title, &sentence(scene, &flows), &[], &note);
    let body = page.body;
    if plants.is_empty() {
        page.nothing(body, "no plants");
        return page.sheet;
    }
    let near = bulk.clone().unwrap_or(places);
    let key = key::width(&flows);
    let room = body.width() - key - GAP;
    let wanted = ground::width(&near, body.height());
    let least = names::width(scene, body.height(), NAMES);
    let names = ((room - wanted) / 2.0).clamp(least, NAMES[1]);
    let map = Area { left: body.left + names, right: body.left + room - names, ..body };
    let sheet = &mut page.sheet;
    let ground = Ground::new(&near, map.inset(0.0, 6.0, 0.0, 36.0));
    ground.draw(sheet);
    let bare = sheet.shapes().len();
    let markers = markers::place(scene, &sums, &ground);
    let column = Area { left: body.right - key, ..body };
    let end = key::draw(sheet, scene, &markers.raw, &flows, column);
    let mut right = Area { left: map.right + 14.0, right: body.left + room - 10.0, ..body };
    let foot = column.bottom - 34.0;
    ground.draw_scale(sheet, (column.left, foot), 0.6 * column.width());
    if bulk.is_some() {
        // Below the legend, or where that leaves no room below the names on the right.
        let free = foot - SCALE - end;
        let whole = if free >= WHOLE[1] {
            Area { top: foot - SCALE - free.min(WHOLE[0]), bottom: foot - SCALE, ..column }
        } else {
            let whole = Area { top: right.bottom - WHOLE[0], ..right };
            right.bottom = whole.top - 14.0;
            whole
        };
        ground.draw_whole(sheet, plants, &markers.raw, whole);
    }
    let left = Area { right: map.left - 14.0, ..body };
    names::draw(sheet, scene, &ground, &markers, [left, right]);
    flows.draw(sheet, &markers);
    for plant in markers::drawn(&markers) {
        markers[plant].draw(sheet);
    }
    ground.draw_latitudes(sheet, bare);
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
