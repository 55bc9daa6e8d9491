//! Draws the pictures of `circulus robust` with made-up numbers into a folder, to be looked at.
//!
//! `cargo run --package circulus-plot --example robust -- FOLDER`

use std::path::Path;

use circulus::maths::{ln, logistic};
use circulus_experiment::sensitivity::Estimate;
use circulus_plot::formation::{self, Points};
use circulus_plot::matrix::{self, Cell, Claim};
use circulus_plot::{PlotError, odds, write_sheet};

const CLAIM: &str = "At the end of 2040 at least five plants are members of the cluster, and its company has not gone \
                     bankrupt.";
const WORLD: &str = "Sverdlovsk region";
const ORIGIN: &str = "robust · 2,048 points · seed 1 · circulus 0.1.0";
const KEYS: [&str; 20] = [
    "infrastructure.logistics.effects.transport_cost",
    "join.w_norm",
    "company.fee_per_turnover",
    "policy.subsidy_per_t",
    "infrastructure.information.effects.reach",
    "market.price_volatility",
    "waste.tailings.disposal_cost",
    "join.threshold",
    "technology.cement_from_slag.capital_cost",
    "trade.search_cost",
    "risk.fire.probability",
    "company.loan_rate",
    "infrastructure.laboratory.effects.quality_loss",
    "plant.adoption_delay",
    "policy.landfill_fee_per_t",
    "join.w_profit",
    "waste.ash.disposal_cost",
    "technology.sand_from_tailings.operating_cost",
    "contracts.length",
    "acquaintance.forgetting",
];

/// Numbers between 0 and 1 that fill the unit interval evenly.
fn even(i: usize, step: f64) -> f64 {
    (0.5 + i as f64 * step).fract()
}

fn points(count: usize) -> Points {
    let mut points = Points::default();
    for i in 0..count {
        let (a, b, luck) = (even(i, 0.754_877_666), even(i, 0.569_840_291), even(i, 0.414_213_562));
        let odds = logistic(9.0 * (0.9 * a + b - 0.8) - 14.0 * (a - 0.8) * (a - 0.8) * b);
        points.x.push(0.02 * circulus::maths::exp(ln(50.0) * a));
        points.y.push(0.05 + 0.3 * b);
        points.holds.push(f64::from(luck < odds));
    }
    points
}

fn draw(folder: &Path) -> Result<(), PlotError> {
    let points = points(2048);
    let x = formation::Key { name: "infrastructure.logistics.effects.transport_cost, share", log: true };
    let y = formation::Key { name: "company.fee_per_turnover, share of turnover", log: false };
    let own = Some((0.1, 0.15));
    let map = |points| formation::Picture { points, x, y, own, claim: CLAIM, world: WORLD, origin: ORIGIN };
    drop(write_sheet(&formation::draw(&map(&points)), folder, "formation")?);
    // A corner without points, as after a design that leaves out what cannot be.
    let mut few = points.clone();
    for i in 0..few.x.len() {
        if few.x[i] > 0.2 && few.y[i] < 0.15 || i > 300 {
            few.holds[i] = f64::NAN;
        }
    }
    drop(write_sheet(&formation::draw(&map(&few)), folder, "formation_few")?);
    let keys: Vec<odds::Key> = KEYS.iter().enumerate().map(|(at, name)| key(at, name)).collect();
    for count in [3, 20] {
        let keys = &keys[..count];
        let picture =
            odds::Picture { keys, share: 0.43, points: 2048, claim: CLAIM, world: WORLD, origin: ORIGIN };
        drop(write_sheet(&odds::draw(&picture), folder, &format!("odds_{count}"))?);
    }
    let keys: Vec<String> = KEYS.map(str::to_owned).to_vec();
    let claims = claims();
    for (name, rows, columns) in [("matrix", 9, 20), ("matrix_small", 2, 4)] {
        let (claims, keys) = (&claims[..rows], &keys[..columns]);
        let picture = matrix::Picture { claims, keys, points: 2048, world: WORLD, origin: ORIGIN };
        drop(write_sheet(&matrix::draw(&picture), folder, name)?);
    }
    Ok(())
}

fn key(at: usize, name: &str) -> odds::Key {
    let effect = 0.38 / (1.0 + 0.45 * at as f64) * if at % 3 == 1 { -1.0 } else { 1.0 };
    let third = |value: f64| Some(Estimate { value, interval: Some((value - 0.035, value + 0.035)) });
    let thirds = [third(0.43 - effect), third(0.43 + 0.2 * effect), third(0.43 + 0.9 * effect)];
    let unit = ["", "RUB per t", "share", "years"][at % 4].to_owned();
    odds::Key { name: name.to_owned(), unit, from: 0.02, to: 0.4 + (at * at * at) as f64, thirds }
}

fn claims() -> Vec<Claim> {
    let names = [
        "at least five members in 2040",
        "the company survives",
        "use rate above 30 %",
        "use rate above that of the twin by 5 points or more",
        "net benefit is positive",
        "the state gets back its subsidies",
        "membership still grows in 2040",
        "fewer accidents than the twin",
        "no member leaves in the first ten years",
    ];
    let claim = |(row, name): (usize, &&str)| Claim {
        name: (*name).to_owned(),
        share: even(row, 0.618),
        cells: (0..KEYS.len()).map(|key| cell(row, key)).collect(),
    };
    names.iter().enumerate().map(claim).collect()
}

fn cell(row: usize, key: usize) -> Cell {
    let swing = even(7 * row + 3 * key, 0.618) - 0.5;
    Cell { difference: 1.4 * swing / (1.0 + 0.15 * key as f64), noise: 0.06 }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder to write to")?;
    Ok(draw(Path::new(&folder))?)
}
