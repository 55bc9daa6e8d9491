//! Who knows whom: acquaintance by distance and chance, and through the cluster [E3]; for good, and from deals [N4].

use crate::maths::{ROUNDING, exp, ln};
use crate::units::{Km, Share};

/// Acquaintance probabilities below this count as zero. Even in a world of many distant pairs, fewer than one such
/// acquaintance would be expected, so these pairs need no draw.
pub const STRANGERS: Share = 1e-9;

/// Probability that two plants know each other that do so for good: any draw is below it [N4].
pub const FOR_GOOD: Share = 1.0;

/// Probability `p0 exp(-d/d0)` that two plants know each other outside the cluster [E3].
#[inline]
pub fn outside(at_no_distance: Share, scale_km: Km, d: Km) -> Share {
    if scale_km <= 0.0 {
        return 0.0;
    }
    let p = at_no_distance * exp(-d / scale_km);
    if p < STRANGERS { 0.0 } else { p }
}

/// Distance beyond which no plants know each other outside the cluster: where [`outside`] falls to [`STRANGERS`], with
/// a margin for rounding.
#[inline]
pub fn outside_within(at_no_distance: Share, scale_km: Km) -> Km {
    let ratio = at_no_distance / STRANGERS;
    if ratio > 1.0 { scale_km * ln(ratio) * (1.0 + ROUNDING) } else { 0.0 }
}

/// Probability that two members know each other, given the probability outside the cluster and lever `reach`: `p + (1
/// - p)(1 - reach)` [E3].
#[inline]
pub fn inside(p_outside: Share, reach: Share) -> Share {
    p_outside + (1.0 - p_outside) * (1.0 - reach)
}

/// Upper bound on lever `reach` up to which two members with this draw know each other by [`inside`]; the margin
/// exceeds rounding errors.
#[inline]
pub fn inside_up_to(draw: Share, p_outside: Share) -> Share {
    1.0 - (draw - p_outside - ROUNDING) / (1.0 - p_outside)
}

/// Whether a pair with this draw is acquainted [E3].
#[inline]
pub fn knows(draw: Share, probability: Share) -> bool {
    draw < probability
}

/// Whether two plants whose last deal was in year `last` know each other by it in a later year `t` [N4].
#[inline]
pub fn remembers(last: usize, t: usize, memory_years: usize) -> bool {
    last < t && t - last <= memory_years
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acquaintance_falls_with_distance_and_rises_with_reach() {
        assert_eq!(outside(0.6, 50.0, 0.0), 0.6);
        assert!((outside(0.6, 50.0, 50.0) - 0.6 * exp(-1.0)).abs() < 1e-15);
        assert_eq!(outside(0.6, 0.0, 0.0), 0.0, "no scale: nobody");
        assert_eq!([inside(0.25, 1.0), inside(0.25, 0.5), inside(0.25, 0.0)], [0.25, 0.625, 1.0]);
        assert!(knows(0.2, 0.25) && !knows(0.25, 0.25));
        let rare = [STRANGERS, STRANGERS.next_down()].map(|p0| outside(p0, 50.0, 0.0));
        assert_eq!(rare, [STRANGERS, 0.0], "only what is below counts as zero");
    }

    #[test]
    fn no_members_know_each_other_beyond_the_bound_on_reach() {
        let draws = [0.0, 1e-12, 0.2, 0.5, 0.9, 1.0 - 1e-12];
        for (draw, p) in draws.into_iter().flat_map(|draw| draws.map(|p| (draw, p))) {
            let up_to = inside_up_to(draw, p);
            assert!(!knows(draw, inside(p, up_to.max(0.0).next_up())), "{draw} {p}: too low");
            let below = (up_to - 2.0 * ROUNDING / (1.0 - p)).clamp(0.0, 1.0);
            assert!(up_to <= 0.0 || knows(draw, inside(p, below)), "{draw} {p}: too high");
        }
        assert_eq!(inside_up_to(1.0 - 1e-16, FOR_GOOD), f64::INFINITY);
    }

    #[test]
    fn a_deal_is_remembered_from_the_next_year_on_for_so_many_years() {
        let in_years = |memory_years| (3..9).filter(move |&t| remembers(4, t, memory_years));
        assert_eq!(in_years(3).collect::<Vec<_>>(), [5, 6, 7]);
        assert_eq!(in_years(0).count(), 0);
        assert!(knows(1.0 - 1e-16, FOR_GOOD), "the largest draw");
    }

    #[test]
    fn nobody_knows_each_other_beyond_the_bound() {
        for (p0, d0) in [(0.6, 50.0), (1.0, 3.0), (1e-3, 700.0), (1e-12, 50.0), (0.6, 0.0)] {
            let bound = outside_within(p0, d0);
            assert_eq!(outside(p0, d0, bound * (1.0 + 1e-8) + 1e-9), 0.0, "{p0} {d0}");
            assert!(bound == 0.0 || outside(p0, d0, bound * (1.0 - 1e-8)) > 0.0, "{p0} {d0}: too far");
            // Not one step of rounding beyond it, so that a bound too short by as little as it is too long would show.
            assert_eq!(outside(p0, d0, bound.next_up()), 0.0, "{p0} {d0}: too near");
        }
    }
}
