//! `explain` and `diff` as a user sees them.

use serde_json::Value;

use crate::common::{Desk, root};

/// A desk with the classroom on it.
fn desk() -> Desk {
    let empty = Desk::new();
    std::fs::copy(root().join("configs/classroom.toml"), empty.path("classroom.toml")).unwrap();
    empty
}

#[test]
fn explain_tells_a_plant_in_words_and_in_json() {
    let desk = desk();
    let classroom = "explain classroom.toml --plant COPPER --year 2022";
    let words = desk.circulus(classroom).well().out;
    for heading in ["What it saw", "In or out", "Trade", "Projects", "Risks", "Its books"] {
        assert!(words.lines().any(|line| line == heading), "{words}");
    }
    let reference =
        format!("explain {} --plant NTMK --year 2031", root().join("configs/sverdlovsk.toml").display());
    let (few, all) =
        (desk.circulus(&reference).well().out, desk.circulus(&format!("{reference} --all")).well().out);
    assert!(few.contains("others came to nothing") && !all.contains("others came to nothing"), "{few}");
    assert!(all.lines().count() > few.lines().count() + 20, "--all tells more");
    let json: Value =
        serde_json::from_str(&desk.circulus(&format!("{classroom} --json")).well().out).unwrap();
    assert_eq!(json["plant"]["plant"]["id"], "COPPER");
    assert_eq!(json["plant"]["when"]["year"], 2022);
    assert!(json["plant"]["trade"].as_array().is_some_and(|partners| !partners.is_empty()));
    let twin = desk.circulus(&format!("{classroom} --twin")).well().out;
    assert!(twin.contains("There is no cluster"), "{twin}");
}

#[test]
fn explain_speaks_russian() {
    let desk = desk();
    let told = desk.circulus("explain classroom.toml --company --year 2022 --language ru").well().out;
    assert!(told.contains("Управляющая компания, 2022 год"), "{told}");
    desk.circulus("explain classroom.toml --company --year 2022 --language fr")
        .refused(2, &["the available languages are en, ru"]);
}

#[test]
fn what_cannot_be_explained_is_refused_with_a_remedy() {
    let desk = desk();
    let ask = |what: &str| desk.circulus(&format!("explain classroom.toml {what}"));
    ask("--plant COPER --year 2022").refused(2, &["no plant 'COPER'", "did you mean 'COPPER'?"]);
    ask("--plant Q --year 2022").refused(2, &["no plant 'Q'", "its plants are"]);
    ask("--plant COPPER --year 1999").refused(2, &["the run has no year 1999; it runs from 2021 to"]);
    ask("--company --year 2022 --set management.enabled=false")
        .refused(2, &["there is no company to ask", "management.enabled = false"]);
    ask("--year 2022").refused(2, &["--plant <ID>|--company"]);
    ask("--company --twin --year 2022").refused(2, &["cannot be used with"]);
}

#[test]
fn diff_names_the_place_and_the_command_that_tells_why() {
    let desk = desk();
    let told = desk.circulus("diff classroom.toml --set policy.disposal_fee_factor=10").well().out;
    let (_, why) = told.split_once("Why: circulus ").unwrap_or_else(|| panic!("{told}"));
    let (first, rest) = why.split_once("\nand: circulus ").unwrap();
    // Both commands run, and the second run's world is that of the changed scenario.
    assert!(desk.circulus(first).well().out.contains("disposal fees times 1,"));
    assert!(desk.circulus(rest.lines().next().unwrap()).well().out.contains("disposal fees times 10,"));
}

#[test]
fn diff_of_folders_and_of_other_draws() {
    let desk = desk();
    for (name, more) in [("a", ""), ("b", "--replicate 3")] {
        desk.circulus(&format!("run classroom.toml --no-pictures --name {name} {more}")).well();
    }
    let same = desk.circulus("diff outputs/a classroom.toml").well().out;
    assert!(same.contains("The two never diverge."), "{same}");
    let shorter = desk.circulus("diff classroom.toml --set scenario.years=10").well().out;
    assert!(shorter.contains("The two do not diverge in the years that both have."), "{shorter}");
    let luck = desk.circulus("diff outputs/a outputs/b").well().out;
    assert!(luck.contains("replicate 3") && luck.contains("Their random draws differ too"), "{luck}");
    desk.circulus("diff classroom.toml").refused(2, &["A cannot be compared with itself"]);
    std::fs::create_dir(desk.path("empty")).unwrap();
    desk.circulus("diff outputs/a empty").refused(2, &["empty"]);
    desk.circulus("ensemble classroom.toml --replicates 2 --name many").well();
    desk.circulus("diff outputs/a outputs/many").refused(2, &["not the folder of a single run"]);
}
