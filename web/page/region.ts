/** Makes the current run, and shows it. */
import type { WorldName } from "../charts";
import { byId } from "../common/dom";
import { listAsks } from "./asks";
import { ask } from "./engine";
import { forgetExperiment, offerExperiment } from "./experiment";
import { showChoices } from "./choices";
import { beginLuck, stopLuck } from "./luck";
import { tell, told, wordsOf } from "./message";
import { showNumbers, showSum } from "./numbers";
import { beginPictures, drawEvents, drawMaps, drawYears, type Shown } from "./pictures";
import { setYears, tellYear } from "./play";
import type { Choice } from "./protocol";
import { forgetHash, remember } from "./remember";
import { fillIn, texts } from "./speech";
import { frame, input, setFrame, shownYear, state } from "./state";
import { whyEvent, whyFlow, whyPlant } from "./why";

const askWorld = byId("ask-world", HTMLSelectElement);
const chartsShown = byId("shown", HTMLSelectElement);

/** Choices of the scenario, with its own values. */
let choices: Choice[] = [];
let drawing = 0;

export const worldAsked = () => askWorld.value as WorldName;

export const drawCharts = () => {
  drawYears(chartsShown.value as Shown);
};

export const drawYear = () => {
  tellYear(String(shownYear()));
  drawMaps();
  showNumbers();
  listAsks(worldAsked());
  byId("ask-company", HTMLButtonElement).disabled = worldAsked() === "twin";
};

export const drawAll = () => {
  beginPictures({ plant: whyPlant, flow: whyFlow, event: whyEvent });
  setYears();
  showSum();
  drawCharts();
  drawEvents();
  drawYear();
};

export const showLuck = () => {
  beginLuck(drawCharts);
};

/** Runs all years and draws everything; false if the engine returns an error, which is shown. */
export const rerun = () => {
  performance.mark("moved");
  try {
    setFrame(ask("frame", { input: input(), language: state.language }));
  } catch (error) {
    forgetHash();
    stopLuck();
    tell(fillIn(texts().refused, { reason: wordsOf(error) }));
    return false;
  }
  tell();
  state.band = null;
  forgetExperiment();
  drawAll();
  remember();
  performance.measure("frame", "moved");
  showLuck();
  return true;
};

/** Runs before the browser's next frame; of several changes in between, only the last is run. */
export const rerunSoon = () => {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(() => rerun());
};

/** Loads the choices of the scenario; drops changed ones that it does not have, and returns their paths. */
export const enter = (): string[] => {
  choices = ask("choices", { scenario: state.scenario });
  const known = new Set(choices.map(({ path }) => path));
  const moved = Object.entries(state.set);
  state.set = Object.fromEntries(moved.filter(([path]) => known.has(path)));
  return moved.map(([path]) => path).filter((path) => !known.has(path));
};

/** Resets all choices. */
export const reset = () => {
  state.set = {};
  showChoices(choices, {});
  rerun();
};

const offerWastes = () => {
  const { wastes } = frame().data;
  const select = byId("waste", HTMLSelectElement);
  const all = new Option(texts().all_wastes, "");
  select.replaceChildren(all, ...wastes.map(({ name }, i) => new Option(name, String(i))));
  if (state.waste !== null && state.waste >= wastes.length) state.waste = null;
  select.value = state.waste === null ? "" : String(state.waste);
};

/** Shows the scenario with the changed choices; without them if the engine refuses. */
export const showAll = () => {
  // The scenario's own run comes first, as it has the names used for choices.
  setFrame(ask("frame", { input: { scenario: state.scenario, set: {} }, language: state.language }));
  byId("scenario", HTMLSelectElement).value = state.scenario;
  byId("seed", HTMLInputElement).value = String(state.seed ?? frame().seed);
  offerWastes();
  showChoices(choices, state.set);
  if (!rerun()) {
    const refusal = told();
    state.seed = null;
    reset();
    tell(refusal);
  }
  offerExperiment();
};
