//! `circulus bundle`: an archive of a folder that others can understand, verify and make again.

use std::fs;
use std::io::{Cursor, Read};

use zip::{CompressionMethod, DateTime, ZipArchive};

use crate::common::{Desk, code, table, text};

const SWEEP: &str = "[experiment]\nname = \"it\"\nscenario = \"small.toml\"\nindicators = [\"last_members\"]\n\
    [design]\nkind = \"grid\"\n[vary]\n\"policy.disposal_fee_factor\" = [0.5, 2]\n";
const ROBUST: &str = "[experiment]\nname = \"it\"\nscenario = \"small.toml\"\n\
    [robust]\nclaims = \"claims.toml\"\n[design]\nkind = \"latin_hypercube\"\nsamples = 6\n[vary]\njoin.w_norm = { from = 0, to = 1 }\n";
const CLAIMS: &str = "[[claim]]\nid = \"some\"\ntext = \"Somebody joins\"\nholds = [\"last_members > 0\"]\n";
const CALIBRATION: &str = "[experiment]\nname = \"it\"\nscenario = \"small.toml\"\n[calibration]\ncandidates = 4\ngenerations = 2\n\
    [prior]\njoin.w_norm = { from = 0, to = 1 }\n[[target]]\nindicator = \"total_reused_t\"\nvalue = 1e5\nerror = 1e4\n";
const SEARCH: &str = "[experiment]\nname = \"it\"\nscenario = \"small.toml\"\nreplicates = 1\n\
    [search]\npopulation = 4\ngenerations = 1\nconfirm = 1\n[vary]\n\"policy.subsidy_per_t\" = { from = 0, to = 90, steps = 4 }\n\
    [cost]\nindicator = \"total_state_spending_rub\"\n[target]\nindicator = \"last_use_rate\"\nleast = 0.1\n";

/// Every command that leaves a folder, the folder named `it`.
const VERBS: [&str; 9] = [
    "run small.toml --name it --replicate 3 --seed 7 --networks",
    "run small.toml --name it --tables deals,indicators --parquet --no-pictures --csv semicolon",
    "sweep sweep.toml --parquet",
    "ensemble small.toml --replicates 3 --name it",
    "compare small.toml --set policy.disposal_fee_factor=5 --replicates 2 --name it",
    "sensitivity sweep_morris.toml",
    "calibrate calibration.toml",
    "search search.toml",
    "robust robust.toml",
];

fn desk() -> Desk {
    let desk = Desk::new();
    let morris = SWEEP
        .replace("kind = \"grid\"", "kind = \"morris\"\nsamples = 2")
        .replace("[0.5, 2]", "{ from = 0.5, to = 2 }");
    for (file, text) in [
        ("sweep.toml", SWEEP),
        ("sweep_morris.toml", &morris),
        ("robust.toml", ROBUST),
        ("claims.toml", CLAIMS),
        ("calibration.toml", CALIBRATION),
        ("search.toml", SEARCH),
    ] {
        desk.write(file, text);
    }
    desk
}

fn bytes(desk: &Desk, path: &str) -> Vec<u8> {
    fs::read(desk.path(path)).unwrap()
}

/// Unpacks an archive on the desk, and returns the names in it.
fn unpacked(desk: &Desk, path: &str) -> Vec<String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes(desk, path))).unwrap();
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        assert_eq!(file.last_modified(), Some(DateTime::default()), "{name}");
        assert_eq!(file.unix_mode().map(|mode| mode & 0o777), Some(0o644));
        assert_eq!(file.compression() == CompressionMethod::Stored, index == 0);
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let place = desk.path("far").join(&name);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
        names.push(name);
    }
    names
}

#[test]
fn an_unpacked_archive_verifies_for_every_verb() {
    for verb in VERBS {
        let desk = desk();
        desk.circulus(verb).well();
        let told = desk.circulus("bundle outputs/it").well().out;
        assert!(told.starts_with("The archive is outputs/it.zip: ") && told.contains("unpacked"), "{told}");
        let names = unpacked(&desk, "outputs/it.zip");
        assert_eq!(names[..3], ["it/README.txt", "it/ODD.md", "it/CITATION.cff"], "{verb}");
        assert!(names.iter().any(|name| name.ends_with("/provenance.csv")), "{verb}");
        let results: Vec<&String> = names.iter().filter(|name| name.starts_with("it/results/")).collect();
        assert!(results.is_sorted(), "{verb}: {results:?}");
        let mut there = desk.files("outputs/it");
        there.retain(|name, _| !name.ends_with(".lock"));
        assert_eq!(desk.files("far/it/results"), there, "{verb}");
        let readme = String::from_utf8(bytes(&desk, "far/it/README.txt")).unwrap();
        let verify = readme.lines().find_map(|line| line.strip_prefix("  circulus verify results")).unwrap();
        let verified = desk.circulus(&format!("verify far/it/results{verify}")).well().out;
        assert!(
            verified.ends_with("all as it should be\n") && !verified.contains("note"),
            "{verb}: {verified}"
        );
        // Every file is named, and none is without words.
        assert!(!readme.contains("a file of the results"), "{verb}: {readme}");
        for name in names.iter().filter(|name| !name.ends_with(".png") && !name.contains("/parts/")) {
            let name = name.rsplit('/').next().unwrap();
            let stem = name.strip_suffix(".svg").unwrap_or(name);
            assert!(name == "README.txt" || readme.contains(stem), "{verb}: {name}");
        }
        let odd = String::from_utf8(bytes(&desk, "far/it/ODD.md")).unwrap();
        for part in
            ["Purpose and patterns", "Entities, state", "Process overview", "Values", "Experiment", "Limits"]
        {
            assert!(odd.contains(&format!("\n## {part}")), "{verb}: no {part} in\n{odd}");
        }
    }
}

#[test]
fn the_command_of_the_readme_makes_the_same_results() {
    for verb in &VERBS[..2] {
        let desk = desk();
        desk.circulus(verb).well();
        desk.circulus("bundle outputs/it").well();
        unpacked(&desk, "outputs/it.zip");
        let readme = String::from_utf8(bytes(&desk, "far/it/README.txt")).unwrap();
        let command = readme.lines().find_map(|line| line.strip_prefix("  circulus run ")).unwrap();
        let mut again = desk.command("run");
        let again = again.current_dir(desk.path("far/it")).args(command.split(' ')).output().unwrap();
        let said = String::from_utf8(again.stdout).unwrap();
        let hash = readme.lines().find_map(|line| line.strip_prefix("Its results hash is ")).unwrap();
        assert!(said.contains(&format!("Results hash: {}\n", hash.trim_end_matches('.'))), "{said}");
        let (mut old, mut new) = (desk.files("far/it/results"), desk.files("far/it/again"));
        // The manifest has the command.
        assert!(old.remove("manifest.json") != new.remove("manifest.json"));
        assert!(old == new, "{verb}: {command}");
    }
}

#[test]
fn an_archive_is_the_same_bytes_whenever_it_is_made() {
    let desk = desk();
    desk.circulus("sweep sweep.toml").well();
    desk.circulus("bundle outputs/it").well();
    let first = bytes(&desk, "outputs/it.zip");
    // The date of a file is not its business.
    fs::write(desk.path("outputs/it/runs.csv"), bytes(&desk, "outputs/it/runs.csv")).unwrap();
    desk.circulus("bundle outputs/it/ --to other.zip").well();
    assert!(bytes(&desk, "other.zip") == first);
    desk.circulus("bundle outputs/it").refused(1, &["outputs/it.zip exists", "--force"]);
    desk.circulus("bundle outputs/it --force").well();
    assert!(bytes(&desk, "outputs/it.zip") == first);
    // Another archive is not replaced.
    let mut strange = zip::ZipWriter::new(fs::File::create(desk.path("mine.zip")).unwrap());
    strange.start_file("thesis.tex", zip::write::SimpleFileOptions::default()).unwrap();
    strange.finish().unwrap();
    desk.circulus("bundle outputs/it --to mine.zip --force")
        .refused(1, &["mine.zip exists and is no archive of circulus"]);
}

#[test]
fn what_is_altered_foreign_or_unfinished_is_not_archived() {
    let desk = desk();
    desk.circulus("sweep sweep.toml").well();
    desk.circulus("bundle outputs/it --to outputs/it/x.zip")
        .refused(2, &["outputs/it/x.zip would stand in outputs/it", "--to"]);
    desk.circulus("bundle nowhere").refused(2, &["nowhere does not exist"]);
    desk.circulus("bundle .").refused(2, &["has no name", "--to"]);
    desk.write("outputs/it/notes.txt", "mine");
    let told = desk.circulus("bundle outputs/it").well().out;
    assert!(told.starts_with("note: notes.txt is not in the manifest"), "{told}");
    assert!(!unpacked(&desk, "outputs/it.zip").iter().any(|name| name.ends_with("notes.txt")));
    let parts = desk.names("outputs/it/parts");
    let part = format!("outputs/it/parts/{}", parts.iter().find(|name| name.ends_with(".runs")).unwrap());
    let good = bytes(&desk, &part);
    let mut bad = good.clone();
    let last = bad.len() - 1;
    bad[last] ^= 1;
    fs::write(desk.path(&part), &bad).unwrap();
    desk.circulus("bundle outputs/it --force").refused(1, &["damaged at byte"]);
    fs::write(desk.path(&part), &good).unwrap();
    let runs = bytes(&desk, "outputs/it/runs.csv");
    desk.write("outputs/it/runs.csv", "run\n");
    desk.circulus("bundle outputs/it --force").refused(1, &["outputs/it", "runs.csv was altered"]);
    fs::write(desk.path("outputs/it/runs.csv"), runs).unwrap();
    // Without its records a folder has less to verify.
    fs::remove_dir_all(desk.path("outputs/it/parts")).unwrap();
    let told = desk.circulus("bundle outputs/it --force").well().out;
    assert!(told.contains("note: the records of the runs are gone (parts/)"), "{told}");
    fs::remove_file(desk.path("outputs/it/manifest.json")).unwrap();
    desk.circulus("bundle outputs/it --force").refused(2, &["has no manifest.json"]);
}

/// The README of the project and that of an archive say the same of the files of a run.
#[test]
fn files_of_a_run_have_the_words_of_the_readme() {
    let source = text("crates/circulus-cli/src/bundle/readme.rs");
    for row in table(&text("README.md"), "| file | what it holds |") {
        let name = code(&row[0]);
        assert!(source.contains(&format!("\"{name}\",")), "no words for {name}");
    }
}
