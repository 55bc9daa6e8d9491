/** Draws the charts of a report from the numbers in `#data`. */
import type { ECharts, EChartsOption } from "echarts";

import { chartsIn, type Data, type WorldName, WORLDS } from "../charts";
import { byId } from "../common/dom";
import { figuresOf, seriesOf } from "./figures";
import { sankey } from "./sankey";
import { sortable } from "./table";
import { WORDS } from "./words";

const data = JSON.parse(byId("data", HTMLScriptElement).text) as Data;
const charts = chartsIn(WORDS);
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

// Create all elements first: a chart takes the width of its element at creation.
const figurePlaces = figures.map(({ title }) => {
  const place = document.createElement("div");
  place.className = "chart";
  place.setAttribute("role", "img");
  place.setAttribute("aria-label", `${title}, year by year`);
  byId("charts", HTMLDivElement).append(place);
  return place;
});
// As SVG, which prints well.
const made = new Map<HTMLElement, ECharts>(
  [...figurePlaces, ...Object.values(places)].map((place) => [
    place,
    echarts.init(place, null, { renderer: "svg" }),
  ]),
);
const draw = (place: HTMLElement, option: EChartsOption) => made.get(place)?.setOption(option, true);

const drawFigures = () => {
  figures.forEach((figure, i) => {
    const { title, form } = figure;
    const series = seriesOf(figure, data, chosenWaste(), twin.checked);
    draw(figurePlaces[i], charts.lines({ title, years: data.years, form, series }));
  });
};

const drawMap = () => {
  const place = Number(year.value);
  const shown = String(data.years[place]);
  byId("year-shown", HTMLOutputElement).textContent = shown;
  byId("map-said", HTMLSpanElement).textContent = `Shown: ${mapWorld.value}, ${shown}.`;
  const of = { data, world: worldOf(mapWorld), year: place, waste: chosenWaste(), element: places.map };
  draw(places.map, charts.map(of));
};

const drawSankey = () => {
  const of = { data, world: worldOf(sankeyWorld), waste: chosenWaste(), element: places.sankey };
  draw(places.sankey, sankey(charts, of));
};

const drawEvents = () => {
  const worlds = WORLDS.filter((name) => name === "cluster" || twin.checked);
  draw(places.events, charts.events({ data, worlds, element: places.events }));
};

// These depend on the available space.
const drawFitted = () => {
  drawMap();
  drawSankey();
  drawEvents();
};
const drawAll = () => {
  drawFigures();
  drawFitted();
};
const fit = () => {
  for (const chart of made.values()) chart.resize();
  drawFitted();
};

waste.append(new Option("all wastes", ""), ...data.wastes.map(({ name }, i) => new Option(name, String(i))));
year.max = year.value = String(data.years.length - 1);
sortable(byId("plants", HTMLTableElement));
for (const control of [twin, waste]) control.addEventListener("change", drawAll);
for (const control of [year, mapWorld]) control.addEventListener("input", drawMap);
sankeyWorld.addEventListener("change", drawSankey);
addEventListener("resize", fit);
addEventListener("beforeprint", fit);
drawAll();
