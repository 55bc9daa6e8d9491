//! From checked tables to the scenario as meant: resolves ids to indices.

use super::filled::{Filled, NoKey, Value};
use super::*;
use crate::ids::{Id, PlantId, ProductId, RiskId, TechnologyId, TiVec, WasteId};
use std::collections::BTreeMap;

/// Indices of the ids of one table.
#[derive(Debug)]
pub(super) struct Index<'f, I>(BTreeMap<&'f str, I>);

impl<'f, I: Id> Index<'f, I> {
    pub fn of(tables: &'f [Filled]) -> Index<'f, I> {
        Index(tables.iter().enumerate().map(|(i, table)| (table.id.as_str(), I::new(i))).collect())
    }

    /// The indices of a list of ids that have passed the checks.
    pub fn list(&self, of: &Filled, key: &str) -> Result<Vec<I>, NoKey> {
        of.list(key)?.iter().map(|id| self.get(id, of)).collect()
    }

    /// The index of an id that has passed the checks.
    pub fn get(&self, id: &str, of: &Filled) -> Result<I, NoKey> {
        self.0.get(id).copied().ok_or_else(|| NoKey::new(of.schema, id, "an id"))
    }
}

impl<'p> Index<'p, PlantId> {
    /// Indices of plants, those given one by one first.
    fn of_plants(plants: &'p [Plant]) -> Self {
        Index(plants.iter().enumerate().map(|(i, plant)| (plant.id.as_str(), PlantId::new(i))).collect())
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
    let mut plants: TiVec<PlantId, Plant> =
        each("plant")?.map(|p| plant(p, &wastes, &technologies)).collect::<Result<_, _>>()?;
    if let Some(region) = root.one("generate")? {
        generate::add_plants(&mut plants, region, &wastes, &technologies)?;
    }
    let (knows, contracts) = (root.all("knows")?, root.all("contract")?);
    let asked = !knows.is_empty() || !contracts.is_empty() || !root.all("change")?.is_empty();
    let plant_ids = Index::of_plants(if asked { &plants.raw } else { &[] });
    let infrastructures = Index::of(root.all("infrastructure")?);
    let modes = root.own("transport")?.all("mode")?;
    let mode = |name: &str| {
        let found = modes.iter().position(|mode| mode.id == name);
        found.ok_or_else(|| NoKey::new(root.schema, name, "a mode of transport"))
    };
    let changes = changes::Lookup {
        plant: &|id| plant_ids.get(id, root),
        waste: &|id| wastes.get(id, root),
        product: &|id| products.get(id, root),
        infrastructure: &|id| infrastructures.get(id, root),
        mode: &mode,
    };
    Ok(Scenario {
        changes: changes::build(root, &changes)?,
        contracts: contracts
            .iter()
            .map(|c| contract(c, &plant_ids, &wastes, &technologies))
            .collect::<Result<_, _>>()?,
        knows: knows.iter().map(|known| plant_ids.list(known, "plants")).collect::<Result<_, _>>()?,
        name: keyed::Field::read(head, "name")?,
        title: keyed::Field::read(head, "title")?,
        start_year: keyed::Field::read(head, "start_year")?,
        years: keyed::Field::read(head, "years")?,
        currency: keyed::Field::read(head, "currency")?,
        seed: keyed::Field::read(head, "seed")?,
        discount_rate: keyed::Field::read(head, "discount_rate")?,
        policy: policy(head, root.own("policy")?, root.all("change")?)?,
        transport: transport(root.own("transport")?)?,
        trade: Trade::read(root.own("trade")?)?,
        join: Join::read(root.own("join")?)?,
        invest: Invest::read(root.own("invest")?)?,
        management: Management::read(management)?,
        infrastructure: each("infrastructure")?
            .map(|h| infrastructure(h, shares.get(h.id.as_str()).copied().unwrap_or(0.0), &risks))
            .collect::<Result<_, _>>()?,
        prevention: root.one("prevention")?.map(|p| prevention::read(p, &wastes)).transpose()?,
        risks: each("risk")?.map(|r| Risk::read(r, r.id.clone())).collect::<Result<_, _>>()?,
        wastes: each("waste")?.map(|w| Waste::read(w, w.id.clone())).collect::<Result<_, _>>()?,
        products: each("product")?
            .map(|p| Product::read(p, p.id.clone(), prices(p)?))
            .collect::<Result<_, _>>()?,
        technologies: each("technology")?
            .map(|t| technology(t, &wastes, &products))
            .collect::<Result<_, _>>()?,
        plants,
    })
}

/// The path of a product's prices; empty without.
fn prices(product: &Filled) -> Result<Vec<(i32, f64)>, NoKey> {
    match product.item("path")? {
        None => Ok(Vec::new()),
        Some(_) => product.prices("path").map(<[_]>::to_vec),
    }
}

/// The policy of each year: first the changes of `[[policy.change]]`, then those of `[[change]]` [N6].
fn policy(head: &Filled, table: &Filled, changes: &[Filled]) -> Result<Vec<Policy>, NoKey> {
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
        for change in changes {
            if change.integer("year")? == year {
                changes::change_policy(&mut now, change)?;
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

/// Every technology has its products here; the short form is replaced by [`super::cross::complete`].
fn technology(t: &Filled, wastes: &Index<WasteId>, products: &Index<ProductId>) -> Result<Technology, NoKey> {
    let of = |(id, t_per_t): &(String, f64)| Ok(Yield { product: products.get(id, t)?, t_per_t: *t_per_t });
    let mut yields: Vec<Yield> = t.map("products")?.iter().map(of).collect::<Result<_, _>>()?;
    if yields.is_empty() {
        return Err(NoKey::new(t.schema, "products", "a product"));
    }
    let main = yields.remove(0);
    let residue = t.item("residue")?.map(|_| wastes.get(t.text("residue")?, t)).transpose()?;
    let waste = wastes.get(t.text("waste")?, t)?;
    Technology::read(t, t.id.clone(), waste, main.product, main.t_per_t, yields, residue)
}

fn contract(
    c: &Filled,
    plants: &Index<PlantId>,
    wastes: &Index<WasteId>,
    technologies: &Index<TechnologyId>,
) -> Result<GivenContract, NoKey> {
    let (waste, technology) = (wastes.get(c.text("waste")?, c)?, technologies.get(c.text("technology")?, c)?);
    let plant = |key: &str| plants.get(c.text(key)?, c);
    GivenContract::read(c, plant("supplier")?, waste, plant("converter")?, technology)
}

fn plant(p: &Filled, wastes: &Index<WasteId>, technologies: &Index<TechnologyId>) -> Result<Plant, NoKey> {
    let stream = |s: &Filled| Stream::read(s, wastes.get(s.text("waste")?, s)?);
    let unit = |u: &Filled| InitialUnit::read(u, technologies.get(u.text("technology")?, u)?);
    let mut streams: Vec<Stream> = p.all("stream")?.iter().map(stream).collect::<Result<_, _>>()?;
    streams.sort_by_key(|s| s.waste);
    let adopts = technologies.list(p, "adopts")?;
    let units = p.all("unit")?.iter().map(unit).collect::<Result<_, _>>()?;
    Plant::read(p, streams, adopts, units)
}
