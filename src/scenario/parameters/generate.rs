//! A synthetic region, drawn from kinds of plants.

use super::plants::*;
use super::*;

pub(super) static GENERATE: Table = Table {
    path: "generate",
    meaning: "A synthetic region instead of [[plant]], or besides: generated plants follow those given one by one. Generated plant number i depends on the seed and on i alone, so a larger n appends plants.",
    shape: Shape::Optional,
    keys: &[
        Parameter::new(
            "n",
            "plants",
            whole(1, 2_000_000),
            REQUIRED,
            "Number of plants, with ids G000001 and so on",
        )
        .source("format"),
        Parameter::new(
            "seed",
            "-",
            whole(0, i64::MAX),
            Preset::Otherwise("the scenario's seed"),
            "Seed of the region",
        )
        .source("arbitrary"),
        Parameter::new("lat", "degrees north", number(-80.0, 80.0), is(57.5), "Latitude of the centre")
            .source("middle of Sverdlovsk Region"),
        Parameter::new("lon", "degrees east", number(-180.0, 180.0), is(60.5), "Longitude of the centre")
            .source("middle of Sverdlovsk Region"),
        Parameter::new("radius_km", "km", number(0.0, 3000.0), is(200.0), "Radius of the region"),
        Parameter::new(
            "clusters",
            "clusters",
            whole(0, 100_000),
            Preset::Integer(8),
            "Number of industrial centres, spread evenly over the region",
        ),
        Parameter::new(
            "cluster_radius_km",
            "km",
            number(0.0, 3000.0),
            is(15.0),
            "Radius of a centre, over which its plants are spread evenly",
        ),
        Parameter::new(
            "scattered",
            "share",
            SHARE,
            is(0.2),
            "Share of the plants that stand outside the centres, anywhere in the region",
        ),
        ATTITUDE,
        Parameter::new(
            "attitude_spread",
            "share",
            SHARE,
            is(0.0),
            "Half width of the even distribution of attitudes, cut at 0 and 1",
        ),
    ],
    also: &[],
    tables: &[&KIND],
};

static KIND: Table = Table {
    path: "generate.kind.<id>",
    meaning: "A kind of plant.",
    shape: Shape::ById { needed: true },
    keys: &[
        LABEL,
        Parameter::new(
            "share",
            "weight",
            positive(1e6),
            is(1.0),
            "Share of the plants that are of this kind, relative to the other kinds",
        ),
        Parameter::new("stage", "-", materials::STAGES, REQUIRED, "Stage of the chain")
            .source("Mochalova et al. (2021), abstract"),
        CASH,
        BUDGET,
        OUTPUT_GROWTH,
        OUTPUT_VOLATILITY,
        ADOPTS,
        Parameter::new(
            "adopts_probability",
            "share",
            SHARE,
            is(1.0),
            "Probability that a plant could adopt a listed technology, each on its own",
        ),
    ],
    also: &[],
    tables: &[&STREAM, &UNIT],
};

static STREAM: Table = Table {
    path: "generate.kind.<id>.stream",
    meaning: "A waste stream of plants of this kind; each waste once.",
    shape: Shape::List { by: "waste", repeats: false, needed: false },
    keys: &[
        Parameter::new("waste", "-", Kind::Id(Ids::Waste), REQUIRED, "Waste of the stream").source("format"),
        Parameter::new("probability", "share", SHARE, is(1.0), "Probability that a plant has the stream"),
        Parameter::new(
            "t_per_year",
            "t/year",
            number(0.0, 1e9),
            REQUIRED,
            "Median over plants of what is generated in a year",
        ),
        Parameter::new(
            "spread",
            "-",
            number(0.0, 3.0),
            is(0.7),
            "Standard deviation over plants of its logarithm, cut at 3 deviations",
        ),
        OWN_REUSE,
        Parameter::new(
            "stock_years",
            "years",
            number(0.0, 1e3),
            is(20.0),
            "Stock at start, in years of generation",
        ),
    ],
    also: &[],
    tables: &[],
};

static UNIT: Table = Table {
    path: "generate.kind.<id>.unit",
    meaning: "A conversion unit that plants of this kind may have at start.",
    shape: Shape::List { by: "technology", repeats: true, needed: false },
    keys: &[
        Parameter::new("technology", "-", Kind::Id(Ids::Technology), REQUIRED, "Technology of the unit")
            .source("format"),
        Parameter::new("probability", "share", SHARE, is(1.0), "Probability that a plant has the unit"),
        Parameter::new(
            "capacity",
            "t/year",
            number(0.0, 1e9),
            REQUIRED,
            "Median over plants of the waste that it can take in a year",
        ),
        Parameter::new(
            "spread",
            "-",
            number(0.0, 3.0),
            is(0.0),
            "Standard deviation over plants of its logarithm, cut at 3 deviations",
        ),
        Parameter::new(
            "max_age",
            "years",
            whole(0, 200),
            Preset::Integer(0),
            "Ages are drawn evenly from 0 to this",
        ),
    ],
    also: &[],
    tables: &[],
};
