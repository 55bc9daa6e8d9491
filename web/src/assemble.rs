//! Puts the classroom page together: `assemble ENGINE.wasm SCRIPTS DIST`. One HTML file with everything in it, and the
//! service worker that keeps it for those who opened it over a network. `SCRIPTS` is a folder of bundles of
//! `web/bundle.js`.

mod lessons;
mod page;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<std::path::PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    let [engine, scripts, dist] = arguments.as_slice() else {
        return Err("assemble ENGINE.wasm SCRIPTS DIST".into());
    };
    page::assemble(engine, scripts, dist)
}
