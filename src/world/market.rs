//! Prices, demand and policy of the year.

use crate::ids::{ProductId, TechnologyId, TiSlice, TiVec};
use crate::region::Region;
use crate::region::gate::{AtGate, Gate};
use crate::scenario::{Policy, Technology};
use crate::units::{MoneyPerTonne, Share, Tonnes};

/// The market of the year, by product, and the policy in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    /// Log deviation `x_m` of each price from its trend.
    pub deviation: TiVec<ProductId, f64>,
    /// Price of the year.
    pub price_per_t: TiVec<ProductId, MoneyPerTonne>,
    /// Price without deviation, which projects are appraised at.
    pub expected_price_per_t: TiVec<ProductId, MoneyPerTonne>,
    /// Regional demand for the year.
    pub demand_t: TiVec<ProductId, Tonnes>,
    /// Demand left by the last trade.
    pub demand_left_t: TiVec<ProductId, Tonnes>,
    /// Fee factor `Phi_t`.
    pub fee_factor: f64,
    /// Policy in force.
    pub policy: Policy,
    /// Unit surplus at the gate at the prices of the year, before levers, by technology.
    pub at_gate: TiVec<TechnologyId, AtGate>,
    /// The same at prices without deviation.
    pub expected_at_gate: TiVec<TechnologyId, AtGate>,
    /// Appraisal terms of projects outside the cluster, by technology.
    pub outside: TiVec<TechnologyId, Terms>,
    /// The same for members, at the levers at the start of the year.
    pub inside: TiVec<TechnologyId, Terms>,
}

impl Market {
    /// Sets the unit surplus at the gate by the prices of the year.
    pub fn set_at_gate(&mut self, region: &Region, t: usize) {
        let gate = Gate::in_year(region, t, &self.price_per_t, self.fee_factor);
        self.at_gate.clear();
        self.at_gate.extend(gate.of_all(&region.scenario));
    }

    /// Tonnes of waste for whose products there is demand left [N1].
    #[inline]
    pub fn room_t(&self, technology: &Technology) -> Tonnes {
        room_of(technology, &self.demand_left_t)
    }
}

/// Tonnes of waste for whose products there is demand left: the tightest of them binds [N1].
#[inline]
pub fn room_of(technology: &Technology, demand_left_t: &TiSlice<ProductId, Tonnes>) -> Tonnes {
    let rooms = technology.products().map(|of| demand_left_t[of.product] / of.t_per_t);
    rooms.fold(f64::INFINITY, f64::min)
}

/// Terms on which a technology's projects are appraised [I1].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Terms {
    /// Lever on operating costs that the next three are under.
    pub opex_lever: Share,
    /// Unit surplus before haulage and the policies after it, at expected prices, fresh and from stock.
    pub at_gate: [MoneyPerTonne; 2],
    /// What the levy on primary material adds.
    pub levy_per_t: MoneyPerTonne,
    /// Upper bound on a haulage that leaves some surplus.
    pub most_haulage_per_t: MoneyPerTonne,
    /// Discount rate: the hurdle rate, after its lever for a member.
    pub rate: Share,
    /// Present value of 1 a year over a unit's life, at that rate.
    pub annuity: f64,
    /// Factor on the capital cost: lever times the share that the state does not pay.
    pub capex_factor: f64,
}

impl Terms {
    /// Terms that are not set yet: no lever equals theirs.
    pub const NONE: Terms = Terms {
        opex_lever: f64::NAN,
        at_gate: [0.0; 2],
        levy_per_t: 0.0,
        most_haulage_per_t: 0.0,
        rate: f64::NAN,
        annuity: 0.0,
        capex_factor: 1.0,
    };
}
