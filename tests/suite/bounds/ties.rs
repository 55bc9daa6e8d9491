//! The scenarios of the other tests here include acquaintance by tie and by memory, not only by draw.

use circulus::phase::Phase;
use circulus::rules::acquaintance::Acquaintance;
use circulus::rules::outlook::Outlook;

use super::everything::Everything;
use super::regimes::{live, regimes};

#[test]
fn some_know_each_other_by_memory_and_some_by_tie() {
    for (name, scenario) in regimes().into_iter().filter(|(name, _)| name.ends_with("old acquaintances")) {
        let (mut tied, mut remembered, mut all) = (0, 0, None);
        live(&scenario, 8, |phase, world, _| {
            if phase != Phase::Trade {
                return;
            }
            let all = all.get_or_insert_with(|| Everything::of(&world.region));
            let outlook = Outlook::now(world);
            for link in all.pairs() {
                let why = Acquaintance::of(&outlook, link);
                assert_eq!(why.is_some(), outlook.known(link), "{name}: {link:?}");
                match why {
                    Some(Acquaintance::Tie(_)) => tied += 1,
                    Some(Acquaintance::Memory(_)) => remembered += 1,
                    _ => {}
                }
            }
        });
        assert!(tied > 20 && remembered > 5, "{name}: {tied} tied, {remembered} remember");
    }
}
