/** What is chosen on the page, and the run that it gave. */
import type { Band, Frame, Input, Moved } from "./protocol";

interface State {
  scenario: string;
  /** Levers that were moved. */
  set: Moved;
  /** Null for the scenario's own. */
  seed: number | null;
  language: string;
  /** Place of the year that is shown. */
  year: number;
  /** The one waste that is shown; null for all. */
  waste: number | null;
  /** Whether other luck is shown, and as far as it is known. */
  luck: boolean;
  band: Band | null;
}

export const state: State = {
  scenario: "",
  set: {},
  seed: null,
  language: "en",
  year: Infinity,
  waste: null,
  luck: false,
  band: null,
};

/** The run that is meant. */
export const input = (): Input => {
  const { scenario, set, seed } = state;
  return seed === null ? { scenario, set } : { scenario, set, seed };
};

let last: Frame | undefined;

export const setFrame = (frame: Frame) => {
  last = frame;
};

/** The last run that the engine gave. */
export const frame = (): Frame => {
  if (!last) throw new Error("nothing was run yet");
  return last;
};

/** The calendar year that is shown. */
export const shownYear = () => frame().data.years[state.year];

/** A text with the scenario's currency where it says so. */
export const inCurrency = (text: string) => text.replaceAll("{currency}", frame().data.currency);
