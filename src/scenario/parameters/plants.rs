//! Plants, one by one.

use super::*;
use crate::scenario::{Source, Words};

pub(super) const ATTITUDE: Parameter =
    Parameter::new("attitude", "share", SHARE, is(0.5), "Attitude to the cluster; 0.5 is neutral")
        .source("neutral");
pub(super) const CASH: Parameter =
    Parameter::new("cash", "money", MONEY, roubles(2e8), "Cash for circular projects at start");
pub(super) const BUDGET: Parameter =
    Parameter::new("budget", "money/year", MONEY, roubles(3e7), "What the plant adds to that cash each year");
pub(super) const OUTPUT_GROWTH: Parameter =
    Parameter::new("growth", "share/year", GROWTH, is(0.0), "Growth of output");
pub(super) const OUTPUT_VOLATILITY: Parameter = Parameter::new(
    "volatility",
    "1/year",
    number(0.0, 2.0),
    is(0.05),
    "Standard deviation of the logarithm of output",
);
pub(super) const ADOPTS: Parameter = Parameter::new(
    "adopts",
    "-",
    Kind::IdList(Ids::Technology),
    Preset::Empty,
    "Technologies that it could adopt",
);
pub(super) const OWN_REUSE: Parameter = Parameter::new(
    "own_reuse",
    "share",
    SHARE,
    is(0.0),
    "Part that is already reused before the story starts",
);

pub(super) static PLANT: Table = Table {
    path: "plant",
    meaning: "A plant. Instead of plants, or after them, there may be [generate].",
    shape: Shape::List { by: "id", repeats: false, needed: false },
    keys: &[
        Parameter::new("id", "-", Kind::Name, REQUIRED, "Id, its own").source("naming"),
        LABEL,
        Parameter::new("operator", "-", Kind::Text, Preset::Text(""), "Owner, for people").source("naming"),
        Parameter::new("stage", "-", materials::STAGES, REQUIRED, "Stage of the chain")
            .source("Mochalova et al. (2021), abstract"),
        Parameter::new("lat", "degrees north", number(-90.0, 90.0), REQUIRED, "Latitude").source("gazetteer"),
        Parameter::new("lon", "degrees east", number(-180.0, 180.0), REQUIRED, "Longitude")
            .source("gazetteer"),
        CASH,
        BUDGET,
        OUTPUT_GROWTH,
        OUTPUT_VOLATILITY,
        ATTITUDE,
        Parameter::new(
            "group",
            "-",
            Kind::Text,
            Preset::Text(""),
            "Group, such as a holding; plants of one group know each other [N4], empty: none",
        )
        .source("owners' reports"),
        Parameter::new(
            "opens",
            "calendar year",
            whole(1900, 2499),
            Preset::Otherwise("from the start"),
            "First year in which it is open; before it the plant does nothing, and its units begin then [N6]",
        )
        .source("owners' plans; see the scenario"),
        Parameter::new(
            "closes",
            "calendar year",
            whole(1900, 2499),
            Preset::Otherwise("never"),
            "Year from which on it is closed, later than opens: its units are gone, and its stock stays [N6]",
        )
        .source("owners' plans; see the scenario"),
        ADOPTS,
    ],
    also: &[],
    tables: &[&STREAM, &UNIT],
};

pub(super) static KNOWS: Table = Table {
    path: "knows",
    meaning: "Plants that all know each other, at any distance, inside the cluster or outside [N4].",
    shape: Shape::List { by: "plants", repeats: true, needed: false },
    keys: &[Parameter::new(
        "plants",
        "-",
        Kind::IdList(Ids::Plant),
        REQUIRED,
        "The plants, at least two; those of [generate] are G000001 and so on",
    )
    .source("reports; see the scenario")],
    also: &[],
    tables: &[],
};

static STREAM: Table = Table {
    path: "plant.stream",
    meaning: "A waste stream of the plant; each waste once.",
    shape: Shape::List { by: "waste", repeats: false, needed: false },
    keys: &[
        Parameter::new("waste", "-", Kind::Id(Ids::Waste), REQUIRED, "Waste of the stream").source("format"),
        Parameter::new("t_per_year", "t/year", TONNES, REQUIRED, "Generated in a year at start")
            .source("plants' reports; see the scenario")
            .dated(),
        OWN_REUSE.dated(),
        Parameter::new("stock", "t", TONNES, is(0.0), "Stock at start")
            .source("plants' reports; see the scenario"),
    ],
    also: &[],
    tables: &[],
};

static UNIT: Table = Table {
    path: "plant.unit",
    meaning: "A conversion unit that stands at start.",
    shape: Shape::List { by: "technology", repeats: true, needed: false },
    keys: &[
        Parameter::new("technology", "-", Kind::Id(Ids::Technology), REQUIRED, "Technology of the unit")
            .source("format"),
        Parameter::new("capacity", "t/year", TONNES, REQUIRED, "Waste that it can take in a year")
            .source("plants' reports; see the scenario"),
        Parameter::new(
            "age",
            "years",
            whole(0, 200),
            Preset::Integer(0),
            "Age at start; it works until its technology's life is over",
        ),
    ],
    also: &[],
    tables: &[],
};

pub(super) static CONTRACT: Table = Table {
    path: "contract",
    meaning: "A contract that exists at start, served in the file's order before those made later [N5]; its two sides know each other.",
    shape: Shape::List { by: "supplier", repeats: true, needed: false },
    keys: &[
        Parameter::new("supplier", "-", Kind::Id(Ids::Plant), REQUIRED, "Plant that supplies")
            .source("format"),
        Parameter::new("waste", "-", Kind::Id(Ids::Waste), REQUIRED, "Waste, of which it has a stream")
            .source("format"),
        Parameter::new("converter", "-", Kind::Id(Ids::Plant), REQUIRED, "Plant that converts")
            .source("format"),
        Parameter::new(
            "technology",
            "-",
            Kind::Id(Ids::Technology),
            REQUIRED,
            "Technology of that waste, which the converter adopts or runs",
        )
        .source("format"),
        Parameter::new(
            "source",
            "-",
            Kind::Word(Source::WORDS),
            Preset::Text("fresh"),
            "Fresh waste, or waste from the stock",
        )
        .source("format"),
        Parameter::new("t_per_year", "t/year", positive(1e12), REQUIRED, "Tonnes agreed")
            .source("the contract; see the scenario"),
        Parameter::new(
            "until",
            "calendar year",
            whole(1900, 2499),
            REQUIRED,
            "Last year in which it is served",
        )
        .source("the contract; see the scenario"),
    ],
    also: &[],
    tables: &[],
};
