//! The pictures of `circulus robust`.

use std::path::Path;

use circulus::numbers::count;
use circulus_experiment::plan::Plan;
use circulus_experiment::robust::found::Found;
use circulus_experiment::robust::judge::Judged;
use circulus_experiment::robust::odds::{Input, Odds, OfClaim};
use circulus_experiment::sensitivity::Estimate;
use circulus_plot::sheet::Sheet;
use circulus_plot::{Drawn, formation, matrix, odds, write_sheet};

/// Inputs in the picture of a claim's odds.
const IN_ODDS: usize = 15;
/// Inputs in the picture of all claims.
const IN_MATRIX: usize = 20;

/// What every picture says of its origin.
struct About {
    world: String,
    origin: String,
}

/// The matrix of claims and inputs; for each claim that some input decides, the odds by input and the map over the two
/// that matter most.
pub fn draw(plan: &Plan, title: &str, found: &Found, folder: &Path) -> anyhow::Result<Drawn> {
    let mut drawn = Drawn::default();
    let about = About {
        world: title.to_owned(),
        origin: format!(
            "{} · {} · circulus {}",
            count(plan.points.len(), "point", "points"),
            count(plan.replicates, "replicate of each", "replicates of each"),
            env!("CARGO_PKG_VERSION")
        ),
    };
    for ((claim, deciding), judged) in found.claims.iter().zip(&found.deciding).zip(&found.judged) {
        let deciders = deciding.importance.above_the_floor();
        let inputs: Vec<&Input> =
            deciders.iter().filter_map(|at| found.inputs.get(*at)).take(IN_ODDS).collect();
        if !inputs.is_empty() {
            drawn.add(write_sheet(
                &by_input(claim, judged, &inputs, &about),
                folder,
                &format!("odds_{}", claim.id),
            )?);
        }
        if let [x, y, ..] = inputs[..] {
            let sheet = map(claim, judged, [x, y], &about);
            drawn.add(write_sheet(&sheet, folder, &format!("formation_{}", claim.id))?);
        }
    }
    if let Some(sheet) = all(found, &about) {
        drawn.add(write_sheet(&sheet, folder, "matrix")?);
    }
    Ok(drawn)
}

/// The odds of a claim with each input in its low, middle and high third.
fn by_input(claim: &OfClaim, judged: &Judged, inputs: &[&Input], about: &About) -> Sheet {
    let third =
        |odds: Odds| (odds.of > 0).then_some(Estimate { value: odds.share, interval: Some(odds.interval) });
    let key = |input: &&Input| odds::Key {
        name: input.name.clone(),
        unit: if input.unit == "-" { String::new() } else { input.unit.to_owned() },
        from: input.ends()[0],
        to: input.ends()[1],
        thirds: input.odds(judged).map(third),
    };
    let keys: Vec<odds::Key> = inputs.iter().map(key).collect();
    odds::draw(&odds::Picture {
        keys: &keys,
        share: claim.holds.share,
        points: claim.holds.of,
        claim: &claim.text,
        world: &about.world,
        origin: &about.origin,
    })
}

/// The odds of a claim over two inputs.
fn map(claim: &OfClaim, judged: &Judged, [x, y]: [&Input; 2], about: &About) -> Sheet {
    let there = |values: &[f64]| -> Vec<f64> {
        judged.iter().zip(values).filter(|(at, _)| at.is_some()).map(|(_, value)| *value).collect()
    };
    let holds = judged.iter().flatten().map(|at| f64::from(u8::from(at.holds))).collect();
    let points = formation::Points { x: there(&x.values), y: there(&y.values), holds };
    let [name_x, name_y] = [x, y].map(|input| match input.unit {
        "-" => input.name.clone(),
        unit => format!("{}, {unit}", input.name),
    });
    formation::draw(&formation::Picture {
        points: &points,
        x: formation::Key { name: &name_x, log: x.log },
        y: formation::Key { name: &name_y, log: y.log },
        own: x.own.zip(y.own),
        claim: &claim.text,
        world: &about.world,
        origin: &about.origin,
    })
}

/// All claims by the inputs that decide any of them; `None` if none does.
fn all(found: &Found, about: &About) -> Option<Sheet> {
    let most = found.most_deciding(IN_MATRIX);
    let inputs: Vec<&Input> = most.iter().filter_map(|at| found.inputs.get(*at)).collect();
    let keys: Vec<String> = inputs.iter().map(|input| input.name.clone()).collect();
    let cell = |judged: &Judged, input: &Input| {
        let [low, _, high] = input.odds(judged);
        // Half the width of the interval of a difference of independent shares.
        let half = |odds: Odds| 0.5 * (odds.interval.1 - odds.interval.0);
        let noise = (half(low) * half(low) + half(high) * half(high)).sqrt();
        matrix::Cell { difference: high.share - low.share, noise }
    };
    let row = |(claim, judged): (&OfClaim, &Judged)| matrix::Claim {
        name: claim.id.clone(),
        share: claim.holds.share,
        cells: inputs.iter().map(|input| cell(judged, input)).collect(),
    };
    let claims: Vec<matrix::Claim> = found.claims.iter().zip(&found.judged).map(row).collect();
    let picture = matrix::Picture {
        claims: &claims,
        keys: &keys,
        points: found.points(),
        world: &about.world,
        origin: &about.origin,
    };
    (!keys.is_empty()).then(|| matrix::draw(&picture))
}
