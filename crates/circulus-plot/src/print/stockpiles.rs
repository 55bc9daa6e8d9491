//! Stockpiles for print: as many columns of panels as there is room for.

use super::{Page, Said};
use crate::page::Scene;
use crate::sheet::Area;
use crate::stockpiles::{panels, piles, sentence, signs};
use crate::style::SMALL;
use crate::voice::Words;

/// Least width of a panel.
const PANEL: f64 = 290.0;
/// Height of a panel.
const HEIGHT: f64 = 265.0;
/// Most rows of panels.
const ROWS: usize = 4;

const TITLE: Words = ["Stockpiles by waste", "Накопленные отходы по видам"];
const NOTHING: Words = ["no stockpiles", "накопленных отходов нет"];
const NOTE: Words = [
    "Stock at year end, with its change since the start, in brackets the twin's; each panel has its own scale, which need not \
     begin at 0.",
    "Накоплено на конец года и изменение с начала, в скобках у двойника; у каждого графика своя шкала, и она может \
     начинаться не с 0.",
];

/// Draws the figure.
pub fn draw(scene: &Scene, page: &mut Page, _grey: bool) -> Said {
    let (left, right) = page.sides();
    let said = Said { title: TITLE, sentence: sentence(scene), note: scene.voice.say(NOTE, &[]) };
    let columns = (((right - left) / PANEL) as usize).max(1);
    let piles = piles(scene, columns * ROWS);
    if piles.is_empty() {
        page.nothing(scene.voice.say(NOTHING, &[]));
        return said;
    }
    let signs = signs(scene);
    let top = page.legend(&signs);
    let rows = piles.len().div_ceil(columns);
    let body = Area::new(left + 8.0, top, right - 20.0, top + HEIGHT * rows as f64 + 1.7 * SMALL);
    panels(scene, &mut page.sheet, &piles, body, (columns, rows));
    page.next = body.bottom + 0.3 * SMALL;
    said
}
