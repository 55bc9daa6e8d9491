//! The table of parameters and the program agree: every key is read, and every word is known.

use circulus::ids::RiskId;
use circulus::scenario::parameters::{Bound, Ids, Kind, MAX_TEXT, Parameter, Preset, Shape, Table};
use circulus::scenario::{BudgetRule, Effect, Words};

use super::*;

/// `SMALL` with a second one of everything that a key may name, and dated changes.
fn rich() -> String {
    let small = with(
        "effects = { \"hazard.accident\" = 0.5, reach = 1 }",
        "effects = { \"hazard.accident\" = 0.5, reach = 1 }\n[infrastructure.roads]\ncapex = 1\nupkeep = 1",
    );
    small
        .replace("[product.pozzolan]", "[waste.slag]\nstage = \"metallurgy\"\nhazard_class = \"IV\"\ndisposal_fee = 1\nplacement_cost = 1\nupkeep_cost = 1\nreclaim_cost = 1\n[product.stone]\nprice = 1\ndemand = 1\n[product.pozzolan]")
        .replace("[[plant]]\nid = \"POWER\"", "[technology.crushing]\nwaste = \"slag\"\nproducts = { stone = 1 }\nopex = 1\ncapex = 1\nreference_size = 1e4\nmin_size = 1\nmax_size = 1e5\n\n[[plant]]\nid = \"POWER\"")
        + "[[policy.change]]\nyear = 2024\ndisposal_fee_factor = 2\ndisposal_fee_growth = 0.01\nsubsidy_per_t = 3\ncapex_subsidy = 0.4\n\
           [[change]]\nyear = 2026\nset = { \"policy.primary_levy\" = 1 }\n\
           [prevention]\nmost = 0.1\ncost_per_t = { ash = 5 }\n"
}

/// The same with a generated region instead of plants, in which every key has an effect.
fn generated() -> String {
    let text = rich();
    let plants = text.find("[[plant]]").unwrap()..text.find("[[policy.change]]").unwrap();
    let region = "[generate]\nn = 40\nattitude_spread = 0.2\n\
         [generate.kind.power]\nstage = \"power\"\nadopts = [\"drying\", \"crushing\"]\nadopts_probability = 0.5\n\
         [[generate.kind.power.stream]]\nwaste = \"ash\"\nt_per_year = 1e6\nprobability = 0.5\n\
         [[generate.kind.power.unit]]\ntechnology = \"drying\"\ncapacity = 1e5\nspread = 0.5\nprobability = 0.5\nmax_age = 9\n\
         [generate.kind.works]\nstage = \"converter\"\n";
    let mut text = text;
    text.replace_range(plants, region);
    text
}

/// Values that the key may have; at least one differs from that of the scenario.
fn other(key: &Parameter) -> Vec<String> {
    match key.kind {
        Kind::Number { min: Bound::Closed(a) | Bound::Open(a), max: Bound::Closed(b) | Bound::Open(b) } => {
            // Several, as some keys are bounded by another key.
            [a + 0.37 * (b - a), a + 0.011 * (b - a), a + 1e-9 * (b - a), 0.9 * b]
                .map(|v| format!("{v:?}"))
                .to_vec()
        }
        Kind::Integer { min, max } => [min + 3, max.min(min + 125), 2020].map(|v| v.to_string()).to_vec(),
        Kind::Bool => vec!["false".into(), "true".into()],
        Kind::Text | Kind::Label | Kind::Name => vec!["\"other\"".into()],
        Kind::Word(words) => words.iter().map(|word| format!("{word:?}")).collect(),
        Kind::Id(Ids::Waste) => vec!["\"slag\"".into()],
        Kind::Id(Ids::Product) => vec!["\"stone\"".into()],
        Kind::Id(_) => vec!["\"crushing\"".into()],
        Kind::IdList(_) => vec!["[\"crushing\"]".into(), "[]".into()],
        Kind::Map { names: Ids::Product, .. } => vec!["{ stone = 0.25 }".into()],
        Kind::Map { names: Ids::Waste, .. } => vec!["{ slag = 0.25 }".into()],
        Kind::Map { names: Ids::Infrastructure, .. } => vec!["{ safety = 0.25 }".into()],
        Kind::Map { names: Ids::HazardClass, .. } => vec!["{ IV = 0.25 }".into()],
        Kind::Map { .. } => vec!["{ opex = 0.25 }".into()],
        Kind::Changes => vec!["{ \"policy.carbon_price\" = 7 }".into()],
        Kind::Prices => vec!["[[2000, 0.37]]".into()],
        Kind::Names => Vec::new(),
    }
}

/// The path of an entry of this table in the texts above.
fn address(table: &Table) -> String {
    match table.path {
        "plant" => "plant.CEMENT".into(),
        "plant.stream" => "plant.POWER.stream.ash".into(),
        "plant.unit" => "plant.CEMENT.unit.drying".into(),
        "transport.mode" => "transport.mode.road".into(),
        "policy.change" => "policy.change.2024".into(),
        "change" => "change.2026".into(),
        "generate.kind.<id>" => "generate.kind.power".into(),
        "generate.kind.<id>.stream" => "generate.kind.power.stream.ash".into(),
        "generate.kind.<id>.unit" => "generate.kind.power.unit.drying".into(),
        path => path
            .replace("infrastructure.<id>", "infrastructure.safety")
            .replace("risk.<id>", "risk.accident")
            .replace("waste.<id>", "waste.ash")
            .replace("product.<id>", "product.pozzolan")
            .replace("technology.<id>", "technology.drying"),
    }
}

#[test]
fn every_key_of_the_table_is_read() {
    let opened = |text: String| {
        scenario::open_with(&move |_| Ok(text.clone().into_bytes()), Path::new("scenario")).unwrap()
    };
    let (own, region) = (opened(rich()), opened(generated()));
    // The texts have no entry of these lists; the tests `acquaintance` and `given` read every key of theirs.
    let settable = |table: &Table| !["", "knows", "contract"].contains(&table.path);
    for table in parameters::tables().into_iter().filter(|table| settable(table)) {
        let opened = if table.path.starts_with("generate") { &region } else { &own };
        let before = opened.scenario(&[]).unwrap();
        // Another currency is refused while there are sums of money; the tests `money` read the key.
        for (key, _) in table.all_keys().filter(|(key, _)| key.key != "currency") {
            let path = match (table.path, key.key) {
                ("technology.<id>", "products") => "technology.crushing.products".into(), // drying has the short form
                (_, key) => format!("{}.{key}", address(table)),
            };
            let tried = other(key);
            // Outputs must add up; where one is changed, a residue takes the rest.
            let outputs = ["products", "yield", "added", "loss"].contains(&key.key);
            let technology = path.rsplit_once('.').filter(|_| outputs && table.path == "technology.<id>");
            let mut rest = Vec::new();
            if let Some((technology, _)) = technology {
                let other = if technology.ends_with("crushing") { "ash" } else { "slag" };
                rest.push(format!("{technology}.residue={other:?}"));
                rest.extend((key.key == "loss").then(|| format!("{technology}.yield=0.5")));
            }
            let before = opened.scenario(&rest).unwrap_or_else(|_| before.clone());
            let read = tried.iter().any(|value| {
                let sets: Vec<String> = rest.iter().cloned().chain([format!("{path}={value}")]).collect();
                let after = opened.scenario(&sets);
                // A value may be refused because of another key, so a refusal proves nothing.
                after.is_ok_and(|after| after != before)
            });
            assert!(read, "{path} is not read, or the test has no value for it among {tried:?}");
        }
    }
}

#[test]
fn words_of_the_table_are_those_of_the_program() {
    // Every word of the table loads as its variant; a word without a variant does not compile.
    for rule in BudgetRule::ALL {
        let s = set(&[&format!("management.rule={}", rule.word())]).unwrap().scenario;
        assert_eq!(s.management.rule, *rule);
    }
    for exposure in Exposure::ALL {
        for effect in Effect::ALL {
            let sets = [
                format!("risk.accident.exposure={}", exposure.word()),
                format!("risk.accident.effect={}", effect.word()),
            ];
            match scenario::from_toml(SMALL, &sets) {
                Ok(loaded) => {
                    let risk = &loaded.scenario.risks.raw[0];
                    assert_eq!((risk.exposure, risk.effect), (*exposure, *effect));
                }
                Err(faults) => {
                    assert!(!effect.befalls(*exposure), "{exposure:?} {effect:?}: {faults}");
                    let told = faults.to_string();
                    for word in Effect::words_for(*exposure) {
                        assert!(told.contains(word), "{told} does not say {word}");
                    }
                }
            }
        }
    }
    for (class, stage) in HazardClass::ALL.iter().zip(Stage::ALL.iter().cycle()) {
        let sets =
            [format!("waste.ash.hazard_class={}", class.word()), format!("waste.ash.stage={}", stage.word())];
        let s = scenario::from_toml(SMALL, &sets).unwrap().scenario;
        assert_eq!((s.wastes.raw[0].hazard_class, s.wastes.raw[0].stage), (*class, *stage));
    }
    let meaning = parameters::find("infrastructure.x.effects").unwrap().1.meaning;
    for (name, lever) in Lever::PLAIN {
        let s = set(&[&format!("infrastructure.safety.effects={{ {name} = 0.5 }}")]).unwrap().scenario;
        assert!(s.infrastructure.raw[0].effects.contains(&(lever, 0.5)), "{name}");
        assert!(meaning.contains(name), "the page of parameters does not tell {name}");
    }
    for (word, lever) in Lever::OF_RISK {
        let s = set(&[&format!("infrastructure.safety.effects={{ \"{word}.accident\" = 0.25 }}")])
            .unwrap()
            .scenario;
        assert!(s.infrastructure.raw[0].effects.contains(&(lever(RiskId::new(0)), 0.25)), "{word}");
        assert!(meaning.contains(&format!("{word}.<risk>")));
    }
}

#[test]
fn defaults_and_lists_of_the_table_are_of_their_kind() {
    for table in parameters::tables() {
        for (key, _) in table.all_keys() {
            let name = format!("{}.{}", table.path, key.key);
            let fits = match (key.kind, key.default) {
                (_, Preset::Required | Preset::Otherwise(_)) => true,
                (Kind::Number { .. }, Preset::Number(_) | Preset::Money(_))
                | (Kind::Integer { .. }, Preset::Integer(_)) => true,
                (Kind::Bool, Preset::Bool(_)) | (Kind::Label, Preset::OwnId) => true,
                (Kind::Text | Kind::Label | Kind::Name, Preset::Text(text)) => text.len() <= MAX_TEXT,
                (Kind::Word(words), Preset::Text(word)) => words.contains(&word),
                (Kind::IdList(_) | Kind::Map { .. }, Preset::Empty) => true,
                _ => false,
            };
            assert!(fits, "{name}: the default is of another kind than the key");
        }
        if let Shape::List { by, .. } = table.shape {
            assert!(
                table.keys.iter().any(|key| key.key == by),
                "{}: its entries are identified by a key that it does not have",
                table.path
            );
        }
    }
}
