//! From files and `--set` arguments to a scenario, or to every fault in them.

use super::fault::{Fault, Faults};
use super::filled::Filled;
use super::parameters::ROOT;
use super::source::{Collector, Place, Sources};
use super::tree::{Data, Node};
use super::{Scenario, as_meant, build, cross, fill, merge, render, set, tree};
use std::path::{Component, Path, PathBuf};

/// A scenario with its complete text.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The scenario as meant.
    pub scenario: Scenario,
    /// The same as TOML: base and `--set` applied, every default filled in; a synthetic region stays
    /// a `[generate]` table. Read again, it gives the same scenario.
    pub as_meant: String,
    /// The file and its bases, as they were found.
    pub files: Vec<PathBuf>,
}

/// Reads a file; a page without files brings its own.
pub type Read<'a> = &'a dyn Fn(&Path) -> std::io::Result<Vec<u8>>;

/// Longest chain of files that each name a `base`.
const CHAIN: usize = 16;
/// Most syntax errors told of one file.
const SYNTAX: usize = 20;

impl Scenario {
    /// Loads a scenario file, with `--set` arguments such as `join.w_norm=0.5` applied in order.
    ///
    /// # Errors
    /// All faults of the file, its bases and the arguments at once.
    pub fn load(path: &Path, sets: &[String]) -> Result<Scenario, Faults> {
        load(path, sets).map(|loaded| loaded.scenario)
    }

    /// Loads a scenario from its text; a `base` is not found.
    ///
    /// # Errors
    /// All faults of the text at once.
    pub fn from_toml(text: &str) -> Result<Scenario, Faults> {
        from_toml(text, &[]).map(|loaded| loaded.scenario)
    }
}

/// Loads a scenario file together with its complete text.
///
/// # Errors
/// All faults of the file, its bases and the arguments at once.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Faults> {
    load_with(&from_disk, path, sets)
}

fn from_disk(path: &Path) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}

/// Loads a scenario from its text together with its complete text; faults name the file `scenario`.
///
/// # Errors
/// All faults of the text and the arguments at once.
pub fn from_toml(text: &str, sets: &[String]) -> Result<Loaded, Faults> {
    let name = Path::new("scenario");
    let read =
        |path: &Path| if path == name { Ok(text.into()) } else { Err(std::io::ErrorKind::NotFound.into()) };
    load_with(&read, name, sets)
}

/// Loads a scenario with files from anywhere.
///
/// # Errors
/// All faults of the files and the arguments at once.
pub fn load_with(read: Read, path: &Path, sets: &[String]) -> Result<Loaded, Faults> {
    match open_with(read, path) {
        Ok(opened) => opened.load(sets),
        // What a file that cannot be read does not say is not its fault; an argument that cannot be read is one.
        Err(Faults(mut faults)) => {
            let mut sources = Sources::default();
            let _ = arguments(sets, &mut sources, &mut faults);
            Err(Faults(faults))
        }
    }
}

/// Reads the files of a scenario once, for any number of `--set` arguments.
///
/// # Errors
/// Files that cannot be read, and what is not TOML in them.
pub fn open(path: &Path) -> Result<Opened, Faults> {
    open_with(&from_disk, path)
}

/// Like [`open`], with files from anywhere.
///
/// # Errors
/// Files that cannot be read, and what is not TOML in them.
pub fn open_with(read: Read, path: &Path) -> Result<Opened, Faults> {
    let mut sources = Sources::default();
    let mut faults = Vec::new();
    let root = Files { read, sources: &mut sources, faults: &mut faults, open: Vec::new() }.file(path, None);
    match root.filter(|_| faults.is_empty()) {
        Some(mut root) => {
            merge::flatten_levers(&mut root, &ROOT);
            Ok(Opened { name: path.display().to_string(), sources, root })
        }
        None => Err(Faults(faults)),
    }
}

/// The files of a scenario, read and laid over one another, but neither filled in nor checked.
#[derive(Debug, Clone)]
pub struct Opened {
    name: String,
    sources: Sources,
    root: Node,
}

impl Opened {
    /// The scenario with `--set` arguments applied in order, and its complete text.
    ///
    /// # Errors
    /// All faults at once.
    pub fn load(&self, sets: &[String]) -> Result<Loaded, Faults> {
        let (filled, scenario) = self.fill(sets)?;
        let files = self.sources.files().map(PathBuf::from).collect();
        Ok(Loaded { scenario, as_meant: as_meant::render(&filled), files })
    }

    /// The scenario alone.
    ///
    /// # Errors
    /// All faults at once.
    pub fn scenario(&self, sets: &[String]) -> Result<Scenario, Faults> {
        self.fill(sets).map(|(_, scenario)| scenario)
    }

    /// The files as one text, the base merged in and nothing filled in; opened again, it is the same.
    pub fn merged(&self) -> String {
        render::render(&self.root)
    }

    fn fill(&self, sets: &[String]) -> Result<(Filled, Scenario), Faults> {
        let mut sources = self.sources.clone();
        let mut faults = Vec::new();
        let arguments = arguments(sets, &mut sources, &mut faults);
        let mut collector = Collector::new(&sources);
        let mut root = self.root.clone();
        for mut argument in arguments {
            merge::flatten_levers(&mut argument, &ROOT);
            merge::assign(&mut root, argument, &ROOT, &mut collector);
        }
        let mut filled = fill::fill(&root, &mut collector);
        cross::check(&filled, &mut collector);
        let mut found = collector.finish();
        // Of an argument that is none only that is told, after what the files say.
        found.extend(faults);
        if !found.is_empty() {
            return Err(Faults(found));
        }
        cross::complete(&mut filled);
        match build::build(&filled) {
            Some(scenario) => Ok((filled, scenario)),
            None => Err(Faults(vec![Fault::of_file(&self.name, "holds no scenario".into())])),
        }
    }
}

/// The `--set` arguments that are some; the others become faults.
fn arguments(sets: &[String], sources: &mut Sources, faults: &mut Vec<Fault>) -> Vec<Node> {
    let mut arguments = Vec::new();
    for argument in sets {
        match set::parse(argument, sources) {
            Ok(node) => arguments.push(node),
            Err((place, message)) => faults.push(sources.fault(place, message)),
        }
    }
    arguments
}

/// Files of one scenario, from the one that was named down to its last base.
struct Files<'a> {
    read: Read<'a>,
    sources: &'a mut Sources,
    faults: &'a mut Vec<Fault>,
    /// Files that are being read, to notice a circle.
    open: Vec<PathBuf>,
}

impl Files<'_> {
    /// The tree of a file over its base; `named` is where another file names it.
    fn file(&mut self, path: &Path, named: Option<Place>) -> Option<Node> {
        let name = path.display().to_string();
        let bytes = match (self.read)(path) {
            Ok(bytes) => bytes,
            Err(e) => return self.refuse(named, &name, format!("cannot be read: {}", reason(&e))),
        };
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(e) => return self.not_utf8(&name, e.utf8_error().valid_up_to(), e.as_bytes()),
        };
        let source = self.sources.add_file(&name, &text);
        let mut over = match tree::parse(&text, source) {
            Ok(node) => node,
            Err(errors) => {
                // One slip makes the parser stumble several times on a line, and over many lines.
                let mut found: Vec<Fault> =
                    errors.into_iter().map(|(place, message)| self.sources.fault(place, message)).collect();
                found.sort_by_key(|fault| (fault.line, fault.column));
                found.dedup_by_key(|fault| fault.line);
                self.faults.extend(found.into_iter().take(SYNTAX));
                return None;
            }
        };
        let Some((base, place)) = take_base(&mut over) else { return Some(over) };
        self.open.push(flat(path));
        let base = path.parent().unwrap_or(Path::new("")).join(base);
        if self.open.contains(&flat(&base)) {
            return self.refuse(
                Some(place),
                &name,
                "is among the files that lead to it: the bases go in a circle".into(),
            );
        }
        if self.open.len() > CHAIN {
            return self.refuse(
                Some(place),
                &name,
                format!("is one base too many: at most {CHAIN} in a chain"),
            );
        }
        let mut under = self.file(&base, Some(place))?;
        merge::flatten_levers(&mut under, &ROOT);
        merge::flatten_levers(&mut over, &ROOT);
        under.place = over.place;
        merge::overlay(&mut under, over, &ROOT);
        Some(under)
    }

    fn refuse(&mut self, named: Option<Place>, name: &str, message: String) -> Option<Node> {
        let mut fault = match named {
            Some(place) => self.sources.fault(place, message),
            None => Fault::of_file(name, message),
        };
        if let Some(place) = named {
            fault.key = "base".into();
            fault.value = self.sources.text(place);
        }
        self.faults.push(fault);
        None
    }

    fn not_utf8(&mut self, name: &str, at: usize, bytes: &[u8]) -> Option<Node> {
        let before = String::from_utf8_lossy(bytes.get(..at).unwrap_or(&[])).into_owned();
        let mut fault = Fault::of_file(name, "is not UTF-8 text".into());
        fault.line = before.matches('\n').count() + 1;
        fault.column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        fault.value = bytes.get(at).map_or(String::new(), |b| format!("{b:#04x}"));
        self.faults.push(fault);
        None
    }
}

/// Takes the `base` out of a file; one that is not a text stays, and is refused with the rest.
fn take_base(root: &mut Node) -> Option<(String, Place)> {
    let Data::Table(entries) = &mut root.data else { return None };
    let at = entries.iter().position(|entry| entry.key == "base")?;
    let Data::Text(text) = &entries.get(at)?.node.data else { return None };
    let found = (text.clone(), entries.get(at)?.node.place);
    entries.remove(at);
    Some(found)
}

/// A path without `.` and `..`, so that one file has one name.
pub(crate) fn flat(path: &Path) -> PathBuf {
    let mut flat = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(flat.components().next_back(), Some(Component::Normal(_))) => {
                flat.pop();
            }
            part => flat.push(part),
        }
    }
    flat
}

/// Why a file cannot be read, in the same words on every system.
pub(crate) fn reason(e: &std::io::Error) -> String {
    match e.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".into(),
        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
        std::io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => e.to_string(),
    }
}
