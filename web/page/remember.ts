/** Identifies the current run: its address, the equivalent command, and the hash of its results. */
import { byId } from "../common/dom";
import { ask } from "./engine";
import * as link from "./link";
import { opened, versionOf } from "./speech";
import { input, shownYear, state } from "./state";

/** Delay in milliseconds: the hash needs a separate run, made when nothing changes. */
const PAUSE = 150;

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

export const remember = () => {
  const address = link.write({ ...state, version: versionOf(opened()), year: shownYear() });
  history.replaceState(null, "", address);
  byId("command", HTMLElement).textContent = commandOf();
  const hash = byId("hash", HTMLElement);
  hash.textContent = "…";
  forgetHash();
  hashing = setTimeout(() => {
    hash.textContent = ask("hash", { input: input() });
  }, PAUSE);
};
