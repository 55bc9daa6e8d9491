//! The company's book, compared with valuing every plant anew for each step considered.

use circulus::ids::{InfrastructureId, PlantId, TiSlice, TiVec};
use circulus::phase::Phase;
use circulus::random::{Luck, Purpose};
use circulus::rules::levers::levers;
use circulus::rules::outlook::Outlook;
use circulus::world::World;
use circulus::year::relive;
use circulus::year::witness::{StepVerdict, StepWeighed, Witness};

use super::everything::{Everything, value};
use super::regimes::{levers_alone, live, regimes};

#[derive(Default)]
pub struct Steps(pub Vec<StepWeighed>);

impl Witness for Steps {
    fn weighs(&mut self, step: StepWeighed) {
        self.0.push(step);
    }
}

/// Yearly value of the book at some levels.
pub fn book(all: &Everything, world: &World, luck: &Luck, levels: &TiSlice<InfrastructureId, f64>) -> f64 {
    let scenario = &*world.region.scenario;
    let contacted: Vec<usize> = (0..world.len()).filter(|&i| world.plants.contacted.raw[i]).collect();
    let looked_at =
        luck.sample(Purpose::BookSample, world.t, contacted.clone(), scenario.management.study_limit);
    let levers = levers(&scenario.infrastructure, levels, scenario.risks.len());
    let outlook = Outlook { members: &world.plants.contacted, levers: &levers, ..Outlook::now(world) };
    let sum: f64 = looked_at.iter().map(|&plant| value(all, &outlook, PlantId::new(plant)).total()).sum();
    if looked_at.is_empty() { 0.0 } else { sum * contacted.len() as f64 / looked_at.len() as f64 }
}

#[test]
fn the_book_values_steps_as_valuing_every_plant_does() {
    let (mut weighed, mut above, mut rounds) = (0, 0, 0);
    for (name, scenario) in regimes().into_iter().chain(levers_alone()) {
        let mut all = None;
        live(&scenario, 5, |phase, world, luck| {
            if phase != Phase::Trade || world.t % 2 == 1 {
                return;
            }
            let all = all.get_or_insert_with(|| Everything::of(&world.region));
            let mut steps = Steps::default();
            let mut lived = relive(world, Phase::Invest, luck, &mut steps);
            // The company builds after the plants have ordered, so their orders are kept, while the levers are reset to
            // those before its first step.
            lived.levers = world.levers.clone();
            let mut levels = world.company.as_ref().map_or(TiVec::new(), |company| company.levels.clone());
            for round in 0..3 {
                let of_round: Vec<&StepWeighed> = steps.0.iter().filter(|step| step.round == round).collect();
                for step in &of_round {
                    levels[step.infrastructure] = step.level;
                }
                let possible = of_round.iter().filter(|step| step.verdict == StepVerdict::Possible);
                let mut now = None;
                for step in possible {
                    let now = *now.get_or_insert_with(|| book(all, &lived, luck, &levels));
                    let mut stepped = levels.clone();
                    stepped[step.infrastructure] += scenario.infrastructure[step.infrastructure].step;
                    let with = book(all, &lived, luck, &stepped);
                    let (got, wanted) =
                        (step.value.unwrap(), (with - now) * scenario.management.horizon_years);
                    let scale = now.abs().max(with.abs()).max(1.0) * scenario.management.horizon_years;
                    assert!(
                        (got - wanted).abs() <= 1e-9 * scale,
                        "{name}, {}: {step:?}, {wanted}",
                        world.year()
                    );
                    weighed += 1;
                    above += usize::from(wanted > 1e-6 * scale);
                    rounds = rounds.max(round);
                }
            }
        });
    }
    assert!(
        weighed > 300 && above > 150 && rounds == 2,
        "{weighed} steps weighed, {above} above 0, round {rounds}"
    );
}
