/**
 * The pictures of the report and of the classroom page, in SVG, from the numbers of a run, in a language.
 */
import { kindsOf } from "./events";
import { drawLegend } from "./map/legend";
import { drawMap, type MapClicks, type MapOf } from "./map/view";
import { numbersIn } from "./numbers";
import { drawTimeline, type TimelineOf } from "./plot/timeline";
import type { Data } from "./data";
import type { Words } from "./words";

export type { Form } from "./numbers";
export type { Words } from "./words";
export * from "./data";
export { shapeOf } from "./map/layout";
export { joined, type Scale, scaleOf } from "./map/scale";
export { type Curve, drawPlot, type Happened, markPlot, type PlotOf, roomFor } from "./plot/lines";
export { markTimeline } from "./plot/timeline";
export { forgetSizes, labelScale } from "./measure";
export { INK, wasteColour } from "./style";

/** The pictures and number formats of a language. */
export const chartsIn = (words: Words) => ({
  words,
  ...numbersIn(words),
  map: (of: MapOf, clicks?: MapClicks) => {
    drawMap(words, of, clicks);
  },
  legend: (into: HTMLElement, of: Pick<MapOf, "data" | "element" | "scale">) => {
    drawLegend(words, into, of);
  },
  timeline: (of: TimelineOf) => {
    drawTimeline(words, of);
  },
  kinds: (data: Data) => kindsOf(words, data),
});

export type Charts = ReturnType<typeof chartsIn>;
