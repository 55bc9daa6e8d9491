//! When plants open and close [N6].

use crate::ids::{PlantId, TiVec};
use crate::laws::time::{closed, open, year_of_run};
use crate::scenario::{Plant, Scenario};

/// The years of a run, counted from its start, in which plants open and close. Empty if no plant does, which is the
/// usual case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Times {
    opens: TiVec<PlantId, usize>,
    closes: TiVec<PlantId, Option<usize>>,
    /// Plants that open later or close, in order: usually few.
    some: Vec<PlantId>,
}

impl Times {
    /// The times of a scenario's plants.
    pub fn of(scenario: &Scenario) -> Times {
        if scenario.plants.iter().all(|plant| plant.opens.is_none() && plant.closes.is_none()) {
            return Times::default();
        }
        let in_run = |year: i32| year_of_run(year, scenario.start_year);
        let opens = |plant: &Plant| plant.opens.map_or(0, in_run);
        let closes = |plant: &Plant| plant.closes.map(in_run);
        let some = scenario.plants.iter_enumerated();
        let some = some.filter(|(_, plant)| plant.opens.is_some() || plant.closes.is_some());
        Times {
            opens: scenario.plants.iter().map(opens).collect(),
            closes: scenario.plants.iter().map(closes).collect(),
            some: some.map(|(plant, _)| plant).collect(),
        }
    }

    /// Year in which a plant opens.
    pub fn opens(&self, plant: PlantId) -> usize {
        self.opens.get(plant).copied().unwrap_or(0)
    }

    /// Whether a plant is open in year `t`, closed or not.
    #[inline]
    pub fn open(&self, plant: PlantId, t: usize) -> bool {
        open(self.opens(plant), t)
    }

    /// Whether a plant has closed in year `t`.
    #[inline]
    pub fn closed(&self, plant: PlantId, t: usize) -> bool {
        closed(self.closes.get(plant).copied().flatten(), t)
    }

    /// Whether a plant runs in year `t`: it is open and has not closed.
    #[inline]
    pub fn runs(&self, plant: PlantId, t: usize) -> bool {
        self.open(plant, t) && !self.closed(plant, t)
    }

    /// Plants that close in year `t`, in order.
    pub fn closing(&self, t: usize) -> impl Iterator<Item = PlantId> + '_ {
        self.some.iter().copied().filter(move |&plant| self.closes[plant] == Some(t))
    }

    /// Plants that do not run in year `t`, in order.
    pub fn idle(&self, t: usize) -> impl Iterator<Item = PlantId> + '_ {
        self.some.iter().copied().filter(move |&plant| !self.runs(plant, t))
    }

    /// Plants that are not open yet in year `t`, in order.
    pub fn unopened(&self, t: usize) -> impl Iterator<Item = PlantId> + '_ {
        self.some.iter().copied().filter(move |&plant| !self.open(plant, t))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::template;

    #[test]
    fn times_are_kept_only_where_a_plant_opens_or_closes() {
        let mut scenario = Scenario::from_toml(&template()).unwrap();
        let none = Times::default();
        assert_eq!(Times::of(&scenario), none);
        scenario.plants.raw[1].closes = Some(2030);
        assert_ne!(Times::of(&scenario), none);
        scenario.plants.raw[1].closes = None;
        scenario.plants.raw[2].opens = Some(2028);
        assert_ne!(Times::of(&scenario), none);
    }

    #[test]
    fn plants_of_a_year_are_those_whose_times_say_so() {
        let mut scenario = Scenario::from_toml(&template()).unwrap();
        scenario.plants.raw[0].opens = Some(scenario.start_year + 3);
        scenario.plants.raw[1].closes = Some(scenario.start_year + 2);
        scenario.plants.raw[3].opens = Some(scenario.start_year + 1);
        scenario.plants.raw[3].closes = Some(scenario.start_year + 4);
        let times = &Times::of(&scenario);
        let all = || PlantId::all(scenario.plants.len());
        for t in 0..6 {
            let closes = |plant| times.closed(plant, t) && (t == 0 || !times.closed(plant, t - 1));
            assert!(times.closing(t).eq(all().filter(|&plant| closes(plant))));
            assert!(times.idle(t).eq(all().filter(|&plant| !times.runs(plant, t))));
            assert!(times.unopened(t).eq(all().filter(|&plant| !times.open(plant, t))));
        }
    }
}
