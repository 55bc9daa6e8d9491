//! The page of a study of robustness, from the texts and pictures of its folder: it needs no script.

use std::collections::BTreeMap;
use std::fmt::Write;

use pulldown_cmark::{Event, Options, Parser, html};

use super::Origin;
use super::markup::{escape, fill, head, list};
use circulus::scenario::{Doubted, Words};
use circulus::texts::Language;

/// Inputs of a page.
#[derive(Debug)]
pub struct Study<'s> {
    /// Title of the scenario.
    pub title: &'s str,
    /// What part of the study the results are of, in words; `None` if they are of all of it.
    pub partial: Option<&'s str>,
    /// What was found, in Markdown: an opening, and a section for each claim (`robust.md`).
    pub story: &'s str,
    /// The study as a reviewer asks for it, in Markdown (`study.md`).
    pub description: &'s str,
    /// Pictures as SVG, by name without extension.
    pub pictures: &'s BTreeMap<String, String>,
    /// Values of the scenario with what is known of them.
    pub values: &'s [Doubted],
    /// Origin; its results' hash is the fingerprint of the experiment.
    pub origin: Origin,
}

/// The page of a study. The same study gives the same bytes.
pub fn page(study: &Study) -> String {
    let title = format!("{}: where the claims hold", study.title);
    let (opening, claims) = sections(study.story);
    let (mut opening, mut told) = (markdown(opening), String::new());
    for (at, section) in claims.iter().enumerate() {
        let heading = escape(section.heading);
        let cell = |text: &str| format!("<td>{text}</td>");
        let id = escape(section.id);
        opening = opening.replacen(&cell(&id), &cell(&format!("<a href=\"#claim-{at}\">{id}</a>")), 1);
        // Writing to a string cannot fail.
        let _ = writeln!(
            told,
            "<section aria-labelledby=\"claim-{at}\"><h2 id=\"claim-{at}\">{heading}</h2>\n{}",
            markdown(section.text)
        );
        for kind in ["odds", "formation"] {
            told.push_str(&figure(study, &format!("{kind}_{}", section.id)));
        }
        told.push_str("</section>\n");
    }
    if let Some(partial) = study.partial {
        let told = format!("These results are of a part of the study: {partial}.");
        opening = format!("<p class=\"lead\"><strong>{}</strong></p>\n{opening}", escape(&told));
    }
    let parts = [
        ("{head}", head(&title, Language::En, include_str!("page.css"), &[])),
        ("{title}", escape(&title)),
        ("{opening}", opening),
        ("{matrix}", figure(study, "matrix")),
        ("{claims}", told),
        ("{description}", markdown(body(study.description))),
        ("{values}", values(study.values)),
        ("{origin}", origin(&study.origin)),
    ];
    fill(include_str!("study.html"), &parts)
}

/// A section of a story.
struct Section<'t> {
    /// What stands before the colon of its heading: the id of the claim.
    id: &'t str,
    heading: &'t str,
    text: &'t str,
}

/// The opening of a story without its title, and its sections.
fn sections(story: &str) -> (&str, Vec<Section<'_>>) {
    let mut parts = body(story).split("\n## ");
    let opening = parts.next().unwrap_or_default();
    let section = |part| {
        let (heading, text) = str::split_once(part, '\n').unwrap_or((part, ""));
        Section { id: heading.split(": ").next().unwrap_or_default(), heading, text }
    };
    (opening, parts.map(section).collect())
}

/// A Markdown text without its title.
fn body(text: &str) -> &str {
    match text.strip_prefix("# ").and_then(|rest| rest.split_once('\n')) {
        Some((_, body)) => body,
        None => text,
    }
}

/// Markdown as HTML, headings one level lower. HTML in it is text: names of a scenario are never markup.
fn markdown(text: &str) -> String {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    let wide = "<div class=\"wide\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>";
    [("<h2>", "<h3>"), ("</h2>", "</h3>"), ("<table>", wide), ("</table>", "</table></div>")]
        .iter()
        .fold(page, |page, (from, to)| page.replace(from, to))
}

/// A picture; nothing if the folder has none of this name.
fn figure(study: &Study, name: &str) -> String {
    study.pictures.get(name).map_or_else(String::new, |svg| format!("<figure>{svg}</figure>\n"))
}

/// A row for each value that has a range.
fn values(values: &[Doubted]) -> String {
    let mut html = String::new();
    for (of, [low, high]) in values.iter().filter_map(|of| Some((of, of.range()?))) {
        let spread = of.doubt.spread.as_ref();
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{low} to {high}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            escape(&of.path),
            escape(&of.value),
            of.unit,
            spread.map_or("", |spread| spread.distribution.word()),
            of.doubt.grade.map_or("", Words::word),
            escape(&of.doubt.source)
        );
    }
    html
}

fn origin(origin: &Origin) -> String {
    let rows = [
        ("Program", format!("circulus {}", origin.version)),
        ("Commit", origin.commit.clone()),
        ("Sources", origin.sources.clone()),
        ("Fingerprint", origin.results_hash.clone()),
    ];
    list(&rows.map(|(name, value)| (name.to_owned(), value)))
}
