//! One table describes every key of a scenario: unit, default, range, meaning, source.
//!
//! The checks of a file, the printed scenario, `docs/model/parameters.md`, sweeps and the page's sliders all use it,
//! so ranges and defaults are defined once.

mod company;
mod conduct;
mod find;
mod generate;
mod materials;
mod names;
mod plants;
mod root;
mod world;

use crate::ids::{MATERIAL_BITS, PLANT_BITS, RISK_BITS, TECHNOLOGY_BITS};

pub use find::{find, table, tables};
pub(crate) use names::is_bare;
pub use names::{MAX_NAME, MAX_TEXT, is_name, name_range};
pub use root::ROOT;

/// A table of the scenario file.
#[derive(Debug)]
pub struct Table {
    /// Its path, with ids as `<id>`: `waste.<id>`, `plant.stream`; empty for the file itself.
    pub path: &'static str,
    /// Description, one sentence.
    pub meaning: &'static str,
    /// How often it may occur.
    pub shape: Shape,
    /// Its keys, in print order.
    pub keys: &'static [Parameter],
    /// Keys of another table that are also allowed here, none of them required.
    pub also: &'static [Parameter],
    /// Tables inside it.
    pub tables: &'static [&'static Table],
}

/// How often a table may occur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Once, `[trade]`; if it is absent, every key has its default.
    One,
    /// Once or not at all, `[generate]`.
    Optional,
    /// One per id, `[waste.<id>]`; at least one if `needed`.
    ById {
        /// Whether a scenario without any is refused.
        needed: bool,
    },
    /// A list, `[[plant]]`.
    List {
        /// The key that identifies entries.
        by: &'static str,
        /// Whether two entries may share that key.
        repeats: bool,
        /// Whether a scenario without any is refused.
        needed: bool,
    },
}

/// One key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The key, as in the file.
    pub key: &'static str,
    /// Unit; `-` for names, counts and pure numbers, `money` for the scenario's currency.
    pub unit: &'static str,
    /// Type and range of its values.
    pub kind: Kind,
    /// Value if the key is absent.
    pub default: Preset,
    /// Description, a sentence without full stop.
    pub meaning: &'static str,
    /// Source of the default or the range.
    pub source: &'static str,
    /// Whether it is a choice of the state or of the company, and so gets a slider.
    pub choice: bool,
    /// Range of the slider, if the key's range is far wider than any sensible choice.
    pub slider: Option<[f64; 2]>,
    /// Whether a `[[change]]` may change it during a run [N6].
    pub dated: bool,
}

/// Type and range of a value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// A number between two bounds.
    Number {
        /// Lower bound.
        min: Bound,
        /// Upper bound.
        max: Bound,
    },
    /// A whole number, bounds included.
    Integer {
        /// Least value.
        min: i64,
        /// Largest value.
        max: i64,
    },
    /// true or false.
    Bool,
    /// Text for people, which may be empty.
    Text,
    /// Text for people that something is called by.
    Label,
    /// A name used as id or folder: letters of any script, digits, `_` and `-`.
    Name,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// An id of another table.
    Id(Ids),
    /// A list of ids of another table, without duplicates.
    IdList(Ids),
    /// A table from names to numbers between two bounds; no name is required.
    Map {
        /// What the names are.
        names: Ids,
        /// Lower bound.
        min: f64,
        /// Upper bound.
        max: f64,
    },
    /// A table from paths of keys that may change to their values [N6].
    Changes,
    /// Prices by year, or a file of them [N6].
    Prices,
    /// A list of names of what a base has, in which `*` stands for any letters.
    Names,
}

/// A bound of a range.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// The bound itself is allowed.
    Closed(f64),
    /// The bound itself is not allowed.
    Open(f64),
}

/// What an id refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// A table `[waste.<id>]`.
    Waste,
    /// A table `[product.<id>]`.
    Product,
    /// A table `[technology.<id>]`.
    Technology,
    /// A table `[infrastructure.<id>]`.
    Infrastructure,
    /// A lever of infrastructure, including `hazard.<risk>` and `severity.<risk>`.
    Lever,
    /// A `[[plant]]`, or a plant of `[generate]`.
    Plant,
    /// A hazard class of waste, I to V.
    HazardClass,
}

/// Value if a key is absent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Preset {
    /// The scenario is refused.
    Required,
    /// This number.
    Number(f64),
    /// This sum of the reference's money, times `scenario.money_scale`; without that key the scenario is refused.
    Money(f64),
    /// This whole number.
    Integer(i64),
    /// This.
    Bool(bool),
    /// This word or text.
    Text(&'static str),
    /// An empty list or table.
    Empty,
    /// The id of the table that the key is in.
    OwnId,
    /// Decided by another key or rule, described in words.
    Otherwise(&'static str),
}

impl Bound {
    /// The bound as a number.
    pub fn value(self) -> f64 {
        match self {
            Bound::Closed(v) | Bound::Open(v) => v,
        }
    }
}

impl Ids {
    /// The table of the ids, or what they are.
    pub fn noun(self) -> &'static str {
        match self {
            Ids::Waste => "waste",
            Ids::Product => "product",
            Ids::Technology => "technology",
            Ids::Infrastructure => "infrastructure",
            Ids::Lever => "lever",
            Ids::Plant => "plant",
            Ids::HazardClass => "hazard class",
        }
    }
}

impl Table {
    /// Own and borrowed keys; the flag says whether an absent key takes its default.
    pub fn all_keys(&'static self) -> impl Iterator<Item = (&'static Parameter, bool)> {
        self.keys.iter().map(|p| (p, true)).chain(self.also.iter().map(|p| (p, false)))
    }

    /// Last part of the path, as in the file.
    pub fn name(&self) -> &'static str {
        let path = self.path.strip_suffix(".<id>").unwrap_or(self.path);
        path.rsplit_once('.').map_or(path, |(_, name)| name)
    }

    /// The table's header as written in a file.
    pub fn header(&self) -> String {
        match self.shape {
            Shape::List { .. } => format!("[[{}]]", self.path),
            _ => format!("[{}]", self.path),
        }
    }
}

impl Parameter {
    /// The allowed range in words, without unit: `from 0 to 1`.
    pub fn range(&self) -> String {
        match self.kind {
            Kind::Number { min, max } => {
                let low = match min {
                    Bound::Closed(v) => format!("from {}", plain(v)),
                    Bound::Open(v) => format!("more than {}", plain(v)),
                };
                match max {
                    Bound::Closed(v) => format!("{low} to {}", plain(v)),
                    Bound::Open(v) => format!("{low} and less than {}", plain(v)),
                }
            }
            Kind::Integer { min, max } => format!("a whole number from {min} to {max}"),
            Kind::Bool => "true or false".into(),
            Kind::Text => format!("text of at most {MAX_TEXT} characters"),
            Kind::Label => format!("text of 1 to {MAX_TEXT} characters, not only spaces"),
            Kind::Name => name_range(),
            Kind::Word(words) => format!("one of {}", words.join(", ")),
            Kind::Id(ids) => format!("the id of a {}", ids.noun()),
            Kind::IdList(ids) => format!("a list of {} ids, none twice", ids.noun()),
            Kind::Map { names, min, max } => {
                format!("a table from {} to a number from {} to {}", names.noun(), plain(min), plain(max))
            }
            Kind::Prices => "the name of a CSV file, or a list of [year, price]".into(),
            Kind::Names => "a list of names, such as \"plant.KGOK\" or \"waste.*\"".into(),
            Kind::Changes => "a table from paths of keys marked † to their values".into(),
        }
    }

    /// Range of a slider: its own if given, or the whole range of a number.
    pub fn span(&self) -> Option<[f64; 2]> {
        self.slider.or(match self.kind {
            Kind::Number { min, max } => Some([min.value(), max.value()]),
            Kind::Integer { min, max } => Some([min as f64, max as f64]),
            Kind::Map { min, max, .. } => Some([min, max]),
            _ => None,
        })
    }

    /// The default in words, `None` if the key is required.
    pub fn preset(&self) -> Option<String> {
        Some(match self.default {
            Preset::Required | Preset::Money(_) => return None,
            Preset::Number(v) => plain(v),
            Preset::Integer(v) => v.to_string(),
            Preset::Bool(v) => v.to_string(),
            Preset::Text("") => "empty".into(),
            Preset::Text(v) => v.into(),
            Preset::Empty => "empty".into(),
            Preset::OwnId => "the id".into(),
            Preset::Otherwise(words) => words.into(),
        })
    }

    /// What a required key is in the reference scenario, where the table says so: `1e6 RUB`.
    pub fn reference(&self) -> Option<String> {
        match self.default {
            Preset::Money(v) => Some(format!("{} RUB", plain(v))),
            _ => None,
        }
    }

    /// Whether the number is in the range; false for NaN.
    pub fn allows(&self, v: f64) -> bool {
        match self.kind {
            Kind::Number { min, max } => {
                (match min {
                    Bound::Closed(low) => v >= low,
                    Bound::Open(low) => v > low,
                }) && (match max {
                    Bound::Closed(high) => v <= high,
                    Bound::Open(high) => v < high,
                })
            }
            Kind::Integer { min, max } => v >= min as f64 && v <= max as f64,
            Kind::Map { min, max, .. } => v >= min && v <= max,
            _ => false,
        }
    }

    const fn new(
        key: &'static str,
        unit: &'static str,
        kind: Kind,
        default: Preset,
        meaning: &'static str,
    ) -> Self {
        let source = "assumed";
        Parameter { key, unit, kind, default, meaning, source, choice: false, slider: None, dated: false }
    }

    const fn source(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }

    /// A key that may change during a run.
    const fn dated(mut self) -> Self {
        self.dated = true;
        self
    }

    const fn choice(mut self) -> Self {
        self.choice = true;
        self
    }

    /// A choice whose slider covers less than the whole range.
    const fn choice_from(mut self, low: f64, high: f64) -> Self {
        self.slider = Some([low, high]);
        self.choice()
    }
}

/// Maximum number of tables of a kind: the addresses of draws have no room for more.
pub const MOST: [(&str, usize); 5] = [
    ("risk", 1 << RISK_BITS),
    ("waste", 1 << MATERIAL_BITS),
    ("product", 1 << MATERIAL_BITS),
    ("technology", 1 << TECHNOLOGY_BITS),
    ("plant", 1 << PLANT_BITS),
];

/// A number formatted for messages: 1000, 0.05, 1e12.
pub fn plain(v: f64) -> String {
    let size = v.abs();
    if size >= 1e5 || (size > 0.0 && size < 1e-3) { format!("{v:e}") } else { format!("{v}") }
}

const fn number(min: f64, max: f64) -> Kind {
    Kind::Number { min: Bound::Closed(min), max: Bound::Closed(max) }
}

const fn positive(max: f64) -> Kind {
    Kind::Number { min: Bound::Open(0.0), max: Bound::Closed(max) }
}

const fn whole(min: i64, max: i64) -> Kind {
    Kind::Integer { min, max }
}

/// Largest price, money per t.
pub(crate) const MOST_PER_T: f64 = 1e11;
/// Years that a path of prices may name.
pub(crate) const YEARS_OF_PATH: std::ops::RangeInclusive<i32> = 1..=9999;

const SHARE: Kind = number(0.0, 1.0);
// 20 % a year over 300 years is a factor of 6e23: squares of price, tonnes and capex stay finite, with their products.
const GROWTH: Kind = number(-0.2, 0.2);
const MONEY: Kind = number(0.0, 1e15);
const PER_TONNE: Kind = number(0.0, 1e9);
const TONNES: Kind = number(0.0, 1e12);
const REQUIRED: Preset = Preset::Required;

const fn is(v: f64) -> Preset {
    Preset::Number(v)
}

/// Roubles of the reference, which mean nothing in another currency.
const fn roubles(v: f64) -> Preset {
    Preset::Money(v)
}

/// Display name of an entry; the same in every table.
const LABEL: Parameter =
    Parameter::new("name", "-", Kind::Label, Preset::OwnId, "Name for people").source("naming");
