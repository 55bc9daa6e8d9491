//! The architecture: which module may use which, and what must not be used where; `docs/develop/architecture.md` says
//! why.

use std::collections::BTreeSet;

use circulus::year::YEAR;

use crate::common::{files_below, text};

/// Rooms (modules) of `src/` by level. A room uses rooms of lower levels; at level 0, of its own level too.
const LEVELS: [(&str, u8); 20] = [
    ("units", 0),
    ("ids", 0),
    ("maths", 0),
    ("numbers", 0),
    ("parallel", 0),
    ("phase", 0),
    ("remembered", 0),
    ("texts", 0),
    ("laws", 1),
    ("scenario", 2),
    ("region", 3),
    ("world", 4),
    ("rules", 5),
    ("year", 6),
    ("record", 7),
    ("simulation", 8),
    ("run", 9),
    ("explain", 10),
    ("review", 10),
    ("output", 11),
];

/// The crates, and which others of this project each may use.
const CRATES: [(&str, &[&str]); 9] = [
    ("crates/circulus-draws", &[]),
    (".", &["circulus-draws"]),
    ("crates/circulus-experiment", &["circulus"]),
    ("crates/circulus-plot", &["circulus", "circulus-experiment"]),
    ("crates/circulus-report", &["circulus"]),
    ("crates/circulus-web", &["circulus", "circulus-experiment", "circulus-report"]),
    ("crates/circulus-cli", &["circulus", "circulus-experiment", "circulus-plot", "circulus-report"]),
    ("fuzz", &["circulus", "circulus-experiment", "circulus-web"]),
    ("web", &[]),
];
/// Dependencies that a user of the library should not have to build.
const NOT_IN_THE_LIBRARY: [&str; 9] =
    ["anyhow", "axum", "clap", "ctrlc", "indicatif", "mimalloc", "plotters", "tiny_http", "tokio"];

/// Rooms below this level use none of the following.
const OUTSIDE: u8 = 11;
const OUTSIDE_STD: [&str; 6] = ["fs", "time", "thread", "env", "process", "net"];
const OUTSIDE_CRATES: [&str; 4] = ["rayon", "indicatif", "clap", "anyhow"];
const OUTSIDE_MACROS: [&str; 4] = ["println!", "eprintln!", "print!", "eprint!"];
/// Exceptions: file, what it uses, how often.
const EXCEPTIONS: [(&str, &str, usize); 2] =
    [("src/scenario/input.rs", "std::fs::File::open(", 1), ("src/parallel.rs", "rayon::", 1)];

/// Most lines of a file; files of test data may be longer.
const MOST_LINES: usize = 400;
const DATA: [&str; 1] = ["tests/suite/plot/region.rs"];

#[test]
fn the_architecture_page_has_the_level_of_every_room() {
    let page = text("docs/develop/architecture.md");
    let mut told = BTreeSet::new();
    for line in page.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let Ok(level) = cells[1].parse::<u8>() else { continue };
        let rooms = cells[2].split(", ").map(|room| room.trim_matches('`').trim_end_matches('/').to_owned());
        told.extend(rooms.map(|room| (room, level)));
    }
    assert_eq!(told, LEVELS.iter().map(|(room, level)| ((*room).to_owned(), *level)).collect());
}

#[test]
fn rooms_use_only_lower_levels() {
    let mut wrong = Vec::new();
    for (path, code) in sources() {
        let Some(own) = room(&path) else { continue };
        let level = level_of(&own, &path);
        for used in names_after(&code, "crate::") {
            if !code_of_lib().contains(&format!("pub mod {used};")) {
                continue; // an item of the crate's root
            }
            let other = level_of(&used, &path);
            if used != own && (other > level || (other == level && level > 0)) {
                wrong.push(format!("{path} (level {level}) uses {used} (level {other})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_depend_on_lower_ones_only() {
    for (folder, allowed) in CRATES {
        let manifest: toml::Table = text(&format!("{folder}/Cargo.toml")).parse().unwrap();
        let used = manifest.get("dependencies").and_then(toml::Value::as_table).unwrap();
        for name in used.keys().filter(|name| name.starts_with("circulus")) {
            assert!(allowed.contains(&name.as_str()), "{folder} depends on {name}");
        }
        if folder == "." {
            for name in NOT_IN_THE_LIBRARY {
                assert!(!used.contains_key(name), "the library depends on {name}");
            }
            let on_by_default = manifest["features"].as_table().unwrap().contains_key("default");
            assert!(!on_by_default, "the library has features that are on by default");
        }
    }
    let named: Vec<String> = files_below(".", "/Cargo.toml")
        .into_iter()
        .filter_map(|path| Some(path.strip_suffix("/Cargo.toml")?.to_owned()))
        .filter(|folder| !folder.starts_with("benches/"))
        .collect();
    assert!(named.iter().all(|folder| CRATES.iter().any(|(known, _)| known == folder)), "{named:?}");
}

#[test]
fn phases_do_not_use_each_other() {
    let phases: BTreeSet<&str> = YEAR.iter().map(|(phase, _)| phase.name()).collect();
    for (path, code) in sources() {
        let Some(inside) = path.strip_prefix("src/year/") else { continue };
        let own = inside.split(['/', '.']).next().unwrap();
        if !phases.contains(own) {
            continue; // the table of phases, and the check of the books
        }
        for used in names_after(&code, "super::").into_iter().chain(names_after(&code, "year::")) {
            assert!(used == own || !phases.contains(used.as_str()), "{path} uses the phase {used}");
        }
    }
}

#[test]
fn a_phase_says_what_it_reads_writes_draws_and_conserves() {
    for (phase, _) in YEAR {
        let path = format!("src/year/{}.rs", phase.name());
        let opening: String = text(&path).lines().take_while(|line| line.starts_with("//!")).collect();
        for word in ["Reads: ", "Writes: ", "Draws: ", "Conserves: "] {
            assert!(opening.contains(word), "{path} opens without '{word}'");
        }
    }
}

#[test]
fn below_the_output_nothing_uses_files_clocks_threads_or_terminals() {
    let mut wrong = Vec::new();
    for (path, mut code) in sources() {
        if room(&path).is_none_or(|room| level_of(&room, &path) >= OUTSIDE) {
            continue;
        }
        for (_, what, times) in EXCEPTIONS.iter().filter(|(file, ..)| *file == path) {
            code = code.replacen(what, "", *times);
        }
        let std = names_after(&code, "std::").into_iter().filter(|name| OUTSIDE_STD.contains(&name.as_str()));
        wrong.extend(std.map(|name| format!("{path} uses std::{name}")));
        for outside in OUTSIDE_CRATES {
            if code.contains(&format!("{outside}::")) {
                wrong.push(format!("{path} uses {outside}"));
            }
        }
        for outside in OUTSIDE_MACROS {
            if code.contains(outside) {
                wrong.push(format!("{path} uses {outside}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_year_changes_the_world() {
    for (path, code) in sources() {
        let room = room(&path).unwrap_or_default();
        if !["world", "year"].contains(&room.as_str()) {
            assert!(!code.contains("&mut World"), "{path} takes the world to change it");
        }
    }
}

#[test]
fn files_are_short() {
    let long: Vec<String> = files_below(".", ".rs")
        .into_iter()
        .filter(|path| !DATA.contains(&path.as_str()))
        .map(|path| (text(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > MOST_LINES)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
    assert!(text("crates/circulus-cli/src/main.rs").lines().count() < 20);
}

#[test]
fn names_after_a_prefix_are_found_in_braces_too() {
    let code = "use crate::{output::{self, A}, plot}; use crate::world::World; x(crate::maths::exp)";
    let names = ["output", "plot", "world", "maths"].map(str::to_owned);
    assert_eq!(names_after(code, "crate::"), BTreeSet::from(names));
}

/// Files of the library and of experiments with their code, comments left out.
fn sources() -> Vec<(String, String)> {
    let code = |path: String| {
        let text = text(&path);
        let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        (path, lines.join("\n"))
    };
    let folders = ["src", "crates/circulus-experiment/src"];
    folders.into_iter().flat_map(|folder| files_below(folder, ".rs")).map(code).collect()
}

fn code_of_lib() -> String {
    text("src/lib.rs")
}

/// The room of the library that a file is in; none for `lib.rs`.
fn room(path: &str) -> Option<String> {
    let room = path.strip_prefix("src/")?.split(['/', '.']).next()?.to_owned();
    (room != "lib" && room != "main").then_some(room)
}

fn level_of(room: &str, path: &str) -> u8 {
    let found = LEVELS.iter().find(|(name, _)| *name == room);
    found
        .unwrap_or_else(|| {
            panic!("{path}: {room} has no level; give it one here and in docs/develop/architecture.md")
        })
        .1
}

/// First names of the paths that follow a prefix, those in braces too.
fn names_after(code: &str, prefix: &str) -> BTreeSet<String> {
    code.match_indices(prefix).flat_map(|(at, _)| first_names(&code[at + prefix.len()..])).collect()
}

fn first_names(rest: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let Some(inside) = rest.strip_prefix('{') else { return vec![name(rest)] };
    let mut names = vec![name(inside)];
    let mut depth = 0;
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(name(&inside[at + 1..])),
            _ => {}
        }
    }
    names
}
