//! Points without missing numbers.

/// The points, by number, that have a finite number for every key and an outcome, and how many others there are.
/// Points are as many as the longest list has.
pub fn complete(
    inputs: &[Vec<f64>],
    outcomes: usize,
    outcome: impl Fn(usize) -> bool,
) -> (Vec<usize>, usize) {
    let points = inputs.iter().map(Vec::len).max().unwrap_or(0).max(outcomes);
    let mut there: Vec<bool> = (0..points).map(|point| point < outcomes && outcome(point)).collect();
    for key in inputs {
        for (point, there) in there.iter_mut().enumerate() {
            *there &= key.get(point).is_some_and(|value| value.is_finite());
        }
    }
    let kept: Vec<usize> = (0..points).filter(|&point| there[point]).collect();
    let left_out = points - kept.len();
    (kept, left_out)
}

/// Places of finite numbers, sorted by the numbers; equal ones stay in the order in which they were.
pub(crate) fn sorted_by(values: impl Fn(usize) -> f64, mut places: Vec<usize>) -> Vec<usize> {
    // -0 + 0 is 0.
    places.sort_by(|&a, &b| (values(a) + 0.0).total_cmp(&(values(b) + 0.0)).then(a.cmp(&b)));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_that_lacks_anything_is_left_out() {
        let inputs = [vec![1.0, f64::NAN, 3.0, 4.0, 5.0], vec![1.0, 2.0, f64::INFINITY, 4.0]];
        assert_eq!(complete(&inputs, 4, |_| true), (vec![0, 3], 3));
        assert_eq!(complete(&inputs, 4, |point| point != 0), (vec![3], 4));
        assert_eq!(complete(&inputs, 6, |_| true), (vec![0, 3], 4));
        assert_eq!(complete(&[], 2, |_| true), (vec![0, 1], 0));
        assert_eq!(complete(&[], 0, |_| true), (vec![], 0));
    }
}
