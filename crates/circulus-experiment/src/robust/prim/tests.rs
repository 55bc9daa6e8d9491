use super::*;

fn uniform(keys: usize, points: usize, seed: u64) -> Vec<Vec<f64>> {
    let mut dice = Dice::new(seed, "test", 0);
    (0..keys).map(|_| (0..points).map(|_| dice.uniform()).collect()).collect()
}

fn keys(found: &PrimBox) -> Vec<usize> {
    found.limits.iter().map(|limit| limit.key).collect()
}

/// Two of 60 keys matter, with luck: nothing else is reported.
#[test]
fn keys_that_do_nothing_are_not_reported() {
    for seed in 0..5 {
        let inputs = uniform(60, 1000, seed);
        let mut luck = Dice::new(seed, "luck", 0);
        let inside = |point: usize| inputs[7][point] < 0.6 && inputs[30][point] > 0.5;
        let holds: Vec<bool> =
            (0..1000).map(|point| luck.uniform() < if inside(point) { 0.9 } else { 0.2 }).collect();
        let found = find(&inputs, &holds, &Settings::default());
        assert_eq!(found.boxes.iter().map(keys).collect::<Vec<_>>(), [[7, 30]]);
        let checked = find_and_check(&inputs, &holds, &Settings::default());
        assert_eq!(checked.held_out.iter().map(keys).collect::<Vec<_>>(), [[7, 30]]);
        assert!((checked.held_out[0].density - 0.9).abs() < 0.1, "{:?}", checked.held_out);
        let blind: Vec<bool> = (0..1000).map(|_| luck.uniform() < 0.4).collect();
        assert_eq!(find(&inputs, &blind, &Settings::default()).boxes, []);
        assert_eq!(find_and_check(&inputs, &blind, &Settings::default()).searched, []);
    }
}

#[test]
fn the_points_held_out_have_the_same_limits_and_numbers_of_their_own() {
    let inputs = uniform(3, 2001, 1);
    let holds: Vec<bool> = inputs[1].iter().map(|&x| x > 0.7).collect();
    let found = find_and_check(&inputs, &holds, &Settings::default());
    let (searched, held_out) = (&found.searched[0], &found.held_out[0]);
    assert_eq!((searched.limits[0].low, searched.limits[0].high), (held_out.limits[0].low, None));
    assert_eq!((found.together_searched.points, found.together_held_out.points), (1001, 1000));
    assert!(searched.points != held_out.points && held_out.density > 0.95 && held_out.coverage > 0.9);
    assert_eq!(held_out.density, held_out.cases as f64 / held_out.points as f64);
    assert_eq!(find_and_check(&inputs, &holds, &Settings::default()), found);
    assert_ne!(find_and_check(&inputs, &holds, &Settings { seed: 2, ..Settings::default() }), found);
}

/// Two corners along different keys: two boxes, the points of which are counted once.
#[test]
fn boxes_cover_one_after_another() {
    let inputs = uniform(5, 3000, 2);
    let corner = |point: usize| inputs[0][point] < 0.4 && inputs[3][point] < 0.4;
    let other = |point: usize| inputs[1][point] > 0.6 && inputs[4][point] > 0.6;
    let holds: Vec<bool> = (0..3000).map(|point| corner(point) || other(point)).collect();
    let found = find(&inputs, &holds, &Settings::default());
    let mut first: Vec<Vec<usize>> = found.boxes.iter().take(2).map(keys).collect();
    first.sort();
    assert_eq!(first, [[0, 3], [1, 4]], "{found:?}");
    let covered: f64 = found.boxes.iter().map(|found| found.coverage).sum();
    assert!((covered - found.together.coverage).abs() < 1e-12 && covered > 0.9, "{found:?}");
    let one = find(&inputs, &holds, &Settings { most_boxes: 1, ..Settings::default() });
    assert_eq!(one.boxes, found.boxes[..1]);
    let narrow = find(&inputs, &holds, &Settings { most_keys: 1, ..Settings::default() });
    assert!(narrow.boxes.iter().all(|found| found.limits.len() == 1), "{narrow:?}");
}

#[test]
fn where_all_or_nothing_holds_there_is_no_box() {
    let inputs = uniform(4, 300, 1);
    for holds in [vec![true; 300], vec![false; 300]] {
        let found = find(&inputs, &holds, &Settings::default());
        assert_eq!(found.boxes, []);
        assert_eq!(found.together.base, f64::from(u8::from(holds[0])));
        assert_eq!(trajectory(&inputs, &holds, &Settings::default()).steps.len(), 1);
        assert_eq!(find_and_check(&inputs, &holds, &Settings::default()).searched, []);
    }
}

#[test]
fn little_or_nothing_to_search_is_no_fault() {
    for points in 0..4 {
        let holds: Vec<bool> = (0..points).map(|point| point == 1).collect();
        for keys in 0..3 {
            let inputs = uniform(keys, points, 1);
            assert_eq!(find(&inputs, &holds, &Settings::default()).boxes, []);
            assert_eq!(find_and_check(&inputs, &holds, &Settings::default()).searched, []);
            let whole = &trajectory(&inputs, &holds, &Settings::default()).steps[0];
            assert_eq!((whole.points, whole.cases), (points, usize::from(points > 1)));
        }
    }
    // Keys without spread cannot restrict.
    let found = find(&[vec![1.0; 40]], &[[true; 20], [false; 20]].concat(), &Settings::default());
    assert_eq!(found.boxes, []);
}

#[test]
fn one_key_of_two_values_is_cut_between_them() {
    let inputs = [(0..200).map(|point| f64::from(point % 2)).collect::<Vec<f64>>()];
    let holds: Vec<bool> = inputs[0].iter().map(|&x| x == 1.0).collect();
    let found = find(&inputs, &holds, &Settings::default());
    let boxed = &found.boxes[0];
    assert_eq!((boxed.limits[0].low, boxed.limits[0].high), (Some(0.5), None));
    assert_eq!((boxed.coverage, boxed.density, boxed.mass, boxed.points), (1.0, 1.0, 0.5, 100));
}

#[test]
fn points_that_lack_a_number_are_left_out_and_counted() {
    let mut inputs = uniform(2, 500, 1);
    let holds: Vec<bool> = inputs[0].iter().map(|&x| x > 0.5).collect();
    let without = find(
        &inputs.iter().map(|key| key[2..].to_vec()).collect::<Vec<_>>(),
        &holds[2..],
        &Settings::default(),
    );
    inputs[0][0] = f64::NAN;
    inputs[1][1] = f64::INFINITY;
    let found = find(&inputs, &holds, &Settings::default());
    assert_eq!((found.left_out, &found.boxes), (2, &without.boxes));
    assert_eq!(find(&inputs, &holds[..400], &Settings::default()).left_out, 102);
}
