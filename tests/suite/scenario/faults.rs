//! What is refused, and with which message.

use super::*;

#[test]
fn a_value_out_of_range_tells_place_range_unit_and_default() {
    let faults = scenario::from_toml(&with("[infrastructure", "[trade]\nmin_t = -5\n[infrastructure"), &[])
        .unwrap_err();
    assert_eq!(
        faults.to_string(),
        "scenario:11:9: trade.min_t = -5: must be a number from 0 to 1e12, t/year (default 1000)\n    \
         11 | min_t = -5\n       |         ^^"
    );
}

#[test]
fn an_unknown_key_tells_the_nearest() {
    let faults = scenario::from_toml(&format!("{SMALL}[join]\nw_nrom = 1\n"), &[]).unwrap_err();
    assert_eq!(
        faults.to_string(),
        "scenario:66:1: unknown key 'w_nrom' in [join]; did you mean 'w_norm'?\n    \
         66 | w_nrom = 1\n       | ^^^^^^"
    );
    assert_eq!(refused(&format!("{SMALL}[tarde]\n")), ["65:2: unknown key 'tarde'; did you mean 'trade'?"]);
}

#[test]
fn every_kind_of_value_is_checked() {
    let cases = [
        (
            "years = 10",
            "years = 10.5",
            "3:9: scenario.years = 10.5: must be a whole number from 1 to 300, years (default 30)",
        ),
        (
            "years = 10",
            "years = 0",
            "3:9: scenario.years = 0: must be a whole number from 1 to 300, years (default 30)",
        ),
        (
            "years = 10",
            "years = 99999999999999999999999",
            "3:9: scenario.years = 99999999999999999999999: must be a whole number from 1 to 300, years (default 30)",
        ),
        (
            "price = 700",
            "price = nan",
            "30:9: product.pozzolan.price = nan: must be a number from 0 to 1e11, money/t",
        ),
        (
            "price = 700",
            "price = -inf",
            "30:9: product.pozzolan.price = -inf: must be a number from 0 to 1e11, money/t",
        ),
        (
            "price = 700",
            "price = 1e999",
            "30:9: product.pozzolan.price = 1e999: must be a number from 0 to 1e11, money/t",
        ),
        (
            "price = 700",
            "price = \"700\"",
            "30:9: product.pozzolan.price = \"700\": must be a number from 0 to 1e11, money/t",
        ),
        (
            "price = 700",
            "price = 2021-01-01",
            "30:9: product.pozzolan.price = 2021-01-01: must be a number from 0 to 1e11, money/t",
        ),
        (
            "name = \"small\"",
            "name = \"a/b\"",
            "2:8: scenario.name = \"a/b\": must be 1 to 64 letters, digits, _ or -, a letter or digit first",
        ),
        (
            "name = \"small\"",
            "name = \"..\"",
            "2:8: scenario.name = \"..\": must be 1 to 64 letters, digits, _ or -, a letter or digit first",
        ),
        (
            "name = \"road\"",
            "name = 3",
            "6:8: transport.mode.3.name = 3: must be text of 1 to 200 characters, not only spaces",
        ),
        (
            "stage = \"converter\"",
            "stage = \"conveter\"",
            "57:9: plant.CEMENT.stage = \"conveter\": must be one of mining, beneficiation, metallurgy, power, converter, legacy; did you mean 'converter'?",
        ),
        (
            "hazard_class = \"V\"",
            "hazard_class = \"VI\"",
            "23:16: waste.ash.hazard_class = \"VI\": must be one of I, II, III, IV, V, none; did you mean 'I'?",
        ),
        (
            "waste = \"ash\"\nproduct",
            "waste = \"ahs\"\nproduct",
            "34:9: technology.drying.waste = \"ahs\": must be the id of a waste; did you mean 'ash'?",
        ),
        (
            "technology = \"drying\"",
            "technology = \"dryng\"",
            "62:14: plant.CEMENT.unit.dryng.technology = \"dryng\": must be the id of a technology; did you mean 'drying'?",
        ),
        (
            "adopts = [\"drying\"]",
            "adopts = [\"drying\", \"drying\"]",
            "60:21: plant.CEMENT.adopts = \"drying\": occurs twice in the list",
        ),
        (
            "adopts = [\"drying\"]",
            "adopts = [\"coking\"]",
            "60:11: plant.CEMENT.adopts = \"coking\": must be the id of a technology",
        ),
        (
            "adopts = [\"drying\"]",
            "adopts = \"drying\"",
            "60:10: plant.CEMENT.adopts = \"drying\": must be a list of technology ids, none twice",
        ),
        (
            "reach = 1",
            "raech = 1",
            "13:38: unknown lever 'raech' in infrastructure.safety.effects; did you mean 'reach'?",
        ),
        (
            "hazard.accident",
            "hazard.acident",
            "13:13: unknown lever 'hazard.acident' in infrastructure.safety.effects; did you mean 'hazard.accident'?",
        ),
        (
            "reach = 1",
            "reach = 2",
            "13:46: infrastructure.safety.effects.reach = 2: must be a number from 0 to 1, share",
        ),
        (
            "[product.pozzolan]",
            "[product.\"a b\"]\nprice = 1\ndemand = 1\n[product.pozzolan]",
            "29:10: the id 'a b' must be 1 to 64 letters, digits, _ or -, a letter or digit first",
        ),
        (
            "lon = 62.04\n",
            "",
            "55:1: 'lon' is missing in [plant.CEMENT]: must be a number from -180 to 180, degrees east",
        ),
        (
            "min_size = 1e4",
            "min_size = 1e6",
            "40:12: technology.drying.min_size = 1e6: must be max_size or less, 800000",
        ),
        (
            "id = \"CEMENT\"",
            "id = \"POWER\"",
            "56:6: plant.POWER.id = \"POWER\": occurs twice; another [[plant]] has it",
        ),
        (
            "stock = 1e8\n",
            "stock = 1e8\n[[plant.stream]]\nwaste = \"ash\"\nt_per_year = 1\n",
            "55:9: plant.POWER.stream.ash.waste = \"ash\": occurs twice; another [[plant.stream]] has it",
        ),
    ];
    for (old, new, message) in cases {
        assert_eq!(refused(&with(old, new)), [message]);
    }
}

/// What people write who come from another program or country.
#[test]
fn what_was_meant_is_told_with_the_form_that_does_it() {
    let number = "must be a number from -90 to 90, degrees north; a number without quotes, less than 0 south of the equator";
    for (old, new, message) in [
        ("lat = 56.91", "lat = \"12.37 S\"", format!("58:7: plant.CEMENT.lat = \"12.37 S\": {number}, here -12.37")),
        ("lat = 56.91", "lat = \"56.91°N\"", format!("58:7: plant.CEMENT.lat = \"56.91°N\": {number}, here 56.91")),
        ("lat = 56.91", "lat = \"north\"", format!("58:7: plant.CEMENT.lat = \"north\": {number}")),
        (
            "lon = 62.04",
            "lon = \"1.5 W\"",
            "59:7: plant.CEMENT.lon = \"1.5 W\": must be a number from -180 to 180, degrees east; a number without quotes, \
             less than 0 west of Greenwich, here -1.5"
                .into(),
        ),
        (
            "stock = 1e8",
            "stock = 1e8\nopens = 2024",
            "54:1: unknown key 'opens' in [plant.POWER.stream.ash]; a [[change]] does it: year = ..., \
             set = { \"plant.POWER.stream.ash.t_per_year\" = ... }"
                .into(),
        ),
        (
            "age = 5",
            "age = 5\ncloses = 2024",
            "65:1: unknown key 'closes' in [plant.CEMENT.unit.drying]; plants alone open and close, and a [[change]] changes \
             other keys by year"
                .into(),
        ),
    ] {
        assert_eq!(refused(&with(old, new)), [message]);
    }
}

/// Ids are names in the language of whoever writes them.
#[test]
fn ids_may_have_letters_of_any_script() {
    let text = SMALL
        .replace("POWER", "ASNÆS")
        .replace("CEMENT", "КОНКОЛА")
        .replace("[waste.ash]", "[waste.\"пепел\"]")
        .replace("\"ash\"", "\"пепел\"")
        .replace("[product.pozzolan]", "[product.\"灰\"]")
        .replace("\"pozzolan\"", "\"灰\"")
        + "[[knows]]\nplants = [\"ASNÆS\", \"КОНКОЛА\"]\n[[change]]\nyear = 2024\nset = { \"waste.пепел.disposal_fee\" = 3 }\n";
    let sets = [
        "plant.КОНКОЛА.cash=7",
        "plant.*НКОЛА.budget=3",
        "plant.ASNÆS.stream.пепел.stock = 5",
        "product.\"灰\".demand=9",
    ];
    let loaded = scenario::from_toml(&text, &sets.map(String::from)).unwrap();
    let s = &loaded.scenario;
    assert_eq!(s.plants.iter().map(|plant| plant.id.as_str()).collect::<Vec<_>>(), ["ASNÆS", "КОНКОЛА"]);
    assert_eq!((s.plants.raw[1].cash, s.plants.raw[1].budget), (7.0, 3.0));
    assert_eq!((s.plants.raw[0].streams[0].stock_t, s.products.raw[0].demand_t), (5.0, 9.0));
    let again = scenario::from_toml(&loaded.as_meant, &[]).unwrap();
    assert_eq!((&again.scenario, &again.as_meant), (s, &loaded.as_meant));
    s.check().unwrap();
    let told = refused(&SMALL.replace("[waste.ash]", "[waste.пепел]"));
    assert!(
        told[0].ends_with("; a name with letters that are not Latin needs quotes: \"пепел\""),
        "{told:?}"
    );
    // A letter of two code points is refused: the same word would have two spellings.
    for id in ["A\u{30a}", "a b", "a\u{200f}b", "-æ", "", &"æ".repeat(65)] {
        let told = refused(&SMALL.replace("CEMENT", id));
        assert!(told[0].contains("must be 1 to 64 letters, digits, _ or -"), "{id}: {told:?}");
    }
    assert!(Scenario::from_toml(&SMALL.replace("CEMENT", &"æ".repeat(64))).is_ok());
}

#[test]
fn an_id_that_is_refused_is_suggested_to_nobody() {
    let text = with("[product.pozzolan]", "[product.\"poz zolan\"]");
    let told = refused(&text);
    assert_eq!(told[1], "35:11: technology.drying.product = \"pozzolan\": must be the id of a product");
}

#[test]
fn tables_of_the_wrong_shape_are_refused() {
    assert_eq!(refused(&format!("trade = 1\n{SMALL}")), ["1:9: trade = 1: must be a table"]);
    assert_eq!(
        refused(&with("[[plant]]\nid = \"CEMENT\"", "[[plant]]\nid = \"CEMENT\"\nstream = 3")),
        ["57:10: plant.CEMENT.stream = 3: must be a list of tables, [[plant.stream]]"]
    );
    assert_eq!(refused(&format!("invest = []\n{SMALL}")), ["1:10: invest = []: must be a table"]);
}

#[test]
fn an_exposure_goes_with_effects_that_it_can_have() {
    for (exposure, effect, allowed) in [
        ("product", "release", "price_drop or loss"),
        ("deal", "release", "outage, breach or loss"),
        ("capacity", "price_drop", "outage, breach or loss"),
        ("stock", "price_drop", "release, outage, breach or loss"),
    ] {
        let text = with(
            "exposure = \"stock\"\neffect = \"release\"",
            &format!("exposure = \"{exposure}\"\neffect = \"{effect}\""),
        );
        let column_and_rest = format!(
            "17:10: risk.accident.effect = \"{effect}\": must be {allowed} where the exposure is {exposure}"
        );
        assert_eq!(refused(&text), [column_and_rest]);
    }
    for (exposure, effect) in [
        ("product", "price_drop"),
        ("product", "loss"),
        ("plant", "release"),
        ("stock", "outage"),
        ("deal", "breach"),
    ] {
        let text = with(
            "exposure = \"stock\"\neffect = \"release\"",
            &format!("exposure = \"{exposure}\"\neffect = \"{effect}\""),
        );
        assert!(Scenario::from_toml(&text).is_ok(), "{exposure} {effect}");
    }
}

#[test]
fn all_faults_are_told_at_once_in_order() {
    let text = with("years = 10", "years = -1")
        .replace("price = 700", "prise = 700")
        .replace("lat = 56.91", "lat = 95");
    assert_eq!(
        refused(&text),
        [
            "3:9: scenario.years = -1: must be a whole number from 1 to 300, years (default 30)",
            "30:1: unknown key 'prise' in [product.pozzolan]; did you mean 'price'?",
            "58:7: plant.CEMENT.lat = 95: must be a number from -90 to 90, degrees north",
        ]
    );
}

#[test]
fn for_an_empty_file_all_that_is_missing_is_told() {
    let (money, others): (Vec<String>, Vec<String>) =
        refused("").into_iter().partition(|told| told.contains("; or set scenario.money_scale)"));
    assert_eq!(money.len(), 12, "sums of money that no plant has: {money:#?}");
    assert_eq!(
        others,
        [
            "1:1: 'name' is missing in [scenario]: must be 1 to 64 letters, digits, _ or -, a letter or digit first",
            "1:1: at least one [[transport.mode]] is needed",
            "1:1: at least one [waste.<id>] is needed",
            "1:1: at least one [product.<id>] is needed",
            "1:1: at least one [technology.<id>] is needed",
            "1:1: at least one [[plant]] is needed, or [generate]",
        ]
    );
}

/// What people are shown cannot be without a name.
#[test]
fn an_empty_name_is_refused_with_its_place_and_a_remedy() {
    let remedy = "must not be empty; leave it out to take the id";
    for (table, path) in [
        ("[waste.ash]", "waste.ash"),
        ("[product.pozzolan]", "product.pozzolan"),
        ("[technology.drying]", "technology.drying"),
        ("[risk.accident]", "risk.accident"),
        ("[infrastructure.safety]", "infrastructure.safety"),
    ] {
        for name in ["", "  "] {
            let told = refused(&with(table, &format!("{table}\nname = \"{name}\"")));
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].ends_with(&format!("{path}.name = \"{name}\": {remedy}")), "{told:?}");
        }
    }
    let plant = refused(&with("id = \"CEMENT\"", "id = \"CEMENT\"\nname = \"\""));
    assert_eq!(plant, [format!("57:8: plant.CEMENT.name = \"\": {remedy}")]);
    let road = refused(&with("name = \"road\"", "name = \"\""));
    assert!(road.len() == 1 && road[0].ends_with("must not be empty"), "{road:?}");
    let title = refused(&with("years = 10", "title = \"\"\ncurrency = \" \""));
    assert!(title[0].ends_with("must not be empty; leave it out to take the name"), "{title:?}");
    assert!(title[1].ends_with("must not be empty; leave it out to take the default"), "{title:?}");
    assert_eq!(told(set(&["waste.ash.name=\"\""])), [format!("0:16: waste.ash.name = \"\": {remedy}")]);
}

#[test]
fn input_that_is_not_toml_not_text_or_missing_is_refused() {
    assert_eq!(
        refused("[scenario\nname = 3\n[waste.a]\n[waste.a]\n"),
        ["1:10: not TOML: unclosed table, expected `]`", "4:8: not TOML: duplicate key",]
    );
    assert_eq!(
        told(files(&[("a.toml", "base = \"b.toml\"")])),
        ["1:8: base = \"b.toml\": cannot be read: there is no such file"]
    );
    let missing = scenario::load(Path::new("no/such/file.toml"), &[]).unwrap_err();
    assert_eq!(missing.to_string(), "no/such/file.toml: cannot be read: there is no such file");
    let latin =
        scenario::load_with(&|_| Ok(b"[scenario]\nname = \"\xe9\"".to_vec()), Path::new("a.toml"), &[])
            .unwrap_err();
    assert_eq!(latin.to_string(), "a.toml:2:9: is not UTF-8 text: the byte here is 0xe9; save it as UTF-8");
    let utf16 = scenario::load_with(&|_| Ok(b"\xff\xfe[\0".to_vec()), Path::new("a.toml"), &[]).unwrap_err();
    assert_eq!(utf16.to_string(), "a.toml: is UTF-16 text; save it as UTF-8");
}
