//! From checked tables to the scenario as meant: resolves ids to indices.

use super::filled::{Filled, NoKey, Value};
use super::*;
use crate::ids::{Id, RiskId, TechnologyId, WasteId};
use std::collections::BTreeMap;

/// Indices of the ids of one table.
#[derive(Debug)]
pub(super) struct Index<'f, I>(BTreeMap<&'f str, I>);

impl<'f, I: Id> Index<'f, I> {
    pub fn of(tables: &'f [Filled]) -> Index<'f, I> {
        Index(tables.iter().enumerate().map(|(i, table)| (table.id.as_str(), I::new(i))).collect())
    }

    /// The index of an id that has passed the checks.
    pub fn get(&self, id: &str, of: &Filled) -> Result<I, NoKey> {
        self.0.get(id).copied().ok_or_else(|| NoKey::new(of.schema, id, "an id"))
    }
}

/// Builds the scenario. Called only if there are no faults.
pub(super) fn build(root: &Filled) -> Result<Scenario, NoKey> {
    let head = root.own("scenario")?;
    let wastes = Index::of(root.all("waste")?);
    let products = Index::of(root.all("product")?);
    let technologies = Index::of(root.all("technology")?);
    let risks = Index::of(root.all("risk")?);
    let management = root.own("management")?;
    let shares: BTreeMap<&str, f64> =
        management.map("shares")?.iter().map(|(id, share)| (id.as_str(), *share)).collect();
    let each = |name: &str| root.all(name).map(|list| list.iter());
    let plants = match root.one("generate")? {
        Some(region) => generate::plants(region, &wastes, &technologies)?,
        None => each("plant")?.map(|p| plant(p, &wastes, &technologies)).collect::<Result<_, _>>()?,
    };
    Ok(Scenario {
        name: keyed::Field::read(head, "name")?,
        title: keyed::Field::read(head, "title")?,
        start_year: keyed::Field::read(head, "start_year")?,
        years: keyed::Field::read(head, "years")?,
        currency: keyed::Field::read(head, "currency")?,
        seed: keyed::Field::read(head, "seed")?,
        policy: policy(head, root.own("policy")?)?,
        transport: transport(root.own("transport")?)?,
        trade: Trade::read(root.own("trade")?)?,
        join: Join::read(root.own("join")?)?,
        invest: Invest::read(root.own("invest")?)?,
        management: Management::read(management)?,
        infrastructure: each("infrastructure")?
            .map(|h| infrastructure(h, shares.get(h.id.as_str()).copied().unwrap_or(0.0), &risks))
            .collect::<Result<_, _>>()?,
        risks: each("risk")?.map(|r| Risk::read(r, r.id.clone())).collect::<Result<_, _>>()?,
        wastes: each("waste")?.map(|w| Waste::read(w, w.id.clone())).collect::<Result<_, _>>()?,
        products: each("product")?.map(|p| Product::read(p, p.id.clone())).collect::<Result<_, _>>()?,
        technologies: each("technology")?
            .map(|t| {
                let waste = wastes.get(t.text("waste")?, t)?;
                Technology::read(t, t.id.clone(), waste, products.get(t.text("product")?, t)?)
            })
            .collect::<Result<_, _>>()?,
        plants,
    })
}

fn policy(head: &Filled, table: &Filled) -> Result<Vec<Policy>, NoKey> {
    let mut now = Policy::read(table)?;
    let mut years = Vec::with_capacity(head.count("years")?);
    for t in 0..head.integer("years")? {
        let year = head.integer("start_year")? + t;
        for change in table.all("change")? {
            if change.integer("year")? != year {
                continue;
            }
            if let Some(Value::Map(named)) = change.item("fee_factor_class")?.map(|item| &item.value) {
                let unknown = |class: String| NoKey::new(change.schema, &class, "a hazard class");
                now.fee_factor_class.name(named).map_err(unknown)?;
            }
            for (key, value) in [
                ("disposal_fee_factor", &mut now.disposal_fee_factor),
                ("disposal_fee_growth", &mut now.disposal_fee_growth),
                ("subsidy_per_t", &mut now.subsidy_per_t),
                ("capex_subsidy", &mut now.capex_subsidy),
                ("carbon_price", &mut now.carbon_price_per_t),
                ("primary_levy", &mut now.primary_levy_per_t),
                ("fees_to_company", &mut now.fees_to_company),
            ] {
                if let Some(Value::Number(new)) = change.item(key)?.map(|item| &item.value) {
                    *value = *new;
                }
            }
        }
        years.push(now);
    }
    Ok(years)
}

fn transport(t: &Filled) -> Result<Transport, NoKey> {
    let modes = t.all("mode")?.iter().map(TransportMode::read).collect::<Result<_, _>>()?;
    Transport::read(t, modes)
}

fn infrastructure(h: &Filled, budget_share: f64, risks: &Index<RiskId>) -> Result<Infrastructure, NoKey> {
    let lever = |(name, effect): &(String, f64)| {
        let lever = Lever::of_name(name, |risk| risks.get(risk, h).ok());
        Ok((lever.ok_or_else(|| NoKey::new(h.schema, name, "a lever"))?, *effect))
    };
    let effects = h.map("effects")?.iter().map(lever).collect::<Result<_, _>>()?;
    Infrastructure::read(h, h.id.clone(), budget_share, effects)
}

fn plant(p: &Filled, wastes: &Index<WasteId>, technologies: &Index<TechnologyId>) -> Result<Plant, NoKey> {
    let stream = |s: &Filled| Stream::read(s, wastes.get(s.text("waste")?, s)?);
    let unit = |u: &Filled| InitialUnit::read(u, technologies.get(u.text("technology")?, u)?);
    let mut streams: Vec<Stream> = p.all("stream")?.iter().map(stream).collect::<Result<_, _>>()?;
    streams.sort_by_key(|s| s.waste);
    let adopts = p.list("adopts")?.iter().map(|id| technologies.get(id, p)).collect::<Result<_, _>>()?;
    let units = p.all("unit")?.iter().map(unit).collect::<Result<_, _>>()?;
    Plant::read(p, streams, adopts, units)
}
