//! Tries another rule of membership: a plant joins as soon as half of its peers are members, and never leaves.
//! Compares the members of each year with those under the model's own rule, with the same random draws.
//!
//! `cargo run --release --example own_rule`

use circulus::record::recorder::Detail;
use circulus::run::run;
use circulus::scenario::Scenario;
use circulus::simulation::{Agents, MembershipAsked, OwnRules, Simulation};

struct Imitation;

impl Agents for Imitation {
    fn membership(&mut self, asked: &MembershipAsked) -> Option<bool> {
        let world = asked.world;
        let peers = world.region.peers_of(asked.plant);
        let members = peers.iter().filter(|&&peer| world.plants.member[peer]).count();
        if asked.member || (members > 0 && 2 * members >= peers.len()) {
            return Some(true);
        }
        None // the model's own rule, so that some plant joins first
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scenario = Scenario::load("configs/classroom.toml".as_ref(), &[])?;
    let own = run(&scenario, 0, Detail::Years)?;
    let mut simulation = Simulation::new(&scenario, 0, Detail::Years)?;
    while simulation.year().is_some() {
        simulation.step_year_with(&mut Imitation, &mut OwnRules)?;
    }
    let imitated = simulation.finish()?;
    for (own, imitated) in own.cluster.years.iter().zip(&imitated.cluster.years) {
        println!(
            "{}: {} members by imitation, {} by the model's own rule",
            own.year, imitated.members, own.members
        );
    }
    Ok(())
}
