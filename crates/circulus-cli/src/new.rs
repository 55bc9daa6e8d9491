//! `circulus new`: a commented scenario to start from.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};

use circulus::scenario::template;

/// Write a commented scenario to start from
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// File to write, such as my_region.toml
    file: PathBuf,
    /// Replace the file if it exists
    #[arg(long)]
    force: bool,
}

pub fn execute(arguments: Arguments) -> anyhow::Result<()> {
    let path = &arguments.file;
    let shown = path.display();
    let mut options = OpenOptions::new();
    options.write(true);
    if arguments.force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    let mut file = match options.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{shown} exists; choose another name, or add --force to replace it")
        }
        Err(error) => return Err(error).with_context(|| format!("cannot write {shown}")),
    };
    file.write_all(template().as_bytes()).with_context(|| format!("cannot write {shown}"))?;
    super::print(&format!("Wrote {shown}. Try it: circulus run {shown}\n"))
}
