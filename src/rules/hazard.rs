//! Exposure to risks, and what an event is expected to cost [R1].

use crate::maths::{exp, pow};
use crate::scenario::{Exposure, Risk};
use crate::units::{Money, Share};
use crate::world::World;
use crate::world::company::Levers;

/// Exposure of a stock, Mt.
pub fn stock_exposure(stock_t: f64) -> f64 {
    stock_t / 1e6
}

/// Exposure of a plant's working capacity, 0.1 Mt per year.
pub fn capacity_exposure(world: &World, plant: usize) -> f64 {
    world.region.slots_of(plant).map(|slot| world.capacity.working_t[slot]).sum::<f64>() / 1e5
}

/// Number of events per year to be expected of an item: `rate * exposure^elasticity`; none without exposure.
pub fn intensity(risk: &Risk, exposure: f64) -> f64 {
    if exposure <= 0.0 {
        0.0
    } else if exposure == 1.0 || risk.elasticity == 1.0 {
        risk.rate * exposure // as pow would say, without asking it
    } else {
        risk.rate * pow(exposure, risk.elasticity)
    }
}

/// A line above the intensity, rounding allowed for: at no exposure, and per unit of it. No power is below it, as
/// `E^e <= 1 + e (E - 1)` for `0 <= e <= 1` (Bernoulli).
pub fn most_intense(risk: &Risk) -> [f64; 2] {
    match risk.elasticity {
        e if (0.0..=1.0).contains(&e) => [1.0 - e, e].map(|part| risk.rate * part * (1.0 + 1e-9)),
        _ => [f64::INFINITY, 0.0],
    }
}

/// Probability of an event in a year: `1 - exp(-intensity * eff(hazard))` [R1].
pub fn probability(intensity: f64, hazard: f64) -> Share {
    -libm::expm1(-intensity * hazard)
}

/// Loss of an event: `median * exp(spread z) * eff(severity)` [R1].
pub fn loss(risk: &Risk, z: f64, severity: f64) -> Money {
    risk.loss * exp(risk.spread * z) * severity
}

/// Sum over a plant's items of a function of their exposure to a risk; a product belongs to no plant.
fn sum_items(world: &World, plant: usize, exposure: Exposure, each: impl Fn(f64) -> f64) -> f64 {
    match exposure {
        Exposure::Stock => {
            let stocks = &world.streams.stock_t[world.region.streams_of(plant)];
            stocks.iter().map(|&stock| each(stock_exposure(stock))).sum()
        }
        Exposure::Capacity => each(capacity_exposure(world, plant)),
        Exposure::Deal => {
            let deals = world.log.deals_of(plant);
            deals.filter(|deal| deal.between_plants()).count() as f64 * each(1.0)
        }
        Exposure::Plant => each(1.0),
        Exposure::Product => 0.0,
    }
}

/// Expected loss of a plant by one risk in a year, levers aside: intensities of its items times the mean loss.
pub fn expected_loss(world: &World, plant: usize, risk: usize) -> Money {
    let of = &world.region.scenario.risks[risk];
    sum_items(world, plant, of.exposure, |exposure| intensity(of, exposure)) * world.region.mean_losses[risk]
}

/// The same as plants and company reckon it when they weigh infrastructure: `rate * exposure * mean loss`,
/// without the exposure's elasticity [J1].
pub fn reckoned_loss(world: &World, plant: usize, risk: usize) -> Money {
    let of = &world.region.scenario.risks[risk];
    of.rate * sum_items(world, plant, of.exposure, |exposure| exposure) * world.region.mean_losses[risk]
}

/// Part of an expected loss that the levers avoid for a member: `1 - eff(hazard) eff(severity)`.
pub fn avoided_share(levers: &Levers, risk: usize) -> Share {
    1.0 - levers.hazard[risk] * levers.severity[risk]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Effect;

    fn accident() -> Risk {
        Risk {
            id: "accident".into(),
            name: "Accident".into(),
            exposure: Exposure::Stock,
            rate: 5e-4,
            elasticity: 0.35,
            effect: Effect::Release,
            loss: 3e8,
            spread: 1.2,
            share: 0.005,
        }
    }

    #[test]
    fn val_dam_failures() {
        // 2e-4 to 1e-3 per dam-year at 1 Mt.
        let p = probability(intensity(&accident(), stock_exposure(1e6)), 1.0);
        assert!((2e-4..=1e-3).contains(&p), "{p}");
    }

    #[test]
    fn nothing_exposed_nothing_struck() {
        let risk = Risk { elasticity: 0.0, ..accident() };
        assert_eq!(intensity(&risk, 0.0), 0.0);
        assert_eq!(probability(0.0, 1.0), 0.0);
        assert_eq!(probability(1e9, 1.0), 1.0);
    }

    #[test]
    fn loss_has_its_median_and_mean() {
        assert_eq!(loss(&accident(), 0.0, 0.5), 1.5e8);
        assert!((accident().mean_loss() / 3e8 - exp(0.72)).abs() < 1e-12);
    }
}
