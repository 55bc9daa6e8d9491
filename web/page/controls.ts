/** The controls of the page: each changes the state and updates the display. */
import { forgetSizes } from "../charts";
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { setOptions } from "./options";
import { follow, followStep } from "./address";
import { drawWaiting } from "./lazy";
import { onMapClick } from "./maps";
import { beginExperiment } from "./experiment";
import { showLessons } from "./lessons";
import { onChange } from "./choices";
import { tell } from "./message";
import { beginPlaying, stopPlaying } from "./play";
import * as region from "./region";
import { addressNow, beginUndo, remember } from "./remember";
import { opened, speak, texts } from "./speech";
import { frame, state } from "./state";
import { onStory, openStep, showStory, storyMinutes } from "./story";
import { whyCompany, whyFlow, whyPlant } from "./why";

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
  byId("version", HTMLParagraphElement).textContent = fillIn(page.version, { version, sources });
  showLessons(state.language);
  offerStories();
};

/** Buttons that begin a story. */
const offerStories = () => {
  const buttons = storyMinutes().map((minutes) => {
    const one = document.createElement("button");
    one.type = "button";
    one.textContent = fillIn(texts().story.begin, { minutes });
    one.addEventListener("click", () => {
      openStep(minutes, 1);
    });
    return one;
  });
  const place = document.querySelector(".stories");
  place?.querySelectorAll("button").forEach((one) => {
    one.remove();
  });
  place?.append(...buttons);
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
  stopPlaying();
  Object.assign(state, { scenario: scenario.value, set: {}, seed: null, waste: null, year: 0, pins: [] });
  tell();
  region.enter();
  region.showAll();
};

const copyLink = async () => {
  try {
    await navigator.clipboard.writeText(addressNow());
    tell(texts().copied);
  } catch {
    tell(fillIn(texts().copy_by_hand, { link: addressNow() }));
  }
};

/** Prints one page to hand in: name, settings, table, maps and charts. */
const handIn = () => {
  byId("pupil-shown", HTMLParagraphElement).textContent = byId("pupil", HTMLInputElement).value;
  byId("link-shown", HTMLParagraphElement).textContent = addressNow();
  document.body.classList.add("handing-in");
  print();
  document.body.classList.remove("handing-in");
};

/** Connects all controls. */
export const beginControls = () => {
  beginExperiment();
  beginUndo();
  onStory(followStep, () => {
    remember(true);
  });
  onMapClick({ plant: whyPlant, flow: whyFlow });
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
    remember();
  });
  shown.addEventListener("change", () => {
    state.shown = shown.value === "difference" ? "difference" : "values";
    region.drawCharts();
    remember();
  });
  button("keep").addEventListener("click", region.keepRun);
  button("hand-in").addEventListener("click", () => {
    handIn();
  });
  askWorld.addEventListener("change", region.drawYear);
  luck.addEventListener("change", () => {
    state.luck = luck.checked;
    state.band = null;
    region.showLuck();
    if (!state.luck) region.drawCharts();
    remember();
  });
  language.addEventListener("change", () => {
    stopPlaying();
    state.language = language.value;
    speakAll();
    region.showAll();
    showStory();
  });
  scenario.addEventListener("change", chooseScenario);
  seed.addEventListener("change", chooseSeed);
  button("reset").addEventListener("click", () => {
    region.reset();
  });
  button("present").addEventListener("click", () => {
    const on = document.documentElement.classList.toggle("presenting");
    button("present").setAttribute("aria-pressed", String(on));
    forgetSizes();
    region.drawAll();
  });
  button("copy").addEventListener("click", () => void copyLink());
  button("ask-company").addEventListener("click", () => {
    whyCompany(region.worldAsked());
  });
  // A click outside the text closes the dialog.
  why.addEventListener("click", (event) => {
    if (event.target === why) why.close();
  });
  addEventListener("hashchange", () => {
    // A jump to a part of this page, such as the skip link's, changes no setting.
    if (!location.hash.includes("=")) remember();
    else follow(speakAll);
  });
  addEventListener("resize", () => {
    forgetSizes();
    region.drawAll();
  });
  addEventListener("beforeprint", drawWaiting);
};
