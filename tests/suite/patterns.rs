//! The seven patterns that the reference region must show, in means over a hundred paired replicates.

use crate::valley::reused_t;
use circulus::ids::PlantId;
use circulus::record::recorder::Detail;
use circulus::record::rows::YearRow;
use circulus::run::{Run, run};
use circulus::scenario::{BudgetRule, HazardClass, Scenario, Stage};
use rayon::prelude::*;
use std::sync::OnceLock;

const SEEDS: u64 = 100;

fn region() -> Scenario {
    let path = crate::common::root().join("configs/sverdlovsk.toml");
    Scenario::load(&path, &[]).expect("the reference scenario")
}

fn runs(change: impl FnOnce(&mut Scenario)) -> Vec<Run> {
    let mut scenario = region();
    change(&mut scenario);
    (0..SEEDS).into_par_iter().map(|seed| run(&scenario, seed, Detail::Years).unwrap()).collect()
}

/// Runs of the unchanged region.
fn base() -> &'static [Run] {
    static RUNS: OnceLock<Vec<Run>> = OnceLock::new();
    RUNS.get_or_init(|| runs(|_| {}))
}

fn over(runs: &[Run], number: impl Fn(&Run) -> f64) -> f64 {
    runs.iter().map(number).sum::<f64>() / runs.len() as f64
}

/// Sum over the years of a cluster.
fn sum(run: &Run, number: impl Fn(&YearRow) -> f64) -> f64 {
    run.cluster.years.iter().map(number).sum()
}

fn between(year: &YearRow) -> f64 {
    (year.deals_inside + year.deals_outside) as f64
}

fn mt(runs: &[Run]) -> f64 {
    over(runs, |run| reused_t(&run.cluster)) / 1e6
}

fn members(runs: &[Run], t: usize) -> f64 {
    over(runs, |run| run.cluster.years[t].members as f64)
}

#[test]
fn pattern_1_without_infrastructure_few_deals_and_hardly_a_difference_to_the_twin() {
    let none = runs(|s| s.management.rule = BudgetRule::None);
    let deals = |runs: &[Run]| over(runs, |run| sum(run, between)) / runs[0].cluster.years.len() as f64;
    let (bare, whole) = (deals(&none), deals(base()));
    assert!(2.0 * bare < whole, "{bare} deals between plants a year, {whole} with infrastructure");
    let twin = over(&none, |run| reused_t(&run.twin)) / 1e6;
    assert!((mt(&none) / twin - 1.0).abs() < 0.02, "{} Mt against {twin} Mt", mt(&none));
}

#[test]
fn pattern_2_membership_rises_as_an_s_and_use_rises_over_the_twin() {
    let runs = base();
    let path: Vec<f64> = (0..30).map(|t| members(runs, t)).collect();
    let a_year = |from: usize, to: usize| (path[to] - path[from]) / (to - from) as f64;
    let (slow, steep, level) = (a_year(0, 4), a_year(5, 11), a_year(15, 29));
    assert!(path[0] < 2.0 && slow > 0.0 && steep > 1.5 * slow, "{path:.1?}");
    assert!(level.abs() < steep / 10.0, "{path:.1?}");
    let twin = over(runs, |run| reused_t(&run.twin)) / 1e6;
    assert!(mt(runs) > 1.02 * twin, "{} Mt against {twin} Mt", mt(runs));
}

#[test]
fn pattern_2_chains_grow_with_the_kinds_of_waste_and_of_technology() {
    // A quarter, half and all of the kinds, mixed over the stages.
    let chains = |keep: &dyn Fn(&mut Scenario, usize)| -> Vec<f64> {
        let of = |k: usize| {
            let some = runs(|s| keep(s, k));
            over(&some, |run| sum(run, |year| year.chains as f64)) / 30.0
        };
        [1, 2, 4].map(of).to_vec()
    };
    let by_waste = chains(&|s, k| {
        s.contracts.clear(); // they name streams and units that may be removed
        s.plants.iter_mut().for_each(|plant| plant.streams.retain(|stream| stream.waste.index() % 4 < k));
    });
    let by_technology = chains(&|s, k| {
        s.contracts.clear();
        for plant in &mut s.plants {
            plant.adopts.retain(|technology| technology.index() % 4 < k);
            plant.units.retain(|unit| unit.technology.index() % 4 < k);
        }
    });
    for chains in [by_waste, by_technology] {
        assert!(chains.windows(2).all(|pair| 1.2 * pair[0] < pair[1]), "{chains:?}");
    }
}

#[test]
fn pattern_3_without_money_of_its_own_a_cluster_shrinks_or_ends_when_grants_end() {
    let last = region().years - 1;
    let never = runs(|s| s.management.grant_years = 0);
    assert!(members(&never, last) < 0.75 * members(base(), last), "{}", members(&never, last));
    let no_fees = runs(|s| (s.management.fee_flat, s.management.fee_share) = (0.0, 0.0));
    let lives =
        |runs: &[Run], t: usize| over(runs, |run| f64::from(u8::from(run.cluster.years[t].cluster_lives)));
    assert_eq!(lives(&no_fees, region().management.grant_years - 1), 1.0);
    assert_eq!(lives(&no_fees, last), 0.0);
    assert!(lives(base(), last) > 0.9, "{}", lives(base(), last));
}

/// Share of the waste of some kinds that is reused over all years of the cluster.
fn use_of(runs: &[Run], region: &Scenario, kinds: impl Fn(HazardClass, Stage) -> bool) -> f64 {
    let of = |run: &Run, number: fn(&circulus::record::rows::WasteYear) -> f64| {
        sum(run, |year| {
            let rows = year.by_waste.iter().zip(&region.wastes);
            rows.filter(|(_, waste)| kinds(waste.hazard_class, waste.stage)).map(|(row, _)| number(row)).sum()
        })
    };
    over(runs, |run| of(run, |row| row.reused_t()) / of(run, |row| row.generated_t))
}

#[test]
fn pattern_4_fees_and_subsidies_raise_reuse() {
    let plain = mt(base());
    let fee = runs(|s| s.policy.iter_mut().for_each(|policy| policy.disposal_fee_factor = 5.0));
    let subsidy = runs(|s| s.policy.iter_mut().for_each(|policy| policy.subsidy_per_t = 100.0));
    let capex = runs(|s| s.policy.iter_mut().for_each(|policy| policy.capex_subsidy = 0.3));
    for (name, runs) in [("fee", &fee), ("subsidy", &subsidy), ("capex subsidy", &capex)] {
        assert!(mt(runs) > plain, "{name}: {} Mt against {plain} Mt", mt(runs));
    }
    // A fee moves hazardous waste, but hardly rock of class V.
    let region = region();
    let change =
        |kinds: fn(HazardClass, Stage) -> bool| use_of(&fee, &region, kinds) - use_of(base(), &region, kinds);
    let hazardous = change(|class, _| matches!(class, HazardClass::III | HazardClass::IV));
    let rock = change(|class, stage| class == HazardClass::V && stage == Stage::Mining);
    assert!(hazardous > 0.03 && rock.abs() < hazardous / 5.0, "{hazardous} against {rock}");
}

#[test]
fn pattern_5_events_rise_with_dependence_on_partners_and_fall_with_infrastructure() {
    // Events a member and year, with and without the effect of infrastructure on hazards.
    let bare = runs(|s| {
        for kind in &mut s.infrastructure {
            kind.effects.retain(|(lever, _)| !matches!(lever, circulus::scenario::Lever::Hazard(_)));
        }
    });
    let region = region();
    let rate = |runs: &[Run], per: fn(&YearRow) -> f64, id: &str| {
        let risk = region.risks.iter().position(|risk| risk.id == id).expect("a risk");
        let events = over(runs, |run| sum(run, |year| year.risks.raw[risk].events_members as f64));
        events / over(runs, |run| sum(run, per))
    };
    let at_risk: fn(&YearRow) -> f64 = |year| year.members_at_risk as f64;
    for id in ["technological", "breach"] {
        let (with, without) = (rate(base(), at_risk, id), rate(&bare, at_risk, id));
        assert!(with < 0.9 * without, "{id}: {with} against {without} without infrastructure's effect");
    }
    let parts: Vec<[[f64; 2]; 3]> = (0..SEEDS)
        .into_par_iter()
        .map(|seed| by_partners(&run(&region, seed, Detail::Full).unwrap()))
        .collect();
    let all = |group: usize, of: usize| parts.iter().map(|part| part[group][of]).sum::<f64>();
    let rates: Vec<f64> = (0..3).map(|group| all(group, 0) / all(group, 1)).collect();
    assert!(1.2 * rates[0] < rates[1] && 1.2 * rates[1] < rates[2], "{rates:?}");
}

/// Events and plant-years of members with 0, 1 or 2, and more deals with other plants.
fn by_partners(run: &Run) -> [[f64; 2]; 3] {
    let mut found = [[0.0; 2]; 3];
    let mut deals = std::collections::BTreeMap::new();
    for row in run.cluster.deals.iter().filter(|row| row.deal.between_plants()) {
        for plant in [row.deal.supplier, row.deal.converter] {
            *deals.entry((row.year, plant)).or_insert(0usize) += 1;
        }
    }
    let group = |year: i32, plant: PlantId| match deals.get(&(year, plant)) {
        None => 0,
        Some(1 | 2) => 1,
        Some(_) => 2,
    };
    for row in run.cluster.plants.iter().filter(|row| row.member) {
        found[group(row.year, row.plant)][1] += 1.0;
    }
    for row in run.cluster.events.iter().filter(|row| row.event.member) {
        if let Some(plant) = row.event.plant {
            found[group(row.year, plant)][0] += 1.0;
        }
    }
    found
}

#[test]
fn pattern_6_use_rates_are_ordered_as_in_the_regional_account() {
    // Use as the regional account counts it: residues are not subtracted.
    let region = region();
    let rate = |ids: &[&str]| {
        let of = |number: fn(&circulus::record::rows::WasteYear) -> f64| {
            over(base(), |run| {
                let rows = run.twin.years[0].by_waste.iter().zip(&region.wastes);
                rows.filter(|(_, waste)| ids.contains(&waste.id.as_str())).map(|(row, _)| number(row)).sum()
            })
        };
        of(|row| row.already_reused_t + row.converted_t()) / of(|row| row.generated_t)
    };
    let slag = rate(&["blast_furnace_slag", "steel_slag", "copper_slag", "ferroalloy_slag"]);
    let rock = rate(&["overburden"]);
    let tailings = rate(&["iron_tailings", "copper_tailings", "gold_tailings"]);
    let ash = rate(&["ash"]);
    assert!(
        slag > 0.9 && slag > 1.5 * rock && rock > 1.5 * tailings && tailings > ash,
        "slag {slag}, rock {rock}, tailings {tailings}, ash {ash}"
    );
    // The use rate of all waste at the start is between .35 and .50.
    let all = over(base(), |run| run.cluster.years[0].use_rate());
    assert!((0.35..=0.5).contains(&all), "{all}");
}

#[test]
fn pattern_7_hauls_are_short() {
    let mut medians: Vec<f64> = base()
        .iter()
        .flat_map(|run| &run.cluster.years)
        .map(|year| year.median_haul_km)
        .filter(|&km| km > 0.0)
        .collect();
    medians.sort_by(f64::total_cmp);
    assert!(medians[medians.len() / 2] < 60.0);
    let mean = over(base(), |run| sum(run, |year| year.median_haul_km)) / 30.0;
    assert!(mean < 60.0, "{mean} km");
}
