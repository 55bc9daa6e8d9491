//! Texts generated from the table of parameters: the page of all keys, and the comments in a new scenario.

use super::parameters::{Parameter, Shape, Table, plain, tables};

/// The page `docs/model/parameters.md`: one section per table, one row per key.
pub fn parameters_markdown() -> String {
    let mut text = String::from(
        "# Parameters of a scenario\n\n\
         Generated from the table in `src/scenario/parameters/`; a test keeps it true. `money` is the scenario's\n\
         currency at the prices of the start year, `-` a name, a count or a pure number. A key without a default is\n\
         required; sums of money have none, as they mean nothing in another currency, but follow `scenario.money_scale` where it is given. Keys marked * are choices of the state or of the management company;\n\
         where the range is far wider than any sensible choice, `slider` is the range on the classroom page.\n\
         Keys marked † may change during a run, by a `[[change]]`; of a map each name by itself.\n\n\
         With `base`, a file overrides another key by key: tables by their id, plants by theirs. Any other list that\n\
         is given (a plant's `stream`, `unit` or `adopts`, `transport.mode`, `policy.change`, `knows`, `contract`, `change`) replaces the whole list;\n\
         `effects` and `shares` merge name by name; `[generate]` takes the place of a base's `[[plant]]`s, and the other way round, unless one of the two files has both;\n\
         plants that are replaced take `knows` and `contract` of the base along. Ids of the base keep their order, new ones follow.\n\n\
         A file in another currency than its base is refused while sums of money of the base remain: it must give them all, or leave out\n\
         what has them.\n\n\
         What a file does not want of its base it names in `without`, before its own first table:\n\n\
         ```toml\n\
         base = \"sverdlovsk.toml\"\n\
         without = [\"plant.*\", \"technology.sand\"]\n\
         ```\n\n\
         What names it in a list goes along: in `adopts`, `knows`, `contract`, `change`, streams, units, `shares`, `effects`. A technology whose\n\
         waste, product or residue is left out stays, and is refused unless the file leaves it out too or gives it others. The file may have\n\
         an id again, as something new.\n\n\
         Any value but `base` and `without` may be written with what is known of it (of a map each name by itself, a path of prices as a whole), and any\n\
         number with the values that it may have:\n\n\
         ```toml\n\
         detour = { value = 1.3, low = 1.2, high = 1.4, grade = \"assumed\", source = \"usual range\", note = \"road and rail\" }\n\
         ```\n\n\
         - `low` and `high` come together and enclose the value. All values between are equally likely (`scale = \"linear\"`, as without), or\n\
         with `scale = \"log\"` all logarithms; or `distribution` says `uniform`, `loguniform`, `triangular` (the top is the value), `normal`\n\
         (around the value, with the standard deviation `sd`) or `lognormal` (`sd` of the natural logarithm), both cut at `low` and `high`.\n\
         - `grade` is `reported` (a source says so), `derived` (computed from such), `recalled` (without the place), `calibrated` or\n\
         `assumed`. `source` and `note` are text.\n\
         - The model sees the value alone. A file that gives another value takes all of this away with the old one. `--set` gives another\n\
         value alone: grade, source and note go, and the range stays if the value is in it. `provenance.csv` of a run lists what is known, and\n\
         `check --sheet` counts it.\n\n\
         `--set` takes any key by its path, with the id of its table: `join.w_norm=0.5`, `waste.ash.disposal_fee=20`,\n\
         `plant.KGOK.cash=1e9`, `plant.KGOK.stream.ash.stock=0`, `transport.mode.rail.per_km=1`,\n\
         `infrastructure.information.effects.reach=0`, `policy.change.2026.subsidy_per_t=100`,\n\
         `change.2030.waste.ash.disposal_fee=20` (or `change.2030.set.waste...`). A `*` stands for all ids of a table, and for any letters in a\n\
         name of a map: `plant.*.cash=1e6`, `infrastructure.*.effects.hazard.*=0`.\n",
    );
    for table in tables() {
        text.push_str(&section(table));
    }
    text
}

fn section(table: &'static Table) -> String {
    let title = if table.path.is_empty() { "The file".to_string() } else { format!("`{}`", table.header()) };
    let mut text = format!("\n## {title}\n\n{}{}\n", table.meaning, occurrence(table.shape));
    if !table.also.is_empty() {
        text.push_str("\nIt also takes every key of the table around it that is listed below; a key that is not given stays as it was.\n");
    }
    text.push_str("\n| key | unit | default | range | meaning | source |\n|---|---|---|---|---|---|\n");
    for (p, own) in table.all_keys() {
        text.push_str(&row(p, own));
    }
    text
}

fn occurrence(shape: Shape) -> &'static str {
    match shape {
        Shape::One => "",
        Shape::Optional => " Once or not at all.",
        Shape::ById { needed: true } => " One table per id, at least one.",
        Shape::ById { needed: false } => " One table per id.",
        Shape::List { needed: true, .. } => " A list, at least one.",
        Shape::List { needed: false, .. } => " A list.",
    }
}

fn row(p: &Parameter, own: bool) -> String {
    let star = [(p.choice, " *"), (p.dated, " †")].map(|(is, mark)| if is { mark } else { "" }).concat();
    let required = || match p.reference() {
        Some(there) => format!("required, or {there} × `money_scale`"),
        None => "required".into(),
    };
    let default = if own { p.preset().unwrap_or_else(required) } else { "unchanged".into() };
    let slider =
        p.slider.map_or(String::new(), |[low, high]| format!("; slider {} to {}", plain(low), plain(high)));
    let cells = [
        format!("`{}`{star}", p.key),
        p.unit.into(),
        default,
        p.range() + &slider,
        p.meaning.into(),
        p.source.into(),
    ];
    format!("| {} |\n", cells.map(|cell: String| cell.replace('|', "\\|")).join(" | "))
}
