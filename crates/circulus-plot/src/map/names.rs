//! Names of plants, in columns left and right of the map, each with a leader line to its position.

use circulus::ids::{PlantId, TiSlice};

use crate::labels::spread;
use crate::page::Scene;
use crate::sheet::{Anchor, Area, Point, Sheet, Text};
use crate::style::{BLACK, GREY, MEMBERS};
use crate::text;

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

/// A name, its size, and whether it is a member's.
type Name = (String, f64, bool);

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
    let room = columns[0].height();
    let most = if markers.len() > MANY { FEW } else { usize::MAX };
    let mut used = [0.0; 2];
    let mut sides: [Vec<(Site, Vec<Name>)>; 2] = [Vec::new(), Vec::new()];
    sites.sort_by(|a, b| b.tonnes.total_cmp(&a.tonnes));
    let middle = middle_of(&sites, ground);
    for site in sites {
        let near = usize::from(site.at.0 > middle);
        for side in [near, 1 - near] {
            let lines = lines(scene, markers, &site, columns[side].width());
            let height = lines.len() as f64 * STEP + AIR;
            if used[side] + height <= room && sides[side].len() < most {
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

fn label(sheet: &mut Sheet, site: &Site, lines: &[Name], place: f64, column: &Area, left: bool) {
    let (edge, anchor, out) =
        if left { (column.right, Anchor::End, 1.0) } else { (column.left, Anchor::Start, -1.0) };
    let elbow = (edge + out * 24.0, place);
    let ends = vec![(edge + out * 6.0, place), elbow, site.at];
    sheet.path(ends, 1.3, GREY.tint(0.55));
    let first = place - (lines.len() as f64 - 1.0) * STEP / 2.0;
    for (i, (line, size, member)) in lines.iter().enumerate() {
        let ink = if *member { MEMBERS.shade(0.85) } else { BLACK };
        let at = (edge, first + i as f64 * STEP);
        sheet.text(Text::new(line, at, *size).anchor(anchor).ink(ink).centred());
    }
}

/// Room that the longest name wants.
pub fn widest(scene: &Scene) -> f64 {
    let few = scene.scenario.plants.len() <= CROWD;
    let names = scene.scenario.plants.iter().filter(|_| few);
    names.map(|plant| text::width(&plant.name, SIZE, false)).fold(0.0, f64::max)
}

/// Names of a site's plants, one per line; the last line counts those omitted.
fn lines(scene: &Scene, markers: &TiSlice<PlantId, Marker>, site: &Site, width: f64) -> Vec<Name> {
    let most = LINES[usize::from(markers.len() > CROWD)];
    let shown = if site.plants.len() > most { most - 1 } else { most };
    let mut lines: Vec<Name> = site
        .plants
        .iter()
        .take(shown)
        .map(|&i| {
            let name = &scene.scenario.plants[i].name;
            let member = markers[i].standing == Standing::Member;
            let (shown, size) = text::shrunk(name, SIZE, false, width);
            (shown, size, member)
        })
        .collect();
    if site.plants.len() > shown {
        lines.push((format!("and {} more", site.plants.len() - shown), SIZE, false));
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
