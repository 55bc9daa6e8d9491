//! Pictures: worlds of every size can be drawn, no text leaves the page or covers other text, and the same run gives
//! the same bytes.

mod chains;
mod money;
mod print;
mod projects;
mod region;
mod stockpiles;

use circulus::record::Record;
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::{Amount, Change, Changed, Scenario};
use circulus_plot::sheet::{Area, Shape, Sheet};
use circulus_plot::{Figure, draw_all};
use region::{run, scenario};

use crate::common::{Desk, text};

/// Worlds small and large, short and long, with and without a company.
fn worlds() -> Vec<(String, Run, Scenario)> {
    let mut worlds = Vec::new();
    for (plants, years) in [(58, 30), (4, 1), (1, 1), (8, 3), (58, 100), (1000, 10), (3, 30)] {
        for company in [true, false] {
            let scenario = scenario(plants, years);
            let run = run(&scenario, company);
            let name = format!("{plants} plants, {years} years, company {company}");
            worlds.push((name, run, scenario));
        }
    }
    let some = scenario(58, 30);
    let mut ended = run(&some, true);
    ended.end = ClusterEnd::Dissolved(2041);
    worlds.push(("ended".into(), ended, some.clone()));
    let mut idle = run(&some, false);
    idle.cluster.deals.clear();
    for year in idle.cluster.years.iter_mut().chain(&mut idle.twin.years) {
        (year.deals_outside, year.gain) = (0, 0.0);
        year.risks.clear();
        year.by_waste.clear();
    }
    worlds.push(("idle".into(), idle, some.clone()));
    let mut bare = run(&some, true);
    (bare.cluster, bare.twin) = (Record::default(), Record::default());
    worlds.push(("no years".into(), bare, some));
    worlds
}

fn numbers(sheet: &Sheet) -> Vec<f64> {
    let mut numbers = Vec::new();
    for shape in sheet.shapes() {
        match shape {
            Shape::Rectangle(area, _) => {
                numbers.extend([area.left, area.top, area.right, area.bottom]);
            }
            Shape::Polygon(points, _) | Shape::Path(points, _, _) => {
                numbers.extend(points.iter().flat_map(|point| [point.0, point.1]));
            }
            Shape::Circle(at, radius, _) => numbers.extend([at.0, at.1, *radius]),
            Shape::Text(text) => numbers.extend([text.at.0, text.at.1, text.size]),
        }
    }
    numbers
}

#[test]
fn every_figure_can_be_drawn_for_every_world() {
    for (name, run, scenario) in worlds() {
        for figure in Figure::ALL {
            let sheet = figure.sheet(&run, &scenario);
            let numbers = numbers(&sheet);
            let wild = numbers.iter().find(|number| !(-2000.0..4000.0).contains(*number));
            assert_eq!(wild, None, "{} of {name}", figure.name());
            for text in sheet.texts() {
                let said = &text.text;
                let wild = said.split_whitespace().any(|word| word == "NaN" || word == "inf");
                assert!(!wild, "{said}: {name}");
            }
        }
    }
}

#[test]
fn no_text_leaves_the_page_or_covers_another() {
    for (name, run, scenario) in worlds() {
        for figure in Figure::ALL {
            let sheet = figure.sheet(&run, &scenario);
            let texts: Vec<_> = sheet.texts().map(|text| (&text.text, text.area())).collect();
            for (i, (said, area)) in texts.iter().enumerate() {
                let place = format!("'{said}' in {} of {name}", figure.name());
                assert!(Area::PAGE.contains(area), "{place}: {area:?}");
                // Letters rarely fill the height of their line, so an overlap of a tenth is not visible.
                let tight = area.inset(0.0, 0.1 * area.height(), 0.0, 0.1 * area.height());
                for (other, other_area) in &texts[i + 1..] {
                    assert!(!tight.overlaps(other_area), "{place} covers '{other}'");
                }
            }
        }
    }
}

#[test]
fn empty_figures_say_so() {
    let scenario = scenario(58, 30);
    let mut run = run(&scenario, false);
    run.cluster.deals.clear();
    for year in run.cluster.years.iter_mut().chain(&mut run.twin.years) {
        (year.deals_outside, year.gain) = (0, 0.0);
    }
    let says = |figure: Figure, what: &str| {
        let sheet = figure.sheet(&run, &scenario);
        sheet.texts().any(|text| text.text.contains(what))
    };
    assert!(says(Figure::Synergy, "no deals"));
    assert!(says(Figure::Membership, "no deals"));
    assert!(says(Figure::Map, "no deals"));
    assert!(says(Figure::Infrastructure, "no company"));
    assert!(says(Figure::Chains, "nothing was converted"));
    assert!(says(Figure::Projects, "no units ordered"));
}

#[test]
fn the_same_run_gives_the_same_bytes() {
    let scenario = scenario(8, 3);
    let run = run(&scenario, true);
    let folder = tempfile::tempdir().unwrap();
    let told = std::sync::Mutex::new(Vec::new());
    let tell = |name: &str| told.lock().unwrap().push(name.to_owned());
    let draw = |name: &str| {
        let paths = draw_all(&run, &scenario, &folder.path().join(name), &tell).unwrap().paths;
        let bytes = |path: &std::path::PathBuf| std::fs::read(path).unwrap();
        (paths.iter().map(bytes).collect::<Vec<_>>(), paths)
    };
    let (first, paths) = draw("a/b");
    let (second, _) = draw("c");
    assert!(first == second);
    let names: Vec<String> =
        paths.iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    let wanted = Figure::ALL.map(|figure| ["png", "svg"].map(|end| format!("{}.{end}", figure.name())));
    assert_eq!(names, wanted.concat());
    assert_eq!(told.lock().unwrap().len(), 2 * Figure::ALL.len());
    assert!(first.iter().all(|file| file.len() > 1000));
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let scenario = scenario(4, 1);
    let run = run(&scenario, true);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("taken");
    std::fs::write(&file, "").unwrap();
    let error = draw_all(&run, &scenario, &file, &|_| ()).unwrap_err();
    assert!(error.to_string().contains("taken"), "{error}");
}

#[test]
fn markup_in_a_title_is_escaped() {
    let mut scenario = scenario(4, 2);
    scenario.title = "<b> & \"friends\" \u{7}".into();
    let run = run(&scenario, true);
    for figure in Figure::ALL {
        let svg = figure.svg(&run, &scenario).unwrap();
        assert!(svg.contains("&lt;b&gt; &amp;") && !svg.contains('\u{7}'));
        assert!(svg.ends_with("</svg>\n"));
    }
}

#[test]
fn characters_without_a_glyph_are_told_once_for_all_pictures() {
    let desk = Desk::new();
    let classroom = text("configs/classroom.toml").replace("years = 30", "years = 3");
    let named = |name: &str| classroom.replace("\"Green Dome Smelter\"", name);
    desk.write("names.toml", &named("\"铜厂\""));
    let ran = desk.circulus("run names.toml");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let told = "circulus: the font of the pictures has no glyph for 厂 (U+5382), 铜 (U+94DC) in '铜厂'; \
                in PNG and PDF files they are drawn as boxes\n";
    assert_eq!(ran.err, told);
    // Nothing is said if nothing is drawn, or if every character has a glyph.
    desk.circulus("run names.toml --no-pictures --force").well();
    desk.write("names.toml", &named("\"x<!--<script>\""));
    desk.circulus("run names.toml --force").well();
    // Once for the pictures of several runs, too.
    desk.write("names.toml", &classroom.replace("title = \"", "title = \"铜 "));
    let ran = desk.circulus("ensemble names.toml --replicates 2");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(ran.err.matches("铜 (U+94DC)").count(), 1, "{}", ran.err);
}

/// Draws the pictures of all these worlds for people to look at: `cargo test --test suite look -- --ignored`.
#[test]
#[ignore = "for people to look at"]
fn look() {
    let folder = crate::common::root().join("outputs/look");
    for (name, run, scenario) in worlds() {
        let drawn = draw_all(&run, &scenario, &folder.join(name.replace([' ', ','], "_")), &|_| ()).unwrap();
        println!("{}", drawn.paths[0].display());
    }
}

#[test]
fn no_picture_compares_a_run_without_a_company() {
    let scenario = scenario(8, 10);
    let alone = run(&scenario, false);
    for figure in Figure::ALL {
        let sheet = figure.sheet(&alone, &scenario);
        let texts = sheet.texts().map(|text| text.text.as_str()).chain([sheet.description.as_str()]);
        for text in texts {
            assert!(!text.contains("twin") && !text.contains("with the cluster"), "{figure:?}: {text}");
        }
    }
}

#[test]
fn the_picture_of_infrastructure_says_from_when_the_company_asks() {
    let mut scenario = scenario(8, 10);
    let told = |scenario: &Scenario| Figure::Infrastructure.sheet(&run(scenario, true), scenario).description;
    assert!(!told(&scenario).contains("asks plants"));
    scenario.management.contacts_per_year = 0;
    scenario.changes.push(Change {
        year: scenario.start_year + 3,
        at: Changed::Management,
        key: "contacts_per_year",
        to: Amount::Whole(3),
    });
    assert!(told(&scenario).contains(&format!("to join from {} on.", scenario.start_year + 3)));
}

#[test]
fn a_use_rate_below_0_is_explained() {
    let scenario = scenario(8, 10);
    let mut run = run(&scenario, true);
    let told = |run: &Run| {
        let sheet = Figure::UseRate.sheet(run, &scenario);
        sheet.texts().any(|text| text.text.ends_with("below 0: more residue than reused."))
    };
    assert!(!told(&run));
    for waste in run.cluster.years.iter_mut().flat_map(|year| year.by_waste.iter_mut().take(1)) {
        waste.residue_t = 2.0 * waste.generated_t + waste.reused_t();
    }
    assert!(told(&run));
}
