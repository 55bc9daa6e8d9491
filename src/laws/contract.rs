//! How long a contract runs [N5].

/// First year of a run, counted from its start, in which a contract given through a calendar year is not served any
/// more [N5].
#[inline]
pub fn over(until: i32, start_year: i32) -> usize {
    usize::try_from(i64::from(until) + 1 - i64::from(start_year)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contract_is_served_through_its_last_year() {
        assert_eq!([2019, 2020, 2021, 2024].map(|until| over(until, 2021)), [0, 0, 1, 4]);
    }
}
