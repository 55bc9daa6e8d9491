//! The file itself.

use super::*;

/// The file itself, with every table in the order in which they are printed.
pub static ROOT: Table = Table {
    path: "",
    meaning: "The file itself.",
    shape: Shape::One,
    keys: &[
        Parameter::new(
            "base",
            "-",
            Kind::Text,
            Preset::Otherwise("none"),
            "Another scenario file, found from this one's folder, that this file overrides key by key",
        )
        .source("format"),
        Parameter::new(
            "without",
            "-",
            Kind::Names,
            Preset::Otherwise("nothing"),
            "What is not taken from the base: infrastructure, risks, wastes, products, technologies and plants, as plant.KGOK; * stands for any letters",
        )
        .source("format"),
    ],
    also: &[],
    tables: &[
        &world::SCENARIO,
        &world::POLICY,
        &world::TRANSPORT,
        &conduct::TRADE,
        &conduct::JOIN,
        &conduct::INVEST,
        &company::MANAGEMENT,
        &company::INFRASTRUCTURE,
        &company::RISK,
        &company::PREVENTION,
        &materials::WASTE,
        &materials::PRODUCT,
        &materials::TECHNOLOGY,
        &plants::PLANT,
        &plants::KNOWS,
        &plants::CONTRACT,
        &world::CHANGE,
        &generate::GENERATE,
    ],
};
