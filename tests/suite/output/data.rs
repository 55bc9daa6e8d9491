//! A small run by hand: three plants, two years, one of everything.

use circulus::ids::{InfrastructureId, LinkId, PlantId, RiskId, SlotId, TechnologyId, WasteId, ti_vec};
use circulus::record::Record;
use circulus::record::projects::{ProjectEnd, ProjectRow};
use circulus::record::rows::{DealRow, DecisionRow, EventRow, PlantRow, RiskYear, WasteYear, YearRow};
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::{self, Loaded};
use circulus::world::log::{Deal, Decision, Event, EventKind, MembershipTerms, Project, Source, Term};

const SCENARIO: &str = r#"
[scenario]
name = "small"
start_year = 2025
years = 2
money_scale = 1.0

[[transport.mode]]
name = "road"
fixed = 60.0
per_km = 4.0

[waste.slag]
name = "Slag"
stage = "metallurgy"
hazard_class = "IV"
disposal_fee = 300.0
placement_cost = 50.0
upkeep_cost = 5.0
reclaim_cost = 40.0

[product.gravel]
name = "Gravel"
price = 400.0
demand = 1e6

[technology.crushing]
name = "Crushing"
waste = "slag"
product = "gravel"
yield = 0.9
loss = 0.1
opex = 150.0
capex = 300.0
reference_size = 1e5
min_size = 1e4
max_size = 1e6

[infrastructure.information]
name = "Information"
capex = 1e8
upkeep = 1e6
effects = { reach = 0.5 }

[risk.accident]
name = "Accident"
exposure = "stock"
rate = 0.01
effect = "release"
loss = 1e6

[[plant]]
id = "works"
name = "Smith & Sons <Works>"
stage = "metallurgy"
lat = 57.0
lon = 60.0
stream = [{ waste = "slag", t_per_year = 1e5, stock = 5e5 }]

[[plant]]
id = "crusher"
name = "Дробилка \"Урал\""
stage = "converter"
lat = 57.1
lon = 60.2
adopts = ["crushing"]
unit = [{ technology = "crushing", capacity = 5e4 }]

[[plant]]
id = "mine"
name = "Mine, the old"
stage = "mining"
lat = 58.0
lon = 60.0
"#;

/// The scenario of the run.
pub fn scenario() -> Loaded {
    scenario::from_toml(SCENARIO, &[]).unwrap()
}

/// The run.
pub fn run() -> Run {
    Run {
        seed: 7,
        replicate: 0,
        cluster: record(true),
        twin: record(false),
        prevention: None,
        end: ClusterEnd::Lives,
    }
}

fn record(company: bool) -> Record {
    let years = [2025, 2026];
    let mut record =
        Record { years: years.map(|year| year_row(year, company)).to_vec(), ..Record::default() };
    for year in years {
        for plant in 0..3 {
            record.plants.push(plant_row(year, plant, company));
        }
        if company {
            record.deals.push(DealRow { year, deal: deal(), residue_t: 0.0, transfers: 0.0 });
            let own = Deal { supplier: PlantId::new(1), ..deal() };
            record.deals.push(DealRow { year, deal: own, residue_t: 0.0, transfers: 0.0 });
        }
    }
    record.events =
        vec![event(EventKind::Risk(RiskId::new(0)), Some(0)), event(EventKind::Dissolution, None)];
    if company {
        record.decisions = decisions();
        record.projects = vec![project(ProjectEnd::Run, None), project(ProjectEnd::Life, Some(0.75))];
    }
    record
}

fn project(end: ProjectEnd, realised_use: Option<f64>) -> ProjectRow {
    ProjectRow {
        year: 2026,
        plant: PlantId::new(1),
        technology: TechnologyId::new(0),
        member: true,
        ordered: 2025,
        first_year: 2026,
        years_worked: usize::from(realised_use.is_some()),
        size_t: 5e4,
        capex: 2e7,
        rate: 0.12,
        promised_npv: 3e6,
        realised_npv: -1.5e7,
        promised_use: 0.8,
        realised_use,
        end,
    }
}

fn year_row(year: i32, company: bool) -> YearRow {
    let extra = f64::from(u8::from(company));
    let slag = WasteYear {
        generated_t: 1e5,
        already_reused_t: 2e4,
        converted_fresh_t: 3e4 * extra,
        converted_stock_t: 0.0,
        residue_t: 0.0,
        arisen_t: 0.0,
        placed_t: 8e4 - 3e4 * extra,
        released_t: 0.0,
        stock_t: 5e5 + f64::from(year - 2024) * (8e4 - 3e4 * extra),
    };
    let deals = usize::from(company);
    YearRow {
        year,
        cluster_lives: company,
        plants: 3,
        members: 2 * deals,
        by_waste: ti_vec![slag],
        deals_inside: deals,
        mean_haul_km: 19.5 * extra,
        median_haul_km: 19.5 * extra,
        gain: 1e6 * extra + 0.1,
        synergy: [0.0, 2.5e5 * extra, 0.0, 0.0, 0.0, 1e-7 * extra],
        price_per_t: ti_vec![400.0],
        product_t: ti_vec![2.7e4 * extra],
        levels: ti_vec![0.75 * extra],
        risks: ti_vec![
            RiskYear { events_members: deals, loss_members: 5e5 * extra, ..RiskYear::default() },
            RiskYear::default(),
        ],
        members_at_risk: 2 * deals,
        disposal_bill: 1e7,
        ..YearRow::default()
    }
}

fn plant_row(year: i32, plant: usize, company: bool) -> PlantRow {
    PlantRow {
        year,
        plant: PlantId::new(plant),
        member: company && plant < 2,
        contacted: company,
        gain: 5e5,
        synergy: 0.0,
        expected_gain: 4e5,
        fee: 0.0,
        returned: 0.0,
        loss: 0.0,
        covered: 0.0,
        capex_own: 0.0,
        budget: 0.0,
        entry_cost: 0.0,
        debt_paid: 0.0,
        interest: 0.0,
        written_off: 0.0,
        money: 0.0,
        cash: 2e8,
        debt_service: 0.0,
        trust: 0.5,
        waste: WasteYear::default(),
        converted_here_t: 0.0,
        capacity_t: 5e4,
    }
}

fn deal() -> Deal {
    Deal {
        link: LinkId::new(0),
        supplier: PlantId::new(0),
        waste: WasteId::new(0),
        source: Source::Fresh,
        converter: PlantId::new(1),
        technology: TechnologyId::new(0),
        q_t: 3e4,
        haul_km: 19.5,
        surplus_per_t: 40.0,
        deal_cost: 2e5,
        gain: 1e6,
        supplier_gain: 4e5,
        supplier_member: true,
        converter_member: true,
        term: Term::New,
        synergy: [0.0, 2.5e5, 0.0, 0.0, 0.0, 0.0],
    }
}

fn event(kind: EventKind, plant: Option<usize>) -> EventRow {
    let waste = plant.map(|_| 0);
    let event = Event {
        kind,
        plant: plant.map(PlantId::new),
        member: plant.is_some(),
        waste: waste.map(WasteId::new),
        product: None,
        partner: None,
        loss: 5e5,
        loss_members: 5e5,
        covered: 0.0,
        released_t: 12.5,
        contracts_ended: 0,
    };
    EventRow { year: 2026, event }
}

fn decisions() -> Vec<DecisionRow> {
    let terms = MembershipTerms {
        study_gain: 9e5,
        value: 8e5,
        evidence: 0.2,
        gain: 7e5,
        fee: 1e5,
        entry: 5e4,
        from_gain: 0.6,
        from_norm: 0.1,
        from_attitude: 0.0,
        from_trust: 0.0,
        bias: -0.5,
        inertia: -0.1,
        utility: 0.1,
        probability: 1.0 / 3.0,
        draw: 0.25,
    };
    let membership =
        |was_member, is_member| Decision::Membership { plant: PlantId::new(0), was_member, is_member, terms };
    let project = Project {
        slot: SlotId::new(0),
        size_t: 5e4,
        supply_t: 6e4,
        margin_per_t: 20.0,
        capex: 1.5e7,
        capex_subsidy: 0.0,
        rate: 0.15,
        npv: 1e6,
    };
    let invest = Decision::Invest {
        plant: PlantId::new(1),
        technology: TechnologyId::new(0),
        member: true,
        project,
        loan: 5e6,
    };
    let build = Decision::Build {
        infrastructure: InfrastructureId::new(0),
        levels: 0.25,
        cost: 2.5e7,
        value: 6e7,
        upkeep: 2.5e6,
    };
    let all = [membership(false, true), membership(false, false), membership(true, false), invest, build];
    all.map(|decision| DecisionRow { year: 2025, decision }).to_vec()
}
