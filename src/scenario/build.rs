//! From checked tables to the scenario as meant: ids become indices.

use super::filled::Filled;
use super::*;
use std::collections::BTreeMap;

/// Levers that are there in every scenario; each risk adds two.
pub(super) const LEVERS: [(&str, Lever); 6] = [
    ("reach", Lever::Reach),
    ("deal_cost", Lever::DealCost),
    ("transport_cost", Lever::TransportCost),
    ("opex", Lever::Opex),
    ("capex", Lever::Capex),
    ("hurdle_rate", Lever::HurdleRate),
];

/// Indices of the ids of one table.
#[derive(Debug)]
pub(super) struct Index(BTreeMap<String, usize>);

impl Index {
    pub fn of(tables: &[Filled]) -> Index {
        Index(tables.iter().enumerate().map(|(i, table)| (table.id.clone(), i)).collect())
    }

    /// Only ids that were checked are asked for.
    pub fn get(&self, id: &str) -> usize {
        self.0.get(id).copied().unwrap_or(0)
    }
}

/// The scenario. Called only when no fault was found.
pub(super) fn build(root: &Filled) -> Option<Scenario> {
    let head = root.one("scenario")?;
    let wastes = Index::of(root.all("waste"));
    let products = Index::of(root.all("product"));
    let technologies = Index::of(root.all("technology"));
    let risks = Index::of(root.all("risk"));
    let management = root.one("management")?;
    let mut scenario = Scenario {
        name: head.text("name").into(),
        title: head.text("title").into(),
        start_year: i32::try_from(head.integer("start_year")).unwrap_or(0),
        years: head.count("years"),
        currency: head.text("currency").into(),
        seed: u64::try_from(head.integer("seed")).unwrap_or(0),
        policy: policy(head, root.one("policy")?),
        transport: transport(root.one("transport")?),
        trade: trade(root.one("trade")?),
        join: join(root.one("join")?),
        invest: invest(root.one("invest")?),
        management: company(management),
        infrastructure: root
            .all("infrastructure")
            .iter()
            .map(|h| infrastructure(h, management, &risks))
            .collect(),
        risks: root.all("risk").iter().map(risk).collect(),
        wastes: root.all("waste").iter().map(waste).collect(),
        products: root.all("product").iter().map(product).collect(),
        technologies: root.all("technology").iter().map(|t| technology(t, &wastes, &products)).collect(),
        plants: root.all("plant").iter().map(|p| plant(p, &wastes, &technologies)).collect(),
    };
    if let Some(region) = root.one("generate") {
        scenario.plants = generate::plants(region, &wastes, &technologies);
    }
    Some(scenario)
}

fn policy(head: &Filled, table: &Filled) -> Vec<Policy> {
    let mut now = Policy {
        disposal_fee_factor: table.number("disposal_fee_factor"),
        disposal_fee_growth: table.number("disposal_fee_growth"),
        subsidy_per_t: table.number("subsidy_per_t"),
        capex_subsidy: table.number("capex_subsidy"),
    };
    let mut years = Vec::with_capacity(head.count("years"));
    for t in 0..head.integer("years") {
        let year = head.integer("start_year") + t;
        for change in table.all("change").iter().filter(|change| change.integer("year") == year) {
            for item in &change.items {
                let new = change.number(item.key.key);
                match item.key.key {
                    "disposal_fee_factor" => now.disposal_fee_factor = new,
                    "disposal_fee_growth" => now.disposal_fee_growth = new,
                    "subsidy_per_t" => now.subsidy_per_t = new,
                    "capex_subsidy" => now.capex_subsidy = new,
                    _ => {}
                }
            }
        }
        years.push(now);
    }
    years
}

fn transport(t: &Filled) -> Transport {
    let mode = |m: &Filled| TransportMode {
        name: m.text("name").into(),
        fixed_per_t: m.number("fixed"),
        per_t_km: m.number("per_km"),
    };
    Transport {
        detour: t.number("detour"),
        local_km: t.number("local_km"),
        modes: t.all("mode").iter().map(mode).collect(),
    }
}

fn trade(t: &Filled) -> Trade {
    Trade {
        acquaintance: t.number("acquaintance"),
        acquaintance_km: t.number("acquaintance_km"),
        deal_cost: t.number("deal_cost"),
        supplier_share: t.number("supplier_share"),
        contract_years: t.count("contract_years"),
        min_t: t.number("min_t"),
        tolerance_per_t: t.number("tolerance"),
        upkeep_horizon_years: t.number("upkeep_horizon"),
    }
}

fn join(j: &Filled) -> Join {
    Join {
        initial_trust: j.number("initial_trust"),
        w_gain: j.number("w_gain"),
        w_norm: j.number("w_norm"),
        w_attitude: j.number("w_attitude"),
        w_trust: j.number("w_trust"),
        bias: j.number("bias"),
        inertia: j.number("inertia"),
        temperature: j.number("temperature"),
        peers: j.count("peers"),
        credibility: j.number("credibility"),
        evidence_members: j.number("evidence_members"),
        entry_cost: j.number("entry_cost"),
        horizon_years: j.number("horizon"),
        gain_scale: j.number("gain_scale"),
        learning: j.number("learning"),
        trust_gain: j.number("trust_gain"),
        trust_loss: j.number("trust_loss"),
    }
}

fn invest(i: &Filled) -> Invest {
    Invest {
        attention: i.number("attention"),
        hurdle_rate: i.number("hurdle_rate"),
        expected_use: i.number("expected_use"),
        loan_share: i.number("loan_share"),
        loan_rate: i.number("loan_rate"),
        loan_years: i.count("loan_years"),
        build_years: i.count("build_years"),
        insolvency_limit: i.number("insolvency_limit"),
    }
}

fn company(m: &Filled) -> Management {
    Management {
        enabled: m.flag("enabled"),
        budget: m.number("budget"),
        overhead: m.number("overhead"),
        fee_flat: m.number("fee_flat"),
        fee_share: m.number("fee_share"),
        grant: m.number("grant"),
        grant_years: m.count("grant_years"),
        contacts_per_year: m.count("contacts_per_year"),
        study_every: m.count("study_every"),
        planned_level: m.number("planned_level"),
        horizon_years: m.number("horizon"),
        reserve: m.number("reserve"),
        retained: m.number("retained"),
        credit: m.number("credit"),
        cover: m.number("cover"),
        rule: match m.text("rule") {
            "shares" => BudgetRule::Shares,
            "none" => BudgetRule::None,
            _ => BudgetRule::Greedy,
        },
        study_limit: m.count("study_limit"),
    }
}

fn infrastructure(h: &Filled, management: &Filled, risks: &Index) -> Infrastructure {
    Infrastructure {
        id: h.id.clone(),
        name: h.text("name").into(),
        capex_per_level: h.number("capex"),
        upkeep_per_level: h.number("upkeep"),
        depreciation: h.number("depreciation"),
        step: h.number("step"),
        max_level: h.number("max_level"),
        budget_share: management
            .map("shares")
            .iter()
            .find(|(id, _)| *id == h.id)
            .map_or(0.0, |(_, share)| *share),
        effects: h.map("effects").iter().map(|(name, effect)| (lever(name, risks), *effect)).collect(),
    }
}

fn lever(name: &str, risks: &Index) -> Lever {
    if let Some(risk) = name.strip_prefix("hazard.") {
        Lever::Hazard(risks.get(risk))
    } else if let Some(risk) = name.strip_prefix("severity.") {
        Lever::Severity(risks.get(risk))
    } else {
        LEVERS.iter().find(|(known, _)| *known == name).map_or(Lever::Reach, |(_, lever)| *lever)
    }
}

fn risk(r: &Filled) -> Risk {
    Risk {
        id: r.id.clone(),
        name: r.text("name").into(),
        exposure: match r.text("exposure") {
            "stock" => Exposure::Stock,
            "capacity" => Exposure::Capacity,
            "deal" => Exposure::Deal,
            "product" => Exposure::Product,
            _ => Exposure::Plant,
        },
        rate: r.number("rate"),
        elasticity: r.number("elasticity"),
        effect: match r.text("effect") {
            "release" => Effect::Release,
            "outage" => Effect::Outage,
            "breach" => Effect::Breach,
            "price_drop" => Effect::PriceDrop,
            _ => Effect::Loss,
        },
        loss: r.number("loss"),
        spread: r.number("spread"),
        share: r.number("share"),
    }
}

fn waste(w: &Filled) -> Waste {
    Waste {
        id: w.id.clone(),
        name: w.text("name").into(),
        hazard_class: match w.text("hazard_class") {
            "I" => HazardClass::I,
            "II" => HazardClass::II,
            "III" => HazardClass::III,
            "IV" => HazardClass::IV,
            _ => HazardClass::V,
        },
        stage: stage(w),
        disposal_fee_per_t: w.number("disposal_fee"),
        placement_cost_per_t: w.number("placement_cost"),
        upkeep_cost_per_t: w.number("upkeep_cost"),
        reclaim_cost_per_t: w.number("reclaim_cost"),
        reclaim_rate: w.number("reclaim_rate"),
    }
}

fn product(p: &Filled) -> Product {
    Product {
        id: p.id.clone(),
        name: p.text("name").into(),
        price_per_t: p.number("price"),
        growth: p.number("growth"),
        persistence: p.number("persistence"),
        volatility: p.number("volatility"),
        demand_t: p.number("demand"),
        demand_growth: p.number("demand_growth"),
    }
}

fn technology(t: &Filled, wastes: &Index, products: &Index) -> Technology {
    Technology {
        id: t.id.clone(),
        name: t.text("name").into(),
        waste: wastes.get(t.text("waste")),
        product: products.get(t.text("product")),
        yield_t_per_t: t.number("yield"),
        opex_per_t: t.number("opex"),
        capex_per_t_year: t.number("capex"),
        reference_size_t: t.number("reference_size"),
        scale_exponent: t.number("scale_exponent"),
        min_size_t: t.number("min_size"),
        max_size_t: t.number("max_size"),
        life_years: t.count("life"),
        co2_avoided_t_per_t: t.number("co2_avoided"),
        primary_replaced_t_per_t: t.number("primary_replaced"),
    }
}

/// The stage that a table names.
pub(super) fn stage(table: &Filled) -> Stage {
    match table.text("stage") {
        "mining" => Stage::Mining,
        "beneficiation" => Stage::Beneficiation,
        "metallurgy" => Stage::Metallurgy,
        "power" => Stage::Power,
        "legacy" => Stage::Legacy,
        _ => Stage::Converter,
    }
}

fn plant(p: &Filled, wastes: &Index, technologies: &Index) -> Plant {
    let stream = |s: &Filled| Stream {
        waste: wastes.get(s.text("waste")),
        t_per_year: s.number("t_per_year"),
        own_reuse: s.number("own_reuse"),
        stock_t: s.number("stock"),
    };
    let unit = |u: &Filled| InitialUnit {
        technology: technologies.get(u.text("technology")),
        capacity_t: u.number("capacity"),
        age_years: u.count("age"),
    };
    let mut streams: Vec<Stream> = p.all("stream").iter().map(stream).collect();
    streams.sort_by_key(|s| s.waste);
    Plant {
        id: p.text("id").into(),
        name: p.text("name").into(),
        operator: p.text("operator").into(),
        stage: stage(p),
        lat_deg: p.number("lat"),
        lon_deg: p.number("lon"),
        cash: p.number("cash"),
        budget: p.number("budget"),
        growth: p.number("growth"),
        volatility: p.number("volatility"),
        attitude: p.number("attitude"),
        streams,
        adopts: p.list("adopts").iter().map(|id| technologies.get(id)).collect(),
        units: p.all("unit").iter().map(unit).collect(),
    }
}
