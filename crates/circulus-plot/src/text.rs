//! Text: the embedded font, text widths, and line breaking.
//!
//! The font is embedded, so that a picture has the same bytes on a machine without fonts.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};
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

/// The text in lines no wider than `room`, broken at spaces; the last of at most `lines` is cut to fit.
pub fn wrap(text: &str, size: f64, bold: bool, room: f64, lines: usize) -> Vec<String> {
    let mut done: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        let last = done.len() + 1 >= lines;
        if last || line.is_empty() || width(&longer, size, bold) <= room {
            line = longer;
        } else {
            done.push(std::mem::replace(&mut line, word.to_owned()));
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
}
