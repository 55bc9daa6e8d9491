//! A small cache of recent results, for expensive functions that are often called with the same argument.

/// The last `N` values of a function of `K`, most recent first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Remembered<K, V, const N: usize = 1>([(K, V); N]);

impl<K: Copy + PartialEq, V: Copy, const N: usize> Remembered<K, V, N> {
    /// Starts with a known value; if there is none, use an argument that never occurs, such as NaN, which equals
    /// nothing.
    pub const fn new(argument: K, value: V) -> Self {
        Remembered([(argument, value); N])
    }

    /// The value at an argument, if cached.
    #[inline]
    pub fn known(&self, argument: K) -> Option<V> {
        self.0.iter().find(|known| known.0 == argument).map(|known| known.1)
    }

    /// The value at an argument: from the cache, or computed now and cached in place of the oldest.
    #[inline]
    pub fn get(&mut self, argument: K, work: impl FnOnce() -> V) -> V {
        if self.0[0].0 == argument {
            return self.0[0].1;
        }
        let at = (1..N).find(|&at| self.0[at].0 == argument);
        let found = at.map_or_else(|| (argument, work()), |at| self.0[at]);
        self.0.copy_within(0..at.unwrap_or(N - 1), 1);
        self.0[0] = found;
        found.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_values_are_not_worked_out_again() {
        let mut remembered = Remembered::<f64, f64, 2>::new(f64::NAN, f64::NAN);
        assert_eq!(remembered.known(1.0), None);
        let mut worked = Vec::new();
        for x in [1.0, 1.0, 2.0, 1.0, 2.0, 3.0, 2.0, 1.0] {
            let found = remembered.get(x, || {
                worked.push(x);
                10.0 * x
            });
            assert_eq!((found, remembered.known(x)), (10.0 * x, Some(10.0 * x)));
        }
        assert_eq!(worked, [1.0, 2.0, 3.0, 1.0]);
        assert_eq!(remembered.known(3.0), None, "the oldest is forgotten");
    }

    #[test]
    fn what_is_known_at_first_counts() {
        let mut remembered = Remembered::<f64, f64>::new(0.0, 1.0);
        assert_eq!(remembered.get(0.0, || unreachable!()), 1.0);
        assert_eq!(remembered.get(0.5, || 7.0), 7.0);
        assert_eq!(remembered.known(0.0), None);
    }
}
