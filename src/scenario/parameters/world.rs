//! The scenario itself, policy and haulage.

use super::*;

pub(super) static SCENARIO: Table = Table {
    path: "scenario",
    meaning: "What is simulated, and when.",
    shape: Shape::One,
    keys: &[
        Parameter::new(
            "name",
            "-",
            Kind::Name,
            REQUIRED,
            "Short name; the folder of outputs is named after it",
        )
        .source("naming"),
        Parameter::new("title", "-", Kind::Label, Preset::Otherwise("the name"), "Title for people")
            .source("naming"),
        Parameter::new(
            "start_year",
            "calendar year",
            whole(1900, 2200),
            Preset::Integer(2021),
            "First year simulated",
        )
        .source("year of the prices and of Mochalova et al. (2021)"),
        Parameter::new("years", "years", whole(1, 300), Preset::Integer(30), "Number of years simulated"),
        Parameter::new(
            "currency",
            "-",
            Kind::Label,
            Preset::Text("RUB"),
            "Currency of every sum of money, as people write it: RUB, €, US$, ZMW 2021",
        )
        .source("naming"),
        Parameter::new(
            "money_scale",
            "currency/RUB",
            positive(1e6),
            Preset::Otherwise("none: the keys that follow it must be given"),
            "Worth of a rouble of 2021 in the currency; keys that are not given and follow it are the reference's roubles times this",
        )
        .source("1 for RUB; 0.0136 for USD, the mean of 2021"),
        Parameter::new(
            "seed",
            "-",
            whole(0, i64::MAX),
            Preset::Integer(1),
            "Seed of all draws; replicates are numbered within it",
        )
        .source("arbitrary"),
        Parameter::new(
            "discount_rate",
            "share/year",
            number(0.0, 1.0),
            is(0.05),
            "Rate at which what a run comes to is discounted to the first year; no decision of the model depends on it",
        )
        .source("assumed: a social rate, below the hurdle rate of plants"),
    ],
    also: &[],
    tables: &[],
};

const POLICY_KEYS: &[Parameter] = &[
    Parameter::new(
        "disposal_fee_factor",
        "-",
        number(0.0, 1e6),
        is(1.0),
        "Factor on the disposal fee of every waste",
    )
    .source("1: the fees as enacted").dated()
    .choice_from(0.0, 10.0),
    Parameter::new(
        "disposal_fee_growth",
        "share/year",
        GROWTH,
        is(0.0),
        "Growth of the disposal fees, counted from the start year, above the growth of prices",
    )
    .source("0: fees rise with prices, as they did from 2021 to 2026").dated()
    .choice_from(-0.05, 0.15),
    Parameter::new("subsidy_per_t", "money/t", PER_TONNE, is(0.0), "Subsidy per tonne of waste reused")
        .source("none in force").dated()
        .choice_from(0.0, 1000.0),
    Parameter::new(
        "capex_subsidy",
        "share",
        number(0.0, 1.0),
        is(0.0),
        "Share of a plant's capital cost paid by the state",
    )
    .source("none in force").dated()
    .choice(),
    Parameter::new(
        "fee_factor_class",
        "-",
        Kind::Map { names: Ids::HazardClass, min: 0.0, max: 1e6 },
        Preset::Otherwise("1 for each class"),
        "Factor on the disposal fee of the wastes of a hazard class, besides that on every waste; 1 where not named",
    )
    .source("1: the fees as enacted").dated()
    .choice_from(0.0, 10.0),
    Parameter::new(
        "carbon_price",
        "money/t",
        PER_TONNE,
        is(0.0),
        "Price per tonne of CO2: paid for what a tonne of waste avoids, charged for what its process and haulage emit",
    )
    .source("none in force").dated()
    .choice_from(0.0, 10_000.0),
    Parameter::new(
        "primary_levy",
        "money/t",
        PER_TONNE,
        is(0.0),
        "Levy per tonne of primary material, saved by what waste replaces",
    )
    .source("none in force").dated()
    .choice_from(0.0, 1000.0),
    Parameter::new(
        "fees_to_company",
        "share",
        SHARE,
        is(0.0),
        "Share of the disposal fees of all plants that goes to the company while its cluster lives",
    )
    .source("none in force").dated()
    .choice(),
];

pub(super) static POLICY: Table = Table {
    path: "policy",
    meaning: "What the state does, from the first year on.",
    shape: Shape::One,
    keys: POLICY_KEYS,
    also: &[],
    tables: &[&POLICY_CHANGE],
};

pub(super) static CHANGE: Table = Table {
    path: "change",
    meaning: "A dated change [N6]: from the market phase of that year on these keys have these values. Growth of a price, of a demand or of a stream counts from its last change. Changes of one year apply in the file's order, after those of policy.change.",
    shape: Shape::List { by: "year", repeats: true, needed: false },
    keys: &[
        Parameter::new(
            "year",
            "calendar year",
            whole(1900, 2499),
            REQUIRED,
            "First year in which the change is in force, within the run",
        )
        .source("format"),
        Parameter::new(
            "set",
            "-",
            Kind::Changes,
            REQUIRED,
            "Keys by their path, as for --set, such as \"waste.ash.disposal_fee\" = 20, each with its value from that year on",
        )
        .source("format"),
    ],
    also: &[],
    tables: &[],
};

static POLICY_CHANGE: Table = Table {
    path: "policy.change",
    meaning: "A dated change: from that year on these keys of [policy] have these values.",
    shape: Shape::List { by: "year", repeats: true, needed: false },
    keys: &[Parameter::new(
        "year",
        "calendar year",
        whole(1900, 2499),
        REQUIRED,
        "First year in which the change is in force, within the run",
    )
    .source("format")],
    also: POLICY_KEYS,
    tables: &[],
};

pub(super) static TRANSPORT: Table = Table {
    path: "transport",
    meaning: "Haulage between plants; the cheapest mode serves [E2].",
    shape: Shape::One,
    keys: &[
        Parameter::new(
            "detour",
            "-",
            number(1.0, 10.0),
            is(1.3),
            "Distance by road or rail over great-circle distance",
        ),
        Parameter::new(
            "local_km",
            "km",
            number(0.0, 1e3),
            is(3.0),
            "Least distance between two plants, as between two on one site",
        ),
    ],
    also: &[],
    tables: &[&MODE],
};

static MODE: Table = Table {
    path: "transport.mode",
    meaning: "A mode of haulage: fixed + per_km * distance, per tonne.",
    shape: Shape::List { by: "name", repeats: false, needed: true },
    keys: &[
        Parameter::new("name", "-", Kind::Label, REQUIRED, "Name for people").source("naming"),
        Parameter::new("fixed", "money/t", number(0.0, 1e6), REQUIRED, "Loading and unloading")
            .source("in the reference: 60 by road (assumed), 225 by rail (Price List 10-01, brought to 2021)")
            .dated(),
        Parameter::new("per_km", "money/(t km)", number(0.0, 1e6), REQUIRED, "Cost that grows with distance")
            .source("in the reference: 4.5 by road (norm FER-2001, brought to 2021), 0.75 by rail (Price List 10-01)")
            .dated(),
        Parameter::new("co2_per_tkm", "t/(t km)", number(0.0, 1.0), is(0.0), "CO2 per tonne and kilometre")
            .source("0: not counted"),
    ],
    also: &[],
    tables: &[],
};
