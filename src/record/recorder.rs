//! Makes rows from a world at the end of a year.

use crate::ids::{PlantId, StreamId, TechnologyId, TiSlice, TiVec, ti_vec};
use crate::record::Record;
use crate::record::accounts::{self, Terms};
use crate::record::projects::Projects;
use crate::record::rows::{DecisionRow, EventRow, RiskYear, WasteYear, YearRow};
use crate::record::survey::Survey;
use crate::record::year_end::{YearEnd, stream_years};
use crate::scenario::Technology;
use crate::units::Km;
use crate::world::World;
use crate::world::ledger::CompanyFlow;
use crate::world::log::{Decision, EventKind, Synergy};
use crate::year::balance::Breach;

/// How much of a run to record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// One row per year.
    Years,
    /// Also plants, deals, events, decisions and projects.
    Full,
}

/// Records a world, year by year.
#[derive(Debug, Clone)]
pub struct Recorder {
    /// The record so far.
    pub record: Record,
    detail: Detail,
    hauls: Vec<Km>,
    in_use: TiVec<TechnologyId, bool>,
    /// The technologies in use, in order, and the longest chain of them: mostly those of the year before.
    used: Vec<TechnologyId>,
    longest_chain: usize,
    synergy: Vec<(PlantId, Synergy)>,
    /// Plants with a deal between two members this year, in order.
    inside: Vec<PlantId>,
    /// Whether a plant is a member after this year's join phase; empty until somebody is.
    is_member: TiVec<PlantId, bool>,
    survey: Survey,
    projects: Projects,
}

impl Recorder {
    /// An empty recorder.
    pub fn new(detail: Detail) -> Self {
        Recorder {
            record: Record::default(),
            detail,
            hauls: Vec::new(),
            in_use: TiVec::new(),
            used: Vec::new(),
            longest_chain: 0,
            synergy: Vec::new(),
            inside: Vec::new(),
            is_member: TiVec::new(),
            survey: Survey::default(),
            projects: Projects::default(),
        }
    }

    /// Adds the rows for the world's year; `members_at_risk` is the number of members in its risk phase.
    ///
    /// # Errors
    /// When money by who has it does not sum to the net benefit of the year.
    pub fn see(&mut self, world: &World, members_at_risk: usize) -> Result<(), Breach> {
        let row = self.year_row(world, members_at_risk)?;
        let record = &mut self.record;
        record.years.reserve_exact(world.region.scenario.years - world.t); // at once: rows are large
        record.years.push(row);
        record.tally.add(world, &self.inside);
        if self.detail == Detail::Years {
            return Ok(());
        }
        let year = world.year();
        let end = YearEnd::of(world);
        record.plants.extend(world.all_plants().map(|plant| end.plant(plant)));
        record.deals.extend((0..end.deals()).map(|index| end.deal(index)));
        record.events.extend(world.log.events.iter().map(|&event| EventRow { year, event }));
        record.decisions.extend(world.log.decisions.iter().map(|&decision| DecisionRow { year, decision }));
        record.projects.extend(self.projects.see(world));
        Ok(())
    }

    fn year_row(&mut self, world: &World, members_at_risk: usize) -> Result<YearRow, Breach> {
        let scenario = &*world.region.scenario;
        let ledger = &world.ledger;
        let mut row = YearRow {
            year: world.year(),
            cluster_lives: world.cluster_lives(),
            plants: world.len(),
            members: world.plants.members(),
            contacted: world.plants.contacted.iter().filter(|&&contacted| contacted).count(),
            by_waste: ti_vec![WasteYear::default(); scenario.wastes.len()],
            contracts: world.contracts.len(),
            price_per_t: world.market.price_per_t.clone(),
            product_t: ti_vec![0.0; scenario.products.len()],
            capacity_t: world.capacity.working_t.iter().sum(),
            levels: match &world.company {
                Some(company) => company.levels.clone(),
                None => ti_vec![0.0; scenario.infrastructure.len()],
            },
            budget: world.company.as_ref().map_or(0.0, |company| company.budget),
            infrastructure_capex: -ledger.company(CompanyFlow::Build),
            fees: ledger.company(CompanyFlow::Fees),
            grant: ledger.company(CompanyFlow::Grant),
            running_cost: -ledger.company(CompanyFlow::Overhead) - ledger.company(CompanyFlow::Upkeep),
            covered: -ledger.company(CompanyFlow::Cover),
            returned: -ledger.company(CompanyFlow::Return),
            fees_to_company: ledger.company(CompanyFlow::DisposalFees),
            risks: ti_vec![RiskYear::default(); scenario.risks.len() + 1],
            members_at_risk,
            disposal_bill: ledger.disposal_bill,
            ..YearRow::default()
        };
        let streams = &world.region.streams;
        for (stream, year) in streams.iter().zip(stream_years(world, StreamId::all(streams.len()))) {
            row.by_waste[stream.waste].add(&year);
        }
        self.synergy.clear();
        self.synergy.extend(world.plants.synergy.iter().copied());
        self.synergy.sort_unstable_by_key(|(plant, _)| *plant); // sums must not depend on the order of gains
        for (_, shares) in &self.synergy {
            for (channel, amount) in shares.iter().enumerate() {
                row.synergy[channel] += amount;
            }
        }
        self.count_deals(&mut row, world);
        row.network = self.survey.of(world);
        count_events(&mut row, world);
        count_decisions(&mut row, world);
        accounts::fill_environment(&mut row, world);
        self.account(&mut row, world)?;
        Ok(row)
    }

    /// What the year comes to, checked.
    fn account(&mut self, row: &mut YearRow, world: &World) -> Result<(), Breach> {
        if self.is_member.is_empty() && accounts::members(world).next().is_some() {
            self.is_member = ti_vec![false; world.len()];
        }
        accounts::members(world).for_each(|plant| self.is_member[plant] = true);
        let turnover = accounts::fill(row, world, &self.is_member);
        accounts::members(world).for_each(|plant| self.is_member[plant] = false); // few of many plants
        accounts::check(row, turnover)
    }

    fn count_deals(&mut self, row: &mut YearRow, world: &World) {
        let technologies = &world.region.scenario.technologies;
        let Recorder { in_use, used, longest_chain: longest, hauls, inside, .. } = self;
        let terms = Terms::of(world);
        inside.clear();
        in_use.clear();
        in_use.resize(technologies.len(), false);
        hauls.clear();
        let (mut t_km, mut moved_t) = (0.0, 0.0);
        for deal in &world.log.deals {
            let technology = &technologies[deal.technology];
            in_use[deal.technology] = true;
            let made_t = deal.q_t * technology.yield_t_per_t;
            for of in technology.products() {
                row.product_t[of.product] += deal.q_t * of.t_per_t;
            }
            row.co2_avoided_t += made_t * technology.co2_avoided_t_per_t;
            row.primary_replaced_t += made_t * technology.primary_replaced_t_per_t;
            row.gain += deal.gain;
            terms.add(deal, &mut row.account, &mut row.environment);
            if deal.between_plants() {
                hauls.push(deal.haul_km);
                t_km += deal.haul_km * deal.q_t;
                moved_t += deal.q_t;
                *(if deal.inside() { &mut row.deals_inside } else { &mut row.deals_outside }) += 1;
                if deal.inside() {
                    inside.extend([deal.supplier, deal.converter]);
                }
            } else {
                row.deals_own += 1;
            }
        }
        inside.sort_unstable();
        inside.dedup();
        row.members_with_deal_inside = inside.len();
        row.subsidies += row.account.transfers.subsidy;
        let now = || TechnologyId::all(technologies.len()).filter(|&technology| in_use[technology]);
        if !now().eq(used.iter().copied()) {
            used.clear();
            used.extend(now());
            *longest = longest_chain(technologies, used);
        }
        row.longest_chain = *longest;
        row.chains = used.len();
        row.mean_haul_km = if moved_t > 0.0 { t_km / moved_t } else { 0.0 };
        row.median_haul_km = median(hauls);
    }
}

/// Most of the used technologies in a row, of which each takes the residue of the one before it [N1]; residues form no
/// cycle.
fn longest_chain(technologies: &TiSlice<TechnologyId, Technology>, used: &[TechnologyId]) -> usize {
    fn from(
        at: TechnologyId,
        technologies: &TiSlice<TechnologyId, Technology>,
        used: &[TechnologyId],
        known: &mut TiVec<TechnologyId, usize>,
    ) -> usize {
        if known[at] == 0 {
            let residue = technologies[at].residue.filter(|_| technologies[at].residue_t_per_t() > 0.0);
            let longest = residue.and_then(|residue| {
                let next = used.iter().filter(|&&next| technologies[next].waste == residue);
                next.map(|&next| from(next, technologies, used, known)).max()
            });
            known[at] = 1 + longest.unwrap_or(0);
        }
        known[at]
    }
    let residues = used.iter().any(|&at| technologies[at].residue.is_some());
    if !residues {
        return usize::from(!used.is_empty());
    }
    let mut known = ti_vec![0; technologies.len()];
    used.iter().map(|&at| from(at, technologies, used, &mut known)).max().unwrap_or(0)
}

/// Median, 0 for an empty list.
fn median(values: &mut [f64]) -> f64 {
    let n = values.len();
    if n == 0 {
        return 0.0;
    }
    let (lower, &mut middle, _) = values.select_nth_unstable_by(n / 2, f64::total_cmp);
    if n % 2 == 1 {
        return middle;
    }
    let below = lower.iter().copied().max_by(f64::total_cmp).unwrap_or(middle);
    (below + middle) / 2.0
}

fn count_events(row: &mut YearRow, world: &World) {
    for event in &world.log.events {
        let risk = match event.kind {
            EventKind::Risk(risk) => Some(&mut row.risks[risk]),
            EventKind::Insolvency => row.risks.last_mut(),
            EventKind::Dissolution => None,
        };
        let Some(risk) = risk else { continue };
        match event.member {
            true => risk.events_members += 1,
            false => risk.events_others += 1,
        }
        risk.loss_members += event.loss_members;
        risk.loss_others += event.loss - event.loss_members;
    }
}

fn count_decisions(row: &mut YearRow, world: &World) {
    for decision in &world.log.decisions {
        match *decision {
            Decision::Membership { was_member, is_member, .. } => {
                row.joins += usize::from(is_member && !was_member);
                row.leaves += usize::from(was_member && !is_member);
            }
            Decision::Invest { project, .. } => {
                row.projects += 1;
                row.capex += project.capex;
                row.subsidies += project.capex_subsidy;
            }
            Decision::Build { .. } => {}
        }
    }
}
