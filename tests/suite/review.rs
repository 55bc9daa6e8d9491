//! `circulus check --sheet`: what is possible in a scenario and unlikely.

use circulus::review::Review;
use circulus::scenario::{self, Grade};

use crate::common::Desk;

const CLASSROOM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../configs/classroom.toml");

fn review(over: &str) -> Review {
    let text = std::fs::read(CLASSROOM).unwrap();
    let read = |path: &std::path::Path| match path.to_str() {
        Some("over.toml") => Ok(format!("base = \"base.toml\"\n{over}").into_bytes()),
        _ => Ok(text.clone()),
    };
    let loaded = scenario::load_with(&read, "over.toml".as_ref(), &[]).unwrap();
    Review::of(&loaded.scenario, &scenario::doubted(&loaded.as_meant).unwrap())
}

/// The doubts that a change brings, as `key: message`.
fn brought(over: &str) -> Vec<String> {
    let usual = review("").doubts;
    let doubts = review(over).doubts.into_iter().filter(|doubt| !usual.contains(doubt));
    doubts.map(|doubt| format!("{}: {}", doubt.key, doubt.message)).collect()
}

#[test]
fn each_unlikely_thing_is_told_once_with_its_key() {
    let plant = |keys: &str| format!("[[plant]]\nid = \"MINE\"\n{keys}");
    for (over, told) in [
        ("[product.stone]\ndemand = 0", "product.stone.demand: is 0: nobody buys it"),
        (
            "[waste.slag]\ndisposal_fee = 0",
            "waste.slag.disposal_fee: is 0, so that no fee factor acts on it, while ",
        ),
        (
            "[[policy.change]]\nyear = 2050\nsubsidy_per_t = 100",
            "policy.change.2050: changes the policy in 2050, the last year",
        ),
        (
            "[[change]]\nyear = 2050\nset = { product.stone.price = 1 }",
            "change.2050: changes price in 2050, the last year",
        ),
        (&plant("lat = 0\nlon = 0"), "plant.MINE.lat: is at 0, 0, in the Atlantic"),
        (&plant("lat = 60.1\nlon = 57.2"), "plant.MINE.lat: latitude and longitude look swapped"),
        (&plant("lat = -33\nlon = 151"), "plant.MINE.lat: is 1"),
        (
            &plant("[[plant.stream]]\nwaste = \"rock\"\nt_per_year = 1e5\nstock = 1e8"),
            "plant.MINE.stream.rock.stock: 100 Mt is the output of 1000 years",
        ),
        ("[management]\ngrant_years = 0", "management.grant: has no effect, as grant_years is 0"),
        (
            "[management]\ncontacts_per_year = 0",
            "management.contacts_per_year: is 0: nobody is ever asked to join",
        ),
        ("[product.gems]\nprice = 1\ndemand = 1", "product.gems: no technology makes it"),
        (
            "[waste.dung]\nstage = \"power\"\nhazard_class = \"V\"\ndisposal_fee = 1\nplacement_cost = 1\nupkeep_cost = 1\nreclaim_cost = 1",
            "waste.dung: no plant generates it",
        ),
        (
            "[policy]\nfee_factor_class = { I = 2 }",
            "policy.fee_factor_class.I: has no effect, as no waste of class I has a fee",
        ),
    ] {
        let doubts = brought(over);
        assert_eq!(doubts.len(), 1, "{over}: {doubts:#?}");
        assert!(doubts[0].starts_with(told), "{over}: {doubts:#?}");
    }
}

#[test]
fn what_a_later_change_gives_effect_to_is_not_told() {
    for over in [
        "[management]\ngrant_years = 0\n[[change]]\nyear = 2025\nset = { management.grant_years = 9 }",
        "[management]\ngrant = 0\n[[change]]\nyear = 2025\nset = { management.grant = 9e6 }",
        "[management]\ncontacts_per_year = 0\n[[change]]\nyear = 2025\nset = { management.contacts_per_year = 3 }",
        "[waste.slag]\ndisposal_fee = 0\n[[change]]\nyear = 2025\nset = { waste.slag.disposal_fee = 9 }",
    ] {
        assert_eq!(brought(over), [""; 0], "{over}");
    }
}

#[test]
fn generated_plants_stand_where_nobody_put_them() {
    let synthetic = std::path::Path::new(CLASSROOM).with_file_name("synthetic.toml");
    let loaded = scenario::load(&synthetic, &[]).unwrap();
    let doubts = Review::of(&loaded.scenario, &scenario::doubted(&loaded.as_meant).unwrap()).doubts;
    assert!(doubts.iter().all(|doubt| !doubt.key.starts_with("plant.")), "{doubts:#?}");
}

#[test]
fn units_too_large_or_too_old_are_told() {
    let unit = |capacity: &str, age: u8| {
        format!(
            "[[plant]]\nid = \"POWER\"\nadopts = []\n[[plant.unit]]\ntechnology = \"additive_from_ash\"\ncapacity = {capacity}\nage = {age}\n"
        )
    };
    assert!(
        brought(&unit("1e9", 5))
            .iter()
            .any(|told| told
                .starts_with("plant.POWER.unit.additive_from_ash.capacity: 1,000 Mt a year is above")),
        "{:#?}",
        brought(&unit("1e9", 5))
    );
    assert!(
        brought(&unit("1e5", 99))
            .iter()
            .any(|told| told.starts_with("plant.POWER.unit.additive_from_ash.age: it is 99 years old"))
    );
    assert!(brought(&unit("1e5", 5)).iter().all(|told| !told.contains("POWER.unit")));
}

#[test]
fn fees_that_are_all_0_leave_nothing_to_their_factors() {
    let ids = ["rock", "tailings", "slag", "ash", "dust", "rock_fines", "coarse_ash", "clinker"];
    let free: String = ids.iter().map(|id| format!("[waste.{id}]\ndisposal_fee = 0\n")).collect();
    let told = brought(&format!("{free}[policy]\nfees_to_company = 0.5\n"));
    assert!(
        told.iter().any(|told| told == "policy.fees_to_company: has no effect, as all disposal fees are 0"),
        "{told:#?}"
    );
}

#[test]
fn values_are_counted_by_grade_and_range() {
    let known = |more: &str| {
        let loaded = scenario::from_toml(&scenario::template().replacen("[join]\n", more, 1), &[]).unwrap();
        Review::of(&loaded.scenario, &scenario::doubted(&loaded.as_meant).unwrap()).known
    };
    let (before, after) = (
        known("[join]\nw_norm = 1.5\nlearning = 0.5\n"),
        known(
            "[join]\nw_norm = { value = 1.5, low = 0, high = 2, grade = \"assumed\" }\nlearning = { value = 0.5, grade = \"assumed\" }\n",
        ),
    );
    assert_eq!((before.graded, before.ranged), (Vec::new(), 0));
    assert_eq!(after.graded, [(Grade::Assumed, 2)]);
    assert_eq!((after.ranged, after.assumed_without_range), (1, vec!["join.learning".to_owned()]));
    assert_eq!(before.unsaid + before.defaults, after.unsaid + after.defaults + 2);
}

#[test]
fn a_waste_is_balanced_over_all_plants() {
    let review = review("");
    let of = |waste: &str| review.balance.iter().find(|of| of.waste == waste).unwrap();
    let scenario = scenario::load(CLASSROOM.as_ref(), &[]).unwrap().scenario;
    let ash = scenario.wastes.iter_enumerated().find(|(_, waste)| waste.id == "ash").unwrap().0;
    let streams =
        scenario.plants.iter().flat_map(|plant| &plant.streams).filter(|stream| stream.waste == ash);
    let generated: f64 = streams.map(|stream| stream.t_per_year * (1.0 - stream.own_reuse)).sum();
    assert_eq!((of("ash").generated_t, of("ash").converters), (generated, 2));
    assert_eq!(of("coarse_ash").technologies, [""; 0]);
}

#[test]
fn the_page_is_printed_and_strict_fails() {
    let desk = Desk::new();
    desk.write("odd.toml", &format!("base = {CLASSROOM:?}\n[product.stone]\ndemand = 0.0\n"));
    let sheet = desk.circulus("check odd.toml --sheet").well().out;
    assert!(sheet.contains("product.stone.demand: is 0") && sheet.contains("Wastes at the start"), "{sheet}");
    assert_eq!(desk.circulus("check odd.toml --quiet").well().out, "ok\n");
    desk.circulus("check odd.toml --strict --quiet").refused(1, &["doubts in odd.toml"]);
    desk.circulus("check odd.toml --quiet --sheet").refused(2, &["cannot be used with"]);
}

#[test]
fn what_dated_changes_bring_is_balanced() {
    let over = "[[plant]]\nid = \"MINE\"\n[[plant.stream]]\nwaste = \"rock\"\nt_per_year = 0\n\
        [[change]]\nyear = 2025\nset = { plant.MINE.stream.rock.t_per_year = 5e6, product.stone.demand = 9e7 }\n\
        [[change]]\nyear = 2030\nset = { plant.MINE.stream.rock.t_per_year = 1e6, product.stone.demand = 0 }\n";
    let balance = review(over).balance;
    let rock = balance.iter().find(|of| of.waste == "rock").unwrap();
    let (year, most) = rock.generated_later.unwrap();
    assert_eq!(year, 2025);
    assert!((most - rock.generated_t - 5e6).abs() < 1.0, "{rock:?}");
    assert_eq!(rock.demand_later.unwrap().0, 2025);
    assert!(rock.demand_told().contains(", 2025: "), "{}", rock.demand_told());
    // The first line of the table tells what the second number is.
    assert!(review(over).text(false).contains("in tonnes of waste, and with the year the most"));
    assert!(review("").balance.iter().all(|of| of.generated_later.is_none() && of.demand_later.is_none()));
}

#[test]
fn a_residue_above_the_waste_is_told() {
    let told = brought("[technology.zinc_from_dust]\nadded = 0.9\n");
    assert!(
        told.iter().any(|told| told.starts_with("technology.") && told.contains("of residue a tonne")),
        "{told:#?}"
    );
}

#[test]
fn all_keys_are_listed_when_asked_for() {
    let desk = Desk::new();
    let few = desk.circulus(&format!("check {CLASSROOM} --sheet")).well().out;
    let all = desk.circulus(&format!("check {CLASSROOM} --all")).well().out;
    let known = review("").known;
    assert!(known.unsaid == known.unsaid_keys.len() && few.contains("provenance.csv"), "{few}");
    for key in known.unsaid_keys.iter().chain(&known.assumed_without_range) {
        assert!(all.contains(key), "{key}");
    }
    assert!(!all.contains(" more, which --all lists"));
}
