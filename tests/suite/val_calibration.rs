//! Calibration, compared with known posteriors.

use circulus_experiment::calibration::{Posterior, Sequential, Settings, Stop, Target};
use circulus_experiment::dice::Dice;
use circulus_experiment::range::Range;

fn target(value: f64, error: f64) -> Target {
    Target { name: "x".into(), value, error, source: String::new() }
}

fn settings(parameters: usize, generations: usize) -> Settings {
    let (keep, tolerance, acceptance) = (0.5, 0.0, 0.0);
    Settings {
        parameters,
        candidates: 2000,
        keep,
        generations,
        budget: 1_000_000,
        tolerance,
        acceptance,
        seed: 1,
    }
}

fn number(from: f64, to: f64) -> Range {
    Range::Number { from, to, log: false }
}

/// Calibrates a model of values to its end.
fn calibrated(
    mut state: Sequential,
    ranges: &[Range],
    model: impl Fn(&[f64], usize) -> Option<Vec<f64>>,
) -> Sequential {
    let mut point = 0;
    while let Some(asked) = state.ask() {
        let told: Vec<Option<Vec<f64>>> = asked
            .iter()
            .map(|shares| {
                let values: Vec<f64> =
                    shares.iter().zip(ranges).map(|(s, range)| range.at(*s).parse().unwrap()).collect();
                point += 1;
                model(&values, point)
            })
            .collect();
        state.tell(&told);
    }
    state
}

/// A mean of ten normal numbers of known variance 4, prior flat: the posterior is normal with the mean
/// observed and standard deviation sqrt(4 / 10).
#[test]
fn val_normal_mean_of_known_variance() {
    let range = number(-10.0, 10.0);
    let model = |values: &[f64], point: usize| {
        let mut dice = Dice::new(5, "model", point as u64);
        Some(vec![values[0] + (0..10).map(|_| 2.0 * dice.normal()).sum::<f64>() / 10.0])
    };
    // The noise of the model is the only error that matters: that of the observation is a thousandth.
    let state = Sequential::new(settings(1, 7), vec![target(1.5, 1e-3)]);
    let state = calibrated(state, std::slice::from_ref(&range), model);
    let posterior = Posterior::of(state.particles(), 0, &range);
    let sd = 0.4f64.sqrt();
    assert!((posterior.mean() - 1.5).abs() < 0.1 * sd, "{}", posterior.mean());
    assert!((posterior.sd() / sd - 1.0).abs() < 0.1, "{}", posterior.sd());
    assert!((posterior.quantile(0.05) - (1.5 - 1.645 * sd)).abs() < 0.2 * sd);
    assert!((posterior.quantile(0.95) - (1.5 + 1.645 * sd)).abs() < 0.2 * sd);
}

/// A deterministic model, observed with an error: the posterior is as wide as the error.
#[test]
fn val_error_of_observation_alone() {
    let range = number(0.0, 10.0);
    let state = Sequential::new(settings(1, 7), vec![target(4.0, 0.5)]);
    let state = calibrated(state, std::slice::from_ref(&range), |values, _| Some(values.to_vec()));
    let posterior = Posterior::of(state.particles(), 0, &range);
    assert!((posterior.mean() - 4.0).abs() < 0.05, "{}", posterior.mean());
    assert!((posterior.sd() / 0.5 - 1.0).abs() < 0.1, "{}", posterior.sd());
}

/// At the border of a prior the posterior is half-normal: mean sqrt(2 / pi) s, sd sqrt(1 - 2 / pi) s.
#[test]
fn val_posterior_at_the_border_of_the_prior() {
    let range = number(0.0, 10.0);
    let state = Sequential::new(settings(1, 6), vec![target(0.0, 1.0)]);
    let state = calibrated(state, std::slice::from_ref(&range), |values, _| Some(values.to_vec()));
    let posterior = Posterior::of(state.particles(), 0, &range);
    assert!((posterior.mean() - 0.798).abs() < 0.06, "{}", posterior.mean());
    assert!((posterior.sd() - 0.603).abs() < 0.06, "{}", posterior.sd());
}

/// A linear model of two parameters and a third that does nothing: the exact posterior of the two is normal
/// with covariance inverse(A' A) s^2, and the third keeps its prior.
#[test]
fn val_linear_model_of_two_parameters() {
    let ranges = [number(-5.0, 5.0), number(-5.0, 5.0), number(0.0, 1.0)];
    let (a, b, s) = (1.0, -2.0, 0.3);
    // Observed: a + b, a - b, a; A'A = [[3, 0], [0, 2]].
    let targets = vec![target(a + b, s), target(a - b, s), target(a, s)];
    let state = Sequential::new(Settings { candidates: 4000, ..settings(3, 22) }, targets);
    let state = calibrated(state, &ranges, |v, _| Some(vec![v[0] + v[1], v[0] - v[1], v[0]]));
    for (index, mean, sd) in [(0, a, s / 3f64.sqrt()), (1, b, s / 2f64.sqrt()), (2, 0.5, 1.0 / 12f64.sqrt())]
    {
        let posterior = Posterior::of(state.particles(), index, &ranges[index]);
        assert!((posterior.mean() - mean).abs() < 0.25 * sd, "{index}: {}", posterior.mean());
        assert!((posterior.sd() / sd - 1.0).abs() < 0.25, "{index}: {} of {sd}", posterior.sd());
    }
    let correlation = Posterior::correlation(state.particles(), (0, &ranges[0]), (1, &ranges[1]));
    assert!(correlation.abs() < 0.15, "{correlation}");
}

/// Made-up data of a growth curve: the parameters that made them are recovered, one of them a whole number and one with
/// a prior over three orders of magnitude.
#[test]
fn val_recovers_what_made_the_data() {
    let ranges = [Range::Number { from: 0.01, to: 10.0, log: true }, Range::Integer { from: 1, to: 12 }];
    let curve = |rate: f64, delay: f64, dice: &mut Dice| -> Vec<f64> {
        let years = [2.0, 4.0, 6.0, 8.0, 12.0, 16.0f64];
        years.iter().map(|t| 1.0 / (1.0 + (-rate * (t - delay)).exp()) + 0.01 * dice.normal()).collect()
    };
    let truth = curve(0.5, 7.0, &mut Dice::new(99, "truth", 0));
    let targets: Vec<Target> = truth.into_iter().map(|value| target(value, 0.01)).collect();
    let state = Sequential::new(settings(2, 12), targets);
    let state =
        calibrated(state, &ranges, |v, point| Some(curve(v[0], v[1], &mut Dice::new(5, "m", point as u64))));
    let (rate, delay) =
        (Posterior::of(state.particles(), 0, &ranges[0]), Posterior::of(state.particles(), 1, &ranges[1]));
    assert!((rate.quantile(0.05)..=rate.quantile(0.95)).contains(&0.5), "{} {}", rate.mean(), rate.sd());
    assert!(
        rate.sd() < 0.1 && delay.quantile(0.5) == 7.0 && delay.sd() < 0.5,
        "{} {}",
        rate.sd(),
        delay.sd()
    );
}

#[test]
fn failed_runs_are_counted_and_never_kept() {
    let range = number(0.0, 1.0);
    let model = |values: &[f64], _: usize| match values[0] {
        low if low < 0.25 => None,
        high if high > 0.75 => Some(vec![f64::NAN]),
        value => Some(vec![value]),
    };
    let state = Sequential::new(settings(1, 4), vec![target(0.2, 0.05)]);
    let state = calibrated(state, std::slice::from_ref(&range), model);
    let first = state.history()[0];
    assert!((880..1120).contains(&first.failed), "{first:?}");
    assert!(state.particles().iter().all(|particle| (0.25..=0.75).contains(&particle.shares[0])));
    let nothing = Sequential::new(settings(1, 4), vec![target(0.2, 0.05)]);
    let nothing = calibrated(nothing, &[range], |_, _| None);
    assert_eq!((nothing.stopped(), nothing.history()[0].failed), (Some(Stop::Nothing), 2000));
}

#[test]
fn every_stopping_rule_applies() {
    let range = number(0.0, 10.0);
    let ran = |settings: Settings| {
        let state = Sequential::new(settings, vec![target(4.0, 0.5)]);
        calibrated(state, std::slice::from_ref(&range), |values, _| Some(values.to_vec()))
    };
    let most = ran(settings(1, 3));
    assert_eq!((most.stopped(), most.history().len()), (Some(Stop::Generations), 3));
    let budget = ran(Settings { budget: 4500, ..settings(1, 30) });
    assert_eq!((budget.stopped(), budget.history().len()), (Some(Stop::Budget), 3)); // 2000, 1000, 1000
    let near = ran(Settings { tolerance: 0.3, ..settings(1, 30) });
    let last = near.history().last().unwrap();
    assert!(near.stopped() == Some(Stop::Tolerance) && last.tolerance <= 0.3 && last.number < 30);
    let tired = ran(Settings { acceptance: 0.3, ..settings(1, 60) });
    assert_eq!(tired.stopped(), Some(Stop::Acceptance));
    let tolerances: Vec<f64> = tired.history().iter().map(|generation| generation.tolerance).collect();
    assert!(tolerances.windows(2).all(|two| two[1] <= two[0]), "{tolerances:?}");
}

#[test]
fn the_same_answers_lead_to_the_same_points() {
    let ask = |seed| {
        let mut state = Sequential::new(Settings { seed, ..settings(2, 3) }, vec![target(0.4, 0.1)]);
        let mut all = Vec::new();
        while let Some(asked) = state.ask() {
            state.tell(&asked.iter().map(|shares| Some(vec![shares[0]])).collect::<Vec<_>>());
            all.extend(asked);
        }
        all
    };
    assert_eq!(ask(1), ask(1));
    assert_ne!(ask(1), ask(2));
}
