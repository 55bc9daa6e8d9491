//! Use rate for print: year by year, and by waste beside it or below.

use super::{Page, Said};
use crate::labels::Sign;
use crate::page::Scene;
use crate::sheet::Area;
use crate::style::{LABEL, RUN, SMALL, TICK, TWIN};
use crate::use_rate::{by_waste, by_year, rows, sentence};
use crate::voice::Words;

/// Maximum number of wastes listed.
const MOST: usize = 12;
/// Height of a row with a name in two lines.
const ROW: f64 = 2.7 * SMALL;
/// Height of the part that has the years, relative to its width, and at least.
const YEARS: (f64, f64) = (0.55, 330.0);

const TITLE: Words = ["Use rate of waste", "Доля использования отходов"];
const NOTHING: Words = ["no waste generated", "отходов не образовалось"];
const NOTE: Words = [
    "Reused, less residue, over generated; above 100 % where old stock is mined, below 0 where there is more residue.",
    "Использованные отходы за вычетом остатков к образовавшимся; больше 100 %, если перерабатывают накопленное, меньше 0, \
     если остатков больше.",
];

/// Draws the figure.
pub fn draw(scene: &Scene, page: &mut Page, _grey: bool) -> Said {
    let (left, right) = page.sides();
    let said = Said { title: TITLE, sentence: sentence(scene), note: scene.voice.say(NOTE, &[]) };
    if scene.years().iter().all(|row| row.total().generated_t <= 0.0) {
        page.nothing(scene.voice.say(NOTHING, &[]));
        return said;
    }
    let signs = scene.worlds(Sign::Disc(RUN), Sign::Ring(TWIN));
    let top = page.legend(&signs);
    let rows = rows(scene, MOST);
    let across = if page.is_wide() { 0.5 * (right - left) - 20.0 } else { right - left };
    let years = Area::new(left, top, left + across, top + (YEARS.0 * across).max(YEARS.1));
    let (from, above) = match page.is_wide() {
        true => (years.right + 40.0, top),
        false => (left, years.bottom + 0.6 * LABEL),
    };
    let list = ROW * rows.len().max(1) as f64 + 1.9 * LABEL + 3.1 * TICK;
    let wastes =
        Area::new(from, above, right, above + list.max(if page.is_wide() { years.height() } else { 0.0 }));
    let years = if page.is_wide() { Area { bottom: wastes.bottom, ..years } } else { years };
    by_year(scene, &mut page.sheet, years);
    by_waste(scene, &mut page.sheet, wastes, &rows, 2);
    page.next = years.bottom.max(wastes.bottom);
    said
}
