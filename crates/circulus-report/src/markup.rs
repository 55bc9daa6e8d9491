//! Puts a page together: escapes text and data, fills a template, makes the Content-Security-Policy.

use super::GENERATOR;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use circulus::texts::{Language, Voice};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Escapes text for HTML, between tags or in a double-quoted attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A list of names, each with its value.
pub fn list(rows: &[(String, String)]) -> String {
    let row = |(name, value): &(String, String)| {
        format!("<dt>{}</dt><dd><code>{}</code></dd>", escape(name), escape(value))
    };
    format!("<dl>{}</dl>", rows.iter().map(row).collect::<String>())
}

/// Escapes JSON for a script element. `</script` would end the element early, and `<!--` followed by `<script` would
/// hide its end. In JSON, `<` occurs only inside strings, where it is escaped.
pub fn data(json: &Value) -> String {
    json.to_string().replace('<', "\\u003c")
}

/// A template with each `{slot}` replaced by its text. What looks like a slot inside a text stays as it is.
pub fn fill(template: &str, parts: &[(&str, String)]) -> String {
    let mut page =
        String::with_capacity(template.len() + parts.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut rest = template;
    while let Some((before, slot, text)) = parts
        .iter()
        .filter_map(|(slot, text)| rest.split_once(slot).map(|(before, _)| (before, slot, text)))
        .min_by_key(|(before, ..)| before.len())
    {
        page.push_str(before);
        page.push_str(text);
        rest = &rest[before.len() + slot.len()..];
    }
    page.push_str(rest);
    page
}

/// A template with each `{say:key}` replaced by the text with that key.
pub fn said(template: &str, voice: &Voice) -> String {
    let mut parts = template.split("{say:");
    let mut page = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (key, rest) = part.split_once('}').unwrap_or((part, ""));
        page.push_str(&escape(&voice.say(key, &[])));
        page.push_str(rest);
    }
    page
}

/// The head of a page in a language with this title, style and scripts, as the slot `{head}` takes it.
pub fn head(title: &str, language: Language, style: &str, scripts: &[&str]) -> String {
    let parts = [
        ("{language}", language.code().to_owned()),
        ("{generator}", GENERATOR.to_owned()),
        ("{policy}", policy(scripts, style)),
        ("{title}", escape(title)),
        ("{style}", style.to_owned()),
    ];
    fill(include_str!("head.html").trim_end(), &parts)
}

/// The Content-Security-Policy for a page with these scripts and this style: nothing else runs, and nothing is
/// fetched. Style attributes are allowed, since ECharts writes them into charts and tooltips.
fn policy(scripts: &[&str], style: &str) -> String {
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
