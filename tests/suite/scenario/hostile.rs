//! Nothing that is typed makes the program panic.

use super::region::region;
use super::*;

/// A small generator of its own, so that a failure repeats.
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
                1 => drop(bytes.remove(at)),
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
            assert!(!faults.0.is_empty() && !faults.to_string().is_empty());
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
fn nesting_without_end_is_refused() {
    let deep = [
        format!("{}b = 1", "a.".repeat(100_000)),
        format!("a = {}", "[".repeat(100_000)),
        format!("[{}b]", "\"a\" . ".repeat(100_000)),
        format!("a = {}", "{a=".repeat(100_000)),
    ];
    for text in deep {
        assert!(scenario::from_toml(&text, &[]).is_err());
        assert!(scenario::from_toml(SMALL, &[text]).is_err());
    }
}
