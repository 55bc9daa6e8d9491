//! Random scenarios, for property tests and for exploring the whole parameter space.
//!
//! Every value is drawn from its range in the table of parameters, so tests find ranges that let the model overflow.
//! The same seed gives the same text.

use super::changes::address;
use super::parameters::{Bound, Ids, Kind, Parameter, Preset, ROOT, Shape, Table};
use super::{Effect, Exposure, HazardClass, Lever, Words};
use crate::maths::{exp, ln};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Range from which values are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breadth {
    /// Plausible values: within a factor of five of the default, if there is one.
    Usual,
    /// The whole range, sometimes its ends.
    Whole,
}

/// The text of a small random world: 1 to 12 plants, 1 to 5 of every kind of thing, `years` years.
///
/// ```
/// use circulus::scenario::{Scenario, sample};
/// let text = sample::toml(7, 10, sample::Breadth::Whole);
/// assert_eq!(Scenario::from_toml(&text).unwrap().years, 10);
/// ```
pub fn toml(seed: u64, years: usize, breadth: Breadth) -> String {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut count = |most: u64| 1 + below(&mut rng, most) as usize;
    let counts = Counts {
        plants: count(12),
        wastes: count(5),
        products: count(5),
        technologies: count(5),
        infrastructure: count(5),
        risks: count(6) - 1,
        years: years.clamp(1, 300),
    };
    let mut writer = Writer { rng, counts, breadth, text: String::new() };
    for table in ROOT.tables.iter().filter(|t| t.shape != Shape::Optional) {
        writer.table(table, "");
    }
    writer.text
}

struct Counts {
    plants: usize,
    wastes: usize,
    products: usize,
    technologies: usize,
    infrastructure: usize,
    risks: usize,
    years: usize,
}

struct Writer {
    rng: ChaCha8Rng,
    counts: Counts,
    breadth: Breadth,
    text: String,
}

const FIRST_YEAR: usize = 2000;
/// Keys of a technology that depend on one another.
const OUTPUTS: [&str; 7] = ["waste", "product", "yield", "products", "added", "loss", "residue"];

fn below(rng: &mut ChaCha8Rng, n: u64) -> u64 {
    rng.next_u64() % n.max(1)
}

impl Writer {
    fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    fn uniform(&mut self) -> f64 {
        (self.rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn ids(&self, ids: Ids) -> Vec<String> {
        let named = |name: &str, n: usize| (0..n).map(|i| format!("{name}{i}")).collect();
        match ids {
            Ids::Waste => named("w", self.counts.wastes),
            Ids::Product => named("p", self.counts.products),
            Ids::Technology => named("t", self.counts.technologies),
            Ids::Infrastructure => named("h", self.counts.infrastructure),
            Ids::HazardClass => HazardClass::WORDS.iter().map(|&class| class.into()).collect(),
            Ids::Lever => {
                let risks: Vec<String> = named("r", self.counts.risks);
                Lever::names(risks.iter().map(String::as_str))
            }
            Ids::Plant => named("P", self.counts.plants),
        }
    }

    /// A random subset of the ids, in order.
    fn some(&mut self, ids: Ids, p: f64) -> Vec<String> {
        let all = self.ids(ids);
        all.into_iter().filter(|_| self.chance(p)).collect()
    }

    fn table(&mut self, table: &'static Table, around: &str) {
        let name =
            if around.is_empty() { table.name().to_string() } else { format!("{around}.{}", table.name()) };
        let ids: Vec<String> = match table.name() {
            "waste" => self.ids(Ids::Waste),
            "product" => self.ids(Ids::Product),
            "technology" => self.ids(Ids::Technology),
            "infrastructure" => self.ids(Ids::Infrastructure),
            "risk" => (0..self.counts.risks).map(|i| format!("r{i}")).collect(),
            "plant" => self.ids(Ids::Plant),
            "contract" => Vec::new(), // one at random would hardly ever fit the plants
            "knows" => {
                self.acquaintances();
                Vec::new()
            }
            "stream" => self.some(Ids::Waste, 0.5),
            "unit" => self.some(Ids::Technology, 0.3),
            "mode" => (0..1 + below(&mut self.rng, 3)).map(|i| format!("mode {i}")).collect(),
            "change" => {
                let last = self.counts.years - 1;
                (0..below(&mut self.rng, 3) as usize)
                    .map(|i| i * last / 2)
                    .map(|t| (FIRST_YEAR + t).to_string())
                    .collect()
            }
            _ => vec![String::new()],
        };
        let mut seen = Vec::new();
        for id in ids {
            if seen.contains(&id) {
                continue;
            }
            match table.shape {
                Shape::ById { .. } => self.text.push_str(&format!("\n[{name}.{id}]\n")),
                Shape::List { by, .. } => {
                    let quoted = if by == "year" { id.clone() } else { format!("{id:?}") };
                    self.text.push_str(&format!("\n[[{name}]]\n{by} = {quoted}\n"));
                }
                _ => self.text.push_str(&format!("\n[{name}]\n")),
            }
            self.keys(table);
            for inner in table.tables {
                self.table(inner, &name);
            }
            seen.push(id);
        }
    }

    fn keys(&mut self, table: &'static Table) {
        let by = match table.shape {
            Shape::List { by, .. } => by,
            _ => "",
        };
        // Rules between values: ordered sizes, effects that fit exposures, shares that sum to at most 1.
        let (mut largest, mut exposure) = (f64::INFINITY, Exposure::Stock);
        if table.name() == "technology" {
            largest = table
                .keys
                .iter()
                .find(|p| p.key == "max_size")
                .map_or(largest, |p| self.number(p, 1.0, 1e12));
        }
        if table.name() == "technology" {
            self.outputs();
        }
        if table.path == "plant" {
            self.times();
        }
        for (key, own) in table.all_keys().filter(|(p, _)| p.key != by) {
            if table.name() == "technology" && OUTPUTS.contains(&key.key) {
                continue;
            }
            let fixed = match (table.name(), key.key) {
                (_, "name") if table.name() == "scenario" => Some("\"sample\"".to_string()),
                (_, "name" | "title" | "operator" | "currency" | "money_scale") => continue,
                ("scenario", "start_year") => Some(FIRST_YEAR.to_string()),
                ("plant", "group") => Some(format!("{:?}", ["", "a", "b"][below(&mut self.rng, 3) as usize])),
                ("plant", "opens" | "closes") => continue, // written together
                ("product", "price") => Some(format!("{:?}", self.number(key, 0.0, 1e11))),
                ("product", "path") if self.chance(0.5) => continue, // or a path would be as frequent as growth
                ("scenario", "years") => Some(self.counts.years.to_string()),
                ("technology", "max_size") => Some(format!("{largest:?}")),
                ("technology", "min_size") => Some(format!("{:?}", self.number(key, 0.0, 1e12).min(largest))),
                ("risk", "effect") => Some(format!("{:?}", self.effect(exposure))),
                _ => None,
            };
            let needed = own && key.preset().is_none();
            if fixed.is_none() && !needed && self.chance(if own { 0.3 } else { 0.7 }) {
                continue;
            }
            let value = fixed.unwrap_or_else(|| self.value(key));
            if key.key == "exposure" {
                exposure = Exposure::of_word(value.trim_matches('"')).unwrap_or(exposure);
            }
            self.text.push_str(&format!("{} = {value}\n", key.key));
        }
    }

    /// Some keys that may change, of each kind of table.
    fn changes(&mut self) -> String {
        let any = |writer: &mut Writer, n: usize| below(&mut writer.rng, n as u64) as usize;
        let (waste, product) = (any(self, self.counts.wastes), any(self, self.counts.products));
        let paths = [
            "policy.subsidy_per_t".to_owned(),
            "policy.fee_factor_class.IV".to_owned(),
            format!("product.p{product}.demand"),
            format!("waste.w{waste}.disposal_fee"),
            format!("waste.w{waste}.placement_cost"),
            "transport.mode.mode 0.fixed".to_owned(),
            "transport.mode.mode 0.per_km".to_owned(),
            "management.overhead".to_owned(),
            "management.study_every".to_owned(),
            "management.rule".to_owned(),
        ];
        let mut sets = Vec::new();
        for path in paths {
            let known = address(&path).map(|address| *address.key).filter(|_| self.chance(0.3));
            let Some(key) = known else { continue };
            let value = match key.kind {
                Kind::Map { max, .. } => format!("{:?}", usual(&key).1.min(max) * self.uniform()),
                _ => self.value(&key),
            };
            sets.push(format!("{path:?} = {value}"));
        }
        format!("{{ {} }}", sets.join(", "))
    }

    /// The years in which a plant opens and closes, within the run or around it: of few plants.
    fn times(&mut self) {
        let opens = FIRST_YEAR + below(&mut self.rng, self.counts.years as u64 + 2) as usize - 1;
        let lasts = 1 + below(&mut self.rng, self.counts.years as u64) as usize;
        if self.chance(0.2) {
            self.text.push_str(&format!("opens = {opens}\n"));
        }
        if self.chance(0.2) {
            self.text.push_str(&format!("closes = {}\n", (opens + lasts).min(2499)));
        }
    }

    /// Up to two lists of plants that know each other.
    fn acquaintances(&mut self) {
        for _ in 0..below(&mut self.rng, 3) {
            let plants = self.some(Ids::Plant, 0.3);
            if plants.len() > 1 {
                self.text.push_str(&format!("\n[[knows]]\nplants = {plants:?}\n"));
            }
        }
    }

    /// Waste and outputs of a technology, in either form. The rest is a residue or a loss, or what products need more
    /// is added; a residue is a later waste, so that there is no cycle.
    fn outputs(&mut self) {
        let any = |writer: &mut Writer, n: usize| below(&mut writer.rng, n as u64) as usize;
        let waste = any(self, self.counts.wastes);
        let mut text = format!("waste = \"w{waste}\"\n");
        let has_residue = waste + 1 < self.counts.wastes && self.chance(0.4);
        let most = if has_residue { 1.0 } else { 2.0 };
        let mut made = 0.0;
        if self.chance(0.5) {
            let product = any(self, self.counts.products);
            made = most * (1.0 - self.uniform());
            text.push_str(&format!("product = \"p{product}\"\nyield = {made:?}\n"));
        } else {
            let mut products = self.some(Ids::Product, 0.5);
            if products.is_empty() {
                products.push("p0".into());
            }
            let part = most / products.len() as f64;
            let mut yields = Vec::new();
            for id in products {
                let one = part * (1.0 - self.uniform());
                made += one;
                yields.push(format!("{id} = {one:?}"));
            }
            text.push_str(&format!("products = {{ {} }}\n", yields.join(", ")));
        }
        let added = if self.chance(0.3) { self.uniform() } else { 0.0 }.max(made - 1.0);
        text.push_str(&format!("added = {added:?}\n"));
        let rest = (1.0 + added - made).max(0.0);
        let loss = if has_residue { rest * self.uniform() * 0.5 } else { rest };
        text.push_str(&format!("loss = {loss:?}\n"));
        if has_residue {
            let residue = waste + 1 + any(self, self.counts.wastes - waste - 1);
            text.push_str(&format!("residue = \"w{residue}\"\n"));
        }
        self.text.push_str(&text);
    }

    fn effect(&mut self, exposure: Exposure) -> &'static str {
        let fitting = Effect::words_for(exposure);
        fitting[below(&mut self.rng, fitting.len() as u64) as usize % fitting.len()]
    }

    fn value(&mut self, key: &Parameter) -> String {
        match key.kind {
            Kind::Number {
                min: Bound::Closed(min) | Bound::Open(min),
                max: Bound::Closed(max) | Bound::Open(max),
            } => {
                format!("{:?}", self.number(key, min, max))
            }
            Kind::Integer { min, max } => {
                (self.number(key, min as f64, max as f64).round() as i64).clamp(min, max).to_string()
            }
            Kind::Bool => self.chance(0.9).to_string(),
            Kind::Text | Kind::Label | Kind::Name => "\"sample\"".into(),
            Kind::Word(words) => {
                format!("{:?}", words[below(&mut self.rng, words.len() as u64) as usize % words.len()])
            }
            Kind::Id(ids) => {
                let all = self.ids(ids);
                format!("{:?}", all[below(&mut self.rng, all.len() as u64) as usize % all.len()])
            }
            Kind::IdList(ids) => format!("{:?}", self.some(ids, 0.5)),
            Kind::Prices => {
                let [first, second] = [(); 2].map(|()| self.number(key, 0.0, 1e11));
                let later = FIRST_YEAR + 1 + below(&mut self.rng, 9) as usize;
                format!("[[{FIRST_YEAR}, {first:?}], [{later}, {second:?}]]")
            }
            Kind::Changes => self.changes(),
            Kind::Names => "[]".into(),
            Kind::Map { names, max, .. } => {
                let chosen = self.some(names, 0.4);
                let max = if self.breadth == Breadth::Usual { usual(key).1.min(max) } else { max };
                let most = if names == Ids::Infrastructure { max / chosen.len().max(1) as f64 } else { max };
                let pairs: Vec<String> =
                    chosen.iter().map(|name| format!("{name:?} = {:?}", most * self.uniform())).collect();
                format!("{{ {} }}", pairs.join(", "))
            }
        }
    }

    /// Log-uniform over wide ranges, uniform over narrow ones, sometimes an end.
    fn number(&mut self, key: &Parameter, min: f64, max: f64) -> f64 {
        let open = matches!(key.kind, Kind::Number { min: Bound::Open(_), .. });
        let (mut low, mut high) = (min, max);
        if self.breadth == Breadth::Usual {
            let (from, to) = usual(key);
            (low, high) = (from.clamp(min, max), to.clamp(min, max));
        } else if self.chance(0.1) {
            return if !open && self.chance(0.5) { min } else { max };
        }
        let u = self.uniform();
        let drawn = if high > 1000.0 && low >= 0.0 {
            let floor = low.max(1e-3);
            exp(ln(floor) + u * (ln(high) - ln(floor)))
        } else {
            low + u * (high - low)
        };
        drawn.clamp(if open { max * 1e-6 } else { min }, max)
    }
}

/// The range of plausible values: around the default, or around what the unit suggests.
fn usual(key: &Parameter) -> (f64, f64) {
    match key.default {
        Preset::Number(v) | Preset::Money(v) if v != 0.0 => {
            return (if v < 0.0 { v * 5.0 } else { v / 5.0 }, v.abs() * 5.0);
        }
        Preset::Integer(v) if v > 0 => return (v as f64 / 5.0, v as f64 * 5.0),
        _ => {}
    }
    match (key.key, key.unit) {
        ("lat", _) => (56.0, 59.0),
        ("lon", _) => (59.0, 62.0),
        ("stock", _) => (1e5, 1e8),
        ("co2_per_tkm", _) => (0.0, 3e-4),
        ("jobs", _) => (0.0, 500.0),
        ("land", _) => (0.0, 2.0),
        ("fee_factor_class", _) => (0.0, 5.0),
        ("opex" | "per_km" | "fixed" | "reclaim_cost" | "upkeep_cost", _) => (0.1, 300.0),
        (_, "t/year") => (1e4, 1e7),
        (_, "t/t") => (0.05, 1.5),
        (_, "money/t") => (1.0, 2e3),
        (_, "money/(t/year)") => (100.0, 5e3),
        (_, "events/year") => (0.0, 0.3),
        (_, "money") | (_, "money/level") => (1e6, 1e9),
        (_, "money/year") | (_, "money/(level year)") => (1e5, 1e8),
        (_, "share/year") => (-0.05, 0.05),
        _ => (0.0, 1.0),
    }
}
