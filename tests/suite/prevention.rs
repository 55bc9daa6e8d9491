//! The third world, in which the company's money prevents waste at its source [V1], [V2].

use circulus::explain::words::comes_to;
use circulus::ids::WasteId;
use circulus::output::summary_json;
use circulus::record::columns::{Names, find, indicators, summary};
use circulus::record::recorder::Detail;
use circulus::record::rows::YearRow;
use circulus::review::Review;
use circulus::run::{Run, run};
use circulus::scenario::sample::{self, Breadth};
use circulus::scenario::{self, BudgetRule, Prevention, Scenario, Waste};
use circulus::simulation::{Simulation, Which};
use circulus::texts::Language;
use circulus_experiment::indicators::{Indicator, Meter};

use crate::common::{Desk, root, text};
use crate::support::{Says, all_close, plant, with};

/// Slag, 1300 t of it fresh after a fifth of one plant's is reused, with a fee of 20 and placing of 3; and 400 t of sand
/// with placing of 1. A company that pays 1500 a year. A tonne of slag prevented costs 5, of sand 2.
fn pair() -> Scenario {
    let mut scenario = with([plant().makes(1000.0), plant().makes(500.0)]);
    scenario.plants.raw[0].streams[0].own_reuse = 0.2;
    let slag = &mut scenario.wastes.raw[0];
    (slag.disposal_fee_per_t, slag.placement_cost_per_t) = (20.0, 3.0);
    let sand =
        Waste { id: "sand".into(), disposal_fee_per_t: 0.0, placement_cost_per_t: 1.0, ..slag.clone() };
    scenario.wastes.push(sand);
    let mut stream = scenario.plants.raw[1].streams[0];
    (stream.waste, stream.t_per_year) = (WasteId::new(1), 400.0);
    scenario.plants.raw[1].streams.push(stream);
    scenario.management.overhead = 1500.0;
    let cost_per_t = vec![(WasteId::new(0), 5.0), (WasteId::new(1), 2.0)];
    scenario.prevention = Some(Prevention { cost_per_t, most: 0.25 });
    scenario.check().unwrap();
    scenario
}

fn lived(scenario: &Scenario) -> Run {
    run(scenario, 0, Detail::Years).unwrap()
}

/// The years of the third world.
fn third(run: &Run) -> &[YearRow] {
    &run.prevention.as_ref().unwrap().years
}

/// The lesson's valley, in which slag and rock can be prevented.
fn classroom(sets: &[&str]) -> Scenario {
    let third = "\n[prevention]\nmost = 0.1\ncost_per_t = { slag = 100, rock = 20 }\n";
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    scenario::from_toml(&(text("configs/classroom.toml") + third), &sets).unwrap().scenario
}

#[test]
fn the_cheapest_waste_comes_first_and_the_rest_of_the_money_buys_what_it_can() {
    let run = lived(&pair());
    for (year, twin) in third(&run).iter().zip(&run.twin.years) {
        // Of the sand a quarter, 100 t for 200; of the slag what 1300 pay for, 260 of 1300 t.
        let of = year.account.prevented;
        all_close([of.prevented_t, of.cost], &[360.0, 1500.0]);
        // Slag 260 x 23, sand 100 x 1; of it fees 260 x 20.
        all_close([of.saved, of.fees_saved], &[6080.0, 5200.0]);
        let [slag, sand] = [&year.by_waste.raw[0], &year.by_waste.raw[1]];
        // A fifth of 1000 t was reused already, and is not prevented.
        all_close([slag.generated_t, slag.already_reused_t, slag.placed_t], &[1240.0, 200.0, 1040.0]);
        all_close([sand.generated_t, sand.placed_t], &[300.0, 300.0]);
        // Placing saved 260 x 3 + 100, less the money.
        all_close([year.net_benefit(), year.business(), twin.net_benefit()], &[-620.0, 4580.0, 0.0]);
        let account = &year.account;
        let parts = [account.money_others, year.money_company(), year.money_state(), year.money_lenders()];
        all_close(parts, &[6080.0, -1500.0, -5200.0, 0.0]);
        // Fees owed for 1040 t of slag; those saved are not lost twice.
        all_close([account.state_fees, year.state_balance()], &[20_800.0, 20_800.0]);
        assert_eq!((year.members, year.running_cost, year.infrastructure_capex), (0, 0.0, 0.0));
    }
    all_close([run.cluster.years[0].paid_by_company()], &[1500.0]);
}

#[test]
fn money_that_finds_nothing_to_prevent_is_not_spent() {
    let mut scenario = pair();
    scenario.management.overhead = 1e6;
    let run = lived(&scenario);
    // A quarter of each: 325 t of slag and 100 t of sand.
    let of = third(&run)[0].account.prevented;
    all_close([of.prevented_t, of.cost], &[425.0, 1825.0]);
    // A waste that is not named stays, and infrastructure is paid from the same money.
    scenario.prevention.as_mut().unwrap().cost_per_t.truncate(1);
    let run = lived(&scenario);
    all_close([third(&run)[0].account.prevented.prevented_t], &[325.0]);
    all_close([third(&run)[0].by_waste.raw[1].generated_t], &[400.0]);
}

#[test]
fn of_two_wastes_at_one_cost_the_first_of_the_file_comes_first() {
    let mut scenario = pair();
    scenario.prevention.as_mut().unwrap().cost_per_t[1].1 = 5.0;
    let run = lived(&scenario);
    let year = &third(&run)[0];
    // 1500 pay for 300 t of slag.
    all_close([year.by_waste.raw[0].generated_t, year.by_waste.raw[1].generated_t], &[1200.0, 400.0]);
}

#[test]
fn residue_that_joins_is_not_prevented() {
    let mut scenario = with([plant().makes(1000.0).crushes(1000.0)]);
    let slag = scenario.wastes.raw[0].clone();
    scenario.wastes.push(Waste { id: "sand".into(), ..slag });
    let technology = &mut scenario.technologies.raw[0];
    (technology.yield_t_per_t, technology.residue) = (0.75, Some(WasteId::new(1)));
    scenario.management.overhead = 1e6;
    let cost_per_t = vec![(WasteId::new(1), 1.0)];
    scenario.prevention = Some(Prevention { cost_per_t, most: 1.0 });
    scenario.check().unwrap();
    let run = lived(&scenario);
    assert_eq!(third(&run), run.twin.years);
    assert!(third(&run)[1].by_waste.raw[1].placed_t > 0.0);
}

/// With nothing to spend, or nothing that can be prevented, the third world is the twin to the bit.
#[test]
fn the_third_world_has_the_same_luck() {
    for sets in [["prevention.most=0"], ["management.enabled=false"]] {
        let run = run(classroom(&sets), 3, Detail::Years).unwrap();
        assert_eq!(run.prevention.as_ref(), Some(&run.twin), "{sets:?}");
    }
    let run = run(classroom(&[]), 3, Detail::Years).unwrap();
    assert_ne!(run.prevention.as_ref(), Some(&run.twin));
    let named: f64 = third(&run).iter().map(|year| year.account.prevented.prevented_t).sum();
    let arose = |years: &[YearRow]| years.iter().map(|year| year.total().generated_t).sum::<f64>();
    assert!(named > 1e5);
    all_close([arose(third(&run)) + named], &[arose(&run.twin.years)]);
    // Later prices may differ, as fewer or other events strike.
    assert_eq!(third(&run)[0].price_per_t, run.twin.years[0].price_per_t);
}

#[test]
fn a_scenario_without_it_has_no_third_world_and_the_worlds_that_it_has_do_not_change() {
    let path = root().join("configs/classroom.toml");
    let plain = Scenario::load(&path, &[]).unwrap();
    let (with, without) = (lived(&classroom(&[])), lived(&plain));
    assert_eq!((&with.cluster, &with.twin), (&without.cluster, &without.twin));
    assert_eq!(without.prevention, None);
    let names = [&plain, &classroom(&[])].map(Names::of);
    let has = names.each_ref().map(|names| find(&indicators(names), "prevented_t").is_some());
    assert_eq!(has, [false, true]);
    let has = names.each_ref().map(|names| find(&summary(names), "total_cost_of_prevention_rub").is_some());
    assert_eq!(has, [false, true]);
    for (run, scenario, there) in [(&without, &plain, false), (&with, &classroom(&[]), true)] {
        let page: serde_json::Value =
            serde_json::from_str(&summary_json(run, scenario, "").unwrap()).unwrap();
        assert_eq!(page.get("prevention").is_some(), there);
        assert_eq!(page["cluster"].get("total_prevented_t").is_some(), there);
    }
}

#[test]
fn a_simulation_lives_its_third_world_after_the_others_and_branches_with_it() {
    let scenario = classroom(&[]);
    let mut simulation = Simulation::new(&scenario, 0, Detail::Full).unwrap();
    for _ in 0..5 {
        simulation.step_year().unwrap();
    }
    simulation.step_phase().unwrap();
    let [now, third] = [simulation.world(Which::Twin), simulation.prevention().unwrap()].map(|of| of.year());
    assert_eq!((now, third), (scenario.start_year + 5, scenario.start_year + 4));
    assert_eq!(simulation.prevention_record().unwrap().years.len(), 5);
    let branch = simulation.clone();
    let whole = run(&scenario, 0, Detail::Full).unwrap();
    assert_eq!(branch.finish().unwrap(), whole);
    assert_eq!(simulation.finish().unwrap(), whole);
    let third = whole.prevention.unwrap();
    assert!(third.plants.is_empty() && third.deals.is_empty() && third.years.len() == scenario.years);
    let plain = Scenario::load(&root().join("configs/classroom.toml"), &[]).unwrap();
    let simulation = Simulation::new(plain, 0, Detail::Years).unwrap();
    assert!(simulation.prevention().is_none() && simulation.prevention_record().is_none());
}

/// In any world that a scenario can describe: the books balance, and no more is spent than there is.
#[test]
fn books_balance_whatever_is_prevented() {
    for seed in 0..150 {
        let breadth = if seed % 2 == 0 { Breadth::Usual } else { Breadth::Whole };
        let most = (seed % 5) as f64 / 4.0;
        let cost = [1e-6, 1.0, 1e3, 1e9][seed as usize % 4];
        let text = sample::toml(seed, 8, breadth);
        let text = format!("{text}\n[prevention]\nmost = {most:?}\ncost_per_t = {{ w0 = {cost:?} }}\n");
        let scenario = Scenario::from_toml(&text).unwrap();
        let run = run(&scenario, 0, Detail::Years).unwrap_or_else(|breach| panic!("sample {seed}: {breach}"));
        for ((year, twin), cluster) in third(&run).iter().zip(&run.twin.years).zip(&run.cluster.years) {
            let of = year.account.prevented;
            let money = cluster.paid_by_company();
            assert!(of.cost <= money * (1.0 + 1e-12), "sample {seed}: {} of {money}", of.cost);
            let (arose, would) = (year.by_waste.raw[0].generated_t, twin.by_waste.raw[0].generated_t);
            assert!((arose + of.prevented_t - would).abs() <= 1e-9 * would, "sample {seed}");
            assert!(year.net_benefit().is_finite());
        }
    }
}

#[test]
fn faults_are_told_with_their_place_and_remedy() {
    let desk = Desk::new();
    for (table, said) in [
        ("most = 0.1", vec!["'cost_per_t' is missing in [prevention]"]),
        ("cost_per_t = { ash = 1 }", vec!["'most' is missing in [prevention]", "from 0 to 1"]),
        ("most = 0.1\ncost_per_t = {}", vec!["bad.toml:4", "must name at least one waste"]),
        (
            "most = 1.5\ncost_per_t = { ash = 0, soot = 3 }",
            vec!["bad.toml:3", "bad.toml:4", "prevention.most", "from 1e-6 to 1e9", "unknown waste 'soot'"],
        ),
        ("mots = 0.1\ncost_per_t = { ash = 1 }", vec!["bad.toml:3", "'mots'", "most"]),
    ] {
        desk.write("bad.toml", &format!("base = \"small.toml\"\n[prevention]\n{table}\n"));
        desk.circulus("check bad.toml").refused(2, &said);
    }
    let mut scenario = pair();
    scenario.prevention =
        Some(Prevention { cost_per_t: vec![(WasteId::new(7), 1.0), (WasteId::new(1), 0.0)], most: f64::NAN });
    let told = scenario.check().unwrap_err();
    assert_eq!(told.count(), 4, "{told}");
    scenario.prevention = Some(Prevention { cost_per_t: Vec::new(), most: 0.5 });
    let told = scenario.check().unwrap_err().to_string();
    assert!(told.contains("leave [prevention] out"), "{told}");
}

#[test]
fn ranges_and_sources_of_its_values_are_kept() {
    let loaded = scenario::load(&root().join("configs/prevention.toml"), &[]).unwrap();
    let values = scenario::doubted(&loaded.as_meant).unwrap();
    let of = |path: &str| values.iter().find(|value| value.path == path).unwrap();
    let most = of("prevention.most").doubt.spread.unwrap();
    assert_eq!([most.low, most.high], [0.02, 0.3]);
    assert!(of("prevention.cost_per_t.ash").doubt.note.contains("three times placing"));
    assert_eq!(scenario::from_toml(&loaded.as_meant, &[]).unwrap().scenario, loaded.scenario);
    // The rule of the file: three times placing.
    let scenario = &loaded.scenario;
    for &(waste, cost) in &scenario.prevention.as_ref().unwrap().cost_per_t {
        assert_eq!(cost, 3.0 * scenario.wastes[waste].placement_cost_per_t);
    }
}

#[test]
fn it_is_doubted_where_nobody_spends_or_nothing_arises() {
    let told = |change: &dyn Fn(&mut Scenario)| {
        let mut scenario = pair();
        change(&mut scenario);
        let doubts = Review::of(&scenario, &[]).doubts.into_iter();
        let own = doubts.filter(|doubt| doubt.key.starts_with("prevention"));
        own.map(|doubt| format!("{}: {}", doubt.key, doubt.message)).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(told(&|_| {}), "");
    assert!(
        told(&|of| of.management.enabled = false).starts_with("prevention: has no effect, as no company")
    );
    assert!(told(&|of| of.management.overhead = 0.0).contains("the third world is the twin"));
    // Infrastructure that may be built is money, too.
    let builds = |of: &mut Scenario| {
        of.management.overhead = 0.0;
        of.management.rule = BudgetRule::Greedy;
        of.infrastructure.push(crate::support::infrastructure(&[]));
    };
    assert_eq!(told(&builds), "");
    assert!(told(&|of| of.prevention.as_mut().unwrap().most = 0.0).starts_with("prevention.most: is 0"));
    let gone = told(&|of| of.plants.raw[1].streams.truncate(1));
    assert!(
        gone.starts_with("prevention.cost_per_t.sand: has no effect, as no plant generates it"),
        "{gone}"
    );
}

#[test]
fn indicators_of_the_third_world_have_its_prefix() {
    let scenario = classroom(&[]);
    let run = lived(&scenario);
    let names = Names::of(&scenario);
    let wanted = ["prevention_total_prevented_t", "prevention_stock_t@last", "cost_of_prevention@last"]
        .map(|name| Indicator::find(name, &scenario).unwrap());
    let read = Meter::new(&names, &wanted).read(&run);
    let last = third(&run).last().unwrap();
    let all: f64 = third(&run).iter().map(|year| year.account.prevented.prevented_t).sum();
    assert_eq!(read, [all, last.total().stock_t, 0.0]);
    let all = Indicator::all(&scenario);
    assert!(all.iter().any(|of| of.name == "prevention_total_net_benefit_rub"));
    let plain = Scenario::load(&root().join("configs/classroom.toml"), &[]).unwrap();
    assert_eq!(Indicator::all(&plain).iter().filter(|of| of.is_of_prevention()).count(), 0);
    let (message, _) = Indicator::find("prevention_total_gain", &plain).unwrap_err();
    assert!(message.contains("give it a table [prevention]"), "{message}");
}

#[test]
fn numbers_read_together_are_those_read_alone() {
    let scenario = classroom(&[]);
    let run = lived(&scenario);
    let names = Names::of(&scenario);
    let all = Indicator::all(&scenario);
    let together = Meter::new(&names, &all).read(&run);
    for (indicator, number) in all.iter().zip(&together) {
        let alone = Meter::new(&names, std::slice::from_ref(indicator)).read(&run);
        assert_eq!(alone[0].to_bits(), number.to_bits(), "{}", indicator.name);
    }
    for column in summary(&names) {
        let at = all.iter().position(|indicator| indicator.name == column.name).unwrap();
        assert_eq!(
            column.value(&run.cluster).as_number().unwrap_or(f64::NAN).to_bits(),
            together[at].to_bits()
        );
    }
    let gain: f64 = run.cluster.years.iter().map(|year| year.gain).sum();
    let at = all.iter().position(|indicator| indicator.name == "total_gain_rub").unwrap();
    assert_eq!(together[at], gain);
}

#[test]
fn both_languages_say_what_the_money_would_have_done() {
    // At a cost of next to nothing prevention wins against a company that nobody joins.
    let cheap = "prevention.cost_per_t={ slag = 0.01, rock = 0.01 }";
    for (sets, ends) in [
        (vec![], ["more.", "больше на"]),
        (vec![cheap, "management.contacts_per_year=0"], ["less.", "меньше на"]),
    ] {
        let run = lived(&classroom(&sets));
        let [english, russian] = [Language::En, Language::Ru].map(|language| comes_to(&run, "RUB", language));
        assert_eq!([english.len(), russian.len()], [4, 4]);
        assert!(english[3].starts_with("The same money on less waste") && english[3].ends_with(ends[0]));
        assert!(russian[3].starts_with("Если бы те же деньги") && russian[3].contains(ends[1]));
    }
}

/// `small.toml` with prevention, and a design that asks of it.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("third.toml", "base = \"small.toml\"\n[scenario]\nname = \"third\"\n[prevention]\nmost = { value = 0.1, low = 0.05, high = 0.3 }\ncost_per_t = { ash = { value = 50, low = 5, high = 500, scale = \"log\" } }\n");
    desk
}

#[test]
fn the_command_writes_its_rows_at_any_number_of_threads_and_verifies_them() {
    let desk = desk();
    for threads in [1, 2] {
        desk.circulus(&format!("run third.toml --parquet --threads {threads} --name t{threads}")).well();
    }
    assert_eq!(desk.files("outputs/t1")["indicators.csv"], desk.files("outputs/t2")["indicators.csv"]);
    let rows = String::from_utf8(desk.files("outputs/t1")["indicators.csv"].clone()).unwrap();
    let of = |world: &str| rows.lines().filter(|line| line.starts_with(&format!("{world},"))).count();
    assert_eq!(["cluster", "twin", "prevention"].map(of), [4, 4, 4]);
    desk.circulus("verify outputs/t1").well();
    desk.circulus("report outputs/t1").well();
    let page = std::fs::read_to_string(desk.path("outputs/t1.html")).unwrap();
    assert!(
        page.contains("<th scope=\"col\">prevention instead</th>")
            && page.contains("The same money on less waste")
    );
    desk.circulus("ensemble third.toml --replicates 3").well();
    let bands = String::from_utf8(desk.files("outputs/third_ensemble")["bands.csv"].clone()).unwrap();
    let count = |world: &str| bands.lines().filter(|line| line.contains(&format!(",{world},"))).count();
    assert!(count("prevention") > 0 && count("prevention") == count("twin"));
    desk.circulus("verify outputs/third_ensemble").well();
}

#[test]
fn claims_may_speak_of_the_third_world() {
    let desk = desk();
    desk.write("claims.toml", &text("configs/prevention_claims.toml"));
    desk.circulus("robust third.toml --points 20 --replicates 2").well();
    let told = String::from_utf8(desk.files("outputs/third_robust")["claims.csv"].clone()).unwrap();
    assert!(told.contains("V-net") && told.contains("V-stock"), "{told}");
    desk.write("plain.toml", "base = \"small.toml\"\n[join]\npeers = { value = 4, low = 2, high = 6 }\n");
    let plain = desk.circulus("robust plain.toml --points 4 --replicates 1");
    plain.refused(2, &["claims.toml:", "give it a table [prevention]"]);
}
