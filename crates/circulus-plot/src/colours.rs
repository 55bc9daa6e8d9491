//! Scales of colour for numbers, told apart with any colour vision, and what is written on them.

use super::sheet::{Anchor, Area, Sheet, Text};
use super::style::{BLACK, BLUE, FINE_LINE, GREY, Ink, SMALL, VERMILION, WHITE};
use circulus::maths::pow;

/// Colours at equal steps from 0 to 1, each darker than the one before, so that they are read in grey too (after YlGnBu
/// of Brewer 2003).
const SHARES: [(u8, u8, u8); 6] =
    [(255, 253, 219), (212, 238, 182), (127, 205, 187), (62, 158, 194), (36, 96, 166), (26, 46, 112)];
/// Steps of colour from 0 to 1; neighbours cannot be told apart, and cells of one colour make a small file.
const STEPS: f64 = 100.0;
/// Strips of a colour bar.
const STRIPS: usize = 100;

/// Colour of a share between 0 and 1.
pub fn of_share(share: f64) -> Ink {
    let share = (share.clamp(0.0, 1.0) * STEPS).round() / STEPS;
    let place = share * (SHARES.len() - 1) as f64;
    let below = (place as usize).min(SHARES.len() - 2);
    let (from, to) = (SHARES[below], SHARES[below + 1]);
    let part = place - below as f64;
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * part).round() as u8;
    Ink { rgb: (mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2)), opacity: 1.0 }
}

/// Colour of a number between -1 and 1: orange below 0, white at 0, blue above.
pub fn of_difference(value: f64) -> Ink {
    let ink = if value < 0.0 { VERMILION } else { BLUE };
    ink.tint(value.abs().min(1.0))
}

/// Brightness of a colour, 0 to 1 (relative luminance of sRGB).
pub fn brightness(ink: Ink) -> f64 {
    let linear = |channel: u8| pow(f64::from(channel) / 255.0, 2.2);
    0.2126 * linear(ink.rgb.0) + 0.7152 * linear(ink.rgb.1) + 0.0722 * linear(ink.rgb.2)
}

/// The colour in which to write on another.
pub fn on(ink: Ink) -> Ink {
    // Black and white have the same contrast at 0.18; on strong colours white is the easier to read.
    if brightness(ink) < 0.22 { WHITE } else { BLACK }
}

/// A vertical colour bar, its low end at the bottom, with labels to its right at shares of its height.
pub fn upright(sheet: &mut Sheet, area: Area, ink: impl Fn(f64) -> Ink, labels: &[(f64, String)]) {
    let edge = |strip: usize| area.bottom - area.height() * strip as f64 / STRIPS as f64;
    for strip in (0..STRIPS).rev() {
        // Each reaches below the next, which is painted later, so that no seam is seen.
        let below = (edge(strip) + 1.0).min(area.bottom);
        sheet.rectangle(Area::new(area.left, edge(strip + 1), area.right, below), ink(middle(strip)));
    }
    sheet.outline(area, FINE_LINE, GREY);
    for (share, label) in labels {
        let y = area.bottom - share * area.height();
        sheet.segment((area.right, y), (area.right + 8.0, y), FINE_LINE, GREY);
        sheet.text(Text::new(label, (area.right + 16.0, y), SMALL).centred());
    }
}

/// A horizontal colour bar, its low end on the left, with labels below it at shares of its width.
pub fn level(sheet: &mut Sheet, area: Area, ink: impl Fn(f64) -> Ink, labels: &[(f64, String)]) {
    let edge = |strip: usize| area.left + area.width() * strip as f64 / STRIPS as f64;
    for strip in 0..STRIPS {
        let after = (edge(strip + 1) + 1.0).min(area.right);
        sheet.rectangle(Area::new(edge(strip), area.top, after, area.bottom), ink(middle(strip)));
    }
    sheet.outline(area, FINE_LINE, GREY);
    for (share, label) in labels {
        let x = area.left + share * area.width();
        sheet.segment((x, area.bottom), (x, area.bottom + 8.0), FINE_LINE, GREY);
        let at = (x, area.bottom + 10.0 + SMALL);
        sheet.text(Text::new(label, at, SMALL).anchor(Anchor::Middle));
    }
}

fn middle(strip: usize) -> f64 {
    (strip as f64 + 0.5) / STRIPS as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_darken_step_by_step() {
        let bright: Vec<f64> = (0..=20).map(|step| brightness(of_share(f64::from(step) / 20.0))).collect();
        assert!(bright.windows(2).all(|pair| pair[0] - pair[1] > 0.005), "{bright:?}");
        assert_eq!(of_share(-1.0), of_share(0.0));
        assert_eq!(of_share(2.0).rgb, SHARES[SHARES.len() - 1]);
    }

    #[test]
    fn differences_are_white_at_0_and_as_strong_on_both_sides() {
        assert_eq!(of_difference(0.0), WHITE);
        assert_eq!(of_difference(-2.0), VERMILION);
        assert_eq!(of_difference(1.0), BLUE);
        for step in 1..=10 {
            let share = f64::from(step) / 10.0;
            let apart = brightness(of_difference(share)) - brightness(of_difference(-share));
            assert!(apart.abs() < 0.1, "{share}: {apart}");
        }
    }

    #[test]
    fn text_is_black_on_light_and_white_on_dark() {
        assert_eq!(on(WHITE), BLACK);
        assert_eq!(on(of_share(1.0)), WHITE);
        assert_eq!(on(BLUE), WHITE);
    }
}
