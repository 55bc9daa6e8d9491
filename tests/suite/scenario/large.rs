//! Large inputs, right and wrong: the first hundred faults are told, and the work is linear in the size of the input.
//!
//! At these sizes quadratic work would take minutes; a test that takes as long fails.

use std::time::{Duration, Instant};

use super::*;

/// Entries of a large input.
const MANY: usize = 50_000;
/// Upper bound on the time of a linear reading of them, on a slow machine and without optimization.
const PATIENCE: Duration = Duration::from_secs(60);

fn in_time<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    assert!(start.elapsed() < PATIENCE, "{what} took {:?}", start.elapsed());
    done
}

/// `SMALL` without plants, and `MANY` of something.
fn many(head: &str, one: impl Fn(usize) -> String) -> String {
    let mut text = head.to_owned();
    (0..MANY).for_each(|i| text.push_str(&one(i)));
    text
}

fn plant(id: &str) -> String {
    format!(
        "[[plant]]\nid = \"{id}\"\nstage = \"power\"\nlat = 57\nlon = 61\n[[plant.stream]]\nwaste = \"ash\"\nt_per_year = 1\n"
    )
}

fn waste(id: usize, fee: i32) -> String {
    format!(
        "[waste.w{id}]\nstage = \"power\"\nhazard_class = \"V\"\ndisposal_fee = {fee}\nplacement_cost = 8\nupkeep_cost = 1\nreclaim_cost = 6\n"
    )
}

#[track_caller]
fn capped(text: &str, count: usize) -> Faults {
    let faults = in_time("reading", || scenario::from_toml(text, &[]).unwrap_err());
    assert_eq!((faults.list.len(), faults.count()), (Faults::MOST, count), "{}", faults.list[0]);
    let told = faults.to_string();
    assert!(told.len() < 100_000 && told.ends_with(&format!("and {} more", count - Faults::MOST)));
    assert!(faults.list.is_sorted_by_key(|fault| (fault.line, fault.column)));
    faults
}

#[test]
fn many_plants_of_one_id() {
    capped(&many(SMALL, |_| plant("SAME")), MANY - 1);
}

#[test]
fn many_faulty_wastes() {
    capped(&many(SMALL, |i| waste(i, -1)), MANY);
}

#[test]
fn many_unknown_names() {
    // To find the nearest name for all of them, each would be compared with every waste.
    let wastes = many(SMALL, |i| waste(i, 1));
    let faults = capped(
        &(0..MANY).fold(wastes, |text, i| {
            text + &plant(&format!("P{i}")).replace("\"ash\"", &format!("\"v{i:05}\""))
        }),
        MANY,
    );
    assert!(faults.list[0].nearest.is_some(), "the first are told the nearest name");
}

#[test]
fn many_unknown_keys_and_levers_and_repeats() {
    capped(&many(&format!("{SMALL}[join]\n"), |i| format!("w_{i} = 1\n")), MANY);
    let levers: String = (0..MANY).map(|i| format!("\"hazard.r{i}\" = 1, ")).collect();
    capped(&with("reach = 1 }", &format!("{levers}reach = 1 }}")).replace(", }", " }"), MANY);
    let adopts: String = (0..MANY).map(|i| format!("\"t{i}\", ")).collect();
    capped(&with("adopts = []", &format!("adopts = [{adopts}]")), MANY);
    let same = "\"drying\", ".repeat(MANY);
    capped(&with("adopts = []", &format!("adopts = [{same}]")), MANY - 1);
}

#[test]
fn many_faults_on_one_line() {
    let plants = "{id = \"S\", stage = \"mining\", lat = 99, lon = 1}, ".repeat(MANY / 4);
    let head = SMALL.split("[[plant]]").next().unwrap();
    capped(&format!("plant = [{plants}]\n{head}"), MANY / 2 - 1);
    let broken = "x = = 1\n".repeat(MANY);
    capped(&format!("{SMALL}{broken}"), MANY);
}

#[test]
fn many_valid_entries_load_over_a_base_and_from_the_complete_text() {
    let wastes = many(SMALL, |i| waste(i, 1));
    let plants = many("", |i| plant(&format!("P{i}")));
    let infrastructure = many("", |i| format!("[infrastructure.h{i}]\ncapex = 1\nupkeep = 1\n"));
    let under = format!("{wastes}{infrastructure}{plants}");
    let over = many("base = \"under.toml\"\n", |i| {
        format!("[waste.w{i}]\ndisposal_fee = 2\n[[plant]]\nid = \"P{i}\"\ncash = 7\n")
    });
    let loaded = in_time("laying over", || files(&[("over.toml", &over), ("under.toml", &under)]).unwrap());
    assert!(loaded.scenario.plants.iter().skip(2).all(|plant| plant.cash == 7.0));
    assert!(loaded.scenario.wastes.iter().skip(1).all(|waste| waste.disposal_fee_per_t == 2.0));
    let again = in_time("reading the complete text", || scenario::from_toml(&loaded.as_meant, &[]).unwrap());
    assert!(again.scenario == loaded.scenario && again.as_meant == loaded.as_meant);
    in_time("checking", || again.scenario.check().unwrap());
}

#[test]
fn many_settings_find_their_plants_and_too_many_are_refused() {
    let text = many(SMALL, |i| plant(&format!("P{i}")));
    let opened = scenario::open_with(&move |_| Ok(text.clone().into_bytes()), Path::new("scenario")).unwrap();
    let set = |n: usize, id: &str| (0..n).map(|i| format!("plant.{id}{i}.cash={i}")).collect::<Vec<_>>();
    let most = scenario::MOST_SETS;
    let loaded = in_time("setting", || opened.scenario(&set(most, "P")).unwrap());
    assert!((0..most).all(|i| loaded.plants.raw[i + 2].cash == i as f64));
    let faults = in_time("refusing", || opened.scenario(&set(most, "Q")).unwrap_err());
    assert_eq!(faults.count(), most);
    let told = opened.scenario(&set(most + 1, "P")).unwrap_err().to_string();
    assert!(told.contains("10001 values are set, and at most 10000 may be"), "{told}");
    // A plant whose id was set is found by the new id.
    let renamed = ["plant.P7.id=NEW", "plant.NEW.cash=9"].map(str::to_owned);
    assert_eq!(opened.scenario(&renamed).unwrap().plants.raw[9].cash, 9.0);
}

/// Asserts that `most` tables of a kind load, and that one more, for which the address of a draw has no room, is
/// refused at its line.
fn beyond(table: &str, most: usize, one: impl Fn(usize) -> String) {
    let (text, there) = (small_text(), SMALL.matches(&format!("[{table}.")).count());
    let text = (there..most).fold(text, |text, i| text + &one(i));
    assert!(scenario::from_toml(&text, &[]).is_ok(), "{most} of {table} are as many as are allowed");
    let line = text.lines().count() + 1;
    let faults = scenario::from_toml(&(text + &one(most)), &[]).unwrap_err().to_string();
    let column = table.len() + 3; // of the id
    let wanted = format!(
        "scenario:{line}:{column}: at most {most} of [{table}.<id>] are allowed, not {}: the draws of a run cannot tell more apart; leave out 1, \
         or make one of several",
        most + 1
    );
    assert!(faults.starts_with(&wanted), "{faults}");
}

fn small_text() -> String {
    format!("{}\n", SMALL.trim_end())
}

#[test]
fn more_risks_or_technologies_than_draws_can_address_are_refused() {
    beyond("risk", 256, |i| {
        format!("[risk.r{i}]\nexposure = \"plant\"\neffect = \"loss\"\nrate = 0.1\nloss = 1\n")
    });
    beyond("technology", 4096, |i| {
        format!(
            "[technology.t{i}]\nwaste = \"ash\"\nproduct = \"pozzolan\"\nyield = 1\nopex = 1\ncapex = 1\n\
             reference_size = 1\nmin_size = 1\nmax_size = 2\n"
        )
    });
    let mut scenario = Scenario::from_toml(SMALL).unwrap();
    let risk = scenario.risks.raw[0].clone();
    scenario.risks.extend((1..258).map(|i| scenario::Risk { id: format!("r{i}"), ..risk.clone() }));
    let told = scenario.check().unwrap_err().to_string();
    assert!(
        told.contains("at most 256 of [risk.<id>] are allowed, not 258") && told.contains("leave out 2"),
        "{told}"
    );
}
