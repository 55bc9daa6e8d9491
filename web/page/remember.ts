/** Identifies the current run: its address, the equivalent command, and the hash of its results. */
import { byId } from "../common/dom";
import { ask } from "./engine";
import * as link from "./link";
import { opened, versionOf } from "./speech";
import { frame, input, shownYear, state } from "./state";

/** Delay in milliseconds: the hash needs a separate run, made when nothing changes. */
const PAUSE = 150;
/** Changes of a choice within so many milliseconds, as of a slider under a finger, are one. */
const TOGETHER = 700;

let hashing: ReturnType<typeof setTimeout> | undefined;

const commandOf = () => {
  const { scenario, set, seed } = state;
  const sets = Object.entries(set).map(([path, value]) => ` --set '${path}=${value}'`);
  if (seed !== null) sets.push(` --set scenario.seed=${seed}`);
  return `circulus run configs/${scenario}.toml${sets.join("")}`;
};

export const forgetHash = () => {
  clearTimeout(hashing);
};

/** Choices of the address that Back would leave, and when they were made. */
let kept = { choices: "", story: "", at: 0 };
/** Steps that can be undone. */
let steps = 0;

const undo = byId("undo", HTMLButtonElement);

/** The address of the page with the current settings. */
export const addressNow = () =>
  location.href.replace(/#.*/, "") +
  link.write({
    ...state,
    version: versionOf(opened()),
    year: shownYear(),
    onlyWaste: state.waste === null ? null : frame().data.wastes[state.waste].id,
  });

/** Whether the browser let the page write its address; in the sandbox of another page it does not. */
const writeHistory = (address: string, step: boolean) => {
  try {
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    return true;
  } catch {
    return false;
  }
};

/** Writes the address; other choices, made a moment after the last ones, can be undone with Back. */
const writeAddress = (undoable: boolean) => {
  const { scenario, set, seed } = state;
  const address = addressNow();
  const choices = JSON.stringify([scenario, set, seed, state.pins]);
  const story = JSON.stringify(state.story);
  const turned = story !== kept.story;
  const other = turned || choices !== kept.choices;
  const isStep = undoable && other && (turned || performance.now() - kept.at > TOGETHER);
  if (writeHistory(address, isStep) && isStep) steps++;
  if (other) kept = { choices, story, at: performance.now() };
  undo.disabled = steps === 0;
};

/** Connects the button that undoes the last choice. */
export const beginUndo = () => {
  undo.addEventListener("click", () => {
    history.back();
  });
  addEventListener("popstate", () => {
    steps = Math.max(0, steps - 1);
    undo.disabled = steps === 0;
  });
};

/** Shows what identifies the run; `undoable` if someone chose it here and now. */
export const remember = (undoable = false) => {
  writeAddress(undoable);
  byId("command", HTMLElement).textContent = commandOf();
  const hash = byId("hash", HTMLElement);
  hash.textContent = "…";
  forgetHash();
  hashing = setTimeout(() => {
    hash.textContent = ask("hash", { input: input() });
  }, PAUSE);
};
