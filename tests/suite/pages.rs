//! The pages on queues and readers show, verbatim, files that `test.sh` runs, and only options that exist.

use std::collections::BTreeSet;

use circulus::scenario::Words;

use crate::common::{Desk, files_below, text};

const PAGES: [&str; 4] = [
    "docs/research/queues.md",
    "docs/research/readers.md",
    "docs/research/experiments.md",
    "docs/research/explore.md",
];
/// Pages of which only the commands are compared with the program.
const ALSO: [&str; 8] = [
    "docs/research/calibration.md",
    "docs/research/comparison.md",
    "docs/model/explanation.md",
    "docs/teach/page.md",
    "docs/teach/report.md",
    "docs/research/search.md",
    "docs/research/robust.md",
    "docs/research/sensitivity.md",
];
/// Language of blocks that show commands and not a file.
const COMMANDS: &str = "text";

/// The blocks of a page: language, text, and the text between it and the block before.
fn blocks(page: &str) -> Vec<(String, String, String)> {
    let markdown = text(page);
    let mut blocks = Vec::new();
    let mut parts = markdown.split("```");
    while let (Some(before), Some(block)) = (parts.next(), parts.next()) {
        let (language, body) = block.split_once('\n').unwrap();
        blocks.push((language.to_owned(), body.to_owned(), before.to_owned()));
    }
    blocks
}

#[test]
fn blocks_are_the_files_that_the_line_before_them_names() {
    let mut shown = BTreeSet::new();
    for page in PAGES {
        for (language, body, before) in blocks(page) {
            if language == COMMANDS {
                continue;
            }
            let (_, link) =
                before.rsplit_once("](../../").unwrap_or_else(|| panic!("{page}: {body} has no link"));
            let path = link.split(')').next().unwrap();
            assert_eq!(body, text(path), "{page} shows another {path}");
            shown.insert(path.to_owned());
        }
    }
    let examples = files_below("tests/readers", "").into_iter().filter(|path| {
        let file = path.rsplit('/').next().unwrap();
        file.starts_with("with_") || file.ends_with(".R")
    });
    for path in examples.chain(["tests/queue/hq.py".into(), "tests/queue/kubernetes.yaml".into()]) {
        assert!(shown.contains(&path), "no page shows {path}");
    }
}

#[test]
fn commands_use_options_that_exist() {
    let desk = Desk::new();
    let mut checked = 0;
    for page in PAGES.into_iter().chain(ALSO) {
        let lines: Vec<String> = blocks(page)
            .into_iter()
            .filter(|(language, ..)| language == COMMANDS)
            .flat_map(|(_, body, _)| body.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        for (line, command) in lines.iter().filter_map(|line| Some((line, line.split_once("circulus ")?.1))) {
            let verb = command.split_whitespace().next().unwrap();
            let help = desk.circulus(&format!("{verb} --help")).well().out;
            for option in command.split_whitespace().filter(|word| word.starts_with("--")) {
                assert!(help.split_whitespace().any(|word| word == option), "{page}: {option} in '{line}'");
                checked += 1;
            }
        }
    }
    assert!(checked > 5, "too few options were checked");
}

#[test]
fn the_page_on_experiments_names_every_key_and_design() {
    let page = text("docs/research/experiments.md");
    for key in circulus_experiment::file::EXPERIMENT {
        assert!(page.contains(&format!("| `{key}` |")), "no row of {key}");
    }
    for kind in circulus_experiment::file::Kind::ALL {
        assert!(page.contains(&format!("`{}`", kind.word())), "no word of {}", kind.word());
        for key in kind.keys() {
            assert!(page.contains(&format!("| `{key}` |")), "no row of {key}");
        }
    }
}
