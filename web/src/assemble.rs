//! Assembles the classroom page: `assemble ENGINE.wasm SCRIPTS DIST`. The result is one HTML file with everything in
//! it, and the service worker that caches it for offline use. `SCRIPTS` is a folder of bundles from `web/bundle.js`.

mod lessons;
mod page;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<std::path::PathBuf> = std::env::args_os().skip(1).map(Into::into).collect();
    let [engine, scripts, dist] = arguments.as_slice() else {
        return Err("assemble ENGINE.wasm SCRIPTS DIST".into());
    };
    page::assemble(engine, scripts, dist)
}
