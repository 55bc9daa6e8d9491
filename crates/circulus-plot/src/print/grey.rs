//! Colours as greys.

use crate::colours::brightness;
use crate::style::Ink;
use circulus::maths::pow;

/// The grey that is as bright as a colour.
pub fn of(ink: Ink) -> Ink {
    let level = (255.0 * pow(brightness(ink), 1.0 / 2.2)).round() as u8;
    Ink { rgb: (level, level, level), ..ink }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{BLACK, BLUE, ORANGE, WHITE};

    #[test]
    fn a_grey_is_as_bright_as_its_colour() {
        assert_eq!(of(WHITE), WHITE);
        assert_eq!(of(BLACK), BLACK);
        for ink in [BLUE, ORANGE] {
            assert!((brightness(of(ink)) - brightness(ink)).abs() < 0.01, "{ink:?}");
        }
    }
}
