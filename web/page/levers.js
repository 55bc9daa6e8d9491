"use strict";
// The sliders: one for each lever of the table of parameters, with its range and meaning.
const leverPanel = ({ place, texts, charts, changed }) => {
  let levers = [], set = {}, inputs = new Map(), currency = "";
  const t = (text) => text.replaceAll("{currency}", currency);
  const nameOf = (lever) => {
    const own = texts.lever[lever.table]?.[lever.key]?.name ?? lever.key;
    const of = [lever.of[0] && texts.names("infrastructure", lever.of[0]), lever.of[1] && (lever.key === "shares" ? texts.names("infrastructure", lever.of[1]) : lever.of[1])].filter(Boolean);
    return of.length ? own + ": " + of.join(", ") : own;
  };
  // A unit as {n|plant|plants}/year has the form that goes with the value: one, few, many.
  const unitOf = (lever, value) => t(texts.unit[lever.unit] ?? lever.unit).replace(/\{n\|([^}]*)\}/, (_, forms) => {
    const list = forms.split("|"), kind = new Intl.PluralRules(document.documentElement.lang).select(value);
    return list[{ one: 0, many: 2 }[kind] ?? 1];
  });
  const shown = (lever, value) => {
    if (typeof value !== "number") return typeof value === "boolean" ? texts.page[value ? "yes" : "no"] : texts.page.rules[value] ?? value;
    if (lever.unit.startsWith("share")) return charts.percent(value) + (lever.unit === "share/year" ? " " + unitOf(lever, value) : "");
    const unit = unitOf(lever, value);
    return charts.short(value) + (unit ? " " + unit : "");
  };
  // A step of 1, 2 or 5 times a power of ten, about a hundredth of the span.
  const stepOf = ([low, high], whole) => {
    const rough = (high - low) / 100, power = 10 ** Math.floor(Math.log10(rough || 1));
    const step = [1, 2, 5, 10].map((k) => k * power).find((step) => step >= rough * 0.999);
    return whole ? Math.max(1, Math.round(step)) : step;
  };
  const choose = (lever, value) => {
    if (value === lever.value) delete set[lever.path];
    else set[lever.path] = value;
    if (lever.key === "shares") share(lever, value);
    tell(lever);
    changed(set);
  };
  // Shares of one budget: what is not named counts as none, so all are named; together they are at most the whole.
  const share = (moved, value) => {
    const of = levers.filter((lever) => lever.key === "shares"), others = of.filter((lever) => lever !== moved);
    const total = others.reduce((sum, lever) => sum + (set[lever.path] ?? lever.value), 0);
    const scale = total + value > 1 ? (1 - value) / total : 1;
    set[moved.path] = value;
    for (const lever of others) set[lever.path] = Math.floor(1e9 * scale * (set[lever.path] ?? lever.value)) / 1e9;
    others.forEach(place_);
  };
  const tell = (lever) => {
    const { output, row } = inputs.get(lever.path), value = set[lever.path] ?? lever.value;
    output.textContent = shown(lever, value);
    row.classList.toggle("moved", lever.path in set);
  };
  const rowOf = (lever) => {
    const row = document.createElement("div"), label = document.createElement("label"), output = document.createElement("output"), name = document.createElement("span");
    const meaning = texts.lever[lever.table]?.[lever.key]?.meaning ?? lever.meaning;
    name.textContent = nameOf(lever);
    row.className = "lever";
    let input;
    if (lever.words || typeof lever.value === "boolean") {
      input = document.createElement("select");
      const words = lever.words ?? [true, false];
      input.append(...words.map((word) => new Option(shown(lever, word), String(word))));
      input.addEventListener("change", () => choose(lever, words[input.selectedIndex]));
    } else {
      input = document.createElement("input");
      input.type = "range";
      const [low, high] = lever.span, step = stepOf(lever.span, lever.whole);
      Object.assign(input, { min: low, max: high, step });
      const value = () => (lever.whole ? Math.round(+input.value) : +(+input.value).toPrecision(12));
      input.addEventListener("input", () => choose(lever, value()));
    }
    input.dataset.path = lever.path;
    input.title = meaning;
    const help = document.createElement("span");
    help.className = "note help";
    help.id = "help-" + inputs.size;
    help.textContent = meaning + " (" + lever.path + ")";
    input.setAttribute("aria-describedby", help.id);
    const again = document.createElement("button");
    again.type = "button";
    again.className = "again";
    again.textContent = "↺";
    again.setAttribute("aria-label", texts.page.levers.again.replace("{lever}", nameOf(lever)));
    again.addEventListener("click", () => {
      // A share alone has no value of its own.
      if (lever.key === "shares") {
        const of = levers.filter((one) => one.key === "shares");
        of.forEach((one) => delete set[one.path]);
        of.forEach(place_);
        changed(set);
        return;
      }
      choose(lever, lever.value);
      place_(lever);
    });
    label.append(name, input);
    row.append(label, output, again, help);
    inputs.set(lever.path, { input, output, row });
    return row;
  };
  const place_ = (lever) => {
    const { input } = inputs.get(lever.path), value = set[lever.path] ?? lever.value;
    input.value = String(value);
    tell(lever);
  };
  // Shows the levers of a scenario, with these moved.
  const show = (of, moved, money) => {
    [levers, set, currency] = [of, { ...moved }, money];
    inputs = new Map();
    const open = new Set([...place.querySelectorAll("details[open]")].map((group) => group.dataset.group));
    const groups = new Map();
    for (const lever of levers) {
      const group = lever.key === "shares" ? "shares" : lever.table;
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(lever);
    }
    place.replaceChildren(...[...groups].map(([group, list]) => {
      const details = document.createElement("details"), summary = document.createElement("summary");
      details.dataset.group = group;
      details.open = open.has(group) || (open.size === 0 && group === "policy") || list.some((lever) => lever.path in set);
      summary.textContent = texts.page.levers.group[group];
      details.append(summary, ...list.map(rowOf));
      return details;
    }));
    levers.forEach(place_);
  };
  const known = (path) => levers.find((lever) => lever.path === path);
  return { show, nameOf, known, all: () => levers, shown };
};
