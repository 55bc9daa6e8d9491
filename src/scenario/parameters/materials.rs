//! Waste, products, and the technologies between them.

use super::*;
use crate::scenario::{HazardClass, Stage, Words};

/// Stages of the mineral chain.
pub(super) const STAGES: Kind = Kind::Word(Stage::WORDS);

pub(super) static WASTE: Table = Table {
    path: "waste.<id>",
    meaning: "A kind of waste.",
    shape: Shape::ById { needed: true },
    keys: &[
        LABEL,
        Parameter::new("stage", "-", STAGES, REQUIRED, "Stage of the chain at which it arises")
            .source("Mochalova et al. (2021), abstract"),
        Parameter::new(
            "hazard_class",
            "-",
            Kind::Word(HazardClass::WORDS),
            REQUIRED,
            "Hazard class, I extreme to V practically harmless, or none where no such class is known",
        )
        .source("Russian federal classification catalogue of waste"),
        Parameter::new(
            "code",
            "-",
            Kind::Label,
            Preset::Otherwise("none"),
            "Its entry in a catalogue, such as EWC 01 03 06 or FKKO 2 22 411 04",
        )
        .source("naming"),
        Parameter::new(
            "disposal_fee",
            "money/t",
            PER_TONNE,
            REQUIRED,
            "Fee to the state for placing a tonne",
        )
        .source("Russian Government Decree 913 (2016) and its yearly indexation")
        .dated(),
        Parameter::new("placement_cost", "money/t", PER_TONNE, REQUIRED, "Cost of placing a tonne")
            .source("assumed, with reported capital cost of mud and ash stores")
            .dated(),
        Parameter::new("upkeep_cost", "money/(t year)", PER_TONNE, REQUIRED, "Upkeep of a tonne of stock"),
        Parameter::new("reclaim_cost", "money/t", PER_TONNE, REQUIRED, "Cost of reclaiming a tonne of stock"),
        Parameter::new(
            "reclaim_rate",
            "share/year",
            SHARE,
            is(0.03),
            "Part of a stock that can be reclaimed in a year",
        ),
        Parameter::new("land", "m2/t", number(0.0, 1e6), is(0.0), "Land under a tonne of stock")
            .source("0: not counted"),
    ],
    also: &[],
    tables: &[],
};

pub(super) static PRODUCT: Table = Table {
    path: "product.<id>",
    meaning: "A product made from waste, sold in one regional market [M1].",
    shape: Shape::ById { needed: true },
    keys: &[
        LABEL,
        Parameter::new(
            "price",
            "money/t",
            number(0.0, MOST_PER_T),
            Preset::Otherwise("see path"),
            "Price in the first year, without chance",
        )
        .source("market reports of 2021; see the scenario")
        .dated(),
        Parameter::new("growth", "share/year", GROWTH, is(0.0), "Real growth of the price"),
        Parameter::new(
            "path",
            "money/t",
            Kind::Prices,
            Preset::Otherwise("price and growth"),
            "Prices without chance by year, in place of price and growth; each holds until the next, the last holds on, and an empty list is none [N6]",
        )
        .source("market reports; see the scenario"),
        Parameter::new(
            "persistence",
            "-",
            number(0.0, 0.99),
            is(0.7),
            "Part of the price's log deviation that lasts to the next year",
        ),
        Parameter::new(
            "volatility",
            "1/year",
            number(0.0, 2.0),
            is(0.1),
            "Standard deviation of the yearly shock to the log price",
        )
        .source("copper 0.16, iron ore 0.25 (log changes 2010-2025)"),
        Parameter::new("demand", "t/year", TONNES, REQUIRED, "Regional demand in the first year").dated(),
        Parameter::new("demand_growth", "share/year", GROWTH, is(0.01), "Growth of demand"),
    ],
    also: &[],
    tables: &[],
};

pub(super) static TECHNOLOGY: Table = Table {
    path: "technology.<id>",
    meaning: "A technology that turns one waste into products and a residue [N1]; its capital cost for Q t/year is capex * reference_size * (Q / reference_size)^scale_exponent.",
    shape: Shape::ById { needed: true },
    keys: &[
        LABEL,
        Parameter::new("waste", "-", Kind::Id(Ids::Waste), REQUIRED, "Waste that it takes").source("format"),
        Parameter::new(
            "product",
            "-",
            Kind::Id(Ids::Product),
            Preset::Otherwise("see products"),
            "Product that it makes; with yield, the short form of products for one product",
        )
        .source("format"),
        Parameter::new("yield", "t/t", positive(1e3), Preset::Otherwise("see products"), "That product per tonne of waste")
            .source("trade press of projects; see the scenario"),
        Parameter::new(
            "products",
            "t/t",
            Kind::Map { names: Ids::Product, min: 0.0, max: 1e3 },
            Preset::Otherwise("product and yield"),
            "Products per tonne of waste, each more than 0; the first is the main product, which CO2 and primary material are counted by",
        )
        .source("trade press of projects; see the scenario"),
        Parameter::new("added", "t/t", number(0.0, 1e3), is(0.0), "Other material that goes in per tonne of waste, such as cement or lime"),
        Parameter::new("loss", "t/t", number(0.0, 1e3), is(0.0), "What leaves per tonne of waste as water, gas or carbon"),
        Parameter::new(
            "residue",
            "-",
            Kind::Id(Ids::Waste),
            Preset::Otherwise("none"),
            "Waste that is left: 1 + added - loss - products, per tonne of waste",
        )
        .source("format"),
        Parameter::new("opex", "money/t", PER_TONNE, REQUIRED, "Operating cost per tonne of waste"),
        Parameter::new(
            "capex",
            "money/(t/year)",
            PER_TONNE,
            REQUIRED,
            "Capital cost per yearly tonne of waste at the reference size",
        )
        .source("trade press of projects; see the scenario"),
        Parameter::new(
            "reference_size",
            "t/year",
            number(1.0, 1e12),
            REQUIRED,
            "Size at which that capital cost holds",
        ),
        Parameter::new(
            "scale_exponent",
            "-",
            number(0.1, 1.5),
            is(0.7),
            "Exponent of capital cost with size",
        )
        .source("rule of six-tenths of process engineering, rounded up"),
        Parameter::new("min_size", "t/year", TONNES, REQUIRED, "Smallest unit"),
        Parameter::new("max_size", "t/year", number(1.0, 1e12), REQUIRED, "Largest unit"),
        Parameter::new("life", "years", whole(1, 100), Preset::Integer(20), "Years that a unit works")
            .source("assumed: 15-20 years are usual"),
        Parameter::new("co2_avoided", "t/t", number(-1e6, 1e6), is(0.0), "CO2 avoided per tonne of product")
            .source("life-cycle studies of the primary product; see the scenario"),
        Parameter::new(
            "primary_replaced",
            "t/t",
            number(0.0, 1e7),
            is(1.0),
            "Primary material left in the ground per tonne of product",
        ),
        Parameter::new(
            "co2_emitted",
            "t/t",
            number(-1e6, 1e6),
            is(0.0),
            "CO2 that the process itself emits per tonne of waste; less than 0 where it binds CO2",
        )
        .source("0: not counted"),
        Parameter::new(
            "jobs",
            "jobs/(Mt/year)",
            number(0.0, 1e6),
            is(0.0),
            "Full-time jobs per million tonnes a year of working capacity",
        )
        .source("0: not counted"),
    ],
    also: &[],
    tables: &[],
};
