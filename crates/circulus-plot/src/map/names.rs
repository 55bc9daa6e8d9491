//! Names of plants, in columns left and right of the map, each with a leader line to its position.

use circulus::ids::{PlantId, TiSlice};

use crate::labels::spread;
use crate::page::Scene;
use crate::sheet::{Anchor, Area, Point, Sheet, Text};
use crate::style::{BLACK, GREY, MEMBERS};
use crate::text;
use circulus::numbers::fixed;

use super::ground::Ground;
use super::markers::{Marker, Standing};

/// Font size of the names.
const SIZE: f64 = 19.0;
/// Height of a line of names.
const STEP: f64 = 1.2 * SIZE;
/// Gap between two sites.
const AIR: f64 = 7.0;
/// Maximum number of sites named on one side, if there are more than [`MANY`] plants.
const FEW: usize = 12;
/// Number of plants above which only the largest sites are named.
const MANY: usize = 200;
/// Maximum number of lines for one site, with few plants and with many.
const LINES: [usize; 2] = [8, 4];
/// Number of plants above which some are omitted.
const CROWD: usize = 60;

/// Farthest that the second line of a name is indented.
const INDENT: f64 = 14.0;

/// A line of a name.
struct Line {
    text: String,
    size: f64,
    member: bool,
    /// Not the first of its name.
    further: bool,
}

/// Plants in one place.
struct Site {
    plants: Vec<PlantId>,
    at: Point,
    tonnes: f64,
}

/// Draws the names of as many sites as fit in the two columns, the largest first.
pub fn draw(
    sheet: &mut Sheet,
    scene: &Scene,
    ground: &Ground,
    markers: &TiSlice<PlantId, Marker>,
    columns: [Area; 2],
) {
    let mut sites = sites(scene, markers);
    let most = if markers.len() > MANY { FEW } else { usize::MAX };
    let mut used = [0.0; 2];
    let mut sides: [Vec<(Site, Vec<Line>)>; 2] = [Vec::new(), Vec::new()];
    sites.sort_by(|a, b| b.tonnes.total_cmp(&a.tonnes));
    let middle = middle_of(&sites, ground);
    for site in sites {
        let near = usize::from(site.at.0 > middle);
        for side in [near, 1 - near] {
            let lines = lines(scene, ground, markers, &site, columns[side].width());
            let height = lines.len() as f64 * STEP + AIR;
            if used[side] + height <= columns[side].height() && sides[side].len() < most {
                used[side] += height;
                sides[side].push((site, lines));
                break;
            }
        }
    }
    for (side, column) in columns.iter().enumerate() {
        let wanted: Vec<f64> = sides[side].iter().map(|(site, _)| site.at.1).collect();
        let heights: Vec<f64> =
            sides[side].iter().map(|(_, lines)| lines.len() as f64 * STEP + AIR).collect();
        let places = spread(&wanted, &heights, column.top, column.bottom);
        for ((site, lines), place) in sides[side].iter().zip(places) {
            label(sheet, site, lines, place, column, side == 0);
        }
    }
}

/// The longitude that divides left from right: the median, so that the columns fill evenly.
fn middle_of(sites: &[Site], ground: &Ground) -> f64 {
    let mut places: Vec<f64> = sites.iter().map(|site| site.at.0).collect();
    places.sort_by(f64::total_cmp);
    let median = places.get(places.len() / 2).copied();
    median.unwrap_or(ground.area.middle().0) - 0.01
}

fn label(sheet: &mut Sheet, site: &Site, lines: &[Line], place: f64, column: &Area, left: bool) {
    let (edge, anchor, out) =
        if left { (column.right, Anchor::End, 1.0) } else { (column.left, Anchor::Start, -1.0) };
    let elbow = (edge + out * 24.0, place);
    let ends = vec![(edge + out * 6.0, place), elbow, site.at];
    sheet.path(ends, 1.3, GREY.tint(0.55));
    let first = place - (lines.len() as f64 - 1.0) * STEP / 2.0;
    for (i, line) in lines.iter().enumerate() {
        let ink = if line.member { MEMBERS.shade(0.85) } else { BLACK };
        let indent = if line.further { INDENT } else { 0.0 };
        let at = (edge - out * indent, first + i as f64 * STEP);
        sheet.text(Text::new(&line.text, at, line.size).anchor(anchor).ink(ink).centred());
    }
}

/// Width of a column of names, within `range`: what the longest name wants, or less with long names in two lines where
/// the columns have the height for that, so that a map that fills the width becomes larger.
pub fn width(scene: &Scene, height: f64, range: [f64; 2]) -> f64 {
    let plants = &scene.scenario.plants;
    if plants.len() > CROWD {
        return range[0];
    }
    let widest = plants.iter().map(|plant| text::width(&plant.name, SIZE, false)).fold(0.0, f64::max);
    // As if every plant had a place of its own; a fifth is kept free, as places are not spread evenly.
    let lines = |room: f64| plants.iter().map(move |plant| broken(&plant.name, room).len());
    let needed = lines(range[0]).map(|lines| lines as f64 * STEP + AIR).sum::<f64>();
    let least = if needed * 1.25 <= 2.0 * height { range[0] } else { widest + 18.0 };
    least.clamp(range[0], (widest + 18.0).clamp(range[0], range[1]))
}

/// A name in at most two lines.
fn broken(name: &str, width: f64) -> Vec<String> {
    match text::width(name, SIZE, false) <= width {
        true => vec![name.to_owned()],
        false => text::wrap(name, SIZE, false, width - INDENT, 2),
    }
}

/// Names of a site's plants, one per line, or two if long and few; the last line counts those omitted.
fn lines(
    scene: &Scene,
    ground: &Ground,
    markers: &TiSlice<PlantId, Marker>,
    site: &Site,
    width: f64,
) -> Vec<Line> {
    let crowd = markers.len() > CROWD;
    let most = LINES[usize::from(crowd)];
    let shown = if site.plants.len() > most { most - 1 } else { most };
    let mut lines: Vec<Line> = Vec::new();
    for &i in site.plants.iter().take(shown) {
        let plant = &scene.scenario.plants[i];
        let member = markers[i].standing == Standing::Member;
        let away =
            ground.beyond((plant.lon_deg, plant.lat_deg)).map(|km| format!("{} km away", fixed(km, 0)));
        if crowd {
            let away = away.map_or(String::new(), |away| format!(", {away}"));
            let (text, size) = text::shrunk(&(plant.name.clone() + &away), SIZE, false, width);
            lines.push(Line { text, size, member, further: false });
            continue;
        }
        for (j, text) in broken(&plant.name, width).into_iter().chain(away).enumerate() {
            lines.push(Line { text, size: SIZE, member, further: j > 0 });
        }
    }
    if site.plants.len() > shown {
        let text = format!("and {} more", site.plants.len() - shown);
        lines.push(Line { text, size: SIZE, member: false, further: false });
    }
    lines
}

/// Plants by place, the largest first in each.
fn sites(scene: &Scene, markers: &TiSlice<PlantId, Marker>) -> Vec<Site> {
    let plants = &scene.scenario.plants;
    let mut order: Vec<PlantId> = plants.keys().collect();
    let place = |i: PlantId| (plants[i].lat_deg, plants[i].lon_deg);
    order.sort_by(|&a, &b| {
        let ((lat_a, lon_a), (lat_b, lon_b)) = (place(a), place(b));
        let by_place = lat_a.total_cmp(&lat_b).then(lon_a.total_cmp(&lon_b));
        by_place.then(markers[b].tonnes.total_cmp(&markers[a].tonnes))
    });
    let mut sites: Vec<Site> = Vec::new();
    for i in order {
        match sites.last_mut() {
            Some(site) if place(site.plants[0]) == place(i) => {
                site.plants.push(i);
                site.tonnes += markers[i].tonnes;
            }
            _ => sites.push(Site { plants: vec![i], at: markers[i].at, tonnes: markers[i].tonnes }),
        }
    }
    sites
}
