//! Invariants checked after every phase: tonnes and money balance, and all values are finite and not negative.
//!
//! Only the accounts that a phase writes are checked after it; a test ensures that no phase writes any other.

mod accounts;

use std::ops::Range;

use fearless_simd::{Level, dispatch};
use thiserror::Error;

use crate::ids::{PlantId, TiVec};
use crate::maths::ROUNDING;
use crate::parallel;
use crate::phase::Phase;
use crate::world::World;

/// A broken invariant: where, and which.
#[derive(Debug, Clone, PartialEq, Error)]
#[error("the books do not balance after phase {} of {year}{}: {what}", .phase.name(), .plant.as_ref().map(|id| format!(", plant {id}")).unwrap_or_default())]
pub struct Breach {
    /// Phase after which it was detected.
    pub phase: Phase,
    /// Calendar year.
    pub year: i32,
    /// Id of the plant, if it concerns one.
    pub plant: Option<String>,
    /// Description, with the numbers.
    pub what: String,
}

/// Checks the accounts that a phase wrote.
///
/// # Errors
/// The first breach found.
#[inline(never)] // benches/instructions.sh counts it apart
pub fn check(world: &World, phase: Phase) -> Result<(), Breach> {
    check_accounts(world, phase, written_by(phase))
}

fn check_accounts(world: &World, phase: Phase, accounts: &[Account]) -> Result<(), Breach> {
    // The checks are not inlined, so that none does setup for the others.
    let found = accounts.iter().try_for_each(|account| match account {
        Account::Stocks => accounts::stocks(world),
        Account::Fresh => accounts::fresh(world),
        Account::Used => accounts::used(world, phase),
        Account::Unused => accounts::unused(world),
        Account::Deals => accounts::deals(world),
        Account::Cash => accounts::cash(world),
        Account::Company => accounts::company(world),
        Account::Capacity => accounts::capacity(world),
        Account::Market => accounts::market(world),
        Account::Standing => accounts::standing(world),
        Account::Synergy => accounts::synergy(world),
    });
    found.map_err(|(plant, what)| Breach {
        phase,
        year: world.year(),
        plant: plant.map(|plant| world.region.scenario.plants[plant].id.clone()),
        what,
    })
}

/// A part of the books checked as a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Account {
    Stocks,
    Fresh,
    Used,
    Unused,
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
    const ALL: [Account; 11] = [
        Account::Stocks,
        Account::Fresh,
        Account::Used,
        Account::Unused,
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
fn written_by(phase: Phase) -> &'static [Account] {
    use Account::*;
    match phase {
        Phase::Market => &[Market],
        Phase::Produce => &[Fresh, Unused, Capacity, Market],
        Phase::Join => &[Cash, Standing],
        Phase::Trade => &[Stocks, Used, Unused, Deals, Cash, Capacity, Market, Synergy],
        Phase::Invest => &[Cash, Company, Capacity, Synergy],
        Phase::Dispose => &[Stocks, Used, Company],
        Phase::Risk => &[Stocks, Cash, Company, Standing, Synergy],
        Phase::Settle => &[Cash, Company, Standing],
    }
}

type Finding = Result<(), (Option<PlantId>, String)>;

/// Whether two sums agree, relative to the scale of their terms or to 1, whichever is more; false for NaN.
pub(crate) fn agree(a: f64, b: f64, scale: f64) -> bool {
    let apart = (a - b).abs();
    (apart <= ROUNDING * scale) | (apart <= ROUNDING)
}

/// Whether all values are at least 0. It may overlook NaN; that makes a sum NaN, and so every comparison of it false.
fn none_negative<const N: usize>(values: [f64; N]) -> bool {
    let least = |a: f64, b: f64| if a < b { a } else { b };
    values.into_iter().fold(f64::INFINITY, least) >= 0.0
}

/// Whether a value that is not negative is finite; false for NaN.
fn finite(value: f64) -> bool {
    value <= f64::MAX
}

/// Number of rows in a range of columns that fail.
fn count<K, const N: usize>(
    range: Range<usize>,
    columns: [&TiVec<K, f64>; N],
    holds: impl Fn(&[&[f64]; N], usize) -> bool,
) -> u64 {
    let n = range.len();
    // Slices of one known length: the loop has no bounds checks and is vectorised.
    let columns = columns.map(|column| &column.raw[range.clone()][..n]);
    if n < MANY { failing(n, &columns, &holds) } else { failing_of_many(n, &columns, &holds) }
}

/// From this many rows on, it is worth asking which vectors the processor has.
const MANY: usize = 32;

/// The same, in the longest vectors that the processor has.
#[inline(never)] // for few rows, its setup is not worth while
fn failing_of_many<const N: usize>(
    n: usize,
    columns: &[&[f64]; N],
    holds: &impl Fn(&[&[f64]; N], usize) -> bool,
) -> u64 {
    dispatch!(Level::new(), _simd => failing(n, columns, holds))
}

#[inline(always)] // compiled for each of these processors
fn failing<const N: usize>(
    n: usize,
    columns: &[&[f64]; N],
    holds: &impl Fn(&[&[f64]; N], usize) -> bool,
) -> u64 {
    (0..n).map(|i| u64::from(!holds(columns, i))).sum()
}

/// The first of `0..n` that fails. A count over all rows comes first, as it is fast and usually finds none.
fn first_breach(n: usize, breaches: impl Fn(Range<usize>) -> u64 + Sync) -> Option<usize> {
    match parallel::count(n, &breaches) {
        0 => None,
        _ => (0..n).find(|&i| breaches(i..i + 1) > 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Luck;
    use crate::region::Region;
    use crate::rules::fortune::Fortune;
    use crate::scenario::Scenario;
    use crate::world::found::found;
    use crate::world::ledger::{CompanyFlow, PlantFlow};
    use crate::year::{YEAR, open, run_year};

    /// The breach found in the first year of the tests' valley scenario after corrupting its books.
    fn found_after(corrupt: fn(&mut World)) -> Breach {
        let scenario = Scenario::from_toml(include_str!("../../tests/suite/valley.toml")).unwrap();
        let luck = Luck::new(scenario.seed, 0);
        let region = Region::new(&scenario, &luck).unwrap();
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
        tells(&found_after(|w| w.streams.stock_t.raw[1] += 1.0), Some("mine_b"), "rock: opening");
        tells(&found_after(|w| w.streams.placed_t.raw[0] -= 1.0), Some("mine_a"), "placed");
        tells(&found_after(|w| w.streams.released_t.raw[2] += 1.0), Some("mill"), "released");
        tells(&found_after(|w| w.streams.gross_t.raw[0] += 1.0), Some("mine_a"), "gross");
        tells(&found_after(|w| w.streams.converted_fresh_t.raw[0] += 1.0), Some("mine_a"), "converted");
        tells(&found_after(|w| w.streams.unused_fresh_t.raw[0] = -1.0), Some("mine_a"), "rock");
        tells(&found_after(|w| w.streams.unused_stock_t.raw[0] = f64::NAN), Some("mine_a"), "rock");
    }

    #[test]
    fn deals_that_moved_other_tonnes_than_the_streams_are_found() {
        tells(&found_after(|w| w.log.deals.raw[0].q_t += 1.0), None, "deals and streams differ by 1");
    }

    #[test]
    fn money_that_was_not_booked_is_found() {
        tells(&found_after(|w| w.plants.cash.raw[3] += 1.0), Some("steel_a"), "cash");
        tells(&found_after(|w| w.plants.cash.raw[3] = f64::INFINITY), Some("steel_a"), "cash");
        let in_company = |w: &mut World| w.company.as_mut().unwrap().budget += 1.0;
        tells(&found_after(in_company), None, "the company's budget");
        tells(&found_after(|w| w.post(PlantId::new(0), PlantFlow::Gain, 1e6)), None, "gain of deals");
    }

    #[test]
    fn fees_that_reach_nobody_are_found() {
        tells(&found_after(|w| w.post(PlantId::new(0), PlantFlow::Fee, -1000.0)), None, "fees");
        tells(&found_after(|w| w.post(PlantId::new(0), PlantFlow::Cover, 1000.0)), None, "cover");
        tells(&found_after(|w| w.post_company(CompanyFlow::Return, -1000.0)), None, "return");
    }

    #[test]
    fn what_cannot_be_is_found() {
        let level = |w: &mut World| w.company.as_mut().unwrap().levels.raw[0] = 3.1;
        tells(&found_after(level), None, "level 3.1 of processing");
        tells(&found_after(|w| w.capacity.idle_t.raw[0] = -1.0), Some("mine_a"), "-1 idle");
        tells(&found_after(|w| w.market.price_per_t.raw[0] = f64::NAN), None, "gravel: price NaN");
        tells(&found_after(|w| w.plants.trust.raw[4] = 1.5), Some("steel_b"), "trust 1.5");
        tells(&found_after(|w| w.plants.outage.raw[4] = -0.1), Some("steel_b"), "outage -0.1");
        tells(
            &found_after(|w| w.plants.expected_gain.raw[4] = f64::NAN),
            Some("steel_b"),
            "expected gain NaN",
        );
        tells(
            &found_after(|w| w.plants.synergy.add(PlantId::new(4), 0, f64::NAN)),
            Some("steel_b"),
            "synergy NaN",
        );
    }

    #[test]
    fn a_breach_says_where_when_and_what() {
        let breach = found_after(|w| w.plants.cash.raw[3] += 1.0);
        let text = breach.to_string();
        assert!(text.starts_with("the books do not balance after phase settle of 2000, plant steel_a: cash"));
    }

    #[test]
    fn a_year_stops_at_the_first_phase_that_finds_a_breach() {
        let scenario = Scenario::from_toml(include_str!("../../tests/suite/valley.toml")).unwrap();
        let luck = Luck::new(scenario.seed, 0);
        let region = Region::new(&scenario, &luck).unwrap();
        let mut world = found(&region, true);
        world.plants.trust.raw[2] = 2.0;
        let mut phases = Vec::new();
        let breach = run_year(&mut world, &luck, 0, |phase, _| phases.push(phase)).expect_err("trust 2");
        assert_eq!((breach.phase, breach.year, breach.plant.as_deref()), (Phase::Join, 2000, Some("mill")));
        assert_eq!(phases, [Phase::Market, Phase::Produce]);
    }

    /// The data that an account is checked on, as text.
    fn written(world: &World, account: Account) -> String {
        let (s, plants, market) = (&world.streams, &world.plants, &world.market);
        match account {
            Account::Stocks => {
                format!("{:?} {:?} {:?} {:?}", s.placed_t, s.stock_t, s.converted_stock_t, s.released_t)
            }
            Account::Fresh => {
                format!("{:?} {:?} {:?} {:?}", s.gross_t, s.joined_t, s.already_reused_t, s.fresh_t)
            }
            Account::Used => format!("{:?} {:?}", s.converted_fresh_t, s.placed_t),
            Account::Unused => format!("{:?} {:?}", s.unused_fresh_t, s.unused_stock_t),
            Account::Deals => {
                let deals: Vec<_> =
                    world.log.deals.iter().map(|deal| (deal.waste, deal.q_t, deal.gain)).collect();
                let gains: Vec<_> =
                    world.all_plants().map(|i| world.ledger.plant(i, PlantFlow::Gain)).collect();
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
            Account::Capacity => format!("{:?} {:?}", world.capacity, world.claims),
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
            "tests/suite/valley.toml",
            "tests/independent/everything.toml",
            "tests/independent/aground.toml",
            "configs/classroom.toml",
        ];
        let mut seen = Vec::new();
        for story in stories {
            let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(story);
            let mut scenario = Scenario::load(&path, &[]).unwrap();
            scenario.policy.iter_mut().for_each(|policy| policy.fees_to_company = 0.1);
            let luck = Luck::new(scenario.seed, 0);
            let region = Region::new(&scenario, &luck).unwrap();
            let mut world = found(&region, true);
            for t in 0..scenario.years {
                open(&mut world, t);
                let fortune = Fortune::of(&region, &luck, t);
                for (phase, step) in YEAR {
                    let before = Account::ALL.map(|account| written(&world, account));
                    step(&mut world, &fortune, &mut crate::year::agents::OwnRules);
                    for (account, before) in Account::ALL.into_iter().zip(before) {
                        if written(&world, account) != before {
                            assert!(written_by(phase).contains(&account), "{phase:?} writes {account:?}");
                            seen.push((phase, account));
                        }
                    }
                }
            }
        }
        for phase in Phase::ALL {
            for account in written_by(phase) {
                assert!(seen.contains(&(phase, *account)), "{phase:?} was never seen to write {account:?}");
            }
        }
    }
}
