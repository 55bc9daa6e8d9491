//! A sum of money has no default, as it means something in one currency only; a currency's label may be any that people
//! write.

use crate::common::{Desk, root};
use circulus::scenario::parameters::{self, Preset};
use circulus::scenario::{self, Scenario, TEMPLATE_NAME, template, template_in};

/// The template without one of its lines.
fn without(key: &str) -> String {
    let line = |line: &&str| line.split(' ').next() == Some(key);
    template().lines().filter(|text| !line(text)).map(|text| format!("{text}\n")).collect()
}

#[test]
fn a_missing_sum_is_refused_with_that_of_the_reference() {
    for (key, there) in [
        ("deal_cost", "1e6 RUB"),
        ("tolerance", "50 RUB"),
        ("gain_scale", "2e7 RUB"),
        ("insolvency_limit", "3e8 RUB"),
        ("credit", "3e8 RUB"),
        ("cash", "2e8 RUB"),
    ] {
        let told = Scenario::from_toml(&without(key)).unwrap_err().to_string();
        let wanted = [
            format!("'{key}' is missing"),
            format!("(in sverdlovsk.toml {there}; or set scenario.money_scale)"),
        ];
        assert!(wanted.iter().all(|part| told.contains(part)), "{told}");
    }
}

#[test]
fn with_a_scale_sums_follow_the_reference_and_are_printed() {
    let text = without("deal_cost").replace("seed = 1 ", "money_scale = 0.0136\nseed = 1 ");
    let loaded = scenario::from_toml(&text, &[]).unwrap();
    assert_eq!(loaded.scenario.trade.deal_cost, 1e6 * 0.0136);
    assert_eq!(loaded.scenario.join.entry_cost, 1e6, "what is given stays");
    assert!(loaded.as_meant.contains("deal_cost = 13600.0"));
    let bad = text.replace("money_scale = 0.0136", "money_scale = 0");
    let told = Scenario::from_toml(&bad).unwrap_err();
    assert!(told.to_string().contains("scenario.money_scale = 0: must be a number more than 0"), "{told}");
}

#[test]
fn the_table_has_the_sums_of_the_reference() {
    let reference = scenario::load(&root().join("configs/sverdlovsk.toml"), &[]).unwrap();
    let values = scenario::doubted(&reference.as_meant).unwrap();
    let mut told = 0;
    for table in parameters::tables() {
        for key in table.keys {
            let Preset::Money(sum) = key.default else { continue };
            told += 1;
            // Sums of plants differ, and the table has the commonest, so they are not compared.
            let path = format!("{}.{}", table.path, key.key);
            let Some(there) = values.iter().find(|value| value.path == path) else { continue };
            assert_eq!(there.number, Some(sum), "{path}");
        }
    }
    assert_eq!(told, 16);
}

#[test]
fn in_another_currency_results_are_the_same() {
    let run = |text: &str| {
        let scenario = Scenario::from_toml(text).unwrap();
        let run = circulus::run::run(&scenario, 0, circulus::record::recorder::Detail::Years).unwrap();
        run.cluster
            .years
            .iter()
            .map(|year| (year.members, year.total().converted_t(), year.gain))
            .collect::<Vec<_>>()
    };
    let (roubles, halves) = (run(&template()), run(&template_in(TEMPLATE_NAME, "€", 0.5)));
    assert!(roubles.iter().any(|year| year.1 > 0.0));
    for (a, b) in roubles.iter().zip(&halves) {
        assert_eq!(a.0, b.0);
        assert!(
            (a.1 - b.1).abs() <= 1e-9 * a.1 && (a.2 - 2.0 * b.2).abs() <= 1e-9 * a.2.abs(),
            "{a:?} {b:?}"
        );
    }
}

#[test]
fn a_new_scenario_is_in_the_currency_asked_for() {
    let desk = Desk::new();
    desk.circulus("new a.toml --currency USD").refused(2, &["--scale", "about 0.0136 for USD"]);
    desk.circulus("new a.toml --currency USD --scale 0").refused(2, &["from 1e-6 to 1e6"]);
    desk.circulus("new a.toml --currency US$ --scale 0.0136").well();
    let text = std::fs::read_to_string(desk.path("a.toml")).unwrap();
    assert!(text.contains("currency = \"US$\"") && text.contains("price = 6.12 "), "{text}");
    desk.circulus("run a.toml --no-pictures --name a").well();
    let header = std::fs::read_to_string(desk.path("outputs/a/indicators.csv")).unwrap();
    assert!(header.lines().next().unwrap().contains(",gain_usdollar,"));
}

/// Roubles do not become dollars by another label.
#[test]
fn another_currency_than_the_bases_wants_every_sum_anew() {
    let desk = Desk::new();
    desk.write("base.toml", &template());
    let over = "base = \"base.toml\"\n[scenario]\ncurrency = \"USD\"\nmoney_scale = 0.0136\n";
    desk.write("over.toml", over);
    let ran = desk.circulus("check over.toml").refused(
        2,
        &[
            "over.toml:3:12: scenario.currency = \"USD\": is another currency than the RUB of what it changes, and ",
            "sums of money in RUB remain, such as ",
            "convert the file that has them, or begin with `circulus new my.toml --currency ... --scale ...`",
        ],
    );
    assert!(ran.err.contains("1 fault"), "{}", ran.err);
    desk.circulus("check base.toml --set scenario.currency=USD").refused(2, &["sums of money in RUB remain"]);
    desk.write("same.toml", "base = \"base.toml\"\n[scenario]\ncurrency = \"RUB\"\n");
    desk.circulus("check same.toml").well();
    // All sums anew, and one from the base.
    let whole = template_in(TEMPLATE_NAME, "USD", 0.0136);
    desk.write("whole.toml", &format!("base = \"base.toml\"\n{whole}"));
    desk.circulus("check whole.toml").well();
    let (before, after) = whole.split_once("\nplacement_cost = ").unwrap();
    let (_, after) = after.split_once('\n').unwrap();
    desk.write("but_one.toml", &format!("base = \"base.toml\"\n{before}\n{after}"));
    desk.circulus("check but_one.toml")
        .refused(2, &["a sum of money in RUB remains: waste.", ".placement_cost; give them"]);
}
