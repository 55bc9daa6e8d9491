//! Text: the embedded font, text widths, and line breaking.
//!
//! The font is embedded, so that a picture has the same bytes on a machine without fonts.

use std::sync::OnceLock;

use ab_glyph::{Font, FontRef};
use circulus::numbers::{digits, fixed, unbroken};
use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};

/// Font families in SVG files; plotters knows the embedded font by the whole list.
pub const FAMILY: &str = "DejaVu Sans, Verdana, Bitstream Vera Sans, Arial, sans-serif";

/// Sum of ascent and descent of the embedded font, relative to the font size.
pub const LINE_HEIGHT: f64 = 2384.0 / 2048.0;

/// The font.
pub static REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSans.ttf");
/// The same, bold.
pub static BOLD: &[u8] = include_bytes!("../fonts/DejaVuSans-Bold.ttf");

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

/// The end of a key, as much as fits.
pub fn tail(key: &str, size: f64, bold: bool, room: f64) -> String {
    let mut rest = key.to_owned();
    while width(&rest, size, bold) > room
        && let Some((_, shorter)) = rest.trim_start_matches('…').split_once(['.', '_'])
    {
        rest = format!("…{shorter}");
    }
    fit(&rest, size, bold, room)
}

/// A number with three digits, and a letter for thousands and millions.
pub fn short(value: f64) -> String {
    match value.abs() {
        big if big >= 999_999.5 => format!("{} M", digits(value / 1e6, 3)),
        big if big >= 1e4 => format!("{} k", digits(value / 1e3, 3)),
        small if small < 1e-9 => "0".to_owned(),
        _ => digits(value, 3),
    }
}

/// The same without zeros at its end, for round numbers.
pub fn round(value: f64) -> String {
    let written = short(value);
    let (number, letter) = written.split_once(' ').unwrap_or((&written, ""));
    let number =
        if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number };
    format!("{number} {letter}").trim_end().to_owned()
}

/// A share in whole per cent; one that is not quite none or all is not said to be.
pub fn whole_percent(share: f64) -> String {
    match share {
        few if few > 0.0 && few <= 0.005 => "<1 %".to_owned(),
        most if (0.995..1.0).contains(&most) => ">99 %".to_owned(),
        _ => format!("{} %", fixed(100.0 * share, 0)),
    }
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

/// A key in lines no wider than `room`, broken after dots, and before underscores where dots are too few. Of more than
/// `lines` lines the last ones are kept, as the end of a key says most.
pub fn key_lines(key: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let wide = |line: &String| width(line, size, false) > room;
    let mut done = broken(key, size, room, false);
    if done.len() > lines || done.iter().any(wide) {
        done = broken(key, size, room, true);
    }
    let hidden = done.len().saturating_sub(lines.max(1));
    let mut kept = done.split_off(hidden);
    if let Some(first) = kept.first_mut().filter(|_| hidden > 0) {
        *first = tail(&format!("…{}", first.trim_start_matches('_')), size, false, room);
    }
    kept.iter().map(|line| fit(line, size, false, room)).filter(|line| !line.is_empty()).collect()
}

/// A key in lines with as many of its parts as fit, or one.
fn broken(key: &str, size: f64, room: f64, underscores: bool) -> Vec<String> {
    let breaks = key.char_indices().filter_map(|(at, character)| match character {
        '.' => Some(at + 1),
        '_' if underscores => Some(at),
        _ => None,
    });
    let mut done = vec![String::new()];
    let mut from = 0;
    for end in breaks.chain([key.len()]) {
        let part = &key[from..end];
        from = end;
        match done.last_mut() {
            Some(line) if line.is_empty() || width(&format!("{line}{part}"), size, false) <= room => {
                line.push_str(part);
            }
            _ => done.push(part.to_owned()),
        }
    }
    done
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

    #[test]
    fn round_numbers_are_short() {
        let written = [0.01, 0.4, 10.0, 12_000.0, 2.5e6, 0.0, -0.25, 1234.0].map(round);
        assert_eq!(written, ["0.01", "0.4", "10", "12 k", "2.5 M", "0", "−0.25", "1,234"]);
    }

    #[test]
    fn a_share_is_told_from_none_and_all() {
        let written = [0.0, 0.005, 0.0051, 0.514, 0.994, 0.996, 1.0].map(whole_percent);
        assert_eq!(written, ["0 %", "<1 %", "1 %", "51 %", "99 %", ">99 %", "100 %"]);
    }

    #[test]
    fn a_key_is_broken_at_its_dots_and_keeps_its_end() {
        let key = "infrastructure.logistics.effects.transport_cost";
        let room = width("infrastructure.logistics.", 22.0, false) + 1.0;
        assert_eq!(key_lines(key, 22.0, room, 2), ["infrastructure.logistics.", "effects.transport_cost"]);
        assert_eq!(key_lines(key, 22.0, room, 1), ["…transport_cost"]);
        assert_eq!(key_lines("join.w_norm", 22.0, room, 2), ["join.w_norm"]);
        let room = width("waste.tailings.disposal", 22.0, false) + 1.0;
        assert_eq!(
            key_lines("waste.tailings.disposal_cost", 22.0, room, 2),
            ["waste.tailings.", "disposal_cost"]
        );
        let room = width("one_long", 22.0, false) + 1.0;
        assert_eq!(key_lines("one_long_name", 22.0, room, 2), ["one_long", "_name"]);
        assert!(key_lines("", 22.0, room, 2).is_empty());
        assert!(key_lines(key, 22.0, 60.0, 2).iter().all(|line| width(line, 22.0, false) <= 60.0));
    }
}
