//! What a year comes to: transfers in the deals, capital, and money by who has it [N10], [N11].

use crate::ids::{PlantId, TechnologyId, TiSlice, TiVec};
use crate::laws::accounts::{Transfers, fees_saved_per_t, infrastructure_in_use, still_in_use};
use crate::laws::environment::{jobs, land_m2};
use crate::laws::residue::{left_t, reused};
use crate::record::account_year::{AccountYear, EnvironmentYear};
use crate::record::rows::{WasteYear, YearRow};
use crate::region::fees::{carbon_per_t, fee_per_t, levy_per_t};
use crate::region::transport;
use crate::scenario::Source;
use crate::units::{Km, Money, MoneyPerTonne, Tonnes};
use crate::world::World;
use crate::world::ledger::{Ledger, Memo, PlantFlow};
use crate::world::log::{Deal, Decision, EventKind};
use crate::year::balance::{Breach, agree};

/// What a tonne of waste is worth to or from the state in a year, by technology.
#[derive(Debug)]
pub struct Terms<'w> {
    world: &'w World,
    by: TiVec<TechnologyId, PerTonne>,
    /// Whether any mode of haulage emits CO2.
    haulage_emits: bool,
}

#[derive(Debug)]
struct PerTonne {
    residue_t: f64,
    subsidy: MoneyPerTonne,
    levy: MoneyPerTonne,
    /// Of fresh waste, and of stock.
    fees_saved: [MoneyPerTonne; 2],
}

impl<'w> Terms<'w> {
    /// The terms of a world's year.
    pub fn of(world: &'w World) -> Terms<'w> {
        let scenario = &*world.region.scenario;
        let (policy, now) = (&world.market.policy, world.in_force());
        let fee = |waste| fee_per_t(policy, world.market.fee_factor, &now.wastes[waste]);
        let by = scenario.technologies.iter().map(|technology| {
            let (rho, residue_fee) = (technology.residue_t_per_t(), technology.residue.map_or(0.0, fee));
            PerTonne {
                residue_t: rho,
                subsidy: policy.subsidy_per_t * reused(rho),
                levy: levy_per_t(policy, technology),
                fees_saved: [fee(technology.waste), 0.0].map(|own| fees_saved_per_t(own, rho, residue_fee)),
            }
        });
        let haulage_emits = now.transport.modes.iter().any(|mode| mode.co2_t_per_t_km != 0.0);
        Terms { world, by: by.collect(), haulage_emits }
    }

    /// Residue of a deal.
    pub fn residue_t(&self, deal: &Deal) -> Tonnes {
        left_t(self.by[deal.technology].residue_t, deal.q_t)
    }

    /// CO2 of hauling a tonne so far, t per t.
    fn hauled_t_per_t(&self, haul_km: Km) -> f64 {
        if self.haulage_emits && haul_km > 0.0 {
            transport::co2_t_per_t(&self.world.in_force().transport, haul_km)
        } else {
            0.0
        }
    }

    /// The transfers in a deal's gain [N11].
    pub fn transfers(&self, deal: &Deal) -> Transfers {
        self.transfers_of(deal, self.hauled_t_per_t(deal.haul_km))
    }

    fn transfers_of(&self, deal: &Deal, hauled_t_per_t: f64) -> Transfers {
        let (of, policy) = (&self.by[deal.technology], &self.world.market.policy);
        let technology = &self.world.region.scenario.technologies[deal.technology];
        let fees_saved = of.fees_saved[usize::from(deal.source == Source::Stock)];
        Transfers {
            subsidy: deal.q_t * of.subsidy,
            carbon: deal.q_t * carbon_per_t(policy, technology, hauled_t_per_t),
            levy: deal.q_t * of.levy,
            fees_saved: deal.q_t * fees_saved,
        }
    }

    /// Adds a deal to a year.
    pub fn add(&self, deal: &Deal, account: &mut AccountYear, environment: &mut EnvironmentYear) {
        let hauled_t_per_t = self.hauled_t_per_t(deal.haul_km);
        account.transfers.add(&self.transfers_of(deal, hauled_t_per_t));
        let technology = &self.world.region.scenario.technologies[deal.technology];
        environment.co2_emitted_t += deal.q_t * technology.co2_emitted_t_per_t;
        environment.co2_haulage_t += deal.q_t * hauled_t_per_t;
        environment.haulage_tkm += deal.q_t * deal.haul_km;
    }
}

/// The cash flows that are a plant's money [N11]: all but the yearly budget, which comes from outside, and own share
/// and loan payments, in place of which stand capital cost in the year of the order, interest and debt forgiven.
const CASH: [PlantFlow; 7] = [
    PlantFlow::Gain,
    PlantFlow::Return,
    PlantFlow::Cover,
    PlantFlow::WriteOff,
    PlantFlow::Fee,
    PlantFlow::Loss,
    PlantFlow::EntryCost,
];

/// The year's money of plants, entry by entry: `gain + returned + covered + written off - capital cost - interest -
/// fee - loss - entry cost` of each [N11], so the change of its cash less its debt, without the yearly budget.
pub fn money(ledger: &Ledger) -> impl Iterator<Item = (PlantId, Money)> + '_ {
    let cash = CASH.iter().flat_map(|&flow| ledger.entries(flow)).copied();
    let forgiven = ledger.noted(Memo::Forgiven).iter().copied();
    let paid = [Memo::Capex, Memo::Interest].into_iter().flat_map(|memo| ledger.noted(memo));
    cash.chain(forgiven).chain(paid.map(|&(plant, amount)| (plant, -amount)))
}

/// Plants that are members after the year's join phase: all who were contacted decided then.
pub fn members(world: &World) -> impl Iterator<Item = PlantId> + '_ {
    world.log.decisions.iter().filter_map(|decision| match *decision {
        Decision::Membership { plant, is_member: true, .. } => Some(plant),
        _ => None,
    })
}

/// Fills a year's account, given who is a member, from what is noted in the books; deals are counted apart. Returns the
/// scale of rounding errors of its sums.
pub fn fill(row: &mut YearRow, world: &World, is_member: &TiSlice<PlantId, bool>) -> Money {
    let ledger = &world.ledger;
    let sum = |entries: &[(PlantId, Money)]| entries.iter().map(|(_, amount)| amount).sum::<Money>();
    let account = &mut row.account;
    let mut turnover = 0.0;
    money(ledger).for_each(|(plant, amount)| {
        let member = is_member.get(plant) == Some(&true);
        *(if member { &mut account.money_members } else { &mut account.money_others }) += amount;
        turnover += amount.abs();
    });
    if let Some(prevention) = &world.prevention {
        account.prevented = prevention.year;
        account.transfers.fees_saved += prevention.year.fees_saved;
        account.money_others += prevention.year.saved; // nobody is a member
        turnover += prevention.year.saved;
    }
    account.written_off = ledger.all_plants(PlantFlow::WriteOff) + sum(ledger.noted(Memo::Forgiven));
    account.interest = sum(ledger.noted(Memo::Interest));
    account.entry_costs = -ledger.all_plants(PlantFlow::EntryCost);
    account.state_fees = ledger.disposal_fees;
    for decision in &world.log.decisions {
        if let Decision::Invest { project, .. } = decision {
            account.capital += project.capex + project.capex_subsidy;
            account.capex_subsidies += project.capex_subsidy;
        }
    }
    let region = &*world.region;
    let scenario = &*region.scenario;
    let in_use = world.units.iter().filter(|unit| unit.capital > 0.0).map(|unit| {
        let life = scenario.technologies[region.slots[unit.slot].technology].life_years;
        still_in_use(unit.capital, life, unit.until.saturating_sub(world.t + 1))
    });
    account.plants_in_use = in_use.sum();
    if let Some(company) = world.company.as_ref().filter(|company| company.lives) {
        let kinds = scenario.infrastructure.iter().zip(&company.levels);
        account.infrastructure_in_use =
            kinds.map(|(kind, &level)| infrastructure_in_use(level, kind.capex_per_level)).sum();
    }
    turnover
}

/// Fills what a year is to land and people; haulage and CO2 are counted with the deals [N10].
pub fn fill_environment(row: &mut YearRow, world: &World) {
    let (region, scenario) = (&*world.region, &*world.region.scenario);
    let land = |(of, waste): (&WasteYear, &crate::scenario::Waste)| land_m2(of.stock_t, waste.land_m2_per_t);
    row.environment.land_m2 = row.by_waste.iter().zip(&scenario.wastes).map(land).sum();
    let mut all = 0.0;
    if scenario.technologies.iter().any(|technology| technology.jobs_per_mt_year > 0.0) {
        let working = world.capacity.working_t.iter_enumerated().filter(|(_, working_t)| **working_t > 0.0);
        all += working
            .map(|(slot, &working_t)| {
                jobs(working_t, scenario.technologies[region.slots[slot].technology].jobs_per_mt_year)
            })
            .sum::<f64>();
    }
    let ended = || world.log.events.iter().any(|event| event.kind == EventKind::Dissolution);
    if world.cluster_lives() || ended() {
        all += world.management().jobs; // in its last year, too
    }
    row.environment.jobs = all;
}

/// Checks that money by who has it sums to the net benefit of the year [N11].
///
/// # Errors
/// When it does not.
pub fn check(row: &YearRow, turnover: Money) -> Result<(), Breach> {
    let parts = [
        row.account.money_members,
        row.account.money_others,
        row.money_company(),
        row.money_state(),
        row.money_lenders(),
    ];
    let (sum, net) = (parts.iter().sum::<Money>(), row.net_benefit());
    let scale = turnover + parts.iter().map(|part| part.abs()).sum::<Money>() + row.gain.abs();
    match agree(sum, net, scale) {
        true => Ok(()),
        false => Err(Breach {
            phase: crate::phase::Phase::Settle,
            year: row.year,
            plant: None,
            what: format!("money by who has it sums to {sum}, against a net benefit of {net}"),
        }),
    }
}
