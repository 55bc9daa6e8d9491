//! No input makes the program panic.

use super::region::region;
use super::*;

/// A small generator of pseudo-random numbers, so that a failure repeats.
fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
    (*state >> 33) as usize
}

#[test]
fn no_text_makes_it_panic() {
    let mut state = 42;
    let region = region(3);
    let texts = [SMALL, scenario::template().leak(), region.leak()];
    for round in 0..4000 {
        let mut bytes = texts[round % texts.len()].as_bytes().to_vec();
        for _ in 0..1 + next(&mut state) % 4 {
            let (at, from) = (next(&mut state) % bytes.len(), next(&mut state) % bytes.len());
            match next(&mut state) % 5 {
                0 => bytes[at] = next(&mut state) as u8,
                1 if bytes.len() > 1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, b"[]{}=.\"'\n#-9e,"[next(&mut state) % 14]),
                3 => bytes.truncate(at.max(1)),
                _ => {
                    let piece = bytes[from..(from + next(&mut state) % 40).min(bytes.len())].to_vec();
                    bytes.splice(at..at, piece);
                }
            }
        }
        let result =
            scenario::load_with(&|_| Ok(bytes.clone()), Path::new("x.toml"), &["join.peers=3".into()]);
        if let Err(faults) = result {
            assert!(!faults.list.is_empty() && !faults.to_string().is_empty());
        }
    }
}

#[test]
fn no_argument_makes_it_panic() {
    let mut state = 7;
    let pieces = [
        "plant", "POWER", ".", "=", "\"", "'", "[", "]", "{", "}", "1e9", "nan", "join", "w_norm", "stream",
        "ash", " ", "\n", "é", "#", "-", "hazard",
    ];
    for _ in 0..5000 {
        let argument: String =
            (0..next(&mut state) % 9).map(|_| pieces[next(&mut state) % pieces.len()]).collect();
        if let Err(faults) = set(&[&argument]) {
            assert!(!faults.to_string().is_empty());
        }
    }
}

#[test]
fn nesting_is_refused_where_it_goes_too_deep() {
    let deep = [
        (format!("{}b = 1", "a.".repeat(100_000)), 130),
        (format!("a = {}", "[".repeat(100_000)), 69),
        (format!("[{}b]", "\"a\" . ".repeat(100_000)), 390),
        (format!("a = {}", "{a=".repeat(100_000)), 197),
        ("# [[[\na = \"[[[\"\nb = '''\n['[''['''\nc = ".to_owned() + &"[".repeat(65), 69),
    ];
    for (text, column) in deep {
        let faults = scenario::from_toml(&text, &[]).unwrap_err();
        assert_eq!((faults.count(), faults.list[0].column), (1, column));
        assert!(faults.to_string().contains("is nested too deeply: more than 64 levels"), "{faults}");
        assert!(scenario::from_toml(SMALL, &[text]).is_err());
    }
    // A text that is not nested too deeply is refused for what is wrong with it.
    assert!(!refused(&format!("a = {}", "[".repeat(60)))[0].contains("nested"));
}

#[test]
fn control_characters_are_escaped_in_all_messages() {
    let text = SMALL.replace("name = \"road\"", "name = \"r\\u001B[31mo\\u202Ead\"\n\"k\\u001B[2J\" = 1")
        + "[join]\nw_norm = \"\u{202e}\"\n";
    let faults = scenario::load_with(&|_| Ok(text.clone().into_bytes()), Path::new("a\u{1b}[1m.toml"), &[]);
    let told = faults.unwrap_err().to_string();
    assert!(told.starts_with("a\\u{1b}[1m.toml:"), "{told}");
    assert!(told.contains("unknown key 'k\\u{1b}[2J'"), "{told}");
    assert!(!told.contains(|c: char| scenario::input::steers(c) && c != '\n'), "{told:?}");
    // A title may have such characters and comes back as it was.
    let loaded = scenario::from_toml(&with("years = 10", "years = 10\ntitle = \"a\\u202Eb\""), &[]).unwrap();
    assert!(loaded.scenario.title == "a\u{202e}b" && !loaded.as_meant.contains('\u{202e}'));
    loaded.scenario.check().unwrap(); // a loaded scenario passes
    assert_eq!(scenario::from_toml(&loaded.as_meant, &[]).unwrap().as_meant, loaded.as_meant);
}

#[test]
fn the_fault_of_a_text_says_what_is_wrong_with_it() {
    let name = |text: &str| refused(&with("name = \"road\"", &format!("name = \"{text}\"")));
    assert_eq!(
        name("a\\tb"),
        [r#"6:8: transport.mode.a\tb.name = "a\tb": must be text on one line, and its character 2 is a tab"#]
    );
    assert!(name("a\\u0007")[0].ends_with("its character 2 is the control character \\u{7}"));
    assert!(name(&"x".repeat(201))[0].ends_with("must be text of at most 200 characters, not 201"));
}
