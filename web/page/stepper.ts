/** A number box with a button for less and one for more. */
import { boxOf, nameOf } from "./choice_words";
import type { Choice } from "./protocol";
import { texts } from "./speech";

export interface Stepper {
  /** The box with its unit. */
  box: HTMLElement;
  input: HTMLInputElement;
  less: HTMLButtonElement;
  more: HTMLButtonElement;
  /** Shows a value; the box keeps what someone is typing into it. */
  show: (value: number) => void;
}

/** A step of 1, 2 or 5 times a power of ten, about this part of the span. */
export const stepOf = (span: number, whole: boolean, parts: number) => {
  const rough = span / parts;
  const power = 10 ** Math.floor(Math.log10(rough || 1));
  const step = [1, 2, 5].map((k) => k * power).find((step) => step >= rough * 0.999) ?? 10 * power;
  return whole ? Math.max(1, Math.round(step)) : step;
};

/** Without the noise of binary fractions. */
const clean = (value: number) => Number(value.toPrecision(12));

export const stepperOf = (choice: Choice, chosen: (value: number) => void): Stepper => {
  const [low, high] = choice.span ?? [Number(choice.value), Number(choice.value)];
  const step = stepOf(high - low, choice.whole, 40);
  const { scale } = boxOf(choice, 0);
  const input = document.createElement("input");
  input.type = "number";
  input.min = String(clean(low / scale));
  input.max = String(clean(high / scale));
  input.step = choice.whole ? "1" : "any";
  input.inputMode = "decimal";
  const unit = document.createElement("span");
  unit.className = "unit";
  const within = (value: number) =>
    clean(Math.min(high, Math.max(low, choice.whole ? Math.round(value) : value)));
  let now = Number(choice.value);
  const take = (value: number) => {
    now = within(value);
    chosen(now);
  };
  const show = (value: number) => {
    now = value;
    unit.textContent = boxOf(choice, value).unit;
    if (document.activeElement !== input) input.value = String(clean(value / scale));
  };
  input.addEventListener("input", () => {
    if (Number.isFinite(input.valueAsNumber)) take(input.valueAsNumber * scale);
  });
  // What is out of range, or no number, gives way to the value that counts.
  input.addEventListener("change", () => {
    input.value = String(clean(now / scale));
  });
  const button = (sign: string, label: string, by: number) => {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "step";
    element.textContent = sign;
    element.setAttribute("aria-label", label.replace("{choice}", nameOf(choice)));
    element.addEventListener("click", () => {
      // To the next multiple of the step, so that a few presses lead through round numbers.
      const place = now / step;
      const next = by > 0 ? Math.floor(place + 1e-9) + 1 : Math.ceil(place - 1e-9) - 1;
      take(next * step);
      input.value = String(clean(now / scale));
    });
    return element;
  };
  const box = document.createElement("span");
  box.className = "exact";
  box.append(input, unit);
  const { less, plus } = texts().choices;
  return { box, input, less: button("−", less, -1), more: button("+", plus, 1), show };
};
