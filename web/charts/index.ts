/**
 * The charts of the report and of the classroom page: options for ECharts, from the numbers of a run, in a
 * language.
 */
import { events, type EventsOf, kindsOf } from "./events";
import { lines, type LinesOf } from "./lines";
import { map, type MapOf } from "./map";
import { numbersIn } from "./numbers";
import type { Data } from "./data";
import type { Words } from "./words";

export type { Form } from "./numbers";
export type { Series } from "./lines";
export type { Words } from "./words";
export * from "./data";
export { escape } from "./html";
export { base, BLUE, colourOf, GREY, ORANGE } from "./style";

/** The charts and number formats of a language. */
export const chartsIn = (words: Words) => ({
  words,
  ...numbersIn(words),
  lines: (of: LinesOf) => lines(words, of),
  map: (of: MapOf) => map(words, of),
  events: (of: EventsOf) => events(words, of),
  kinds: (data: Data) => kindsOf(words, data),
});

export type Charts = ReturnType<typeof chartsIn>;
