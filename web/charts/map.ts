import type { EChartsOption, LinesSeriesOption, ScatterSeriesOption } from "echarts";

import type { Data, Flow, World } from "./data";
import { escape } from "./html";
import { numbersIn } from "./numbers";
import { frameOf, type Frame, type Place, placesOf, scaleBar } from "./plane";
import { base, BLACK, BLUE, colourOf, WHITE } from "./style";
import type { Words } from "./words";

export interface MapOf {
  data: Data;
  world: World;
  /** Index in the list of years. */
  year: number;
  /** The only waste shown; null for all. */
  waste: number | null;
  /** Element that it is drawn in. */
  element: HTMLElement;
  /** Whether plants are labelled. */
  names?: boolean;
}

const SYMBOLS: Record<string, string> = {
  mining: "triangle",
  beneficiation: "diamond",
  metallurgy: "rect",
  power: "roundRect",
  converter: "circle",
};

/** The plants, and the flows between them, of a world in a year. */
export const map = (words: Words, of: MapOf): EChartsOption => {
  const { data, element } = of;
  const places = placesOf(data.plants);
  const frame = frameOf(places, element.clientWidth, element.clientHeight);
  const axis = (min: number, max: number) => ({ type: "value" as const, min, max, show: false });
  const kmPerPixel = (frame.right - frame.left) / Math.max(1, element.clientWidth);
  return {
    ...base(words),
    tooltip: { confine: true },
    grid: { left: 0, right: 0, top: 0, bottom: 0 },
    xAxis: axis(frame.left, frame.right),
    yAxis: axis(frame.bottom, frame.top),
    series: [flowsOf(words, of, places), plantsOf(words, of, places, frame)],
    graphic: scaleBar(kmPerPixel, (km) => numbersIn(words).local(km) + " " + words.km),
  };
};

const flowsOf = (words: Words, { data, world, year, waste }: MapOf, places: Place[]): LinesSeriesOption => {
  const { short } = numbersIn(words);
  const flows = (world.flows[year] ?? []).filter((flow) => waste === null || flow[2] === waste);
  const most = Math.max(1, ...flows.map(([, , , t]) => t));
  const line = (flow: Flow) => {
    const [from, to, of, t] = flow;
    const [giver, taker] = [escape(data.plants[from].name), escape(data.plants[to].name)];
    const moved = `${escape(data.wastes[of].name)}: ${short(t)} ${words.t}`;
    return {
      coords: [places[from], places[to]],
      flow,
      lineStyle: { width: 1 + (7 * t) / most, color: colourOf(of), opacity: 0.7, curveness: 0.15 },
      tooltip: { formatter: () => `${giver} → ${taker}<br>${moved}` },
    };
  };
  return {
    type: "lines",
    coordinateSystem: "cartesian2d",
    polyline: false,
    z: 1,
    symbol: ["none", "arrow"],
    symbolSize: 7,
    data: flows.map(line),
  };
};

const plantsOf = (words: Words, of: MapOf, places: Place[], frame: Frame): ScatterSeriesOption => {
  const { data, world, year, names } = of;
  const { short } = numbersIn(words);
  const largest = Math.max(1, ...world.stock_of.map((stock) => stock[year]));
  // Near the right edge, a name is placed on the left.
  const turn = frame.left + 0.6 * (frame.right - frame.left);
  return {
    type: "scatter",
    z: 2,
    labelLayout: { hideOverlap: true },
    data: data.plants.map((plant, i) => {
      const [stock, member] = [world.stock_of[i][year], world.members_of[i][year] > 0];
      const head = `${escape(plant.name)} (${words.stage[plant.stage] ?? plant.stage})`;
      const rest = `${member ? words.member : words.not_member}; ${words.stockpile} ${short(stock)} ${words.t}`;
      return {
        value: places[i],
        plant: i,
        symbol: SYMBOLS[plant.stage],
        symbolSize: 7 + 22 * Math.sqrt(stock / largest),
        itemStyle: { color: member ? BLUE : WHITE, borderColor: BLACK, borderWidth: 1.2, opacity: 0.9 },
        label: {
          show: names ?? false,
          formatter: plant.name,
          position: places[i][0] > turn ? ("left" as const) : ("right" as const),
          fontSize: 11,
          lineHeight: 12,
          color: BLACK,
          textBorderColor: WHITE,
          textBorderWidth: 2,
          width: 110,
          overflow: "break" as const,
        },
        tooltip: { formatter: () => `${head}<br>${rest}` },
      };
    }),
  };
};
