//! Text and data made safe to stand in a page, and the policy under which a browser shows it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Text as HTML, between tags or as the value of an attribute in double quotes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// JSON as it may stand in a script element. `</script` would end the element, and after `<!--` with `<script` it would
/// not end where it should; without `<` there is neither, and in JSON `<` occurs in strings only.
pub fn data(json: &Value) -> String {
    json.to_string().replace('<', "\\u003c")
}

/// The Content-Security-Policy of a page with these scripts and this style: nothing else runs, and nothing is fetched.
/// Style attributes are allowed, since ECharts writes them into its charts and tooltips.
pub fn policy(scripts: &[&str], style: &str) -> String {
    let scripts: Vec<String> = scripts.iter().map(|script| source(script)).collect();
    format!(
        "default-src 'none'; script-src {}; style-src-elem {}; style-src-attr 'unsafe-inline'; img-src data:; \
         base-uri 'none'; form-action 'none'",
        scripts.join(" "),
        source(style)
    )
}

/// A script or style by its digest, as a policy names it.
fn source(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}
