/** The current year, and the play button. */
import { byId } from "../common/dom";
import { fillIn, texts } from "./speech";
import { frame, state } from "./state";

/** Milliseconds per year. */
const PACE = 550;

const slider = byId("year", HTMLInputElement);
const button = byId("play", HTMLButtonElement);
let timer: ReturnType<typeof setInterval> | undefined;
let shown: () => void = () => undefined;

const last = () => frame().data.years.length - 1;

/** Shows the year at an index of the list. */
export const goTo = (year: number) => {
  state.year = Math.min(year, last());
  slider.value = String(state.year);
  shown();
  name();
};

/** Starts or stops playing. */
const play = (on: boolean) => {
  clearInterval(timer);
  timer = on ? setInterval(next, PACE) : undefined;
  button.setAttribute("aria-pressed", String(on));
  name();
};

/** Says on the button what it does next. */
const name = () => {
  const { play, pause, go_on } = texts();
  const fresh = state.year === 0 || state.year === last();
  const start = fresh ? fillIn(play, { year: frame().data.years[0] }) : go_on;
  button.textContent = timer === undefined ? `▶ ${start}` : `❚❚ ${pause}`;
};

const next = () => {
  goTo(state.year + 1);
  if (state.year === last()) play(false);
};

export const stopPlaying = () => {
  play(false);
};

/** Sets the slider's range to the years of the run. */
export const setYears = () => {
  slider.max = String(last());
  state.year = Math.min(state.year, last());
  slider.value = String(state.year);
  name();
};

export const tellYear = (year: string) => {
  byId("year-shown", HTMLOutputElement).textContent = year;
  slider.setAttribute("aria-valuetext", year);
};

/** Connects slider and button; `listener` shows another year. */
export const beginPlaying = (listener: () => void) => {
  shown = listener;
  button.addEventListener("click", () => {
    const on = timer === undefined;
    if (on && state.year === last()) goTo(0);
    play(on);
  });
  slider.addEventListener("input", () => {
    play(false);
    goTo(Number(slider.value));
  });
};
