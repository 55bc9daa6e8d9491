//! Simulates ten years, then continues in two branches: as before, and with a plant that orders nothing any more.
//! A clone of a simulation is a snapshot; both branches have the same past and the same random draws.
//!
//! `cargo run --release --example branch`

use circulus::ids::PlantId;
use circulus::record::recorder::Detail;
use circulus::scenario::Scenario;
use circulus::simulation::{Agents, Order, OrderAsked, OwnRules, Simulation};

struct OrdersNothing(PlantId);

impl Agents for OrdersNothing {
    fn ordering(&self) -> Vec<PlantId> {
        vec![self.0]
    }

    fn order<'a>(&mut self, _: &'a OrderAsked<'a>) -> Option<Order<'a>> {
        Some(Order::Nothing)
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scenario = Scenario::load("configs/classroom.toml".as_ref(), &[])?;
    let cement = scenario.plants.iter().position(|plant| plant.id == "CEMENT").ok_or("no plant CEMENT")?;
    let mut without = OrdersNothing(PlantId::new(cement));
    let mut simulation = Simulation::new(&scenario, 0, Detail::Years)?;
    for _ in 0..10 {
        simulation.step_year()?;
    }
    let mut branch = simulation.clone();
    while simulation.year().is_some() {
        simulation.step_year()?;
        branch.step_year_with(&mut without, &mut OwnRules)?;
    }
    let [as_before, branch] = [simulation.finish()?, branch.finish()?];
    let last = |run: &circulus::run::Run| run.cluster.years.last().map_or(0.0, |year| year.use_rate());
    println!(
        "Use rate at the end: {:.3} as before, {:.3} if the cement works orders nothing",
        last(&as_before),
        last(&branch)
    );
    Ok(())
}
