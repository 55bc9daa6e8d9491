/** Maps, charts year by year and events of the run. */
import { BLUE, type Event, type Flow, GREY, ORANGE, type Series, type WorldName, WORLDS } from "../charts";
import { byId } from "../common/dom";
import { chartIn, draw } from "./drawing";
import { charts, fillIn, opened, texts } from "./speech";
import { frame, inCurrency, shownYear, state } from "./state";

/** Contents of the yearly charts. */
export type Shown = "values" | "difference";

export const formOf = (measure: string) => (measure === "use_rate" ? charts().percent : charts().short);

/** A measure with its unit. */
export const titleOf = (measure: string) => inCurrency(opened().measure[measure]);

const mapOf = (world: WorldName) => byId(`map-${world}`, HTMLDivElement);
/** Maximum number of plants that are labelled. */
const MOST_NAMES = 12;

export const drawMaps = () => {
  for (const name of WORLDS) {
    const element = mapOf(name);
    const label = fillIn(texts().region.map, { world: texts()[name], year: shownYear() });
    element.setAttribute("aria-label", label);
    const { data } = frame();
    const { year, waste } = state;
    const names = data.plants.length <= MOST_NAMES;
    draw(element, () => charts().map({ data, world: data.worlds[name], year, waste, element, names }));
  }
};

export const drawYears = (shown: Shown) => {
  const words = texts().charts;
  for (const element of byId("charts", HTMLDivElement).children) {
    if (!(element instanceof HTMLElement)) continue;
    const measure = element.dataset.measure ?? "";
    const title = shown === "difference" ? `${words.difference}: ${titleOf(measure)}` : titleOf(measure);
    element.setAttribute("aria-label", title);
    const [years, series] = [frame().data.years, seriesOf(measure, shown)];
    draw(element, () => charts().lines({ title, years, form: formOf(measure), series }));
  }
};

/** Cluster, twin, and the cluster without changed choices; or the difference made by the choices. */
const seriesOf = (measure: string, shown: Shown): Series[] => {
  const { cluster, twin, base, difference, zero } = frame();
  const words = texts().charts;
  const band = state.band?.measures[measure];
  if (shown === "difference") {
    const values = difference[measure].years;
    return [{ name: words.change, values, colour: ORANGE, band: band?.difference }];
  }
  const before: Series = { name: words.before, values: base[measure].years, colour: ORANGE, dash: "dotted" };
  return [
    { name: texts().cluster, values: cluster[measure].years, colour: BLUE, band: band?.cluster },
    { name: texts().twin, values: twin[measure].years, colour: GREY, dash: "dashed", band: band?.twin },
    ...(zero ? [] : [before]),
  ];
};

export const drawEvents = () => {
  const element = byId("events", HTMLDivElement);
  element.setAttribute("aria-label", texts().events.title);
  const { data } = frame();
  draw(element, () => charts().events({ data, worlds: WORLDS, element }));
};

/** Click handlers of the pictures. */
export interface Clicks {
  plant: (world: WorldName, plant: number) => void;
  flow: (world: WorldName, flow: Flow) => void;
  event: (world: WorldName, event: Event) => void;
}

/** Creates the elements of the charts once, one for each measure. */
export const beginPictures = (clicks: Clicks) => {
  const places = byId("charts", HTMLDivElement);
  if (places.children.length > 0) return;
  for (const measure of frame().measures) {
    const element = document.createElement("div");
    element.className = "chart";
    element.dataset.measure = measure;
    element.setAttribute("role", "img");
    places.append(element);
  }
  for (const world of WORLDS) {
    chartIn(mapOf(world)).on("click", ({ data }) => {
      const { plant, flow } = (data ?? {}) as { plant?: number; flow?: Flow };
      if (plant !== undefined) clicks.plant(world, plant);
      else if (flow) clicks.flow(world, flow);
    });
  }
  chartIn(byId("events", HTMLDivElement)).on("click", ({ data }) => {
    const { world, event } = data as { world: WorldName; event: Event };
    clicks.event(world, event);
  });
};
