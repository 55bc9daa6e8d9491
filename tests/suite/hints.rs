//! Hints: a file for another command, a table called as it was, a negative number, a command to copy.

use std::fs;

use crate::common::{Desk, Ran};

#[test]
fn a_suggested_command_is_quoted_for_a_shell() {
    let desk = Desk::new();
    fs::create_dir(desk.path("my work")).unwrap();
    let mut command = desk.command("new");
    let ran = Ran::new("new", command.arg("my work/a'b.toml").output().unwrap()).well();
    assert!(ran.out.ends_with("Try it: circulus run 'my work/a'\\''b.toml'\n"), "{}", ran.out);
    desk.write("my work/design.toml", "[experiment]\nscenario = \"small.toml\"\n[design]\nkind = \"grid\"\n");
    let mut command = desk.command("run");
    let ran = Ran::new("run", command.arg("my work/design.toml").output().unwrap());
    ran.refused(2, &["the command for it: circulus sweep 'my work/design.toml'"]);
}

/// A file for one command that is given to another: one fault, with the command that it is for.
#[test]
fn a_file_for_another_command_is_told_which() {
    let desk = Desk::new();
    let design = "[experiment]\nscenario = \"small.toml\"\n";
    for (name, tables) in [
        ("sweep", "[design]\nkind = \"grid\"\n[vary]\n\"join.w_norm\" = [0, 1]\n"),
        ("sensitivity", "[design]\nkind = \"morris\"\nsamples = 2\n[vary]\n\"join.w_norm\" = [0, 1]\n"),
        ("search", "[search]\n[vary]\n"),
        ("calibrate", "[calibration]\n[prior]\n"),
    ] {
        let file = format!("{name}.toml");
        desk.write(&file, &format!("{design}{tables}"));
        let hint = format!("circulus {name} {file}");
        let scenarios = ["run", "explain --company --year 2027", "check", "ensemble", "diff small.toml"];
        for line in scenarios {
            let ran = desk.circulus(&format!("{line} {file}"));
            ran.refused(2, &["makes this a design file", &hint, "1 fault; nothing was run"]);
        }
        for other in ["sweep", "sensitivity", "search", "calibrate"] {
            if other != name
                && !(["sweep", "sensitivity"].contains(&other) && ["sweep", "sensitivity"].contains(&name))
            {
                desk.circulus(&format!("{other} {file}"))
                    .refused(2, &["a file for another command", &hint, "1 fault; nothing was run"]);
            }
        }
    }
    for verb in ["sweep", "sensitivity", "search", "calibrate", "merge", "submit --shards 2"] {
        desk.circulus(&format!("{verb} small.toml"))
            .refused(2, &["makes this a scenario", "circulus run small.toml", "1 fault; nothing was run"]);
    }
}

#[test]
fn a_table_called_as_it_was_is_told_its_new_name() {
    let desk = Desk::new();
    desk.write("old.toml", "[experiment]\nscenario = \"small.toml\"\n[search]\n[lever]\n\"join.w_norm\" = { from = 0, to = 1 }\n");
    desk.circulus("search old.toml").refused(
        2,
        &["old.toml:4:2: 'lever' is no key of a design file", "What was [lever] is called [vary] now"],
    );
}

/// A negative number is the value of its option, and refused in plain words.
#[test]
fn a_negative_number_is_refused_without_a_false_tip() {
    let desk = Desk::new();
    for (line, said) in [
        ("run small.toml --seed -1", "'--seed <N>': must be a whole number from 0 to 9223372036854775807"),
        ("run small.toml --replicate -1", "'--replicate <N>': must be a whole number of at least 0"),
        ("run small.toml --threads -1", "must be a whole number from 1 to 1024"),
        ("ensemble small.toml --replicates -2", "must be a whole number from 1 to 10000000"),
        ("compare small.toml --replicates -2", "must be a whole number from 2 to 1000000"),
        ("explain small.toml --company --year -5", "the run has no year -5"),
        ("verify outputs/small --share -0.5", "--share"),
        ("verify outputs/small --seed -1", "must be a whole number of at least 0"),
        ("serve --port -1", "must be a whole number from 0 to 65535"),
        ("new other.toml --scale -1", "must be a number from 1e-6 to 1e6"),
        ("sweep small.toml --shard -1/3", "--shard"),
        ("submit small.toml --shards -3", "must be a whole number from 1 to 1000000"),
        ("run small.toml --set -1", "--set"),
    ] {
        let ran = desk.circulus(line).refused(2, &[said]);
        assert!(!ran.err.contains("tip:") && !ran.err.contains("unexpected argument"), "{line}: {}", ran.err);
    }
}
