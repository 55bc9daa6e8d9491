//! The documentation is true: lists, tables, links and commands are compared with the program and the project's files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path};

use circulus::record::columns::columns_markdown;
use circulus::scenario::{Scenario, parameters_markdown};
use circulus::texts::{Language, say};
use circulus::year::YEAR;
use circulus_plot::Figure;

use crate::common::{Desk, code, files_below, root, table, text};

#[test]
fn the_readme_lists_the_phases_of_the_year() {
    let rows = table(&text("README.md"), "| phase | file | what happens |");
    let year: Vec<Vec<String>> = YEAR
        .iter()
        .map(|(phase, _)| {
            let file = format!("src/year/{}.rs", phase.name());
            assert!(root().join(&file).is_file(), "{file}");
            vec![phase.name().into(), format!("[{file}]({file})"), phase.sentence().into()]
        })
        .collect();
    assert_eq!(rows, year);
}

#[test]
fn the_readme_lists_the_pictures() {
    let rows = table(&text("README.md"), "| picture | what it shows |");
    let pictures: Vec<Vec<String>> = Figure::ALL
        .iter()
        .map(|figure| vec![format!("`{}`", figure.name()), figure.sentence().to_owned()])
        .collect();
    assert_eq!(rows, pictures);
}

#[test]
fn the_readme_names_every_folder() {
    let rows = table(&text("README.md"), "| folder | what it holds |");
    let named: BTreeSet<String> = rows.iter().map(|row| code(&row[0])).collect();
    let mut folders = BTreeSet::new();
    for file in files_below(".", "") {
        let depth = if file.starts_with("src/") { 2 } else { 1 };
        let parent = Path::new(&file).parent().unwrap();
        let parts: Vec<Component> = parent.components().take(depth).collect();
        if parts.len() == depth {
            let folder: std::path::PathBuf = parts.iter().collect();
            folders.insert(format!("{}/", folder.display()));
        }
    }
    // Hidden folders are ignored, as tools on somebody's machine make them, except those that the README names.
    folders.retain(|folder| !folder.starts_with('.') || named.contains(folder));
    assert_eq!(named, folders);
}

/// With `CIRCULUS_RENEW=1` the pages are written anew and the test fails, so that the switch cannot stay on.
#[test]
fn the_generated_pages_are_up_to_date() {
    let pages =
        [("docs/model/parameters.md", parameters_markdown()), ("docs/model/columns.md", columns_markdown())];
    if renewing() {
        for (path, page) in &pages {
            fs::write(root().join(path), page).unwrap();
        }
        panic!("the pages are renewed; look at what changed, and run the tests again without CIRCULUS_RENEW");
    }
    for (path, page) in &pages {
        let file = fs::read_to_string(root().join(path)).unwrap_or_default();
        let differs = file.lines().zip(page.lines()).position(|(a, b)| a != b).map(|line| line + 1);
        assert!(
            file == *page,
            "{path} is old (line {differs:?}): CIRCULUS_RENEW=1 cargo test --test suite docs"
        );
    }
}

/// Plants that are no members in a year, and plants that never were, have words of their own: 'other plants' would be both.
#[test]
fn plants_outside_the_cluster_have_a_word_for_each_meaning() {
    for line in columns_markdown().lines() {
        // What a plant gives to plants other than itself is another matter.
        let apart = line.contains("supplied to other plants") || line.contains("received from other plants");
        assert!(apart || !line.to_lowercase().contains("other plant"), "{line}");
        let name = line.split('|').nth(1).unwrap_or_default();
        assert!(!name.contains("_others") || line.contains("non-member"), "{line}");
        assert!(!name.contains("money_of_the_rest") || line.contains("never members"), "{line}");
    }
    for (language, never, in_year) in [
        (Language::En, "never in it", "non-members"),
        (Language::Ru, "ни разу в нём не были", "предприятий вне кластера"),
    ] {
        let said = say(language, "why.sum.never", &[]);
        assert!(said.contains(never), "{said}");
        let said = say(language, "measure.money_others", &[]);
        assert!(said.contains(in_year), "{said}");
    }
}

/// Whether `CIRCULUS_RENEW=1` is set.
fn renewing() -> bool {
    std::env::var_os("CIRCULUS_RENEW").is_some_and(|value| value == "1")
}

#[test]
fn every_row_of_a_table_has_a_header() {
    let mut cut = Vec::new();
    for page in files_below(".", ".md") {
        let markdown = text(&page);
        let lines: Vec<&str> = markdown.lines().collect();
        for (at, row) in lines.iter().enumerate().filter(|(_, line)| line.starts_with('|')) {
            let first = at == 0 || !lines[at - 1].starts_with('|');
            if first && !lines.get(at + 1).is_some_and(|line| line.starts_with("|---")) {
                cut.push(format!("{page}:{}: {row}", at + 1));
            }
        }
    }
    assert!(cut.is_empty(), "rows without a header above them: {cut:#?}");
}

#[test]
fn the_front_page_links_every_page() {
    let front = text("docs/README.md");
    let linked: BTreeSet<&str> =
        front.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()).collect();
    let pages = files_below("docs", ".md");
    let missing: Vec<&String> = pages
        .iter()
        .filter(|page| !linked.contains(page.trim_start_matches("docs/")) && *page != "docs/README.md")
        .collect();
    assert!(missing.is_empty(), "docs/README.md does not link {missing:?}");
}

#[test]
fn links_lead_to_files() {
    let mut broken = Vec::new();
    for page in files_below(".", ".md") {
        let markdown = text(&page);
        let folder = root().join(&page).parent().unwrap().to_owned();
        for target in markdown.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap();
            let elsewhere = target.contains("://") || target.starts_with("mailto:");
            if !elsewhere && !path.is_empty() && !folder.join(path).exists() {
                broken.push(format!("{page}: {target}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The picture, `docs/RUN_FIGURE.svg`, is the one that a command of the page draws, to the byte.
#[test]
fn the_commands_of_the_readme_work_and_draw_its_picture() {
    let desk = commands_work("README.md", &["./test.sh"]);
    let readme = text("README.md");
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let pictures: Vec<&str> = links.filter(|link| link.ends_with(".svg")).collect();
    assert!(!pictures.is_empty(), "README.md shows no picture");
    for picture in &pictures {
        let (run, figure) = picture.trim_start_matches("docs/").split_once('_').unwrap();
        let drawn = fs::read_to_string(desk.path(&format!("outputs/{run}/{figure}"))).unwrap();
        if renewing() {
            fs::write(root().join(picture), drawn).unwrap();
            continue;
        }
        assert!(text(picture) == drawn, "{picture} is old: CIRCULUS_RENEW=1 cargo test --test suite docs");
    }
    assert!(
        !renewing(),
        "{pictures:?} are renewed; look at them, and run the tests again without CIRCULUS_RENEW"
    );
}

#[test]
fn the_commands_of_the_lesson_work() {
    commands_work("docs/teach/classroom.md", &[]);
}

/// Runs every command of a page's `sh` blocks, in order, at a desk with the project's scenarios.
fn commands_work(page: &str, not_run: &[&str]) -> Desk {
    let desk = Desk::new();
    for config in files_below("configs", "") {
        fs::create_dir_all(desk.path(&config).parent().unwrap()).unwrap();
        fs::copy(root().join(&config), desk.path(&config)).unwrap();
    }
    let commands = commands(&text(page));
    assert!(!commands.is_empty(), "{page} shows no command in a ```sh block");
    for command in commands.iter().filter(|command| !not_run.contains(&command.as_str())) {
        let arguments = command.strip_prefix("circulus").or(command.strip_prefix("cargo run --release --"));
        let arguments = arguments.unwrap_or_else(|| panic!("{page}: cannot run `{command}`"));
        desk.circulus(arguments).well();
    }
    desk
}

/// The lines of all `sh` blocks, without comments.
fn commands(markdown: &str) -> Vec<String> {
    let mut inside = false;
    let mut commands = Vec::new();
    for line in markdown.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside {
            let command = line.split(" #").next().unwrap_or_default().trim();
            if !command.is_empty() && !command.starts_with('#') {
                commands.push(command.to_owned());
            }
        }
    }
    commands
}

#[test]
fn every_scenario_loads() {
    let is_scenario = |path: &String| {
        !path.contains("experiments/")
            && !["claims.toml", "patterns.toml"].iter().any(|name| path.ends_with(name))
    };
    for path in files_below("configs", ".toml").into_iter().filter(is_scenario) {
        if let Err(faults) = Scenario::load(&root().join(&path), &[]) {
            panic!("{faults}");
        }
    }
}

/// Every label such as `[T1]` in the code is in the model's document, and the other way round.
#[test]
fn equations_have_the_same_numbers_in_code_and_document() {
    let document = equations(&text("docs/model/model.md"));
    let code = files_below("src", ".rs").iter().flat_map(|path| equations(&text(path))).collect();
    assert_eq!(document, code);
}

/// The table of equations in the model's document names, for each, the one file of laws and rules whose first line has
/// its label, and the functions in it.
#[test]
fn equations_stand_where_the_document_says() {
    let document = text("docs/model/model.md");
    let rows = table(&document, "| equation | file | functions |");
    let mut opening: Vec<(String, String)> = Vec::new();
    for path in files_below("src/laws", ".rs").into_iter().chain(files_below("src/rules", ".rs")) {
        let labels = equations(text(&path).lines().next().unwrap());
        opening.extend(labels.into_iter().map(|label| (label, path.clone())));
    }
    opening.sort_by_key(|(label, path)| (order(label), path.clone()));
    let listed: Vec<(String, String)> = rows
        .iter()
        .map(|row| (row[0].clone(), row[1].split(['[', ']']).nth(1).unwrap().to_owned()))
        .collect();
    assert_eq!(listed, opening, "each label is in the first line of one file, and the table is in order");
    let labels: BTreeSet<String> = rows.iter().map(|row| row[0].clone()).collect();
    assert_eq!(labels, equations(&document));
    for (row, (label, path)) in rows.iter().zip(&listed) {
        let names: Vec<String> = row[2].split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert_eq!(names, functions_of(label, &text(path)), "{label} in {path}");
    }
}

/// Public functions whose doc comment has a label, in their order.
fn functions_of(label: &str, code: &str) -> Vec<String> {
    let (mut found, mut doc) = (Vec::new(), String::new());
    for line in code.lines().map(str::trim_start) {
        if let Some(more) = line.strip_prefix("///") {
            doc.push_str(more);
        } else if let Some(rest) = line.strip_prefix("pub fn ") {
            if doc.contains(label) {
                found.push(rest.split(['(', '<']).next().unwrap().to_owned());
            }
            doc.clear();
        } else if !line.starts_with("#[") {
            doc.clear();
        }
    }
    found
}

/// Laws are functions of numbers: they use one another and no scenario, no draws and nothing of a higher level.
#[test]
fn laws_use_only_laws_maths_and_units() {
    for path in files_below("src/laws", ".rs") {
        for line in text(&path).lines().filter(|line| line.trim_start().starts_with("use crate::")) {
            let known =
                ["laws", "maths", "units"].iter().any(|room| line.contains(&format!("crate::{room}")));
            assert!(known, "{path}: {line}");
        }
    }
}

/// Labels such as `[T1]` and `[N10]`: a capital letter and one or two digits in brackets.
fn equations(text: &str) -> BTreeSet<String> {
    let label = |at: usize| {
        let (inside, _) = text[at + 1..].split_once(']')?;
        let digits = inside.strip_prefix(|first: char| first.is_ascii_uppercase())?;
        let is = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is.then(|| format!("[{inside}]"))
    };
    text.match_indices('[').filter_map(|(at, _)| label(at)).collect()
}

/// The letter of a label, and its number.
fn order(label: &str) -> (char, u8) {
    let mut inside = label.trim_matches(['[', ']']).chars();
    (inside.next().unwrap(), inside.as_str().parse().unwrap())
}

#[test]
fn versions_agree() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(text("CITATION.cff").contains(&format!("\nversion: {version}\n")));
    let changelog = text("CHANGELOG.md");
    assert!(changelog.contains("\n## Unreleased\n") && changelog.contains(&format!("\n## {version}")));
}

#[test]
fn no_file_names_a_path_of_a_developers_machine() {
    // Spelt in two parts, so that this file passes.
    let elsewhere =
        [concat!("../sh", "ared"), concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
    for path in files_below(".", "") {
        let Ok(text) = fs::read_to_string(root().join(&path)) else {
            continue; // a font
        };
        for words in elsewhere {
            assert!(!text.contains(words), "{path} mentions {words}");
        }
    }
}
