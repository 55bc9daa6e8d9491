//! Text: the embedded font, text widths, and line breaking.
//!
//! The font is embedded, so that a picture has the same bytes on a machine without fonts.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};
use circulus::numbers::unbroken;
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

/// Font families in SVG files; plotters knows the embedded font by the whole list.
pub const FAMILY: &str = "DejaVu Sans, Verdana, Bitstream Vera Sans, Arial, sans-serif";

/// Sum of ascent and descent of the embedded font, relative to the font size.
pub const LINE_HEIGHT: f64 = 2384.0 / 2048.0;

static REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSans.ttf");
static BOLD: &[u8] = include_bytes!("../fonts/DejaVuSans-Bold.ttf");

/// Registers the embedded font with plotters, once; false if it cannot be read.
pub fn register() -> bool {
    static DONE: OnceLock<bool> = OnceLock::new();
    *DONE.get_or_init(|| {
        register_font(FAMILY, FontStyle::Normal, REGULAR).is_ok()
            && register_font(FAMILY, FontStyle::Bold, BOLD).is_ok()
    })
}

/// The font with a height in plotters' units.
pub fn font(height: f64, bold: bool) -> FontDesc<'static> {
    let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
    FontDesc::new(FontFamily::Name(FAMILY), height, style)
}

/// Whether the embedded font has a glyph for a character.
pub fn has_glyph(character: char, bold: bool) -> bool {
    static FONTS: [OnceLock<Option<FontRef<'static>>>; 2] = [OnceLock::new(), OnceLock::new()];
    let file = if bold { BOLD } else { REGULAR };
    let font = FONTS[usize::from(bold)].get_or_init(|| FontRef::try_from_slice(file).ok());
    // Glyph 0 is the box for missing characters.
    font.as_ref().is_some_and(|font| font.glyph_id(character).0 != 0)
}

/// Width of a text at a font size.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    // Measured at a large size, since plotters returns whole pixels.
    const MEASURE: f64 = 200.0;
    register();
    let measured = font(MEASURE * LINE_HEIGHT, bold).layout_box(text);
    let pixels = measured.map_or_else(
        |_| 0.6 * MEASURE * text.chars().count() as f64,
        |((left, _), (right, _))| f64::from(right - left),
    );
    pixels * size / MEASURE
}

/// The text, cut with an ellipsis if it is wider than `room`.
pub fn fit(text: &str, size: f64, bold: bool, room: f64) -> String {
    if width(text, size, bold) <= room {
        return text.to_owned();
    }
    let mut kept: String = text.to_owned();
    while kept.pop().is_some() {
        let cut = format!("{}…", kept.trim_end());
        if width(&cut, size, bold) <= room {
            return cut;
        }
    }
    String::new()
}

/// The text and the size at which it fits into `room`: smaller than wanted, down to three quarters, and only then cut.
pub fn shrunk(text: &str, size: f64, bold: bool, room: f64) -> (String, f64) {
    let smaller = size * (room / width(text, size, bold).max(1.0)).clamp(0.75, 1.0);
    (fit(text, smaller * 0.999, bold, room), smaller * 0.999)
}

/// The text in lines no wider than `room`, broken at spaces that do not part a number from its unit; the last of
/// at most `lines` is cut to fit.
pub fn wrap(text: &str, size: f64, bold: bool, room: f64, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    let text = unbroken(text);
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let word = word.replace('\u{a0}', " ");
        let longer = if line.is_empty() { word.clone() } else { format!("{line} {word}") };
        let last = done.len() + 1 >= lines;
        if last || line.is_empty() || width(&longer, size, bold) <= room {
            line = longer;
        } else {
            done.push(std::mem::replace(&mut line, word));
        }
    }
    done.push(line);
    done.iter().map(|line| fit(line, size, bold, room)).filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_is_read_and_measures_cyrillic_too() {
        assert!(register());
        assert!(width("Хвосты флотации", 20.0, false) > 100.0);
        assert!(width("Tailings", 20.0, true) > width("Tailings", 20.0, false));
        assert_eq!(width("", 20.0, false), 0.0);
    }

    #[test]
    fn text_is_cut_and_broken_to_its_room() {
        let text = "Sidings, silos, conveyors, blending yards";
        let lines = wrap(text, 24.0, false, 260.0, 3);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| width(line, 24.0, false) <= 260.0));
        assert_eq!(lines.join(" "), text);
        assert!(fit(text, 24.0, false, 100.0).ends_with('…'));
        assert_eq!(fit(text, 24.0, false, 1.0), "");
        assert!(wrap("", 24.0, false, 100.0, 2).is_empty());
    }

    #[test]
    fn a_line_does_not_end_between_a_number_and_its_unit() {
        let text = "177 Mt of residue (159 Mt not converted again)";
        let alone = width("177 Mt of residue (159", 24.0, false) + 1.0;
        assert_eq!(wrap(text, 24.0, false, alone, 3)[0], "177 Mt of residue");
    }

    #[test]
    fn a_name_is_made_smaller_before_it_is_cut() {
        let name = "Fine tailings left by washing";
        let room = 0.8 * width(name, 24.0, false);
        let (shown, size) = shrunk(name, 24.0, false, room);
        assert_eq!(shown, name);
        assert!(size < 24.0 && width(&shown, size, false) <= room);
        assert!(shrunk(name, 24.0, false, 0.5 * room).0.ends_with('…'));
        assert_eq!(shrunk("Ash", 24.0, false, room).1, 24.0 * 0.999);
    }
}
