//! Passes the commit, the platform and a digest of the sources to the library; no commit without git.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

/// The sources that results depend on, those of experiments too; `clean` refers to these.
const SOURCES: [&str; 6] =
    ["src", "crates/circulus-draws", "crates/circulus-experiment", "build.rs", "Cargo.toml", "Cargo.lock"];

fn main() {
    for source in sources() {
        println!("cargo:rerun-if-changed={source}");
    }
    let (commit, clean) = describe().unwrap_or_else(|| ("unknown".into(), "unknown".into()));
    let platform = env::var("TARGET").unwrap_or_else(|_| "unknown".into());
    println!("cargo:rustc-env=CIRCULUS_COMMIT={commit}");
    println!("cargo:rustc-env=CIRCULUS_CLEAN={clean}");
    println!("cargo:rustc-env=CIRCULUS_PLATFORM={platform}");
    let sources = digest().unwrap_or_else(|error| panic!("the sources cannot be read: {error}"));
    println!("cargo:rustc-env=CIRCULUS_SOURCES={sources}");
}

/// [`SOURCES`]; the library packed alone has only its own.
fn sources() -> impl Iterator<Item = &'static str> {
    SOURCES.into_iter().filter(|source| Path::new(source).exists())
}

/// A digest of paths and contents that differs between programs whose results may differ, committed or not.
fn digest() -> io::Result<String> {
    let mut files = Vec::new();
    sources().try_for_each(|source| list(Path::new(source), &mut files))?;
    files.sort();
    let mut hasher = Sha256::new();
    for path in files {
        hasher.update(path.to_string_lossy().replace('\\', "/"));
        hasher.update([0]);
        hasher.update(fs::read(&path)?);
        hasher.update([0]);
    }
    Ok(hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

fn list(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            list(&entry?.path(), files)?;
        }
    } else {
        files.push(path.to_owned());
    }
    Ok(())
}

/// Commit, and whether the sources are unchanged since; `None` outside this package's own repository.
fn describe() -> Option<(String, String)> {
    let here = env::var("CARGO_MANIFEST_DIR").ok()?;
    let top = git(&["rev-parse", "--show-toplevel"])?;
    if Path::new(&top).canonicalize().ok()? != Path::new(&here).canonicalize().ok()? {
        return None;
    }
    // A commit or a checkout changes these; a path that does not exist would trigger a rebuild every time.
    for file in ["HEAD", "logs/HEAD", "packed-refs"] {
        if let Some(path) = git(&["rev-parse", "--git-path", file])
            && Path::new(&path).exists()
        {
            println!("cargo:rerun-if-changed={path}");
        }
    }
    let commit = git(&["rev-parse", "HEAD"])?;
    let mut status = vec!["--no-optional-locks", "status", "--porcelain", "--"];
    status.extend(sources());
    let clean = git(&status)?.is_empty();
    Some((commit, clean.to_string()))
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let said = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| said.trim().to_owned())
}
