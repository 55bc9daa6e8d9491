/** The state of the page, and the resulting run. */
import type { Shown } from "./figures";
import type { Pin } from "./pins";
import type { Band, Frame, Input, Moved } from "./protocol";

interface State {
  scenario: string;
  /** Changed choices. */
  set: Moved;
  /** Null for the scenario's own seed. */
  seed: number | null;
  language: string;
  /** Index of the year shown. */
  year: number;
  /** The only waste shown; null for all. */
  waste: number | null;
  /** Kept settings. */
  pins: Pin[];
  /** Contents of the charts. */
  shown: Shown;
  /** The step of a story that is told. */
  story: { minutes: number; step: number } | null;
  /** Whether the band is shown, and the band as far as it has been computed. */
  luck: boolean;
  band: Band | null;
}

export const state: State = {
  scenario: "",
  set: {},
  seed: null,
  language: "en",
  year: 0,
  waste: null,
  pins: [],
  shown: "values",
  story: null,
  luck: false,
  band: null,
};

/** The current run. */
export const input = (): Input => {
  const { scenario, set, seed } = state;
  return seed === null ? { scenario, set } : { scenario, set, seed };
};

let last: Frame | undefined;

export const setFrame = (frame: Frame) => {
  last = frame;
};

/** The last answer of the engine. */
export const frame = (): Frame => {
  if (!last) throw new Error("nothing was run yet");
  return last;
};

/** The calendar year shown. */
export const shownYear = () => frame().data.years[state.year];

/** A text with the scenario's currency filled in. */
export const inCurrency = (text: string) => text.replaceAll("{currency}", frame().data.currency);
