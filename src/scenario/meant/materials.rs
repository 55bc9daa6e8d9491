//! Wastes, products and technologies, as meant.

use crate::ids::{ProductId, WasteId};
use crate::laws::residue;
use crate::scenario::words::words;
use crate::units::{MoneyPerTonne, Share, Tonnes};

/// A kind of waste.
#[derive(Debug, Clone, PartialEq)]
pub struct Waste {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Hazard class by law, I (extreme) to V, or none.
    pub hazard_class: HazardClass,
    /// Its entry in a catalogue, such as `EWC 01 03 06`; `None` if none is given.
    pub code: Option<String>,
    /// Stage at which it arises.
    pub stage: Stage,
    /// Disposal fee `f_k`.
    pub disposal_fee_per_t: MoneyPerTonne,
    /// Cost of placing a tonne, `c_k`.
    pub placement_cost_per_t: MoneyPerTonne,
    /// Upkeep of a tonne of stock for a year, `u_k`.
    pub upkeep_cost_per_t: MoneyPerTonne,
    /// Cost of reclaiming a tonne, `r_k`.
    pub reclaim_cost_per_t: MoneyPerTonne,
    /// Share of a stock on offer per year, `rho_k`.
    pub reclaim_rate: Share,
    /// Land under a tonne of stock, m2.
    pub land_m2_per_t: f64,
}

impl Waste {
    /// Its name, with its entry in a catalogue where one is given: `Tailings (EWC 01 03 06)`.
    pub fn name_and_code(&self) -> String {
        self.code.as_ref().map_or_else(|| self.name.clone(), |code| format!("{} ({code})", self.name))
    }
}

/// Hazard class of a waste, as in Russian law: I extremely hazardous, V practically harmless. A waste of another country
/// has none: its law knows other classes, and none of these would be true of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum HazardClass {
    I,
    II,
    III,
    IV,
    V,
    None,
}
words!(HazardClass { I = "I", II = "II", III = "III", IV = "IV", V = "V", None = "none" });

/// A product made from waste, sold in one regional market.
#[derive(Debug, Clone, PartialEq)]
pub struct Product {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Price at start; not read where there is a path.
    pub price_per_t: MoneyPerTonne,
    /// Prices by calendar year, in order, in place of price and growth; each holds until the next [N6]. Empty without.
    pub path: Vec<(i32, MoneyPerTonne)>,
    /// Growth of the price, per year.
    pub growth: Share,
    /// Persistence `phi` of the log deviation.
    pub persistence: Share,
    /// Volatility `sigma` of the log deviation, per year.
    pub volatility: f64,
    /// Regional demand at start, per year.
    pub demand_t: Tonnes,
    /// Growth of demand, per year.
    pub demand_growth: Share,
}

/// A technology that turns one waste into products and a residue [N1].
#[derive(Debug, Clone, PartialEq)]
pub struct Technology {
    /// Id in the scenario.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Index of the waste.
    pub waste: WasteId,
    /// Index of the main product.
    pub product: ProductId,
    /// Main product per tonne of waste, `y_1`.
    pub yield_t_per_t: f64,
    /// Other products, in the file's order.
    pub by_products: Vec<Yield>,
    /// Other material that goes in per tonne of waste.
    pub added_t_per_t: f64,
    /// Water, gas and carbon that leave per tonne of waste.
    pub loss_t_per_t: f64,
    /// Index of the waste that is left, if any.
    pub residue: Option<WasteId>,
    /// Operating cost per tonne of waste, `o`.
    pub opex_per_t: MoneyPerTonne,
    /// Capital cost per yearly tonne of waste at reference size, `K`.
    pub capex_per_t_year: MoneyPerTonne,
    /// Reference size, tonnes of waste per year, `Q_ref`.
    pub reference_size_t: Tonnes,
    /// Scale exponent of capital cost, `n`.
    pub scale_exponent: f64,
    /// Smallest unit, tonnes per year.
    pub min_size_t: Tonnes,
    /// Largest unit, tonnes per year.
    pub max_size_t: Tonnes,
    /// Operating life in years.
    pub life_years: usize,
    /// CO2 avoided per tonne of product.
    pub co2_avoided_t_per_t: f64,
    /// Primary material replaced per tonne of product.
    pub primary_replaced_t_per_t: f64,
    /// CO2 that the process itself emits per tonne of waste.
    pub co2_emitted_t_per_t: f64,
    /// Full-time jobs per million tonnes a year of working capacity.
    pub jobs_per_mt_year: f64,
}

/// A product of a technology, and its amount per tonne of waste.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Yield {
    /// Index of the product.
    pub product: ProductId,
    /// Product per tonne of waste.
    pub t_per_t: f64,
}

impl Technology {
    /// All products, the main one first.
    pub fn products(&self) -> impl Iterator<Item = Yield> + Clone + '_ {
        let main = Yield { product: self.product, t_per_t: self.yield_t_per_t };
        std::iter::once(main).chain(self.by_products.iter().copied())
    }

    /// Residue per tonne of waste [N1]; 0 for a technology without a residue.
    pub fn residue_t_per_t(&self) -> f64 {
        if self.residue.is_none() { 0.0 } else { self.balance().max(0.0) }
    }

    /// What the outputs leave of a tonne of waste and what is added to it [N1]; 0 up to rounding.
    pub fn balance(&self) -> f64 {
        let yields = self.by_products.iter().fold(self.yield_t_per_t, |sum, of| sum + of.t_per_t);
        residue::rho(self.added_t_per_t, self.loss_t_per_t, yields)
    }
}

/// Stage of the mineral chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Mines.
    Mining,
    /// Concentrators.
    Beneficiation,
    /// Smelters, steel and alumina works.
    Metallurgy,
    /// Power stations.
    Power,
    /// Converters of waste.
    Converter,
    /// A stockpile whose plant no longer exists.
    Legacy,
}
words!(Stage {
    Mining = "mining",
    Beneficiation = "beneficiation",
    Metallurgy = "metallurgy",
    Power = "power",
    Converter = "converter",
    Legacy = "legacy",
});
