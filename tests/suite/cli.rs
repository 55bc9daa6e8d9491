//! The program as a user sees it: files, messages and exit codes.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::process::Stdio;

use circulus::record::columns::columns_markdown;
use circulus::scenario::parameters_markdown;
use circulus::year::YEAR;
use circulus_plot::Figure;

use crate::common::{Desk, Ran, code, files_below, root, table, text};

#[test]
fn a_run_leaves_what_the_readme_lists() {
    let desk = Desk::new();
    let ran = desk.circulus("run small.toml").well();
    assert!(ran.out.contains("Tables and pictures are in outputs/small\n"), "{}", ran.out);
    let readme = text("README.md");
    let files = table(&readme, "| file | what it holds |").into_iter().map(|row| code(&row[0]));
    let pictures = table(&readme, "| picture | what it shows |").into_iter().map(|row| code(&row[0]));
    let pictures = pictures.flat_map(|name| [format!("{name}.png"), format!("{name}.svg")]);
    let listed: BTreeSet<String> = files.chain(pictures).collect();
    let left: BTreeSet<String> = desk.files("outputs/small").into_keys().collect();
    assert_eq!(listed, left);
    assert_eq!(desk.names("outputs"), ["small"], "nothing beside it");
    assert_eq!(desk.names("."), ["outputs", "small.toml"]);
}

#[test]
fn flags_say_what_is_left() {
    let desk = Desk::new();
    let ran = desk.circulus("run small.toml --no-pictures --parquet --out runs --name other").well();
    assert!(ran.out.contains("Tables are in runs/other\n"), "{}", ran.out);
    let files = desk.files("runs/other");
    assert!(files.keys().all(|name| !name.ends_with(".png") && !name.ends_with(".svg")));
    for table in circulus::output::TABLES {
        assert!(files.contains_key(&format!("{table}.csv")));
        assert!(files.contains_key(&format!("{table}.parquet")));
    }
}

#[test]
fn an_earlier_run_is_replaced_only_on_demand() {
    let desk = Desk::new();
    desk.circulus("run small.toml --no-pictures").well();
    let before = desk.files("outputs/small");
    desk.circulus("run small.toml --no-pictures --seed 2").refused(1, &["outputs/small exists", "--force"]);
    assert_eq!(desk.files("outputs/small"), before);
    desk.circulus("run small.toml --no-pictures --seed 2 --force").well();
    assert_ne!(desk.files("outputs/small"), before);
    assert_eq!(desk.names("outputs"), ["small"]);
}

#[test]
fn a_folder_that_is_no_run_is_never_replaced() {
    let desk = Desk::new();
    fs::create_dir_all(desk.path("outputs/small")).unwrap();
    desk.write("outputs/small/thesis.txt", "years of work");
    desk.circulus("run small.toml --no-pictures --force")
        .refused(1, &["outputs/small", "thesis.txt", "nothing there is replaced"]);
    assert_eq!(desk.names("outputs/small"), ["thesis.txt"]);
}

#[test]
fn a_bad_scenario_is_refused_with_all_its_faults() {
    let desk = Desk::new();
    let small = fs::read_to_string(desk.path("small.toml")).unwrap();
    let bad = small
        .replace("\n[policy]", "\n[policy]\nsubsidi_per_t = 1")
        .replace("fee_share = 0.1", "fee_share = 7.5");
    desk.write("bad.toml", &bad.replace("waste = \"slag\"", "waste = \"slagg\""));
    for verb in ["run", "check"] {
        let said = [
            "bad.toml:",
            "subsidi_per_t",
            "'subsidy_per_t'",
            "fee_share = 7.5",
            "slagg",
            "faults; nothing was run",
        ];
        desk.circulus(&format!("{verb} bad.toml")).refused(2, &said);
        assert_eq!(desk.names("."), ["bad.toml", "small.toml"]);
    }
}

#[test]
fn a_missing_scenario_is_named() {
    let desk = Desk::new();
    desk.circulus("run smal.toml").refused(2, &["smal.toml", "there is no such file"]);
    assert_eq!(desk.names("."), ["small.toml"]);
}

#[test]
fn a_wrong_key_on_the_command_line_names_the_nearest() {
    let desk = Desk::new();
    desk.circulus("run small.toml --set join.w_norn=1").refused(2, &["in --set 1, column 6: ", "'w_norm'"]);
    desk.circulus("run small.toml --set policy.capex_subsidy=3").refused(2, &["capex_subsidy = 3", "0 to"]);
    desk.circulus("run small.toml --set join.w_norm").refused(2, &["key=value"]);
    desk.circulus("run small.toml --sed 1").refused(2, &["--sed", "--seed"]);
}

#[test]
fn every_kind_of_bad_input_ends_with_code_2_and_leaves_nothing() {
    let desk = Desk::new();
    desk.write("text.txt", "years of work");
    fs::create_dir(desk.path("folder")).unwrap();
    let lines = [
        ("run nowhere.toml", "nowhere.toml: cannot be read: there is no such file"),
        ("run folder", "folder: cannot be read: it is a folder"),
        ("run small.toml/deeper", "a part of its path is a file"),
        ("run text.txt", "text.txt:1:"),
        ("run small.toml --set", "--set"),
        ("run small.toml --seed x", "--seed"),
        (
            "run small.toml --seed 18446744073709551615",
            "must be a whole number from 0 to 9223372036854775807",
        ),
        ("run small.toml --name a/b", "plain name"),
        ("run small.toml --threads 0", "--threads"),
        ("explain small.toml --plant NOBODY --year 2027", "no plant 'NOBODY'"),
        ("explain small.toml --company --year 1800", "--year: the run has no year 1800"),
        ("explain small.toml --company --year 2027 --set management.enabled=false", "--company: "),
        ("explain small.toml --company --year 2027 --language xx", "available languages are en, ru"),
        ("compare small.toml", "name others"),
        ("compare small.toml --set scenario.seed=9", "their random draws differ"),
        ("compare small.toml --set join.w_norm=1 --level 1", "less than 1"),
        ("compare small.toml nowhere.toml", "nowhere.toml"),
        ("diff small.toml", "name B"),
        ("diff small.toml folder", "folder has no manifest.json"),
        ("ensemble small.toml --quantiles 0.9,0.1", "must rise"),
        ("ensemble small.toml --quantiles 2", "from 0 to 1"),
        ("ensemble small.toml --draw nothing", "--draw nothing"),
        ("ensemble small.toml --replicates 0", "--replicates"),
        ("sweep nowhere.toml", "there is no such file"),
        ("sweep small.toml", "the command for it: circulus run small.toml"),
        ("sweep small.toml --shard 3/2", "I from 1 to N"),
        ("merge small.toml", "the command for it: circulus run small.toml"),
        ("submit nowhere.toml --shards 3", "there is no such file"),
        ("sensitivity nowhere.toml", "there is no such file"),
        ("calibrate nowhere.toml", "there is no such file"),
        ("search nowhere.toml", "there is no such file"),
        ("verify nowhere", "nowhere does not exist"),
        ("verify folder", "folder has no manifest.json"),
        ("report folder --out page.html", "folder has no manifest.json"),
        ("describe nothing", "nothing"),
        ("completions nothing", "nothing"),
    ];
    for (line, said) in lines {
        desk.circulus(line).refused(2, &[said]);
    }
    desk.write("folder/manifest.json", "{ \"version\": 3 }");
    desk.circulus("verify folder").refused(1, &["manifest.json is not a manifest"]);
    desk.circulus("report folder --out page.html").refused(1, &["folder/manifest.json", "manifest_sha256"]);
    assert_eq!(desk.names("."), ["folder", "small.toml", "text.txt"]);
}

#[test]
#[cfg(target_os = "linux")]
fn only_regular_files_of_a_readable_size_are_read() {
    let desk = Desk::new();
    desk.circulus("run /dev/zero").refused(2, &["/dev/zero: cannot be read: it is a pipe, a device"]);
    let made = std::process::Command::new("mkfifo").arg(desk.path("pipe")).status().unwrap();
    assert!(made.success());
    let design = "[experiment]\nscenario = \"small.toml\"\n[design]\nkind = \"points\"\nfile = \"pipe\"\n";
    desk.write("design.toml", design);
    desk.write("base.toml", "base = \"pipe\"\n");
    desk.circulus("run pipe").refused(2, &["pipe: cannot be read: it is a pipe, a device"]);
    desk.circulus("run base.toml")
        .refused(2, &["base.toml:1:8: base = \"pipe\": cannot be read: it is a pipe"]);
    desk.circulus("sweep pipe").refused(2, &["pipe: cannot be read: it is a pipe"]);
    desk.circulus("sweep design.toml").refused(2, &["design.toml:5:8: pipe cannot be read: it is a pipe"]);
    fs::create_dir(desk.path("folder")).unwrap();
    fs::rename(desk.path("pipe"), desk.path("folder/manifest.json")).unwrap();
    desk.circulus("verify folder").refused(2, &["folder/manifest.json: it is a pipe"]);
    // A sparse file: it is refused for its size before it is read.
    fs::File::create(desk.path("huge.toml")).unwrap().set_len(1 << 40).unwrap();
    desk.circulus("run huge.toml")
        .refused(2, &["it has 1099511627776 bytes, and at most 536870912 are read"]);
}

#[test]
fn control_characters_in_arguments_are_escaped() {
    let desk = Desk::new();
    for arguments in [
        ["run", "a\u{1b}[31m.toml"],
        ["run\u{202e}", "small.toml"],
        ["explain", "small.toml --plant=\u{1b}[1m --year 1"],
    ] {
        let mut command = desk.command(arguments[0]);
        let ran = Ran::new(arguments[0], command.args(arguments[1].split(' ')).output().unwrap());
        let ran = ran.refused(2, &["\\u{"]);
        assert!(!ran.err.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.err);
    }
}

#[test]
fn the_output_of_check_loads_as_the_same_scenario() {
    let desk = Desk::new();
    // Including the files of prices that some of them name.
    for config in files_below("configs", "").iter().filter(|path| !path.contains("experiments/")) {
        fs::copy(root().join(config), desk.path(config.rsplit('/').next().unwrap())).unwrap();
    }
    let claims = ["claims.toml", "patterns.toml"];
    let is_scenario =
        |name: &String| name.ends_with(".toml") && !claims.iter().any(|claims| name.ends_with(claims));
    for name in desk.names(".").into_iter().filter(is_scenario) {
        let once = desk.circulus(&format!("check {name}")).well().out;
        desk.write("once", &once);
        assert_eq!(desk.circulus("check once").well().out, once, "{name}");
        fs::remove_file(desk.path("once")).unwrap();
    }
}

#[test]
fn what_is_set_is_in_the_complete_scenario() {
    let desk = Desk::new();
    let meant = desk.circulus("check small.toml --set join.w_norm=0.25 --seed 9").well().out;
    assert!(meant.contains("\nw_norm = 0.25\n") && meant.contains("\nseed = 9\n"), "{meant}");
    desk.circulus("run small.toml --no-pictures --set join.w_norm=0.25 --seed 9").well();
    assert_eq!(fs::read_to_string(desk.path("outputs/small/scenario.toml")).unwrap(), meant);
    // The folder alone is enough to repeat the run.
    desk.circulus("run outputs/small/scenario.toml --no-pictures --name again").well();
    let (once, again) = (desk.files("outputs/small"), desk.files("outputs/again"));
    assert_eq!(once["plants.csv"], again["plants.csv"]);
    assert_eq!(once["summary.json"], again["summary.json"]);
}

#[test]
fn a_new_scenario_runs() {
    let desk = Desk::new();
    let ran = desk.circulus("new mine.toml").well();
    assert!(std::fs::read_to_string(desk.path("mine.toml")).unwrap().contains("\nname = \"mine\""));
    desk.circulus("new _.toml").well();
    let other = std::fs::read_to_string(desk.path("_.toml")).unwrap();
    assert!(other.contains("\nname = \"my_region\""), "_ is no name of a scenario");
    assert!(ran.out.contains("circulus run mine.toml"), "{}", ran.out);
    desk.circulus("run mine.toml --no-pictures").well();
    desk.write("mine.toml", "# a week of work");
    desk.circulus("new mine.toml").refused(1, &["mine.toml exists", "--force"]);
    assert_eq!(fs::read_to_string(desk.path("mine.toml")).unwrap(), "# a week of work");
    desk.circulus("new mine.toml --force").refused(1, &["mine.toml exists and is no scenario"]);
    desk.write("mine.toml", "[scenario]\n# half a scenario");
    desk.circulus("new mine.toml --force").well();
    desk.circulus("check mine.toml").well();
    desk.circulus("new nowhere/mine.toml").refused(1, &["nowhere/mine.toml"]);
}

#[test]
fn describe_tells_what_the_program_uses() {
    let desk = Desk::new();
    assert_eq!(desk.circulus("describe parameters").well().out, parameters_markdown());
    assert_eq!(desk.circulus("describe columns").well().out, columns_markdown());
    let phases = desk.circulus("describe phases").well().out;
    let pictures = desk.circulus("describe pictures").well().out;
    assert_eq!(phases.lines().count(), YEAR.len());
    assert_eq!(pictures.lines().count(), Figure::ALL.len());
    for (line, (phase, _)) in phases.lines().zip(YEAR) {
        assert!(line.contains(phase.name()) && line.ends_with(phase.sentence()), "{line}");
    }
    let overview = desk.circulus("describe").well().out;
    assert!(overview.contains(&phases) && overview.contains(&pictures), "{overview}");
}

#[test]
fn every_shell_is_completed() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = desk.circulus(&format!("completions {shell}")).well().out;
        for word in ["circulus", "check", "describe", "no-pictures"] {
            assert!(script.contains(word), "{shell}: no {word}");
        }
    }
}

#[test]
fn help_and_version_are_there() {
    let desk = Desk::new();
    let version = format!("circulus {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(desk.circulus("--version").well().out, version);
    for verb in ["", "run", "check", "describe", "new", "completions"] {
        assert!(desk.circulus(&format!("{verb} --help")).well().out.contains("Usage: circulus"));
    }
    desk.circulus("").refused(2, &["Usage: circulus"]);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let runs = [1, 2, 8].map(|threads| {
        let desk = Desk::new();
        desk.circulus(&format!("run small.toml --parquet --threads {threads}")).well();
        let mut files = desk.files("outputs/small");
        let manifest = String::from_utf8(files.remove("manifest.json").unwrap()).unwrap();
        // The manifest holds a hash of every other file; only its command may differ.
        let command = format!("--threads {threads}\"");
        assert!(manifest.contains(&command), "{manifest}");
        let (statements, _) = circulus::output::manifest::unseal(&manifest);
        (files, statements.replace(&command, "\""))
    });
    for other in &runs[1..] {
        assert_eq!(runs[0].1, other.1);
        assert!(runs[0].0 == other.0, "files differ");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = Desk::new();
    for line in ["describe parameters", "check small.toml", "run small.toml --no-pictures", "completions zsh"]
    {
        let mut child = desk.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take()); // as `| head -0`
        let mut err = String::new();
        child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{line}");
    }
    assert!(desk.path("outputs/small/manifest.json").is_file());
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_device_is_reported() {
    let desk = Desk::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = desk.command("describe parameters").stdout(full).output().unwrap();
    Ran::new("describe parameters > /dev/full", output).refused(1, &["circulus: ", "No space left"]);
}

#[test]
fn where_nothing_can_be_written_nothing_is_left() {
    let desk = Desk::new();
    desk.write("taken", "a file");
    for line in ["--out taken", "--out taken/deeper", "--out . --name taken", "--out . --name taken --force"]
    {
        desk.circulus(&format!("run small.toml --no-pictures {line}"))
            .refused(1, &["taken", "is not a folder"]);
        assert_eq!(desk.names("."), ["small.toml", "taken"]);
        assert_eq!(fs::read_to_string(desk.path("taken")).unwrap(), "a file");
    }
}

#[test]
fn a_read_only_folder_is_reported() {
    let desk = Desk::new();
    fs::create_dir(desk.path("locked")).unwrap();
    let mut permissions = fs::metadata(desk.path("locked")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(desk.path("locked"), permissions).unwrap();
    if fs::write(desk.path("locked/probe"), "").is_ok() {
        return; // root may write anywhere
    }
    desk.circulus("run small.toml --no-pictures --out locked").refused(1, &["locked", "may not be written"]);
    assert!(desk.names("locked").is_empty());
}
