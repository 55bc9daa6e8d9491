//! Cost and return of a unit [I1], what a plant can bear [N2], and the value of an infrastructure step [I2].

use crate::maths::{annuity, pow};
use crate::units::{Money, MoneyPerTonne, Share, Tonnes};

/// Capital cost as a function of size: `K Q_ref (Q / Q_ref)^n` [I1].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CostCurve {
    /// `K`, money per yearly tonne at the reference size.
    pub per_t_year: MoneyPerTonne,
    /// `Q_ref`.
    pub reference_t: Tonnes,
    /// `n`.
    pub exponent: f64,
}

impl CostCurve {
    /// Capital cost of a unit, times a factor [I1].
    #[inline]
    pub fn capex(&self, size_t: Tonnes, factor: f64) -> Money {
        let full = self.per_t_year * self.reference_t;
        full * pow(size_t / self.reference_t, self.exponent) * factor
    }

    /// Inverse of [`CostCurve::capex`]: size with this capital cost after the factor [I1]. Only called if a unit costs
    /// something.
    #[inline]
    pub fn size_for(&self, cost: Money, factor: f64) -> Tonnes {
        let full = self.per_t_year * self.reference_t * factor;
        self.reference_t * pow(cost / full, 1.0 / self.exponent)
    }
}

/// Factor on a capital cost: lever times the share that the state does not pay, `eff(capex) (1 - capex subsidy)` [I1].
#[inline]
pub fn capex_factor(lever: Share, capex_subsidy: Share) -> f64 {
    lever * (1.0 - capex_subsidy)
}

/// Discount rate: `hurdle_rate eff(hurdle_rate)` [I1].
#[inline]
pub fn rate(hurdle_rate: Share, lever: Share) -> Share {
    hurdle_rate * lever
}

/// What a plant can spend on an order and its loan this year: `max(0, cash + budget - payments of older loans)` [N2].
#[inline]
pub fn means(cash: Money, budget: Money, debt_service: Money) -> Money {
    (cash + budget - debt_service).max(0.0)
}

/// Largest capital cost that these means bear in the year of the order, own share and first payment of the loan:
/// `means / ((1 - loan_share) + loan_share * payment)`; `payment` is that of a loan of 1 [N2].
#[inline]
pub fn purse(means: Money, loan_share: Share, payment: f64) -> Money {
    means / ((1.0 - loan_share) + loan_share * payment)
}

/// Yearly payment for a loan of 1, repaid as an annuity: `rate / (1 - (1 + rate)^-years)` [N2].
#[inline]
pub fn loan_payment(rate: Share, years: usize) -> f64 {
    1.0 / annuity(rate, years)
}

/// Present value of a unit's income: `a Q expected_use annuity(r, life)` [I1].
#[inline]
pub fn worth(margin_per_t: MoneyPerTonne, size_t: Tonnes, expected_use: Share, annuity: f64) -> Money {
    margin_per_t * size_t * expected_use * annuity
}

/// Debt that a loan still is: the present value of its payments left, at its own rate [I1].
#[inline]
pub fn principal(payment: Money, annuity_left: f64) -> Money {
    payment * annuity_left
}

/// Interest in a payment: what it does not repay [I1].
#[inline]
pub fn interest(payment: Money, principal_before: Money, principal_after: Money) -> Money {
    payment - (principal_before - principal_after)
}

/// Part of a unit in what its slot earned, by capacity [N2].
#[inline]
pub fn part(of_slot: Money, size_t: Tonnes, working_t: Tonnes) -> Money {
    of_slot * (size_t / working_t)
}

/// Tonnes that can be reclaimed from a stock in a year, `rho * stock` [I1].
#[inline]
pub fn reclaimable_t(reclaim_rate: Share, stock_t: Tonnes) -> Tonnes {
    reclaim_rate * stock_t
}

/// Upkeep of some levels of infrastructure over the horizon, `upkeep per level * levels * horizon` [I2].
#[inline]
pub fn upkeep(upkeep_per_level: Money, levels: f64, horizon_years: f64) -> Money {
    upkeep_per_level * levels * horizon_years
}

/// Value-to-cost ratio of an infrastructure step: `(value - upkeep over the horizon) / cost` [I2]. Without a cost it is
/// endless if the value exceeds the upkeep, and 0 if not.
#[inline]
pub fn step_ratio(value: Money, upkeep: Money, cost: Money) -> f64 {
    match value - upkeep {
        left if cost > 0.0 => left / cost,
        left if left > 0.0 => f64::INFINITY,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CURVE: CostCurve = CostCurve { per_t_year: 73.0, reference_t: 1.0, exponent: 0.712 };

    #[test]
    fn val_scale_economies() {
        // 73 Q^0.712: users of 5 and 3 alone.
        assert!((CURVE.capex(5.0, 1.0) - 229.61).abs() < 0.005);
        assert!((CURVE.capex(3.0, 1.0) - 159.60).abs() < 0.005);
    }

    #[test]
    fn size_is_the_inverse_of_capex() {
        let size = CURVE.size_for(CURVE.capex(5.0, 0.8), 0.8);
        assert!((size - 5.0).abs() < 1e-12);
    }

    #[test]
    fn a_loan_is_repaid_by_its_payments_less_their_interest() {
        // 100 at 10 % in two payments: 57.62, of which 10 and then 5.24 are interest.
        let annuity = |years: usize| crate::maths::annuity(0.1, years);
        let payment = 100.0 / annuity(2);
        let debt = [2, 1, 0].map(|left| principal(payment, annuity(left)));
        assert!((debt[0] - 100.0).abs() < 1e-12 && debt[2] == 0.0);
        let [first, second] = [0, 1].map(|n| interest(payment, debt[n], debt[n + 1]));
        assert!((first - 10.0).abs() < 1e-12 && (second - 0.1 * debt[1]).abs() < 1e-12);
        assert!((2.0 * payment - first - second - 100.0).abs() < 1e-12);
    }

    #[test]
    fn money_is_counted_with_its_sign() {
        assert_eq!([means(30.0, 5.0, 15.0), means(-30.0, 5.0, 0.0)], [20.0, 0.0]);
        // Of 100, a quarter comes from the plant, and the first payment of the other 75 is a fifth of them.
        assert_eq!(
            [purse(40.0, 0.75, 0.2), purse(40.0, 0.0, 0.2), purse(40.0, 1.0, 0.2)],
            [100.0, 40.0, 200.0]
        );
        assert_eq!([loan_payment(0.0, 5), loan_payment(1.0, 1)], [0.2, 2.0]);
        assert_eq!(part(90.0, 10.0, 30.0), 30.0);
        assert_eq!(capex_factor(0.5, 0.25), 0.375);
        assert_eq!(worth(2.0, 10.0, 0.5, 8.0), 80.0);
        assert_eq!(step_ratio(50.0, 10.0, 20.0), 2.0);
        assert_eq!([step_ratio(50.0, 10.0, 0.0), step_ratio(10.0, 10.0, 0.0)], [f64::INFINITY, 0.0]);
    }
}
