//! Policy, haulage, and the rules by which plants trade, join and invest, as meant.

use std::ops::{Index, IndexMut};

use crate::scenario::{HazardClass, Words};
use crate::units::{Km, Money, MoneyPerTonne, Share, Tonnes};

/// Policy in force in one year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    /// Factor on every disposal fee.
    pub disposal_fee_factor: f64,
    /// Growth of the fee factor, per year from the start year.
    pub disposal_fee_growth: Share,
    /// Subsidy per tonne of waste reused.
    pub subsidy_per_t: MoneyPerTonne,
    /// Share of capex paid by the state.
    pub capex_subsidy: Share,
    /// Factor on the disposal fees of each hazard class, besides that on every fee [N7].
    pub fee_factor_class: ByClass,
    /// Price per tonne of CO2 [N7].
    pub carbon_price_per_t: MoneyPerTonne,
    /// Levy per tonne of primary material [N7].
    pub primary_levy_per_t: MoneyPerTonne,
    /// Share of the disposal fees of all plants that goes to the company [N7].
    pub fees_to_company: Share,
}

/// A number for each hazard class, and for waste without one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ByClass([f64; HazardClass::ALL.len()]);

impl ByClass {
    /// The same for every class.
    pub const fn all(value: f64) -> ByClass {
        ByClass([value; HazardClass::ALL.len()])
    }

    /// The classes with their numbers, I first, none last.
    pub fn iter(&self) -> impl Iterator<Item = (HazardClass, f64)> {
        HazardClass::ALL.iter().copied().zip(self.0)
    }
}

impl Index<HazardClass> for ByClass {
    type Output = f64;
    fn index(&self, class: HazardClass) -> &f64 {
        &self.0[class as usize]
    }
}

impl IndexMut<HazardClass> for ByClass {
    fn index_mut(&mut self, class: HazardClass) -> &mut f64 {
        &mut self.0[class as usize]
    }
}

/// Haulage between plants [E2].
#[derive(Debug, Clone, PartialEq)]
pub struct Transport {
    /// Road distance over great-circle distance.
    pub detour: f64,
    /// Minimum distance between two plants.
    pub local_km: Km,
    /// Modes; the cheapest is used.
    pub modes: Vec<TransportMode>,
}

/// One mode of haulage: `fixed + per_km * d` per tonne.
#[derive(Debug, Clone, PartialEq)]
pub struct TransportMode {
    /// Name for people.
    pub name: String,
    /// Cost of loading and unloading.
    pub fixed_per_t: MoneyPerTonne,
    /// Cost per tonne and kilometre.
    pub per_t_km: MoneyPerTonne,
    /// CO2 per tonne and kilometre, t.
    pub co2_t_per_t_km: f64,
}

/// Trade in waste [T1], [T2] and acquaintance [E3], [N4].
#[derive(Debug, Clone, PartialEq)]
pub struct Trade {
    /// Probability that two plants at distance 0 know each other, `p0`.
    pub acquaintance: Share,
    /// Distance over which acquaintance falls by a factor e, `d0`.
    pub acquaintance_km: Km,
    /// Yearly cost of one deal between two plants.
    pub deal_cost: Money,
    /// Supplier's share of the gain.
    pub supplier_share: Share,
    /// Term of a contract in years, including the first.
    pub contract_years: usize,
    /// Minimum size of a deal, per year.
    pub min_t: Tonnes,
    /// Loss per tonne up to which a contract is kept.
    pub tolerance_per_t: MoneyPerTonne,
    /// Years of upkeep that reclaiming a tonne of stock avoids.
    pub upkeep_horizon_years: f64,
    /// Years after a deal in which its two sides still know each other [N4]; at 0 deals are not remembered.
    pub memory_years: usize,
}

/// Membership [J1]-[J3].
#[derive(Debug, Clone, PartialEq)]
pub struct Join {
    /// Trust of every plant at start.
    pub initial_trust: Share,
    /// Weight of the expected gain.
    pub w_gain: f64,
    /// Weight of the peers' choice.
    pub w_norm: f64,
    /// Weight of the plant's attitude.
    pub w_attitude: f64,
    /// Weight of trust.
    pub w_trust: f64,
    /// Constant of the utility.
    pub bias: f64,
    /// Preference for the present state.
    pub inertia: f64,
    /// Temperature of the choice; at 0 the sign of the utility decides.
    pub temperature: f64,
    /// Number of nearest plants observed.
    pub peers: usize,
    /// Credibility of the feasibility study.
    pub credibility: Share,
    /// Number of members at which evidence has replaced the study.
    pub evidence_members: f64,
    /// Paid once on joining.
    pub entry_cost: Money,
    /// Years over which the entry cost is spread.
    pub horizon_years: f64,
    /// Scale of the gain in tanh.
    pub gain_scale: Money,
    /// Weight of the latest year in the expected gain.
    pub learning: Share,
    /// Rise of trust in a good year.
    pub trust_gain: Share,
    /// Fall of trust in a bad year or at a breach.
    pub trust_loss: Share,
}

/// Plants' projects [I1].
#[derive(Debug, Clone, PartialEq)]
pub struct Invest {
    /// Probability that a plant considers projects in a year.
    pub attention: Share,
    /// Discount rate, per year.
    pub hurdle_rate: Share,
    /// Expected use of a unit's capacity.
    pub expected_use: Share,
    /// Share of capex that is borrowed.
    pub loan_share: Share,
    /// Interest, per year.
    pub loan_rate: Share,
    /// Years of repayment.
    pub loan_years: usize,
    /// Full years between order and first use.
    pub build_years: usize,
    /// Debt above which a plant is insolvent.
    pub insolvency_limit: Money,
}
