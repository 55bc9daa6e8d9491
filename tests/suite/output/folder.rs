//! A folder is written atomically: it appears complete or not at all.

use std::fs;
use std::path::Path;

use circulus::output::{Format, Made, OutputError, Provenance, Staging, manifest};
use circulus::record::columns::{Names, indicators};

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

/// Publishes a folder that holds `a.csv` with this content, and its manifest.
fn publish(target: &Path, force: bool, content: &str) -> Result<(), OutputError> {
    let staging = Staging::new(target, force)?;
    fs::write(staging.path().join("a.csv"), content).unwrap();
    let made = Made {
        provenance: Provenance::new(""),
        seed: 1,
        replicate: None,
        results_hash: None,
        tables: None,
        csv: circulus::output::csv::Form::Comma,
        as_meant: "",
    };
    manifest::write(staging.path(), &made).unwrap();
    staging.publish().map(|_| ())
}

fn content(target: &Path) -> String {
    fs::read_to_string(target.join("a.csv")).unwrap()
}

#[test]
fn the_target_does_not_exist_before_the_folder_is_complete() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("deep/er/run");
    let staging = Staging::new(&target, false).unwrap();
    fs::write(staging.path().join("a.csv"), "a").unwrap();
    assert!(!target.exists());
    assert!(staging.publish().unwrap().join("a.csv").exists());
    assert_eq!(count(target.parent().unwrap()), 1);
}

#[test]
fn a_failed_write_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let staging = Staging::new(&place.path().join("deep/run"), false).unwrap();
    fs::write(staging.path().join("a.csv"), "a").unwrap();
    drop(staging);
    assert_eq!(count(place.path()), 0);
}

#[test]
fn an_earlier_run_is_replaced_only_with_force() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("run");
    publish(&target, false, "first").unwrap();
    let error = publish(&target, false, "second").unwrap_err();
    assert!(matches!(error, OutputError::Exists { .. }));
    assert!(error.to_string().contains("--force"), "{error}");
    assert_eq!(content(&target), "first");

    publish(&target, true, "second").unwrap();
    assert_eq!(content(&target), "second");
    assert_eq!(count(place.path()), 1);

    // A file that the manifest does not list belongs to somebody else.
    fs::write(target.join("notes.txt"), "years of work").unwrap();
    let error = publish(&target, true, "third").unwrap_err();
    assert!(matches!(&error, OutputError::NotOurs { names, .. } if names == &["notes.txt"]), "{error:?}");
    assert_eq!(content(&target), "second");
    assert_eq!(count(&target), 3);
}

#[test]
fn an_earlier_run_stays_when_the_new_one_fails() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("run");
    publish(&target, false, "first").unwrap();
    drop(Staging::new(&target, true).unwrap());
    assert_eq!(content(&target), "first");
    assert_eq!(count(place.path()), 1);
}

#[test]
fn force_never_replaces_what_no_run_wrote() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("thesis.tex"), "years of work").unwrap();
    let error = Staging::new(place.path(), true).unwrap_err();
    assert!(matches!(error, OutputError::NotOurs { .. }));
    let empty = place.path().join("empty");
    fs::create_dir(&empty).unwrap();
    publish(&empty, true, "fine").unwrap();
}

#[test]
fn a_folder_that_appears_meanwhile_is_kept() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("run");
    let staging = Staging::new(&target, false).unwrap();
    publish(&target, false, "faster").unwrap();
    assert!(matches!(staging.publish(), Err(OutputError::Exists { .. })));
    assert_eq!(content(&target), "faster");
    assert_eq!(count(place.path()), 1);
}

#[test]
fn a_file_in_the_way_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    fs::write(&file, "").unwrap();
    for target in [file.clone(), file.join("run")] {
        let error = Staging::new(&target, true).unwrap_err();
        assert!(matches!(error, OutputError::NotAFolder { .. }), "{error:?}");
    }
    assert!(file.is_file());
}

#[test]
#[cfg(target_os = "linux")]
fn a_place_that_cannot_be_written_is_named() {
    let error = Staging::new(Path::new("/proc/run"), false).unwrap_err();
    assert!(error.to_string().contains("/proc"), "{error}");
}

#[test]
fn errors_say_what_to_do() {
    use std::io::{Error, ErrorKind};
    let at = |kind| OutputError::at(Path::new("out"), Error::from(kind)).to_string();
    insta::assert_snapshot!(at(ErrorKind::PermissionDenied), @"out may not be written; choose a folder that you may write to");
    insta::assert_snapshot!(at(ErrorKind::ReadOnlyFilesystem), @"out may not be written; choose a folder that you may write to");
    insta::assert_snapshot!(at(ErrorKind::StorageFull), @"no space left for out; free some, or choose a folder on another disk");
    insta::assert_snapshot!(at(ErrorKind::NotADirectory), @"out is not a folder; choose another, or move the file away");
    insta::assert_snapshot!(at(ErrorKind::IsADirectory), @"out is not a file; name a file");
    insta::assert_snapshot!(at(ErrorKind::InvalidFilename), @"out is a name that this disk does not allow, or it is too long; choose a shorter or plainer name");
}

/// Writing to `/dev/full` fails as on a full disk.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_reported_as_full() {
    let place = tempfile::tempdir().unwrap();
    let names = Names::patterns();
    for format in [Format::Csv, Format::Parquet] {
        let file = place.path().join(format!("t.{}", format.extension()));
        std::os::unix::fs::symlink("/dev/full", file).unwrap();
        let error = format.write(place.path(), "t", &indicators(&names), std::iter::empty()).unwrap_err();
        assert!(matches!(error, OutputError::Full { .. }), "{error:?}");
    }
}

/// Nobody holds the lock of a hidden folder that a killed process left: it is removed, and what the process had moved
/// aside comes back.
#[test]
fn leftovers_are_cleared_and_what_was_moved_aside_comes_back() {
    let place = tempfile::tempdir().unwrap();
    publish(&place.path().join("run"), false, "newer").unwrap();
    let live = Staging::new(&place.path().join("live"), false).unwrap();
    fs::write(live.path().join("a.csv"), "a").unwrap();
    let left = place.path().join(".circulus-a1B2c3");
    for part in ["new", "old/moved", "old/run"] {
        fs::create_dir_all(left.join(part)).unwrap();
        fs::write(left.join(part).join("a.csv"), part).unwrap();
    }
    fs::write(left.join("lock"), "").unwrap();
    fs::create_dir(place.path().join(".circulus-d4E5f6")).unwrap(); // killed before it had its lock
    fs::write(place.path().join(".circulus-g7H8i9"), "half a rep").unwrap();
    // Not ours: other names, and other things in a folder without a lock.
    fs::create_dir(place.path().join(".circulus-backups")).unwrap();
    fs::create_dir(place.path().join(".circulus-zzzzzz")).unwrap();
    fs::write(place.path().join(".circulus-zzzzzz/thesis.tex"), "years of work").unwrap();
    publish(&place.path().join("next"), false, "next").unwrap();
    let mut names: Vec<String> = fs::read_dir(place.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !live.hidden().ends_with(name))
        .collect();
    names.sort();
    assert_eq!(names, [".circulus-backups", ".circulus-zzzzzz", "moved", "next", "run"]);
    assert_eq!(content(&place.path().join("moved")), "old/moved");
    assert_eq!(content(&place.path().join("run")), "newer");
    assert_eq!(
        content(&live.publish().unwrap()),
        "a",
        "the hidden folder of a running process is left alone"
    );
}
