//! Maps each field of the scenario as meant to its key in the file. Defined once, for reading and for checking
//! scenarios changed in code.

use super::display::control_character;
use super::filled::{Filled, NoKey};
use super::parameters::{Kind, Parameter, is_name};
use super::*;
use crate::ids::{PlantId, ProductId, TechnologyId, WasteId};
use crate::units::MoneyPerTonne;

/// A field with a key.
pub(super) trait Field {
    /// Reads the field from a table.
    fn read(table: &Filled, key: &str) -> Result<Self, NoKey>
    where
        Self: Sized;

    /// Whether the value is allowed for the key.
    fn fits(&self, key: &Parameter) -> bool;

    /// The value, for messages.
    fn told(&self) -> String;

    /// Takes the value of a dated change [N6]; false if it is of another kind.
    fn adopt(&mut self, _: &Amount) -> bool {
        false
    }
}

impl Field for f64 {
    fn read(table: &Filled, key: &str) -> Result<f64, NoKey> {
        table.number(key)
    }
    fn fits(&self, key: &Parameter) -> bool {
        key.allows(*self)
    }
    fn told(&self) -> String {
        format!("{self:?}")
    }
    fn adopt(&mut self, amount: &Amount) -> bool {
        let Amount::Number(value) = amount else { return false };
        *self = *value;
        true
    }
}

/// An integer type that cannot hold every whole number of the file.
macro_rules! whole {
    ($($type:ident)+) => {$(
        impl Field for $type {
            fn read(table: &Filled, key: &str) -> Result<$type, NoKey> {
                $type::try_from(table.integer(key)?)
                    .map_err(|_| NoKey::new(table.schema, key, concat!("a number of type ", stringify!($type))))
            }
            fn fits(&self, key: &Parameter) -> bool {
                i64::try_from(*self).is_ok_and(|v| {
                    matches!(key.kind, Kind::Integer { min, max } if (min..=max).contains(&v))
                })
            }
            fn told(&self) -> String {
                self.to_string()
            }
            fn adopt(&mut self, amount: &Amount) -> bool {
                let Amount::Whole(value) = amount else { return false };
                $type::try_from(*value).map(|value| *self = value).is_ok()
            }
        }
    )+};
}
whole!(usize u64 i32);

/// A key that may be absent.
impl Field for Option<i32> {
    fn read(table: &Filled, key: &str) -> Result<Option<i32>, NoKey> {
        table.item(key)?.map(|_| i32::read(table, key)).transpose()
    }
    fn fits(&self, key: &Parameter) -> bool {
        self.is_none_or(|value| value.fits(key))
    }
    fn told(&self) -> String {
        self.map_or("none".into(), |value| value.told())
    }
}

impl Field for bool {
    fn read(table: &Filled, key: &str) -> Result<bool, NoKey> {
        table.flag(key)
    }
    fn fits(&self, _: &Parameter) -> bool {
        true
    }
    fn told(&self) -> String {
        self.to_string()
    }
}

impl Field for String {
    fn read(table: &Filled, key: &str) -> Result<String, NoKey> {
        table.text(key).map(str::to_owned)
    }
    // May be longer than a name in a file: the name of a generated plant has a number appended.
    fn fits(&self, key: &Parameter) -> bool {
        match key.kind {
            Kind::Name => is_name(self),
            Kind::Label => !self.trim().is_empty() && control_character(self).is_none(),
            _ => control_character(self).is_none(),
        }
    }
    fn told(&self) -> String {
        format!("{self:?}")
    }
}

/// A text that may be absent.
impl Field for Option<String> {
    fn read(table: &Filled, key: &str) -> Result<Option<String>, NoKey> {
        table.item(key)?.map(|_| String::read(table, key)).transpose()
    }
    fn fits(&self, key: &Parameter) -> bool {
        self.as_ref().is_none_or(|text| text.fits(key))
    }
    fn told(&self) -> String {
        self.as_ref().map_or("none".into(), Field::told)
    }
}

impl Field for ByClass {
    fn read(table: &Filled, key: &str) -> Result<ByClass, NoKey> {
        let mut by_class = ByClass::all(1.0);
        by_class.name(table.map(key)?).map_err(|class| NoKey::new(table.schema, &class, "a hazard class"))?;
        Ok(by_class)
    }
    fn fits(&self, key: &Parameter) -> bool {
        self.iter().all(|(_, value)| key.allows(value))
    }
    fn told(&self) -> String {
        let each: Vec<String> = self.iter().map(|(class, v)| format!("{} = {v:?}", class.word())).collect();
        format!("{{ {} }}", each.join(", "))
    }
}

impl ByClass {
    /// Sets the classes that are named.
    ///
    /// # Errors
    /// A name that is no class.
    pub(super) fn name(&mut self, values: &[(String, f64)]) -> Result<(), String> {
        for (name, value) in values {
            self[HazardClass::of_word(name).ok_or_else(|| name.clone())?] = *value;
        }
        Ok(())
    }
}

impl<W: Words> Field for W {
    fn read(table: &Filled, key: &str) -> Result<W, NoKey> {
        table.word(key)
    }
    fn fits(&self, _: &Parameter) -> bool {
        true
    }
    fn told(&self) -> String {
        self.word().into()
    }
    fn adopt(&mut self, amount: &Amount) -> bool {
        let Amount::Word(word) = amount else { return false };
        W::of_word(word).map(|value| *self = value).is_some()
    }
}

/// The fields that have keys, for checking all of them.
pub(super) trait Keyed {
    /// The keys.
    const KEYS: &'static [&'static str];

    /// Visits the field of each key, in the order of the keys.
    fn each(&self, see: &mut dyn FnMut(&dyn Field));

    /// Sets the field of a key to the value of a dated change; false if there is no such field [N6].
    fn set(&mut self, key: &str, amount: &Amount) -> bool;
}

/// Declares the key of each field; fields behind `with` are computed in other ways.
macro_rules! keyed {
    ($type:ident { $($field:ident: $key:literal),+ $(,)? } $(with $($other:ident: $is:ty),+)?) => {
        impl $type {
            pub(super) fn read(table: &Filled $($(, $other: $is)+)?) -> Result<$type, NoKey> {
                Ok($type { $($field: Field::read(table, $key)?,)+ $($($other,)+)? })
            }
        }
        impl Keyed for $type {
            const KEYS: &'static [&'static str] = &[$($key),+];
            fn each(&self, see: &mut dyn FnMut(&dyn Field)) {
                $(see(&self.$field);)+
            }
            fn set(&mut self, key: &str, amount: &Amount) -> bool {
                match key {
                    $($key => self.$field.adopt(amount),)+
                    _ => false,
                }
            }
        }
    };
}

keyed!(Policy {
    disposal_fee_factor: "disposal_fee_factor",
    disposal_fee_growth: "disposal_fee_growth",
    subsidy_per_t: "subsidy_per_t",
    capex_subsidy: "capex_subsidy",
    fee_factor_class: "fee_factor_class",
    carbon_price_per_t: "carbon_price",
    primary_levy_per_t: "primary_levy",
    fees_to_company: "fees_to_company",
});
keyed!(Transport { detour: "detour", local_km: "local_km" } with modes: Vec<TransportMode>);
keyed!(TransportMode {
    name: "name",
    fixed_per_t: "fixed",
    per_t_km: "per_km",
    co2_t_per_t_km: "co2_per_tkm"
});
keyed!(Trade {
    acquaintance: "acquaintance",
    acquaintance_km: "acquaintance_km",
    deal_cost: "deal_cost",
    supplier_share: "supplier_share",
    contract_years: "contract_years",
    min_t: "min_t",
    tolerance_per_t: "tolerance",
    upkeep_horizon_years: "upkeep_horizon",
    memory_years: "memory_years",
});
keyed!(Join {
    initial_trust: "initial_trust",
    w_gain: "w_gain",
    w_norm: "w_norm",
    w_attitude: "w_attitude",
    w_trust: "w_trust",
    bias: "bias",
    inertia: "inertia",
    temperature: "temperature",
    peers: "peers",
    credibility: "credibility",
    evidence_members: "evidence_members",
    entry_cost: "entry_cost",
    horizon_years: "horizon",
    gain_scale: "gain_scale",
    learning: "learning",
    trust_gain: "trust_gain",
    trust_loss: "trust_loss",
});
keyed!(Invest {
    attention: "attention",
    hurdle_rate: "hurdle_rate",
    expected_use: "expected_use",
    loan_share: "loan_share",
    loan_rate: "loan_rate",
    loan_years: "loan_years",
    build_years: "build_years",
    insolvency_limit: "insolvency_limit",
});
keyed!(Management {
    enabled: "enabled",
    budget: "budget",
    overhead: "overhead",
    fee_flat: "fee_flat",
    fee_share: "fee_share",
    grant: "grant",
    grant_years: "grant_years",
    contacts_per_year: "contacts_per_year",
    study_every: "study_every",
    planned_level: "planned_level",
    horizon_years: "horizon",
    reserve: "reserve",
    retained: "retained",
    credit: "credit",
    cover: "cover",
    rule: "rule",
    jobs: "jobs",
    study_limit: "study_limit",
});
keyed!(Infrastructure {
    name: "name",
    capex_per_level: "capex",
    upkeep_per_level: "upkeep",
    depreciation: "depreciation",
    step: "step",
    max_level: "max_level",
} with id: String, budget_share: f64, effects: Vec<(Lever, f64)>);
keyed!(Risk {
    name: "name",
    exposure: "exposure",
    rate: "rate",
    elasticity: "elasticity",
    effect: "effect",
    loss: "loss",
    spread: "spread",
    share: "share",
} with id: String);
keyed!(Prevention { most: "most" } with cost_per_t: Vec<(WasteId, MoneyPerTonne)>);
keyed!(Waste {
    name: "name",
    hazard_class: "hazard_class",
    code: "code",
    stage: "stage",
    disposal_fee_per_t: "disposal_fee",
    placement_cost_per_t: "placement_cost",
    upkeep_cost_per_t: "upkeep_cost",
    reclaim_cost_per_t: "reclaim_cost",
    reclaim_rate: "reclaim_rate",
    land_m2_per_t: "land",
} with id: String);
keyed!(Product {
    name: "name",
    price_per_t: "price",
    growth: "growth",
    persistence: "persistence",
    volatility: "volatility",
    demand_t: "demand",
    demand_growth: "demand_growth",
} with id: String, path: Vec<(i32, MoneyPerTonne)>);
keyed!(Technology {
    name: "name",
    added_t_per_t: "added",
    loss_t_per_t: "loss",
    opex_per_t: "opex",
    capex_per_t_year: "capex",
    reference_size_t: "reference_size",
    scale_exponent: "scale_exponent",
    min_size_t: "min_size",
    max_size_t: "max_size",
    life_years: "life",
    co2_avoided_t_per_t: "co2_avoided",
    primary_replaced_t_per_t: "primary_replaced",
    co2_emitted_t_per_t: "co2_emitted",
    jobs_per_mt_year: "jobs",
} with
    id: String,
    waste: WasteId,
    product: ProductId,
    yield_t_per_t: f64,
    by_products: Vec<Yield>,
    residue: Option<WasteId>
);
keyed!(Plant {
    id: "id",
    name: "name",
    operator: "operator",
    stage: "stage",
    lat_deg: "lat",
    lon_deg: "lon",
    cash: "cash",
    budget: "budget",
    growth: "growth",
    volatility: "volatility",
    attitude: "attitude",
    group: "group",
    opens: "opens",
    closes: "closes",
} with streams: Vec<Stream>, adopts: Vec<TechnologyId>, units: Vec<InitialUnit>);
keyed!(Stream { t_per_year: "t_per_year", own_reuse: "own_reuse", stock_t: "stock" } with waste: WasteId);
keyed!(InitialUnit { capacity_t: "capacity", age_years: "age" } with technology: TechnologyId);
keyed!(GivenContract {
    source: "source",
    t_per_year: "t_per_year",
    until: "until",
} with supplier: PlantId, waste: WasteId, converter: PlantId, technology: TechnologyId);
