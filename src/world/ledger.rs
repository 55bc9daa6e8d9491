//! The year's money, by flow. Every change of cash or budget is posted here, so that the books can be checked.

use crate::ids::{PlantId, TiSlice, TiVec, ti_vec};
use crate::parallel;
use crate::units::Money;

/// A flow of money at a plant; positive raises its cash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlantFlow {
    /// Its part of the gain of deals.
    Gain,
    /// Entry cost of a joiner.
    EntryCost,
    /// Own share of capital spending.
    OwnCapex,
    /// Loss by an event.
    Loss,
    /// Cover of a loss by the company.
    Cover,
    /// Yearly budget for circular projects.
    Budget,
    /// Loan payments.
    DebtService,
    /// Membership fee.
    Fee,
    /// Return of what the company does not retain.
    Return,
    /// Debt forgiven at insolvency.
    WriteOff,
}

impl PlantFlow {
    /// All flows, in order of their index, each with its name.
    pub const ALL: [(PlantFlow, &'static str); PLANT_FLOWS] = [
        (PlantFlow::Gain, "gain"),
        (PlantFlow::EntryCost, "entry_cost"),
        (PlantFlow::OwnCapex, "own_capex"),
        (PlantFlow::Loss, "loss"),
        (PlantFlow::Cover, "cover"),
        (PlantFlow::Budget, "budget"),
        (PlantFlow::DebtService, "debt_service"),
        (PlantFlow::Fee, "fee"),
        (PlantFlow::Return, "return"),
        (PlantFlow::WriteOff, "write_off"),
    ];
}

/// Number of flows at a plant.
pub const PLANT_FLOWS: usize = 10;

/// A flow of money at the company; positive raises its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompanyFlow {
    /// Fees of members.
    Fees,
    /// Grant.
    Grant,
    /// Overhead.
    Overhead,
    /// Upkeep of infrastructure.
    Upkeep,
    /// Building of infrastructure.
    Build,
    /// Cover of members' losses.
    Cover,
    /// Return to members.
    Return,
}

impl CompanyFlow {
    /// All flows, in order of their index, each with its name.
    pub const ALL: [(CompanyFlow, &'static str); COMPANY_FLOWS] = [
        (CompanyFlow::Fees, "fees"),
        (CompanyFlow::Grant, "grant"),
        (CompanyFlow::Overhead, "overhead"),
        (CompanyFlow::Upkeep, "upkeep"),
        (CompanyFlow::Build, "build"),
        (CompanyFlow::Cover, "cover"),
        (CompanyFlow::Return, "return"),
    ];
}

/// Number of flows at the company.
pub const COMPANY_FLOWS: usize = 7;

/// The year's books.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    /// Cash of each plant when the year began.
    pub opening_cash: TiVec<PlantId, Money>,
    /// Budget when the year began.
    pub opening_budget: Money,
    /// Entries of each of the plants' flows: plant and amount. Most flows touch few plants.
    plants: [Vec<(PlantId, Money)>; PLANT_FLOWS],
    /// Sum of each plant's flows.
    pub net: TiVec<PlantId, Money>,
    /// Sum of each plant's flows, whichever way: the scale of what rounding may leave.
    pub turnover: TiVec<PlantId, Money>,
    /// Flows of the company.
    pub company: [Money; COMPANY_FLOWS],
    /// What would be paid for placing and keeping waste; outside the plants' circular account.
    pub disposal_bill: Money,
}

impl Ledger {
    /// Empty books of plants with this cash and a company with this budget.
    pub fn new(opening_cash: TiVec<PlantId, Money>, opening_budget: Money) -> Self {
        let plants = opening_cash.len();
        Ledger {
            opening_cash,
            opening_budget,
            plants: Default::default(),
            net: ti_vec![0.0; plants],
            turnover: ti_vec![0.0; plants],
            company: [0.0; COMPANY_FLOWS],
            disposal_bill: 0.0,
        }
    }

    /// Turns the page: flows are forgotten, cash and budget as they stand are the opening ones.
    pub fn open(&mut self, cash: &TiSlice<PlantId, Money>, budget: Money) {
        self.opening_cash.copy_from_slice(cash);
        self.opening_budget = budget;
        self.plants.iter_mut().for_each(Vec::clear);
        self.net.fill(0.0);
        self.turnover.fill(0.0);
        self.company.fill(0.0);
        self.disposal_bill = 0.0;
    }

    /// Books a plant's flow.
    #[inline]
    pub fn book(&mut self, plant: PlantId, flow: PlantFlow, amount: Money) {
        self.plants[flow as usize].push((plant, amount));
        self.net[plant] += amount;
        self.turnover[plant] += amount.abs();
    }

    /// Books a flow of every plant.
    pub fn book_all(&mut self, flow: PlantFlow, amounts: &TiSlice<PlantId, Money>) {
        self.plants[flow as usize].extend(PlantId::all(amounts.len()).zip(amounts.iter().copied()));
        parallel::columns([&mut self.net.raw[..], &mut self.turnover.raw[..]], |from, [net, turnover]| {
            let columns = net.iter_mut().zip(turnover);
            columns.zip(&amounts.raw[from..]).for_each(|((net, turnover), amount)| {
                *net += amount;
                *turnover += amount.abs();
            });
        });
    }

    /// A plant's flow of the year, found by going through all entries.
    pub fn plant(&self, plant: PlantId, flow: PlantFlow) -> Money {
        let entries = self.plants[flow as usize].iter();
        entries.filter(|(of, _)| *of == plant).fold(0.0, |sum, (_, amount)| sum + amount)
    }

    /// Every plant's flows of the year, in order of [`PlantFlow::ALL`].
    pub fn by_plant(&self) -> TiVec<PlantId, [Money; PLANT_FLOWS]> {
        let mut flows = ti_vec![[0.0; PLANT_FLOWS]; self.net.len()];
        for (flow, entries) in self.plants.iter().enumerate() {
            entries.iter().for_each(|&(plant, amount)| flows[plant][flow] += amount);
        }
        flows
    }

    /// All plants' flow of the year.
    pub fn all_plants(&self, flow: PlantFlow) -> Money {
        self.plants[flow as usize].iter().fold(0.0, |sum, (_, amount)| sum + amount)
    }

    /// The company's flow of the year.
    pub fn company(&self, flow: CompanyFlow) -> Money {
        self.company[flow as usize]
    }
}
