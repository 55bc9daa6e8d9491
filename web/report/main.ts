/** Draws the charts of a report from the numbers in `#data`. */
import { chartsIn, drawPlot, forgetSizes, type WorldName, WORLDS } from "../charts";
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { figuresOf, curvesOf } from "./figures";
import { sankey } from "./sankey";
import { sortable } from "./table";
import type { ReportData } from "./words";

const data = JSON.parse(byId("data", HTMLScriptElement).text) as ReportData;
const words = data.words.report;
// ECharts describes a chart to a screen reader in English only.
const charts = chartsIn({ ...data.words.charts, describe: document.documentElement.lang === "en" });
const figures = figuresOf(data, charts);

const twin = byId("twin", HTMLInputElement);
const waste = byId("waste", HTMLSelectElement);
const year = byId("year", HTMLInputElement);
const mapWorld = byId("map-world", HTMLSelectElement);
const sankeyWorld = byId("sankey-world", HTMLSelectElement);
const places = {
  map: byId("map", HTMLDivElement),
  sankey: byId("sankey", HTMLDivElement),
  events: byId("events", HTMLDivElement),
};

const chosenWaste = () => (waste.value === "" ? null : Number(waste.value));
const worldOf = (select: HTMLSelectElement) => data.worlds[select.value as WorldName];

// Create all elements first: a chart takes the width of its element.
const figurePlaces = figures.map(({ title }) => {
  const head = Object.assign(document.createElement("h3"), { textContent: title });
  const place = document.createElement("div");
  place.className = "chart";
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", fillIn(words.year_by_year, { title }));
  const whole = document.createElement("div");
  whole.append(head, place);
  byId("charts", HTMLDivElement).append(whole);
  return place;
});
// As SVG, which prints well.
const tonnes = echarts.init(places.sankey, null, { renderer: "svg" });

const drawFigures = () => {
  figures.forEach((figure, i) => {
    const { form, steps } = figure;
    const curves = curvesOf(figure, data, chosenWaste(), twin.checked);
    drawPlot({ element: figurePlaces[i], labels: data.years, form, curves, steps: steps ?? false });
  });
};

const drawMap = () => {
  const place = Number(year.value);
  const shown = String(data.years[place]);
  byId("year-shown", HTMLOutputElement).textContent = shown;
  byId("map-said", HTMLSpanElement).textContent = fillIn(words.shown, {
    world: charts.words[mapWorld.value as WorldName],
    year: shown,
  });
  const of = { data, world: worldOf(mapWorld), year: place, waste: chosenWaste(), element: places.map };
  charts.map(of);
};

const drawSankey = () => {
  const of = { data, world: worldOf(sankeyWorld), waste: chosenWaste(), element: places.sankey };
  tonnes.setOption(sankey(charts, of), true);
};

const drawEvents = () => {
  const worlds = WORLDS.filter((name) => name === "cluster" || twin.checked);
  charts.timeline({ data, worlds, element: places.events });
};

const drawAll = () => {
  drawFigures();
  drawMap();
  charts.legend(byId("map-legend", HTMLDivElement), { data, element: places.map });
  drawSankey();
  drawEvents();
};
const fit = () => {
  forgetSizes();
  tonnes.resize();
  drawAll();
};

waste.append(
  new Option(words.all_wastes, ""),
  ...data.wastes.map(({ name }, i) => new Option(name, String(i))),
);
year.max = year.value = String(data.years.length - 1);
sortable(byId("plants", HTMLTableElement));
for (const control of [twin, waste]) control.addEventListener("change", drawAll);
for (const control of [year, mapWorld]) control.addEventListener("input", drawMap);
sankeyWorld.addEventListener("change", drawSankey);
addEventListener("resize", fit);
addEventListener("beforeprint", fit);
drawAll();
