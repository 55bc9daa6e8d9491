//! Accounts of a run [N11]: transfers cancelled, capital counted in full, money by who has it, and the account of the
//! state.

use crate::maths::{ROUNDING, pow};
use crate::units::{Money, MoneyPerTonne, Share};

/// Money in the gain of deals that the state gives or forgoes: it makes nobody richer in all [N11].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Transfers {
    /// Subsidies per tonne reused.
    pub subsidy: Money,
    /// Terms of the carbon price.
    pub carbon: Money,
    /// Terms of the levy on primary material.
    pub levy: Money,
    /// Disposal fees saved, less those on residues.
    pub fees_saved: Money,
}

impl Transfers {
    /// All of them.
    #[inline]
    pub fn total(&self) -> Money {
        self.subsidy + self.carbon + self.levy + self.fees_saved
    }

    /// Adds those of another deal.
    #[inline]
    pub fn add(&mut self, other: &Transfers) {
        self.subsidy += other.subsidy;
        self.carbon += other.carbon;
        self.levy += other.levy;
        self.fees_saved += other.fees_saved;
    }
}

/// Disposal fees that a converted tonne saves: its own, if it is fresh, less that on its residue, `[fresh] f - rho f_r`
/// [N11].
#[inline]
pub fn fees_saved_per_t(
    fee_per_t: MoneyPerTonne,
    rho: f64,
    residue_fee_per_t: MoneyPerTonne,
) -> MoneyPerTonne {
    fee_per_t - rho * residue_fee_per_t
}

/// What a year costs besides what deals count: money that is gone [N11].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Costs {
    /// Capital of plants, before the state's share.
    pub capital: Money,
    /// Infrastructure built.
    pub infrastructure: Money,
    /// Overhead of the company, and upkeep of infrastructure.
    pub running: Money,
    /// Losses from events, before cover.
    pub losses: Money,
    /// Entry costs.
    pub entry: Money,
    /// Prevention at the source [V2].
    pub prevention: Money,
}

impl Costs {
    /// All of them.
    #[inline]
    pub fn total(&self) -> Money {
        self.capital + self.infrastructure + self.running + self.losses + self.entry + self.prevention
    }
}

/// Net benefit of a year: gain less the transfers in it and all costs [N11].
#[inline]
pub fn net_benefit(gain: Money, transfers: &Transfers, costs: &Costs) -> Money {
    gain - transfers.total() - costs.total()
}

/// The same as business counts it: of the transfers, only the subsidy is taken out [N11].
#[inline]
pub fn business(gain: Money, transfers: &Transfers, costs: &Costs) -> Money {
    gain - transfers.subsidy - costs.total()
}

/// What the company of a cluster received and spent [N11].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct CompanyYear {
    /// Fees of members.
    pub fees: Money,
    /// Grant of the state.
    pub grant: Money,
    /// Its share of disposal fees.
    pub fees_to_company: Money,
    /// Overhead and upkeep.
    pub running: Money,
    /// Infrastructure built.
    pub infrastructure: Money,
    /// Members' losses that it covered.
    pub covered: Money,
    /// Returned to members.
    pub returned: Money,
    /// Prevention at the source, in place of all else [V2].
    pub prevention: Money,
}

impl CompanyYear {
    /// Money that the company gains in the year [N11].
    #[inline]
    pub fn money(&self) -> Money {
        self.fees + self.grant + self.fees_to_company
            - self.running
            - self.infrastructure
            - self.covered
            - self.returned
            - self.prevention
    }
}

/// What the state pays besides the transfers in deals [N11].
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct StateYear {
    /// Its share of plants' capital cost.
    pub capex_subsidies: Money,
    /// Grant to the company.
    pub grant: Money,
    /// Disposal fees that it passes on to the company.
    pub fees_to_company: Money,
}

impl StateYear {
    /// Money that the state gains by what plants and company do: fees that deals save are lost to it [N11].
    #[inline]
    pub fn money(&self, transfers: &Transfers) -> Money {
        -transfers.total() - self.capex_subsidies - self.grant - self.fees_to_company
    }

    /// Balance of its account: the disposal fees owed for the year's placing, less all that it gives [N11].
    #[inline]
    pub fn balance(&self, fees: Money, transfers: &Transfers) -> Money {
        fees - self.fees_to_company
            - transfers.subsidy
            - self.capex_subsidies
            - transfers.carbon
            - transfers.levy
            - self.grant
    }
}

/// Money that lenders gain: interest less the debt that they write off [N11].
#[inline]
pub fn of_lenders(interest: Money, written_off: Money) -> Money {
    interest - written_off
}

/// Capital cost still in use, in a straight line over a unit's life [N11].
#[inline]
pub fn still_in_use(capital: Money, life_years: usize, years_left: usize) -> Money {
    capital * years_left.min(life_years) as f64 / life_years as f64
}

/// Capital of infrastructure still in use: its level times the capital cost of one [N11].
#[inline]
pub fn infrastructure_in_use(level: f64, capex_per_level: Money) -> Money {
    level * capex_per_level
}

/// Value in the first year of 1 so many years later [N11].
#[inline]
pub fn discount(rate: Share, years: usize) -> f64 {
    pow(1.0 + rate, -(years as f64))
}

/// Value in the first year of an amount so many years later [N11].
#[inline]
pub fn discounted(amount: Money, rate: Share, years: usize) -> Money {
    amount * discount(rate, years)
}

/// An amount, or nothing where rounding may have left it of sums of this scale.
#[inline]
pub fn beyond_rounding(amount: Money, scale: Money) -> Money {
    if amount.abs() <= ROUNDING * scale { 0.0 } else { amount }
}

/// Money of a plant in one world less that in the other, where `turnover` is the sum of all amounts, regardless of sign,
/// that either is the sum of [N11].
#[inline]
pub fn difference(here: Money, there: Money, turnover: Money) -> Money {
    beyond_rounding(here - there, turnover)
}

/// Gini coefficient, `sum over i, j of |x_i - x_j| / (2 n sum x)`, of amounts in rising order; `None` where there is
/// nothing to share [N11].
pub fn gini(rising: &[Money]) -> Option<Share> {
    let n = rising.len() as f64;
    let total: f64 = rising.iter().sum();
    // Of all differences, x_i is added in those with the i smaller ones, and taken off in the others.
    let weighted: f64 = rising.iter().enumerate().map(|(i, x)| (2.0 * i as f64 + 1.0 - n) * x).sum();
    (total > 0.0).then(|| weighted / (n * total))
}

/// Share of the three largest in the sum of amounts in rising order; `None` where there is nothing to share [N11].
pub fn top_three_share(rising: &[Money]) -> Option<Share> {
    let total: f64 = rising.iter().sum();
    (total > 0.0).then(|| rising.iter().rev().take(3).sum::<f64>() / total)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRANSFERS: Transfers = Transfers { subsidy: 1.0, carbon: 20.0, levy: 300.0, fees_saved: 4000.0 };
    const COSTS: Costs =
        Costs { capital: 1.0, infrastructure: 2.0, running: 4.0, losses: 8.0, entry: 16.0, prevention: 32.0 };

    #[test]
    fn transfers_are_nobodys_wealth_and_costs_are_gone() {
        assert_eq!(net_benefit(10_000.0, &TRANSFERS, &COSTS), 10_000.0 - 4321.0 - 63.0);
        assert_eq!(business(10_000.0, &TRANSFERS, &COSTS), 10_000.0 - 1.0 - 63.0);
        assert_eq!(fees_saved_per_t(30.0, 0.25, 8.0), 28.0);
        let mut twice = TRANSFERS;
        twice.add(&TRANSFERS);
        assert_eq!(twice, Transfers { subsidy: 2.0, carbon: 40.0, levy: 600.0, fees_saved: 8000.0 });
    }

    #[test]
    fn what_one_pays_another_receives() {
        let company = CompanyYear {
            fees: 100.0,
            grant: 50.0,
            fees_to_company: 7.0,
            running: 20.0,
            infrastructure: 30.0,
            covered: 4.0,
            returned: 9.0,
            prevention: 6.0,
        };
        assert_eq!(company.money(), 88.0);
        let state = StateYear { capex_subsidies: 11.0, grant: 50.0, fees_to_company: 7.0 };
        assert_eq!(state.money(&TRANSFERS), -4321.0 - 68.0);
        assert_eq!(state.balance(1000.0, &TRANSFERS), 1000.0 - 321.0 - 68.0);
        assert_eq!([of_lenders(5.0, 8.0), infrastructure_in_use(1.5, 4.0)], [-3.0, 6.0]);
    }

    #[test]
    fn capital_wears_in_a_straight_line() {
        assert_eq!([still_in_use(80.0, 4, 3), still_in_use(80.0, 4, 0)], [60.0, 0.0]);
        assert_eq!(still_in_use(80.0, 4, 6), 80.0, "not yet at work: all of it");
    }

    #[test]
    fn later_money_is_worth_less() {
        assert!((discounted(121.0, 0.1, 2) - 100.0).abs() < 1e-12);
        assert_eq!([discounted(5.0, 0.1, 0), discounted(5.0, 0.0, 9)], [5.0, 5.0]);
    }

    #[test]
    fn rounding_makes_nobody_worse_off() {
        assert_eq!(difference(1e9 + 1e-6, 1e9, 2e9), 0.0);
        assert_eq!(
            difference(-5e-11, 0.0, 6e6),
            0.0,
            "gains and losses that cancel leave the rounding of their size"
        );
        assert_eq!([difference(3.0, 5.0, 8.0), difference(0.0, 0.0, 0.0)], [-2.0, 0.0]);
        // As much as rounding may have left is still nothing.
        let most = ROUNDING * 8.0;
        assert_eq!(
            [most, -most, most.next_up()].map(|of| beyond_rounding(of, 8.0)),
            [0.0, 0.0, most.next_up()]
        );
    }

    #[test]
    fn inequality_of_a_few() {
        // All to one of four: 3/4; all the same: 0; 1, 2, 3: (1 + 2 + 1) 2 / (2 x 3 x 6).
        assert_eq!(gini(&[0.0, 0.0, 0.0, 8.0]), Some(0.75));
        assert_eq!(gini(&[2.0, 2.0]), Some(0.0));
        assert!((gini(&[1.0, 2.0, 3.0]).unwrap() - 8.0 / 36.0).abs() < 1e-15);
        assert_eq!([gini(&[]), gini(&[0.0]), top_three_share(&[0.0])], [None; 3]);
        assert_eq!(top_three_share(&[1.0, 2.0, 3.0, 4.0]), Some(0.9));
    }
}
