"use strict";
// Maps, charts and the table of numbers, all from the frame that the engine gave.
const pictures = ({ texts, charts, ask }) => {
  const at = (id) => document.getElementById(id);
  const t = (text, frame) => text.replaceAll("{currency}", frame.data.currency);
  const made = new Map();
  // A chart out of sight is drawn when it comes into sight.
  const waiting = new Map(), seen = new Set();
  const watch = new IntersectionObserver((entries) => entries.forEach(({ target, isIntersecting }) => {
    if (!isIntersecting) { seen.delete(target); return; }
    seen.add(target);
    if (waiting.has(target)) { chart(target).setOption(waiting.get(target)(), true); waiting.delete(target); }
  }), { rootMargin: "100px" });
  const chart = (element) => {
    if (!made.has(element)) {
      made.set(element, echarts.init(element, null, { renderer: "canvas" }));
      watch.observe(element);
    }
    return made.get(element);
  };
  const draw = (element, option) => {
    const own = chart(element);
    if (seen.has(element)) own.setOption(option(), true);
    else waiting.set(element, option);
  };
  const formOf = (key) => (key === "use_rate" ? charts.percent : charts.short);
  const grey = "#6b6b6b", [blue, orange] = charts.colours;

  const maps = (frame, year, waste) => {
    for (const name of ["cluster", "twin"]) {
      const element = at("map-" + name), few = frame.data.plants.length <= 12;
      element.setAttribute("aria-label", texts.page.region.map.replace("{world}", texts.page[name]).replace("{year}", frame.data.years[year]));
      draw(element, () => charts.map({ data: frame.data, world: frame.data.worlds[name], year, waste, element, names: few }));
    }
  };

  // A chart a measure: cluster and twin, the cluster before the levers were moved, bands where there is luck.
  const years = (frame, band, what) => {
    const moved = !frame.zero;
    [...at("charts").children].forEach((element) => {
      const key = element.dataset.measure, title = t(texts.measure[key], frame), of = band?.measures[key];
      const label = what === "difference" ? texts.page.charts.difference + ": " + title : title;
      element.setAttribute("aria-label", label);
      const series = what === "difference"
        ? [{ name: texts.page.charts.change, values: frame.difference[key].years, colour: orange, band: of?.difference }]
        : [
            { name: texts.page.cluster, values: frame.cluster[key].years, colour: blue, band: of?.cluster },
            { name: texts.page.twin, values: frame.twin[key].years, colour: grey, dashed: "dashed", band: of?.twin },
            ...(moved ? [{ name: texts.page.charts.before, values: frame.base[key].years, colour: orange, dashed: "dotted" }] : []),
          ];
      draw(element, () => charts.lines({ title: label, years: frame.data.years, form: formOf(key), series }));
    });
  };

  const events = (frame) => {
    const element = at("events");
    element.setAttribute("aria-label", texts.page.events.title);
    draw(element, () => charts.events({ data: frame.data, worlds: ["cluster", "twin"], element }));
  };

  const signed = (form, value) => (value > 0 ? "+" : "") + form(value);
  const numbers = (frame, year) => {
    const cell = (tag, text, scope) => {
      const element = document.createElement(tag);
      element.textContent = text;
      if (scope) element.scope = scope;
      return element;
    };
    const row = (...cells) => {
      const element = document.createElement("tr");
      element.append(...cells);
      return element;
    };
    const head = document.createElement("thead"), body = document.createElement("tbody");
    const of = (text) => text.replace("{year}", frame.data.years[year]);
    head.append(row(...["what", "cluster", "twin", "change", "whole_cluster", "whole_twin", "whole_change"].map((key) => cell("th", of(texts.page.numbers[key]), "col"))));
    for (const key of frame.measures) {
      const form = formOf(key), { cluster, twin, difference } = frame;
      body.append(row(
        cell("th", t(texts.measure[key], frame), "row"),
        ...[cluster, twin].map((world) => cell("td", form(world[key].years[year]))), cell("td", signed(form, difference[key].years[year])),
        ...[cluster, twin].map((world) => cell("td", form(world[key].whole))), cell("td", signed(form, difference[key].whole)),
      ));
    }
    at("numbers").replaceChildren(head, body);
    at("zero").textContent = frame.zero ? texts.page.zero : texts.page.not_zero;
  };

  // Places of the charts, for the measures of a frame.
  const begin = (frame) => {
    if (!at("charts").children.length) {
      at("charts").append(...frame.measures.map((key) => {
        const element = document.createElement("div");
        element.className = "chart";
        element.dataset.measure = key;
        element.setAttribute("role", "img");
        return element;
      }));
      for (const name of ["cluster", "twin"]) {
        chart(at("map-" + name)).on("click", ({ data }) => {
          if (data?.plant !== undefined) ask.plant(name, data.plant);
          else if (data?.flow) ask.flow(name, data.flow);
        });
      }
      chart(at("events")).on("click", ({ data }) => ask.event(data.world, data.event));
    }
  };
  const fit = () => made.forEach((one) => one.resize());
  return { begin, maps, years, events, numbers, fit, draw };
};
