//! Synergy: what the cluster adds to a deal or a project, by channel [T2].
//!
//! *Matching* is the entire gain of a deal that would not have been made outside the cluster, so it has no function
//! here; *risk* is an expected loss times [`crate::laws::hazard::avoided_share`].

use crate::units::{Money, MoneyPerTonne, Share, Tonnes};

/// *Processing*: operating cost saved by its lever on some tonnes [T2].
#[inline]
pub fn processing(opex_per_t: MoneyPerTonne, opex_lever: Share, q_t: Tonnes) -> Money {
    opex_per_t * (1.0 - opex_lever) * q_t
}

/// *Logistics*: haulage saved by its lever on some tonnes [T2].
#[inline]
pub fn logistics(haulage_per_t: MoneyPerTonne, transport_lever: Share, q_t: Tonnes) -> Money {
    haulage_per_t * (1.0 - transport_lever) * q_t
}

/// *Transaction*: deal cost saved by its lever [T2].
#[inline]
pub fn transaction(deal_cost: Money, deal_cost_lever: Share) -> Money {
    deal_cost * (1.0 - deal_cost_lever)
}

/// *Finance*: capital cost saved by its lever, `capex (1/eff(capex) - 1)`, where `capex` is the cost after the lever
/// [T2]. Undefined for a lever of 0.
#[inline]
pub fn finance(capex: Money, capex_lever: Share) -> Money {
    capex * (1.0 / capex_lever - 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levers_at_1_add_nothing() {
        assert_eq!([processing(7.0, 1.0, 3.0), logistics(7.0, 1.0, 3.0), transaction(7.0, 1.0)], [0.0; 3]);
        assert_eq!([processing(8.0, 0.75, 3.0), logistics(8.0, 0.5, 3.0)], [6.0, 12.0]);
        assert_eq!([transaction(8.0, 0.25), finance(8.0, 0.5), finance(8.0, 1.0)], [6.0, 8.0, 0.0]);
    }
}
