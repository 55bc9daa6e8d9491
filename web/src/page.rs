//! Assembles the page: the template with all referenced files inlined.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

use crate::lessons;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The page's own files, below `web/`.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/page");

/// Writes `index.html` and `sw.js` into `dist`, around an engine and the bundled scripts.
pub fn assemble(engine: &Path, scripts: &Path, dist: &Path) -> Result<()> {
    let made = Path::new(dist).join("made");
    Bindgen::new()
        .input_path(engine)
        .out_name("engine")
        .no_modules(true)?
        .typescript(false)
        .generate(&made)?;
    let glue = fs::read_to_string(made.join("engine.js"))?;
    let wasm = fs::read(made.join("engine_bg.wasm"))?;
    fs::remove_dir_all(&made)?;

    let mut page = fs::read_to_string(Path::new(PAGE).join("index.html"))?;
    while let Some((before, after)) = page.split_once("<link rel=\"stylesheet\" href=\"") {
        let (name, after) = after.split_once("\">").ok_or("a stylesheet without end")?;
        page = format!("{before}<style>{}</style>{after}", read(Path::new(PAGE), name)?);
    }
    let mut whole = String::new();
    let mut rest = page.as_str();
    while let Some((before, after)) = rest.split_once(" src=\"") {
        let (name, after) = after.split_once('"').ok_or("an address without end")?;
        let content = match name {
            "engine.wasm.js" => script(name, glue.clone())?,
            "engine.wasm" => packed(&wasm)?,
            "lessons.json" => json(&lessons::json()?),
            name => script(name, read(scripts, name)?)?,
        };
        let after = after.strip_prefix('>').ok_or("a source that is not the last attribute")?;
        whole.extend([before, ">", &content]);
        rest = after;
    }
    whole.push_str(rest);
    fs::write(dist.join("index.html"), &whole)?;
    fs::copy(scripts.join("sw.js"), dist.join("sw.js"))?;
    println!("{}: {:.2} MB", dist.join("index.html").display(), whole.len() as f64 / 1e6);
    Ok(())
}

/// Checks that a script can be inlined: inside an element, `</script` ends it early, and after `<!--` a browser may
/// not find its end.
fn script(name: &str, text: String) -> Result<String> {
    match ["<!--", "</script"].iter().find(|sign| text.to_ascii_lowercase().contains(**sign)) {
        Some(sign) => Err(format!("{name} has '{sign}', which cannot stand in a script of a page").into()),
        None => Ok(text),
    }
}

/// Escapes JSON for inlining: `<`, which begins tags and comments, is replaced.
fn json(text: &str) -> String {
    text.replace('<', "\\u003c")
}

fn read(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()).into())
}

fn packed(bytes: &[u8]) -> Result<String> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(STANDARD.encode(encoder.finish()?))
}
