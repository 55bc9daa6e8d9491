//! What depends on a scenario alone is worked out once for many runs that share it.

use std::cell::RefCell;
use std::sync::{Arc, Weak};

use super::{Faults, Scenario};

/// A value of the last shared scenario that it was asked for, on this thread.
///
/// The scenario is remembered by a weak reference, and while there is one, nobody can change what it refers to:
/// [`Arc::get_mut`] refuses, and [`Arc::make_mut`] and [`Arc::try_unwrap`] move it to another place.
#[derive(Debug)]
pub(crate) struct OfShared<T>(RefCell<Option<(Weak<Scenario>, T)>>);

impl<T: Clone> OfShared<T> {
    /// No value yet.
    pub(crate) const fn none() -> Self {
        OfShared(RefCell::new(None))
    }

    /// The value of a scenario: remembered, or worked out now.
    ///
    /// # Errors
    /// Those of the work, after which nothing new is remembered.
    pub(crate) fn get<E>(
        &self,
        scenario: &Arc<Scenario>,
        work: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some((of, value)) = &*self.0.borrow()
            && std::ptr::eq(of.as_ptr(), Arc::as_ptr(scenario))
        {
            return Ok(value.clone());
        }
        let value = work()?;
        self.0.replace(Some((Arc::downgrade(scenario), value.clone())));
        Ok(value)
    }
}

thread_local! {
    static PASSED: OfShared<()> = const { OfShared::none() };
}

impl Scenario {
    /// Checks a shared scenario, unless it is the last one that passed on this thread.
    ///
    /// # Errors
    /// Every fault, as [`Scenario::check`] finds them.
    pub(crate) fn check_shared(self: &Arc<Self>) -> Result<(), Faults> {
        PASSED.with(|passed| passed.get(self, || self.check()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::template;

    fn scenario() -> Scenario {
        Scenario::from_toml(&template()).unwrap()
    }

    #[test]
    fn the_work_is_done_once_for_a_scenario_that_stays_the_same() {
        let (of_shared, mut shared) = (OfShared::none(), Arc::new(scenario()));
        let years = |shared: &Arc<Scenario>| of_shared.get::<Faults>(shared, || Ok(shared.years)).unwrap();
        let before = years(&shared);
        assert_eq!(of_shared.get::<Faults>(&shared, || unreachable!()), Ok(before));
        assert!(Arc::get_mut(&mut shared).is_none(), "nobody can change it where it is");
        Arc::make_mut(&mut shared).years = 7;
        assert_eq!(years(&shared), 7);
        let mut taken = Arc::try_unwrap(shared).unwrap();
        for changed in 8..20 {
            taken.years = changed;
            let shared = Arc::new(taken);
            assert_eq!(years(&shared), changed, "no other takes its place in memory");
            taken = Arc::try_unwrap(shared).unwrap();
        }
    }

    #[test]
    fn a_shared_scenario_that_passed_is_checked_again_once_it_was_changed() {
        let mut shared = Arc::new(scenario());
        let other = Arc::clone(&shared);
        assert_eq!([shared.check_shared(), shared.check_shared()], [Ok(()), Ok(())]);
        Arc::make_mut(&mut shared).years = 0;
        for _ in 0..2 {
            assert!(shared.check_shared().is_err() && other.check_shared().is_ok());
        }
    }
}
