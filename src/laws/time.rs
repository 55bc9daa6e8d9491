//! Calendar years as years of a run [N6].

/// A calendar year as a year of a run, counted from its start; years before the start count as the first [N6].
#[inline]
pub fn year_of_run(year: i32, start_year: i32) -> usize {
    usize::try_from(i64::from(year) - i64::from(start_year)).unwrap_or(0)
}

/// Whether a plant is open in year `t`: from the market phase of the year in which it opens on [N6].
#[inline]
pub fn open(opens: usize, t: usize) -> bool {
    t >= opens
}

/// Whether a plant has closed in year `t`: from the opening of produce of the year in which it closes on [N6].
#[inline]
pub fn closed(closes: Option<usize>, t: usize) -> bool {
    closes.is_some_and(|closes| t >= closes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_before_the_start_count_as_the_first() {
        assert_eq!([1900, 2021, 2024].map(|year| year_of_run(year, 2021)), [0, 0, 3]);
    }

    #[test]
    fn a_plant_is_open_in_its_first_year_and_closed_in_its_last() {
        assert_eq!([1, 2, 3].map(|t| open(2, t)), [false, true, true]);
        assert_eq!([1, 2, 3].map(|t| closed(Some(2), t)), [false, true, true]);
        assert!(!closed(None, usize::MAX));
    }
}
