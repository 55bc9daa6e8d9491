//! The year's cash flows. Every change of cash or budget is recorded here, so that the books can be checked.

use crate::ids::{PlantId, TiSlice, TiVec, ti_vec};
use crate::parallel;
use crate::units::Money;

/// A cash flow of a plant; positive raises its cash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlantFlow {
    /// Its share of the gain of deals.
    Gain,
    /// Entry cost of a joiner.
    EntryCost,
    /// Own share of capital expenditure.
    OwnCapex,
    /// Loss from an event.
    Loss,
    /// Company's cover of a loss.
    Cover,
    /// Yearly budget for circular projects.
    Budget,
    /// Loan payments.
    DebtService,
    /// Membership fee.
    Fee,
    /// Return of the company's surplus.
    Return,
    /// Overdraft forgiven at insolvency; loans forgiven are noted apart.
    WriteOff,
}

impl PlantFlow {
    /// All flows, in index order, with their names.
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

/// What is noted of a plant beside its cash: no cash moves, and every amount is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Memo {
    /// Capital cost of an order to the plant: own share and loan.
    Capex,
    /// Interest in a loan payment [N11].
    Interest,
    /// Principal of a loan that the lender loses [N11].
    Forgiven,
}

/// Number of memos.
const MEMOS: usize = 3;

/// A cash flow of the company; positive raises its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompanyFlow {
    /// Fees of members.
    Fees,
    /// Grant.
    Grant,
    /// Overhead.
    Overhead,
    /// Infrastructure upkeep.
    Upkeep,
    /// Infrastructure construction.
    Build,
    /// Cover of members' losses.
    Cover,
    /// Return to members.
    Return,
    /// Its share of the disposal fees of all plants.
    DisposalFees,
}

impl CompanyFlow {
    /// All flows, in index order, with their names.
    pub const ALL: [(CompanyFlow, &'static str); COMPANY_FLOWS] = [
        (CompanyFlow::Fees, "fees"),
        (CompanyFlow::Grant, "grant"),
        (CompanyFlow::Overhead, "overhead"),
        (CompanyFlow::Upkeep, "upkeep"),
        (CompanyFlow::Build, "build"),
        (CompanyFlow::Cover, "cover"),
        (CompanyFlow::Return, "return"),
        (CompanyFlow::DisposalFees, "disposal_fees"),
    ];
}

/// Number of flows at the company.
pub const COMPANY_FLOWS: usize = 8;

/// The year's books.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    /// Cash of each plant at the start of the year.
    pub opening_cash: TiVec<PlantId, Money>,
    /// Budget at the start of the year.
    pub opening_budget: Money,
    /// Entries by type of flow: plant and amount. Most flows involve few plants.
    plants: [Vec<(PlantId, Money)>; PLANT_FLOWS],
    /// Entries by type of memo.
    memos: [Vec<(PlantId, Money)>; MEMOS],
    /// Sum of each plant's flows.
    pub net: TiVec<PlantId, Money>,
    /// Sum of the absolute values of each plant's flows: the scale of rounding errors.
    pub turnover: TiVec<PlantId, Money>,
    /// Flows of the company.
    pub company: [Money; COMPANY_FLOWS],
    /// Cost of placing and keeping waste; not part of the plants' circular account.
    pub disposal_bill: Money,
    /// Disposal fees owed for placing, a part of that bill.
    pub disposal_fees: Money,
}

impl Ledger {
    /// Empty books for plants with this cash and a company with this budget.
    pub fn new(opening_cash: TiVec<PlantId, Money>, opening_budget: Money) -> Self {
        let plants = opening_cash.len();
        Ledger {
            opening_cash,
            opening_budget,
            plants: Default::default(),
            memos: Default::default(),
            net: ti_vec![0.0; plants],
            turnover: ti_vec![0.0; plants],
            company: [0.0; COMPANY_FLOWS],
            disposal_bill: 0.0,
            disposal_fees: 0.0,
        }
    }

    /// Starts a new year: clears all flows; current cash and budget become the opening balances.
    pub fn open(&mut self, cash: &TiSlice<PlantId, Money>, budget: Money) {
        self.opening_cash.copy_from_slice(cash);
        self.opening_budget = budget;
        self.plants.iter_mut().chain(&mut self.memos).for_each(Vec::clear);
        self.net.fill(0.0);
        self.turnover.fill(0.0);
        self.company.fill(0.0);
        self.disposal_bill = 0.0;
        self.disposal_fees = 0.0;
    }

    /// Records a flow of one plant.
    #[inline]
    pub fn book(&mut self, plant: PlantId, flow: PlantFlow, amount: Money) {
        self.plants[flow as usize].push((plant, amount));
        self.net[plant] += amount;
        self.turnover[plant] += amount.abs();
    }

    /// Records a flow for every plant.
    pub fn book_all(&mut self, flow: PlantFlow, amounts: &TiSlice<PlantId, Money>) {
        let entries = amounts.iter_enumerated().map(|(plant, &amount)| (plant, amount));
        self.plants[flow as usize].extend(entries);
        parallel::columns([&mut self.net.raw[..], &mut self.turnover.raw[..]], |from, [net, turnover]| {
            let columns = net.iter_mut().zip(turnover);
            columns.zip(&amounts.raw[from..]).for_each(|((net, turnover), amount)| {
                *net += amount;
                *turnover += amount.abs();
            });
        });
    }

    /// Notes what no cash moves for.
    #[inline]
    pub fn note(&mut self, plant: PlantId, memo: Memo, amount: Money) {
        self.memos[memo as usize].push((plant, amount));
    }

    /// The entries of a memo, in the order in which they were made.
    pub fn noted(&self, memo: Memo) -> &[(PlantId, Money)] {
        &self.memos[memo as usize]
    }

    /// The entries of a flow, in the order in which they were made.
    pub fn entries(&self, flow: PlantFlow) -> &[(PlantId, Money)] {
        &self.plants[flow as usize]
    }

    /// One plant's flow of the year, by scanning all entries.
    pub fn plant(&self, plant: PlantId, flow: PlantFlow) -> Money {
        let entries = self.plants[flow as usize].iter();
        entries.filter(|(of, _)| *of == plant).fold(0.0, |sum, (_, amount)| sum + amount)
    }

    /// Every plant's flows of the year, in the order of [`PlantFlow::ALL`].
    pub fn by_plant(&self) -> TiVec<PlantId, [Money; PLANT_FLOWS]> {
        let mut flows = ti_vec![[0.0; PLANT_FLOWS]; self.net.len()];
        for (flow, entries) in self.plants.iter().enumerate() {
            entries.iter().for_each(|&(plant, amount)| flows[plant][flow] += amount);
        }
        flows
    }

    /// Sum of a flow over all plants.
    pub fn all_plants(&self, flow: PlantFlow) -> Money {
        self.plants[flow as usize].iter().fold(0.0, |sum, (_, amount)| sum + amount)
    }

    /// The company's flow of the year.
    pub fn company(&self, flow: CompanyFlow) -> Money {
        self.company[flow as usize]
    }
}
