//! Compares a folder with the same files made again.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use serde_json::{Map, Value};

use super::{Said, Verdict};
use crate::output::OutputError;
use crate::output::manifest::{self, MANIFEST};

/// Bytes that are compared at a time.
const PIECE: u64 = 1 << 20;

/// Compares the files of a folder with those made again in another; a difference in a file in `told` is not reported
/// again.
///
/// # Errors
/// When the files that were made again cannot be read.
pub fn compare(
    folder: &Path,
    again: &Path,
    said: &Said,
    told: &[&str],
    verdict: &mut Verdict,
) -> Result<(), OutputError> {
    let made = manifest::paths(again)?;
    for path in &made {
        verdict.remade += 1;
        if !said.lists(path) {
            verdict.differs(format!(
                "{path} is among the files that are written, and {MANIFEST} does not list it"
            ));
        }
        // A missing file has been reported already.
        let Ok(same) = same(&folder.join(path), &again.join(path)) else { continue };
        if !same && !told.contains(&path.as_str()) {
            let (theirs, ours) = (read(&folder.join(path))?, read(&again.join(path))?);
            verdict.differs(first_difference(path, &theirs, &ours));
        }
    }
    let made: BTreeSet<&String> = made.iter().collect();
    for entry in said.files.iter().filter(|entry| !made.contains(&entry.path)) {
        verdict.notes.push(format!(
            "{} was compared by its hash alone: it is not among the files that the program writes there",
            entry.path
        ));
    }
    let ours = String::from_utf8_lossy(&read(&again.join(MANIFEST))?).into_owned();
    statements(said, &ours, verdict);
    Ok(())
}

/// Differences in the manifest, key by key.
fn statements(said: &Said, ours: &str, verdict: &mut Verdict) {
    if said.text == ours {
        return;
    }
    let parse = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap_or_default();
    let (theirs, ours) = (parse(&said.text), parse(ours));
    let keys: BTreeSet<&String> = theirs.keys().chain(ours.keys()).collect();
    let before = verdict.wrong.len();
    for key in keys.into_iter().filter(|key| *key != manifest::SEAL) {
        let (is, should) = (theirs.get(key), ours.get(key));
        // A changed file has been reported already; this catches only changes in the form of the list.
        if is != should && (key != "files" || before == 0) {
            verdict.differs(format!("{MANIFEST}, {key}: {}", apart(is, should)));
        }
    }
    if verdict.wrong.is_empty() {
        verdict.differs(format!("{MANIFEST} says the same in another form than the program writes"));
    }
}

/// How a value differs, at the deepest key.
fn apart(is: Option<&Value>, should: Option<&Value>) -> String {
    let (is, should) = match (is, should) {
        (Some(is), Some(should)) => (is, should),
        (None, _) => return "is missing".to_owned(),
        (_, None) => return "is no key of such a manifest".to_owned(),
    };
    if let (Value::Object(a), Value::Object(b)) = (is, should) {
        let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        if let Some(inner) = keys.into_iter().find(|key| a.get(*key) != b.get(*key)) {
            return format!("{inner}: {}", apart(a.get(inner), b.get(inner)));
        }
    }
    format!("is {} and should be {}", short(&is.to_string()), short(&should.to_string()))
}

/// Whether two files have the same bytes. A table may be larger than the memory.
fn same(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut here, mut there) = (Vec::new(), Vec::new());
    loop {
        here.clear();
        there.clear();
        let n = one.by_ref().take(PIECE).read_to_end(&mut here)?;
        other.by_ref().take(PIECE).read_to_end(&mut there)?;
        if here != there {
            return Ok(false);
        }
        if n == 0 {
            return Ok(true);
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, OutputError> {
    fs::read(path).map_err(|source| OutputError::at(path, source))
}

/// The first difference of a file: line and column of a table, line of a text.
fn first_difference(name: &str, theirs: &[u8], ours: &[u8]) -> String {
    let (Ok(theirs), Ok(ours)) = (std::str::from_utf8(theirs), std::str::from_utf8(ours)) else {
        return format!("{name} is not what the program gives now");
    };
    let differ = theirs.lines().zip(ours.lines()).enumerate().find(|(_, (a, b))| a != b);
    let Some((line, (there, here))) = differ else {
        let (there, here) = (theirs.lines().count(), ours.lines().count());
        return format!("{name} has {there} lines and the program gives {here}, or they end in another way");
    };
    let line_number = line + 1;
    if !name.ends_with(".csv") {
        return format!(
            "{name}, line {line_number}: is {} and the program gives {}",
            short(there),
            short(here)
        );
    }
    let first = ours.lines().next().unwrap_or_default();
    let separator = if first.contains(';') { ';' } else { ',' };
    let header: Vec<&str> = first.split(separator).collect();
    let cells = there.split(separator).zip(here.split(separator)).enumerate().find(|(_, (a, b))| a != b);
    let (at, (there, here)) = cells.unwrap_or((0, (there, here)));
    let column = header.get(at).filter(|_| cells.is_some()).map_or(String::new(), |name| format!(", {name}"));
    format!("{name}, line {line_number}{column}: is {} and the program gives {}", short(there), short(here))
}

/// A text shortened for a sentence.
fn short(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
