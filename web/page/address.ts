/** Applies the settings in the address. Invalid ones are reported, and the defaults kept. */
import { fillIn } from "../common/slots";
import { ask } from "./engine";
import * as link from "./link";
import { tell, told } from "./message";
import { setYears } from "./play";
import { checkPins, MOST_PINS } from "./pins";
import { drawYear, enter, offerWastes, showAll } from "./region";
import { remember } from "./remember";
import { isSpoken, opened, texts, versionOf } from "./speech";
import { frame, state } from "./state";
import { hasStep, showStory } from "./story";

/** Whether the value of a part is in a list; if not, it is reported. */
const knows = (list: string[], value: string | undefined, part: string, wrong: string[]) => {
  if (value === undefined || list.includes(value)) return value;
  wrong.push(`${part}=${value}`);
  return undefined;
};

/** The current language; initially the browser's, if the page has it. */
const ownLanguage = (codes: string[]) =>
  isSpoken() ? state.language : (codes.find((code) => navigator.language.startsWith(code)) ?? "en");

/** The settings of a step of a story, as in a link. */
export const followStep = (settings: string) => {
  const { scenario, set, year } = link.read(settings);
  Object.assign(state, { scenario, set, seed: null, waste: null, year: 0 });
  enter();
  showAll();
  if (year !== undefined) showYear(year, []);
};

export const follow = (speak: () => void) => {
  const { wrong, ...asked } = link.read(location.hash);
  const { languages, scenarios } = ask("open", { language: "en" });
  const codes = languages.map(({ code }) => code);
  const ids = scenarios.map(({ id }) => id);
  state.language = knows(codes, asked.language, "l", wrong) ?? ownLanguage(codes);
  state.scenario = knows(ids, asked.scenario, "s", wrong) ?? ids[0];
  Object.assign(state, { set: asked.set, seed: asked.seed ?? null, year: 0 });
  state.pins = asked.pins.slice(0, MOST_PINS);
  state.luck = asked.luck;
  state.shown =
    knows(["values", "difference"], asked.shown, "show", wrong) === "difference" ? "difference" : "values";
  speak();
  wrong.push(...checkPins());
  wrong.push(...enter().map((path) => `set=${path}`));
  showAll();
  if (asked.year !== undefined) showYear(asked.year, wrong);
  if (asked.onlyWaste !== undefined) showWaste(asked.onlyWaste, wrong);
  state.story = asked.story && hasStep(asked.story.minutes, asked.story.step) ? asked.story : null;
  if (asked.story && !state.story) wrong.push(`step=${asked.story.minutes}.${asked.story.step}`);
  showStory();
  remember();
  const said = told() ? [told()] : [];
  const ours = versionOf(opened());
  if (asked.version !== undefined && asked.version !== ours) {
    said.push(fillIn(texts().old_link, { theirs: asked.version, ours }));
  }
  if (wrong.length > 0) said.push(fillIn(texts().broken_link, { parts: wrong.join(", ") }));
  tell(said.join(" "));
};

const showWaste = (id: string, wrong: string[]) => {
  const place = frame().data.wastes.findIndex((waste) => waste.id === id);
  if (place < 0) {
    wrong.push(`w=${id}`);
    return;
  }
  state.waste = place;
  offerWastes();
  drawYear();
};

const showYear = (year: number, wrong: string[]) => {
  const place = frame().data.years.indexOf(year);
  if (place < 0) {
    wrong.push(`y=${year}`);
    return;
  }
  state.year = place;
  setYears();
  drawYear();
  remember();
};
