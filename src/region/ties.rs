//! Plants that know each other for good, whatever the draw and the distance [N4], [N5].

use std::collections::BTreeMap;

use crate::ids::{PlantId, StreamId, TechnologyId, TiSlice};
use crate::region::link::Stream;
use crate::scenario::{GivenContract, Scenario};

/// Why two plants know each other for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// They are of one group.
    Group,
    /// A `[[knows]]` names both.
    Knows,
    /// A contract was given between the two.
    Contract,
}

/// Circles of plants that all know each other: groups, `[[knows]]`, the sides of a given contract.
#[derive(Debug, Default)]
pub struct Ties {
    /// Why the plants of a circle know each other, and who they are, in order.
    circles: Vec<(Tie, Vec<PlantId>)>,
    /// Circles of each plant, in order: index of its first circle, with one more entry for the end. Empty without
    /// circles, which is the usual case.
    from: Vec<u32>,
    of_plants: Vec<u32>,
    /// Converter, supplier and technology of the contracts that the scenario gives, in order.
    contracts: Vec<(PlantId, PlantId, TechnologyId)>,
}

impl Ties {
    /// The ties of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let mut circles: Vec<(Tie, Vec<PlantId>)> = Vec::new();
        let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
        for (plant, of) in scenario.plants.iter_enumerated().filter(|(_, of)| !of.group.is_empty()) {
            let group = *groups.entry(&of.group).or_insert_with(|| {
                circles.push((Tie::Group, Vec::new()));
                circles.len() - 1
            });
            circles[group].1.push(plant);
        }
        circles.extend(scenario.knows.iter().map(|known| (Tie::Knows, known.clone())));
        let sides = scenario.contracts.iter().map(|given| vec![given.supplier, given.converter]);
        circles.extend(sides.map(|sides| (Tie::Contract, sides)));
        circles.retain_mut(|(_, plants)| {
            plants.sort_unstable();
            plants.dedup();
            plants.len() > 1
        });
        if circles.is_empty() {
            return Ties::default();
        }
        let mut pairs: Vec<(PlantId, u32)> = Vec::new();
        for (circle, (_, plants)) in (0..).zip(&circles) {
            pairs.extend(plants.iter().map(|plant| (*plant, circle)));
        }
        pairs.sort_unstable();
        let first = |plant: usize| pairs.partition_point(|(of, _)| of.index() < plant) as u32;
        let from = (0..=scenario.plants.len()).map(first).collect();
        let of_plants = pairs.into_iter().map(|(_, circle)| circle).collect();
        let contract = |of: &GivenContract| (of.converter, of.supplier, of.technology);
        let mut contracts: Vec<_> = scenario.contracts.iter().map(contract).collect();
        contracts.sort_unstable();
        Ties { circles, from, of_plants, contracts }
    }

    /// Why two plants know each other for good, if they do.
    pub fn between(&self, a: PlantId, b: PlantId) -> Option<Tie> {
        let others = self.circles_of(b);
        let shared = |circle: &&u32| others.contains(circle);
        let circle = *self.circles_of(a).iter().find(shared)?;
        self.circles.get(circle as usize).map(|(tie, _)| *tie)
    }

    /// Whether the scenario gives any contract.
    pub fn any_contract(&self) -> bool {
        !self.contracts.is_empty()
    }

    /// Whether the scenario gives a contract between two plants for a technology at the second.
    pub fn contracted(&self, supplier: PlantId, converter: PlantId, technology: TechnologyId) -> bool {
        self.contracts.binary_search(&(converter, supplier, technology)).is_ok()
    }

    /// Calls `each` for the streams of the plants that a plant is tied to, some perhaps more than once; streams are in
    /// order of plants.
    pub fn streams(
        &self,
        plant: PlantId,
        streams: &TiSlice<StreamId, Stream>,
        mut each: impl FnMut(StreamId, Stream),
    ) {
        for circle in self.circles_of(plant) {
            let Some((_, plants)) = self.circles.get(*circle as usize) else { continue };
            for &other in plants.iter().filter(|&&other| other != plant) {
                let mut at = streams.raw.partition_point(|stream| stream.plant < other);
                while let Some(stream) = streams.raw.get(at).filter(|stream| stream.plant == other) {
                    each(StreamId::new(at), *stream);
                    at += 1;
                }
            }
        }
    }

    /// Circles of a plant, in order.
    fn circles_of(&self, plant: PlantId) -> &[u32] {
        match self.from.get(plant.index()..plant.index() + 2) {
            Some(ends) => &self.of_plants[ends[0] as usize..ends[1] as usize],
            None => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::WasteId;
    use crate::scenario::{Source, template};

    #[test]
    fn a_plant_alone_is_no_circle() {
        let mut scenario = Scenario::from_toml(&template()).unwrap();
        let [one, other] = [0, 1].map(PlantId::new);
        scenario.plants[one].group = "alone".into();
        scenario.knows.push(vec![other, other]);
        let ties = Ties::of(&scenario);
        assert!(ties.circles.is_empty() && ties.of_plants.is_empty());
        assert_eq!([ties.between(one, one), ties.between(other, other)], [None; 2]);
        scenario.knows.push(vec![other, one]);
        let ties = Ties::of(&scenario);
        assert_eq!(ties.circles, [(Tie::Knows, vec![one, other])]);
        assert_eq!(ties.between(one, other), Some(Tie::Knows));
    }

    #[test]
    fn whether_any_contract_is_given_is_known() {
        let mut scenario = Scenario::from_toml(&template()).unwrap();
        let [supplier, converter] = [1, 3].map(PlantId::new);
        scenario.knows.push(vec![supplier, converter]);
        assert!(!Ties::of(&scenario).any_contract(), "a tie is no contract");
        let technology = TechnologyId::new(1);
        scenario.contracts.push(GivenContract {
            supplier,
            waste: WasteId::new(1),
            converter,
            technology,
            source: Source::Fresh,
            t_per_year: 1e3,
            until: 2030,
        });
        let ties = Ties::of(&scenario);
        assert!(ties.any_contract() && ties.contracted(supplier, converter, technology));
    }
}
