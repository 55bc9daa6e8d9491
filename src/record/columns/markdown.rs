//! The reference page of all columns.

use std::fmt::Write;

use super::{
    Column, Kind, Names, deals, decisions, distribution, edges, events, indicators, links, nodes, plants,
    projects, summary,
};

/// Description of a column, independent of its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Table: file name without extension.
    pub table: &'static str,
    /// Name.
    pub name: String,
    /// Unit in words.
    pub unit: String,
    /// Kind of value.
    pub kind: Kind,
    /// Meaning.
    pub meaning: String,
}

/// Every column of every table, in order.
pub fn entries(names: &Names) -> Vec<Entry> {
    let mut all = of_table("indicators", &indicators(names));
    all.extend(of_table("plants", &plants(names)));
    all.extend(of_table("deals", &deals(names)));
    all.extend(of_table("events", &events(names)));
    all.extend(of_table("decisions", &decisions(names)));
    all.extend(of_table("projects", &projects(names)));
    all.extend(of_table("summary", &summary(names)));
    all.extend(of_table("distribution", &distribution(names)));
    all.extend(of_table("nodes", &nodes(names)));
    all.extend(of_table("edges", &edges(names)));
    // Money has these names in every currency.
    all.extend(of_table("links", &links(&Names { currency: "money".to_owned(), ..names.clone() })));
    all
}

fn of_table<R>(table: &'static str, columns: &[Column<R>]) -> Vec<Entry> {
    let entry = |column: &Column<R>| Entry {
        table,
        name: column.name.clone(),
        unit: column.unit.clone(),
        kind: column.kind,
        meaning: column.meaning.clone(),
    };
    columns.iter().map(entry).collect()
}

const HEAD: &str = "\
# Columns

Every file of a run, column by column. This page is generated from `src/record/columns/`.

Parts in angle brackets stand for an id of the scenario: one column for each `<waste>`, `<product>`,
`<kind>` of infrastructure and `<risk>` (the last of which is `insolvency`). Money is in the scenario's
currency, `<currency>` in names: `gain_rub` where it is `RUB`.

- Every row begins with its `world`: `cluster`, or `twin`, the same world with the same luck but without a company. Where the scenario has
  `[prevention]`, `indicators` has rows of a third world too, `prevention`, and the columns of prevention, which exist only there.
- `stock_` and `level_` are values at year end, other amounts are flows of the year, `ever_` adds up over the years.
- `counterfactual_` is this world minus its twin in the same year, and so 0 in the twin's own rows.
- A name ends with its unit; counts, shares and scores have none. A share of 1 is the whole.
- An empty field is a value that does not apply. NaN and infinity never appear.
- Numbers are written in the shortest form that reads back as the same number.
";

const TABLES: [(&str, &str); 11] = [
    ("indicators", "`indicators.csv`: a row for each world and year."),
    ("plants", "`plants.csv`: a row for each world, year and plant."),
    ("deals", "`deals.csv`: a row for each deal, in the order in which they were made."),
    ("events", "`events.csv`: a row for each event, in the order in which they struck."),
    ("decisions", "`decisions.csv`: a row for each decision, with the terms of its score."),
    (
        "projects",
        "`projects.csv`: a row for each unit that was ordered in the run, in the order in which they ended.",
    ),
    (
        "summary",
        "`summary.json`: the whole run, for `cluster`, `twin` and their `difference` (cluster minus twin), and for `prevention` where there is \
         that world. \
         `total_` is the sum over all years, `first_` and `last_` are the values of the first and last year, `discounted_` \
         is the sum with each year at its value in the first, by `scenario.discount_rate`. What the run comes to stands first.",
    ),
    (
        "distribution",
        "`summary.json`, `distribution`: the plants that were ever members, each with its money in all years less that in the \
         twin [N11].",
    ),
    ("nodes", "`network.graphml`: a node for each plant of the cluster's world; its id is the plant's."),
    ("edges", "`network.graphml`: an edge from supplier to converter, all years together."),
    (
        "links",
        "`edges.csv`, with `--networks`: a row for each world, year, supplier, converter and waste, as Gephi reads it. The lines of `flows.geojson` have the \
         same, with `supplier` and `converter` in place of the first four. The points of `plants.geojson` have the columns of `plants`, with the `name` of the \
         plant first. In these three files money is `money` in names, whatever the currency, which the GeoJSON files name at their beginning.",
    ),
];

/// The page `docs/model/columns.md`.
pub fn columns_markdown() -> String {
    let entries = entries(&Names::patterns());
    let mut page = HEAD.to_owned();
    for (table, about) in TABLES {
        // Writing to a string cannot fail.
        let _ = write!(page, "\n## {table}\n\n{about}\n\n");
        page.push_str("| column | unit | kind | meaning |\n|---|---|---|---|\n");
        for entry in entries.iter().filter(|entry| entry.table == table) {
            let Entry { name, unit, kind, meaning, .. } = entry;
            let unit = unit.replace('<', "\\<");
            let meaning = meaning.replace('<', "\\<");
            let _ = writeln!(page, "| `{name}` | {unit} | {} | {meaning} |", kind.name());
        }
    }
    page
}
