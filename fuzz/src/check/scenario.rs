//! Scenarios and `--set` arguments.

use std::path::Path;
use std::sync::LazyLock;

use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::{Fault, Faults, Loaded, Opened, Scenario, from_toml, input, load_with, open};

use super::told;
use crate::root;

/// Maximum plants times years of a scenario that is also run.
const RUN: usize = 500;

/// A scenario text must be refused with places that exist; or load, pass its check, and have a complete text that
/// loads as the same scenario. Its base may be any file in `configs/`.
pub fn scenario(text: &str) {
    const NAME: &str = "scenario";
    let read = |path: &Path| match path == Path::new(NAME) {
        true => Ok(text.as_bytes().to_vec()),
        false => input::bytes(&root().join("configs").join(path)),
    };
    let own = |fault: &Fault| (fault.file == NAME).then(|| text.to_owned());
    loaded(load_with(&read, Path::new(NAME), &[]), own);
}

/// `--set` arguments for the classroom scenario, one per line.
pub fn set(arguments: &str) {
    static OPENED: LazyLock<Result<Opened, Faults>> =
        LazyLock::new(|| open(&root().join("configs/classroom.toml")));
    let opened = OPENED.as_ref().unwrap_or_else(|faults| panic!("{faults}"));
    let sets: Vec<String> = arguments.lines().map(str::to_owned).collect();
    // An argument may make a part of the file invalid, such as [[policy.change]] outside a shorter run.
    loaded(opened.load(&sets), |fault| sets.get(fault.set.checked_sub(1)?).cloned());
}

fn loaded(found: Result<Loaded, Faults>, text_of: impl Fn(&Fault) -> Option<String>) {
    let loaded = match found {
        Ok(loaded) => loaded,
        Err(faults) => return told(&faults, text_of),
    };
    sound(&loaded.scenario);
    let again = from_toml(&loaded.as_meant, &[]);
    let again = again.unwrap_or_else(|faults| panic!("the complete text does not load:\n{faults}"));
    assert!(again.scenario == loaded.scenario, "the complete text is another scenario:\n{}", loaded.as_meant);
    assert_eq!(again.as_meant, loaded.as_meant);
    if loaded.scenario.plants.len() * loaded.scenario.years <= RUN {
        run(&loaded.scenario, 0, Detail::Full).unwrap_or_else(|breach| panic!("the run fails: {breach}"));
    }
}

/// A loaded scenario must pass its own check.
pub(super) fn sound(scenario: &Scenario) {
    scenario.check().unwrap_or_else(|faults| panic!("loaded, and yet:\n{faults}"));
}
