//! What several tests need: the project's files, and a temporary folder, the desk, to run the program in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use tempfile::TempDir;

/// The project's folder.
pub fn root() -> &'static Path {
    static ROOT: LazyLock<PathBuf> =
        LazyLock::new(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap());
    &ROOT
}

/// The text of a file of the project.
pub fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files below a folder with this ending, sorted; paths relative to the project. Build output and results of runs
/// are left out.
pub fn files_below(folder: &str, ending: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(&root().join(folder), &mut |path| {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        if name.ends_with(ending) {
            found.push(name);
        }
    });
    found.sort();
    found
}

fn walk(folder: &Path, see: &mut dyn FnMut(&Path)) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let runs = folder == root().join("outputs") && name != "README.md";
        if path.is_file() {
            see(&path);
        } else if path.is_dir()
            && ![".git", "node_modules"].contains(&name.as_str())
            && !runs
            && !path.join("CACHEDIR.TAG").exists()
        {
            walk(&path, see);
        }
    }
}

/// Cells of the rows of a Markdown table that follows a header row.
pub fn table(markdown: &str, header: &str) -> Vec<Vec<String>> {
    let mut lines = markdown.lines().skip_while(|line| *line != header);
    assert!(lines.next().is_some(), "no table with the header {header}");
    lines
        .skip(1)
        .take_while(|line| line.starts_with('|'))
        .map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// The text between the first pair of backticks in a cell.
pub fn code(cell: &str) -> String {
    cell.split('`').nth(1).unwrap_or_else(|| panic!("no `code` in {cell}")).to_owned()
}

/// A temporary folder with a small scenario in it.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    /// A desk with `small.toml`: the scenario of `circulus new`, called `small`, of 4 years.
    pub fn new() -> Desk {
        let desk = Desk { folder: tempfile::tempdir().unwrap() };
        let template = circulus::scenario::template();
        let small = template.replace("\"my_region\"", "\"small\"").replace("years = 20", "years = 4 ");
        assert_ne!(template, small);
        desk.write("small.toml", &small);
        desk
    }

    /// A path on the desk.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file on the desk.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// A command that runs the program in this folder.
    pub fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_circulus"));
        command.args(line.split_whitespace()).current_dir(self.folder.path()).stdin(Stdio::null());
        command
    }

    /// Runs `circulus` with a line of arguments.
    pub fn circulus(&self, line: &str) -> Ran {
        Ran::new(line, self.command(line).output().unwrap())
    }

    /// All files below a folder of the desk, by their path in it.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let folder = self.path(folder);
        let mut found = BTreeMap::new();
        walk(&folder, &mut |path| {
            let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            found.insert(name, fs::read(path).unwrap());
        });
        found
    }

    /// Names in a folder of the desk, hidden ones too.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_str().unwrap().to_owned()).collect();
        names.sort();
        names
    }
}

/// The output and exit code of a command.
#[derive(Debug)]
pub struct Ran {
    line: String,
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn new(line: &str, output: Output) -> Ran {
        Ran {
            line: line.to_owned(),
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Asserts that it went well: code 0, and nothing on standard error.
    #[track_caller]
    pub fn well(self) -> Ran {
        assert_eq!(self.code, Some(0), "circulus {}\n{}", self.line, self.err);
        assert_eq!(self.err, "", "circulus {}", self.line);
        self
    }

    /// Asserts that it failed with this code and said each of these on standard error, and nothing on standard output.
    #[track_caller]
    pub fn refused(self, code: i32, said: &[&str]) -> Ran {
        assert_eq!(self.code, Some(code), "circulus {}\n{}{}", self.line, self.out, self.err);
        assert_eq!(self.out, "", "circulus {}", self.line);
        for words in said {
            assert!(self.err.contains(words), "circulus {}\nno '{words}' in\n{}", self.line, self.err);
        }
        self
    }
}
