//! What turned a run: the years in which the cluster's lead over its twin changed most, and the plant at which it did.

use std::collections::BTreeMap;

use circulus::ids::{PlantId, TechnologyId};
use circulus::record::Record;
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::Scenario;
use circulus::texts::Voice;
use circulus::units::Tonnes;
use circulus::world::log::{Decision, EventKind};

/// Years told.
const MOST: usize = 3;
/// A plant that joined up to so many years before is told to have done so.
const JOINED_YEARS: i32 = 2;

/// A year in which the lead changed: the tonnes converted beyond those of the twin.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    /// Calendar year.
    pub year: i32,
    /// Lead of the year before, t.
    pub before_t: Tonnes,
    /// Lead of the year, t.
    pub after_t: Tonnes,
    /// The plant whose own lead changed most in this direction.
    pub plant: PlantId,
    /// By how much it changed, t.
    pub part_t: Tonnes,
    /// What happened there; `None` if nothing that is recorded of the plant.
    pub cause: Option<Cause>,
}

/// What happened at a plant in the year in which its lead changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The cluster ended.
    Ended,
    /// The plant became insolvent.
    Insolvent,
    /// A unit that it had ordered began to work.
    Unit(TechnologyId),
    /// The same in the twin.
    TwinUnit(TechnologyId),
    /// It has been a member since this year.
    Joined(i32),
    /// An event struck it: index among the record's events, the costliest.
    Struck(usize),
}

/// The years in which the lead changed most, in their order; none without a twin.
pub fn turns(run: &Run) -> Vec<Turn> {
    if run.end == ClusterEnd::NoCompany {
        return Vec::new();
    }
    let mut leads: BTreeMap<i32, BTreeMap<PlantId, Tonnes>> = BTreeMap::new();
    for (record, sign) in [(&run.cluster, 1.0), (&run.twin, -1.0)] {
        for row in &record.plants {
            *leads.entry(row.year).or_default().entry(row.plant).or_default() += sign * row.converted_here_t;
        }
    }
    let years: Vec<(i32, BTreeMap<PlantId, Tonnes>)> = leads.into_iter().collect();
    let mut turns: Vec<Turn> = years.windows(2).filter_map(|pair| turn(run, &pair[0].1, &pair[1])).collect();
    turns.sort_by(|a, b| b.change().abs().total_cmp(&a.change().abs()).then(a.year.cmp(&b.year)));
    turns.truncate(MOST);
    turns.sort_by_key(|turn| turn.year);
    turns
}

/// The change from the year before; `None` if there is none.
fn turn(
    run: &Run,
    before: &BTreeMap<PlantId, Tonnes>,
    (year, after): &(i32, BTreeMap<PlantId, Tonnes>),
) -> Option<Turn> {
    let (before_t, after_t) = (before.values().sum(), after.values().sum());
    let up = after_t > before_t;
    let of = |plant: &PlantId| after[plant] - before.get(plant).copied().unwrap_or(0.0);
    let parts = after.keys().map(|plant| (*plant, of(plant)));
    let towards = |part: Tonnes| if up { part } else { -part };
    let (plant, part_t) = parts.max_by(|a, b| towards(a.1).total_cmp(&towards(b.1)).then(b.0.cmp(&a.0)))?;
    (after_t != before_t).then(|| Turn {
        year: *year,
        before_t,
        after_t,
        plant,
        part_t,
        cause: cause(run, *year, plant, up),
    })
}

/// What happened at a plant that explains a lead that grows (`up`) or shrinks; the gravest first.
fn cause(run: &Run, year: i32, plant: PlantId, up: bool) -> Option<Cause> {
    let unit = |record: &Record| {
        let mut began = record.projects.iter().filter(|row| row.plant == plant && row.first_year == year);
        began.find(|row| row.years_worked > 0).map(|row| row.technology)
    };
    if up {
        let joined = run.cluster.decisions.iter().rev().find_map(|row| match row.decision {
            Decision::Membership { plant: of, was_member: false, is_member: true, .. } if of == plant => {
                ((year - JOINED_YEARS)..=year).contains(&row.year).then_some(row.year)
            }
            _ => None,
        });
        return unit(&run.cluster).map(Cause::Unit).or_else(|| joined.map(Cause::Joined));
    }
    let here = |kind: EventKind| {
        let mut events = run.cluster.events.iter();
        events.any(|row| row.year == year && row.event.kind == kind && row.event.plant == Some(plant))
    };
    let struck = run.cluster.events.iter().enumerate().filter(|(_, row)| {
        row.year == year && row.event.plant == Some(plant) && matches!(row.event.kind, EventKind::Risk(_))
    });
    let costliest = struck.max_by(|a, b| a.1.event.loss.total_cmp(&b.1.event.loss));
    if run.end == ClusterEnd::Dissolved(year) {
        Some(Cause::Ended)
    } else if here(EventKind::Insolvency) {
        Some(Cause::Insolvent)
    } else {
        costliest.map(|(place, _)| Cause::Struck(place)).or_else(|| unit(&run.twin).map(Cause::TwinUnit))
    }
}

impl Turn {
    /// Change of the lead, t.
    pub fn change(&self) -> Tonnes {
        self.after_t - self.before_t
    }

    /// The turn as a sentence.
    pub fn told(&self, run: &Run, scenario: &Scenario, voice: &Voice) -> String {
        let why = self.cause.map_or_else(String::new, |cause| {
            let technology = |of: TechnologyId| scenario.technologies[of].name.clone();
            let (key, what) = match cause {
                Cause::Ended => ("ended", String::new()),
                Cause::Insolvent => ("insolvent", String::new()),
                Cause::Unit(of) => ("unit", technology(of)),
                Cause::TwinUnit(of) => ("twin_unit", technology(of)),
                Cause::Joined(since) => ("joined", since.to_string()),
                Cause::Struck(place) => (
                    "struck",
                    match run.cluster.events[place].event.kind {
                        EventKind::Risk(risk) => scenario.risks[risk].name.clone(),
                        _ => String::new(),
                    },
                ),
            };
            voice.tell(&format!("turn.why.{key}"), &[("what", what)])
        });
        let slots = [
            ("year", self.year.to_string()),
            ("before", voice.tonnes(self.before_t)),
            ("after", voice.tonnes(self.after_t)),
            ("part", voice.tonnes(self.part_t.abs())),
            ("plant", scenario.plants[self.plant].name.clone()),
            ("why", why),
        ];
        voice.tell(if self.change() > 0.0 { "turn.up" } else { "turn.down" }, &slots)
    }
}
