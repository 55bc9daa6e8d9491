//! The picture of chains: what comes to a node goes from it, and the sentence has the tonnes.

use circulus::ids::{LinkId, TechnologyId, WasteId, ti_vec};
use circulus::record::Record;
use circulus::record::rows::{DealRow, WasteYear, YearRow};
use circulus::run::{ClusterEnd, Run};
use circulus::scenario::Scenario;
use circulus::world::log::{Deal, Source, Term};
use circulus_plot::Figure;
use circulus_plot::sheet::{Area, Shape, Sheet, covered};

use super::region;
use crate::residue::chain;

/// The slag, crusher, sand and caster of [`chain`], with names that tell them apart.
fn named() -> Scenario {
    let mut scenario = chain();
    let names = ["Slag", "Sand"];
    scenario.wastes.iter_mut().zip(names).for_each(|(waste, name)| waste.name = name.into());
    let names = ["Crusher", "Caster"];
    scenario.technologies.iter_mut().zip(names).for_each(|(technology, name)| technology.name = name.into());
    let names = ["Gravel", "Metal", "Blocks"];
    scenario.products.iter_mut().zip(names).for_each(|(product, name)| product.name = name.into());
    scenario
}

fn deal(year: i32, technology: usize, q_t: f64, source: Source) -> DealRow {
    let deal = Deal {
        link: LinkId::new(0),
        supplier: 0.into(),
        waste: WasteId::new(technology),
        source,
        converter: 1.into(),
        technology: TechnologyId::new(technology),
        q_t,
        haul_km: 0.0,
        surplus_per_t: 0.0,
        deal_cost: 0.0,
        gain: 0.0,
        supplier_gain: 0.0,
        supplier_member: false,
        converter_member: false,
        term: Term::Spot,
        synergy: [0.0; 6],
    };
    DealRow { year, deal, residue_t: 0.0, transfers: 0.0 }
}

/// Two years, in each of which 600 t of fresh slag and 200 t of old were crushed, and 150 t of sand cast.
/// `sand_t` is what is generated of sand in a year.
fn run(sand_t: f64) -> Run {
    let slag = WasteYear {
        generated_t: 1100.0,
        already_reused_t: 100.0,
        converted_fresh_t: 600.0,
        converted_stock_t: 200.0,
        residue_t: 360.0,
        placed_t: 400.0,
        ..WasteYear::default()
    };
    let sand = WasteYear {
        generated_t: sand_t,
        arisen_t: 360.0,
        converted_fresh_t: 150.0,
        placed_t: 210.0 + sand_t,
        ..WasteYear::default()
    };
    let mut cluster = Record::default();
    for year in [2000, 2001] {
        cluster.years.push(YearRow { year, by_waste: ti_vec![slag, sand], ..YearRow::default() });
        cluster.deals.extend([
            deal(year, 0, 600.0, Source::Fresh),
            deal(year, 0, 200.0, Source::Stock),
            deal(year, 1, 150.0, Source::Fresh),
        ]);
    }
    Run { seed: 1, replicate: 0, twin: cluster.clone(), cluster, prevention: None, end: ClusterEnd::Lives }
}

/// Names of the nodes with their tonnes, as their labels have them.
fn labels(sheet: &Sheet) -> Vec<(String, String)> {
    let said: Vec<&str> = sheet.texts().map(|text| text.text.as_str()).collect();
    let tonnes = |text: &str| text.strip_suffix(" t").is_some_and(|number| number.parse::<f64>().is_ok());
    let pairs = said.windows(2).filter(|pair| tonnes(&pair[1].replace(',', "")));
    pairs.map(|pair| (pair[0].to_owned(), pair[1].replace(',', ""))).collect()
}

fn tonnes(labels: &[(String, String)], name: &str) -> Vec<String> {
    labels.iter().filter(|label| label.0 == name).map(|label| label.1.clone()).collect()
}

#[test]
fn each_node_has_the_tonnes_that_the_terms_of_its_technologies_give() {
    let sheet = Figure::Chains.sheet(&run(0.0), &named());
    let labels = labels(&sheet);
    // Crushed: 2 x 800 t, of which .5 is gravel, .1 metal and .45 sand, after .1 is added and .05 lost. Cast: 300 t.
    for (name, wanted) in [
        ("Slag", "1600 t"),
        ("added material", "160 t"),
        ("Crusher", "1760 t"),
        ("Gravel", "800 t"),
        ("Metal", "160 t"),
        ("water, gas, carbon", "80 t"),
        ("Sand", "720 t"),
        ("Caster", "300 t"),
        ("not converted again", "420 t"),
        ("Blocks", "300 t"),
    ] {
        assert_eq!(tonnes(&labels, name), [wanted], "{name}: {labels:?}");
    }
    assert_eq!(labels.len(), 10, "{labels:?}");
    assert_eq!(
        sheet.description,
        "1,900 t of waste (400 t from stock) and 160 t added became 1,260 t of products, 80 t of loss and 720 t of \
         residue (420 t not converted again). Not drawn: 800 t placed unconverted, 200 t reused as before."
    );
}

#[test]
fn what_comes_to_a_node_goes_from_it() {
    let sheet = Figure::Chains.sheet(&run(0.0), &named());
    let nodes: Vec<Area> = sheet.shapes().iter().filter_map(node).collect();
    let bands: Vec<[(f64, f64); 4]> = sheet.shapes().iter().filter_map(band).collect();
    assert_eq!((nodes.len(), bands.len()), (10, 9));
    let mut both = 0;
    for node in &nodes {
        let meets = |end: (f64, f64), x: f64| {
            (end.0 - x).abs() < 1e-9 && (node.top - 1e-6..=node.bottom + 1e-6).contains(&end.1)
        };
        let heights = |upper: usize, lower: usize, x: f64| -> Option<f64> {
            let here: Vec<f64> = bands
                .iter()
                .filter(|band| meets(band[upper], x))
                .map(|band| band[lower].1 - band[upper].1)
                .collect();
            (!here.is_empty()).then(|| here.iter().sum())
        };
        let (comes, goes) = (heights(1, 2, node.left), heights(0, 3, node.right));
        for through in [comes, goes].into_iter().flatten() {
            assert!((through - node.height()).abs() < 1e-6, "{node:?}: {comes:?}, {goes:?}");
        }
        both += usize::from(comes.is_some() && goes.is_some());
    }
    assert_eq!(both, 3, "crusher, sand and caster");
    // Slag is left of its crusher, that of the sand, that of the caster, and that of the blocks.
    let mut columns: Vec<f64> = nodes.iter().map(|node| node.left).collect();
    columns.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    columns.sort_by(f64::total_cmp);
    columns.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    assert_eq!(columns.len(), 5);
}

fn node(shape: &Shape) -> Option<Area> {
    match shape {
        Shape::Rectangle(area, _) => Some(*area),
        _ => None,
    }
}

/// Upper left, upper right, lower right and lower left end of a band.
fn band(shape: &Shape) -> Option<[(f64, f64); 4]> {
    match shape {
        Shape::Polygon(points, _) => {
            let half = points.len() / 2;
            Some([points[0], points[half - 1], points[half], points[points.len() - 1]])
        }
        _ => None,
    }
}

#[test]
fn a_waste_that_is_residue_and_generated_is_converted_in_proportion() {
    // Of the sand, 720 t are residue and 280 t are generated: of 300 t cast, 216 t are residue.
    let sheet = Figure::Chains.sheet(&run(140.0), &named());
    assert_eq!(tonnes(&labels(&sheet), "not converted again"), ["504 t"]);
    assert!(
        sheet.description.contains("720 t of residue (504 t not converted again)"),
        "{}",
        sheet.description
    );
    // Placed were 420 and 280 t of sand, 280 of 1,000 of it as generated, and 800 t of slag.
    assert!(sheet.description.contains("Not drawn: 996 t placed unconverted"), "{}", sheet.description);
    // The same stock at the start: of 300 t cast, 300 x 720 / 1280 = 168.75 t are residue.
    let mut scenario = named();
    let sand = circulus::scenario::Stream {
        waste: WasteId::new(1),
        t_per_year: 0.0,
        own_reuse: 0.0,
        stock_t: 280.0,
    };
    scenario.plants.raw[0].streams.push(sand);
    let sheet = Figure::Chains.sheet(&run(140.0), &scenario);
    assert!(sheet.description.contains("(551 t not converted again)"), "{}", sheet.description);
}

/// A label that the edge of a band runs through stands on white, so that it can be read.
#[test]
fn labels_that_bands_cross_stand_on_white() {
    let scenario = region::scenario(58, 30);
    let sheet = Figure::Chains.sheet(&region::run(&scenario, true), &scenario);
    let shapes = sheet.shapes();
    let bands: Vec<Shape> =
        shapes.iter().filter(|shape| matches!(shape, Shape::Polygon(..))).cloned().collect();
    let mut crossed = 0;
    for pair in shapes.windows(2) {
        let Shape::Text(text) = &pair[1] else { continue };
        if covered(&bands, &text.area().inset(0.0, 3.0, 0.0, 3.0)) > 0 {
            let Shape::Rectangle(white, _) = pair[0] else { panic!("no white behind {}", text.text) };
            assert!(white.contains(&text.area()), "{}", text.text);
            crossed += 1;
        }
    }
    assert!(crossed > 0, "no label is crossed, so this says nothing");
}
