/** The row of a choice: its name, number box, levels or slider, or list, and its reset button. */
import { meaningOf, nameOf, shown } from "./choice_words";
import { levelsOf, mainOf } from "./main_choices";
import type { Choice, Value } from "./protocol";
import { texts } from "./speech";
import { stepOf, stepperOf } from "./stepper";

export interface Row {
  element: HTMLElement;
  /** Shows a value. */
  place: (value: Value, moved: boolean) => void;
}

export interface RowOf {
  choice: Choice;
  /** Its index among all choices. */
  place: number;
  chosen: (value: Value) => void;
  putBack: () => void;
}

/** A control of a row: shows a value. */
type Show = (value: Value) => void;

export const rowOf = ({ choice, place, chosen, putBack }: RowOf): Row => {
  const element = document.createElement("div");
  element.className = "choice";
  const label = document.createElement("label");
  label.textContent = nameOf(choice);
  const head = document.createElement("div");
  head.className = "head";
  const body = document.createElement("div");
  body.className = "control";
  head.append(label, again(choice, putBack));
  element.append(head, body);
  const shows: Show[] = [];
  const isList = choice.words !== null || typeof choice.value === "boolean";
  const control = isList ? list(choice, chosen, shows) : number(choice, chosen, shows, [head, body]);
  control.id = `choice-${place}`;
  label.htmlFor = control.id;
  if (isList) body.append(control);
  if (!mainOf(choice)) {
    const help = document.createElement("p");
    help.className = "note help";
    help.id = `help-${place}`;
    help.textContent = meaningOf(choice);
    control.setAttribute("aria-describedby", help.id);
    element.append(help);
  }
  return {
    element,
    place: (value, moved) => {
      for (const show of shows) show(value);
      element.classList.toggle("moved", moved);
    },
  };
};

const list = (choice: Choice, chosen: (value: Value) => void, shows: Show[]) => {
  const select = document.createElement("select");
  select.dataset.path = choice.path;
  const values: Value[] = choice.words ?? [true, false];
  select.append(...values.map((value) => new Option(shown(choice, value), String(value))));
  select.addEventListener("change", () => {
    chosen(values[select.selectedIndex]);
  });
  shows.push((value) => {
    select.value = String(value);
  });
  return select;
};

/** A number box; between less and more levels in words, or a slider. */
const number = (
  choice: Choice,
  chosen: (value: Value) => void,
  shows: Show[],
  [head, body]: [HTMLElement, HTMLElement],
) => {
  const { box, input, less, more, show } = stepperOf(choice, chosen);
  head.append(box);
  shows.push((value) => {
    show(Number(value));
  });
  const isMain = mainOf(choice) !== undefined;
  if (isMain) input.dataset.path = choice.path;
  body.append(less, (isMain ? levels : slider)(choice, chosen, shows), more);
  return input;
};

const levels = (choice: Choice, chosen: (value: Value) => void, shows: Show[]) => {
  const group = document.createElement("div");
  group.className = "levels";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", nameOf(choice));
  const main = mainOf(choice);
  const words = main ? texts().main[main.id].levels : [];
  const values = levelsOf(choice);
  values.forEach((value, level) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words[level];
    button.title = shown(choice, value);
    button.addEventListener("click", () => {
      chosen(value);
    });
    shows.push((now) => {
      button.setAttribute("aria-pressed", String(now === value));
    });
    group.append(button);
  });
  return group;
};

const slider = (choice: Choice, chosen: (value: Value) => void, shows: Show[]) => {
  const input = document.createElement("input");
  input.type = "range";
  input.dataset.path = choice.path;
  input.setAttribute("aria-label", nameOf(choice));
  // The engine gives a span for every number.
  const [low, high] = choice.span ?? [Number(choice.value), Number(choice.value)];
  input.min = String(low);
  input.max = String(high);
  input.step = String(stepOf(high - low, choice.whole, 100));
  input.addEventListener("input", () => {
    const value = Number(input.value);
    // Without floating-point noise from the browser's slider.
    chosen(choice.whole ? Math.round(value) : Number(value.toPrecision(12)));
  });
  shows.push((value) => {
    input.value = String(value);
    input.setAttribute("aria-valuetext", shown(choice, value));
  });
  return input;
};

const again = (choice: Choice, putBack: () => void) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "again";
  button.textContent = "↺";
  button.setAttribute("aria-label", texts().choices.again.replace("{choice}", nameOf(choice)));
  button.addEventListener("click", putBack);
  return button;
};
