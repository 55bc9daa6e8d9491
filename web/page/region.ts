/** Makes the current run, and shows it. */
import type { WorldName } from "../charts";
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { listAsks } from "./asks";
import { showBand } from "./band";
import { drawCharts as drawCards, drawEvents, markYear } from "./cards";
import { showChoices } from "./choices";
import { tellYearStory } from "./chronicle";
import { ask } from "./engine";
import { offerExperiment, refreshExperiment } from "./experiment";
import { beginLuck, stopLuck } from "./luck";
import { drawMapLegend, drawMaps, keepScale } from "./maps";
import { tell, told, wordsOf } from "./message";
import { showNumbers, showSum } from "./numbers";
import { keep, showPins } from "./pins";
import { setYears, tellYear } from "./play";
import type { Choice } from "./protocol";
import { forgetHash, remember } from "./remember";
import { texts } from "./speech";
import { frame, input, setFrame, shownYear, state } from "./state";

const askWorld = byId("ask-world", HTMLSelectElement);

/** Choices of the scenario, with its own values. */
let choices: Choice[] = [];
let drawing = 0;

export const worldAsked = () => askWorld.value as WorldName;

export const drawCharts = () => {
  drawCards(state.shown);
};

/** Shows the year of the run. */
export const drawYear = () => {
  tellYear(String(shownYear()));
  showBand();
  drawMaps();
  tellYearStory();
  showNumbers();
  listAsks(worldAsked());
  byId("ask-company", HTMLButtonElement).disabled = worldAsked() === "twin";
  markYear();
};

/** Shows the run. */
export const drawAll = () => {
  setYears();
  showSum();
  byId("zero", HTMLParagraphElement).textContent = frame().zero ? texts().zero : texts().not_zero;
  drawYear();
  drawMapLegend();
  drawCharts();
  drawEvents();
  drawPins();
};

/** Shows the kept settings, beside the run. */
const drawPins = () => {
  showPins({
    changed: () => {
      drawPins();
      drawCharts();
      remember(true);
    },
    shown: ({ set, seed }) => {
      Object.assign(state, { set: { ...set }, seed });
      showAll(true);
    },
  });
};

/** Keeps the settings of the run. */
export const keepRun = () => {
  keep();
  drawPins();
  drawCharts();
  remember(true);
};

export const showLuck = () => {
  beginLuck(drawCharts);
};

/** Runs all years and draws everything; false if the engine returns an error, which is shown. */
export const rerun = (undoable = true) => {
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
  refreshExperiment();
  drawAll();
  remember(undoable);
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
export const reset = (undoable = true) => {
  state.set = {};
  showChoices(choices, {});
  rerun(undoable);
};

export const offerWastes = () => {
  const { wastes } = frame().data;
  const select = byId("waste", HTMLSelectElement);
  const all = new Option(texts().all_wastes, "");
  select.replaceChildren(all, ...wastes.map(({ name }, i) => new Option(name, String(i))));
  if (state.waste !== null && state.waste >= wastes.length) state.waste = null;
  select.value = state.waste === null ? "" : String(state.waste);
};

/** Shows the scenario with the changed choices; without them if the engine refuses. */
export const showAll = (undoable = false) => {
  // The scenario's own run comes first, as it has the names used for choices.
  setFrame(ask("frame", { input: { scenario: state.scenario, set: {} }, language: state.language }));
  keepScale(frame().data);
  byId("luck", HTMLInputElement).checked = state.luck;
  byId("shown", HTMLSelectElement).value = state.shown;
  byId("scenario", HTMLSelectElement).value = state.scenario;
  byId("seed", HTMLInputElement).value = String(state.seed ?? frame().seed);
  offerWastes();
  showChoices(choices, state.set);
  if (!rerun(undoable)) {
    const refusal = told();
    state.seed = null;
    reset(false);
    tell(refusal);
  }
  offerExperiment();
};
