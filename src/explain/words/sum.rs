//! What a run comes to, in a few sentences: what is told of it first.

use crate::laws::accounts::beyond_rounding;
use crate::record::Record;
use crate::record::rows::YearRow;
use crate::record::tally::Distribution;
use crate::run::{ClusterEnd, Run};
use crate::texts::Language;
use crate::texts::Voice;
use crate::units::Money;

/// Net benefit and who has it, the tonnes reused, what the cluster was to those in it [N11], and what its money would have
/// done as prevention, where the run has that world.
pub fn comes_to(run: &Run, currency: &str, language: Language) -> Vec<String> {
    let voice = super::voice(language, currency);
    let more = |of: fn(&YearRow) -> f64| run.cluster.total(of) - run.twin.total(of);
    let money = |amount: Money| voice.money(amount);
    if run.end == ClusterEnd::NoCompany {
        let net = run.cluster.total(YearRow::net_benefit);
        let with = money(run.cluster.total_with_capital(YearRow::net_benefit));
        return vec![voice.say("sum.alone", &[("net", &money(net)), ("in_use", &with)])];
    }
    let of = Distribution::of(&run.cluster, &run.twin);
    let net = more(YearRow::net_benefit);
    let with = net + run.cluster.capital_in_use() - run.twin.capital_in_use();
    let amounts = [
        ("net", net),
        ("in_use", with),
        ("members", of.money_of_ever_members),
        ("others", of.money_of_the_rest),
        ("company", more(YearRow::money_company)),
        ("state", more(YearRow::money_state)),
        ("lenders", more(YearRow::money_lenders)),
    ];
    let scale = amounts.iter().fold(0.0, |most: Money, (_, amount)| most.max(amount.abs()));
    let mut amounts = amounts.map(|(slot, amount)| (slot, money(beyond_rounding(amount, scale)))).to_vec();
    let reused = [("cluster", &run.cluster), ("twin", &run.twin)]
        .map(|(slot, record)| (slot, voice.tonnes(record.total(|year| year.total().reused_t()))));
    let plants = [("ever", of.ever_members), ("deal", of.with_deal_inside), ("worse", of.worse_off)]
        .map(|(slot, count)| (slot, voice.whole(count)));
    // Only of plants that there are.
    let parts: &[&str] = match of.ever_members {
        0 => &["sum.none"],
        ever if ever == run.cluster.tally.money.len() => &["sum.ever"],
        _ => &["sum.ever", "sum.never"],
    };
    let parts: Vec<String> = parts.iter().map(|part| voice.tell(part, &amounts)).collect();
    amounts.push(("plants", parts.join(" ")));
    let mut lines = vec![
        voice.tell("sum.benefit", &amounts),
        voice.tell("sum.reused", &reused),
        voice.tell("sum.members", &plants),
    ];
    lines.extend(run.prevention.as_ref().map(|third| instead(run, third, &voice)));
    lines
}

/// What the company's money would have done as prevention at the source [V1].
fn instead(run: &Run, third: &Record, voice: &Voice) -> String {
    let net = |of: &Record| of.total_with_capital(YearRow::net_benefit);
    let more = net(&run.cluster) - net(third);
    let amounts = [
        ("money", run.cluster.total(YearRow::paid_by_company)),
        ("spent", third.total(|year| year.account.prevented.cost)),
        ("net", third.total(YearRow::net_benefit) - run.twin.total(YearRow::net_benefit)),
        ("in_use", net(third) - net(&run.twin)),
        ("more", more.abs()),
    ];
    let mut slots = amounts.map(|(slot, amount)| (slot, voice.money(amount))).to_vec();
    slots.push(("prevented", voice.tonnes(third.total(|year| year.account.prevented.prevented_t))));
    voice.tell(if more < 0.0 { "sum.prevention_better" } else { "sum.prevention" }, &slots)
}
