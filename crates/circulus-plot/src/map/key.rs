//! The legend of the map.

use crate::page::Scene;
use crate::sheet::{Area, Sheet, Text};
use crate::style::{GREY, Ink, LABEL, SMALL};
use crate::text;
use circulus::numbers::tonnes;
use circulus::scenario::Stage;

use super::flows::{Flows, WIDEST};
use super::markers::{Marker, STAGES, Standing};

const STEP: f64 = 1.6 * SMALL;
/// Least and greatest width.
const WIDTH: [f64; 2] = [400.0, 490.0];
/// Width of a symbol.
const SIGN: f64 = 62.0;

/// Width of the legend, of which the names of wastes decide.
pub fn width(flows: &Flows) -> f64 {
    let line = |(name, _, moved): &(String, Ink, f64)| {
        SIGN + text::width(name, SMALL, false) + 14.0 + text::width(&tonnes(*moved), SMALL, false)
    };
    flows.wastes.iter().map(line).fold(WIDTH[0], f64::max).min(WIDTH[1])
}

/// Draws the legend and returns where it ends.
pub fn draw(sheet: &mut Sheet, scene: &Scene, markers: &[Marker], flows: &Flows, area: Area) -> f64 {
    let mut y = area.top + LABEL;
    title(sheet, area, &mut y, "Plants");
    for (stage, name) in STAGES {
        let number = markers.iter().filter(|marker| marker.stage == stage).count();
        if number > 0 {
            let sign = example(stage, Standing::Never, 11.0);
            line(sheet, area, &mut y, sign, &format!("{name} ({number})"));
        }
    }
    y += 0.5 * SMALL;
    let standings = [
        (Standing::Member, "member at the end"),
        (Standing::Former, "member before"),
        (Standing::Never, "never a member"),
    ];
    for (standing, name) in standings {
        let number = markers.iter().filter(|marker| marker.standing == standing).count();
        if number > 0 {
            let sign = example(Stage::Converter, standing, 11.0);
            line(sheet, area, &mut y, sign, &format!("{name} ({number})"));
        }
    }
    y += 0.5 * SMALL;
    let largest = markers.iter().max_by(|a, b| a.tonnes.total_cmp(&b.tonnes));
    if let Some(largest) = largest
        && largest.tonnes > 0.0
    {
        let size = largest.radius;
        y += (size - 11.0).max(0.0);
        let sign = example(Stage::Converter, Standing::Never, size);
        let said = format!("{} a year generated", tonnes(largest.tonnes));
        line(sheet, area, &mut y, sign, &said);
        let at = (area.left + SIGN, y - 0.45 * SMALL);
        sheet.text(Text::new("or converted; area as tonnes", at, SMALL).ink(GREY));
        y += 2.0 * SMALL;
    }
    title(sheet, area, &mut y, "Flows between plants");
    if flows.pairs == 0 {
        sheet.text(Text::new("no deals between plants", (area.left, y), SMALL).ink(GREY));
        return y + SMALL;
    }
    for (name, ink, moved) in &flows.wastes {
        let at = y - 0.36 * SMALL;
        sheet.segment((area.left, at), (area.left + 44.0, at), 10.0, ink.see_through(0.78));
        let moved = tonnes(*moved);
        let room = area.width() - SIGN - text::width(&moved, SMALL, false) - 14.0;
        let (name, size) = text::shrunk(name, SMALL, false, room);
        let after = area.left + SIGN + text::width(&name, size, false) + 12.0;
        sheet.text(Text::new(name, (area.left + SIGN, y), size));
        sheet.text(Text::new(moved, (after, y), SMALL).ink(GREY));
        y += STEP;
    }
    y += 0.3 * SMALL;
    let at = y - 0.36 * SMALL;
    sheet.segment((area.left, at), (area.left + 44.0, at), WIDEST, GREY.see_through(0.6));
    let said = format!("{} {}", tonnes(flows.largest), scene.duration());
    sheet.text(Text::new(said, (area.left + SIGN, y), SMALL));
    y + SMALL
}

fn title(sheet: &mut Sheet, area: Area, y: &mut f64, what: &str) {
    sheet.text(Text::new(what, (area.left, *y), LABEL).bold());
    *y += 1.65 * LABEL;
}

fn line(sheet: &mut Sheet, area: Area, y: &mut f64, mut sign: Marker, said: &str) {
    sign.at = (area.left + 24.0, *y - 0.36 * SMALL);
    sign.draw(sheet);
    let said = text::fit(said, SMALL, false, area.width() - SIGN);
    sheet.text(Text::new(said, (area.left + SIGN, *y), SMALL));
    *y += STEP;
}

fn example(stage: Stage, standing: Standing, radius: f64) -> Marker {
    Marker { at: (0.0, 0.0), radius, stage, standing, tonnes: 0.0 }
}
