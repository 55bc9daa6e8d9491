//! The accounts of a year and of a run [N10], [N11], against numbers computed by hand.

use circulus::explain::words::comes_to;
use circulus::ids::{PlantId, TiVec, WasteId};
use circulus::output::summary_json;
use circulus::record::Record;
use circulus::record::account_year::AccountYear;
use circulus::record::accounts::check;
use circulus::record::columns::{Names, find, summary};
use circulus::record::recorder::{Detail, Recorder};
use circulus::record::rows::{PlantRow, YearRow};
use circulus::record::tally::{Distribution, Tally};
use circulus::run::run;
use circulus::scenario::{ByClass, Scenario, Waste, load};
use circulus::texts::Language;
use circulus::world::log::Decision;
use circulus::world::plants::Loan;

use crate::common::{Desk, root};
use crate::support::{Case, Says, all_close, close, plant, with};

/// 1000 t of slag, converted 100 km away. A tonne of slag gives 2 t of product at 50 each for an operating cost of 30,
/// so 70 without policies, and leaves .25 t of sand.
fn pair() -> Scenario {
    let mut scenario = with([plant().makes(1000.0), plant().crushes(2000.0).at_km(100.0)]);
    let sand = Waste { id: "sand".into(), land_m2_per_t: 0.5, ..scenario.wastes.raw[0].clone() };
    scenario.wastes.push(sand);
    scenario.products.raw[0].price_per_t = 50.0;
    scenario.transport.modes[0].co2_t_per_t_km = 0.001;
    let technology = &mut scenario.technologies.raw[0];
    (technology.yield_t_per_t, technology.added_t_per_t, technology.opex_per_t) = (2.0, 1.25, 30.0);
    technology.residue = Some(WasteId::new(1));
    (technology.co2_avoided_t_per_t, technology.co2_emitted_t_per_t) = (0.3, 0.1);
    (technology.primary_replaced_t_per_t, technology.jobs_per_mt_year) = (1.5, 500.0);
    scenario.management.jobs = 3.0;
    scenario.check().unwrap();
    scenario
}

/// The same with a subsidy, a carbon price, a levy, and disposal fees of 30 on slag and 12 on sand (1.5 x 20 and 8).
fn governed() -> Scenario {
    let mut scenario = pair();
    for (waste, fee) in scenario.wastes.iter_mut().zip([20.0, 8.0]) {
        waste.disposal_fee_per_t = fee;
    }
    for policy in &mut scenario.policy {
        policy.fee_factor_class = ByClass::all(1.5);
        (policy.subsidy_per_t, policy.carbon_price_per_t, policy.primary_levy_per_t) = (5.0, 50.0, 10.0);
    }
    scenario
}

fn years(scenario: &Scenario) -> Vec<YearRow> {
    run(scenario, 0, Detail::Years).unwrap().twin.years
}

#[test]
fn transfers_do_not_add_to_the_net_benefit() {
    let record = run(governed(), 0, Detail::Full).unwrap().twin;
    let year = &record.years[0];
    let of = year.account.transfers;
    // On 1000 t each: subsidy 5 x .75; carbon 50 x (2 x .3 - .1 - 100 x .001); levy 10 x 2 x 1.5; fees saved
    // 30 - .25 x 12.
    all_close([of.subsidy, of.carbon, of.levy, of.fees_saved], &[3750.0, 20_000.0, 30_000.0, 27_000.0]);
    all_close([year.gain, year.net_benefit(), year.business()], &[150_750.0, 70_000.0, 147_000.0]);
    all_close([record.deals[0].transfers, record.deals[0].residue_t], &[80_750.0, 250.0]);
    close(years(&pair())[0].net_benefit(), 70_000.0);
    all_close([year.account.money_others, year.money_state()], &[150_750.0, -80_750.0]);
}

#[test]
fn the_state_balance_counts_fees_owed_and_not_fees_saved() {
    let told = years(&governed());
    // The sand of the first year is placed in the second: 250 t x 12.
    all_close([told[0].account.state_fees, told[1].account.state_fees], &[0.0, 3000.0]);
    all_close([told[0].state_balance(), told[1].state_balance()], &[-53_750.0, -50_750.0]);
}

#[test]
fn waste_from_stock_saves_no_fee() {
    let mut scenario = governed();
    scenario.plants.raw[0] = plant().holds(1000.0);
    scenario.wastes.raw[0].reclaim_rate = 1.0;
    close(years(&scenario)[0].account.transfers.fees_saved, -0.25 * 12.0 * 1000.0);
}

#[test]
fn environment_and_jobs() {
    let lived = run(pair(), 0, Detail::Years).unwrap();
    let [first, second] = &lived.twin.years[..2] else { panic!("two years") };
    let of = &first.environment;
    all_close([of.co2_emitted_t, of.co2_haulage_t, of.haulage_tkm], &[100.0, 100.0, 1e5]);
    all_close([first.co2_avoided_t, first.co2_net_t()], &[600.0, 400.0]);
    // Held residue counts as stock: 250 t of sand, then 250 t more.
    all_close([of.land_m2, second.environment.land_m2], &[125.0, 250.0]);
    all_close([of.jobs, lived.cluster.years[0].environment.jobs], &[1.0, 4.0]);
}

#[test]
fn jobs_at_the_company_last_through_the_year_in_which_its_cluster_ends() {
    let mut scenario = pair();
    (scenario.management.overhead, scenario.management.credit) = (100.0, 150.0);
    let lived = run(&scenario, 0, Detail::Years).unwrap();
    let told: Vec<f64> = lived.cluster.years.iter().map(|year| year.environment.jobs).collect();
    assert!(!lived.cluster.years[1].cluster_lives);
    all_close(&told[..3], &[4.0, 4.0, 1.0]);
}

/// A plant that orders a unit for 10 000 in the first year, of which the capex subsidy pays 2500, and a loan at 10 % in
/// two payments pays 6000. The unit works for four years.
fn builder() -> Scenario {
    let mut scenario = with([plant().makes(1000.0).may_crush(1e9)]);
    scenario.technologies.raw[0].life_years = 4;
    scenario.policy.iter_mut().for_each(|policy| policy.capex_subsidy = 0.25);
    let invest = &mut scenario.invest;
    (invest.attention, invest.loan_share, invest.loan_rate, invest.loan_years) = (1.0, 0.8, 0.1, 2);
    scenario
}

#[test]
fn capital_counts_in_the_year_of_the_order_and_depreciates_in_a_straight_line() {
    let record = run(builder(), 0, Detail::Full).unwrap().twin;
    let of: Vec<&AccountYear> = record.years.iter().map(|year| &year.account).collect();
    all_close([of[0].capital, of[0].capex_subsidies, record.years[0].capex], &[10_000.0, 2500.0, 7500.0]);
    let in_use: Vec<f64> = of[..5].iter().map(|year| year.plants_in_use).collect();
    all_close(in_use, &[10_000.0, 7500.0, 5000.0, 2500.0, 0.0]);
    // Interest on 6000, then on what the first payment left.
    let payment = 6000.0 * 0.1 / (1.0 - 1.1_f64.powi(-2));
    let interest = [600.0, 0.1 * (6600.0 - payment), 0.0];
    let told: Vec<f64> = of[..3].iter().map(|year| year.interest).collect();
    all_close(&told, &interest);
    let first = &record.years[0];
    all_close([first.account.money_others, first.money_state()], &[-7500.0 - 600.0, -2500.0]);
    all_close([first.money_lenders(), first.net_benefit()], &[600.0, -10_000.0]);
    let second = &record.plants[1];
    all_close([second.money, second.interest], &[100_000.0 - interest[1], interest[1]]);
    all_close([second.debt_paid, second.cash - record.plants[0].cash], &[payment, 100_000.0 - payment]);
}

#[test]
fn units_given_at_the_start_are_not_counted_as_capital() {
    assert_eq!(years(&pair())[0].capital_in_use(), 0.0);
}

#[test]
fn lenders_lose_the_overdraft_and_the_principal_of_loans() {
    let mut scenario = with([plant()]);
    (scenario.invest.insolvency_limit, scenario.invest.loan_rate) = (500.0, 0.1);
    let mut case = Case::new(scenario);
    case.world.plants.cash.raw[0] = -450.0;
    case.world.loans.push(Loan { plant: PlantId::new(0), payment: 100.0, years_left: 3 });
    case.year();
    let mut recorder = Recorder::new(Detail::Full);
    recorder.see(&case.world, 0).unwrap();
    let (year, row) = (&recorder.record.years[0], &recorder.record.plants[0]);
    // An overdraft of 550, and two payments of 100 with present values of 90.909 and 82.645.
    let lost = 550.0 + 100.0 / 1.1 + 100.0 / 1.21;
    let interest = 0.1 * (100.0 / 1.1 + 100.0 / 1.21 + 100.0 / 1.331);
    all_close([row.written_off, row.interest, row.money], &[lost, interest, lost - interest]);
    all_close([recorder.record.tally.turnover[PlantId::new(0)]], &[lost + interest]);
    all_close([year.account.written_off, year.money_lenders()], &[lost, interest - lost]);
    assert_eq!(year.net_benefit(), 0.0);
    assert!(case.world.loans.is_empty());
}

#[test]
fn money_by_who_has_it_sums_to_the_net_benefit() {
    let loaded = load(&root().join("configs/classroom.toml"), &[]).unwrap();
    let run = run(&loaded.scenario, 0, Detail::Full).unwrap();
    for record in [&run.cluster, &run.twin] {
        for year in &record.years {
            let rows: Vec<&PlantRow> = record.plants.iter().filter(|row| row.year == year.year).collect();
            let members: Vec<PlantId> = record
                .decisions
                .iter()
                .filter(|row| row.year == year.year)
                .filter_map(|row| match row.decision {
                    Decision::Membership { plant, is_member: true, .. } => Some(plant),
                    _ => None,
                })
                .collect();
            assert_eq!(members.len(), year.members_at_risk);
            let scale: f64 = rows.iter().map(|row| row.money.abs()).sum::<f64>() + year.account.capital;
            let agree = |a: f64, b: f64| assert!((a - b).abs() <= 1e-9 * scale.max(1.0), "{a} {b}");
            let of = |inside: bool| {
                let rows = rows.iter().filter(|row| members.contains(&row.plant) == inside);
                rows.map(|row| row.money).sum::<f64>()
            };
            agree(of(true), year.account.money_members);
            agree(of(false), year.account.money_others);
            let others = year.money_company() + year.money_state() + year.money_lenders();
            agree(of(true) + of(false) + others, year.net_benefit());
        }
        let of = |plant: PlantId| {
            record.plants.iter().filter(|row| row.plant == plant).map(|row| row.money).sum::<f64>()
        };
        for (plant, money) in record.tally.money.iter_enumerated() {
            assert!((money - of(plant)).abs() <= 1e-9 * money.abs().max(1.0));
        }
    }
    let inside: Vec<usize> = run.cluster.years.iter().map(|year| year.members_with_deal_inside).collect();
    assert!(inside.iter().any(|&some| some > 0) && run.twin.tally.ever_member.iter().all(|ever| !ever));
    let of = Distribution::of(&run.cluster, &run.twin);
    let sum = |years: &[YearRow]| years.iter().map(YearRow::net_benefit).sum::<f64>();
    let others = |years: &[YearRow]| {
        years.iter().map(|y| y.money_company() + y.money_state() + y.money_lenders()).sum::<f64>()
    };
    let net = sum(&run.cluster.years) - sum(&run.twin.years);
    let parts = of.money_of_ever_members + of.money_of_the_rest;
    let rest = others(&run.cluster.years) - others(&run.twin.years);
    assert!((net - parts - rest).abs() <= 1e-9 * (parts.abs() + rest.abs()), "{net} {parts} {rest}");
    assert!(of.with_deal_inside > 0 && of.ever_members >= of.with_deal_inside);
}

#[test]
fn money_that_does_not_sum_to_the_net_benefit_is_an_error() {
    let mut year = years(&pair()).swap_remove(0);
    assert_eq!(check(&year, 0.0), Ok(()));
    year.account.money_others += 1.0;
    let told = check(&year, 0.0).unwrap_err().to_string();
    assert!(
        told.contains("settle of 2000: money by who has it sums to 70001, against a net benefit of 70000")
    );
}

#[test]
fn the_distribution_is_over_plants_that_were_ever_members() {
    let record = |money: &[f64], member: &[bool], inside: &[bool]| Record {
        tally: Tally {
            money: TiVec::from(money.to_vec()),
            turnover: money.iter().map(|_| 1e6).collect(),
            ever_member: TiVec::from(member.to_vec()),
            ever_inside: TiVec::from(inside.to_vec()),
        },
        ..Record::default()
    };
    let cluster = record(
        &[10.0, 0.0, 30.0, -1e-4, 7.0],
        &[true, true, true, true, false],
        &[true, false, true, false, false],
    );
    // The fourth has 1e-4 less, of a million gained and lost in each world: rounding.
    let twin = record(&[4.0, 2.0, 10.0, 0.0, 1.0], &[false; 5], &[false; 5]);
    let of = Distribution::of(&cluster, &twin);
    assert_eq!((of.ever_members, of.worse_off, of.with_deal_inside), (4, 1, 2));
    // Against the twin: 6, -2, 20, and 0 within rounding. The absolute differences of 0, 0, 6, 20 sum to 2 x 66.
    all_close([of.money_of_ever_members, of.money_of_the_rest], &[24.0, 6.0]);
    all_close([of.gini.unwrap(), of.top_three_share.unwrap()], &[132.0 / 208.0, 1.0]);
    assert_eq!(Distribution::of(&twin, &twin).gini, None);
}

#[test]
fn later_money_and_capital_in_use_are_discounted_to_the_first_year() {
    let year = |gain: f64, plants_in_use: f64| YearRow {
        gain,
        account: AccountYear { plants_in_use, ..AccountYear::default() },
        ..YearRow::default()
    };
    let record =
        Record { years: vec![year(7.0, 99.0), year(0.0, 99.0), year(121.0, 60.5)], ..Record::default() };
    let mut scenario = pair();
    scenario.discount_rate = 0.1;
    let names = Names::of(&scenario);
    let columns = summary(&names);
    let told = |stem: &str| {
        let column = find(&columns, &format!("{stem}_rub")).unwrap_or_else(|| panic!("no {stem}"));
        column.value(&record).as_number().unwrap()
    };
    all_close(
        [
            "total_net_benefit",
            "total_net_benefit_with_capital",
            "discounted_net_benefit",
            "discounted_net_benefit_with_capital",
            "discounted_business_with_capital",
            "capital_in_use",
        ]
        .map(told),
        &[128.0, 188.5, 107.0, 157.0, 157.0, 60.5],
    );
}

#[test]
fn terminal_and_summary_begin_with_the_accounts() {
    let desk = Desk::new();
    let told = desk.circulus("run small.toml --no-pictures").well().out;
    let at = |words: &str| told.find(words).unwrap_or_else(|| panic!("no '{words}' in {told}"));
    let order =
        ["Net benefit over the twin: ", "Waste reused, less what", "ever in the cluster; ", "own account"];
    assert!(order.map(at).is_sorted(), "{told}");
    let text = std::fs::read_to_string(desk.path("outputs/small/summary.json")).unwrap();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words} in {text}"));
    let order =
        ["total_net_benefit_rub", "total_money_lenders_rub", "total_reused_t", "\"worse_off\"", "\"twin\""];
    assert!(order.map(at).is_sorted(), "{text}");
    assert!(at("\"total_reused_t\"") < at("total_accounted_synergy_rub"));
}

#[test]
fn both_languages_state_the_accounts_with_the_numbers_of_the_summary() {
    let loaded = load(&root().join("configs/classroom.toml"), &[]).unwrap();
    let run = run(&loaded.scenario, 0, Detail::Years).unwrap();
    let summary = summary_json(&run, &loaded.scenario, "").unwrap();
    let summary: serde_json::Value = serde_json::from_str(&summary).unwrap();
    let net = summary["difference"]["total_net_benefit_rub"].as_f64().unwrap();
    let worse = summary["distribution"]["worse_off"].as_u64().unwrap();
    for (language, unit, gone) in
        [(Language::En, "bn RUB", "of them ha"), (Language::Ru, "млрд RUB", "было бы без")]
    {
        let lines = comes_to(&run, "RUB", language);
        assert_eq!(lines.len(), 3);
        let number = circulus::numbers::digits(net / 1e9, 3);
        let number = if language == Language::Ru { number.replace('.', ",") } else { number };
        assert!(lines[0].contains(&format!(": {number} {unit}")), "{} {number}", lines[0]);
        assert!(lines[2].contains(gone) && told_count(&lines[2], worse), "{}", lines[2]);
    }
    // All plants were ever in it; then some; then none.
    let opens = |run: &circulus::run::Run| comes_to(run, "RUB", Language::En).swap_remove(0);
    let told = |run: &circulus::run::Run| {
        ["that were ever in the cluster", "never in it", "none of which was ever in"]
            .map(|what| opens(run).contains(what))
    };
    assert_eq!(told(&run), [true, false, false], "{}", opens(&run));
    let mut part = run.clone();
    part.cluster.tally.ever_member.raw[0] = false;
    assert_eq!(told(&part), [true, true, false], "{}", opens(&part));
    part.cluster.tally.ever_member.iter_mut().for_each(|ever| *ever = false);
    assert_eq!(told(&part), [false, false, true], "{}", opens(&part));
    let mut alone = run;
    alone.end = circulus::run::ClusterEnd::NoCompany;
    assert_eq!(comes_to(&alone, "RUB", Language::En).len(), 1);
}

/// Whether a sentence contains this number as a word.
fn told_count(line: &str, count: u64) -> bool {
    line.split(|c: char| !c.is_ascii_digit()).any(|word| word == count.to_string())
}
