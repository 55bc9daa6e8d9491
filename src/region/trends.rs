//! Prices without deviation, and demand, of a year [M1], [N6].

use crate::ids::ProductId;
use crate::laws::price::{of_path, trend};
use crate::maths::{Growth, growth};
use crate::scenario::in_force::Since;
use crate::scenario::{InForce, Scenario};
use crate::units::{MoneyPerTonne, Share, Tonnes};

/// Price of a product without deviation: that of its path, or its price with growth since it last changed; `after` is
/// the growth after `t` years.
pub fn expected_price_per_t(
    scenario: &Scenario,
    now: &InForce,
    product: ProductId,
    t: usize,
    after: &mut Growth,
) -> MoneyPerTonne {
    let of = &scenario.products[product];
    let of_year = of_path(&of.path, scenario.start_year + t as i32);
    of_year.unwrap_or_else(|| grown(now.prices_per_t[product], of.growth, t, after))
}

/// Demand for a product, with growth since it last changed.
pub fn demand_t(
    scenario: &Scenario,
    now: &InForce,
    product: ProductId,
    t: usize,
    after: &mut Growth,
) -> Tonnes {
    grown(now.demands_t[product], scenario.products[product].demand_growth, t, after)
}

/// Growth in year `t` of what last changed in year `since`.
pub fn growth_since(rate: Share, since: usize, t: usize, after: &mut Growth) -> f64 {
    // Few things change, so only growth from the start is cached.
    if since == 0 { after.at(rate) } else { growth(rate, t - since) }
}

fn grown(of: Since<f64>, rate: Share, t: usize, after: &mut Growth) -> f64 {
    trend(of.value, growth_since(rate, of.since, t, after))
}
