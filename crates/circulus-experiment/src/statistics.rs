//! Means, quantiles and intervals. Missing values are skipped, and undefined results are `None`.

use libm::{exp, lgamma, log, log1p};

/// Half-width of the 95 % interval of a normal distribution, in standard deviations.
pub(crate) const NORMAL_95: f64 = 1.959_963_984_540_054;

/// Number, mean and spread of some values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Moments {
    /// Number of values.
    pub n: usize,
    /// Mean; `None` for an empty list.
    pub mean: Option<f64>,
    /// Sample variance, over `n - 1`; `None` for fewer than two values.
    pub variance: Option<f64>,
}

impl Moments {
    /// Standard error of the mean; `None` of fewer than two values.
    pub fn error(&self) -> Option<f64> {
        Some((self.variance? / self.n as f64).sqrt())
    }

    /// Half of Student's interval of the mean at a level such as 0.95; `None` of fewer than two values.
    pub fn half_width(&self, level: f64) -> Option<f64> {
        Some(student(0.5 + level / 2.0, self.n as f64 - 1.0) * self.error()?)
    }
}

/// Number, mean and variance of the values that are not NaN.
pub fn moments(values: impl Iterator<Item = f64> + Clone) -> Moments {
    let there = values.filter(|value| !value.is_nan());
    let n = there.clone().count();
    let mean = (n > 0).then(|| there.clone().sum::<f64>() / n as f64);
    let squares = |mean: f64| there.clone().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    let variance = mean.filter(|_| n > 1).map(|mean| squares(mean) / (n - 1) as f64);
    Moments { n, mean, variance }
}

/// The quantile of sorted values, by linear interpolation (type 7 of Hyndman and Fan 1996, as in R and numpy); `None`
/// for an empty list.
///
/// ```
/// use circulus_experiment::statistics::quantile;
/// assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
/// ```
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let (low, high) = (*sorted.get(below)?, *sorted.get((below + 1).min(last))?);
    Some(low + (place - below as f64) * (high - low))
}

/// A paired comparison of one number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paired {
    /// Number of pairs with both values.
    pub n: usize,
    /// Mean of the first.
    pub first: Option<f64>,
    /// Mean of the second.
    pub second: Option<f64>,
    /// Mean of second less first.
    pub difference: Option<f64>,
    /// Standard error of the mean difference.
    pub error: Option<f64>,
    /// Half-width of the interval of the mean difference.
    pub half_width: Option<f64>,
    /// Correlation of the two; `None` if one is constant.
    pub correlation: Option<f64>,
    /// Number of independent runs of each side needed for an interval as narrow as with these pairs; `None` if the
    /// difference is constant.
    pub independent: Option<f64>,
    /// Number of pairs whose two values differ.
    pub differing: usize,
}

impl Paired {
    /// Half-width of the interval of the mean difference at another level.
    pub fn half_width_at(&self, level: f64) -> Option<f64> {
        Some(student(0.5 + level / 2.0, self.n.saturating_sub(1) as f64) * self.error?)
    }
}

/// Compares two lists pair by pair, with Student's t interval at a level such as 0.95.
pub fn paired(first: &[f64], second: &[f64], level: f64) -> Paired {
    let pairs: Vec<(f64, f64)> = first
        .iter()
        .copied()
        .zip(second.iter().copied())
        .filter(|(a, b)| !a.is_nan() && !b.is_nan())
        .collect();
    let a = moments(pairs.iter().map(|pair| pair.0));
    let b = moments(pairs.iter().map(|pair| pair.1));
    let d = moments(pairs.iter().map(|pair| pair.1 - pair.0));
    let n = pairs.len();
    let differing = pairs.iter().filter(|(a, b)| a != b).count();
    let (error, half_width) = (d.error(), d.half_width(level));
    let both = a.variance.zip(b.variance);
    let correlation = both.zip(d.variance).and_then(|((va, vb), vd)| {
        let product = (va * vb).sqrt();
        (product > 0.0).then(|| ((va + vb - vd) / 2.0 / product).clamp(-1.0, 1.0))
    });
    let independent =
        both.zip(d.variance).and_then(|((va, vb), vd)| (vd > 0.0).then(|| n as f64 * (va + vb) / vd));
    Paired {
        n,
        first: a.mean,
        second: b.mean,
        difference: d.mean,
        error,
        half_width,
        correlation,
        independent,
        differing,
    }
}

/// Probabilities of several tests, corrected so that one in `1 / level` such families calls anything at a level if there is
/// nothing (Holm 1979). Tests without a probability do not count.
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let mut order: Vec<(usize, f64)> = p.iter().enumerate().filter_map(|(at, p)| Some((at, (*p)?))).collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut corrected = vec![None; p.len()];
    let mut most: f64 = 0.0;
    for (rank, (at, p)) in order.iter().enumerate() {
        most = most.max(p * (order.len() - rank) as f64).min(1.0);
        corrected[*at] = Some(most);
    }
    corrected
}

/// A ratio of two means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// Number of pairs with both values.
    pub n: usize,
    /// Mean of the numerators over that of the denominators; `None` without pairs or if the latter is 0.
    pub ratio: Option<f64>,
    /// Fieller's interval (1954); `None` if the mean of the denominators may be 0 at the level, so that the ratio has no
    /// bounds.
    pub interval: Option<(f64, f64)>,
}

/// The ratio of the means of two lists that belong together pair by pair.
pub fn ratio(numerators: &[f64], denominators: &[f64], level: f64) -> Ratio {
    let there = |pair: &(&f64, &f64)| !pair.0.is_nan() && !pair.1.is_nan();
    let (y, x): (Vec<f64>, Vec<f64>) = numerators.iter().zip(denominators).filter(there).unzip();
    let n = x.len();
    let (of_y, of_x) = (moments(y.iter().copied()), moments(x.iter().copied()));
    let ratio = of_y.mean.zip(of_x.mean).filter(|(_, x)| *x != 0.0).map(|(y, x)| y / x);
    let interval = || {
        let (mean_x, ratio, t) = (of_x.mean?, ratio?, student(0.5 + level / 2.0, n.checked_sub(1)? as f64));
        let (xx, yy) = (of_x.variance?, of_y.variance?);
        let products = y.iter().zip(&x).map(|(y, x)| (y - of_y.mean.unwrap_or(0.0)) * (x - mean_x));
        let xy = products.sum::<f64>() / (n - 1) as f64;
        // The ends are the ratios r at which the mean of y - r x is just as far from 0 as luck allows.
        let g = t * t * xx / (n as f64 * mean_x * mean_x);
        let skew = if xx > 0.0 { g * xy / xx } else { 0.0 };
        let within =
            yy - 2.0 * ratio * xy + ratio * ratio * xx - if xx > 0.0 { g * (yy - xy * xy / xx) } else { 0.0 };
        let half = t / mean_x.abs() * (within.max(0.0) / n as f64).sqrt();
        (g < 1.0).then(|| ((ratio - skew - half) / (1.0 - g), (ratio - skew + half) / (1.0 - g)))
    };
    Ratio { n, ratio, interval: interval() }
}

/// The probability that Student's t is at least so far from 0, on either side.
pub fn student_beyond(t: f64, freedom: f64) -> f64 {
    incomplete_beta(freedom / 2.0, 0.5, freedom / (freedom + t * t))
}

/// The quantile of Student's t distribution at probability `share`.
pub fn student(share: f64, freedom: f64) -> f64 {
    if !(share > 0.0 && share < 1.0 && freedom > 0.0) {
        return f64::NAN;
    }
    if share < 0.5 {
        return -student(1.0 - share, freedom);
    }
    let above = |t: f64| 0.5 * student_beyond(t, freedom);
    let (mut low, mut high) = (0.0, 1.0);
    while above(high) > 1.0 - share && high < 1e300 {
        high *= 2.0;
    }
    // Bisects until the floating-point precision is exhausted.
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if above(middle) > 1.0 - share { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// The regularised incomplete beta function, by Lentz's continued fraction (Press et al. 2007, 6.4).
fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let safe = |value: f64| if value.abs() < TINY { TINY } else { value };
    let (mut c, mut d) = (1.0, 1.0 / safe(1.0 - (a + b) * x / (a + 1.0)));
    let mut product = d;
    for m in 1..=10_000 {
        let m = f64::from(m);
        for step in [
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        ] {
            d = 1.0 / safe(1.0 + step * d);
            c = safe(1.0 + step / c);
            product *= c * d;
        }
        if (c * d - 1.0).abs() < 1e-16 {
            break;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_agrees_with_published_tables() {
        for (share, freedom, table) in [
            (0.975, 1.0, 12.7062047364),
            (0.975, 2.0, 4.3026527297),
            (0.975, 9.0, 2.2621571628),
            (0.995, 29.0, 2.7563859036),
            (0.95, 999.0, 1.6463803454),
            (0.025, 9.0, -2.2621571628),
        ] {
            assert!((student(share, freedom) - table).abs() < 1e-9, "{share} {freedom}");
        }
        assert!((student(0.975, 1e7) - 1.9599641).abs() < 1e-6);
        assert!(student(1.0, 5.0).is_nan() && student(0.9, 0.0).is_nan());
    }

    #[test]
    fn probabilities_are_corrected_as_by_hand() {
        let found = holm(&[Some(0.03), None, Some(0.01), Some(0.02)]);
        let near = |at: usize, known: f64| (found[at].unwrap() - known).abs() < 1e-12;
        // 3 x .01, then 2 x .02, then 1 x .03, which may not be less than that before it.
        assert!(near(2, 0.03) && near(3, 0.04) && near(0, 0.04) && found[1].is_none(), "{found:?}");
        assert_eq!(holm(&[Some(0.7), Some(0.9)]), [Some(1.0), Some(1.0)]);
        assert!((student_beyond(2.2621571628, 9.0) - 0.05).abs() < 1e-9);
    }

    /// At both ends the mean of `y - r x` is as far from 0 as Student's interval of it reaches.
    #[test]
    fn the_interval_of_a_ratio_is_that_of_fieller() {
        let (y, x) = ([5.0, 7.0, 12.0, 9.0, 6.0], [2.0, 3.0, 4.0, 4.0, 2.5]);
        let found = ratio(&y, &x, 0.95);
        let (low, high) = found.interval.unwrap();
        assert!(
            (found.ratio.unwrap() - 39.0 / 15.5).abs() < 1e-12 && low < 39.0 / 15.5 && high > 39.0 / 15.5
        );
        for end in [low, high] {
            let rest = moments(y.iter().zip(&x).map(|(y, x)| y - end * x));
            let reach = student(0.975, 4.0) * (rest.variance.unwrap() / 5.0).sqrt();
            assert!((rest.mean.unwrap().abs() - reach).abs() < 1e-9, "{end}: {rest:?} {reach}");
        }
        // A divisor that may be 0 gives no bounds, one that does not vary an ordinary interval.
        assert_eq!(ratio(&y, &[1.0, -2.0, 3.0, -1.0, 0.5], 0.95).interval, None);
        let (low, high) = ratio(&y, &[2.0; 5], 0.95).interval.unwrap();
        let half = student(0.975, 4.0) * (moments(y.iter().copied()).variance.unwrap() / 5.0).sqrt() / 2.0;
        assert!((low - (3.9 - half)).abs() < 1e-12 && (high - (3.9 + half)).abs() < 1e-12);
        assert_eq!(ratio(&[], &[], 0.95).ratio, None);
    }

    #[test]
    fn quantiles_are_those_of_numpy() {
        let values = [1.0, 2.0, 4.0, 8.0];
        let found = [0.0, 0.05, 0.5, 0.9, 1.0].map(|share| quantile(&values, share).unwrap());
        let numpy = [1.0, 1.15, 3.0, 6.8, 8.0];
        assert!(found.iter().zip(numpy).all(|(a, b)| (a - b).abs() < 1e-12), "{found:?}");
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[3.0], 0.1), Some(3.0));
    }

    #[test]
    fn missing_values_are_left_out() {
        let found = moments([1.0, f64::NAN, 3.0].into_iter());
        assert_eq!(found, Moments { n: 2, mean: Some(2.0), variance: Some(2.0) });
        assert_eq!(moments(std::iter::empty()), Moments { n: 0, mean: None, variance: None });
        assert_eq!(moments(std::iter::once(5.0)).variance, None);
    }

    #[test]
    fn pairs_are_compared_as_by_hand() {
        // Differences 1, 2, 3: mean 2, deviation 1, interval t(.975, 2) / sqrt 3.
        let found = paired(&[1.0, 4.0, 6.0, f64::NAN], &[2.0, 6.0, 9.0, 1.0], 0.95);
        assert_eq!((found.n, found.difference), (3, Some(2.0)));
        assert!((found.half_width.unwrap() - 4.3026527297 / 3f64.sqrt()).abs() < 1e-9);
        // Variances 19/3 and 37/3, so 3 * (56/3) / 1 independent runs.
        assert!((found.independent.unwrap() - 56.0).abs() < 1e-9);
        assert!(
            (found.correlation.unwrap() - (56.0 / 3.0 - 1.0) / 2.0 / (19.0f64 * 37.0 / 9.0).sqrt()).abs()
                < 1e-12
        );
        let same = paired(&[1.0, 2.0], &[1.0, 2.0], 0.95);
        assert_eq!((same.difference, same.half_width, same.independent), (Some(0.0), Some(0.0), None));
        assert_eq!(paired(&[], &[], 0.95).difference, None);
        assert_eq!(paired(&[1.0], &[2.0], 0.95).half_width, None);
    }
}
