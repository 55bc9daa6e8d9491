//! The parts of a complete circulus scenario that the core model needs.

use std::collections::BTreeMap;

use ixa::prelude::*;
use serde::Deserialize;

define_global_property!(Parameters, Scenario);

#[derive(Debug, Deserialize)]
pub struct Scenario {
    pub scenario: Span,
    pub policy: Policy,
    pub transport: Transport,
    pub trade: Trade,
    pub join: Join,
    pub waste: BTreeMap<String, Waste>,
    pub product: BTreeMap<String, Product>,
    pub technology: BTreeMap<String, Technology>,
    pub plant: Vec<Plant>,
}

#[derive(Debug, Deserialize)]
pub struct Span {
    pub years: usize,
}

#[derive(Debug, Deserialize)]
pub struct Policy {
    pub disposal_fee_factor: f64,
    pub disposal_fee_growth: f64,
    pub subsidy_per_t: f64,
}

#[derive(Debug, Deserialize)]
pub struct Transport {
    pub detour: f64,
    pub local_km: f64,
    pub mode: Vec<Mode>,
}

#[derive(Debug, Deserialize)]
pub struct Mode {
    pub fixed: f64,
    pub per_km: f64,
}

#[derive(Debug, Deserialize)]
pub struct Trade {
    pub deal_cost: f64,
    pub min_t: f64,
    pub upkeep_horizon: f64,
}

#[derive(Debug, Deserialize)]
pub struct Join {
    pub w_norm: f64,
    pub w_attitude: f64,
    pub bias: f64,
    pub inertia: f64,
    pub peers: usize,
}

#[derive(Debug, Deserialize)]
pub struct Waste {
    pub disposal_fee: f64,
    pub placement_cost: f64,
    pub upkeep_cost: f64,
    pub reclaim_cost: f64,
    pub reclaim_rate: f64,
}

#[derive(Debug, Deserialize)]
pub struct Product {
    pub price: f64,
    pub growth: f64,
    pub demand: f64,
    pub demand_growth: f64,
}

#[derive(Debug, Deserialize)]
pub struct Technology {
    pub waste: String,
    pub products: BTreeMap<String, f64>,
    pub opex: f64,
    pub life: usize,
}

#[derive(Debug, Deserialize)]
pub struct Plant {
    pub lat: f64,
    pub lon: f64,
    pub growth: f64,
    pub attitude: f64,
    #[serde(default)]
    pub stream: Vec<Stream>,
    #[serde(default)]
    pub unit: Vec<Unit>,
}

#[derive(Debug, Deserialize)]
pub struct Stream {
    pub waste: String,
    pub t_per_year: f64,
    pub own_reuse: f64,
    pub stock: f64,
}

#[derive(Debug, Deserialize)]
pub struct Unit {
    pub technology: String,
    pub capacity: f64,
    pub age: usize,
}

impl Technology {
    /// Its product, and its yield in tonnes per tonne of waste: in the core, each technology has one product.
    pub fn product(&self) -> (&String, f64) {
        let (product, &yield_t_per_t) = self.products.first_key_value().expect("a product of each technology");
        (product, yield_t_per_t)
    }
}

/// Index of an id among the keys of its table; the scenario was checked when it was written.
pub fn index<T>(table: &BTreeMap<String, T>, id: &str) -> usize {
    table.keys().position(|key| key == id).expect("an id of the scenario")
}

/// Growth factor after `t` years.
pub fn growth(rate: f64, t: usize) -> f64 {
    (1.0 + rate).powf(t as f64)
}
