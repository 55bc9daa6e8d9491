//! The eight phases of a year, in order.

/// A phase of the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Prices move and dated policy takes effect.
    Market,
    /// Plants produce and generate waste.
    Produce,
    /// The company studies and contacts; plants join, stay or leave.
    Join,
    /// Waste is traded and converted: contracts first, then the best deals.
    Trade,
    /// Plants order units; the company builds infrastructure.
    Invest,
    /// The remaining fresh waste is placed.
    Dispose,
    /// Accidents, outages, breaches and fines occur.
    Risk,
    /// Budgets, loans, fees, trust; insolvency and the end of a cluster.
    Settle,
}

impl Phase {
    /// All phases in the order in which they run.
    pub const ALL: [Phase; 8] = [
        Phase::Market,
        Phase::Produce,
        Phase::Join,
        Phase::Trade,
        Phase::Invest,
        Phase::Dispose,
        Phase::Risk,
        Phase::Settle,
    ];

    /// Name, as in file names and columns.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Market => "market",
            Phase::Produce => "produce",
            Phase::Join => "join",
            Phase::Trade => "trade",
            Phase::Invest => "invest",
            Phase::Dispose => "dispose",
            Phase::Risk => "risk",
            Phase::Settle => "settle",
        }
    }

    /// Description, in one sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Phase::Market => "Product prices move, demand is renewed, and dated changes take effect.",
            Phase::Produce => "Plants produce; what they do not already reuse is fresh waste on offer.",
            Phase::Join => {
                "The company studies and contacts plants; each contacted plant decides to be in or out."
            }
            Phase::Trade => "Waste goes to converters: running contracts first, then the best deals.",
            Phase::Invest => "Plants order units and the company builds shared infrastructure.",
            Phase::Dispose => "What is left of the fresh waste is placed on stockpiles.",
            Phase::Risk => "Accidents, outages, breaches, fines and price shocks strike.",
            Phase::Settle => "Budgets, loans, fees and trust are settled; plants and the company may fail.",
        }
    }
}
