//! `circulus verify` finds every altered file and every altered statement of a manifest, in the folders of all
//! commands.

use std::fs;

use circulus::output::hash;
use circulus::output::manifest::{MANIFEST, SEAL, seal};
use serde_json::{Map, Value, json};

use crate::common::{Desk, Ran};

const SWEEP: &str = "[experiment]\nscenario = \"small.toml\"\nindicators = [\"last_members\", \"stock_t@2028\"]\n\
    [design]\nkind = \"grid\"\n[vary]\n\"policy.disposal_fee_factor\" = [0.5, 2]\njoin.w_norm = [0, 0.5]\n";
const MORRIS: &str = "[experiment]\nscenario = \"small.toml\"\nindicators = [\"total_reused_t\"]\nreplicates = 2\n\
    [design]\nkind = \"morris\"\nsamples = 3\nlevels = 6\n[vary]\n\"policy.disposal_fee_factor\" = { from = 0.5, to = 2 }\n\
    join.w_norm = { from = 0, to = 0.5 }\n";
const SOBOL: &str = "[experiment]\nscenario = \"small.toml\"\nindicators = [\"total_reused_t\"]\n\
    [design]\nkind = \"sobol\"\nsamples = 4\nsecond_order = true\n[vary]\njoin.w_norm = [0, 0.5]\n\"policy.disposal_fee_factor\" = [0.5, 2]\n";
const CALIBRATION: &str = "[experiment]\nscenario = \"small.toml\"\n[calibration]\ncandidates = 6\ngenerations = 2\n\
    [prior]\njoin.w_norm = { from = 0, to = 1 }\n[[target]]\nindicator = \"total_reused_t\"\nvalue = 1e5\nerror = 1e4\n";
const SEARCH: &str = "[experiment]\nscenario = \"small.toml\"\nreplicates = 2\n\
    [search]\npopulation = 4\ngenerations = 2\nconfirm = 2\n[vary]\n\"policy.subsidy_per_t\" = { from = 0, to = 90, steps = 4 }\n\
    [cost]\nindicator = \"total_state_spending_rub\"\n[target]\nindicator = \"last_use_rate\"\nleast = 0.1\n\
    [case.usual]\n[case.dear]\nset = [\"trade.deal_cost=3e6\"]\n";

/// A folder of results on a desk of its own.
struct Folder {
    desk: Desk,
    name: &'static str,
}

impl Folder {
    fn made_by(line: &str) -> Folder {
        let desk = Desk::new();
        for (file, text) in [
            ("sweep.toml", SWEEP),
            ("morris.toml", MORRIS),
            ("sobol.toml", SOBOL),
            ("pawn.toml", &SOBOL.replace("sobol", "latin_hypercube").replace("4\nsecond_order = true", "12")),
            ("calibration.toml", CALIBRATION),
            ("search.toml", SEARCH),
        ] {
            desk.write(file, text);
        }
        desk.circulus(&format!("{line} --name it")).well();
        let folder = Folder { desk, name: "outputs/it" };
        let out = folder.verify().well().out;
        assert!(out.ends_with("all as it should be\n") && !out.contains("note"), "{out}");
        folder
    }

    fn verify(&self) -> Ran {
        self.desk.circulus(&format!("verify {}", self.name))
    }

    fn path(&self, file: &str) -> std::path::PathBuf {
        self.desk.path(&format!("{}/{file}", self.name))
    }

    /// Files with content, by their path; the lock has none.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let files = self.desk.files(self.name).into_iter();
        files.filter(|(_, bytes)| !bytes.is_empty()).collect()
    }

    fn manifest(&self) -> Map<String, Value> {
        serde_json::from_slice(&fs::read(self.path(MANIFEST)).unwrap()).unwrap()
    }

    /// Verifies while a file has other bytes, or is missing.
    fn with(&self, file: &str, bytes: Option<&[u8]>) -> Ran {
        let path = self.path(file);
        let before = fs::read(&path).ok();
        match bytes {
            Some(bytes) => fs::write(&path, bytes).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let ran = self.verify();
        match before {
            Some(before) => fs::write(&path, before).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        ran
    }

    /// Verifies with another value of a key of the manifest, or without the key, and a seal that fits.
    fn with_statement(&self, key: &str, value: Option<&Value>) -> Ran {
        let text = fs::read_to_string(self.path(MANIFEST)).unwrap();
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let first = lines.iter().position(|line| line.starts_with(&format!("  \"{key}\": "))).unwrap();
        let next = |line: &&str| line.starts_with("  \"") || line.starts_with('}');
        let rest = first + 1 + lines[first + 1..].iter().position(next).unwrap();
        let new = value.map_or(String::new(), |value| format!("  \"{key}\": {value},\n"));
        let text = lines[..first].concat() + &new + &lines[rest..].concat();
        self.with(MANIFEST, Some(seal(&text.replace(",\n}", "\n}")).as_bytes()))
    }

    fn with_manifest(&self, manifest: &Map<String, Value>, sealed: bool) -> Ran {
        let text = serde_json::to_string_pretty(manifest).unwrap() + "\n";
        let text = if sealed { seal(&text) } else { text };
        self.with(MANIFEST, Some(text.as_bytes()))
    }
}

/// Every command that leaves a folder, some of them with tables as Parquet too.
const VERBS: [&str; 9] = [
    "run small.toml --parquet --replicate 3 --set join.w_norm=0.5 --seed 7 --no-pictures",
    "sweep sweep.toml --parquet",
    "ensemble small.toml --replicates 3",
    "compare small.toml --set policy.disposal_fee_factor=5 --replicates 2",
    "sensitivity morris.toml",
    "sensitivity sobol.toml",
    "sensitivity pawn.toml",
    "calibrate calibration.toml",
    "search search.toml",
];

/// The bytes with the last bit of one of them flipped.
fn flipped(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= 1;
    bytes
}

#[test]
fn a_flipped_bit_is_reported_with_its_file() {
    for verb in VERBS {
        let folder = Folder::made_by(verb);
        for (file, bytes) in folder.files() {
            // Parts and manifests have several sections; in tables and pictures any byte is as good as another.
            let places = if file.ends_with(".runs") || file == MANIFEST {
                vec![0, 20, bytes.len() / 2, bytes.len() - 1]
            } else {
                vec![bytes.len() / 2]
            };
            for at in places {
                let ran = folder.with(&file, Some(&flipped(&bytes, at)));
                assert_eq!(ran.code, Some(1), "{verb}: {file}, byte {at}: {}", ran.err);
                assert!(ran.err.contains(&file), "{verb}: {file}, byte {at}: {}", ran.err);
            }
        }
    }
}

#[test]
fn a_missing_file_is_a_fault_and_a_new_one_a_note() {
    for verb in VERBS {
        let folder = Folder::made_by(verb);
        for (file, _) in folder.files() {
            let ran = folder.with(&file, None);
            let code = if file == MANIFEST { 2 } else { 1 };
            assert_eq!(ran.code, Some(code), "{verb}: {file}: {}", ran.err);
            let told = file.rsplit_once("parts/").map_or(file.clone(), |(place, _)| format!("{place}parts/"));
            assert!(ran.err.contains(&told), "{verb}: {file}: {}", ran.err);
        }
        let parts = folder.path("parts").is_dir();
        for file in ["new.txt", "parts/new.txt"].into_iter().take(1 + usize::from(parts)) {
            let ran = folder.with(file, Some(b"new"));
            assert_eq!(ran.code, Some(0), "{verb}: {}", ran.err);
            assert!(ran.out.contains(&format!("note: {file} is not in the manifest")), "{}", ran.out);
        }
    }
}

/// A different value.
fn other(value: &Value) -> Value {
    match value {
        Value::Null => json!(true),
        Value::Bool(value) => json!(!value),
        Value::Number(value) => json!(value.as_f64().unwrap() as u64 + 1),
        Value::String(value) => json!(value.replace(['0', 'a'], "1") + "1"),
        Value::Array(list) => Value::Array(list.iter().skip(1).cloned().collect()),
        Value::Object(map) => {
            let mut map = map.clone();
            let (key, inner) = map.iter().next().map(|(key, inner)| (key.clone(), other(inner))).unwrap();
            map.insert(key, inner);
            Value::Object(map)
        }
    }
}

#[test]
fn an_altered_statement_of_the_manifest_is_found() {
    for verb in [VERBS[0], VERBS[1]] {
        let folder = Folder::made_by(verb);
        let manifest = folder.manifest();
        for (key, value) in &manifest {
            let mut altered = manifest.clone();
            altered.insert(key.clone(), other(value));
            let mut lacking = manifest.clone();
            lacking.remove(key);
            for manifest in [altered, lacking] {
                let ran = folder.with_manifest(&manifest, false);
                assert_eq!(ran.code, Some(1), "{verb}: {key}: {}{}", ran.out, ran.err);
                assert!(ran.err.contains(MANIFEST), "{verb}: {key}: {}", ran.err);
            }
        }
    }
}

/// Statements that cannot be computed again, so that only the seal protects them. Other `sources` are noted; those of
/// an experiment are covered by its fingerprint.
const UNKNOWABLE: [&str; 4] = ["commit", "clean", "platform", "sources"];

#[test]
fn an_altered_statement_is_found_even_if_the_seal_fits() {
    for verb in VERBS {
        let folder = Folder::made_by(verb);
        let manifest = folder.manifest();
        for (key, value) in manifest.iter().filter(|(key, _)| *key != SEAL) {
            let ran = folder.with_statement(key, Some(&other(value)));
            if UNKNOWABLE.contains(&key.as_str())
                && !(key == "sources" && manifest.contains_key("fingerprint"))
            {
                assert_eq!(ran.code, Some(0), "{verb}: {key}: it can be computed now: {}", ran.err);
                assert_eq!(ran.out.contains("note: made by"), key == "sources", "{}", ran.out);
            } else {
                assert_eq!(ran.code, Some(1), "{verb}: {key}: {}", ran.out);
                // Other sources give another fingerprint.
                let named = if key == "sources" { "fingerprint" } else { key };
                assert!(ran.err.contains(named) && !ran.err.contains(SEAL), "{verb}: {key}: {}", ran.err);
            }
            let ran = folder.with_statement(key, None);
            assert_eq!(ran.code, Some(1), "{verb}: without {key}: {}", ran.out);
            assert!(ran.err.contains(key.as_str()), "{verb}: without {key}: {}", ran.err);
        }
        let text = fs::read_to_string(folder.path(MANIFEST)).unwrap();
        let say = |text: &str| folder.with(MANIFEST, Some(seal(text).as_bytes())).err;
        let more = say(&text.replacen("{\n", "{\n  \"zeal\": 1,\n", 1));
        assert!(more.contains("zeal: is no key of such a manifest"), "{verb}: {more}");
        let spaced = say(&text.replacen("\"program\":", "\"program\": ", 1));
        assert!(spaced.contains("says the same in another form"), "{verb}: {spaced}");
    }
}

#[test]
fn a_file_altered_together_with_its_hashes_is_found() {
    for verb in VERBS {
        let folder = Folder::made_by(verb);
        let manifest = folder.manifest();
        let before = fs::read(folder.path(MANIFEST)).unwrap();
        for entry in manifest["files"].as_array().unwrap() {
            let file = entry["path"].as_str().unwrap();
            let bytes = fs::read(folder.path(file)).unwrap();
            fs::write(folder.path(file), flipped(&bytes, bytes.len() / 2)).unwrap();
            let sha = hash::of_file(&folder.path(file)).unwrap();
            let text = String::from_utf8(before.clone()).unwrap();
            let (head, tail) = text.split_at(text.find(&format!("\"path\": \"{file}\"")).unwrap());
            let tail = tail.replacen(entry["sha256"].as_str().unwrap(), &sha, 1);
            fs::write(folder.path(MANIFEST), seal(&(head.to_owned() + &tail))).unwrap();
            let ran = folder.verify();
            assert_eq!(ran.code, Some(1), "{verb}: {file}: {}", ran.out);
            assert!(!ran.err.contains("was altered"), "{}", ran.err);
            // An altered input of other files is found by what no longer fits it.
            if !["plan.json", "experiment.json", "points.csv"].contains(&file)
                && !file.starts_with("scenario")
            {
                assert!(ran.err.contains(file), "{verb}: {file}: {}", ran.err);
            }
            fs::write(folder.path(file), bytes).unwrap();
        }
        fs::write(folder.path(MANIFEST), before).unwrap();
    }
}

#[test]
fn the_list_of_files_is_checked() {
    for verb in [VERBS[0], VERBS[1], VERBS[2], VERBS[7]] {
        let folder = Folder::made_by(verb);
        let manifest = folder.manifest();
        let say = |change: &dyn Fn(&mut Vec<Value>)| {
            let mut altered = manifest.clone();
            change(altered["files"].as_array_mut().unwrap());
            folder.with_manifest(&altered, true).err
        };
        let files = manifest["files"].as_array().unwrap();
        let empty = say(&|files| files.clear());
        for (at, entry) in files.iter().enumerate() {
            let path = entry["path"].as_str().unwrap();
            let unlisted =
                format!("{path} is among the files that are written, and manifest.json does not list it");
            assert!(empty.contains(&unlisted) || path.ends_with(".parquet"), "{verb}: {path}: {empty}");
            let err = say(&|files| drop(files.remove(at)));
            assert!(err.contains(&unlisted) || path.ends_with(".parquet"), "{verb}: {path}: {err}");
            let err = say(&|files| files[at]["bytes"] = json!(1));
            assert!(err.contains(&format!("{path} has ")), "{verb}: {err}");
        }
        let err = say(&|files| files.push(files[0].clone()));
        assert!(err.contains("twice"), "{verb}: {err}");
        let err = say(&|files| files.reverse());
        assert!(err.contains("manifest.json, files: "), "{verb}: {err}");
        for path in ["../../small.toml", "/etc/hostname", "", "."] {
            let err = say(&|files| files[0]["path"] = json!(path));
            assert!(err.contains("is not a path inside the folder"), "{verb}: {path}: {err}");
        }
    }
}

#[test]
fn without_records_a_note_says_so_and_the_list_still_counts() {
    for verb in &VERBS[1..] {
        let folder = Folder::made_by(verb);
        fs::remove_dir_all(folder.path("parts")).unwrap();
        let ran = folder.verify();
        assert!(
            ran.code == Some(0) && ran.out.contains("note: the records of the runs are gone"),
            "{}",
            ran.err
        );
        let mut manifest = folder.manifest();
        for file in folder.files().iter().map(|(file, _)| file).filter(|file| file.ends_with(".csv")) {
            let all = manifest["files"].clone();
            manifest["files"].as_array_mut().unwrap().retain(|entry| entry["path"] != *file);
            let err = folder.with_manifest(&manifest, true).err;
            assert!(err.contains(&format!("{file} is among the files")), "{verb}: {file}: {err}");
            manifest["files"] = all;
        }
    }
}

#[test]
fn a_run_with_only_some_tables_is_verified() {
    let folder = Folder::made_by("run small.toml --no-pictures --tables deals,indicators");
    let names = folder.desk.names(folder.name);
    let wanted = [
        "deals.csv",
        "indicators.csv",
        MANIFEST,
        "network.graphml",
        "provenance.csv",
        "scenario.toml",
        "summary.json",
    ];
    assert_eq!(names, wanted);
    assert_eq!(folder.manifest()["tables"], json!(["indicators", "deals"]));
    folder.desk.circulus("report outputs/it").well();
    // The table that it no longer names is noted on standard output.
    let ran = folder.with_statement("tables", Some(&json!(["indicators"])));
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    assert!(ran.err.contains("asks for the tables indicators, deals"), "{}", ran.err);
    assert!(ran.out.contains("deals.csv was compared by its hash alone"), "{}", ran.out);
    folder.with_statement("tables", Some(&json!(["deal"]))).refused(1, &["names deal among its tables"]);
    let desk = &folder.desk;
    desk.circulus("run small.toml --name other --tables deal").refused(2, &["decisions", "'deals'"]);
}

#[test]
fn pictures_are_drawn_again() {
    let folder = Folder::made_by("run small.toml");
    let text = fs::read_to_string(folder.path("risk.svg")).unwrap();
    let altered = text.replacen("Losses", "Gains", 1).replacen("losses", "gains", 1);
    assert_ne!(text, altered);
    fs::write(folder.path("risk.svg"), &altered).unwrap();
    let manifest = fs::read_to_string(folder.path(MANIFEST)).unwrap();
    let fitted = manifest.replace(&hash::of_text(&text), &hash::of_text(&altered));
    let fitted =
        fitted.replace(&format!("\"bytes\": {},", text.len()), &format!("\"bytes\": {},", altered.len()));
    fs::write(folder.path(MANIFEST), seal(&fitted)).unwrap();
    folder.verify().refused(1, &["risk.svg, line "]);
}

#[test]
fn the_seal_can_be_computed_with_other_tools() {
    let folder = Folder::made_by(VERBS[0]);
    let text = fs::read_to_string(folder.path(MANIFEST)).unwrap();
    let start = format!("  \"{SEAL}\"");
    let bare: String = text.split_inclusive('\n').filter(|line| !line.starts_with(&start)).collect();
    assert_eq!(folder.manifest()[SEAL], hash::of_text(&bare));
    assert_eq!(seal(&text), text);
}

#[test]
fn a_folder_that_is_not_ours_is_bad_input() {
    let desk = Desk::new();
    fs::create_dir(desk.path("empty")).unwrap();
    let ours = "name the folder of a run or of an experiment";
    desk.circulus("verify empty").refused(2, &["empty has no manifest.json", ours]);
    desk.circulus("verify .").refused(2, &[". has no manifest.json", ours]);
    desk.circulus("verify nowhere").refused(2, &["nowhere does not exist", ours]);
    desk.circulus("verify small.toml").refused(2, &["small.toml is not a folder", ours]);
    desk.circulus("report empty").refused(2, &["empty has no manifest.json"]);
    desk.circulus("diff empty small.toml").refused(2, &["empty has no manifest.json"]);
}

#[test]
fn report_and_diff_refuse_an_altered_run() {
    let desk = Desk::new();
    desk.circulus("run small.toml --no-pictures --replicate 2").well();
    let manifest = fs::read_to_string(desk.path("outputs/small/manifest.json")).unwrap();
    desk.write("outputs/small/manifest.json", &manifest.replace("\"replicate\": 2", "\"replicate\": 3"));
    for line in ["report outputs/small", "diff outputs/small small.toml"] {
        desk.circulus(line).refused(1, &["manifest.json", "was altered"]);
    }
    desk.write("outputs/small/manifest.json", &manifest);
    let scenario = fs::read_to_string(desk.path("outputs/small/scenario.toml")).unwrap();
    desk.write("outputs/small/scenario.toml", &scenario.replace("w_norm = ", "w_norm = 1"));
    for line in ["report outputs/small", "diff outputs/small small.toml"] {
        desk.circulus(line).refused(1, &["scenario.toml is not the one that the manifest lists"]);
    }
}
