//! A folder appears whole or not at all.

use std::fs;
use std::path::Path;

use circulus::output::{Format, OutputError, Staging};
use circulus::record::columns::{Names, indicators};

fn count(folder: &Path) -> usize {
    fs::read_dir(folder).unwrap().count()
}

fn publish(target: &Path, force: bool, content: &str) -> Result<(), OutputError> {
    let staging = Staging::new(target, force)?;
    fs::write(staging.path().join("manifest.json"), content).unwrap();
    staging.publish().map(|_| ())
}

#[test]
fn nothing_stands_there_before_it_is_whole() {
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
    fs::write(target.join("old.csv"), "old").unwrap();
    let error = publish(&target, false, "second").unwrap_err();
    assert!(matches!(error, OutputError::Exists { .. }));
    assert!(error.to_string().contains("--force"), "{error}");
    assert_eq!(fs::read_to_string(target.join("manifest.json")).unwrap(), "first");

    publish(&target, true, "second").unwrap();
    assert_eq!(fs::read_to_string(target.join("manifest.json")).unwrap(), "second");
    assert!(!target.join("old.csv").exists());
    assert_eq!(count(place.path()), 1);
}

#[test]
fn an_earlier_run_stays_when_the_new_one_fails() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("run");
    publish(&target, false, "first").unwrap();
    drop(Staging::new(&target, true).unwrap());
    assert_eq!(fs::read_to_string(target.join("manifest.json")).unwrap(), "first");
    assert_eq!(count(place.path()), 1);
}

#[test]
fn force_never_replaces_what_no_run_left() {
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
    assert_eq!(fs::read_to_string(target.join("manifest.json")).unwrap(), "faster");
    assert_eq!(count(place.path()), 1);
}

#[test]
fn a_file_is_no_folder() {
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
}

/// `/dev/full` takes nothing: the disk that is always full.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_called_full() {
    let place = tempfile::tempdir().unwrap();
    let names = Names::patterns();
    for format in [Format::Csv, Format::Parquet] {
        let file = place.path().join(format!("t.{}", format.extension()));
        std::os::unix::fs::symlink("/dev/full", file).unwrap();
        let error = format.write(place.path(), "t", &indicators(&names), std::iter::empty()).unwrap_err();
        assert!(matches!(error, OutputError::Full { .. }), "{error:?}");
    }
}
