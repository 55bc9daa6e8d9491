//! The map for print: the largest plants have their names on the map, and the key stands beside it or below.

use super::{Page, Said};
use crate::labels::Sign;
use crate::map::flows::{Flows, Hatch, SEEN};
use crate::map::ground::{self, Ground};
use crate::map::markers::{self, Marker, Standing};
use crate::map::sentence;
use crate::page::Scene;
use crate::sheet::{Anchor, Area, Sheet, Text};
use crate::style::{BLACK, GREY, LABEL, SMALL, WHITE};
use crate::text;
use crate::voice::Words;
use circulus::ids::{PlantId, TiSlice};
use circulus::scenario::Stage;

/// Height of a line of the key.
const STEP: f64 = 1.55 * SMALL;
/// Width of a symbol of the key.
const SIGN: f64 = 62.0;
/// Height of the map relative to its width: at least, at most.
const SHAPE: (f64, f64) = (0.6, 1.2);
/// Most plants that have their names on the map.
const NAMED: usize = 14;
/// Most lines of a name, and their width relative to that of the map, but at least as many pixels of the page.
const NAME: (usize, f64, f64) = (2, 0.3, 270.0);

const TITLE: Words = ["Plants and flows of waste", "Предприятия и потоки отходов"];
const NO_PLANTS: Words = ["no plants", "предприятий нет"];
const NO_DEALS: Words = ["no deals between plants", "сделок между предприятиями не было"];
const PLANTS: Words = ["Plants", "Предприятия"];
const FLOWS: Words = ["Flows between plants", "Потоки между предприятиями"];
const LARGEST: Words = ["{tonnes} a year, area as tonnes", "{tonnes} в год, площадь по тоннам"];
const STAGES: [(Stage, Words); 6] = [
    (Stage::Mining, ["mining", "добыча"]),
    (Stage::Beneficiation, ["beneficiation", "обогащение"]),
    (Stage::Metallurgy, ["metallurgy", "металлургия"]),
    (Stage::Power, ["power", "энергетика"]),
    (Stage::Converter, ["converter", "переработчик"]),
    (Stage::Legacy, ["legacy stockpile", "старый отвал"]),
];
const STANDINGS: [(Standing, Words); 3] = [
    (Standing::Member, ["member at the end", "участник в конце"]),
    (Standing::Former, ["member before", "участник раньше"]),
    (Standing::Never, ["never a member", "никогда не участник"]),
];
const NOTE: Words = [
    "Plants in one place are drawn side by side; size is waste generated or converted in a year, whichever is larger.",
    "Предприятия в одном месте показаны рядом; размер — отходы, образующиеся или перерабатываемые за год (что больше).",
];
const FAR: Words = [
    " Plants far off are on the frame, in their direction.",
    " Далёкие предприятия показаны на рамке, в своём направлении.",
];

/// Draws the figure.
pub fn draw(scene: &Scene, page: &mut Page, grey: bool) -> Said {
    let (left, right) = page.sides();
    let sums = scene.run.cluster.sums(scene.scenario.plants.len());
    let flows = Flows::of(scene, &sums);
    let plants = &scene.scenario.plants.raw;
    let places = ground::places(plants);
    let bulk = ground::bulk(&places);
    let far = if bulk.is_some() { scene.voice.say(FAR, &[]) } else { String::new() };
    let note = scene.voice.say(NOTE, &[]) + &far;
    let said = Said { title: TITLE, sentence: sentence(scene, &flows), note };
    if plants.is_empty() {
        page.nothing(scene.voice.say(NO_PLANTS, &[]));
        return said;
    }
    let near = bulk.unwrap_or(places);
    let across = if page.is_wide() { 0.64 * (right - left) } else { right - left };
    let shape = (across / ground::width(&near, across).max(1.0)).clamp(SHAPE.0, SHAPE.1);
    let frame = Area::new(left, page.next, left + across, page.next + shape * across);
    let sheet = &mut page.sheet;
    let ground = Ground::for_print(&near, frame, scene.voice, SMALL);
    ground.draw(sheet);
    let bare = sheet.shapes().len();
    let markers = markers::place(scene, &sums, &ground);
    match grey {
        true => flows.draw_grey(sheet, &markers),
        false => flows.draw(sheet, &markers),
    }
    for plant in markers::drawn(&markers) {
        markers[plant].draw(sheet);
    }
    ground.draw_latitudes(sheet, bare);
    names(sheet, scene, &markers, frame);
    let below = frame.bottom + 1.7 * SMALL;
    let mut key = Key { scene, area: Area::new(left, below, right, below), y: below + LABEL };
    if page.is_wide() {
        key.area = Area { left: frame.right + 30.0, ..key.area };
        key.y = frame.top + LABEL;
    }
    key.draw(&mut page.sheet, &ground, &markers.raw, &flows, grey);
    page.next = key.y.max(below);
    said
}

/// Names of the largest plants beside their symbols, where they cover neither a symbol nor another text.
fn names(sheet: &mut Sheet, scene: &Scene, markers: &TiSlice<PlantId, Marker>, frame: Area) {
    let mut order = markers::drawn(markers);
    order.sort_by(|&a, &b| markers[b].tonnes.total_cmp(&markers[a].tonnes).then(a.cmp(&b)));
    let symbols: Vec<Area> = order.iter().map(|&plant| around(&markers[plant])).collect();
    let mut taken: Vec<Area> = sheet.texts().map(Text::area).collect();
    for &plant in order.iter().take(NAMED) {
        let name = scene.voice.name(&scene.scenario.plants[plant].name);
        let lines = text::wrap(&name, SMALL, false, (NAME.1 * frame.width()).max(NAME.2), NAME.0);
        let free = |area: &Area| {
            frame.contains(area) && !symbols.iter().chain(&taken).any(|other| other.overlaps(area))
        };
        let Some(label) = labels(&markers[plant], &lines).find(|label| free(&extent(label))) else {
            continue;
        };
        let area = extent(&label);
        sheet.rectangle(area, WHITE.see_through(0.72));
        taken.push(area);
        label.into_iter().for_each(|line| sheet.text(line));
    }
}

/// The square that a symbol fills.
fn around(marker: &Marker) -> Area {
    let ((x, y), reach) = (marker.at, 1.15 * marker.radius + 2.0);
    Area::new(x - reach, y - reach, x + reach, y + reach)
}

/// Where the lines of a name may stand: right of its symbol, left, above, below.
fn labels(marker: &Marker, lines: &[String]) -> impl Iterator<Item = Vec<Text>> {
    let (step, (x, y), reach) = (1.15 * SMALL, marker.at, 1.15 * marker.radius + 8.0);
    let height = step * (lines.len() as f64 - 1.0);
    [
        (Anchor::Start, x + reach, y + 0.36 * SMALL - height / 2.0),
        (Anchor::End, x - reach, y + 0.36 * SMALL - height / 2.0),
        (Anchor::Middle, x, y - reach - height),
        (Anchor::Middle, x, y + reach + 0.76 * SMALL),
    ]
    .into_iter()
    .map(move |(anchor, x, first)| {
        let line = |(at, line): (usize, &String)| {
            Text::new(line, (x, first + at as f64 * step), SMALL).anchor(anchor)
        };
        lines.iter().enumerate().map(line).collect()
    })
}

/// The rectangle around some lines.
fn extent(lines: &[Text]) -> Area {
    let areas: Vec<Area> = lines.iter().map(Text::area).collect();
    areas
        .into_iter()
        .reduce(|a, b| {
            Area::new(a.left.min(b.left), a.top.min(b.top), a.right.max(b.right), a.bottom.max(b.bottom))
        })
        .unwrap_or(Area::new(0.0, 0.0, 0.0, 0.0))
}

/// The key of the map.
struct Key<'a> {
    scene: &'a Scene<'a>,
    area: Area,
    y: f64,
}

impl Key<'_> {
    fn draw(&mut self, sheet: &mut Sheet, ground: &Ground, markers: &[Marker], flows: &Flows, grey: bool) {
        let voice = self.scene.voice;
        self.title(sheet, PLANTS);
        let mut entries: Vec<(Marker, String)> = Vec::new();
        for (stage, name) in STAGES {
            let number = markers.iter().filter(|marker| marker.stage == stage).count();
            if number > 0 {
                let said = format!("{} ({})", voice.say(name, &[]), voice.whole(number));
                entries.push((sample(stage, Standing::Never, 11.0), said));
            }
        }
        for (standing, name) in STANDINGS {
            let number = markers.iter().filter(|marker| marker.standing == standing).count();
            if number > 0 {
                let said = format!("{} ({})", voice.say(name, &[]), voice.whole(number));
                entries.push((sample(Stage::Converter, standing, 11.0), said));
            }
        }
        self.in_columns(sheet, entries);
        let largest = markers.iter().max_by(|a, b| a.tonnes.total_cmp(&b.tonnes));
        if let Some(largest) = largest.filter(|largest| largest.tonnes > 0.0) {
            self.y += (largest.radius - 14.0).max(0.0);
            let said = voice.say(LARGEST, &[("tonnes", &voice.tonnes(largest.tonnes))]);
            self.line(sheet, sample(Stage::Converter, Standing::Never, largest.radius), &said);
            self.y += (largest.radius - 14.0).max(0.0);
        }
        self.y += 0.3 * SMALL;
        self.title(sheet, FLOWS);
        if flows.pairs == 0 {
            let at = (self.area.left, self.y);
            sheet.text(Text::new(voice.say(NO_DEALS, &[]), at, SMALL).ink(GREY));
            self.y += STEP;
        }
        for (waste, (name, ink, moved)) in flows.wastes.iter().enumerate() {
            let at = self.y - 0.36 * SMALL;
            let ends = [(self.area.left, at), (self.area.left + 44.0, at)];
            match grey {
                true => {
                    let hatch = Hatch::of(waste);
                    sheet.segment(ends[0], ends[1], 13.0, hatch.band);
                    hatch.draw_line(sheet, &ends, 13.0);
                }
                false => Sign::Line(ink.see_through(SEEN), 10.0).draw(sheet, ends[0]),
            }
            let moved = voice.tonnes(*moved);
            let room = self.area.width() - SIGN - text::width(&moved, SMALL, false) - 14.0;
            let name = text::fit(name, SMALL, false, room);
            let after = self.area.left + SIGN + text::width(&name, SMALL, false) + 12.0;
            sheet.text(Text::new(name, (self.area.left + SIGN, self.y), SMALL));
            sheet.text(Text::new(moved, (after, self.y), SMALL).ink(GREY));
            self.y += STEP;
        }
        ground.draw_scale(sheet, (self.area.left, self.y), 0.4 * self.area.width());
        self.y += 0.4 * SMALL;
    }

    fn title(&mut self, sheet: &mut Sheet, what: Words) {
        let at = (self.area.left, self.y);
        sheet.text(Text::new(self.scene.voice.say(what, &[]), at, LABEL).bold().ink(BLACK));
        self.y += 1.5 * LABEL;
    }

    /// Entries in as many columns as there is room for, one below the other in each.
    fn in_columns(&mut self, sheet: &mut Sheet, entries: Vec<(Marker, String)>) {
        let width = |(_, said): &(Marker, String)| SIGN + text::width(said, SMALL, false) + 6.0;
        let widest = entries.iter().map(width).fold(1.0, f64::max);
        let columns = ((self.area.width() / widest) as usize).clamp(1, entries.len().max(1));
        let rows = entries.len().div_ceil(columns);
        let (area, top) = (self.area, self.y);
        for (at, (sign, said)) in entries.into_iter().enumerate() {
            self.area.left = area.left + area.width() / columns as f64 * (at / rows.max(1)) as f64;
            self.y = top + STEP * (at % rows.max(1)) as f64;
            self.line(sheet, sign, &said);
        }
        (self.area, self.y) = (area, top + STEP * rows as f64);
    }

    fn line(&mut self, sheet: &mut Sheet, mut sign: Marker, said: &str) {
        sign.at = (self.area.left + 26.0, self.y - 0.36 * SMALL);
        sign.draw(sheet);
        let left = self.area.left + SIGN;
        for line in text::wrap(said, SMALL, false, self.area.right - left, 2) {
            sheet.text(Text::new(line, (left, self.y), SMALL));
            self.y += 1.2 * SMALL;
        }
        self.y += STEP - 1.2 * SMALL;
    }
}

/// A symbol of the key.
fn sample(stage: Stage, standing: Standing, radius: f64) -> Marker {
    Marker { at: (0.0, 0.0), radius, stage, standing, tonnes: 0.0 }
}
