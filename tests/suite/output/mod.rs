//! What a run leaves as files.

mod data;
mod files;
mod folder;
mod formats;
