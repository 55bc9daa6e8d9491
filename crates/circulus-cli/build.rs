//! Embeds the classroom page in the program if `web/build.sh` has built it.

use std::path::Path;

fn main() {
    println!("cargo:rustc-check-cfg=cfg(page)");
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let dist = web.join("dist");
    let built = dist.join("index.html").exists() && dist.join("sw.js").exists();
    // Cargo reruns this on every build for a path that does not exist, so watch the parent until it does.
    println!("cargo:rerun-if-changed={}", if built { dist } else { web }.display());
    if built {
        println!("cargo:rustc-cfg=page");
    }
}
