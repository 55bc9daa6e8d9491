//! A made-up region of the size of a real one, and its run, so that pictures can be drawn without the engine.

mod tables;

use circulus::ids::{LinkId, PlantId, ProductId, RiskId, TechnologyId, TiVec, WasteId};
use circulus::record::Record;
use circulus::record::account_year::AccountYear;
use circulus::record::projects::{ProjectEnd, ProjectRow};
use circulus::record::rows::{DealRow, PlantRow, RiskYear, WasteYear, YearRow};
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::*;
use circulus::world::log::{Deal, Source, Term};
use tables::{PRODUCTS, TOWNS, WASTES};

const STAGES: [(Stage, &str); 6] = [
    (Stage::Mining, "Mine"),
    (Stage::Beneficiation, "Concentrator"),
    (Stage::Metallurgy, "Metallurgical Works"),
    (Stage::Converter, "Cement and Slag Plant"),
    (Stage::Power, "Power Station"),
    (Stage::Legacy, "old dumps"),
];

const INFRASTRUCTURE: [&str; 6] = [
    "Shared crushing, sorting and drying lines",
    "Sidings, silos, conveyors, blending yards",
    "Dump and dam safety, monitoring, reclamation",
    "Waste register and exchange platform",
    "Pilot plants, laboratory, certification",
    "Framework contracts, arbitration, guarantee fund",
];

const RISKS: [(&str, f64, f64); 4] = [
    ("Accident at a dump or tailings dam", 0.004, 3e8),
    ("Long outage of a conversion line", 0.02, 1.5e7),
    ("A partner breaks its contract", 0.012, 8e6),
    ("Fine or order of the inspectorate", 0.04, 5e6),
];

/// A pseudo-random number in `[0, 1)`.
fn mixed(seed: usize) -> f64 {
    let mut x = (seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66;
    x ^= x >> 31;
    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x ^= x >> 27;
    (x >> 11) as f64 / (1u64 << 53) as f64
}

/// A scenario with so many plants and years.
pub fn scenario(plants: usize, years: usize) -> Scenario {
    let policy = Policy {
        disposal_fee_factor: 1.0,
        disposal_fee_growth: 0.04,
        subsidy_per_t: 0.0,
        capex_subsidy: 0.0,
        fee_factor_class: ByClass::all(1.0),
        carbon_price_per_t: 0.0,
        primary_levy_per_t: 0.0,
        fees_to_company: 0.0,
    };
    Scenario {
        name: "sverdlovsk".into(),
        title: "Mining and metallurgy of Sverdlovsk Region".into(),
        start_year: 2021,
        years,
        currency: "RUB".into(),
        seed: 42,
        discount_rate: 0.05,
        prevention: None,
        policy: vec![policy; years],
        knows: Vec::new(),
        contracts: Vec::new(),
        changes: Vec::new(),
        transport: Transport { detour: 1.3, local_km: 3.0, modes: vec![] },
        trade: Trade {
            acquaintance: 0.2,
            acquaintance_km: 60.0,
            memory_years: 0,
            deal_cost: 1e6,
            supplier_share: 0.5,
            contract_years: 5,
            min_t: 1000.0,
            tolerance_per_t: 50.0,
            upkeep_horizon_years: 5.0,
        },
        join: Join {
            initial_trust: 0.5,
            w_gain: 2.0,
            w_norm: 1.0,
            w_attitude: 0.6,
            w_trust: 0.8,
            bias: -0.8,
            inertia: 0.4,
            temperature: 0.5,
            peers: 5,
            credibility: 0.5,
            evidence_members: 8.0,
            entry_cost: 5e6,
            horizon_years: 5.0,
            gain_scale: 2e7,
            learning: 0.35,
            trust_gain: 0.15,
            trust_loss: 0.3,
        },
        invest: Invest {
            attention: 0.5,
            hurdle_rate: 0.12,
            expected_use: 0.8,
            loan_share: 0.7,
            loan_rate: 0.09,
            loan_years: 10,
            build_years: 1,
            insolvency_limit: 3e8,
        },
        management: Management {
            enabled: true,
            budget: 3e8,
            overhead: 2.5e7,
            fee_flat: 2e6,
            fee_share: 0.15,
            grant: 1.2e8,
            grant_years: 5,
            contacts_per_year: 6,
            study_every: 5,
            planned_level: 1.0,
            horizon_years: 5.0,
            reserve: 5e7,
            retained: 5e8,
            credit: 3e8,
            cover: 0.5,
            rule: BudgetRule::Greedy,
            jobs: 0.0,
            study_limit: 1000,
        },
        infrastructure: INFRASTRUCTURE.into_iter().map(infrastructure).collect(),
        risks: RISKS.into_iter().map(risk).collect(),
        wastes: WASTES.into_iter().map(waste).collect(),
        products: PRODUCTS.into_iter().map(product).collect(),
        technologies: WASTES.iter().enumerate().map(|(k, waste)| technology(k, waste.0)).collect(),
        plants: (0..plants).map(|i| plant(i, plants)).collect(),
    }
}

fn infrastructure(name: &str) -> Infrastructure {
    Infrastructure {
        id: name.to_lowercase(),
        name: name.into(),
        capex_per_level: 4e8,
        upkeep_per_level: 1e7,
        depreciation: 0.06,
        step: 0.25,
        max_level: 3.0,
        budget_share: 0.0,
        effects: vec![],
    }
}

fn risk((name, rate, loss): (&str, f64, f64)) -> Risk {
    Risk {
        id: name.to_lowercase(),
        name: name.into(),
        exposure: Exposure::Plant,
        rate,
        elasticity: 1.0,
        effect: Effect::Loss,
        loss,
        spread: 0.7,
        share: 0.0,
    }
}

fn waste((name, ..): (&str, f64, f64, f64)) -> Waste {
    Waste {
        id: name.to_lowercase(),
        name: name.into(),
        hazard_class: HazardClass::V,
        code: None,
        stage: Stage::Mining,
        disposal_fee_per_t: 1.45,
        placement_cost_per_t: 15.0,
        upkeep_cost_per_t: 0.05,
        reclaim_cost_per_t: 20.0,
        reclaim_rate: 0.02,
        land_m2_per_t: 0.0,
    }
}

fn product(name: &str) -> Product {
    Product {
        id: name.to_lowercase(),
        name: name.into(),
        price_per_t: 500.0,
        growth: 0.0,
        volatility: 0.0,
        path: vec![],
        persistence: 0.0,
        demand_t: 1e6,
        demand_growth: 0.0,
    }
}

/// What takes waste number `k`: every third one leaves some of the next waste.
fn technology(k: usize, waste: &str) -> Technology {
    let product = |k: usize| ProductId::new(k % PRODUCTS.len());
    let residue = (k % 3 == 1).then(|| WasteId::new((k + 1) % WASTES.len()));
    let left_t = if residue.is_some() { 0.4 } else { 0.0 };
    Technology {
        id: format!("line_{k}"),
        name: format!("Line for {}", waste.to_lowercase()),
        waste: WasteId::new(k),
        product: product(k),
        yield_t_per_t: 0.9 - left_t,
        by_products: vec![Yield { product: product(k + 3), t_per_t: 0.2 }],
        added_t_per_t: 0.2,
        loss_t_per_t: 0.1,
        residue,
        opex_per_t: 100.0,
        capex_per_t_year: 500.0,
        reference_size_t: 1e5,
        scale_exponent: 0.8,
        min_size_t: 1e4,
        max_size_t: 1e7,
        life_years: 20,
        co2_avoided_t_per_t: 0.0,
        primary_replaced_t_per_t: 0.0,
        co2_emitted_t_per_t: 0.0,
        jobs_per_mt_year: 0.0,
    }
}

fn plant(i: usize, plants: usize) -> Plant {
    // Beyond the end of the list towns repeat, with a small shift.
    let (town, lat, lon) = TOWNS[(i * 7) % TOWNS.len()];
    let aside = if plants > 100 { 0.8 } else { 0.0 };
    let (stage, kind) = STAGES[(i + i / TOWNS.len()) % STAGES.len()];
    let streams = WASTES.iter().enumerate().filter(|(k, _)| k % plants == i % plants || k % 58 == i);
    Plant {
        id: format!("P{i}"),
        name: format!("{town} {kind}"),
        operator: "Operator".into(),
        opens: None,
        closes: None,
        group: String::new(),
        stage,
        lat_deg: lat + aside * (mixed(i * 3) - 0.5),
        lon_deg: lon + 2.0 * aside * (mixed(i * 3 + 1) - 0.5),
        cash: 2e8,
        budget: 3e7,
        growth: 0.0,
        volatility: 0.05,
        attitude: 0.5,
        streams: streams
            .map(|(waste, &(_, t_per_year, stock_t, own_reuse))| Stream {
                waste: WasteId::new(waste),
                t_per_year,
                own_reuse,
                stock_t,
            })
            .collect(),
        adopts: vec![],
        units: vec![],
    }
}

/// A run of the scenario; without a company where `company` is false.
pub fn run(scenario: &Scenario, company: bool) -> Run {
    Run {
        seed: 42,
        replicate: 0,
        cluster: record(scenario, company),
        twin: record(scenario, false),
        prevention: None,
        end: if company { ClusterEnd::Lives } else { ClusterEnd::NoCompany },
    }
}

fn record(scenario: &Scenario, company: bool) -> Record {
    let plants = scenario.plants.len();
    let mut record = Record::default();
    let mut stocks: Vec<f64> = WASTES.iter().map(|waste| waste.2).collect();
    for t in 0..scenario.years {
        let year = scenario.start_year + t as i32;
        let rise = 1.0 / (1.0 + libm::exp(-(t as f64 - 9.0) / 3.0));
        let members = if company { (0.22 * plants as f64 * rise) as usize } else { 0 };
        let row = year_row(t, year, plants, members, company, rise, &mut stocks, record.years.last());
        record.plants.extend((0..plants).map(|i| plant_row(i, year, members, plants)));
        let deals = if company { 1 + members / 2 } else { usize::from(t.is_multiple_of(3)) };
        record.deals.extend((0..deals).filter_map(|d| deal_row(d, year, plants, company)));
        record.years.push(row);
        record.projects.extend((0..members.min(4)).map(|i| project_row(i, t, year, scenario.years)));
    }
    record
}

#[allow(clippy::too_many_arguments)]
fn year_row(
    t: usize,
    year: i32,
    plants: usize,
    members: usize,
    company: bool,
    rise: f64,
    stocks: &mut [f64],
    last: Option<&YearRow>,
) -> YearRow {
    let extra = if company { 0.017 + 0.05 * rise } else { 0.016 + 0.034 * rise };
    let by_waste = WASTES.iter().zip(stocks).enumerate().map(|(k, (waste, stock))| {
        let generated_t = waste.1 * (0.95 + 0.1 * mixed(t * 100 + k));
        let already = waste.3 * generated_t;
        let fresh = (extra * 13.0 * mixed(k + 5) * generated_t).min(generated_t - already);
        let old = if company { 0.004 * rise * *stock * mixed(k + 50) } else { 0.0 };
        let placed_t = generated_t - already - fresh;
        *stock += placed_t - old;
        WasteYear {
            generated_t,
            already_reused_t: already,
            converted_fresh_t: fresh,
            converted_stock_t: old,
            residue_t: 0.0,
            arisen_t: if k % 3 == 2 { 0.1 * generated_t } else { 0.0 },
            placed_t,
            released_t: 0.0,
            stock_t: *stock,
        }
    });
    let by_waste = by_waste.collect();
    let money = |scale: f64, salt: usize| rise * scale * (0.7 + 0.6 * mixed(t * 31 + salt));
    let before = last.map_or(0, |row| row.members);
    let risks = RISKS.iter().enumerate().map(|(r, &(_, rate, loss))| {
        let struck = |exposed: usize, factor: f64, salt: usize| {
            let hits = (0..exposed).filter(|i| mixed(t * 7919 + i * 31 + r * 3 + salt) < rate * factor);
            let losses: Vec<f64> = hits.map(|i| loss * (0.4 + 2.0 * mixed(i + t))).collect();
            (losses.len(), losses.iter().sum::<f64>())
        };
        let (events_members, loss_members) = struck(members, if r == 2 { 4.0 } else { 0.7 }, 1);
        let (events_others, loss_others) = struck(plants - members, 1.0, 0);
        RiskYear { events_members, events_others, loss_members, loss_others }
    });
    let mut risks: TiVec<RiskId, RiskYear> = risks.collect();
    risks.push(RiskYear::default());
    let one = f64::from(u8::from(company));
    YearRow {
        year,
        cluster_lives: company,
        plants,
        members,
        joins: members.saturating_sub(before) + usize::from(company && t % 7 == 6),
        leaves: usize::from(company && t % 7 == 6),
        contacted: if company { (6 * (t + 1)).min(plants) } else { 0 },
        by_waste,
        deals_inside: members / 2,
        deals_outside: usize::from(!company && t.is_multiple_of(3) || company && t.is_multiple_of(5)),
        gain: money(3.2e9, 1) + one * money(1.4e9, 2),
        synergy: [
            one * (money(4e8, 3) - 4e7 * f64::from(u8::from(t == 20))),
            one * money(2.2e8, 4),
            one * money(2e7, 5),
            one * money(3.5e8, 6),
            one * money(1.5e8, 7),
            one * money(6e7, 8),
        ],
        levels: (0..6)
            .map(|h| one * 2.2 * rise * mixed(h + 9) - if t > 24 { 0.1 * one } else { 0.0 })
            .map(|l| l.max(0.0))
            .collect(),
        infrastructure_capex: one * money(1.6e8, 9),
        budget: one * (3e8 + 2e8 * rise - 1.5e8 * mixed(t)),
        fees: one * money(2.2e8, 10),
        grant: if t < 5 { one * 1.2e8 } else { 0.0 },
        running_cost: one * (2.5e7 + money(4e7, 11)),
        covered: one * money(2e7, 12),
        returned: one * money(2e7, 13),
        risks,
        members_at_risk: members,
        account: AccountYear {
            capital: money(9e8, 14),
            interest: money(6e7, 15),
            written_off: one * money(9e7, 16),
            money_members: one * money(1.8e9, 17),
            money_others: money(2.5e9, 18) - 4e8,
            ..AccountYear::default()
        },
        ..YearRow::default()
    }
}

fn plant_row(plant: usize, year: i32, members: usize, plants: usize) -> PlantRow {
    let share = mixed(plant + 3);
    PlantRow {
        year,
        plant: PlantId::new(plant),
        member: (plant * 11) % plants < members || (plant == 5 && year < 2030 && members > 2),
        contacted: true,
        gain: 0.0,
        synergy: 0.0,
        expected_gain: 0.0,
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
        cash: 0.0,
        debt_service: 0.0,
        trust: 0.5,
        waste: WasteYear { generated_t: 69e6 * share * share * share * share, ..WasteYear::default() },
        converted_here_t: 1e5,
        capacity_t: 0.0,
    }
}

fn deal_row(d: usize, year: i32, plants: usize, inside: bool) -> Option<DealRow> {
    let supplier = (d * 13 + 1) % plants;
    let converter = (d * 29 + 3) % plants;
    (supplier != converter).then(|| DealRow {
        year,
        residue_t: 0.0,
        transfers: 0.0,
        deal: Deal {
            link: LinkId::new(d),
            supplier: PlantId::new(supplier),
            waste: WasteId::new((d * 5 + 2) % WASTES.len()),
            source: Source::Fresh,
            converter: PlantId::new(converter),
            technology: TechnologyId::new((d * 5 + 2) % WASTES.len()),
            q_t: 3e5 * (0.1 + mixed(d)),
            haul_km: 40.0,
            surplus_per_t: 100.0,
            deal_cost: 1e6,
            gain: 1e7,
            supplier_gain: 5e6,
            supplier_member: inside && !d.is_multiple_of(3),
            converter_member: inside,
            term: Term::Spot,
            synergy: [0.0; 6],
        },
    })
}

fn project_row(i: usize, t: usize, year: i32, years: usize) -> ProjectRow {
    let worked = (years - t).min(20);
    let capex = 5e7 + 4e9 * mixed(i + 40 * t) * mixed(t + 7);
    let promised_npv = capex * (0.1 + 1.5 * mixed(i + 17 * t));
    ProjectRow {
        year: year + worked as i32,
        plant: PlantId::new(i),
        technology: TechnologyId::new(i),
        member: i != 2,
        ordered: year,
        first_year: year + 1,
        years_worked: worked,
        size_t: 1e5,
        capex,
        rate: 0.12,
        promised_npv,
        realised_npv: (promised_npv + capex) * worked as f64 / 20.0 * 2.0 * mixed(i + 3 * t) - capex,
        promised_use: 0.8,
        realised_use: Some(mixed(t)),
        end: if worked == 20 { ProjectEnd::Life } else { ProjectEnd::Run },
    }
}
