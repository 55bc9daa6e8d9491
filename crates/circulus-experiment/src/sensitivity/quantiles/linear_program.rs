//! The linear program of a quantile regression, by the interior-point method of Frisch and Newton (Portnoy and Koenker 1997).

/// Share of the way to the nearest bound that a step may go.
const REACH: f64 = 0.9995;
/// Gap between both programs at which they are solved, for each unit of weight and of the spread of the outcome.
const GAP: f64 = 1e-10;
/// Most steps; a dozen or two are usual.
const STEPS: usize = 100;

/// The coefficients `b` that make the weighted sum of `r (share - [r < 0])` least, with `r = y - X b`. Rows of `X` are as long
/// as the answer; weights are above 0. `None` if columns depend on each other.
pub(super) fn solve(x: &[f64], y: &[f64], weights: &[f64], share: f64, columns: usize) -> Option<Vec<f64>> {
    // The dual: the largest y'a under X'a = (1 - share) X'w and 0 <= a <= w. Signs are those of a least one.
    let rows = || x.chunks_exact(columns);
    let all = weights.iter().sum::<f64>();
    let mut a: Vec<f64> = weights.iter().map(|w| (1.0 - share) * w).collect();
    let mut rest: Vec<f64> = a.iter().zip(weights).map(|(a, w)| w - a).collect();
    let right = across(x, &a, columns);
    let cost: Vec<f64> = y.iter().map(|y| -y).collect();
    let mut b = newton(x, &vec![1.0; y.len()], &cost, columns)?;
    let at = |b: &[f64]| rows().map(move |row| product(row, b)).collect::<Vec<f64>>();
    // A residual of 0 stands on its bound, from where no step leads.
    let mut low: Vec<f64> = at(&b).iter().zip(&cost).map(|(fit, c)| above(c - fit)).collect();
    let mut high: Vec<f64> = at(&b).iter().zip(&cost).map(|(fit, c)| above(fit - c)).collect();
    for _ in 0..STEPS {
        let gap = product(&cost, &a) - product(&b, &right) + product(&high, weights);
        if gap < GAP * all {
            break;
        }
        let n = y.len();
        let scale: Vec<f64> = (0..n).map(|i| 1.0 / (low[i] / a[i] + high[i] / rest[i])).collect();
        let residual: Vec<f64> = (0..n).map(|i| low[i] - high[i]).collect();
        let Some(mut step) = newton(x, &scale, &residual, columns) else { break };
        let fit = at(&step);
        let mut da: Vec<f64> = (0..n).map(|i| scale[i] * (fit[i] - residual[i])).collect();
        let mut dlow: Vec<f64> = (0..n).map(|i| -low[i] * (1.0 + da[i] / a[i])).collect();
        let mut dhigh: Vec<f64> = (0..n).map(|i| -high[i] * (1.0 - da[i] / rest[i])).collect();
        let lengths = |da: &[f64], dlow: &[f64], dhigh: &[f64]| {
            let back: Vec<f64> = da.iter().map(|da| -da).collect();
            [reach(&a, da).min(reach(&rest, &back)), reach(&low, dlow).min(reach(&high, dhigh))]
        };
        let [mut primal, mut dual] = lengths(&da, &dlow, &dhigh);
        if primal.min(dual) < 1.0 {
            // Mehrotra's corrector: towards the central path, and with the products of the step itself.
            let now = product(&low, &a) + product(&high, &rest);
            let then: f64 = (0..n)
                .map(|i| {
                    (low[i] + dual * dlow[i]) * (a[i] + primal * da[i])
                        + (high[i] + dual * dhigh[i]) * (rest[i] - primal * da[i])
                })
                .sum();
            let ratio = then / now;
            let mu = now * ratio * ratio * ratio / (2.0 * n as f64);
            let centre: Vec<f64> = (0..n).map(|i| mu * (1.0 / a[i] - 1.0 / rest[i])).collect();
            let bent: Vec<f64> =
                (0..n).map(|i| da[i] * dlow[i] / a[i] + da[i] * dhigh[i] / rest[i]).collect();
            let corrected: Vec<f64> = (0..n).map(|i| residual[i] + bent[i] - centre[i]).collect();
            let Some(corrector) = newton(x, &scale, &corrected, columns) else { break };
            step = corrector;
            let fit = at(&step);
            let first = da;
            da = (0..n).map(|i| scale[i] * (fit[i] - corrected[i])).collect();
            for i in 0..n {
                let own = (first[i] * dlow[i], -first[i] * dhigh[i]);
                dlow[i] = (mu - own.0 - low[i] * da[i]) / a[i] - low[i];
                dhigh[i] = (mu - own.1 + high[i] * da[i]) / rest[i] - high[i];
            }
            [primal, dual] = lengths(&da, &dlow, &dhigh);
        }
        for i in 0..n {
            a[i] += primal * da[i];
            rest[i] -= primal * da[i];
            low[i] += dual * dlow[i];
            high[i] += dual * dhigh[i];
        }
        b.iter_mut().zip(&step).for_each(|(b, step)| *b += dual * step);
    }
    Some(b.into_iter().map(|b| -b).collect())
}

fn product(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// The amount of a number above 0, and a little of both sides of 0.
fn above(value: f64) -> f64 {
    const LITTLE: f64 = 1e-12;
    value.max(0.0) + if value.abs() < LITTLE { LITTLE } else { 0.0 }
}

/// The share of a step, 1 at most, that leaves all values above 0.
fn reach(values: &[f64], steps: &[f64]) -> f64 {
    let nearest =
        values.iter().zip(steps).filter(|(_, step)| **step < 0.0).map(|(value, step)| -value / step);
    (REACH * nearest.fold(f64::INFINITY, f64::min)).min(1.0)
}

/// `X'a`.
fn across(x: &[f64], a: &[f64], columns: usize) -> Vec<f64> {
    let mut sums = vec![0.0; columns];
    for (row, a) in x.chunks_exact(columns).zip(a) {
        sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += a * x);
    }
    sums
}

/// The weighted least squares of `target` on the columns, by the Cholesky factor of the normal equations; `None` if the columns
/// depend on each other.
fn newton(x: &[f64], weights: &[f64], target: &[f64], columns: usize) -> Option<Vec<f64>> {
    const LEAST: f64 = 1e-13;
    let mut factor = vec![0.0; columns * columns];
    let mut b = vec![0.0; columns];
    for ((row, weight), target) in x.chunks_exact(columns).zip(weights).zip(target) {
        for (i, own) in row.iter().enumerate() {
            let own = weight * own;
            b[i] += own * target;
            factor[i * columns..].iter_mut().zip(&row[..=i]).for_each(|(sum, other)| *sum += own * other);
        }
    }
    for i in 0..columns {
        let whole = factor[i * columns + i];
        for j in 0..=i {
            let (before, row) = factor.split_at(i * columns);
            let other = if i == j { row } else { &before[j * columns..] };
            let rest = row[j] - product(&row[..j], &other[..j]);
            factor[i * columns + j] =
                if i == j { (rest > LEAST * whole).then(|| rest.sqrt())? } else { rest / other[j] };
        }
        b[i] = (b[i] - product(&factor[i * columns..i * columns + i], &b)) / factor[i * columns + i];
    }
    for i in (0..columns).rev() {
        let below: f64 = (i + 1..columns).map(|j| factor[j * columns + i] * b[j]).sum();
        b[i] = (b[i] - below) / factor[i * columns + i];
    }
    Some(b)
}
