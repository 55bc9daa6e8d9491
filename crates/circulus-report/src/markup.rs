//! Escapes text and data for a page, and makes its Content-Security-Policy.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Escapes text for HTML, between tags or in a double-quoted attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Escapes JSON for a script element. `</script` would end the element early, and `<!--` followed by `<script` would
/// hide its end. In JSON, `<` occurs only inside strings, where it is escaped.
pub fn data(json: &Value) -> String {
    json.to_string().replace('<', "\\u003c")
}

/// The Content-Security-Policy for a page with these scripts and this style: nothing else runs, and nothing is
/// fetched. Style attributes are allowed, since ECharts writes them into charts and tooltips.
pub fn policy(scripts: &[&str], style: &str) -> String {
    let scripts: Vec<String> = scripts.iter().map(|script| source(script)).collect();
    format!(
        "default-src 'none'; script-src {}; style-src-elem {}; style-src-attr 'unsafe-inline'; img-src data:; \
         base-uri 'none'; form-action 'none'",
        scripts.join(" "),
        source(style)
    )
}

/// The hash source of a script or style.
fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}
