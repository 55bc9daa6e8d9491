//! Why two plants know each other: what [`Outlook::known`] decides, told apart.

use crate::region::Link;
use crate::region::ties::Tie;
use crate::rules::outlook::Outlook;

/// Why two plants know each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acquaintance {
    /// Both are the same plant.
    Own,
    /// For good.
    Tie(Tie),
    /// By the draw, outside the cluster.
    Chance,
    /// By the draw, as members.
    Cluster,
    /// By their last deal, in this year after the start.
    Memory(usize),
}

impl Acquaintance {
    /// Why the two sides of a link know each other; `None` if they do not. The first of several reasons, those that
    /// last before those that may end.
    pub fn of(outlook: &Outlook, link: &Link) -> Option<Self> {
        let memory = &outlook.world.memory;
        if link.own() {
            Some(Acquaintance::Own)
        } else if let Some(tie) = outlook.world.region.tie(link.supplier, link.converter) {
            Some(Acquaintance::Tie(tie))
        } else if link.known_outside() {
            Some(Acquaintance::Chance)
        } else if outlook.both_inside(link) && link.known_inside(outlook.levers.reach) {
            Some(Acquaintance::Cluster)
        } else {
            memory.last_deal(link.supplier, link.converter).map(Acquaintance::Memory)
        }
    }

    /// Name, as in explanations.
    pub fn name(self) -> &'static str {
        match self {
            Acquaintance::Own => "own",
            Acquaintance::Tie(Tie::Group) => "group",
            Acquaintance::Tie(Tie::Knows) => "knows",
            Acquaintance::Tie(Tie::Contract) => "contract",
            Acquaintance::Chance => "chance",
            Acquaintance::Cluster => "cluster",
            Acquaintance::Memory(_) => "memory",
        }
    }
}
