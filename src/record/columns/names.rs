//! The names of a scenario used by columns and cells: ids, in index order.

use crate::ids::{InfrastructureId, PlantId, ProductId, RiskId, TechnologyId, TiVec, WasteId, ti_vec};
use crate::record::rows::YearRow;
use crate::scenario::{Exposure, HazardClass, Scenario, Stage, Words};
use crate::units::{Share, Tonnes};

/// A waste, as columns name it.
#[derive(Debug, Clone, PartialEq)]
pub struct WasteName {
    /// Id.
    pub id: String,
    /// Hazard class.
    pub class: HazardClass,
    /// Stage at which it arises.
    pub stage: Stage,
}

/// A technology, as cells name it.
#[derive(Debug, Clone, PartialEq)]
pub struct TechnologyName {
    /// Id.
    pub id: String,
    /// Index of its product.
    pub product: ProductId,
}

/// A kind of event, as columns name it.
#[derive(Debug, Clone, PartialEq)]
pub struct RiskName {
    /// Id.
    pub id: String,
    /// Whether it affects plants; otherwise it affects a product of the whole region.
    pub strikes_plants: bool,
}

/// A plant, as cells name it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlantName {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Stage of the chain.
    pub stage: Stage,
    /// Latitude, degrees north.
    pub lat_deg: f64,
    /// Longitude, degrees east.
    pub lon_deg: f64,
}

/// Ids of a scenario, in index order.
#[derive(Debug, Clone, PartialEq)]
pub struct Names {
    /// Currency code, e.g. `RUB`.
    pub currency: String,
    /// Wastes.
    pub wastes: TiVec<WasteId, WasteName>,
    /// Ids of products.
    pub products: TiVec<ProductId, String>,
    /// Technologies.
    pub technologies: TiVec<TechnologyId, TechnologyName>,
    /// Ids of the kinds of infrastructure.
    pub infrastructure: TiVec<InfrastructureId, String>,
    /// Types of event: the risks of the scenario, then `insolvency`.
    pub risks: TiVec<RiskId, RiskName>,
    /// Plants.
    pub plants: TiVec<PlantId, PlantName>,
    /// Stock of all wastes and plants before the first year.
    pub stock_at_start_t: Tonnes,
    /// Rate at which what a run comes to is discounted.
    pub discount_rate: Share,
    /// Whether there is a third world, of prevention.
    pub prevention: bool,
}

/// Id of the last type of event.
pub const INSOLVENCY: &str = "insolvency";

impl Names {
    /// The names of a scenario.
    pub fn of(scenario: &Scenario) -> Names {
        let mut risks: TiVec<RiskId, RiskName> = scenario
            .risks
            .iter()
            .map(|risk| RiskName { id: risk.id.clone(), strikes_plants: risk.exposure != Exposure::Product })
            .collect();
        risks.push(RiskName { id: INSOLVENCY.to_owned(), strikes_plants: true });
        Names {
            currency: scenario.currency.clone(),
            wastes: scenario
                .wastes
                .iter()
                .map(|waste| WasteName {
                    id: waste.id.clone(),
                    class: waste.hazard_class,
                    stage: waste.stage,
                })
                .collect(),
            products: scenario.products.iter().map(|p| p.id.clone()).collect(),
            technologies: scenario
                .technologies
                .iter()
                .map(|technology| TechnologyName { id: technology.id.clone(), product: technology.product })
                .collect(),
            infrastructure: scenario.infrastructure.iter().map(|kind| kind.id.clone()).collect(),
            risks,
            plants: scenario
                .plants
                .iter()
                .map(|plant| PlantName {
                    id: plant.id.clone(),
                    name: plant.name.clone(),
                    stage: plant.stage,
                    lat_deg: plant.lat_deg,
                    lon_deg: plant.lon_deg,
                })
                .collect(),
            stock_at_start_t: scenario
                .plants
                .iter()
                .flat_map(|plant| &plant.streams)
                .map(|stream| stream.stock_t)
                .sum(),
            discount_rate: scenario.discount_rate,
            prevention: scenario.prevention.is_some(),
        }
    }

    /// Placeholders for any scenario's names: `<waste>`, `<product>` and so on.
    pub fn patterns() -> Names {
        Names {
            currency: "<currency>".to_owned(),
            wastes: ti_vec![WasteName {
                id: "<waste>".to_owned(),
                class: HazardClass::None, // so that its column is described, too
                stage: Stage::Mining
            }],
            products: ti_vec!["<product>".to_owned()],
            technologies: TiVec::new(),
            infrastructure: ti_vec!["<kind>".to_owned()],
            risks: ti_vec![RiskName { id: "<risk>".to_owned(), strikes_plants: true }],
            plants: TiVec::new(),
            stock_at_start_t: 0.0,
            discount_rate: 0.0,
            prevention: true,
        }
    }

    /// Id of a plant.
    pub fn plant(&self, plant: PlantId) -> Option<&str> {
        self.plants.get(plant).map(|plant| plant.id.as_str())
    }

    /// Id of a waste.
    pub fn waste(&self, waste: WasteId) -> Option<&str> {
        self.wastes.get(waste).map(|waste| waste.id.as_str())
    }

    /// Id of a product.
    pub fn product(&self, product: ProductId) -> Option<&str> {
        self.products.get(product).map(String::as_str)
    }

    /// Id of a technology.
    pub fn technology(&self, technology: TechnologyId) -> Option<&str> {
        self.technologies.get(technology).map(|t| t.id.as_str())
    }

    /// Id of the product of a technology.
    pub fn product_of(&self, technology: TechnologyId) -> Option<&str> {
        self.product(self.technologies.get(technology)?.product)
    }

    /// Whether events of this risk affect plants.
    pub fn strikes_plants(&self, kind: RiskId) -> bool {
        self.risks.get(kind).is_some_and(|risk| risk.strikes_plants)
    }

    /// Number of events of a year that affected plants: members, and others.
    pub fn events_at_plants(&self, year: &YearRow) -> (usize, usize) {
        year.risks
            .iter_enumerated()
            .filter(|(kind, _)| self.strikes_plants(*kind))
            .fold((0, 0), |(members, others), (_, risk)| {
                (members + risk.events_members, others + risk.events_others)
            })
    }
}

/// Name of a stage, as in cells.
pub fn stage_name(stage: Stage) -> &'static str {
    stage.word()
}

/// Name of a hazard class, as in columns.
pub fn class_name(class: HazardClass) -> &'static str {
    class.word()
}
