//! What tells the points of a table apart besides their values: names, and the scenarios of which a table of runs has them.

use std::collections::{BTreeMap, BTreeSet};

use super::design::LONGEST_NAME;
use circulus::scenario::source::{Collector, Place};

/// Names and scenarios of the points that were read.
#[derive(Default)]
pub(super) struct Labels {
    /// The names of the points that are kept, in their order; empty if they have none.
    pub names: Vec<String>,
    seen: BTreeSet<String>,
    unnamed: Option<Place>,
    /// The scenarios of each point, where the table has a column of them, and where its first cell is.
    bases: BTreeMap<String, BTreeSet<String>>,
    place: Option<Place>,
}

impl Labels {
    /// A line is of this point, and of this scenario if the table says so.
    pub fn see(&mut self, point: Option<&str>, base: Option<(&str, Place)>) {
        let Some((base, place)) = base else { return };
        self.place.get_or_insert(place);
        self.bases.entry(point.unwrap_or_default().to_owned()).or_default().insert(base.to_owned());
    }

    /// A point is kept, with this name if the table has names.
    pub fn keep(&mut self, name: Option<(&str, Place)>, faults: &mut Collector) {
        let Some((name, place)) = name else { return };
        if name.is_empty() {
            self.unnamed.get_or_insert(place);
        } else if name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
            let message = format!("a name must be text on one line, of 1 to {LONGEST_NAME} characters");
            faults.say(place, message, None);
        } else if !self.seen.insert(name.to_owned()) {
            faults.say(place, format!("another point has the name '{name}' as well"), None);
        }
        self.names.push(name.to_owned());
    }

    /// Reports what the lines together have wrong: points of which some have no name, and points that only some of the
    /// scenarios have, as a design runs every point with every scenario.
    pub fn check(&mut self, faults: &mut Collector) {
        match self.unnamed {
            Some(_) if self.seen.is_empty() => self.names.clear(),
            Some(place) => faults.say(
                place,
                "other points have a name and this one has none: name all or none".into(),
                None,
            ),
            None => {}
        }
        let all: BTreeSet<&String> = self.bases.values().flatten().collect();
        let short = self.bases.iter().find(|(_, own)| own.len() < all.len());
        if let (Some((point, own)), Some(place)) = (short, self.place) {
            let lacking = all.into_iter().find(|base| !own.contains(*base)).map_or("", String::as_str);
            let message = format!(
                "point {point} has no run of the scenario {lacking}, and other points have: a design runs every point with \
                 every scenario that it names, so keep the lines of one scenario"
            );
            faults.say(place, message, None);
        }
    }
}
