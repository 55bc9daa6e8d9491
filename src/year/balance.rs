//! What must hold after every phase: tonnes and money balance, nothing is negative, nothing is not finite.
//!
//! After a phase the accounts that it writes are checked. A test sees to it that no phase writes another.

use std::ops::Range;

use thiserror::Error;

use crate::parallel;
use crate::phase::Phase;
use crate::world::World;
use crate::world::ledger::{CompanyFlow, PlantFlow};
use crate::world::log::Synergy;

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

/// Checks what a phase wrote.
///
/// # Errors
/// The first breach found.
pub fn check(world: &World, phase: Phase) -> Result<(), Breach> {
    let idle = phase == Phase::Join && !world.cluster_lives(); // it did nothing
    if idle { Ok(()) } else { check_accounts(world, phase, accounts(phase)) }
}

fn check_accounts(world: &World, phase: Phase, accounts: &[Account]) -> Result<(), Breach> {
    // Not inlined, none of them prepares for what others look at.
    let found = accounts.iter().try_for_each(|account| match account {
        Account::Stocks => stocks(world),
        Account::Fresh => fresh(world, phase),
        Account::Deals => deals(world),
        Account::Cash => cash(world),
        Account::Company => company(world),
        Account::Capacity => capacity(world),
        Account::Market => market(world),
        Account::Standing => standing(world),
        Account::Synergy => synergy(world),
    });
    found.map_err(|(plant, what)| Breach {
        phase,
        year: world.year(),
        plant: plant.map(|plant| world.region.scenario.plants[plant].id.clone()),
        what,
    })
}

/// A part of the books that is checked as one.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Account {
    Stocks,
    Fresh,
    Deals,
    Cash,
    Company,
    Capacity,
    Market,
    Standing,
    Synergy,
}

impl Account {
    #[cfg(test)]
    const ALL: [Account; 9] = [
        Account::Stocks,
        Account::Fresh,
        Account::Deals,
        Account::Cash,
        Account::Company,
        Account::Capacity,
        Account::Market,
        Account::Standing,
        Account::Synergy,
    ];
}

/// The accounts that a phase writes.
fn accounts(phase: Phase) -> &'static [Account] {
    use Account::*;
    match phase {
        Phase::Market => &[Market],
        Phase::Produce => &[Fresh, Capacity, Market],
        Phase::Join => &[Cash, Standing],
        Phase::Trade => &[Stocks, Fresh, Deals, Cash, Capacity, Market, Synergy],
        Phase::Invest => &[Cash, Company, Capacity, Synergy],
        Phase::Dispose => &[Stocks, Fresh],
        Phase::Risk => &[Stocks, Cash, Company, Standing, Synergy],
        Phase::Settle => &[Cash, Company, Standing],
    }
}

type Finding = Result<(), (Option<usize>, String)>;

/// Whether two sides agree, at the scale of the numbers that made them; never when one is not a number.
fn agree(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= TOLERANCE * scale.max(1.0)
}

/// Each stream: opening stock + placed = stock + from stock + released; nothing is negative or not finite.
#[inline(never)]
fn stocks(world: &World) -> Finding {
    let s = &world.streams;
    let columns = [&s.opening_t, &s.placed_t, &s.stock_t, &s.converted_stock_t, &s.released_t, &s.gross_t];
    let breaches = |range| {
        count(range, columns, |[opening, placed, stock, converted, released, gross], i| {
            let (ins, outs) = (opening[i] + placed[i], stock[i] + converted[i] + released[i]);
            let least = [placed[i], stock[i], converted[i], released[i]];
            agree(ins, outs, ins.max(gross[i])) & none_negative(least) & (outs < f64::INFINITY)
        })
    };
    let Some(i) = first_breach(s.stock_t.len(), breaches) else { return Ok(()) };
    let [opening, placed, stock, converted, released, _] = columns.map(|column| column[i]);
    breach_of_stream(
        world,
        i,
        format!(
            "opening {opening} + placed {placed} t against stock {stock} + converted from stock {converted} + \
             released {released} t"
        ),
    )
}

/// Each stream: gross = already reused + fresh; fresh = converted + placed, once disposed; nothing is negative or
/// not finite.
#[inline(never)]
fn fresh(world: &World, phase: Phase) -> Finding {
    let s = &world.streams;
    // Before disposal some of the fresh waste is neither converted nor placed.
    let left = if phase >= Phase::Dispose { 1.0 } else { f64::INFINITY };
    let columns = [
        &s.gross_t,
        &s.already_reused_t,
        &s.fresh_t,
        &s.converted_fresh_t,
        &s.placed_t,
        &s.unused_fresh_t,
        &s.unused_stock_t,
    ];
    let breaches = |range| {
        count(range, columns, |[gross, already, fresh, converted, placed, unused, unused_stock], i| {
            let rounding = TOLERANCE * gross[i].max(1.0);
            let over = converted[i] + placed[i] - fresh[i];
            let sum = gross[i] + fresh[i] + converted[i] + placed[i] + unused[i] + unused_stock[i];
            agree(gross[i], already[i] + fresh[i], gross[i])
                & (over <= rounding)
                & (over >= -rounding * left)
                & none_negative([fresh[i], converted[i], unused[i], unused_stock[i]])
                & (sum < f64::INFINITY)
        })
    };
    let Some(i) = first_breach(s.stock_t.len(), breaches) else { return Ok(()) };
    let [gross, already, fresh, converted, placed, unused, unused_stock] = columns.map(|column| column[i]);
    breach_of_stream(
        world,
        i,
        format!(
            "gross {gross} - already reused {already} = fresh {fresh} against converted {converted} + placed \
             {placed} t; unused {unused} t, and of stock {unused_stock} t"
        ),
    )
}

#[cold]
fn breach_of_stream(world: &World, stream: usize, what: String) -> Finding {
    let of = &world.region.streams[stream];
    let waste = &world.region.scenario.wastes[of.waste].id;
    Err((Some(of.plant), format!("{waste}: {what}")))
}

/// Whether all are at least 0; never when one is not a number.
fn none_negative<const N: usize>(values: [f64; N]) -> bool {
    values.iter().fold(true, |all, &value| all & (value >= 0.0))
}

/// How many rows of a range of columns do not hold.
fn count<const N: usize>(
    range: Range<usize>,
    columns: [&Vec<f64>; N],
    holds: impl Fn(&[&[f64]; N], usize) -> bool,
) -> u64 {
    let n = range.len();
    // Slices of one known length: no index is checked in the loop, and rows go side by side.
    let columns = columns.map(|column| &column[range.clone()][..n]);
    (0..n).map(|i| u64::from(!holds(&columns, i))).sum()
}

/// The first of `0..n` that does not hold. All are gone through together first, as that is quick and mostly enough.
fn first_breach(n: usize, breaches: impl Fn(Range<usize>) -> u64 + Sync) -> Option<usize> {
    match parallel::count(n, &breaches) {
        0 => None,
        _ => (0..n).find(|&i| breaches(i..i + 1) > 0),
    }
}

/// Each waste: what the deals of the year say was converted is what left the streams; their gains are the plants'.
#[inline(never)]
fn deals(world: &World) -> Finding {
    let wastes = world.region.scenario.wastes.len();
    let mut of_waste = vec![(0.0, 0.0); wastes]; // moved by deals, less what left the streams; and both together
    let (mut gain, mut turnover) = (0.0, 0.0);
    for deal in &world.log.deals {
        let (difference, scale) = &mut of_waste[deal.waste];
        *difference += deal.q_t;
        *scale += deal.q_t;
        gain += deal.gain;
        turnover += deal.gain.abs();
    }
    let converted = world.streams.converted_fresh_t.iter().zip(&world.streams.converted_stock_t);
    for (stream, (fresh, stock)) in world.region.streams.iter().zip(converted) {
        let (difference, scale) = &mut of_waste[stream.waste];
        *difference -= fresh + stock;
        *scale += fresh + stock;
    }
    for (&(difference, scale), waste) in of_waste.iter().zip(&world.region.scenario.wastes) {
        if !agree(difference, 0.0, scale) {
            return Err((None, format!("{}: deals and streams differ by {difference} t", waste.id)));
        }
    }
    let booked = world.ledger.all_plants(PlantFlow::Gain);
    if !agree(gain, booked, turnover) {
        return Err((None, format!("gain of deals {gain} against {booked} at plants")));
    }
    Ok(())
}

/// Each plant: cash is what it was, and the flows booked since.
#[inline(never)]
fn cash(world: &World) -> Finding {
    let ledger = &world.ledger;
    let columns = [&world.plants.cash, &ledger.opening_cash, &ledger.net, &ledger.turnover];
    let breaches = |range| {
        count(range, columns, |[cash, opening, net, turnover], i| {
            agree(cash[i], opening[i] + net[i], opening[i].abs() + turnover[i])
                & (cash[i].abs() < f64::INFINITY)
        })
    };
    let Some(plant) = first_breach(world.len(), breaches) else { return Ok(()) };
    let [cash, opening, net, _] = columns.map(|column| column[plant]);
    Err((Some(plant), format!("cash {cash} against {} booked", opening + net)))
}

/// The company: its budget, and the flows it shares with its members.
#[inline(never)]
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

/// Capacity is not negative, and finite.
#[inline(never)]
fn capacity(world: &World) -> Finding {
    let c = &world.capacity;
    let breaches = |range| {
        count(range, [&c.working_t, &c.coming_t, &c.idle_t], |[working, coming, idle], i| {
            let all = [working[i], coming[i], idle[i]];
            none_negative(all) & (all.iter().sum::<f64>() < f64::INFINITY)
        })
    };
    let Some(slot) = first_breach(c.idle_t.len(), breaches) else { return Ok(()) };
    let site = &world.region.slots[slot];
    let id = &world.region.scenario.technologies[site.technology].id;
    Err((
        Some(site.plant),
        format!(
            "capacity of {id}: {} working, {} coming, {} idle",
            c.working_t[slot], c.coming_t[slot], c.idle_t[slot]
        ),
    ))
}

/// Prices and the demand left are not negative, and finite.
#[inline(never)]
fn market(world: &World) -> Finding {
    let market = world.market.price_per_t.iter().zip(&world.market.demand_left_t);
    for (product, (&price, &left)) in world.region.scenario.products.iter().zip(market) {
        if !none_negative([price, left]) || price + left == f64::INFINITY {
            return Err((None, format!("{}: price {price}, demand left {left} t", product.id)));
        }
    }
    Ok(())
}

/// Trust and outages are shares, and expected gain is finite.
#[inline(never)]
fn standing(world: &World) -> Finding {
    let plants = &world.plants;
    let share = |value: f64| none_negative([value, 1.0 - value]);
    let columns = [&plants.trust, &plants.outage, &plants.expected_gain];
    let breaches = |range| {
        count(range, columns, |[trust, outage, expected], i| {
            share(trust[i]) & share(outage[i]) & (expected[i].abs() < f64::INFINITY)
        })
    };
    let Some(plant) = first_breach(world.len(), breaches) else { return Ok(()) };
    let [trust, outage, expected] = columns.map(|column| column[plant]);
    Err((Some(plant), format!("trust {trust}, outage {outage}, expected gain {expected}")))
}

/// Accounted synergy is finite.
#[inline(never)]
fn synergy(world: &World) -> Finding {
    let synergy = &world.plants.synergy;
    let endless = |of: &&Synergy| !of.iter().sum::<f64>().is_finite();
    let breaches = |range: Range<usize>| synergy[range].iter().filter(endless).count() as u64;
    let Some(plant) = first_breach(world.len(), breaches) else { return Ok(()) };
    Err((Some(plant), format!("synergy {}", world.plants.synergy_gain(plant))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Luck;
    use crate::rules::fortune::Fortune;
    use crate::scenario::Scenario;
    use crate::world::found::found;
    use crate::world::region::Region;
    use crate::year::{YEAR, open, run_year};

    /// What is found in the first year of the valley of the tests once something in its books is changed.
    fn found_after(corrupt: fn(&mut World)) -> Breach {
        let scenario = Scenario::from_toml(include_str!("../../tests/suite/valley.toml")).unwrap();
        let luck = Luck::new(scenario.seed, 0);
        let region = Region::new(&scenario, &luck);
        let mut world = found(&region, true);
        run_year(&mut world, &luck, 0, |_, _| {}).unwrap();
        let check_all = |world: &World| check_accounts(world, Phase::Settle, &Account::ALL);
        assert_eq!(check_all(&world), Ok(()));
        corrupt(&mut world);
        check_all(&world).expect_err("the books were cooked")
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
        assert_eq!((breach.phase, breach.year, breach.plant.as_deref()), (Phase::Join, 2000, Some("mill")));
        assert_eq!(phases, [Phase::Market, Phase::Produce]);
    }

    /// What an account is checked by, as text.
    fn written(world: &World, account: Account) -> String {
        let (s, plants, market) = (&world.streams, &world.plants, &world.market);
        match account {
            Account::Stocks => {
                format!("{:?} {:?} {:?} {:?}", s.placed_t, s.stock_t, s.converted_stock_t, s.released_t)
            }
            Account::Fresh => format!(
                "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                s.gross_t,
                s.already_reused_t,
                s.fresh_t,
                s.converted_fresh_t,
                s.placed_t,
                s.unused_fresh_t,
                s.unused_stock_t
            ),
            Account::Deals => {
                let deals: Vec<_> =
                    world.log.deals.iter().map(|deal| (deal.waste, deal.q_t, deal.gain)).collect();
                let gains: Vec<_> =
                    (0..world.len()).map(|i| world.ledger.plant(i, PlantFlow::Gain)).collect();
                format!("{deals:?} {gains:?} {:?} {:?}", s.converted_fresh_t, s.converted_stock_t)
            }
            Account::Cash => {
                format!("{:?} {:?} {:?}", plants.cash, world.ledger.net, world.ledger.opening_cash)
            }
            Account::Company => {
                let flows = [PlantFlow::Fee, PlantFlow::Cover, PlantFlow::Return];
                let shared = flows.map(|flow| world.ledger.all_plants(flow));
                format!("{:?} {:?} {shared:?}", world.company, world.ledger.company)
            }
            Account::Capacity => format!("{:?}", world.capacity),
            Account::Market => format!("{:?} {:?}", market.price_per_t, market.demand_left_t),
            Account::Standing => {
                format!("{:?} {:?} {:?}", plants.trust, plants.outage, plants.expected_gain)
            }
            Account::Synergy => format!("{:?}", plants.synergy),
        }
    }

    #[test]
    fn a_phase_writes_no_account_that_is_not_checked_after_it() {
        let stories = [
            include_str!("../../tests/suite/valley.toml"),
            include_str!("../../tests/independent/everything.toml"),
            include_str!("../../configs/classroom.toml"),
        ];
        let mut seen = Vec::new();
        for story in stories {
            let scenario = Scenario::from_toml(story).unwrap();
            let luck = Luck::new(scenario.seed, 0);
            let region = Region::new(&scenario, &luck);
            let mut world = found(&region, true);
            for t in 0..scenario.years {
                open(&mut world, t);
                let fortune = Fortune::of(&region, &luck, t);
                for (phase, step) in YEAR {
                    let before = Account::ALL.map(|account| written(&world, account));
                    step(&mut world, &fortune);
                    for (account, before) in Account::ALL.into_iter().zip(before) {
                        if written(&world, account) != before {
                            assert!(accounts(phase).contains(&account), "{phase:?} writes {account:?}");
                            seen.push((phase, account));
                        }
                    }
                }
            }
        }
        for phase in Phase::ALL {
            for account in accounts(phase) {
                assert!(seen.contains(&(phase, *account)), "{phase:?} was never seen to write {account:?}");
            }
        }
    }
}
