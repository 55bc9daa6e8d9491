//! Files of a figure for print.

use png::{BitDepth, ColorType, Encoder, PixelDimensions, Unit};

use super::{MM_PER_INCH, Print, pdf};
use crate::sheet::Sheet;
use crate::{PlotError, render};

/// Pixels of a PNG file in an inch: what journals ask of line art with text.
const DOTS_PER_INCH: f64 = 600.0;
/// Times larger that a PNG file is drawn before it is averaged down.
const TIMES: u32 = 2;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Pixels, 600 in an inch.
    Png,
    /// Shapes, with text as text in the reader's own fonts.
    Svg,
    /// Shapes, with text as text in the font of the program, which is in the file.
    Pdf,
}

impl Format {
    /// All forms.
    pub const ALL: [Format; 3] = [Format::Png, Format::Svg, Format::Pdf];

    /// Ending of the file.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Png => "png",
            Format::Svg => "svg",
            Format::Pdf => "pdf",
        }
    }
}

/// A sheet as the bytes of a file.
pub fn bytes(sheet: &Sheet, print: &Print, format: Format) -> Result<Vec<u8>, PlotError> {
    match format {
        Format::Png => png(sheet, print),
        Format::Svg => {
            let [width, height] =
                [print.width_mm, sheet.height * print.pixel_mm()].map(|mm| format!("{mm:.2}mm"));
            let svg = render::svg_of_size(sheet, &width, &height)?;
            let made_by = format!("</desc>\n<metadata>{}</metadata>\n", pdf::MADE_BY);
            Ok(svg.replacen("</desc>\n", &made_by, 1).into_bytes())
        }
        Format::Pdf => pdf::bytes(sheet, print),
    }
}

fn png(sheet: &Sheet, print: &Print) -> Result<Vec<u8>, PlotError> {
    let scale = print.pixel_mm() / MM_PER_INCH * DOTS_PER_INCH;
    let size = [sheet.width, sheet.height].map(|length| (length * scale).round() as u32);
    let pixels = render::bitmap(sheet, size.into(), scale * f64::from(TIMES), TIMES)?;
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, size[0], size[1]);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    let per_metre = (DOTS_PER_INCH / MM_PER_INCH * 1000.0).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    encoder.add_text_chunk("Software".to_owned(), pdf::MADE_BY.to_owned()).map_err(PlotError::drawing)?;
    let mut writer = encoder.write_header().map_err(PlotError::drawing)?;
    writer.write_image_data(&pixels).map_err(PlotError::drawing)?;
    writer.finish().map_err(PlotError::drawing)?;
    Ok(file)
}
