//! `circulus verify` finds what was altered in a sweep, and names it.

use std::fs;

use circulus::output::manifest::seal;
use circulus::output::{Provenance, hash};
use circulus_experiment::store::record;

use super::{desk, text};

#[test]
fn an_altered_number_is_found_and_named() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    let out = desk.circulus("verify outputs/grid").well().out;
    assert!(
        out.contains(
            "6 files, 6 of them made again, 36 rows compared with their records, 1 run made again: all as it should be"
        ),
        "{out}"
    );
    let runs = text(&desk, "outputs/grid/runs.csv");
    let line = runs.lines().nth(8).unwrap();
    let mut cells: Vec<&str> = line.split(',').collect();
    cells[9] = "77";
    fs::write(desk.path("outputs/grid/runs.csv"), runs.replace(line, &cells.join(","))).unwrap();
    let altered = ["runs.csv was altered", "runs.csv, run 7, last_members: is 77 and should be "];
    desk.circulus("verify outputs/grid").refused(1, &altered);
    // Without the records it is found by making the run again.
    fs::remove_dir_all(desk.path("outputs/grid/parts")).unwrap();
    let ran = desk.circulus("verify outputs/grid --share 1");
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("the records of the runs are gone"), "{}", ran.out);
    assert!(ran.err.contains(altered[1]) && ran.err.contains("36 runs made again"), "{}", ran.err);
}

#[test]
fn a_rerun_finds_what_neither_manifest_nor_records_show() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    // Someone alters a cell and the hash, and deletes the records.
    let runs = text(&desk, "outputs/grid/runs.csv");
    let line = runs.lines().nth(1).unwrap();
    let altered = runs.replace(line, &line.replacen("0.1.0", "0.1.1", 1));
    let path = desk.path("outputs/grid/runs.csv");
    let manifest = text(&desk, "outputs/grid/manifest.json");
    let before = circulus::output::hash::of_file(&path).unwrap();
    fs::write(&path, altered).unwrap();
    let after = circulus::output::hash::of_file(&path).unwrap();
    fs::write(desk.path("outputs/grid/manifest.json"), manifest.replace(&before, &after)).unwrap();
    fs::remove_dir_all(desk.path("outputs/grid/parts")).unwrap();
    let ran = desk.circulus("verify outputs/grid --share 1");
    assert!(ran.err.contains("runs.csv, run 0, version: is 0.1.1 and should be 0.1.0"), "{}", ran.err);
}

#[test]
fn a_single_run_is_verified_too() {
    let desk = desk();
    desk.circulus("run small.toml --no-pictures --parquet --replicate 3").well();
    desk.circulus("verify outputs/small").well();
    let path = desk.path("outputs/small/plants.csv");
    let plants = fs::read_to_string(&path).unwrap();
    let line = plants.lines().nth(4).unwrap();
    let (before, rest) = line.split_once(',').unwrap();
    fs::write(&path, plants.replace(line, &format!("{before},1{rest}"))).unwrap();
    desk.circulus("verify outputs/small")
        .refused(1, &["plants.csv was altered", "plants.csv, line 5, year: is 1"]);
    fs::remove_file(&path).unwrap();
    let ran = desk.circulus("verify outputs/small");
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("plants.csv"), "{}", ran.err);
}

#[test]
fn a_damaged_record_is_reported_with_its_part_and_run() {
    let desk = desk();
    for shard in 1..=2 {
        desk.circulus(&format!("sweep grid.toml --shard {shard}/2")).well();
    }
    desk.circulus("merge grid.toml").well();
    let path = desk.path("outputs/grid/parts/2-of-2.runs");
    let bytes = fs::read(&path).unwrap();
    // The third of this shard's 18 runs, in a number of the table.
    let places = super::kill::places(&bytes);
    let (at, after) = (places[3].0, places[4].0);
    let names = String::from_utf8_lossy(&bytes[places[0].0 + record::HEAD..places[1].0 - record::TAIL]);
    let number = names.split('\n').position(|name| name == "total_reused_t").unwrap();
    let mut altered = bytes.clone();
    altered[at + record::HEAD + 4 + 8 * number + 4] ^= 4; // after the number of the layout
    fs::write(&path, &altered).unwrap();
    let ran = desk.circulus("verify outputs/grid");
    let told = format!("parts/2-of-2.runs: damaged at byte {at}, in the record of run ");
    assert!(ran.code == Some(1) && ran.err.contains(&told), "{}", ran.err);
    assert!(ran.err.contains("parts/: of 36 runs 16 cannot be read"), "{}", ran.err);
    // If its checksum fits, it is found by comparison with the table, and by making the run again.
    let end = after - record::TAIL;
    let crc = crc32fast::hash(&altered[at..end]);
    altered[end..end + 4].copy_from_slice(&crc.to_le_bytes());
    fs::write(&path, &altered).unwrap();
    let ran = desk.circulus("verify outputs/grid --share 1");
    assert!(ran.err.contains("runs.csv, run "), "{}", ran.err);
    assert!(ran.err.contains(&format!("byte {at}: the record is not what the run gives now")), "{}", ran.err);
    // A part with other sources in its header was made by another version of the program.
    let mut other = bytes.clone();
    other[20] = if other[20] == b'0' { b'1' } else { b'0' };
    fs::write(&path, &other).unwrap();
    let ran = desk.circulus("verify outputs/grid");
    assert!(ran.err.contains("parts/2-of-2.runs: its header says sources "), "{}", ran.err);
    desk.circulus("merge grid.toml")
        .refused(1, &["outputs/grid holds runs of another version of the program"]);
}

#[test]
fn other_sources_are_noted_and_given_as_a_possible_reason_for_differences() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    let (plan, ours) = circulus_experiment::saved::open(&desk.path("outputs/grid")).unwrap();
    let sources = "0123456789abcdef";
    let theirs = plan.fingerprint_by(sources);
    let plan_hash = || hash::of_file(&desk.path("outputs/grid/plan.json")).unwrap();
    let before = plan_hash();
    let own = &Provenance::new("").sources;
    for (path, ours, theirs) in [
        ("outputs/grid/parts/1-of-1.runs", own.as_str(), sources),
        ("outputs/grid/plan.json", &ours, &theirs),
    ] {
        let bytes = fs::read(desk.path(path)).unwrap();
        let at = bytes.windows(ours.len()).position(|window| window == ours.as_bytes()).unwrap();
        fs::write(desk.path(path), [&bytes[..at], theirs.as_bytes(), &bytes[at + ours.len()..]].concat())
            .unwrap();
    }
    let manifest = text(&desk, "outputs/grid/manifest.json");
    let manifest = manifest.replace(&ours, &theirs).replace(&before, &plan_hash());
    let manifest = manifest.replace(&Provenance::new("").sources, sources);
    fs::write(desk.path("outputs/grid/manifest.json"), seal(&manifest)).unwrap();
    let out = desk.circulus("verify outputs/grid --share 1").well().out;
    assert!(out.contains("note: made by circulus 0.1.0 of other sources (0123456789abcdef)"), "{out}");
    let runs = text(&desk, "outputs/grid/runs.csv");
    fs::write(desk.path("outputs/grid/runs.csv"), runs.replacen("0.1.0", "0.1.1", 1)).unwrap();
    let ran = desk.circulus("verify outputs/grid");
    assert!(ran.err.contains("(other sources made it, which may be why)"), "{}", ran.err);
}

#[test]
fn runs_that_failed_fail_again_with_the_same_message() {
    let desk = desk();
    // The fault is in a base, which the folder of results has merged into one file.
    let small = text(&desk, "small.toml");
    desk.write("base.toml", &format!("{small}\n[[policy.change]]\nyear = 2028\nsubsidy_per_t = 5\n"));
    desk.write("over.toml", "base = \"base.toml\"\n");
    let design = "[experiment]\nscenario = \"over.toml\"\nindicators = [\"total_reused_t\"]\n\
        [design]\nkind = \"points\"\nfile = \"years.csv\"\n";
    desk.write("years.csv", "scenario.years\n4\n1\n");
    desk.write("fail.toml", design);
    assert_eq!(desk.circulus("sweep fail.toml").code, Some(3));
    assert!(text(&desk, "outputs/fail/runs.csv").contains("over.toml: policy.change.2028.year"));
    desk.circulus("verify outputs/fail --share 1").well();
}
