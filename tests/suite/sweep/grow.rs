//! A larger experiment in the same folder makes only what is missing, and ends with the bytes of a fresh one.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::time::Duration;

use circulus_experiment::dice::Dice;

use super::kill::records;
use super::{GRID, desk, finals};
use crate::common::Desk;

const PART: &str = "outputs/grid/parts/1-of-1.runs";

/// Runs a larger design in the folder of a smaller one, and in a fresh folder; returns how many runs were made.
fn grown(desk: &Desk, command: &str, folder: &str) -> usize {
    let part = format!("outputs/{folder}/parts/1-of-1.runs");
    let before = records(desk, &part).len();
    desk.circulus(&format!("{command} --name {folder}")).well();
    let fresh = format!("{folder}_fresh");
    desk.circulus(&format!("{command} --name {fresh}")).well();
    assert_eq!(
        finals(desk, &format!("outputs/{folder}")),
        finals(desk, &format!("outputs/{fresh}")),
        "{command}"
    );
    desk.circulus(&format!("verify outputs/{folder}")).well();
    std::fs::remove_dir_all(desk.path(&format!("outputs/{fresh}"))).unwrap();
    records(desk, &part).len() - before
}

#[test]
fn a_sweep_grows_by_replicates_levels_and_indicators() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    let mut design = GRID.to_owned();
    let mut grow = |old: &str, new: &str| {
        assert!(design.contains(old), "{old}");
        design = design.replace(old, new);
        desk.write("grid.toml", &design);
        grown(&desk, "sweep grid.toml", "grid")
    };
    assert_eq!(grow("replicates = 3", "replicates = 5"), 12 * 2);
    assert_eq!(grow("[0.5, 1, 2]", "[0.25, 0.5, 1, 2]"), 4 * 5, "a level before the others");
    let more = "\"last_members\", \"counterfactual_total_gain\", \"total_capex\"";
    assert_eq!(grow("\"last_members\"", more), 0, "the whole summary is kept");
    let more = "\"stock_t@2028\", \"stock_t@2026\"";
    assert_eq!(grow("\"stock_t@2028\"", more), 80, "single years are kept where they are asked for");
    assert_eq!(grow(more, "\"stock_t@2026\""), 0);
}

#[test]
fn a_smaller_design_uses_what_is_there_and_loses_nothing() {
    let desk = desk();
    desk.circulus("sweep grid.toml").well();
    desk.write("grid.toml", &GRID.replace("replicates = 3", "replicates = 2"));
    assert_eq!(grown(&desk, "sweep grid.toml", "grid"), 0);
    desk.write("grid.toml", GRID);
    assert_eq!(grown(&desk, "sweep grid.toml", "grid"), 0);
}

#[test]
fn ensembles_comparisons_and_sequences_grow() {
    let desk = desk();
    desk.write("other.toml", "base = \"small.toml\"\n[policy]\nsubsidy_per_t = 50\n");
    desk.circulus("ensemble small.toml --replicates 4 --name e").well();
    assert_eq!(grown(&desk, "ensemble small.toml --replicates 7", "e"), 3);
    desk.circulus("compare small.toml other.toml --replicates 4 --name c").well();
    assert_eq!(grown(&desk, "compare small.toml other.toml --replicates 6", "c"), 4);
    let sobol = |samples: u32| {
        format!(
            "[experiment]\nname = \"s\"\nscenario = \"small.toml\"\nindicators = [\"total_gain\"]\n\n\
             [design]\nkind = \"sobol\"\nsamples = {samples}\n\n[vary]\n\"join.w_norm\" = {{ from = 0, to = 1 }}\n\
             \"join.bias\" = {{ from = -2, to = 0 }}\n"
        )
    };
    desk.write("s.toml", &sobol(8));
    desk.circulus("sensitivity s.toml").well();
    desk.write("s.toml", &sobol(16));
    assert_eq!(grown(&desk, "sensitivity s.toml", "s"), 8 * 4, "the first points of a sequence stay");
}

/// A point that occurs twice is run once.
#[test]
fn points_that_are_the_same_share_their_runs() {
    let desk = desk();
    let twice = GRID.replace("[0.5, 1, 2]", "[0.5, 1, 0.5]");
    desk.write("grid.toml", &twice);
    desk.circulus("sweep grid.toml --threads 1").well();
    let runs = std::fs::read_to_string(desk.path("outputs/grid/runs.csv")).unwrap();
    assert_eq!((runs.lines().count(), records(&desk, PART).len()), (37, 24));
    desk.circulus("verify outputs/grid --share 1").well();
}

#[test]
fn a_growing_sweep_may_be_killed_at_any_moment() {
    let desk = desk();
    let of = |replicates: u32| GRID.replace("replicates = 3", &format!("replicates = {replicates}"));
    desk.write("grid.toml", &of(60));
    desk.circulus("sweep grid.toml --name whole").well();
    let whole = finals(&desk, "outputs/whole");
    let mut dice = Dice::new(2, "kill", 0);
    let (mut replicates, mut most, mut kills) = (3, 4.0, 0);
    loop {
        // It grows from kill to kill, up to the whole.
        desk.write("grid.toml", &of(replicates));
        let mut child = desk.command("sweep grid.toml");
        let mut child = child.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_secs_f64(dice.uniform() * most / 1000.0));
        let finished = child.try_wait().unwrap();
        child.kill().unwrap(); // SIGKILL
        let status = finished.unwrap_or_else(|| child.wait().unwrap());
        let runs = records(&desk, PART);
        assert_eq!(runs.iter().collect::<BTreeSet<_>>().len(), runs.len(), "a run twice");
        if status.success() && replicates == 60 {
            break;
        }
        kills += usize::from(!status.success());
        replicates = (replicates + 9).min(60);
        most += 4.0;
    }
    assert!(kills >= 5, "only {kills} kills");
    assert_eq!(finals(&desk, "outputs/grid"), whole);
}

/// What is there is told, marked as a part, and replaced by the whole.
#[test]
fn a_part_is_told_before_the_rest_is_made() {
    let desk = desk();
    desk.circulus("sweep grid.toml --partial")
        .refused(2, &["0 of 36 runs are finished", "without --partial"]);
    desk.circulus("sweep grid.toml --shard 1/2 --partial").refused(2, &["leave --shard out"]);
    desk.circulus("sweep grid.toml").well();
    let small = finals(&desk, "outputs/grid");
    desk.write("grid.toml", &GRID.replace("replicates = 3", "replicates = 8"));
    let out = desk.circulus("sweep grid.toml --partial").well().out;
    assert!(
        out.starts_with("This is a part of the experiment: 3 of 8 replicates at 12 of 12 points.\n"),
        "{out}"
    );
    assert_eq!(records(&desk, PART).len(), 36, "no run is made");
    let part = finals(&desk, "outputs/grid");
    assert_eq!(part["runs.csv"], small["runs.csv"]);
    assert!(part.contains_key("partial.txt") && !small.contains_key("partial.txt"));
    desk.circulus("verify outputs/grid --share 1").well();
    desk.circulus("sweep grid.toml").well();
    desk.circulus("sweep grid.toml --name fresh").well();
    assert_eq!(finals(&desk, "outputs/grid"), finals(&desk, "outputs/fresh"));
    // Every verb tells a part.
    desk.write("other.toml", "base = \"small.toml\"\n[policy]\nsubsidy_per_t = 50\n");
    for verb in ["ensemble small.toml", "compare small.toml other.toml"] {
        desk.circulus(&format!("{verb} --replicates 3 --name it")).well();
        desk.circulus(&format!("{verb} --replicates 5 --name it --partial")).well();
        assert!(finals(&desk, "outputs/it").contains_key("partial.txt"), "{verb}");
        desk.circulus("verify outputs/it").well();
        desk.circulus(&format!("{verb} --replicates 5 --name it")).well();
        assert!(!finals(&desk, "outputs/it").contains_key("partial.txt"), "{verb}");
        std::fs::remove_dir_all(desk.path("outputs/it")).unwrap();
    }
}

/// Shards are told of together, as far as every point of the first ones has a run.
#[test]
fn a_merge_tells_a_part() {
    let desk = desk();
    desk.circulus("sweep grid.toml --shard 1/2").well();
    // The shard has every second run: the first of the first point, and none of the second.
    let out = desk.circulus("merge grid.toml --partial").well().out;
    assert!(
        out.starts_with("This is a part of the experiment: 1 of 3 replicates at 1 of 12 points.\n"),
        "{out}"
    );
    desk.circulus("sweep grid.toml --shard 2/2").well();
    desk.circulus("merge grid.toml --partial").well();
    assert!(!desk.path("outputs/grid/partial.txt").exists(), "all is there");
}
