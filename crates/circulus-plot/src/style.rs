//! The style of all pictures: colours, font sizes, line widths.
//!
//! Lengths are in pixels of a page of 1920 x 1080. On a full-screen slide two of them make a typographic point, so the
//! smallest font used for data is 11 points there.

/// Width of a page.
pub const WIDTH: f64 = 1920.0;
/// Height of a page.
pub const HEIGHT: f64 = 1080.0;

/// Font size of the title.
pub const TITLE: f64 = 46.0;
/// Font size of the sentence below the title.
pub const SUBTITLE: f64 = 28.0;
/// Font size of legends, labels of lines, and headings of panels.
pub const LABEL: f64 = 26.0;
/// Font size of axis labels.
pub const TICK: f64 = 24.0;
/// Font size in small multiples and on the map.
pub const SMALL: f64 = 22.0;
/// Font size of the footer.
pub const FOOTER: f64 = 19.0;

/// Width of main data lines.
pub const BOLD_LINE: f64 = 5.0;
/// Width of other data lines.
pub const LINE: f64 = 3.5;
/// Width of axes, ticks and leader lines.
pub const FINE_LINE: f64 = 2.0;
/// Width of grid lines.
pub const GRID_LINE: f64 = 1.5;

/// Lengths of a dash and of the gap after it.
pub const DASH: [f64; 2] = [16.0, 10.0];
/// The same for a small ring.
pub const SHORT_DASH: [f64; 2] = [9.0, 6.0];
/// The same for reference lines that carry no data.
pub const DOTS: [f64; 2] = [4.0, 7.0];

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink {
    /// Red, green and blue.
    pub rgb: (u8, u8, u8),
    /// Opacity; 1 is opaque.
    pub opacity: f64,
}

impl Ink {
    const fn new(red: u8, green: u8, blue: u8) -> Ink {
        Ink { rgb: (red, green, blue), opacity: 1.0 }
    }

    /// The same colour with this opacity.
    pub fn see_through(self, opacity: f64) -> Ink {
        Ink { opacity, ..self }
    }

    /// Mixed with white: `share` of the colour remains.
    pub fn tint(self, share: f64) -> Ink {
        let mix = |c: u8| (255.0 - (255.0 - f64::from(c)) * share).round() as u8;
        Ink::new(mix(self.rgb.0), mix(self.rgb.1), mix(self.rgb.2))
    }

    /// Mixed with black: `share` of the colour remains.
    pub fn shade(self, share: f64) -> Ink {
        let mix = |c: u8| (f64::from(c) * share).round() as u8;
        Ink::new(mix(self.rgb.0), mix(self.rgb.1), mix(self.rgb.2))
    }
}

/// Colours distinguishable with any colour vision (Okabe and Ito 2008); the yellow is darkened for a white background.
pub const PALETTE: [Ink; 7] = [BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW];

/// Blue.
pub const BLUE: Ink = Ink::new(0, 114, 178);
/// Orange.
pub const ORANGE: Ink = Ink::new(230, 159, 0);
/// Bluish green.
pub const GREEN: Ink = Ink::new(0, 158, 115);
/// Reddish purple.
pub const PURPLE: Ink = Ink::new(204, 121, 167);
/// Sky blue.
pub const SKY: Ink = Ink::new(86, 180, 233);
/// Vermilion.
pub const VERMILION: Ink = Ink::new(213, 94, 0);
/// Yellow.
pub const YELLOW: Ink = Ink::new(214, 200, 40);

/// Text and axes.
pub const BLACK: Ink = Ink::new(26, 26, 26);
/// Secondary text.
pub const GREY: Ink = Ink::new(95, 95, 95);
/// Grid lines.
pub const LIGHT: Ink = Ink::new(222, 222, 222);
/// Background.
pub const WHITE: Ink = Ink::new(255, 255, 255);

/// The run.
pub const RUN: Ink = BLUE;
/// Its twin; always dashed as a line.
pub const TWIN: Ink = Ink::new(70, 70, 70);
/// The third world, of prevention.
pub const PREVENTION: Ink = ORANGE;
/// Members of the cluster.
pub const MEMBERS: Ink = BLUE;
/// Plants that are not members.
pub const OTHERS: Ink = ORANGE;

/// Colour of series number `i`; starts over after the last.
pub fn series_ink(i: usize) -> Ink {
    again(PALETTE, i)
}

/// Colour of the waste at place `i` of those moved between plants, most first; that of members comes last.
pub fn waste_ink(i: usize) -> Ink {
    again([ORANGE, GREEN, VERMILION, PURPLE, SKY, YELLOW, BLUE], i)
}

/// Colour number `i` of a list that is gone through again in darker and lighter tones.
fn again(inks: [Ink; 7], i: usize) -> Ink {
    let ink = inks[i % inks.len()];
    match i / inks.len() % 3 {
        0 => ink,
        1 => ink.shade(0.6),
        _ => ink.tint(0.55),
    }
}
