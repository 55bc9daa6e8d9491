//! What a run leaves as files.
#![allow(clippy::unwrap_used)]

mod data;
mod files;
mod folder;
mod formats;
mod live;
