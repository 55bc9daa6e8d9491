//! Values that are written with what is known of them.

use super::*;
use circulus::scenario::{Distribution, Doubt, Doubted, Grade, Spread};

/// The value at a path.
fn of(loaded: &Loaded, path: &str) -> Doubted {
    let values = scenario::doubted(&loaded.as_meant).unwrap();
    values.into_iter().find(|value| value.path == path).unwrap_or_else(|| panic!("no {path}"))
}

fn uniform(low: f64, high: f64) -> Option<Spread> {
    Some(Spread { low, high, distribution: Distribution::Uniform })
}

fn load(text: &str) -> Loaded {
    scenario::from_toml(text, &[]).unwrap()
}

#[test]
fn a_value_may_say_how_far_it_may_be_wrong_and_where_it_comes_from() {
    let text = with(
        "rate = 0.001",
        "rate = { value = 0.001, low = 1e-4, high = 0.01, scale = \"log\", grade = \"reported\", source = \"WISE\", note = \"dams\" }",
    );
    let loaded = load(&text);
    assert_eq!(loaded.scenario.risks.raw[0].rate, 0.001, "the model sees the value alone");
    let rate = of(&loaded, "risk.accident.rate");
    assert_eq!((rate.number, rate.unit, rate.whole), (Some(0.001), "events/year", false));
    assert_eq!(
        rate.doubt,
        Doubt {
            spread: Some(Spread { low: 1e-4, high: 0.01, distribution: Distribution::Loguniform }),
            grade: Some(Grade::Reported),
            source: "WISE".into(),
            note: "dams".into(),
        }
    );
    assert_eq!(of(&loaded, "risk.accident.loss").doubt, Doubt::default());
    let again = load(&loaded.as_meant);
    assert_eq!((&again.scenario, &again.as_meant), (&loaded.scenario, &loaded.as_meant));
    assert_eq!(of(&again, "risk.accident.rate"), rate, "the complete text carries it");
}

#[test]
fn every_kind_of_value_carries_its_doubt_into_the_complete_text() {
    let text = SMALL
        .replace("name = \"small\"", "name = { value = \"small\", source = \"here\" }")
        .replace("years = 10", "years = { value = 10, low = 5, high = 20, grade = \"assumed\" }")
        .replace("reach = 1 }", "reach = { value = 1, low = 0, high = 1 } }")
        .replace("\"hazard.accident\" = 0.5", "hazard.accident = { value = 0.5, low = 0.25, high = 0.75 }")
        .replace("adopts = [\"drying\"]", "adopts = { value = [\"drying\"], grade = \"derived\" }")
        .replace("yield = 1.0", "yield = { value = 1.0, note = \"dry\" }")
        .replace("age = 5", "age = { value = 5, low = 0, high = 9, distribution = \"normal\", sd = 2 }")
        + "[[change]]\nyear = 2025\nset = { policy.subsidy_per_t = { value = 5, low = 0, high = 9 } }\n";
    let loaded = load(&text);
    let again = load(&loaded.as_meant);
    assert_eq!(again.scenario, loaded.scenario);
    for (path, spread, grade) in [
        ("scenario.years", uniform(5.0, 20.0), Some(Grade::Assumed)),
        ("infrastructure.safety.effects.reach", uniform(0.0, 1.0), None),
        ("infrastructure.safety.effects.\"hazard.accident\"", uniform(0.25, 0.75), None),
        ("plant.CEMENT.adopts", None, Some(Grade::Derived)),
        ("technology.drying.products.pozzolan", None, None),
        (
            "plant.CEMENT.unit.drying.age",
            Some(Spread { low: 0.0, high: 9.0, distribution: Distribution::Normal { sd: 2.0 } }),
            None,
        ),
        ("change.2025.set.policy.subsidy_per_t", uniform(0.0, 9.0), None),
    ] {
        let told = of(&loaded, path);
        assert_eq!((told.doubt.spread, told.doubt.grade), (spread, grade), "{path}");
        assert_eq!(of(&again, path).doubt, told.doubt, "{path}");
        assert!(!told.doubt.is_silent(), "{path}");
    }
    assert_eq!(of(&loaded, "scenario.name").doubt.source, "here");
    assert!(of(&loaded, "join.peers").doubt.source.starts_with("default: "));
}

#[test]
fn another_value_of_a_file_takes_the_doubt_of_the_old_one_away() {
    let known = with("opex = 300", "opex = { value = 300, low = 100, high = 900, grade = \"reported\" }");
    let laid = |over: &str| files(&[("a.toml", over), ("small.toml", &known)]).unwrap();
    let over = |value: &str| format!("base = \"small.toml\"\n[technology.drying]\nopex = {value}\n");
    let path = "technology.drying.opex";
    assert_eq!(of(&laid("base = \"small.toml\"\n"), path).doubt.spread, uniform(100.0, 900.0));
    assert_eq!(of(&laid(&over("310")), path).doubt, Doubt::default());
    assert_eq!(
        of(&laid(&over("{ value = 310, low = 300, high = 320 }")), path).doubt.spread,
        uniform(300.0, 320.0)
    );
}

#[test]
fn an_argument_sets_the_value_alone() {
    let known = with(
        "opex = 300",
        "opex = { value = 300, low = 100, high = 900, scale = \"log\", grade = \"reported\", source = \"x\" }",
    )
    .replace("reach = 1 }", "reach = { value = 1, low = 0.5, high = 1 } }");
    let set = |argument: &str| scenario::from_toml(&known, &[argument.into()]).unwrap();
    let of_opex = |argument| of(&set(argument), "technology.drying.opex").doubt.clone();
    let spread = Some(Spread { low: 100.0, high: 900.0, distribution: Distribution::Loguniform });
    // The range is of the key, the origin is of the value that is gone.
    assert_eq!(of_opex("technology.drying.opex=900"), Doubt { spread, ..Doubt::default() });
    assert_eq!(of_opex("technology.drying.opex=901"), Doubt::default(), "outside of its range");
    assert_eq!(of_opex("technology.drying.opex=300.0").source, "x", "the same value");
    let faulty = known.replace("high = 900", "hihg = 900");
    let refused = told(scenario::from_toml(&faulty, &["technology.drying.opex=400".into()]));
    assert!(refused[0].contains("unknown key 'hihg'"), "an argument hides no fault: {refused:?}");
    let reach = set("infrastructure.safety.effects.reach=0.75");
    let reach = of(&reach, "infrastructure.safety.effects.reach");
    assert_eq!((reach.number, reach.doubt.spread), (Some(0.75), uniform(0.5, 1.0)));
    let refused =
        told(scenario::from_toml(&known, &["technology.drying.opex={ value = 3, low = 1 }".into()]));
    assert!(refused[0].contains("must be a number"), "{refused:?}");
}

#[test]
fn what_makes_no_sense_of_a_value_is_refused_at_its_place() {
    for (written, message) in [
        ("{ value = 0.001, lo = 1 }", "unknown key 'lo' beside the value of risk.accident.rate"),
        ("{ value = 0.001, low = 1e-4 }", "risk.accident.rate needs both low and high, or neither"),
        (
            "{ value = 0.001, low = 0.1, high = 1 }",
            "risk.accident.rate.low = 0.1: is above the value itself, 0.001",
        ),
        (
            "{ value = 0.001, low = 0, high = 1e-4 }",
            "risk.accident.rate.high = 1e-4: is below the value itself, 0.001",
        ),
        (
            "{ value = 0.001, low = -1, high = 1 }",
            "risk.accident.rate.low = -1: must be a value that risk.accident.rate may have",
        ),
        (
            "{ value = 0.001, low = 0, high = 1, scale = \"log\" }",
            "must be more than 0 where logarithms are spread",
        ),
        ("{ value = 0.001, low = 0, high = 1, scale = \"lag\" }", "must be one of linear, log"),
        (
            "{ value = 0.001, low = 0, high = 1, distribution = \"flat\" }",
            "must be one of uniform, loguniform, triangular, normal, lognormal",
        ),
        (
            "{ value = 0.001, low = 0, high = 1, distribution = \"normal\" }",
            "needs sd, its standard deviation, in the unit of the value",
        ),
        (
            "{ value = 0.001, low = 0, high = 1, distribution = \"normal\", sd = 0 }",
            "sd = 0: must be a number more than 0",
        ),
        ("{ value = 0.001, low = 0, high = 1, sd = 1 }", "a uniform distribution has no sd"),
        (
            "{ value = 0.001, low = 0, high = 1, scale = \"log\", distribution = \"normal\" }",
            "give one of them",
        ),
        (
            "{ value = 0.001, grade = \"guessed\" }",
            "must be one of reported, derived, recalled, calibrated, assumed",
        ),
        ("{ value = 0.001, source = 3 }", "source = 3: must be text"),
        ("{ value = 0.001, note = \"a\\nb\" }", "must be text on one line"),
        ("{ value = -1, low = 0, high = 1 }", "risk.accident.rate = -1: must be"),
        ("{ low = 0, high = 1 }", "must be a number from 0 to"),
    ] {
        let faults = refused(&with("rate = 0.001", &format!("rate = {written}")));
        assert!(faults.len() == 1 && faults[0].contains(message), "{written}: {faults:?}");
        assert!(faults[0].starts_with("18:"), "the line of the value: {faults:?}");
    }
    let text = refused(&with("name = \"small\"", "name = { value = \"small\", low = 1, high = 2 }"));
    assert!(text[0].contains("scenario.name is no number, and only numbers have a range"), "{text:?}");
    for (written, told) in [
        ("{ value = 10, low = 5.0, high = 20 }", "low = 5.0: must be a value that scenario.years may have"),
        ("{ value = 10, low = 5, high = 9007199254740993 }", "high = 9007199254740993: must be a value"),
    ] {
        let years = refused(&with("years = 10", &format!("years = {written}")));
        assert!(years[0].contains(told), "{years:?}");
    }
    let years = refused(&with("years = 10", "years = { value = 10, low = 5.5, high = 20 }"));
    assert!(years[0].contains("low = 5.5: must be a value that scenario.years may have"), "{years:?}");
}

#[test]
fn whole_numbers_stay_whole_and_exact() {
    let seed = "seed = { value = 9007199254740993, grade = \"assumed\" }\nyears = { value = 10, low = 5, high = 20 }";
    let loaded = load(&with("years = 10", seed));
    assert_eq!(of(&loaded, "scenario.seed").value, "9007199254740993");
    let years = of(&loaded, "scenario.years");
    assert_eq!((years.whole, years.range()), (true, Some(["5".to_owned(), "20".to_owned()])));
    assert!(loaded.as_meant.contains("years = { value = 10, low = 5, high = 20 }"), "{}", loaded.as_meant);
}

#[test]
fn the_short_form_of_products_keeps_what_is_known() {
    let product = with("product = \"pozzolan\"", "product = { value = \"pozzolan\", source = \"a report\" }");
    assert_eq!(of(&load(&product), "technology.drying.products.pozzolan").doubt.source, "a report");
}

#[test]
fn what_a_change_sets_has_the_unit_of_its_key() {
    let text = SMALL.to_owned() + "[[change]]\nyear = 2025\nset = { product.pozzolan.price = 5 }\n";
    let loaded = load(&text);
    let price = of(&loaded, "change.2025.set.product.pozzolan.price");
    assert_eq!((price.unit, price.number, price.default), ("money/t", Some(5.0), None));
}

/// A name in a map may itself be `value`.
#[test]
fn a_name_may_be_the_word_that_gives_a_value() {
    let text = SMALL.replace("pozzolan", "value").replace(
        "product = \"value\"\nyield = 1.0",
        "products = { value = { value = 1.0, low = 1.0, high = 1.0 } }",
    );
    let loaded = load(&text);
    assert_eq!(of(&loaded, "technology.drying.products.value").doubt.spread, uniform(1.0, 1.0));
    let plain = text.replace("{ value = { value = 1.0, low = 1.0, high = 1.0 } }", "{ value = 1.0 }");
    assert_eq!(of(&load(&plain), "technology.drying.products.value").number, Some(1.0));
}
