//! Shards: each makes its part, a merge needs all of them, and the bytes are those of one machine.

use super::{GRID, desk, finals};

#[test]
fn shards_merge_to_the_bytes_of_one_machine() {
    let desk = desk();
    desk.circulus("sweep grid.toml --parquet --name whole").well();
    for (shards, order) in [(1, vec![1]), (3, vec![2, 3, 1]), (7, vec![1, 2, 3, 4, 5, 6, 7])] {
        let name = format!("by{shards}");
        for index in order {
            desk.circulus(&format!("sweep grid.toml --shard {index}/{shards} --name {name}")).well();
        }
        desk.circulus(&format!("merge grid.toml --parquet --name {name}")).well();
        assert_eq!(
            finals(&desk, &format!("outputs/{name}")),
            finals(&desk, "outputs/whole"),
            "{shards} shards"
        );
    }
}

#[test]
fn merge_names_the_shards_that_are_missing() {
    let desk = desk();
    desk.circulus("merge grid.toml").refused(2, &["there is no outputs/grid", "run its shards first"]);
    desk.circulus("sweep grid.toml --shard 2/4").well();
    desk.circulus("sweep grid.toml --shard 4/4").well();
    let part = desk.path("outputs/grid/parts/4-of-4.runs");
    let bytes = std::fs::read(&part).unwrap();
    std::fs::write(&part, &bytes[..bytes.len() - 3]).unwrap();
    desk.circulus("merge grid.toml").refused(
        1,
        &[
            "19 of 36 runs are missing",
            "shard 1/4 has not begun, 9 runs missing: circulus sweep grid.toml --shard 1/4",
            "shard 3/4 has not begun, 9 runs missing",
            "shard 4/4 is not finished, 1 run missing",
        ],
    );
    assert!(!desk.path("outputs/grid/runs.csv").exists());
    // A sweep without a shard makes what is missing, wherever the rest came from.
    desk.circulus("sweep grid.toml").well();
    desk.circulus("sweep grid.toml --name whole").well();
    assert_eq!(finals(&desk, "outputs/grid"), finals(&desk, "outputs/whole"));
}

#[test]
fn parts_of_many_machines_are_copied_together() {
    let desk = desk();
    desk.circulus("sweep grid.toml --name whole").well();
    desk.circulus("sweep grid.toml --shard 1/2 --out here").well();
    desk.circulus("sweep grid.toml --shard 2/2 --out there").well();
    std::fs::copy(desk.path("there/grid/parts/2-of-2.runs"), desk.path("here/grid/parts/2-of-2.runs"))
        .unwrap();
    desk.circulus("merge grid.toml --out here").well();
    assert_eq!(finals(&desk, "here/grid"), finals(&desk, "outputs/whole"));
    // A part of another experiment is refused.
    desk.write("other.toml", &GRID.replace("replicates = 3", "replicates = 3\nset = [\"join.bias=1\"]"));
    desk.circulus("sweep other.toml --shard 2/2 --out there --name other").well();
    std::fs::copy(desk.path("there/other/parts/2-of-2.runs"), desk.path("here/grid/parts/2-of-2.runs"))
        .unwrap();
    desk.circulus("merge grid.toml --out here").refused(1, &["holds runs of another experiment"]);
}

#[test]
fn shards_are_checked() {
    let desk = desk();
    for bad in ["0/4", "5/4", "4", "a/b", "1/0"] {
        desk.circulus(&format!("sweep grid.toml --shard {bad}")).refused(2, &["must be I/N"]);
    }
    desk.circulus("sweep grid.toml --shard 1/2 --force")
        .refused(2, &["--force would delete the other shards' runs"]);
}

#[test]
fn a_job_script_requests_what_the_command_asked_for() {
    let desk = desk();
    let line =
        "submit grid.toml --shards 5 --partition short --time 00:10:00 --memory 500M --cpus 2 --out far";
    let script = desk.circulus(line).well().out;
    for words in [
        "#!/bin/bash\n",
        "--array=1-5\n",
        "--partition=short\n",
        "--time=00:10:00\n",
        "--mem=500M\n",
        "--cpus-per-task=2\n",
        "--requeue\n",
        "sweep grid.toml --shard \"$SLURM_ARRAY_TASK_ID/5\" --threads 2 --out far\n",
    ] {
        assert!(script.contains(words), "no {words} in\n{script}");
    }
    // The script is one that a shell can run: with the queue's variable it makes its shard.
    desk.circulus("submit grid.toml --shards 2 --script job.sh").well();
    let ran =
        std::process::Command::new("bash").arg(desk.path("job.sh")).env("SLURM_ARRAY_TASK_ID", "2").output();
    assert!(ran.unwrap().status.success());
    assert_eq!(desk.names("outputs/grid/parts"), [".lock", "2-of-2.runs"]);
    desk.circulus("submit grid.toml --shards 2 --time soon").refused(2, &["must be minutes, HH:MM:SS"]);
    desk.circulus("submit grid.toml --shards 2 --memory much").refused(2, &["such as 500M"]);
    desk.write("grid.toml", &GRID.replace("w_norm", "w_nrom"));
    desk.circulus("submit grid.toml --shards 2").refused(2, &["w_nrom"]);
}

/// Verbs whose own command finishes what shards have made.
#[test]
fn other_verbs_are_made_in_shards_and_end_in_the_same_bytes() {
    let desk = desk();
    let morris = GRID
        .replace("kind = \"grid\"", "kind = \"morris\"\nsamples = 2")
        .replace(
            "\"policy.disposal_fee_factor\" = [0.5, 1, 2]",
            "\"policy.disposal_fee_factor\" = { from = 1, to = 2 }",
        )
        .replace(", steps = 4", "");
    desk.write("morris.toml", &morris);
    for line in [
        "ensemble small.toml --replicates 6",
        "compare small.toml --set policy.disposal_fee_factor=3 --replicates 6",
        "sensitivity morris.toml",
    ] {
        let name = line.split(' ').next().unwrap();
        desk.circulus(&format!("{line} --name whole_{name}")).well();
        for index in [2, 1] {
            let told = desk.circulus(&format!("{line} --name {name} --shard {index}/2")).well();
            assert!(told.out.contains("When all are done: the same command without --shard"), "{}", told.out);
        }
        let before = desk.files(&format!("outputs/{name}"));
        assert!(before.keys().all(|file| file.starts_with("parts/")), "{:?}", before.keys());
        desk.circulus(&format!("{line} --name {name}")).well();
        let (own, whole) = (format!("outputs/{name}"), format!("outputs/whole_{name}"));
        assert_eq!(finals(&desk, &own), finals(&desk, &whole), "{line}");
        // The runs are those of the shards: the whole command made none.
        for (file, bytes) in before {
            assert_eq!(std::fs::read(desk.path(&format!("{own}/{file}"))).unwrap(), bytes, "{line}: {file}");
        }
    }
    desk.circulus("ensemble small.toml --shard 1/2 --until total_gain=1e9")
        .refused(2, &["until decides by all runs how many there are"]);
    desk.circulus("compare small.toml --set join.bias=1 --shard 1/2 --force")
        .refused(2, &["--force would delete the other shards' runs"]);
}
