/** The current year, and the play button. */
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { texts } from "./speech";
import { frame, state } from "./state";

/** Milliseconds per year, by hand and in a story. */
const PACE = 550;
const STORY_PACE = 300;

const slider = byId("year", HTMLInputElement);
const button = byId("play", HTMLButtonElement);
let timer: ReturnType<typeof setInterval> | undefined;
/** Where playing ends, and who is told. */
let goal: { year: number; reached: () => void } | undefined;
let shown: () => void = () => undefined;

const last = () => frame().data.years.length - 1;

/** Shows the year at an index of the list. */
export const goTo = (year: number) => {
  state.year = Math.min(year, last());
  slider.value = String(state.year);
  shown();
  name();
};

const play = () => {
  timer = setInterval(next, goal ? STORY_PACE : PACE);
  button.setAttribute("aria-pressed", "true");
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
  if (state.year < (goal?.year ?? last())) return;
  const reached = goal?.reached;
  stopPlaying();
  reached?.();
};

export const stopPlaying = () => {
  goal = undefined;
  clearInterval(timer);
  timer = undefined;
  button.setAttribute("aria-pressed", "false");
  name();
};

/** Plays up to a year; `reached` is told when it is shown, and not when someone stops before. */
export const playTo = (year: number, reached: () => void) => {
  stopPlaying();
  goal = { year, reached };
  play();
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
    if (timer !== undefined) {
      stopPlaying();
      return;
    }
    if (state.year === last()) goTo(0);
    play();
  });
  slider.addEventListener("input", () => {
    stopPlaying();
    goTo(Number(slider.value));
  });
};
