//! The management company and the levers of its infrastructure.

use crate::ids::{InfrastructureId, RiskId, TiVec, ti_vec};
use crate::units::{Money, Share};

/// State of the management company.
#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    /// Whether the cluster exists; once dissolved, it never returns.
    pub lives: bool,
    /// Budget `B`.
    pub budget: Money,
    /// Level `L_h` by kind of infrastructure.
    pub levels: TiVec<InfrastructureId, f64>,
    /// Strength of each level, as a share of its full effect [E1].
    pub strengths: TiVec<InfrastructureId, Share>,
}

/// Value of every lever [E1]: a factor on a cost or probability, 1 without infrastructure.
#[derive(Debug, Clone, PartialEq)]
pub struct Levers {
    /// Share of acquaintances that stay unknown to each other.
    pub reach: f64,
    /// Yearly cost of a deal.
    pub deal_cost: f64,
    /// Haulage cost.
    pub transport_cost: f64,
    /// Operating cost.
    pub opex: f64,
    /// Capital cost.
    pub capex: f64,
    /// Discount rate.
    pub hurdle_rate: f64,
    /// Rate of each risk.
    pub hazard: TiVec<RiskId, f64>,
    /// Loss of each risk.
    pub severity: TiVec<RiskId, f64>,
}

impl Levers {
    /// All levers at 1, for `risks` risks.
    pub fn neutral(risks: usize) -> Self {
        Levers {
            reach: 1.0,
            deal_cost: 1.0,
            transport_cost: 1.0,
            opex: 1.0,
            capex: 1.0,
            hurdle_rate: 1.0,
            hazard: ti_vec![1.0; risks],
            severity: ti_vec![1.0; risks],
        }
    }

    /// Copies the values of other levers with the same number of risks.
    pub fn copy_from(&mut self, of: &Levers) {
        let Levers { reach, deal_cost, transport_cost, opex, capex, hurdle_rate, .. } = *of;
        (self.reach, self.deal_cost, self.transport_cost) = (reach, deal_cost, transport_cost);
        (self.opex, self.capex, self.hurdle_rate) = (opex, capex, hurdle_rate);
        self.hazard.copy_from_slice(&of.hazard);
        self.severity.copy_from_slice(&of.severity);
    }

    /// Resets all levers to 1.
    pub fn reset(&mut self) {
        let Levers { reach, deal_cost, transport_cost, opex, capex, hurdle_rate, hazard, severity } = self;
        for lever in [reach, deal_cost, transport_cost, opex, capex, hurdle_rate] {
            *lever = 1.0;
        }
        hazard.fill(1.0);
        severity.fill(1.0);
    }
}
