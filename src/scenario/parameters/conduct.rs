//! What plants do: trade, membership, projects.

use super::*;

pub(super) static TRADE: Table = Table {
    path: "trade",
    meaning: "Who knows whom, and how waste is traded [E3], [N4], [T1], [T2].",
    shape: Shape::One,
    keys: &[
        Parameter::new(
            "acquaintance",
            "share",
            SHARE,
            is(0.2),
            "Probability that two plants at distance 0 know each other as partners",
        ),
        Parameter::new(
            "acquaintance_km",
            "km",
            positive(1e5),
            is(60.0),
            "Distance over which that probability falls by a factor e",
        ),
        Parameter::new(
            "deal_cost",
            "money/year",
            MONEY,
            roubles(1e6),
            "Search, contract and certificates of one deal between two plants",
        ),
        Parameter::new(
            "supplier_share",
            "share",
            SHARE,
            is(0.5),
            "Supplier's share of a deal's gain; the rest is the converter's",
        )
        .source("Nash bargaining or Shapley value of two"),
        Parameter::new(
            "contract_years",
            "years",
            whole(1, 300),
            Preset::Integer(5),
            "Term of a contract, the year it was made included",
        ),
        Parameter::new("min_t", "t/year", TONNES, is(1000.0), "Least size of a deal"),
        Parameter::new(
            "tolerance",
            "money/t",
            PER_TONNE,
            roubles(50.0),
            "Loss per tonne down to which a contract is kept",
        ),
        Parameter::new(
            "upkeep_horizon",
            "years",
            number(0.0, 100.0),
            is(5.0),
            "Years of upkeep that reclaiming a tonne of stock avoids",
        ),
        Parameter::new(
            "memory_years",
            "years",
            whole(0, 300),
            Preset::Integer(10),
            "Years after a deal in which its two sides still know each other; 0: deals are not remembered",
        ),
    ],
    also: &[],
    tables: &[],
};

const WEIGHT: Kind = number(-100.0, 100.0);

pub(super) static JOIN: Table = Table {
    path: "join",
    meaning: "How a plant decides whether to be a member [J1]-[J3].",
    shape: Shape::One,
    keys: &[
        Parameter::new(
            "initial_trust",
            "share",
            SHARE,
            is(0.5),
            "Trust of every plant in the cluster at start; 0.5 is neutral",
        ),
        Parameter::new(
            "w_gain",
            "-",
            WEIGHT,
            is(2.0),
            "Weight of the expected gain; alone it gives the rational rule",
        )
        .source("assumed; rule after Ajzen (1991), Lange et al. (2021)"),
        Parameter::new(
            "w_norm",
            "-",
            WEIGHT,
            is(1.0),
            "Weight of the neighbours' choice; alone it gives imitation",
        )
        .source("assumed; subjective norm of Ajzen (1991)"),
        Parameter::new("w_attitude", "-", WEIGHT, is(0.6), "Weight of the plant's own attitude")
            .source("assumed; attitude of Ajzen (1991)"),
        Parameter::new("w_trust", "-", WEIGHT, is(0.8), "Weight of trust")
            .source("assumed; perceived control of Ajzen (1991)"),
        Parameter::new(
            "bias",
            "-",
            WEIGHT,
            is(-0.8),
            "Constant of the utility: a general reluctance where negative",
        ),
        Parameter::new(
            "inertia",
            "-",
            number(0.0, 100.0),
            is(0.4),
            "Pull towards the present state, in or out",
        ),
        Parameter::new(
            "temperature",
            "-",
            number(0.0, 100.0),
            is(0.5),
            "Randomness of the choice; 0 decides by the sign of the utility",
        ),
        Parameter::new(
            "peers",
            "plants",
            whole(0, 10_000),
            Preset::Integer(5),
            "Number of nearest plants whose choice is looked at",
        ),
        Parameter::new(
            "credibility",
            "share",
            SHARE,
            is(0.5),
            "Part of the feasibility study's gain that an outsider believes",
        ),
        Parameter::new(
            "evidence_members",
            "members",
            number(1.0, 1e7),
            is(8.0),
            "Members at which evidence has replaced the study",
        ),
        Parameter::new("entry_cost", "money", MONEY, roubles(5e6), "Paid once on joining"),
        Parameter::new(
            "horizon",
            "years",
            number(0.1, 100.0),
            is(5.0),
            "Years over which the entry cost is spread",
        ),
        Parameter::new(
            "gain_scale",
            "money/year",
            positive(1e15),
            roubles(2e7),
            "Gain at which its weight saturates (tanh)",
        ),
        Parameter::new(
            "learning",
            "share",
            SHARE,
            is(0.35),
            "Weight of the newest year in a member's expected gain",
        ),
        Parameter::new(
            "trust_gain",
            "share",
            SHARE,
            is(0.15),
            "Part of the missing trust won in a year whose gain beats the fee",
        ),
        Parameter::new(
            "trust_loss",
            "share",
            SHARE,
            is(0.3),
            "Part of the trust lost in any other year, or at a breach",
        ),
    ],
    also: &[],
    tables: &[],
};

pub(super) static INVEST: Table = Table {
    path: "invest",
    meaning: "Plants' projects in conversion units [I1].",
    shape: Shape::One,
    keys: &[
        Parameter::new(
            "attention",
            "share/year",
            SHARE,
            is(0.5),
            "Probability that a plant looks at projects in a year",
        ),
        Parameter::new("hurdle_rate", "share/year", SHARE, is(0.12), "Real discount rate of a project")
            .source("assumed: 12-15 % real is usual for mineral-sector plants")
            .choice_from(0.0, 0.3),
        Parameter::new(
            "expected_use",
            "share",
            SHARE,
            is(0.8),
            "Part of a unit's capacity that its builder expects to use",
        ),
        Parameter::new("loan_share", "share", SHARE, is(0.7), "Part of the capital cost that is borrowed")
            .choice(),
        Parameter::new("loan_rate", "share/year", SHARE, is(0.09), "Interest of a loan")
            .source("assumed: 8-10 % with loans of the Industry Development Fund")
            .choice_from(0.0, 0.3),
        Parameter::new(
            "loan_years",
            "years",
            whole(1, 100),
            Preset::Integer(10),
            "Years over which a loan is repaid, as an annuity",
        ),
        Parameter::new(
            "build_years",
            "years",
            whole(0, 100),
            Preset::Integer(1),
            "Full years between the order of a unit and its first use",
        ),
        Parameter::new(
            "insolvency_limit",
            "money",
            MONEY,
            roubles(3e8),
            "Debt beyond which a plant is insolvent",
        ),
    ],
    also: &[],
    tables: &[],
};
