//! What must hold after every phase: tonnes and money balance, nothing is negative, nothing is not finite.

use thiserror::Error;

use crate::phase::Phase;
use crate::world::World;
use crate::world::ledger::{CompanyFlow, PlantFlow};

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
        .and_then(|()| deals(world, phase))
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
        let least = [
            s.stock_t[i],
            s.unused_fresh_t[i],
            s.unused_stock_t[i],
            s.fresh_t[i],
            s.released_t[i],
            s.placed_t[i],
            s.converted_fresh_t[i],
            s.converted_stock_t[i],
        ];
        if !holds || least.iter().any(|&t| !t.is_finite() || t < 0.0) {
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

/// Each waste: what the deals of the year say was converted is what left the streams; their gains are the plants'.
fn deals(world: &World, phase: Phase) -> Finding {
    if phase < Phase::Trade {
        return Ok(()); // the deals are last year's
    }
    let wastes = world.region.scenario.wastes.len();
    let mut difference = vec![0.0; wastes];
    let mut scale = vec![0.0; wastes];
    let (mut gain, mut turnover) = (0.0, 0.0);
    for deal in &world.log.deals {
        difference[deal.waste] += deal.q_t;
        scale[deal.waste] += deal.q_t;
        gain += deal.gain;
        turnover += deal.gain.abs();
    }
    for (i, stream) in world.region.streams.iter().enumerate() {
        let converted = world.streams.converted_fresh_t[i] + world.streams.converted_stock_t[i];
        difference[stream.waste] -= converted;
        scale[stream.waste] += converted;
    }
    for waste in 0..wastes {
        if !agree(difference[waste], 0.0, scale[waste]) {
            let id = &world.region.scenario.wastes[waste].id;
            return Err((None, format!("{id}: deals and streams differ by {} t", difference[waste])));
        }
    }
    let booked = world.ledger.all_plants(PlantFlow::Gain);
    if !agree(gain, booked, turnover) {
        return Err((None, format!("gain of deals {gain} against {booked} at plants")));
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
        let (expected, synergy) = (world.plants.expected_gain[plant], world.plants.synergy_gain(plant));
        let shares = (0.0..=1.0).contains(&trust) && (0.0..=1.0).contains(&outage);
        if !shares || !expected.is_finite() || !synergy.is_finite() {
            return Err((
                Some(plant),
                format!("trust {trust}, outage {outage}, expected gain {expected}, synergy {synergy}"),
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Luck;
    use crate::scenario::Scenario;
    use crate::world::found::found;
    use crate::world::region::Region;
    use crate::year::run_year;

    /// What is found in the first year of the valley of the tests once something in its books is changed.
    fn found_after(corrupt: fn(&mut World)) -> Breach {
        let scenario = Scenario::from_toml(include_str!("../../tests/suite/valley.toml")).unwrap();
        let luck = Luck::new(scenario.seed, 0);
        let region = Region::new(&scenario, &luck);
        let mut world = found(&region, true);
        run_year(&mut world, &luck, 0, |_, _| {}).unwrap();
        assert_eq!(check(&world, Phase::Settle), Ok(()));
        corrupt(&mut world);
        check(&world, Phase::Settle).expect_err("the books were cooked")
    }

    #[track_caller]
    fn tells(breach: &Breach, plant: Option<&str>, what: &str) {
        assert_eq!((breach.phase, breach.year), (Phase::Settle, 2000));
        assert_eq!(breach.plant.as_deref(), plant, "{breach}");
        assert!(breach.what.contains(what), "{breach}");
    }

    #[test]
    fn tonnes_out_of_nowhere_are_found_at_their_plant() {
        tells(&found_after(|w| w.streams.stock_t[1] += 1.0), Some("mine_b"), "rock: opening");
        tells(&found_after(|w| w.streams.placed_t[0] -= 1.0), Some("mine_a"), "placed");
        tells(&found_after(|w| w.streams.released_t[2] += 1.0), Some("mill"), "released");
        tells(&found_after(|w| w.streams.gross_t[0] += 1.0), Some("mine_a"), "gross");
        tells(&found_after(|w| w.streams.converted_fresh_t[0] += 1.0), Some("mine_a"), "converted");
        tells(&found_after(|w| w.streams.unused_fresh_t[0] = -1.0), Some("mine_a"), "rock");
        tells(&found_after(|w| w.streams.unused_stock_t[0] = f64::NAN), Some("mine_a"), "rock");
    }

    #[test]
    fn deals_that_moved_other_tonnes_than_the_streams_are_found() {
        tells(&found_after(|w| w.log.deals[0].q_t += 1.0), None, "deals and streams differ by 1");
    }

    #[test]
    fn money_that_was_not_booked_is_found() {
        tells(&found_after(|w| w.plants.cash[3] += 1.0), Some("steel_a"), "cash");
        tells(&found_after(|w| w.plants.cash[3] = f64::INFINITY), Some("steel_a"), "cash");
        let in_company = |w: &mut World| w.company.as_mut().unwrap().budget += 1.0;
        tells(&found_after(in_company), None, "the company's budget");
        tells(&found_after(|w| w.post(0, PlantFlow::Gain, 1e6)), None, "gain of deals");
    }

    #[test]
    fn fees_that_reach_nobody_are_found() {
        tells(&found_after(|w| w.post(0, PlantFlow::Fee, -1000.0)), None, "fees");
        tells(&found_after(|w| w.post(0, PlantFlow::Cover, 1000.0)), None, "cover");
        tells(&found_after(|w| w.post_company(CompanyFlow::Return, -1000.0)), None, "return");
    }

    #[test]
    fn what_cannot_be_is_found() {
        let level = |w: &mut World| w.company.as_mut().unwrap().levels[0] = 3.1;
        tells(&found_after(level), None, "level 3.1 of processing");
        tells(&found_after(|w| w.capacity.idle_t[0] = -1.0), Some("mine_a"), "-1 idle");
        tells(&found_after(|w| w.market.price_per_t[0] = f64::NAN), None, "gravel: price NaN");
        tells(&found_after(|w| w.plants.trust[4] = 1.5), Some("steel_b"), "trust 1.5");
        tells(&found_after(|w| w.plants.outage[4] = -0.1), Some("steel_b"), "outage -0.1");
        tells(&found_after(|w| w.plants.expected_gain[4] = f64::NAN), Some("steel_b"), "expected gain NaN");
        tells(&found_after(|w| w.plants.synergy[4][0] = f64::NAN), Some("steel_b"), "synergy NaN");
    }

    #[test]
    fn a_breach_says_where_when_and_what() {
        let breach = found_after(|w| w.plants.cash[3] += 1.0);
        let text = breach.to_string();
        assert!(text.starts_with("the books do not balance after phase settle of 2000, plant steel_a: cash"));
    }

    #[test]
    fn a_year_stops_at_the_first_phase_that_finds_a_breach() {
        let scenario = Scenario::from_toml(include_str!("../../tests/suite/valley.toml")).unwrap();
        let luck = Luck::new(scenario.seed, 0);
        let region = Region::new(&scenario, &luck);
        let mut world = found(&region, true);
        world.plants.trust[2] = 2.0;
        let mut phases = Vec::new();
        let breach = run_year(&mut world, &luck, 0, |phase, _| phases.push(phase)).expect_err("trust 2");
        assert_eq!((breach.phase, breach.year, breach.plant.as_deref()), (Phase::Market, 2000, Some("mill")));
        assert!(phases.is_empty());
    }
}
