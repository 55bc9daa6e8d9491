//! How every picture looks: colours, sizes of type, widths of lines.
//!
//! Lengths are pixels of a page of 1920 x 1080. On a slide as wide as a screen two of them make a
//! typographic point, so that the smallest type used for data is 11 points there.

/// Width of a page.
pub const WIDTH: f64 = 1920.0;
/// Height of a page.
pub const HEIGHT: f64 = 1080.0;

/// Size of the title.
pub const TITLE: f64 = 46.0;
/// Size of the sentence below the title.
pub const SUBTITLE: f64 = 28.0;
/// Size of legends, of labels at lines, and of the headings of panels.
pub const LABEL: f64 = 26.0;
/// Size of the numbers at axes.
pub const TICK: f64 = 24.0;
/// Size of type in small multiples and on the map.
pub const SMALL: f64 = 22.0;
/// Size of the footer.
pub const FOOTER: f64 = 19.0;

/// Width of a line that carries the message.
pub const BOLD_LINE: f64 = 5.0;
/// Width of any other line of data.
pub const LINE: f64 = 3.5;
/// Width of axes, ticks and leaders.
pub const FINE_LINE: f64 = 2.0;
/// Width of the lines of a grid.
pub const GRID_LINE: f64 = 1.5;

/// Length of a dash and of the gap after it.
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
    /// 1 covers what is below.
    pub opacity: f64,
}

impl Ink {
    const fn new(red: u8, green: u8, blue: u8) -> Ink {
        Ink { rgb: (red, green, blue), opacity: 1.0 }
    }

    /// The same colour, letting through what is below.
    pub fn see_through(self, opacity: f64) -> Ink {
        Ink { opacity, ..self }
    }

    /// Mixed with white: `share` of the colour is left.
    pub fn tint(self, share: f64) -> Ink {
        let mix = |c: u8| (255.0 - (255.0 - f64::from(c)) * share).round() as u8;
        Ink::new(mix(self.rgb.0), mix(self.rgb.1), mix(self.rgb.2))
    }

    /// Mixed with black: `share` of the colour is left.
    pub fn shade(self, share: f64) -> Ink {
        let mix = |c: u8| (f64::from(c) * share).round() as u8;
        Ink::new(mix(self.rgb.0), mix(self.rgb.1), mix(self.rgb.2))
    }
}

/// Colours told apart with any colour vision (Okabe and Ito 2008), the yellow darkened to hold on white.
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

/// Type and axes.
pub const BLACK: Ink = Ink::new(26, 26, 26);
/// Type of less weight.
pub const GREY: Ink = Ink::new(95, 95, 95);
/// Lines of a grid.
pub const LIGHT: Ink = Ink::new(222, 222, 222);
/// Paper.
pub const WHITE: Ink = Ink::new(255, 255, 255);

/// The run.
pub const RUN: Ink = BLUE;
/// Its twin, always dashed where it is a line.
pub const TWIN: Ink = Ink::new(70, 70, 70);
/// Members of the cluster.
pub const MEMBERS: Ink = BLUE;
/// Plants that are not members.
pub const OTHERS: Ink = ORANGE;

/// Colour of series number `i`; starts over after the last.
pub fn series_ink(i: usize) -> Ink {
    let ink = PALETTE[i % PALETTE.len()];
    match i / PALETTE.len() % 3 {
        0 => ink,
        1 => ink.shade(0.6),
        _ => ink.tint(0.55),
    }
}
