//! The value of a tonne this year, and the tonnes available for trade.

use ixa::prelude::*;

use crate::links::Links;
use crate::plants::{Capacity, Fresh, Stock, Until, Waste, parameters, year};
use crate::scenario::{Technology, growth, index};

/// Value of a tonne at a converter's gate by technology, from fresh waste and from stock; demand by product.
pub struct Market {
    pub at_gate_per_t: Vec<[f64; 2]>,
    pub product: Vec<usize>,
    pub yield_t_per_t: Vec<f64>,
    pub demand_t: Vec<f64>,
}

impl Market {
    pub fn of(context: &Context) -> Self {
        let scenario = parameters(context);
        let (t, policy) = (year(context), &scenario.policy);
        let fee_factor = policy.disposal_fee_factor * growth(policy.disposal_fee_growth, t);
        let technologies = || scenario.technology.values();
        let at_gate = |technology: &Technology| {
            let (product, yield_t_per_t) = technology.product();
            let (waste, product) = (&scenario.waste[&technology.waste], &scenario.product[product]);
            let price = product.price * growth(product.growth, t);
            let net = yield_t_per_t * price - technology.opex + policy.subsidy_per_t;
            let fresh = fee_factor * waste.disposal_fee + waste.placement_cost;
            let stock = waste.upkeep_cost * scenario.trade.upkeep_horizon - waste.reclaim_cost;
            [net + fresh, net + stock]
        };
        Market {
            at_gate_per_t: technologies().map(at_gate).collect(),
            product: technologies().map(|technology| index(&scenario.product, technology.product().0)).collect(),
            yield_t_per_t: technologies().map(|technology| technology.product().1).collect(),
            demand_t: scenario.product.values().map(|p| p.demand * growth(p.demand_growth, t)).collect(),
        }
    }
}

/// Tonnes by index in [`Links`]: supply of a stream, fresh and from stock, and capacity of a unit.
pub struct Room {
    pub supply_t: Vec<[f64; 2]>,
    pub capacity_t: Vec<f64>,
}

impl Room {
    pub fn of(context: &Context, links: &Links) -> Self {
        let rates: Vec<f64> = parameters(context).waste.values().map(|waste| waste.reclaim_rate).collect();
        let supply = |&stream| {
            let (Waste(waste), Fresh(fresh)) = (context.get_property(stream), context.get_property(stream));
            let Stock(stock) = context.get_property(stream);
            [fresh, rates[waste] * stock]
        };
        let capacity = |&unit| {
            let (Until(until), Capacity(capacity)) = (context.get_property(unit), context.get_property(unit));
            if year(context) < until { capacity } else { 0.0 }
        };
        Room {
            supply_t: links.streams.iter().map(supply).collect(),
            capacity_t: links.units.iter().map(capacity).collect(),
        }
    }
}

/// Subtracts `q`; rounding must not give a negative result.
pub fn take(from: &mut f64, q: f64) {
    *from = (*from - q).max(0.0);
}
