//! The tables of a run agree: each yearly total is the sum over plants, deals and events.

use crate::valley::{run_of, valley};
use circulus::ids::{PlantId, RiskId, TechnologyId, TiVec, WasteId, ti_vec};
use circulus::record::Record;
use circulus::record::rows::{DealRow, PlantRow, WasteYear, YearRow};
use circulus::run::Run;
use circulus::scenario::Scenario;
use circulus::world::log::{Decision, EventKind, Term};

/// Asserts agreement to rounding, relative to the size of the terms.
#[track_caller]
fn agree(what: &str, year: i32, a: f64, b: f64, scale: f64) {
    assert!((a - b).abs() <= 1e-9 * scale.abs().max(1.0), "{what} of {year}: {a} against {b}");
}

/// Asserts everything below for both worlds of a run.
#[track_caller]
pub fn concordant(scenario: &Scenario, run: &Run) {
    for (record, budget) in [(&run.cluster, scenario.management.budget), (&run.twin, 0.0)] {
        let start = if scenario.management.enabled { budget } else { 0.0 };
        world(scenario, record, start);
    }
}

fn world(scenario: &Scenario, record: &Record, budget_at_start: f64) {
    let mut stock: TiVec<WasteId, _> = ti_vec![(0.0, 0.0); scenario.wastes.len()]; // of which held
    for stream in scenario.plants.iter().flat_map(|plant| &plant.streams) {
        stock[stream.waste].0 += stream.stock_t;
    }
    let (mut budget, mut members) = (budget_at_start, 0);
    for year in &record.years {
        let plants: Vec<&PlantRow> = record.plants.iter().filter(|row| row.year == year.year).collect();
        let deals: Vec<&DealRow> = record.deals.iter().filter(|row| row.year == year.year).collect();
        tonnes(scenario, year, &plants, &deals, &mut stock.raw);
        money(year, &plants, &deals);
        budget = company(year, budget);
        deals_and_chains(scenario, year, &deals);
        members = people(scenario, record, year, &plants, members);
        events(record, year);
    }
}

fn tonnes(
    scenario: &Scenario,
    year: &YearRow,
    plants: &[&PlantRow],
    deals: &[&DealRow],
    stock: &mut [(f64, f64)],
) {
    let mut total = WasteYear::default();
    plants.iter().for_each(|row| total.add(&row.waste));
    let here = year.total();
    let scale = here.generated_t + here.stock_t + here.converted_stock_t + here.released_t;
    agree("generated", year.year, here.generated_t, total.generated_t, scale);
    agree("reused", year.year, here.reused_t(), total.reused_t(), scale);
    agree("stock", year.year, here.stock_t, total.stock_t, scale);
    let converted: f64 = deals.iter().map(|row| row.deal.q_t).sum();
    agree("converted", year.year, here.converted_fresh_t + here.converted_stock_t, converted, scale);
    agree(
        "converted at plants",
        year.year,
        plants.iter().map(|p| p.converted_here_t).sum(),
        converted,
        scale,
    );
    agree("capacity", year.year, year.capacity_t, plants.iter().map(|p| p.capacity_t).sum(), year.capacity_t);
    for (waste, before) in year.by_waste.iter().zip(stock) {
        // Mass balance [N1]: stock + fresh + residue that arose = converted + stock + released, held tonnes included.
        let (stock_before, held_before) = *before;
        let fresh = waste.generated_t - waste.already_reused_t;
        let ins = stock_before + fresh + waste.arisen_t;
        let outs = waste.stock_t + waste.converted_fresh_t + waste.converted_stock_t + waste.released_t;
        agree("mass balance", year.year, ins, outs, ins.max(waste.generated_t));
        let placed = fresh + held_before - waste.converted_fresh_t;
        agree("placed", year.year, waste.placed_t, placed, ins.max(waste.generated_t));
        *before = (waste.stock_t, waste.arisen_t);
    }
    let left = |row: &DealRow| scenario.technologies[row.deal.technology].residue_t_per_t() * row.deal.q_t;
    agree("residue", year.year, here.residue_t, deals.iter().map(|row| left(row)).sum(), converted);
    agree("arisen", year.year, here.arisen_t, here.residue_t, converted);
}

fn money(year: &YearRow, plants: &[&PlantRow], deals: &[&DealRow]) {
    let by_plant = |number: fn(&PlantRow) -> f64| plants.iter().map(|row| number(row)).sum::<f64>();
    let size = |number: fn(&PlantRow) -> f64| plants.iter().map(|row| number(row).abs()).sum::<f64>();
    agree("gain", year.year, year.gain, deals.iter().map(|row| row.deal.gain).sum(), size(|p| p.gain));
    agree("gain of plants", year.year, year.gain, by_plant(|p| p.gain), size(|p| p.gain));
    agree("synergy", year.year, year.accounted_synergy(), by_plant(|p| p.synergy), size(|p| p.synergy));
    agree("fees", year.year, year.fees, by_plant(|p| p.fee), size(|p| p.fee));
    agree("returned", year.year, year.returned, by_plant(|p| p.returned), size(|p| p.returned));
    agree("covered", year.year, year.covered, by_plant(|p| p.covered), size(|p| p.covered));
}

fn company(year: &YearRow, before: f64) -> f64 {
    let ins = before + year.fees + year.grant + year.fees_to_company;
    let outs = year.running_cost + year.infrastructure_capex + year.covered + year.returned;
    agree("budget", year.year, year.budget, ins - outs, before.abs() + ins.abs() + outs.abs());
    year.budget
}

fn deals_and_chains(scenario: &Scenario, year: &YearRow, deals: &[&DealRow]) {
    let count = |test: fn(&DealRow) -> bool| deals.iter().filter(|row| test(row)).count();
    assert_eq!(year.deals_inside, count(|row| row.deal.inside()));
    assert_eq!(year.deals_own, count(|row| !row.deal.between_plants()));
    assert_eq!(year.deals_inside + year.deals_outside + year.deals_own, deals.len());
    let mut chains: Vec<TechnologyId> = deals.iter().map(|row| row.deal.technology).collect();
    chains.sort_unstable();
    chains.dedup();
    assert_eq!(year.chains, chains.len());
    let mut pairs: Vec<(PlantId, PlantId)> = deals
        .iter()
        .filter(|row| row.deal.between_plants())
        .map(|row| (row.deal.supplier.min(row.deal.converter), row.deal.supplier.max(row.deal.converter)))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    assert_eq!(year.network.links, pairs.len());
    assert!(year.network.largest_component <= 2 * pairs.len() && (0.0..=1.0).contains(&year.network.density));
    for (product, &made) in year.product_t.iter_enumerated() {
        let of = |row: &DealRow| {
            let products = scenario.technologies[row.deal.technology].products();
            products.filter(|of| of.product == product).map(|of| row.deal.q_t * of.t_per_t).sum::<f64>()
        };
        let wanted: f64 = deals.iter().map(|row| of(row)).sum();
        agree("product", year.year, made, wanted, wanted);
        let t = year.year - scenario.start_year;
        let of_years = scenario.in_force();
        let now = of_years.iter().rfind(|now| now.from <= t as usize).unwrap().demands_t[product];
        let growth = (1.0 + scenario.products[product].demand_growth).powi(t - now.since as i32);
        let demand = now.value * growth;
        assert!(made <= demand * (1.0 + 1e-9) + 1e-9, "made {made} of a demand of {demand}");
    }
}

fn people(
    scenario: &Scenario,
    record: &Record,
    year: &YearRow,
    plants: &[&PlantRow],
    before: usize,
) -> usize {
    assert_eq!(plants.len(), year.plants);
    assert_eq!(year.members, plants.iter().filter(|row| row.member).count());
    assert_eq!(year.contacted, plants.iter().filter(|row| row.contacted).count());
    let now = record.events.iter().filter(|row| row.year == year.year);
    let (mut closed, mut dissolved) = (0, false);
    for row in now {
        closed += usize::from(row.event.kind == EventKind::Insolvency && row.event.member);
        dissolved |= row.event.kind == EventKind::Dissolution;
    }
    // A plant that closes leaves the cluster without a decision or an event [N6].
    let last_year = record.plants.iter().filter(|row| row.year + 1 == year.year && row.member);
    closed += last_year.filter(|row| scenario.plants[row.plant].closes == Some(year.year)).count();
    if dissolved || !year.cluster_lives {
        assert_eq!(year.members, 0);
    } else {
        assert_eq!(year.members + year.leaves + closed, before + year.joins);
    }
    let decisions = record.decisions.iter().filter(|row| row.year == year.year);
    let (mut projects, mut capex, mut built) = (0, 0.0, 0.0);
    for row in decisions {
        match row.decision {
            Decision::Invest { project, .. } => {
                projects += 1;
                capex += project.capex;
            }
            Decision::Build { cost, .. } => built += cost,
            Decision::Membership { .. } => {}
        }
    }
    assert_eq!(year.projects, projects);
    agree("capex", year.year, year.capex, capex, capex);
    agree("infrastructure", year.year, year.infrastructure_capex, built, built);
    year.members
}

fn events(record: &Record, year: &YearRow) {
    let now = || record.events.iter().filter(|row| row.year == year.year);
    for (r, risk) in year.risks.iter().enumerate() {
        let kind =
            if r + 1 == year.risks.len() { EventKind::Insolvency } else { EventKind::Risk(RiskId::new(r)) };
        let of = |member| now().filter(move |row| row.event.kind == kind && row.event.member == member);
        assert_eq!((risk.events_members, risk.events_others), (of(true).count(), of(false).count()));
        let lost: f64 = now().filter(|row| row.event.kind == kind).map(|row| row.event.loss).sum();
        agree("losses", year.year, risk.loss_members + risk.loss_others, lost, lost);
    }
    let released: f64 = now().map(|row| row.event.released_t).sum();
    agree("released", year.year, year.total().released_t, released, year.total().stock_t + released);
    let covered: f64 = now().map(|row| row.event.covered).sum();
    agree("covered", year.year, year.covered, covered, covered);
}

#[test]
fn yearly_totals_are_the_sums_over_plants_deals_and_events() {
    for replicate in 0..10 {
        let scenario = valley();
        concordant(&scenario, &run_of(&scenario, replicate));
    }
}

#[test]
fn a_deals_gain_and_synergy_follow_from_its_terms() {
    let scenario = valley();
    for row in &run_of(&scenario, 0).cluster.deals {
        let deal = row.deal;
        agree("gain", row.year, deal.gain, deal.surplus_per_t * deal.q_t - deal.deal_cost, deal.gain);
        let share = if deal.between_plants() { scenario.trade.supplier_share } else { 0.0 };
        agree("share", row.year, deal.supplier_gain, share * deal.gain, deal.gain);
        assert!(deal.q_t >= scenario.trade.min_t);
        // Only a contract that is kept at a loss has a negative gain.
        let kept = deal.gain < 0.0
            && deal.term == Term::Running
            && -scenario.trade.tolerance_per_t <= deal.surplus_per_t;
        assert!(deal.gain > 0.0 || kept, "{deal:?}");
        assert!(kept || deal.synergy.iter().all(|&part| part >= 0.0), "{deal:?}");
        assert_eq!(deal.waste, scenario.technologies[deal.technology].waste);
        let outside = !deal.supplier_member && !deal.converter_member;
        assert!(!outside || deal.synergy == [0.0; 6]);
    }
}

#[test]
fn medians_and_means_of_hauls_are_those_of_the_deals() {
    let run = run_of(&valley(), 0);
    for year in &run.cluster.years {
        let between = || run.cluster.deals.iter().filter(|r| r.year == year.year && r.deal.between_plants());
        let mut hauls: Vec<f64> = between().map(|row| row.deal.haul_km).collect();
        hauls.sort_by(f64::total_cmp);
        let n = hauls.len();
        let median = if n == 0 { 0.0 } else { (hauls[(n - 1) / 2] + hauls[n / 2]) / 2.0 };
        agree("median haul", year.year, year.median_haul_km, median, median);
        let t: f64 = between().map(|row| row.deal.q_t).sum();
        let t_km: f64 = between().map(|row| row.deal.q_t * row.deal.haul_km).sum();
        agree("mean haul", year.year, year.mean_haul_km * t, t_km, t_km);
    }
}
