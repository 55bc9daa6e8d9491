//! Runs the classroom scenario once and prints the use rate of every year beside that of the twin without a cluster.
//!
//! `cargo run --release --example first_run`

use circulus::{record::recorder::Detail, run::run, scenario::Scenario};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let scenario = Scenario::load("configs/classroom.toml".as_ref(), &[])?;
    let run = run(&scenario, 0, Detail::Years)?; // replicate 0
    for (year, twin) in run.cluster.years.iter().zip(&run.twin.years) {
        println!(
            "{}: {:.3} of the waste used, {:.3} without a cluster",
            year.year,
            year.use_rate(),
            twin.use_rate()
        );
    }
    Ok(())
}
