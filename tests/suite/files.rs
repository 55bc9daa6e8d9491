//! Files of others: only what circulus wrote is replaced, and a file that stops a command is named.

use std::fs;

use crate::common::{Desk, files_below, text};
use crate::sweep::GRID;

const WORK: &str = "years of work";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("grid.toml", GRID);
    desk
}

fn read(desk: &Desk, path: &str) -> String {
    fs::read_to_string(desk.path(path)).unwrap()
}

#[test]
fn a_run_replaces_what_its_manifest_lists_and_nothing_else() {
    let desk = desk();
    desk.circulus("run small.toml --no-pictures").well();
    for name in ["notes.txt", "data/a.csv", "data/b.csv", ".git"] {
        fs::create_dir_all(desk.path("outputs/small/data")).unwrap();
        desk.write(&format!("outputs/small/{name}"), WORK);
    }
    let before = desk.files("outputs/small");
    let said = ["outputs/small holds .git, data/a.csv, data/b.csv and 1 more", "move that away"];
    desk.circulus("run small.toml --no-pictures --force").refused(1, &said);
    assert_eq!(desk.files("outputs/small"), before);
    // A file that a file manager leaves is nobody's work.
    fs::remove_dir_all(desk.path("outputs/small/data")).unwrap();
    for name in ["notes.txt", ".git"] {
        fs::remove_file(desk.path("outputs/small").join(name)).unwrap();
    }
    desk.write("outputs/small/.DS_Store", "");
    desk.circulus("run small.toml --no-pictures --force").well();
    assert_eq!(desk.names("outputs"), ["small"]);
}

#[test]
fn a_manifest_of_another_program_permits_no_replacement() {
    let desk = desk();
    fs::create_dir_all(desk.path("outputs/small")).unwrap();
    for manifest in ["{\"name\": \"a web app\"}", "{\"program\": \"other\", \"files\": []}", "no JSON"] {
        desk.write("outputs/small/manifest.json", manifest);
        let refused = desk.circulus("run small.toml --no-pictures --force");
        refused.refused(1, &["outputs/small holds manifest.json"]);
        assert_eq!(read(&desk, "outputs/small/manifest.json"), manifest);
    }
    // Nor does a manifest of circulus permit it outside its folder.
    desk.write("outputs/thesis.txt", WORK);
    fs::create_dir_all(desk.path("outputs/small/parts")).unwrap();
    let manifest = r#"{"program": "circulus", "files": [{"path": "../thesis.txt"}, {"path": "old.csv"}]}"#;
    desk.write("outputs/small/manifest.json", manifest);
    desk.write("outputs/small/old.csv", "");
    desk.circulus("sweep grid.toml --name small").well();
    assert_eq!(read(&desk, "outputs/thesis.txt"), WORK);
    assert!(
        !desk.path("outputs/small/old.csv").exists(),
        "listed by the earlier manifest, and not made again"
    );
}

#[test]
fn a_run_does_not_replace_an_experiment_nor_an_experiment_a_run() {
    let desk = desk();
    desk.circulus("sweep grid.toml --name both").well();
    desk.circulus("run small.toml --no-pictures --name both --force").refused(1, &["both holds parts/.lock"]);
    desk.circulus("run small.toml --no-pictures --name one").well();
    desk.circulus("sweep grid.toml --name one --force")
        .refused(1, &["one holds files that no experiment wrote"]);
    for folder in ["outputs/both", "outputs/one"] {
        desk.circulus(&format!("verify {folder}")).well();
    }
}

#[test]
fn a_sweep_replaces_no_table_that_it_did_not_write() {
    let desk = desk();
    for (theirs, said) in [
        (&["parts/wheel.stl", "readme.md"][..], "parts/wheel.stl"),
        (&["parts/.lock", "runs.csv"], "runs.csv"),
        (&["parts/.lock", "manifest.json"], "manifest.json"),
        (&["readme.md"], "readme.md"),
    ] {
        let _ = fs::remove_dir_all(desk.path("outputs"));
        fs::create_dir_all(desk.path("outputs/grid/parts")).unwrap();
        for path in theirs {
            desk.write(&format!("outputs/grid/{path}"), WORK);
        }
        if !theirs[0].starts_with("parts") {
            fs::remove_dir(desk.path("outputs/grid/parts")).unwrap();
        }
        let before = desk.files("outputs/grid");
        for force in ["", " --force"] {
            desk.circulus(&format!("sweep grid.toml{force}")).refused(1, &["outputs/grid holds ", said]);
            assert_eq!(desk.files("outputs/grid"), before, "{theirs:?}{force}");
        }
    }
}

#[test]
fn notes_beside_results_stay_and_stop_only_a_forced_restart() {
    let desk = desk();
    desk.circulus("sweep grid.toml --parquet").well();
    desk.write("outputs/grid/notes.txt", WORK);
    desk.circulus("sweep grid.toml").well();
    assert!(!desk.path("outputs/grid/runs.parquet").exists(), "made by the earlier command only");
    desk.circulus("sweep grid.toml --force").refused(1, &["outputs/grid holds notes.txt"]);
    desk.circulus("verify outputs/grid").well();
    assert_eq!(read(&desk, "outputs/grid/notes.txt"), WORK);
    fs::remove_file(desk.path("outputs/grid/notes.txt")).unwrap();
    desk.circulus("sweep grid.toml --force").well();
}

#[test]
fn a_file_of_others_with_the_name_of_a_final_table_is_not_replaced() {
    let desk = desk();
    desk.circulus("ensemble small.toml --replicates 2 --name e").well();
    fs::remove_file(desk.path("outputs/e/manifest.json")).unwrap();
    for name in ["plan.json", "scenario.toml", "experiment.json"] {
        fs::remove_file(desk.path("outputs/e").join(name)).unwrap();
    }
    desk.write("outputs/e/bands.csv", WORK);
    let refused = desk.circulus("ensemble small.toml --replicates 2 --name e");
    refused.refused(1, &["outputs/e holds bands.csv", "move that away"]);
    assert_eq!(read(&desk, "outputs/e/bands.csv"), WORK);
}

/// Every command that writes a single file, here FILE, and what it calls its own kind of file.
const FILES: [(&str, &str); 5] = [
    ("new FILE", "scenario"),
    ("report outputs/small --out FILE", "report of circulus"),
    ("bundle outputs/small --to FILE", "archive of circulus"),
    ("spreadsheet outputs/small --to FILE", "workbook of circulus"),
    ("submit grid.toml --shards 2 --script FILE", "job script of circulus"),
];

#[test]
fn a_file_is_replaced_on_demand_and_only_by_its_own_kind() {
    let desk = desk();
    desk.circulus("run small.toml --no-pictures").well();
    desk.write("thesis.tex", WORK);
    for (line, kind) in FILES {
        let on = |file: &str| line.replace("FILE", file);
        desk.circulus(&on("mine")).well();
        desk.circulus(&on("mine")).refused(1, &["mine exists", "--force"]);
        desk.circulus(&(on("mine") + " --force")).well();
        desk.circulus(&on("thesis.tex")).refused(1, &["thesis.tex exists", "--force"]);
        let refused = desk.circulus(&(on("thesis.tex") + " --force"));
        refused.refused(1, &["thesis.tex exists and is no ", kind, "move it away"]);
        assert_eq!(read(&desk, "thesis.tex"), WORK);
        for force in ["", " --force"] {
            for folder in ["outputs", "new/", "."] {
                desk.circulus(&(on(folder) + force)).refused(1, &[folder, "is not a file"]);
            }
            desk.circulus(&(on("nowhere/mine") + force))
                .refused(1, &["nowhere/mine cannot be written", "its folder does not exist"]);
        }
        fs::remove_file(desk.path("mine")).unwrap();
        assert_eq!(desk.names("."), ["grid.toml", "outputs", "small.toml", "thesis.tex"], "nothing is left");
    }
    // A design file is no job script.
    desk.circulus("submit grid.toml --shards 2 --script grid.toml --force").refused(1, &["grid.toml exists"]);
    assert_eq!(read(&desk, "grid.toml"), GRID);
}

#[test]
#[cfg(unix)]
fn a_link_is_followed_and_a_device_is_refused() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let desk = desk();
    desk.circulus("submit grid.toml --shards 2 --script job.sh").well();
    fs::set_permissions(desk.path("job.sh"), PermissionsExt::from_mode(0o755)).unwrap();
    symlink("job.sh", desk.path("link")).unwrap();
    symlink("gone", desk.path("dangling")).unwrap();
    desk.circulus("submit grid.toml --shards 3 --script link --force").well();
    assert!(fs::symlink_metadata(desk.path("link")).unwrap().is_symlink());
    assert!(read(&desk, "job.sh").contains("array=1-3"));
    assert_eq!(fs::metadata(desk.path("job.sh")).unwrap().permissions().mode() & 0o777, 0o755);
    desk.circulus("new dangling").refused(1, &["dangling exists"]);
    desk.circulus("new /dev/null --force").refused(1, &["/dev/null is not a file"]);
    assert!(fs::metadata("/dev/null").unwrap().file_type().is_char_device());
    // A folder behind a link is replaced where it is.
    desk.circulus("run small.toml --no-pictures --out far").well();
    fs::create_dir(desk.path("outputs")).unwrap();
    symlink("../far/small", desk.path("outputs/small")).unwrap();
    desk.circulus("run small.toml --no-pictures --force --seed 2").well();
    assert!(fs::symlink_metadata(desk.path("outputs/small")).unwrap().is_symlink());
    assert!(read(&desk, "far/small/scenario.toml").contains("seed = 2"));
    assert_eq!(desk.names("far"), ["small"]);
}

#[test]
fn results_do_not_go_into_a_folder_that_holds_an_input() {
    let desk = desk();
    desk.circulus("run small.toml --no-pictures").well();
    let inside = ["outputs/small/scenario.toml stands in outputs/small", "copy it", "--name"];
    desk.circulus("run outputs/small/scenario.toml --no-pictures --force").refused(2, &inside);
    desk.write("based.toml", "base = \"outputs/small/scenario.toml\"\n");
    desk.circulus("run based.toml --no-pictures --force").refused(2, &inside);
    desk.circulus("ensemble based.toml --replicates 2 --name small").refused(2, &inside);
    desk.circulus("run based.toml --no-pictures --name other").well();

    desk.circulus("sweep grid.toml").well();
    let head = GRID.split("[design]").next().unwrap();
    let points = "[design]\nkind = \"points\"\nfile = \"outputs/grid/points.csv\"\n";
    desk.write("again.toml", &format!("{head}{points}"));
    fs::write(desk.path("outputs/grid/points.csv"), "join.w_norm\n0.5\n").unwrap();
    for line in ["sweep again.toml", "sweep again.toml --force", "merge again.toml"] {
        desk.circulus(line).refused(2, &["outputs/grid/points.csv stands in outputs/grid"]);
    }
    desk.write("outputs/grid/own.toml", &GRID.replace("small.toml", "../../small.toml"));
    desk.circulus("sweep outputs/grid/own.toml").refused(2, &["own.toml stands in outputs/grid"]);
    assert!(desk.path("outputs/grid/runs.csv").exists());
}

/// Sources that write files in place: into a hidden folder that is renamed when it is complete, or into the store of
/// finished runs, which may be cut off anywhere. All others use `output::file`.
const IN_PLACE: [&str; 13] = [
    "circulus-experiment/src/asked.rs",
    "circulus-experiment/src/saved.rs",
    "circulus-experiment/src/store/append.rs",
    "circulus-experiment/src/store/lock.rs",
    "output/csv.rs",
    "output/graphml.rs",
    "output/hidden.rs",
    "output/mod.rs",
    "output/networks.rs",
    "output/parquet.rs",
    "output/parquet/groups.rs",
    "output/sheet.rs",
    "circulus-plot/src/lib.rs",
];

#[test]
fn files_are_written_atomically() {
    let writes = |path: &String| {
        let code = text(path);
        ["fs::write(", "File::create", "OpenOptions::new()"].iter().any(|call| code.contains(call))
    };
    let found: Vec<String> =
        ["src", "crates"].into_iter().flat_map(|folder| files_below(folder, ".rs")).filter(writes).collect();
    assert!(!found.is_empty());
    let known = |path: &&String| IN_PLACE.iter().any(|known| path.ends_with(known));
    let unknown: Vec<&String> = found.iter().filter(|path| !known(path)).collect();
    assert!(unknown.is_empty(), "{unknown:?} write files; use output::file, or Staging");
}
