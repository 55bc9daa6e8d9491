//! The region: plants by stage and size, members, and flows of waste between plants over the run.

pub mod flows;
pub mod ground;
mod key;
pub mod markers;
mod names;

use super::page::{Page, Scene};
use super::sheet::{Area, Sheet};
use super::voice::Words;
use circulus::numbers::percent;
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

const NONE: Words = ["none", "нисколько"];
const CAPTION: Words = [
    "{members} of {plants} {plants|plant|plants} {members|is a member|are members} at the end; {tonnes} moved between \
     plants {years}, {inside} of it between members.",
    "В конце в кластере {members} из {plants} предприятий; между предприятиями {years} перемещено {tonnes}, из них между \
     участниками {inside}.",
];
const WITHOUT_DEALS: Words = [
    "{members} of {plants} {plants|plant|plants} {members|is a member|are members} at the end; no deals between plants.",
    "В конце в кластере {members} из {plants} предприятий; сделок между предприятиями не было.",
];

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
    let ground = Ground::new(&near, map.inset(0.0, 6.0, 0.0, 36.0), scene.voice);
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

/// The key numbers.
pub fn sentence(scene: &Scene, flows: &Flows) -> String {
    let voice = scene.voice;
    let inside = match flows.tonnes_inside / flows.tonnes.max(f64::MIN_POSITIVE) {
        0.0 => voice.say(NONE, &[]),
        share => voice.local(&percent(share)),
    };
    let slots = [
        ("members", voice.whole(members(scene))),
        ("plants", voice.whole(scene.scenario.plants.len())),
        ("tonnes", voice.tonnes(flows.tonnes)),
        ("years", scene.duration()),
        ("inside", inside),
    ];
    let words = if flows.pairs == 0 { WITHOUT_DEALS } else { CAPTION };
    voice.say(words, &slots.each_ref().map(|(slot, text)| (*slot, text.as_str())))
}

fn members(scene: &Scene) -> usize {
    scene.years().last().map_or(0, |row| row.members)
}
