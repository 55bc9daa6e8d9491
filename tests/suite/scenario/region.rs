//! Synthetic regions.

use super::*;

/// `SMALL` with a synthetic region instead of its plants.
pub fn region(n: usize) -> String {
    let head = SMALL.split("[[plant]]").next().unwrap();
    format!(
        "{head}[generate]\nn = {n}\nattitude_spread = 0.4\n[generate.kind.power]\nname = \"Power station\"\nshare = 1\nstage = \"power\"\n\
         [[generate.kind.power.stream]]\nwaste = \"ash\"\nt_per_year = 1e6\nspread = 0.5\nstock_years = 10\n\
         [generate.kind.cement]\nshare = 3\nstage = \"converter\"\nadopts = [\"drying\"]\nadopts_probability = 0.5\n\
         [[generate.kind.cement.unit]]\ntechnology = \"drying\"\nprobability = 0.5\ncapacity = 1e5\nmax_age = 9\n"
    )
}

#[test]
fn a_larger_region_begins_with_the_smaller() {
    let few = Scenario::from_toml(&region(50)).unwrap().plants;
    let many = Scenario::from_toml(&region(2000)).unwrap().plants;
    assert_eq!(few.raw[..], many.raw[..50]);
    assert_eq!((many.raw[0].id.as_str(), many.raw[1999].id.as_str()), ("G000001", "G002000"));
    let other = Scenario::from_toml(&region(50).replace("n = 50", "n = 50\nseed = 2")).unwrap().plants;
    assert_ne!(few, other);
}

#[test]
fn a_region_has_the_shares_that_its_kinds_give() {
    let s = Scenario::from_toml(&region(4000)).unwrap();
    let part =
        |test: &dyn Fn(&scenario::Plant) -> bool| s.plants.iter().filter(|p| test(p)).count() as f64 / 4000.0;
    assert!((part(&|p| p.stage == Stage::Power) - 0.25).abs() < 0.03);
    assert!((part(&|p| !p.adopts.is_empty()) - 0.375).abs() < 0.03);
    assert!((part(&|p| !p.units.is_empty()) - 0.375).abs() < 0.03);
    assert!(
        (part(&|p| p.streams.iter().any(|s| s.t_per_year > 1e6)) - 0.125).abs() < 0.02,
        "1e6 is the median"
    );
    assert!(s.plants.iter().all(|p| (0.1..=0.9).contains(&p.attitude)));
    assert!(s.plants.iter().all(|p| (p.lat_deg - 57.5).abs() < 2.0 && (p.lon_deg - 60.5).abs() < 4.0));
    assert!(s.plants.iter().flat_map(|p| &p.streams).all(|s| s.stock_t == 10.0 * s.t_per_year));
    assert!(s.plants.iter().flat_map(|p| &p.units).all(|u| u.age_years <= 9 && u.capacity_t == 1e5));
}

#[test]
fn two_hundred_thousand_plants_load() {
    assert_eq!(Scenario::from_toml(&region(200_000)).unwrap().plants.len(), 200_000);
}

#[test]
fn a_generated_region_may_be_written_out_as_plants() {
    let generated = crate::common::root().join("configs/synthetic.toml");
    let loaded = scenario::load(&generated, &["generate.n=60".into()]).unwrap();
    let text = loaded.as_plants();
    assert!(!text.contains("[generate") && text.matches("\n[[plant]]\n").count() == 60);
    let plants = scenario::from_toml(&text, &[]).unwrap();
    assert_eq!(plants.scenario, loaded.scenario);
    assert_eq!(plants.as_plants(), plants.as_meant, "plants stay as they are");
}
