"use strict";
// Why: the engine's explanation in words, in a dialog; and lists of what can be asked, for those who do not point.
const whyPanel = ({ texts, charts, current }) => {
  const at = (id) => document.getElementById(id), { page } = texts;
  const element = (tag, text, className) => Object.assign(document.createElement(tag), { textContent: text, className: className ?? "" });
  // Opens the explanation; `first` is the place of the section that was asked for.
  const open = (world, year, plant, first) => {
    const { input, language, engine } = current();
    let sections;
    try {
      sections = engine.ask({ ask: "why", input, language, world, year, plant });
    } catch (error) {
      sections = [{ title: page.why.nobody, lines: [error.message] }];
    }
    const [head, ...rest] = sections;
    at("why-title").textContent = head.title;
    const list = rest.map(({ title, lines }, i) => {
      const details = document.createElement("details"), ul = document.createElement("ul");
      details.open = first === undefined || first === i + 1;
      ul.append(...lines.map((line) => element("li", line)));
      details.append(element("summary", title), ul);
      return details;
    });
    at("why-text").replaceChildren(...head.lines.map((line) => element("p", line)), ...list);
    if (!at("why").open) at("why").showModal();
    list[first - 1]?.scrollIntoView({ block: "start" });
  };
  const TRADE = 3, RISK = 6;
  const plant = (world, index) => open(world, year(), current().frame.data.plants[index].id);
  const flow = (world, [from]) => open(world, year(), current().frame.data.plants[from].id, TRADE);
  const event = (world, [when, , of]) => open(world, when, of === null ? null : current().frame.data.plants[of].id, of === null ? undefined : RISK);
  const year = () => current().frame.data.years[current().year];

  // A button each for the plants, flows and events of the year in a world.
  const lists = (world) => {
    const { frame, year: place } = current(), { data } = frame, of = data.worlds[world];
    const fill = (id, rows) => {
      at(id).replaceChildren(...(rows.length ? rows : [[page.ask.none]]).map(([text, click]) => {
        const item = document.createElement("li");
        if (click) {
          const button = element("button", text);
          button.type = "button";
          button.addEventListener("click", click);
          item.append(button);
        } else item.textContent = text;
        return item;
      }));
    };
    const kinds = data.risks.map((name, kind) => page.charts_words.ends[kind - data.risks.length + 2] ?? name);
    fill("ask-plants", data.plants.map((one, i) => [one.name + (of.members_of[i][place] ? " (" + page.charts_words.member + ")" : ""), () => plant(world, i)]));
    fill("ask-flows", of.flows[place].map((one) => [data.plants[one[0]].name + " → " + data.plants[one[1]].name + ": " + data.wastes[one[2]].name + ", " + charts.short(one[3]) + " " + page.charts_words.t, () => flow(world, one)]));
    fill("ask-events", of.events.filter((one) => one[0] === data.years[place]).map((one) => [kinds[one[1]] + (one[2] === null ? "" : ": " + data.plants[one[2]].name), () => event(world, one)]));
  };
  return { plant, flow, event, lists, company: (world) => open(world, year(), null) };
};
