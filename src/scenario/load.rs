//! From files and `--set` arguments to a scenario, or to all their faults.

use super::doubt::written::separate;
use super::doubt::{Doubted, list};
use super::fault::{Fault, Faults};
use super::filled::Filled;
use super::input::{self, flat, reason};
use super::parameters::ROOT;
use super::source::{Collector, Place, Sources};
use super::tree::{Data, Entry, Node};
use super::{
    Scenario, as_meant, build, changes, contracts, cross, currency, fill, flatten, merge, prices, render,
    set, tree, without,
};
use std::path::{Path, PathBuf};

/// A scenario with its complete text.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// The scenario as meant.
    pub scenario: Scenario,
    /// The same as TOML, with base and `--set` applied and every default filled in; a synthetic region stays a
    /// `[generate]` table. Loading it gives the same scenario.
    pub as_meant: String,
    /// The file and its bases, with their paths.
    pub files: Vec<PathBuf>,
}

/// Reads a file; a page without a file system supplies its own.
pub type Read<'a> = &'a dyn Fn(&Path) -> std::io::Result<Vec<u8>>;

/// Longest chain of `base` files.
const CHAIN: usize = 16;
/// Maximum number of `--set` arguments; a larger number belongs in a file with the scenario as its `base`.
pub const MOST_SETS: usize = 10_000;

impl Scenario {
    /// Loads a scenario file, with `--set` arguments such as `join.w_norm=0.5` applied in order.
    ///
    /// # Errors
    /// All faults of the file, its bases and the arguments at once.
    pub fn load(path: &Path, sets: &[String]) -> Result<Scenario, Faults> {
        open_for(&input::bytes, path, sets)?.into_scenario(sets)
    }

    /// Loads a scenario from its text, which cannot have a `base`.
    ///
    /// # Errors
    /// All faults of the text at once.
    pub fn from_toml(text: &str) -> Result<Scenario, Faults> {
        open_for(&only(text), Path::new(TEXT), &[])?.into_scenario(&[])
    }
}

/// Loads a scenario file together with its complete text.
///
/// # Errors
/// All faults of the file, its bases and the arguments at once.
pub fn load(path: &Path, sets: &[String]) -> Result<Loaded, Faults> {
    load_with(&input::bytes, path, sets)
}

/// Loads a scenario from its text together with its complete text; faults call the file `scenario`.
///
/// # Errors
/// All faults of the text and the arguments at once.
pub fn from_toml(text: &str, sets: &[String]) -> Result<Loaded, Faults> {
    load_with(&only(text), Path::new(TEXT), sets)
}

/// Every value of a scenario with what is known of it, from its complete text.
///
/// # Errors
/// All faults of the text at once.
pub fn doubted(as_meant: &str) -> Result<Vec<Doubted>, Faults> {
    let opened = open_for(&only(as_meant), Path::new(TEXT), &[])?;
    let mut filled = opened.filled(&[])?.tables;
    cross::complete(&mut filled).map_err(|wrong| wrong.of(TEXT))?;
    list::list(&filled).map_err(|wrong| wrong.of(TEXT))
}

/// What faults call a scenario that is given as text.
const TEXT: &str = "scenario";

/// A reader that knows this text alone.
fn only(text: &str) -> impl Fn(&Path) -> std::io::Result<Vec<u8>> {
    |path| if path == Path::new(TEXT) { Ok(text.into()) } else { Err(std::io::ErrorKind::NotFound.into()) }
}

/// Loads a scenario with a custom file reader.
///
/// # Errors
/// All faults of the files and the arguments at once.
pub fn load_with(read: Read, path: &Path, sets: &[String]) -> Result<Loaded, Faults> {
    open_for(read, path, sets)?.into_loaded(sets)
}

/// Reads the files of a scenario. If one cannot be read, what it would have contained is unknown and not reported as
/// missing; faults of arguments still are.
fn open_for(read: Read, path: &Path, sets: &[String]) -> Result<Opened, Faults> {
    open_with(read, path).map_err(|mut faults| {
        faults.extend(arguments(sets, &mut Sources::default()).1);
        faults
    })
}

/// Reads the files of a scenario once, for any number of `--set` arguments.
///
/// # Errors
/// Files that cannot be read, and what is not TOML in them.
pub fn open(path: &Path) -> Result<Opened, Faults> {
    open_with(&input::bytes, path)
}

/// The command that a design file is for, by its tables; `None` if they tell none.
pub fn design_verb(root: &Node) -> Option<&'static str> {
    let has = |table: &str| root.get(table).is_some();
    let kind = root.get("design").and_then(|design| design.node.get("kind")).map(|kind| &kind.node.data);
    match kind {
        _ if has("search") => Some("search"),
        _ if has("calibration") => Some("calibrate"),
        _ if has("robust") => Some("robust"),
        Some(Data::Text(kind)) if kind == "sobol" || kind == "morris" => Some("sensitivity"),
        _ => (has("design") || has("point")).then_some("sweep"),
    }
}

/// Like [`open`], with a custom file reader.
///
/// # Errors
/// Files that cannot be read, and what is not TOML in them.
pub fn open_with(read: Read, path: &Path) -> Result<Opened, Faults> {
    let mut sources = Sources::default();
    let root = Files { read, sources: &mut sources, open: Vec::new() }.file(path, None)?;
    if let Some(entry) = root.get("experiment").filter(|_| root.get("scenario").is_none()) {
        let verb = design_verb(&root).unwrap_or("sweep");
        let command = input::shell(&path.display().to_string());
        let message = format!(
            "a table [experiment] makes this a design file, and a scenario is wanted; the command for it: circulus {verb} {command}"
        );
        return Err(sources.fault(entry.place, message).into());
    }
    Ok(Opened { name: path.display().to_string(), sources, root })
}

/// The files of a scenario, read and merged, but neither filled in nor checked.
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
        self.clone().into_loaded(sets)
    }

    fn into_loaded(self, sets: &[String]) -> Result<Loaded, Faults> {
        let files = self.sources.files().map(PathBuf::from).collect();
        let mut filled = self.filled(sets)?;
        let scenario = filled.scenario()?;
        Ok(Loaded { scenario, as_meant: as_meant::render(&filled.tables), files })
    }

    /// The scenario without its text.
    ///
    /// # Errors
    /// All faults at once.
    pub fn scenario(&self, sets: &[String]) -> Result<Scenario, Faults> {
        self.clone().into_scenario(sets)
    }

    fn into_scenario(self, sets: &[String]) -> Result<Scenario, Faults> {
        self.filled(sets)?.scenario()
    }

    /// The files as one text, with the base merged in and no defaults filled in; opening it gives the same scenario.
    pub fn merged(&self) -> String {
        render::render(&self.root)
    }

    /// The tables with every value, checked.
    fn filled(self, sets: &[String]) -> Result<Complete, Faults> {
        let Opened { name, mut sources, mut root } = self;
        let files = sources.files().count();
        let money = currency::of(&root);
        let (arguments, others) = arguments(sets, &mut sources);
        let mut collector = Collector::new(&sources);
        merge::assign(&mut root, arguments, &ROOT, &mut collector);
        currency::check(&root, &ROOT, &money, &|source| source < files, &mut collector);
        let tables = fill::fill(&root, &mut collector);
        drop(root);
        cross::check(&tables, &mut collector).map_err(|wrong| wrong.of(&name))?;
        let mut found = collector.finish();
        // Malformed arguments are reported after the faults of the files.
        found.extend(others);
        if found.count() > 0 { Err(found) } else { Ok(Complete { name, sources, tables }) }
    }
}

/// A scenario filled in and checked, its keys still those of the files.
struct Complete {
    name: String,
    /// The texts that faults are placed in.
    sources: Sources,
    tables: Filled,
}

impl Complete {
    /// The scenario that the tables are; their keys become those of the complete text.
    fn scenario(&mut self) -> Result<Scenario, Faults> {
        let Complete { name, sources, tables } = self;
        cross::complete(tables).map_err(|wrong| wrong.of(name))?;
        let scenario = build::build(tables).map_err(|wrong| wrong.of(name))?;
        let mut collector = Collector::new(sources);
        contracts::check(tables, &scenario, &mut collector).map_err(|wrong| wrong.of(name))?;
        changes::fit(tables, &scenario, &mut collector).map_err(|wrong| wrong.of(name))?;
        if collector.is_empty() { Ok(scenario) } else { Err(collector.finish()) }
    }
}

/// The well-formed `--set` arguments; the others become faults.
fn arguments(sets: &[String], sources: &mut Sources) -> (Vec<Node>, Faults) {
    if sets.len() > MOST_SETS {
        let message = format!(
            "{} values are set, and at most {MOST_SETS} may be; write them into a scenario file whose base is this one",
            sets.len()
        );
        return (Vec::new(), Fault::of_file("--set", message).into());
    }
    let mut arguments = Vec::new();
    let mut faults = Vec::new();
    for argument in sets {
        match set::parse(argument, sources) {
            Ok(mut node) => {
                flatten::flatten_levers(&mut node, &ROOT);
                arguments.push(node);
            }
            Err((place, message)) => faults.push(sources.fault(place, message)),
        }
    }
    (arguments, faults.into())
}

/// Files of one scenario, from the one given to its last base.
struct Files<'a> {
    read: Read<'a>,
    sources: &'a mut Sources,
    /// Files being read, to detect a cycle.
    open: Vec<PathBuf>,
}

impl Files<'_> {
    /// The tree of a file merged over its base; `named` is the place where another file refers to it.
    fn file(&mut self, path: &Path, named: Option<Place>) -> Result<Node, Faults> {
        let name = path.display().to_string();
        let bytes = (self.read)(path)
            .map_err(|e| self.refuse(named, &name, format!("cannot be read: {}", reason(&e))))?;
        let source = self.sources.add_file(&name, input::decode(&name, bytes)?);
        let mut over = tree::parse(self.sources.whole(source), source)
            .map_err(|errors| tree::syntax(errors, self.sources))?;
        flatten::flatten_levers(&mut over, &ROOT);
        separate(&mut over, &ROOT);
        self.prices(&mut over, path)?;
        let Some((base, place)) = take_base(&mut over) else { return Ok(over) };
        let without = take(&mut over, "without");
        self.open.push(flat(path));
        let base = path.parent().unwrap_or(Path::new("")).join(base);
        if self.open.contains(&flat(&base)) {
            let message = "is one of the files that refer to it: the bases form a cycle";
            return Err(self.refuse(Some(place), &name, message.into()));
        }
        if self.open.len() > CHAIN {
            let message = format!("is one base too many: at most {CHAIN} in a chain");
            return Err(self.refuse(Some(place), &name, message));
        }
        let first = self.sources.files().count();
        let mut under = self.file(&base, Some(place))?;
        let money_of_base = currency::of(&under);
        under.place = over.place;
        if let Some(without) = without {
            let mut faults = Collector::new(self.sources);
            without::leave_out(&mut under, &without.node, &mut faults);
            if !faults.is_empty() {
                return Err(faults.finish());
            }
        }
        merge::overlay(&mut under, over, &ROOT);
        let mut faults = Collector::new(self.sources);
        currency::check(&under, &ROOT, &money_of_base, &|source| source >= first, &mut faults);
        if faults.is_empty() { Ok(under) } else { Err(faults.finish()) }
    }

    /// Reads the files of prices that a scenario file names, found from its folder, in place of their names [N6].
    fn prices(&mut self, root: &mut Node, path: &Path) -> Result<(), Faults> {
        let Data::Table(entries) = &mut root.data else { return Ok(()) };
        for product in entries.iter_mut().filter(|entry| entry.key == "product") {
            let Data::Table(products) = &mut product.node.data else { continue };
            for product in products {
                let Data::Table(keys) = &mut product.node.data else { continue };
                for entry in keys.iter_mut().filter(|entry| entry.key == "path") {
                    let Data::Text(file) = &entry.node.data else { continue };
                    let file = path.parent().unwrap_or(Path::new("")).join(file);
                    let key = format!("product.{}.path", product.key);
                    entry.node.data = self.prices_of(&file, entry.node.place, &key)?;
                }
            }
        }
        Ok(())
    }

    /// The prices of a file that a key names at a place.
    fn prices_of(&mut self, file: &Path, named: Place, key: &str) -> Result<Data, Faults> {
        let name = file.display().to_string();
        let bytes = (self.read)(file).map_err(|e| {
            let mut fault = self.sources.fault(named, format!("{name} cannot be read: {}", reason(&e)));
            (fault.key, fault.value) = (key.into(), self.sources.text(named));
            Faults::from(fault)
        })?;
        let source = self.sources.add_file(&name, input::decode(&name, bytes)?);
        prices::read(self.sources.whole(source), source).map_err(|errors| tree::syntax(errors, self.sources))
    }

    fn refuse(&self, named: Option<Place>, name: &str, message: String) -> Faults {
        let Some(place) = named else { return Fault::of_file(name, message).into() };
        let mut fault = self.sources.fault(place, message);
        (fault.key, fault.value) = ("base".into(), self.sources.text(place));
        fault.into()
    }
}

/// Removes the `base` key; if it is not a text it stays, to be refused with the other faults.
fn take_base(root: &mut Node) -> Option<(String, Place)> {
    let Data::Text(_) = root.get("base")?.node.data else { return None };
    let Entry { node: Node { place, data: Data::Text(text), .. }, .. } = take(root, "base")? else {
        return None;
    };
    Some((text, place))
}

/// Removes a key.
fn take(root: &mut Node, key: &str) -> Option<Entry> {
    let Data::Table(entries) = &mut root.data else { return None };
    let at = entries.iter().position(|entry| entry.key == key)?;
    Some(entries.remove(at))
}
