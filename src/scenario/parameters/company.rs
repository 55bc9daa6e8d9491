//! The management company, its infrastructure, and the risks that infrastructure lowers.

use super::*;
use crate::scenario::{BudgetRule, Effect, Exposure, Words};

pub(super) static MANAGEMENT: Table = Table {
    path: "management",
    meaning: "The company that manages the cluster [I2].",
    shape: Shape::One,
    keys: &[
        Parameter::new("enabled", "-", Kind::Bool, Preset::Bool(true), "Whether there is a company, and so a cluster, at all").choice(),
        Parameter::new("budget", "money", MONEY, roubles(3e8), "Budget at start").choice_from(0.0, 1e9),
        Parameter::new("overhead", "money/year", MONEY, roubles(2.5e7), "Staff and offices").choice_from(0.0, 2e8).dated(),
        Parameter::new("fee_flat", "money/year", MONEY, roubles(2e6), "Flat fee of a member").choice_from(0.0, 2e7).dated(),
        Parameter::new("fee_share", "share", SHARE, is(0.15), "Fee as a share of a member's gain").choice_from(0.0, 0.5).dated(),
        Parameter::new("grant", "money/year", MONEY, roubles(1.2e8), "Grant of the state to the company").choice_from(0.0, 5e8).dated(),
        Parameter::new("grant_years", "years", whole(0, 300), Preset::Integer(5), "Years in which the grant is paid, from the start").choice_from(0.0, 30.0).dated(),
        Parameter::new("contacts_per_year", "plants/year", whole(0, 10_000_000), Preset::Integer(6), "Plants that the company approaches in a year")
            .choice_from(0.0, 20.0).dated(),
        Parameter::new("study_every", "years", whole(1, 300), Preset::Integer(5), "Years from one feasibility study to the next").choice_from(1.0, 15.0).dated(),
        Parameter::new("study_limit", "plants", whole(1, 10_000_000), Preset::Integer(1000), "Most plants evaluated in a study or a plan; a drawn sample, scaled up, stands for more")
            .source("so that a year of a large world stays short"),
        Parameter::new("planned_level", "levels", number(0.0, 100.0), is(1.0), "Level of every infrastructure that the study supposes").choice_from(0.0, 3.0).dated(),
        Parameter::new("horizon", "years", number(0.0, 100.0), is(5.0), "Years over which the company values a step of infrastructure").choice_from(0.0, 20.0),
        Parameter::new("reserve", "money", MONEY, roubles(5e7), "Part of the budget from which nothing is built").choice_from(0.0, 5e8).dated(),
        Parameter::new("retained", "money", MONEY, roubles(5e8), "What the company may hold; beyond it, fees of the year go back to members, and it gets no grant").choice_from(0.0, 2e9).dated(),
        Parameter::new("credit", "money", MONEY, roubles(3e8), "Debt beyond which the cluster ends").choice_from(0.0, 1e9).dated(),
        Parameter::new("cover", "share", SHARE, is(0.5), "Share of members' losses that the company covers while it has money").choice().dated(),
        Parameter::new("rule", "-", Kind::Word(BudgetRule::WORDS), Preset::Text("greedy"), "How the free budget is spent on infrastructure")
            .choice().dated(),
        Parameter::new("jobs", "jobs", number(0.0, 1e7), is(0.0), "Full-time jobs at the company while its cluster lives")
            .source("0: not counted").dated(),
        Parameter::new(
            "shares",
            "share",
            Kind::Map { names: Ids::Infrastructure, min: 0.0, max: 1.0 },
            Preset::Otherwise("equal shares"),
            "Share of the free budget for each infrastructure under rule shares; at most 1 together, 0 where not named",
        )
        .choice()
        .dated(),
    ],
    also: &[],
    tables: &[],
};

pub(super) static INFRASTRUCTURE: Table = Table {
    path: "infrastructure.<id>",
    meaning: "A kind of shared infrastructure. A lever is multiplied by 1 - effect * (1 - exp(-level)) for members [E1].",
    shape: Shape::ById { needed: false },
    keys: &[
        LABEL,
        Parameter::new("capex", "money/level", MONEY, REQUIRED, "Capital cost of one level"),
        Parameter::new("upkeep", "money/(level year)", MONEY, REQUIRED, "Upkeep of one level"),
        Parameter::new("depreciation", "share/year", SHARE, is(0.05), "Part of the level lost in a year"),
        Parameter::new("step", "levels", number(0.01, 100.0), is(0.25), "Size of one building step"),
        Parameter::new("max_level", "levels", number(0.0, 100.0), is(3.0), "Largest level"),
        Parameter::new(
            "effects",
            "share",
            Kind::Map { names: Ids::Lever, min: 0.0, max: 1.0 },
            Preset::Empty,
            "Effect on each lever at full level: reach, deal_cost, transport_cost, opex, capex, hurdle_rate, \"hazard.<risk>\", \"severity.<risk>\"",
        )
        .source("assumed: no source measures the effects; sweep them from 0")
        .choice(),
    ],
    also: &[],
    tables: &[],
};

pub(super) static RISK: Table = Table {
    path: "risk.<id>",
    meaning: "A kind of risk [R1]. Exposure product goes with effect price_drop or loss, release with exposure stock or plant.",
    shape: Shape::ById { needed: false },
    keys: &[
        LABEL,
        Parameter::new(
            "exposure",
            "-",
            Kind::Word(Exposure::WORDS),
            REQUIRED,
            "What is exposed: each stock (in Mt), a plant's working capacity (in 0.1 Mt/year), each deal, each plant, each product",
        ),
        Parameter::new("rate", "events/year", number(0.0, 1e3), REQUIRED, "Events per year at exposure 1")
            .source(
                "in the reference: 5e-4 per dam-year, between 1e-3 (1979) and 2e-4 (1999); others assumed",
            ),
        Parameter::new("elasticity", "-", number(0.0, 2.0), is(1.0), "Exponent of the exposure"),
        Parameter::new(
            "effect",
            "-",
            Kind::Word(Effect::WORDS),
            REQUIRED,
            "What an event does besides its loss of money",
        ),
        Parameter::new("loss", "money", MONEY, REQUIRED, "Median loss of an event"),
        Parameter::new(
            "spread",
            "-",
            number(0.0, 3.0),
            is(0.7),
            "Standard deviation of the logarithm of the loss",
        ),
        Parameter::new(
            "share",
            "share",
            SHARE,
            is(0.0),
            "Part of the stock released, of the capacity out next year, or fall of the log price",
        ),
    ],
    also: &[],
    tables: &[],
};

pub(super) static PREVENTION: Table = Table {
    path: "prevention",
    meaning: "A second counterfactual: a third world on the same luck, without a company, in which the money that the company pays for itself and for infrastructure in a year prevents waste at its source in the same year [V1], [V2]. Only where it is given.",
    shape: Shape::Optional,
    keys: &[
        Parameter::new(
            "cost_per_t",
            "money/t",
            Kind::Map { names: Ids::Waste, min: LEAST_PER_T, max: 1e9 },
            REQUIRED,
            "Money for each tonne that does not arise in a year, by waste, cheapest first; at least one, and a waste that is not named cannot be prevented",
        )
        .source("no source gives one for a whole region"),
        Parameter::new(
            "most",
            "share",
            SHARE,
            REQUIRED,
            "Largest share of the fresh waste of a year that can be prevented, of each stream's own",
        )
        .source("no source gives one for a whole region"),
    ],
    also: &[],
    tables: &[],
};

/// Least cost of a tonne prevented: above 0, as what costs nothing would need no company's money.
const LEAST_PER_T: f64 = 1e-6;
