/** A lesson as a story beside the map: one step at a time, with a guess, what really happens, and an answer. */
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { lessons, type Step, type StepTexts } from "./lesson_data";
import * as link from "./link";
import { goTo, playTo, stopPlaying } from "./play";
import { pickOf } from "./story_pick";
import { lineGuess } from "./story_line";
import { rightOption, withNumbers } from "./story_numbers";
import { texts } from "./speech";
import { frame, state } from "./state";

/** What can be highlighted. */
const PLACES: Record<string, string> = {
  map: ".maps",
  headline: "#tiles",
  choices: "#choices",
  charts: "#charts",
  luck: "#luck-row",
  events: "#events-card",
  experiment: "#experiment",
  ask: "#ask",
};

const panel = byId("story", HTMLElement);

let begin: (settings: string) => void = () => undefined;
let told: () => void = () => undefined;

/** `settings` shows the state of a step; `changed` is told when another step is shown. */
export const onStory = (settings: (state: string) => void, changed: () => void) => {
  begin = settings;
  told = changed;
};

const stepsOf = (minutes: number) => lessons.lessons.find((lesson) => lesson.minutes === minutes)?.step ?? [];

/** The lessons that there are, in minutes. */
export const storyMinutes = () => lessons.lessons.map(({ minutes }) => minutes);

/** Whether a lesson has a step. */
export const hasStep = (minutes: number, step: number) => step >= 1 && step <= stepsOf(minutes).length;

/** Opens a step with the settings with which it begins. */
export const openStep = (minutes: number, step: number) => {
  state.story = { minutes, step };
  // The address first, so that Back leads to the step before.
  told();
  begin(stepsOf(minutes)[step - 1].state);
  showStory();
};

const leave = () => {
  state.story = null;
  showStory();
  told();
};

const element = <K extends keyof HTMLElementTagNameMap>(tag: K, text = "", of = "") =>
  Object.assign(document.createElement(tag), { textContent: text, className: of });

const button = (text: string, click: () => void, of = "") => {
  const made = element("button", text, of);
  made.type = "button";
  made.addEventListener("click", click);
  return made;
};

/** Shows the step of the state, from its beginning, or no story. */
export const showStory = () => {
  stopPlaying();
  highlight(null);
  const { story } = state;
  panel.hidden = story === null;
  document.body.classList.toggle("telling", story !== null);
  if (!story) return;
  const { minutes, step } = story;
  const steps = stepsOf(minutes);
  const of = steps[step - 1];
  // What is guessed is not shown before, even when a link or Back leads here.
  const begins = link.read(of.state).year;
  if (of.play !== undefined && begins !== undefined) goTo(frame().data.years.indexOf(begins));
  const say = lessons.texts[state.language][String(minutes)][of.id];
  const words = texts().story;
  const top = element("div", "", "row between");
  top.append(
    element("p", fillIn(words.step, { minutes, step, steps: steps.length }), "quiet"),
    button(words.leave, leave, "plain"),
  );
  const head = element("h2", say.title);
  head.tabIndex = -1;
  const look = element("p", "", "look-here");
  look.append(element("b", words.look + " "), say.look);
  const body = element("div");
  const foot = element("div", "", "row between");
  const back = button(words.back, () => {
    openStep(minutes, step - 1);
  });
  back.disabled = step === 1;
  const next = button(
    step === steps.length ? words.end : words.next,
    () => {
      if (step === steps.length) leave();
      else openStep(minutes, step + 1);
    },
    "go",
  );
  foot.append(back);
  panel.replaceChildren(top, head, element("p", say.text), look, body, foot);
  if (say.ask === undefined) foot.append(next);
  else guess(of, say, body, foot, next);
  highlight(of.look);
  head.focus({ preventScroll: true });
};

/** Asks for a guess; then plays, and answers it. */
const guess = (step: Step, say: StepTexts, body: HTMLElement, foot: HTMLElement, next: HTMLElement) => {
  const words = texts().story;
  const ask = element("h3", say.ask);
  const go = button(
    words.see,
    () => {
      see();
    },
    "go",
  );
  go.disabled = true;
  const ready = () => {
    go.disabled = false;
  };
  const pick = step.options ? pickOf(say.ask ?? "", say.options ?? [], ready) : undefined;
  const line = step.line ? lineGuess(step.line, ready) : undefined;
  const way = pick ?? line;
  body.append(ask, ...(way ? [way.element] : []));
  foot.append(go);
  const see = () => {
    const { years } = frame().data;
    const last = step.play === undefined ? state.year : years.indexOf(step.play);
    const skip = button(words.skip, () => {
      stopPlaying();
      goTo(last);
      answer();
    });
    go.replaceWith(skip);
    let answered = false;
    const answer = () => {
      if (answered) return;
      answered = true;
      skip.replaceWith(next);
      reveal();
    };
    if (last > state.year) playTo(last, answer);
    else answer();
  };
  const reveal = () => {
    line?.reveal();
    const said = element("p", "", "answer");
    said.setAttribute("role", "status");
    if (pick && step.pick && step.options) {
      const right = rightOption(step.pick, step.options);
      pick.reveal(right);
      said.append(element("b", `${pick.chosen() === right ? words.right : words.wrong} `));
    }
    said.append(withNumbers(say.answer ?? ""));
    body.append(said);
    said.scrollIntoView({ block: "nearest" });
  };
};

/** Marks what is to be looked at, and brings it into view. */
const highlight = (look: string | null) => {
  for (const one of document.querySelectorAll(".look")) one.classList.remove("look");
  const place = look === null ? null : document.querySelector(PLACES[look] ?? "");
  if (!place) return;
  place.classList.add("look");
  place.scrollIntoView({ block: "nearest" });
};
