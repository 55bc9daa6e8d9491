/** The row of a choice: its slider or list, its value, and its reset button. */
import { meaningOf, nameOf, shown } from "./choice_words";
import type { Choice, Value } from "./protocol";
import { texts } from "./speech";

export interface Row {
  element: HTMLElement;
  /** Shows a value, and updates the slider or list. */
  place: (value: Value, moved: boolean) => void;
  /** Shows a value that the slider or list already has. */
  tell: (value: Value, moved: boolean) => void;
}

export interface RowOf {
  choice: Choice;
  /** Its index among all choices. */
  place: number;
  chosen: (value: Value) => void;
  putBack: () => void;
}

export const rowOf = ({ choice, place, chosen, putBack }: RowOf): Row => {
  const control =
    choice.words || typeof choice.value === "boolean" ? list(choice, chosen) : slider(choice, chosen);
  control.dataset.path = choice.path;
  control.title = meaningOf(choice);
  const help = document.createElement("span");
  help.className = "note help";
  help.id = `help-${place}`;
  help.textContent = `${meaningOf(choice)} (${choice.path})`;
  control.setAttribute("aria-describedby", help.id);
  const name = document.createElement("span");
  name.textContent = nameOf(choice);
  const label = document.createElement("label");
  label.append(name, control);
  const output = document.createElement("output");
  const element = document.createElement("div");
  element.className = "choice";
  element.append(label, output, again(choice, putBack), help);
  const tell = (value: Value, moved: boolean) => {
    output.textContent = shown(choice, value);
    element.classList.toggle("moved", moved);
  };
  return {
    element,
    tell,
    place: (value, moved) => {
      control.value = String(value);
      tell(value, moved);
    },
  };
};

const list = (choice: Choice, chosen: (value: Value) => void) => {
  const select = document.createElement("select");
  const values: Value[] = choice.words ?? [true, false];
  select.append(...values.map((value) => new Option(shown(choice, value), String(value))));
  select.addEventListener("change", () => {
    chosen(values[select.selectedIndex]);
  });
  return select;
};

const slider = (choice: Choice, chosen: (value: Value) => void) => {
  const input = document.createElement("input");
  input.type = "range";
  // The engine gives a span for every number.
  const [low, high] = choice.span ?? [Number(choice.value), Number(choice.value)];
  input.min = String(low);
  input.max = String(high);
  input.step = String(stepOf(high - low, choice.whole));
  input.addEventListener("input", () => {
    const value = Number(input.value);
    // Without floating-point noise from the browser's slider.
    chosen(choice.whole ? Math.round(value) : Number(value.toPrecision(12)));
  });
  return input;
};

/** A step of 1, 2 or 5 times a power of ten, about a hundredth of the span. */
const stepOf = (span: number, whole: boolean) => {
  const rough = span / 100;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 5].map((k) => k * power).find((step) => step >= rough * 0.999) ?? 10 * power;
  return whole ? Math.max(1, Math.round(step)) : step;
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
