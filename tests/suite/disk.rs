//! Messages when nothing can be written to the disk: the place, and what to do.

use std::fs;
use std::process::Stdio;

use crate::common::{Desk, Ran};
use crate::sweep::GRID;

#[test]
fn a_folder_removed_during_a_sweep_is_reported_as_lost() {
    let desk = Desk::new();
    desk.write("grid.toml", &GRID.replace("replicates = 3", "replicates = 20000"));
    let line = "sweep grid.toml";
    let child = desk.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let part = desk.path("outputs/grid/parts/1-of-1.runs");
    while fs::metadata(&part).map_or(0, |about| about.len()) < 1000 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    fs::remove_dir_all(desk.path("outputs/grid")).unwrap();
    let ran = Ran::new(line, child.wait_with_output().unwrap());
    assert!(!ran.err.contains("safe"), "{}", ran.err);
    ran.refused(
        1,
        &["outputs/grid/parts/1-of-1.runs was removed while runs were being written", "lost", "start over"],
    );
}

#[test]
fn a_name_that_is_too_long_is_reported() {
    let desk = Desk::new();
    let long = "n".repeat(300);
    desk.write("grid.toml", GRID);
    for line in [
        format!("new {long}"),
        format!("run small.toml --no-pictures --name {long}"),
        format!("sweep grid.toml --name {long}"),
        format!("submit grid.toml --shards 2 --script {long}"),
    ] {
        desk.circulus(&line).refused(1, &[&long, "choose a shorter or plainer name"]);
        assert_eq!(desk.names(".").iter().filter(|name| name.starts_with('.')).count(), 0, "{line}");
    }
    // A name just within the disk's limit works: no hidden name is longer than the one that was asked for.
    let fits = "n".repeat(250);
    desk.circulus(&format!("run small.toml --no-pictures --name {fits}")).well();
    desk.circulus(&format!("new {fits}")).well();
}

/// A small disk in memory, mounted for the test, which only root may do; unmounted when dropped.
#[cfg(target_os = "linux")]
struct Small<'d> {
    desk: &'d Desk,
    name: &'static str,
}

#[cfg(target_os = "linux")]
impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(self.desk.path(self.name)).status();
    }
}

#[cfg(target_os = "linux")]
fn mount<'d>(desk: &'d Desk, name: &'static str, options: &str) -> Option<Small<'d>> {
    fs::create_dir(desk.path(name)).unwrap();
    let mut mount = std::process::Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(desk.path(name)).stderr(Stdio::null());
    let mounted = mount.status().is_ok_and(|status| status.success());
    if !mounted {
        println!("skipped: only root may mount a disk of this size");
    }
    mounted.then_some(Small { desk, name })
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_reported_and_nothing_is_left() {
    let desk = Desk::new();
    desk.write("grid.toml", GRID);
    desk.circulus("run small.toml --no-pictures").well();
    let Some(_small) = mount(&desk, "full", "size=64k") else { return };
    desk.circulus("new full/earlier.toml").well();
    let earlier = fs::read(desk.path("full/earlier.toml")).unwrap();
    let room = 60_000 - earlier.len();
    desk.write("full/filler", &"f".repeat(room));
    for line in [
        "new full/mine.toml",
        "new full/earlier.toml --force",
        "run small.toml --no-pictures --out full",
        "run small.toml --out full",
        "report outputs/small --out full/page.html",
        "bundle outputs/small --to full/small.zip",
    ] {
        let refused = desk.circulus(line).refused(1, &["no space left for full/", "free some"]);
        let place = refused.err.split(';').next().unwrap();
        assert!(!place.contains("full/."), "the message shows a hidden name: {}", refused.err);
        assert_eq!(desk.names("full"), ["earlier.toml", "filler"], "{line}");
        assert!(fs::read(desk.path("full/earlier.toml")).unwrap() == earlier);
    }
    desk.circulus("sweep grid.toml --out full").refused(1, &["no space left for full/grid", "free some"]);
}

/// A picture that does not fit is reported like any other file.
#[test]
#[cfg(target_os = "linux")]
fn a_picture_that_does_not_fit_is_reported_in_words() {
    let desk = Desk::new();
    let Some(_small) = mount(&desk, "full", "size=300k") else { return };
    let refused = desk.circulus("run small.toml --out full").refused(1, &["no space left for full/small/"]);
    assert!([".png; ", ".svg; "].iter().any(|end| refused.err.contains(end)), "{}", refused.err);
    assert!(!refused.err.contains("Error"), "{}", refused.err);
    assert!(desk.names("full").is_empty());
}

#[test]
#[cfg(target_os = "linux")]
fn a_read_only_disk_is_reported() {
    let desk = Desk::new();
    desk.write("grid.toml", GRID);
    desk.circulus("run small.toml --no-pictures").well();
    let Some(_small) = mount(&desk, "locked", "ro") else { return };
    for line in [
        "new locked/mine.toml",
        "run small.toml --no-pictures --out locked",
        "report outputs/small --out locked/page.html",
        "bundle outputs/small --to locked/small.zip",
        "submit grid.toml --shards 2 --script locked/job.sh",
        "sweep grid.toml --out locked",
        "ensemble small.toml --replicates 2 --out locked",
    ] {
        desk.circulus(line)
            .refused(1, &["locked", "may not be written; choose a folder that you may write to"]);
    }
}
