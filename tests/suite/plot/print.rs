//! Figures for print: nothing leaves the figure or covers other text at any width, in both languages and in greys; text is
//! text in a PDF file.

use std::collections::BTreeSet;
use std::io::Read;

use circulus::texts::Language;
use circulus_plot::Figure;
use circulus_plot::print::{FIGURES, Format, Print, PrintError, Printed};
use circulus_plot::sheet::Shape;
use circulus_plot::style::SMALL;

use super::{run, scenario, worlds};
use crate::common::Desk;

const COLUMN: Print = Print { width_mm: 85.0, font_pt: 8.0, grey: false, language: Language::En };

fn check(printed: &Printed, place: &str) {
    let sheet = &printed.sheet;
    let texts: Vec<_> = sheet.texts().map(|text| (text, text.area())).collect();
    for (i, (text, area)) in texts.iter().enumerate() {
        let place = format!("'{}' of {place}", text.text);
        assert!(sheet.page().contains(area), "{place} leaves the figure: {area:?}");
        assert!(text.size >= SMALL, "{place} is smaller than was asked for: {}", text.size);
        assert!(!text.text.contains(['[', ']']) && !text.text.contains("NaN"), "{place}");
        let tight = area.inset(0.0, 0.1 * area.height(), 0.0, 0.1 * area.height());
        for (other, other_area) in &texts[i + 1..] {
            assert!(!tight.overlaps(other_area), "{place} covers '{}'", other.text);
        }
    }
}

#[test]
fn no_text_of_a_figure_for_print_leaves_it_or_covers_another() {
    for (name, run, scenario) in worlds() {
        for (width_mm, font_pt) in [(85.0, 8.0), (180.0, 8.0), (120.0, 10.0)] {
            for language in Language::ALL {
                let asked = Print { width_mm, font_pt, language, grey: width_mm > 100.0 };
                for figure in FIGURES {
                    let printed = asked.draw(figure, &run, &scenario).unwrap();
                    check(&printed, &format!("{} of {name} as {asked:?}", figure.name()));
                    assert!(printed.caption.ends_with('.') && printed.height_mm() > 4.0);
                }
            }
        }
    }
}

#[test]
fn a_figure_in_greys_has_no_colour_and_tells_wastes_by_dashes() {
    let scenario = scenario(58, 30);
    let run = run(&scenario, true);
    for figure in FIGURES {
        let of = |grey: bool| Print { grey, ..COLUMN }.draw(figure, &run, &scenario).unwrap();
        for shape in of(true).sheet.shapes() {
            let ink = match shape {
                Shape::Rectangle(_, ink) | Shape::Polygon(_, ink) | Shape::Circle(_, _, ink) => *ink,
                Shape::Path(_, _, ink) => *ink,
                Shape::Text(text) => text.ink,
            };
            assert!(ink.rgb.0 == ink.rgb.1 && ink.rgb.1 == ink.rgb.2, "{shape:?}");
        }
        let lines = |printed: Printed| {
            printed.sheet.shapes().iter().filter(|shape| matches!(shape, Shape::Path(..))).count()
        };
        if figure == Figure::Map {
            assert!(lines(of(true)) > lines(of(false)), "bands have lines along their middle");
        }
    }
}

#[test]
fn what_cannot_be_printed_is_refused_with_a_way_out() {
    let scenario = scenario(8, 3);
    let run = run(&scenario, true);
    let narrow = Print { width_mm: 30.0, ..COLUMN }.draw(Figure::Map, &run, &scenario).unwrap_err();
    let PrintError::Narrow { least_mm, most_pt, .. } = narrow else { panic!("{narrow}") };
    assert!(Print { width_mm: least_mm + 0.1, ..COLUMN }.draw(Figure::Map, &run, &scenario).is_ok());
    assert!(
        Print { width_mm: 30.0, font_pt: most_pt - 0.01, ..COLUMN }
            .draw(Figure::Map, &run, &scenario)
            .is_ok()
    );
    let other = COLUMN.draw(Figure::Chains, &run, &scenario).unwrap_err();
    assert_eq!(other.to_string(), "chains is not made for print; these are: map, use_rate, stockpiles");
}

/// The letters that a reader of the file finds: those that its fonts say their glyphs stand for.
fn letters(pdf: &[u8]) -> BTreeSet<char> {
    let find = |from: usize, what: &[u8]| pdf[from..].windows(what.len()).position(|part| part == what);
    let (mut at, mut found) = (0, BTreeSet::new());
    while let Some(begin) = find(at, b"stream\n") {
        let from = at + begin + 7;
        let length = find(from, b"endstream").unwrap();
        at = from + length + 10;
        let mut text = Vec::new();
        if flate2::read::ZlibDecoder::new(&pdf[from..from + length]).read_to_end(&mut text).is_err() {
            continue;
        }
        let text = String::from_utf8_lossy(&text).into_owned();
        if !text.contains("begincmap") {
            continue;
        }
        let code = |word: &str| u32::from_str_radix(word.trim_matches(['<', '>']), 16).unwrap();
        for block in text.split("beginbfchar").skip(1) {
            let words: Vec<&str> = block.split("endbfchar").next().unwrap().split_whitespace().collect();
            found.extend(words.chunks(2).filter_map(|pair| char::from_u32(code(pair[1]))));
        }
        for block in text.split("beginbfrange").skip(1) {
            let words: Vec<&str> = block.split("endbfrange").next().unwrap().split_whitespace().collect();
            for range in words.chunks(3) {
                let (low, high, first) = (code(range[0]), code(range[1]), code(range[2]));
                found.extend((0..=high - low).filter_map(|at| char::from_u32(first + at)));
            }
        }
    }
    found
}

#[test]
fn text_is_text_in_a_pdf_file_and_a_file_is_the_same_bytes_again() {
    let scenario = scenario(58, 30);
    let run = run(&scenario, true);
    for language in Language::ALL {
        let printed = Print { language, ..COLUMN }.draw(Figure::UseRate, &run, &scenario).unwrap();
        let pdf = printed.bytes(Format::Pdf).unwrap();
        assert!(pdf.starts_with(b"%PDF-"));
        let written: BTreeSet<char> = printed.sheet.texts().flat_map(|text| text.text.chars()).collect();
        let found = letters(&pdf);
        let lost: Vec<char> = written.iter().copied().filter(|c| !found.contains(c) && *c != ' ').collect();
        assert!(lost.is_empty(), "{lost:?} of {found:?}");
        for format in Format::ALL {
            assert!(printed.bytes(format).unwrap() == printed.bytes(format).unwrap(), "{format:?}");
        }
        let svg = String::from_utf8(printed.bytes(Format::Svg).unwrap()).unwrap();
        assert!(svg.contains("width=\"85.00mm\"") && svg.contains("<text"), "{svg}");
    }
}

#[test]
fn a_figure_is_drawn_from_the_folder_of_a_run() {
    let desk = Desk::new();
    desk.circulus("run small.toml --no-pictures").well();
    let ran = desk.circulus("plot outputs/small --figure use_rate --language ru --grey").well();
    assert!(ran.out.contains("outputs/small_use_rate.pdf, 85 mm wide"), "{}", ran.out);
    assert!(ran.out.contains("Доля использования отходов."), "{}", ran.out);
    desk.circulus("plot outputs/small --figure use_rate").refused(1, &["small_use_rate.pdf", "--force"]);
    for format in ["png", "svg", "pdf"] {
        let line = format!(
            "plot outputs/small --figure map --width 3.5in --font 7pt --format {format} --to a.{format}"
        );
        desk.circulus(&line).well();
        desk.circulus(&format!("{line} --force")).well();
    }
    desk.circulus("plot outputs/small --figure map --to outputs/small/map.pdf").refused(2, &["--to"]);
    desk.circulus("plot outputs/small --figure map --width 85").refused(2, &["such as 85mm"]);
    desk.circulus("plot outputs/small --figure map --width 25mm")
        .refused(2, &["too narrow for text of 8 pt"]);
    desk.circulus("plot outputs/small --figure chains").refused(2, &["map, use_rate, stockpiles"]);
    let indicators = std::fs::read_to_string(desk.path("outputs/small/indicators.csv")).unwrap();
    desk.write("outputs/small/indicators.csv", &indicators.replacen('1', "2", 1));
    desk.circulus("plot outputs/small --figure map --to b.pdf").refused(1, &["they were altered"]);
}
