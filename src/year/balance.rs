//! What must hold after every phase: tonnes and money balance, nothing is negative, nothing is not finite.

use thiserror::Error;

use crate::phase::Phase;
use crate::units::Tonnes;
use crate::world::World;
use crate::world::ledger::{CompanyFlow, PlantFlow};
use crate::world::log::Source;

/// Relative difference that rounding may leave.
const TOLERANCE: f64 = 1e-9;

/// A breach of the books: where, and what.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("the books do not balance after phase {} of {year}{}: {what}", .phase.name(), .plant.as_ref().map(|id| format!(", plant {id}")).unwrap_or_default())]
pub struct Breach {
    /// Phase after which it was found.
    pub phase: Phase,
    /// Calendar year.
    pub year: i32,
    /// Id of the plant, where it concerns one.
    pub plant: Option<String>,
    /// What does not hold, with the numbers.
    pub what: String,
}

/// Checks the books after a phase.
///
/// # Errors
/// The first breach found.
pub fn check(world: &World, phase: Phase) -> Result<(), Breach> {
    tonnes(world, phase)
        .and_then(|()| wastes(world))
        .and_then(|()| cash(world))
        .and_then(|()| company(world))
        .and_then(|()| state(world))
        .map_err(|(plant, what)| Breach {
            phase,
            year: world.year(),
            plant: plant.map(|plant| world.region.scenario.plants[plant].id.clone()),
            what,
        })
}

type Finding = Result<(), (Option<usize>, String)>;

/// Whether two sides agree, at the scale of the numbers that made them; never when one is not a number.
fn agree(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= TOLERANCE * scale.max(1.0)
}

/// Each stream: opening stock + placed = stock + from stock + released; fresh = converted + placed.
fn tonnes(world: &World, phase: Phase) -> Finding {
    let s = &world.streams;
    for (i, stream) in world.region.streams.iter().enumerate() {
        let ins = s.opening_t[i] + s.placed_t[i];
        let outs = s.stock_t[i] + s.converted_stock_t[i] + s.released_t[i];
        let fresh_out = s.converted_fresh_t[i] + s.placed_t[i];
        let disposed = phase >= Phase::Dispose;
        let fresh_holds = if disposed {
            agree(s.fresh_t[i], fresh_out, s.gross_t[i])
        } else {
            fresh_out <= s.fresh_t[i] + TOLERANCE * s.gross_t[i].max(1.0)
        };
        let holds = agree(ins, outs, ins.max(s.gross_t[i]))
            && fresh_holds
            && agree(s.gross_t[i], s.already_reused_t[i] + s.fresh_t[i], s.gross_t[i]);
        let least = [s.stock_t[i], s.unused_fresh_t[i], s.unused_stock_t[i], s.fresh_t[i], s.released_t[i]];
        if !holds || least.iter().any(|&t| t.is_nan() || t < 0.0) {
            let waste = &world.region.scenario.wastes[stream.waste].id;
            return Err((
                Some(stream.plant),
                format!(
                    "{waste}: opening {} + placed {} t against stock {} + converted from stock {} + released {} t; \
                     gross {} - already reused {} against converted {} + placed {} t",
                    s.opening_t[i],
                    s.placed_t[i],
                    s.stock_t[i],
                    s.converted_stock_t[i],
                    s.released_t[i],
                    s.gross_t[i],
                    s.already_reused_t[i],
                    s.converted_fresh_t[i],
                    s.placed_t[i]
                ),
            ));
        }
    }
    Ok(())
}

/// Each waste: what the deals of the year say was converted is what left the streams.
fn wastes(world: &World) -> Finding {
    let sum = |values: &[Tonnes]| values.iter().sum::<f64>();
    let left = sum(&world.streams.converted_fresh_t) + sum(&world.streams.converted_stock_t);
    if left == 0.0 {
        return Ok(()); // before the trade, the deals are last year's
    }
    let wastes = world.region.scenario.wastes.len();
    let mut difference = vec![0.0; wastes];
    let mut scale = vec![0.0; wastes];
    for deal in &world.log.deals {
        difference[deal.waste] += deal.q_t;
        scale[deal.waste] += deal.q_t;
        debug_assert!(matches!(deal.source, Source::Fresh | Source::Stock));
    }
    for (i, stream) in world.region.streams.iter().enumerate() {
        difference[stream.waste] -= world.streams.converted_fresh_t[i] + world.streams.converted_stock_t[i];
    }
    for waste in 0..wastes {
        if !agree(difference[waste], 0.0, scale[waste]) {
            let id = &world.region.scenario.wastes[waste].id;
            return Err((None, format!("{id}: deals and streams differ by {} t", difference[waste])));
        }
    }
    Ok(())
}

/// Each plant: cash is what it was, and the flows booked since.
fn cash(world: &World) -> Finding {
    let ledger = &world.ledger;
    for (plant, &cash) in world.plants.cash.iter().enumerate() {
        let opening = ledger.opening_cash[plant];
        let booked = opening + ledger.net[plant];
        if !agree(cash, booked, opening.abs() + ledger.turnover[plant]) || !cash.is_finite() {
            return Err((Some(plant), format!("cash {cash} against {booked} booked")));
        }
    }
    Ok(())
}

/// The company: its budget, and the flows it shares with its members.
fn company(world: &World) -> Finding {
    let Some(company) = &world.company else {
        return Ok(());
    };
    let ledger = &world.ledger;
    let booked = ledger.opening_budget + ledger.company.iter().sum::<f64>();
    let scale = ledger.opening_budget.abs() + ledger.company.iter().map(|flow| flow.abs()).sum::<f64>();
    if !agree(company.budget, booked, scale) || !company.budget.is_finite() {
        return Err((None, format!("the company's budget {} against {booked} booked", company.budget)));
    }
    let shared = [
        ("fees", CompanyFlow::Fees, PlantFlow::Fee),
        ("cover", CompanyFlow::Cover, PlantFlow::Cover),
        ("return", CompanyFlow::Return, PlantFlow::Return),
    ];
    for (name, here, there) in shared {
        let (here, there) = (ledger.company(here), ledger.all_plants(there));
        if !agree(here, -there, here.abs()) {
            return Err((None, format!("{name}: {here} at the company against {there} at plants")));
        }
    }
    for (kind, &level) in world.region.scenario.infrastructure.iter().zip(&company.levels) {
        if !(0.0..=kind.max_level * (1.0 + TOLERANCE)).contains(&level) {
            return Err((None, format!("level {level} of {}", kind.id)));
        }
    }
    Ok(())
}

/// Capacity, demand and prices are not negative, trust and outages are shares, all is finite.
fn state(world: &World) -> Finding {
    let bad = |value: f64| !value.is_finite() || value < 0.0;
    for (slot, site) in world.region.slots.iter().enumerate() {
        let c = &world.capacity;
        if bad(c.working_t[slot]) || bad(c.coming_t[slot]) || bad(c.idle_t[slot]) {
            let id = &world.region.scenario.technologies[site.technology].id;
            return Err((
                Some(site.plant),
                format!(
                    "capacity of {id}: {} working, {} coming, {} idle",
                    c.working_t[slot], c.coming_t[slot], c.idle_t[slot]
                ),
            ));
        }
    }
    for (m, product) in world.region.scenario.products.iter().enumerate() {
        let (price, left) = (world.market.price_per_t[m], world.market.demand_left_t[m]);
        if bad(price) || bad(left) {
            return Err((None, format!("{}: price {price}, demand left {left} t", product.id)));
        }
    }
    for plant in 0..world.len() {
        let (trust, outage) = (world.plants.trust[plant], world.plants.outage[plant]);
        let expected = world.plants.expected_gain[plant];
        let shares = (0.0..=1.0).contains(&trust) && (0.0..=1.0).contains(&outage);
        if !shares || !expected.is_finite() {
            return Err((Some(plant), format!("trust {trust}, outage {outage}, expected gain {expected}")));
        }
    }
    Ok(())
}
