//! Plants that open and close [N6].

use circulus::explain::words::{Length, tell};
use circulus::explain::{Explained, PlantYear, Subject, explain};
use circulus::ids::{PlantId, TechnologyId, WasteId};
use circulus::laws::hazard::stock_exposure;
use circulus::maths::{annuity, growth};
use circulus::phase::Phase;
use circulus::scenario::{Effect, Exposure, GivenContract, InitialUnit, Plant, Scenario, Source};
use circulus::simulation::Which;
use circulus::texts::Language;
use circulus::world::log::Closing;
use circulus::world::plants::{Loan, Unit};

use crate::support::{CERTAIN, Case, Says, close, plant, risk, with};

fn opens(mut of: Plant, year: i32) -> Plant {
    of.opens = Some(year);
    of
}

fn closes(mut of: Plant, year: i32) -> Plant {
    of.closes = Some(year);
    of
}

fn slag() -> WasteId {
    WasteId::new(0)
}

#[test]
fn a_plant_does_nothing_before_it_opens_and_everything_then() {
    let mut late = opens(plant().makes(1000.0), 2002);
    (late.budget, late.cash) = (7.0, 50.0);
    let mut case = Case::new(with([late, plant().crushes(600.0)]));
    for year in case.years(2) {
        assert!(year.traded_t().is_empty());
        let world = year.end();
        assert_eq!((world.streams.gross_t.raw[0], world.plants.cash.raw[0]), (0.0, 50.0));
    }
    let year = case.year();
    assert_eq!(year.traded_t(), [600.0]);
    assert_eq!(year.end().streams.placed_t.raw[0], 400.0);
    assert_eq!(year.end().plants.cash.raw[0], 50.0 + 7.0 + 0.5 * 600.0 * 100.0);
}

#[test]
fn growth_of_output_counts_from_the_start_of_the_run() {
    let mut late = opens(plant().makes(1000.0), 2002);
    late.growth = 0.1;
    let mut case = Case::new(with([late]));
    let year = case.years(3).pop().unwrap();
    close(year.end().streams.gross_t.raw[0], 1000.0 * growth(0.1, 2));
}

#[test]
fn given_units_begin_when_the_plant_opens_and_are_not_coming_before() {
    let mut late = opens(plant(), 2002);
    late.units.push(InitialUnit { technology: TechnologyId::new(0), capacity_t: 600.0, age_years: 3 });
    let mut scenario = with([plant().makes(1000.0), late]);
    scenario.technologies.raw[0].life_years = 5;
    let mut case = Case::new(scenario);
    let years = case.years(6);
    let capacity =
        |world: &circulus::world::World| (world.capacity.working_t.raw[0], world.capacity.coming_t.raw[0]);
    let found: Vec<(f64, f64)> = years.iter().map(|year| capacity(year.end())).collect();
    assert_eq!(found, [(0.0, 0.0), (0.0, 0.0), (600.0, 0.0), (600.0, 0.0), (0.0, 0.0), (0.0, 0.0)]);
    assert_eq!(years.iter().map(|year| year.traded_t().len()).collect::<Vec<_>>(), [0, 0, 1, 1, 0, 0]);
}

#[test]
fn stock_of_a_plant_that_is_not_open_is_neither_on_offer_nor_exposed() {
    let mut scenario = with([opens(plant().holds(1e6), 2001), plant().crushes(600.0)]);
    (scenario.wastes.raw[0].reclaim_rate, scenario.wastes.raw[0].upkeep_cost_per_t) = (0.5, 2.0);
    let exposures = [Exposure::Stock, Exposure::Plant, Exposure::Capacity];
    scenario.risks =
        exposures.map(|exposure| risk(exposure, Effect::Loss, CERTAIN, 1.0, 0.0)).to_vec().into();
    for risk in &mut scenario.risks {
        (risk.id, risk.elasticity) = (format!("of_{:?}", risk.exposure), 0.0);
    }
    let mut case = Case::new(scenario);
    let year = case.year();
    assert!(year.traded_t().is_empty());
    assert_eq!(year.end().streams.unused_stock_t.raw[0], 0.0);
    assert_eq!(year.end().ledger.disposal_bill, 2e6, "its upkeep is in the bill");
    let struck = |year: &crate::support::Year| {
        year.events().iter().filter(|event| event.plant == Some(PlantId::new(0))).count()
    };
    assert_eq!(struck(&year), 0);
    let year = case.year();
    assert_eq!((year.traded_t(), struck(&year)), (vec![600.0], 2), "its stock and itself");
    assert!(stock_exposure(year.end().streams.stock_t.raw[0]) > 0.0);
}

#[test]
fn a_plant_that_is_not_open_orders_nothing_and_is_not_studied() {
    let plants = || [opens(plant().makes(1e6).may_crush(1e9), 2001), plant().makes(1e6).may_crush(1e9)];
    let mut scenario = with(plants());
    (scenario.invest.attention, scenario.invest.expected_use) = (1.0, 1.0);
    (scenario.management.contacts_per_year, scenario.management.study_every) = (5, 1);
    scenario.technologies.raw[0].max_size_t = 1e5;
    let mut case = Case::new(scenario);
    let ordered = |year: &crate::support::Year| -> Vec<usize> {
        let slots = year.projects();
        slots.iter().map(|project| year.end().region.slots[project.slot].plant.index()).collect()
    };
    let year = case.year();
    assert_eq!(ordered(&year), [1]);
    assert_eq!(year.end().plants.contacted.raw, [false, true]);
    let year = case.year();
    let mut both = ordered(&year);
    both.sort_unstable();
    assert_eq!(both, [0, 1]);
    assert_eq!(year.end().plants.contacted.raw, [true, true]);
}

#[test]
fn a_study_samples_plants_that_are_open() {
    let late = |i: i32| opens(plant().makes(1.0), if i % 2 == 0 { 1990 } else { 2009 });
    let mut scenario = with((0..40).map(late));
    (scenario.management.study_limit, scenario.management.contacts_per_year) = (20, 40);
    let mut case = Case::new(scenario);
    let year = case.year();
    let contacted: Vec<bool> = (0..40).map(|i| i % 2 == 0).collect();
    assert_eq!(year.end().plants.contacted.raw, contacted, "twenty are open, and all of them are studied");
}

fn contract(supplier: usize, converter: usize, until: i32) -> GivenContract {
    GivenContract {
        supplier: PlantId::new(supplier),
        waste: slag(),
        converter: PlantId::new(converter),
        technology: TechnologyId::new(0),
        source: Source::Fresh,
        t_per_year: 400.0,
        until,
    }
}

#[test]
fn a_given_contract_waits_for_both_sides_through_its_last_year() {
    for (until, served) in [(2005, vec![0.0, 0.0, 1.0, 1.0]), (2001, vec![0.0; 4])] {
        for late in 0..2 {
            let mut plants = [plant().makes(1000.0), plant().crushes(1000.0)];
            plants[late].opens = Some(2002);
            let mut scenario = with(plants);
            (scenario.trade.acquaintance, scenario.trade.min_t) = (0.0, 300.0);
            scenario.contracts = vec![contract(0, 1, until)];
            let mut case = Case::new(scenario);
            let years = case.years(4);
            let running = |year: &crate::support::Year| {
                let deals = year.deals().iter();
                deals.filter(|deal| deal.term == circulus::world::log::Term::Running).count() as f64
            };
            assert_eq!(years.iter().map(running).collect::<Vec<_>>(), served, "{until}, {late}");
            let waiting = years.iter().map(|year| year.end().contracts.len()).collect::<Vec<_>>();
            assert_eq!(waiting, if until == 2005 { [1; 4] } else { [1, 1, 0, 0] }, "{until}");
        }
    }
}

/// A plant that closes in 2002, which runs a unit, may order more, and supplies slag; and one that takes its slag.
fn closing() -> Scenario {
    let mut ends = closes(plant().makes(1000.0).crushes(100.0).may_crush(1e9), 2002);
    ends.streams[0].stock_t = 1e6;
    (ends.cash, ends.budget) = (0.0, 5.0);
    let mut scenario = with([ends, plant().crushes(600.0)]);
    (scenario.wastes.raw[0].reclaim_rate, scenario.wastes.raw[0].reclaim_cost_per_t) = (0.1, 50.0);
    scenario.trade.contract_years = 9;
    scenario.invest.loan_rate = 0.1;
    scenario
}

#[test]
fn a_plant_that_closes_loses_units_loans_and_contracts_and_keeps_its_stock() {
    let mut scenario = closing();
    scenario.contracts = vec![contract(0, 1, 2009)];
    scenario.risks = vec![risk(Exposure::Plant, Effect::Loss, CERTAIN, 1.0, 0.0)].into();
    let mut case = Case::new(scenario).in_cluster(&[0, 1]);
    case.year();
    let before = case.year();
    assert_eq!(before.members(), [0, 1]);
    // A loan with three payments left, and a unit that is still being built.
    case.world.loans.push(Loan { plant: PlantId::new(0), payment: 100.0, years_left: 3 });
    case.world.loans.push(Loan { plant: PlantId::new(1), payment: 1.0, years_left: 9 });
    let slot = circulus::ids::SlotId::new(0);
    case.world.units.push(Unit { slot, capacity_t: 50.0, from: 4, until: 20, capital: 0.0 });
    let contracts = case.world.contracts.len();
    let (cash, trust) = (case.world.plants.cash.raw[0], case.world.plants.trust.raw[0]);
    let year = case.year();
    let world = year.after(Phase::Produce);
    let wanted = Closing {
        plant: PlantId::new(0),
        member: true,
        units: 2,
        written_off: 100.0 * annuity(0.1, 3),
        contracts,
    };
    assert!(contracts >= 2, "the given contract, and a new one");
    assert_eq!(world.log.closings, [wanted]);
    assert_eq!((world.units.len(), world.loans.len(), world.contracts.len()), (1, 1, 0));
    assert_eq!(world.capacity.working_t.raw, [0.0, 600.0]);
    assert_eq!((world.streams.fresh_t.raw[0], world.plants.member.raw[0]), (0.0, false));
    assert_eq!((world.plants.cash.raw[0], world.plants.trust.raw[0]), (cash, trust));
    let deal = year.deal();
    assert_eq!(
        (deal.supplier.index(), deal.source, deal.q_t),
        (0, Source::Stock, 600.0),
        "its stock is supplied"
    );
    assert_eq!(year.events().iter().filter(|event| event.plant == Some(PlantId::new(0))).count(), 1);
    close(year.end().plants.cash.raw[0], cash + 0.5 * 600.0 * 50.0 - 1.0 + 5.0);
    let next = case.year();
    assert!(next.end().log.closings.is_empty(), "a plant closes once");
    assert_eq!(next.deal().q_t, 600.0);
}

#[test]
fn a_closed_plant_orders_nothing_and_may_join_again() {
    let mut scenario = closing();
    scenario.invest.attention = 1.0;
    (scenario.join.bias, scenario.management.contacts_per_year) = (5.0, 9);
    scenario.technologies.raw[0].max_size_t = 10.0;
    let mut case = Case::new(scenario);
    let orders: Vec<usize> = case
        .years(5)
        .iter()
        .map(|year| {
            assert_eq!(year.members(), [0, 1]);
            let mine = year.projects().into_iter();
            mine.filter(|project| year.end().region.slots[project.slot].plant.index() == 0).count()
        })
        .collect();
    assert_eq!(orders, [1, 1, 0, 0, 0]);
}

#[test]
fn a_plant_that_closed_before_the_start_is_an_old_dump() {
    let mut scenario = closing();
    scenario.plants.raw[0].closes = Some(1990);
    let year = Case::new(scenario).year();
    assert_eq!(year.end().capacity.working_t.raw[0], 0.0);
    assert_eq!(year.after(Phase::Produce).log.closings.len(), 1);
    assert_eq!(year.deal().source, Source::Stock);
}

#[test]
fn residue_held_when_a_plant_closes_joins_its_waste() {
    // A tonne of slag becomes half a tonne of gravel and half a tonne of sand.
    let mut scenario = with([plant().makes(1000.0), closes(plant().crushes(1000.0), 2001)]);
    let sand = circulus::scenario::Waste { id: "sand".into(), ..scenario.wastes.raw[0].clone() };
    scenario.wastes.push(sand);
    let crushing = &mut scenario.technologies.raw[0];
    (crushing.yield_t_per_t, crushing.residue) = (0.5, Some(WasteId::new(1)));
    let mut case = Case::new(scenario);
    case.year();
    let year = case.year();
    assert_eq!(year.end().streams.placed_t.raw, [1000.0, 500.0]);
}

fn told(scenario: &Scenario, year: i32) -> (PlantYear, [String; 2]) {
    let found = explain(scenario, 0, Which::Cluster, year, Subject::Plant(PlantId::new(0))).unwrap();
    let told =
        [Language::En, Language::Ru].map(|language| format!("{:?}", tell(&found, language, Length::Full)));
    let Explained::Plant(plant) = found else { panic!("a plant") };
    (*plant, told)
}

#[test]
fn a_plant_that_is_not_open_yet_or_has_closed_is_explained() {
    let mut scenario = with([plant().makes(1000.0).may_crush(1e9), plant().crushes(600.0)]);
    (scenario.plants.raw[0].opens, scenario.plants.raw[0].closes) = (Some(2002), Some(2004));
    scenario.contracts = vec![contract(0, 1, 2009)];
    scenario.invest.attention = 1.0;
    for (year, saw, verdict, words) in [
        (2001, (Some(2002), None, false), "not_open", ["it opens in 2002", "оно откроется в 2002 году"]),
        (2004, (None, Some(2004), true), "closed", ["It closed in 2004", "закрылось в 2004 году"]),
        (2005, (None, Some(2004), false), "closed", ["It has closed", "Предприятие закрылось."]),
    ] {
        let (found, told) = told(&scenario, year);
        assert_eq!((found.saw.opens, found.saw.closed, found.saw.closing.is_some()), saw, "{year}");
        assert!(!found.invest.choices.is_empty() && !found.invest.attentive, "{year}");
        assert!(found.invest.choices.iter().all(|choice| choice.verdict == verdict), "{year}");
        for (words, told) in words.iter().zip(&told) {
            assert!(told.contains(words), "{year}: {told}");
            assert!(!told.contains("[why."), "{told}");
        }
    }
    let (open, said) = told(&scenario, 2003);
    assert_eq!((open.saw.opens, open.saw.closed), (None, None));
    assert!(!said[0].contains("It is not open yet") && !said[0].contains("It closed"), "{}", said[0]);
    let (waits, told) = told(&scenario, 2001);
    assert!(waits.trade.iter().any(|partner| partner.verdict == "waits"));
    assert!(told[0].contains("The contract waits") && told[1].contains("Договор ждёт"), "{}", told[0]);
    let closing = self::told(&scenario, 2004).0.saw.closing.unwrap();
    assert_eq!((closing.contracts, closing.written_off), (1, 0.0));
}
