//! Checks scenarios made or changed in code, by the same rules as files.

use crate::ids::Id;
use std::collections::BTreeSet;

use super::contracts::wrong;
use super::cross::{
    beyond_ids, closes_too_early, cycle, effects_told, imbalance, reserved_risk, reserved_waste, too_few,
    too_many, too_much,
};
use super::fault::{Fault, Faults};
use super::fill::allowed;
use super::filled::NoKey;
use super::keyed::Keyed;
use super::parameters::{Parameter, Table, is_name, name_range, table};
use super::*;

impl Scenario {
    /// Checks everything that a run relies on: indices are valid, numbers are in the ranges of [`parameters`], lists
    /// have the right lengths, and rules between values hold. A loaded scenario has passed; one changed in code may
    /// not.
    ///
    /// Takes time proportional to the size of the scenario, about 50 ns per number.
    ///
    /// # Errors
    /// Every fault, each with the key that the value would have in a file.
    pub fn check(&self) -> Result<(), Faults> {
        let mut check = Check { list: Vec::new(), count: 0 };
        self.check_all(&mut check).map_err(|wrong| wrong.of(&self.name))?;
        match check.count {
            0 => Ok(()),
            count => Err(Faults { more: count - check.list.len(), list: check.list }),
        }
    }

    fn check_all(&self, check: &mut Check) -> Result<(), NoKey> {
        self.head(check)?;
        check.one("policy", &self.policy)?;
        check.one("transport", std::slice::from_ref(&self.transport))?;
        check.one("transport.mode", &self.transport.modes)?;
        check.one("trade", std::slice::from_ref(&self.trade))?;
        check.one("join", std::slice::from_ref(&self.join))?;
        check.one("invest", std::slice::from_ref(&self.invest))?;
        self.dated(check);
        check.one("management", std::slice::from_ref(&self.management))?;
        check.by_id("infrastructure", &self.infrastructure.raw, |h| &h.id)?;
        check.by_id("risk", &self.risks.raw, |r| &r.id)?;
        check.one("prevention", self.prevention.as_slice())?;
        prevention::wrong(self)
            .into_iter()
            .for_each(|(key, value, message)| check.value(key, value, message));
        check.by_id("waste", &self.wastes.raw, |w| &w.id)?;
        check.by_id("product", &self.products.raw, |p| &p.id)?;
        check.by_id("technology", &self.technologies.raw, |t| &t.id)?;
        self.lists(check);
        self.companies(check);
        self.materials(check);
        self.residues(check);
        self.acquaintances(check);
        self.given_contracts(check)?;
        self.plants(check)
    }

    fn head(&self, check: &mut Check) -> Result<(), NoKey> {
        let head: [(&str, &dyn keyed::Field); 7] = [
            ("name", &self.name),
            ("title", &self.title),
            ("start_year", &self.start_year),
            ("years", &self.years),
            ("currency", &self.currency),
            ("seed", &self.seed),
            ("discount_rate", &self.discount_rate),
        ];
        for (key, value) in head {
            let own = table("scenario").and_then(|table| table.keys.iter().find(|p| p.key == key));
            let parameter = own.ok_or_else(|| NoKey::new(&parameters::ROOT, key, "a key of [scenario]"))?;
            if !value.fits(parameter) {
                check.value(format!("scenario.{key}"), value.told(), allowed(parameter));
            }
        }
        Ok(())
    }

    /// Lengths of lists.
    fn lists(&self, check: &mut Check) {
        if self.policy.len() != self.years {
            let message = format!("has {} years, and the scenario {}", self.policy.len(), self.years);
            check.say(format!("policy {message}"));
        }
        let lengths = [
            ("transport.mode", self.transport.modes.len()),
            ("risk", self.risks.len()),
            ("waste", self.wastes.len()),
            ("product", self.products.len()),
            ("technology", self.technologies.len()),
            ("plant", self.plants.len()),
        ];
        for (table, length) in lengths {
            if length == 0 && table != "risk" {
                check.say(format!("at least one {table} is needed"));
            }
            if let Some(message) = too_many(table, length) {
                check.say(message);
            }
        }
        let streams = beyond_ids("waste streams", self.plants.iter().map(|plant| plant.streams.len()));
        let slots = self.plants.iter().map(|plant| plant.adopts.len() + plant.units.len());
        let slots = beyond_ids("technologies adopted or run", slots);
        for (key, found) in [("stream", streams), ("adopts", slots)] {
            if let Some((place, message)) = found {
                let id = self.plants.raw.get(place).map_or("", |plant| plant.id.as_str());
                check.value(format!("plant.{id}.{key}"), "one too many".into(), message);
            }
        }
    }

    /// Infrastructure and risks.
    fn companies(&self, check: &mut Check) {
        let mut sum = 0.0;
        for kind in &self.infrastructure {
            let key = |what: &str| format!("infrastructure.{}.{what}", kind.id);
            if !(0.0..=1.0).contains(&kind.budget_share) {
                check.value(key("budget_share"), kind.budget_share.to_string(), "must be from 0 to 1".into());
            }
            sum += kind.budget_share;
            for (at, (lever, effect)) in kind.effects.iter().enumerate() {
                if let Some(risk) = lever.risk() {
                    check.index(|| key("effects"), risk, self.risks.len(), "risk");
                }
                if !(0.0..=1.0).contains(effect) {
                    check.value(key("effects"), effect.to_string(), "must be from 0 to 1".into());
                }
                if kind.effects.iter().take(at).any(|(before, _)| before == lever) {
                    check.value(key("effects"), format!("{lever:?}"), "occurs twice".into());
                }
            }
        }
        if too_much(sum) {
            check.say(format!("budget shares must sum to 1 or less, not {sum}"));
        }
        for risk in &self.risks {
            if !risk.effect.befalls(risk.exposure) {
                let key = format!("risk.{}.effect", risk.id);
                check.value(key, risk.effect.word().into(), effects_told(risk.exposure));
            }
        }
        let risks = self.risks.iter().map(|risk| &risk.id).filter(|id| reserved_risk(id));
        let wastes = self.wastes.iter().map(|waste| &waste.id).filter(|id| reserved_waste(id));
        for id in risks.chain(wastes) {
            check.say(format!("the id '{id}' has another meaning in the tables of a run; choose another"));
        }
    }

    /// Technologies.
    fn materials(&self, check: &mut Check) {
        for technology in &self.technologies {
            let key = |what: &str| format!("technology.{}.{what}", technology.id);
            check.index(|| key("waste"), technology.waste, self.wastes.len(), "waste");
            for of in technology.products() {
                check.index(|| key("products"), of.product, self.products.len(), "product");
                if !(of.t_per_t > 0.0 && of.t_per_t <= 1e3) {
                    check.value(
                        key("yield"),
                        of.t_per_t.to_string(),
                        "must be more than 0 to 1000, t/t".into(),
                    );
                }
            }
            if let Some(residue) = technology.residue {
                check.index(|| key("residue"), residue, self.wastes.len(), "waste");
            }
            if let Some(message) = imbalance(technology.balance(), technology.residue.is_some()) {
                check.say(format!("technology {}: {message}", technology.id));
            }
            let (min, max) = (technology.min_size_t, technology.max_size_t);
            if min > max {
                check.value(key("min_size"), min.to_string(), format!("must be max_size or less, {max}"));
            }
        }
    }

    /// Residues that would come back as themselves.
    fn residues(&self, check: &mut Check) {
        let edges: Vec<_> = self.technologies.iter().filter_map(|of| Some((of.waste, of.residue?))).collect();
        if cycle(&edges).is_some() {
            check.say("the residues of the technologies form a cycle; leave one of them out".into());
        }
    }

    /// Dated changes, and paths of prices [N6].
    fn dated(&self, check: &mut Check) {
        let first = i64::from(self.start_year);
        let run = first..=first + self.years as i64 - 1;
        let before = check.count;
        for (at, change) in self.changes.iter().enumerate() {
            let key = |what: &str| format!("change.{}.{what}", at + 1);
            if !run.contains(&change.year.into()) {
                check.value(key("year"), change.year.to_string(), changes::outside(&run));
            }
            match change.at {
                Changed::Product(id) => {
                    check.index(|| key("product"), id, self.products.len(), "product");
                    let has_path = self.products.get(id).is_some_and(|of| !of.path.is_empty());
                    if has_path && change.key == "price" {
                        check.value(key("price"), format!("{:?}", change.to), changes::HAS_PATH.into());
                    }
                }
                Changed::Waste(id) => check.index(|| key("waste"), id, self.wastes.len(), "waste"),
                Changed::Mode(mode) if mode >= self.transport.modes.len() => {
                    let message =
                        format!("must be the index of a mode, less than {}", self.transport.modes.len());
                    check.value(key("mode"), mode.to_string(), message);
                }
                Changed::Stream(plant, waste) => {
                    check.index(|| key("plant"), plant, self.plants.len(), "plant");
                    check.index(|| key("waste"), waste, self.wastes.len(), "waste");
                }
                Changed::Share(id) => {
                    check.index(|| key("shares"), id, self.infrastructure.len(), "kind of infrastructure");
                }
                Changed::Mode(_) | Changed::Management => {}
            }
            if let Some(message) = changes::misfit(change) {
                check.value(key(change.key), format!("{:?}", change.to), message);
            }
        }
        if check.count == before {
            for (at, message) in changes::wrong(self) {
                let key = format!("change.{}.{}", at + 1, self.changes[at].key);
                check.value(key, format!("{:?}", self.changes[at].to), message);
            }
        }
        for product in &self.products {
            if let Some(message) = prices::wrong(&product.path, self.start_year) {
                check.value(format!("product.{}.path", product.id), format!("{:?}", product.path), message);
            }
        }
    }

    /// Plants that know each other.
    fn acquaintances(&self, check: &mut Check) {
        for (at, known) in self.knows.iter().enumerate() {
            let key = || format!("knows.{}.plants", at + 1);
            known.iter().for_each(|plant| check.index(key, *plant, self.plants.len(), "plant"));
            if let Some(message) = too_few(known.len()) {
                check.value(key(), format!("{known:?}"), message);
            }
            if repeats(known) {
                check.value(key(), format!("{known:?}"), "must have each once".into());
            }
        }
    }

    /// Contracts that exist at start.
    fn given_contracts(&self, check: &mut Check) -> Result<(), NoKey> {
        let keys = Keys::of::<GivenContract>("contract")?;
        for (at, contract) in self.contracts.iter().enumerate() {
            let key = |what: &str| format!("contract.{}.{what}", at + 1);
            let before = check.count;
            check.fields(&keys, contract, key);
            check.index(|| key("supplier"), contract.supplier, self.plants.len(), "plant");
            check.index(|| key("waste"), contract.waste, self.wastes.len(), "waste");
            check.index(|| key("converter"), contract.converter, self.plants.len(), "plant");
            check.index(|| key("technology"), contract.technology, self.technologies.len(), "technology");
            let takes = self.technologies.get(contract.technology).map(|of| of.waste);
            let whole = check.count == before && takes.is_some_and(|waste| self.wastes.get(waste).is_some());
            if let Some((what, message)) = if whole { wrong(self, contract) } else { None } {
                check.value(key(what), format!("{contract:?}"), message);
            }
        }
        Ok(())
    }

    /// Plants, of which there may be millions. Ids are not checked for duplicates, as a run uses indices only.
    fn plants(&self, check: &mut Check) -> Result<(), NoKey> {
        let (own, of_stream, of_unit) = (
            Keys::of::<Plant>("plant")?,
            Keys::of::<Stream>("plant.stream")?,
            Keys::of::<InitialUnit>("plant.unit")?,
        );
        for plant in &self.plants {
            let key = |what: &str| format!("plant.{}.{what}", plant.id);
            check.fields(&own, plant, key);
            for (at, stream) in plant.streams.iter().enumerate() {
                check.fields(&of_stream, stream, |what| key(&format!("stream.{at}.{what}")));
                check.index(|| key("stream"), stream.waste, self.wastes.len(), "waste");
            }
            if !plant.streams.is_sorted_by(|a, b| a.waste < b.waste) {
                let message = "must have each waste once, in the order of the wastes";
                check.value(key("stream"), format!("{} streams", plant.streams.len()), message.into());
            }
            for technology in &plant.adopts {
                check.index(|| key("adopts"), *technology, self.technologies.len(), "technology");
            }
            if repeats(&plant.adopts) {
                check.value(key("adopts"), format!("{:?}", plant.adopts), "must have each once".into());
            }
            if let Some(message) = closes_too_early(plant.opens, plant.closes) {
                check.value(key("closes"), format!("{:?}", plant.closes), message);
            }
            for unit in &plant.units {
                check.fields(&of_unit, unit, |what| key(&format!("unit.{what}")));
                check.index(|| key("unit"), unit.technology, self.technologies.len(), "technology");
            }
        }
        Ok(())
    }
}

/// Whether an element occurs twice in a list.
fn repeats<I: Id>(list: &[I]) -> bool {
    // Most lists are sorted, and then comparing neighbours is enough.
    if list.is_sorted_by(|a, b| a < b) {
        return false;
    }
    let mut seen = BTreeSet::new();
    !list.iter().all(|one| seen.insert(one))
}

/// The parameters of a type's fields, looked up in advance.
struct Keys(Vec<&'static Parameter>);

impl Keys {
    fn of<T: Keyed>(path: &str) -> Result<Keys, NoKey> {
        let table: &'static Table =
            table(path).ok_or_else(|| NoKey::new(&parameters::ROOT, path, "a table"))?;
        let find = |key: &&'static str| {
            let own = table.keys.iter().find(|p| p.key == *key);
            own.ok_or_else(|| NoKey::new(table, key, "a key"))
        };
        T::KEYS.iter().map(find).collect::<Result<_, _>>().map(Keys)
    }
}

/// Collects faults.
struct Check {
    list: Vec<Fault>,
    count: usize,
}

impl Check {
    fn add(&mut self, fault: impl FnOnce() -> Fault) {
        if self.list.len() < Faults::MOST {
            self.list.push(fault());
        }
        self.count += 1;
    }

    fn say(&mut self, message: String) {
        self.add(|| Fault::of_file("scenario", message));
    }

    fn value(&mut self, key: String, value: String, message: String) {
        self.add(|| Fault { key, value, ..Fault::of_file("scenario", message) });
    }

    fn index(&mut self, key: impl FnOnce() -> String, index: impl Id, of: usize, what: &str) {
        if index.index() >= of {
            let message = format!("must be the index of a {what}, less than {of}");
            self.value(key(), index.index().to_string(), message);
        }
    }

    fn fields<T: Keyed>(&mut self, keys: &Keys, of: &T, key: impl Fn(&str) -> String) {
        let mut parameters = keys.0.iter();
        of.each(&mut |value| {
            if let Some(parameter) = parameters.next().filter(|parameter| !value.fits(parameter)) {
                self.value(key(parameter.key), value.told(), allowed(parameter));
            }
        });
    }

    /// Tables without an id.
    fn one<T: Keyed>(&mut self, path: &'static str, list: &[T]) -> Result<(), NoKey> {
        let keys = Keys::of::<T>(path)?;
        list.iter().for_each(|one| self.fields(&keys, one, |key| format!("{path}.{key}")));
        Ok(())
    }

    /// Tables with an id.
    fn by_id<T: Keyed>(&mut self, name: &str, list: &[T], id: fn(&T) -> &String) -> Result<(), NoKey> {
        let keys = Keys::of::<T>(&format!("{name}.<id>"))?;
        let mut seen = BTreeSet::new();
        for one in list {
            let own = id(one);
            if !is_name(own) {
                self.say(format!("the id '{own}' of a {name} must be {}", name_range()));
            }
            if !seen.insert(own) {
                self.say(format!("two {name} tables have the id '{own}'"));
            }
            self.fields(&keys, one, |key| format!("{name}.{own}.{key}"));
        }
        Ok(())
    }
}
