//! How well a scenario is known: its parameters with range, grade and source, and the page of doubts.

use std::fmt::Write;

use super::markup::escape;
use circulus::numbers::{count, tonnes};
use circulus::review::{Review, Unlikely};
use circulus::scenario::parameters::{Shape, tables};
use circulus::scenario::{Doubted, Words};
use circulus::texts::Voice;

/// The keys of tables that occur once, with what is known of their values.
pub fn parameters(values: &[Doubted], voice: &Voice) -> String {
    let mut html = String::new();
    for table in tables().into_iter().filter(|table| table.shape == Shape::One && !table.path.is_empty()) {
        let _ = writeln!(
            html,
            "<tr class=\"group\"><th colspan=\"7\" scope=\"rowgroup\">{}</th></tr>",
            escape(table.meaning)
        );
        for parameter in table.keys {
            let path = format!("{}.{}", table.path, parameter.key);
            let names = format!("{path}.");
            for of in values.iter().filter(|of| of.path == path || of.path.starts_with(&names)) {
                let value = escape(&of.value);
                let range = of.range().map_or_else(String::new, |[low, high]| {
                    voice.say("parameters.between", &[("low", &low.to_string()), ("high", &high.to_string())])
                });
                let _ = writeln!(
                    html,
                    "<tr{}><th scope=\"row\">{}{}</th><td>{}</td><td>{range}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
                    if of.default == Some(true) { " class=\"default\"" } else { "" },
                    escape(&of.path),
                    if parameter.choice { "*" } else { "" },
                    if of.default == Some(false) { format!("<strong>{value}</strong>") } else { value },
                    escape(parameter.unit),
                    of.doubt.grade.map_or("", Words::word),
                    escape(parameter.meaning),
                    escape(&of.doubt.source)
                );
            }
        }
    }
    html
}

/// What is unlikely in a scenario, the balance of each waste, and how well the values are known.
pub fn doubts(review: &Review) -> String {
    let known = &review.known;
    let mut html = format!(
        "<p>Numbers of the scenario: {}; {} with a range. <code>provenance.csv</code> lists them all.</p>\n",
        known.told(),
        known.ranged
    );
    match review.doubts.as_slice() {
        [] => html.push_str("<p>Nothing unlikely was found in the scenario.</p>\n"),
        list => {
            let _ = write!(
                html,
                "<p>Possible and unlikely, {}:</p>\n<ul>\n",
                count(list.len(), "thing", "things")
            );
            for Unlikely { key, message } in list {
                let _ = writeln!(html, "<li><code>{}</code>: {}</li>", escape(key), escape(message));
            }
            html.push_str("</ul>\n");
        }
    }
    html.push_str(
        "<div class=\"wide\" role=\"region\" aria-label=\"Balance of wastes\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">waste at the start</th><th scope=\"col\">a year</th><th scope=\"col\">in stock</th><th scope=\"col\">units take</th><th scope=\"col\">demand could take</th><th scope=\"col\">plants that convert it</th></tr></thead><tbody>\n",
    );
    for of in &review.balance {
        let demand = if of.technologies.is_empty() { String::new() } else { of.demand_told() };
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{demand}</td><td>{}</td></tr>",
            escape(&of.code.as_ref().map_or(of.waste.clone(), |code| format!("{} ({code})", of.waste))),
            of.generated_told(),
            tonnes(of.stock_t),
            tonnes(of.capacity_t),
            of.converters
        );
    }
    html + "</tbody></table></div>"
}
