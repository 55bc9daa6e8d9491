use crate::support::*;
use circulus::scenario::Scenario;
use circulus::scenario::BudgetRule;
#[test]
fn explore() {
    let base = Scenario::load(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("configs/sverdlovsk.toml"), &[]).unwrap();
    let n = 20;
    let show = |name: &str, change: &dyn Fn(&mut Scenario)| {
        let mut s = base.clone();
        change(&mut s);
        let start = std::time::Instant::now();
        let m = |f: &(dyn Fn(&circulus::run::Run) -> f64 + Sync)| mean(&s, n, f);
        let members: Vec<f64> = [0usize,2,5,8,11,15,20,25,29].iter().map(|&t| m(&move |r| r.cluster.years[t].members as f64)).collect();
        let el = start.elapsed().as_secs_f64() / 9.0 / n as f64;
        println!("{name}: {el:.3}s/run reused {:.1} twin {:.1} deals {:.2} twin {:.2} chains {:.2} twin {:.2} gain {:.1} acc {:.1} haul {:.1} members {members:.1?} lives {:.2}",
            m(&|r| reused_t(&r.cluster))/1e6, m(&|r| reused_t(&r.twin))/1e6,
            m(&|r| r.cluster.years.iter().map(|y| (y.deals_inside+y.deals_outside) as f64).sum::<f64>()/30.0),
            m(&|r| r.twin.years.iter().map(|y| (y.deals_inside+y.deals_outside) as f64).sum::<f64>()/30.0),
            m(&|r| r.cluster.years.iter().map(|y| y.chains as f64).sum::<f64>()/30.0),
            m(&|r| r.twin.years.iter().map(|y| y.chains as f64).sum::<f64>()/30.0),
            m(&|r| r.cluster.years.iter().map(|y| y.gain).sum::<f64>())/1e9,
            m(&|r| r.cluster.years.iter().map(|y| y.accounted_synergy()).sum::<f64>())/1e9,
            m(&|r| { let mut h: Vec<f64> = r.cluster.years.iter().map(|y| y.median_haul_km).filter(|&h| h>0.0).collect(); h.sort_by(f64::total_cmp); if h.is_empty() {0.0} else {h[h.len()/2]} }),
            m(&|r| r.cluster.years[29].cluster_lives as u8 as f64));
    };
    show("base", &|_| {});
    show("rule none", &|s| s.management.rule = BudgetRule::None);
    show("no grant", &|s| s.management.grant = 0.0);
    show("overhead x5", &|s| s.management.overhead *= 5.0);
    show("fees x5", &|s| s.policy.iter_mut().for_each(|p| p.disposal_fee_factor = 5.0));
    show("subsidy 100", &|s| s.policy.iter_mut().for_each(|p| p.subsidy_per_t = 100.0));
    show("capex .3", &|s| s.policy.iter_mut().for_each(|p| p.capex_subsidy = 0.3));
    show("no fees, grant 5", &|s| {s.management.fee_flat = 0.0; s.management.fee_share = 0.0; });
    for t in [0usize, 15, 29] {
        for (w, waste) in base.wastes.iter().enumerate() {
            let rate = mean(&base, n, |r| { let y = &r.twin.years[t].by_waste[w]; y.reused_t() / y.generated_t });
            println!("{t} {} {rate:.3} {:.1}", waste.id, mean(&base, n, |r| r.cluster.years[t].by_waste[w].generated_t)/1e6);
        }
    }
    println!("use rate {:.3} {:.3}", mean(&base, n, |r| r.twin.years[0].use_rate()), mean(&base, n, |r| r.cluster.years[0].use_rate()));
    let rates: Vec<String> = (0..base.risks.len()).map(|k| format!("{} in {:.4} out {:.4}", base.risks[k].id,
        mean(&base, n, |r| r.cluster.years.iter().map(|y| y.risks[k].events_members as f64).sum::<f64>() / r.cluster.years.iter().map(|y| y.members_at_risk as f64).sum::<f64>().max(1.0)),
        mean(&base, n, |r| r.cluster.years.iter().map(|y| y.risks[k].events_others as f64).sum::<f64>() / r.cluster.years.iter().map(|y| (y.plants - y.members_at_risk) as f64).sum::<f64>()))).collect();
    println!("{rates:?}");
}
