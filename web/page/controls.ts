/** The controls of the page: each changes the state and updates the display. */
import { byId } from "../common/dom";
import { setOptions } from "./options";
import { follow } from "./address";
import { fit } from "./drawing";
import { beginExperiment } from "./experiment";
import { showLessons } from "./lessons";
import { onChange } from "./choices";
import { tell } from "./message";
import { beginPlaying, stopPlaying } from "./play";
import * as region from "./region";
import { remember } from "./remember";
import { fillIn, opened, speak, texts } from "./speech";
import { frame, state } from "./state";
import { whyCompany } from "./why";

const language = byId("language", HTMLSelectElement);
const scenario = byId("scenario", HTMLSelectElement);
const seed = byId("seed", HTMLInputElement);
const waste = byId("waste", HTMLSelectElement);
const shown = byId("shown", HTMLSelectElement);
const askWorld = byId("ask-world", HTMLSelectElement);
const luck = byId("luck", HTMLInputElement);
const why = byId("why", HTMLDialogElement);
const button = (id: string) => byId(id, HTMLButtonElement);

/** Applies the selected language everywhere on the page. */
export const speakAll = () => {
  speak(state.language);
  const { languages, scenarios, page, version, sources } = opened();
  setOptions(
    language,
    languages.map(({ code, name }) => [code, name]),
  );
  language.value = state.language;
  setOptions(
    scenario,
    scenarios.map(({ id, title }) => [id, title]),
  );
  scenario.value = state.scenario;
  setOptions(shown, [
    ["values", page.charts.values],
    ["difference", page.charts.difference],
  ]);
  setOptions(askWorld, [
    ["cluster", page.cluster],
    ["twin", page.twin],
  ]);
  byId("version", HTMLSpanElement).textContent = fillIn(page.version, { version, sources });
  showLessons(state.language);
  stopPlaying();
};

const chooseSeed = () => {
  const value = seed.valueAsNumber;
  if (Number.isSafeInteger(value) && value >= 0) {
    state.seed = value;
    region.rerun();
  } else {
    seed.value = String(state.seed ?? frame().seed);
    tell(texts().bad_seed);
  }
};

const chooseScenario = () => {
  Object.assign(state, { scenario: scenario.value, set: {}, seed: null, waste: null, year: Infinity });
  tell();
  region.enter();
  region.showAll();
};

const copyLink = async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    tell(texts().copied);
  } catch {
    tell(fillIn(texts().copy_by_hand, { link: location.href }));
  }
};

/** Connects all controls. */
export const beginControls = () => {
  beginExperiment();
  beginPlaying(() => {
    region.drawYear();
    remember();
  });
  onChange((set) => {
    state.set = { ...set };
    region.rerunSoon();
  });
  waste.addEventListener("change", () => {
    state.waste = waste.value === "" ? null : Number(waste.value);
    region.drawYear();
  });
  shown.addEventListener("change", region.drawCharts);
  askWorld.addEventListener("change", region.drawYear);
  luck.addEventListener("change", () => {
    state.luck = luck.checked;
    state.band = null;
    region.showLuck();
    if (!state.luck) region.drawCharts();
  });
  language.addEventListener("change", () => {
    state.language = language.value;
    speakAll();
    region.showAll();
  });
  scenario.addEventListener("change", chooseScenario);
  seed.addEventListener("change", chooseSeed);
  button("reset").addEventListener("click", region.reset);
  button("copy").addEventListener("click", () => void copyLink());
  button("ask-company").addEventListener("click", () => {
    whyCompany(region.worldAsked());
  });
  // A click outside the text closes the dialog.
  why.addEventListener("click", (event) => {
    if (event.target === why) why.close();
  });
  addEventListener("hashchange", () => {
    follow(speakAll);
  });
  addEventListener("resize", () => {
    fit();
    region.drawAll();
  });
};
