/** A chart on which a pupil draws how a measure will go, with a finger, a mouse or the arrow keys; then the truth over it. */
import { type Curve, drawPlot, INK, labelScale, roomFor } from "../charts";
import { formOf, isCount } from "./measures";
import { texts } from "./speech";
import { frame } from "./state";

export interface LineGuess {
  element: HTMLElement;
  /** Whether something was drawn. */
  drawn: () => boolean;
  /** Shows how it went. */
  reveal: () => void;
}

export const lineGuess = (measure: string, changed: () => void): LineGuess => {
  const { years, plants } = frame().data;
  const truth = frame().cluster[measure].years;
  // Room for every guess, and none for a hint: a share goes to 100 %, a count to all plants.
  const top = measure === "use_rate" ? 1 : plants.length;
  const guess = years.map(() => truth[0]);
  let drawn = false;
  let shown = false;
  let cursor = 0;
  const element = document.createElement("div");
  element.className = "plot guess";
  element.tabIndex = 0;
  element.setAttribute("role", "slider");
  element.setAttribute("aria-label", texts().story.draw);
  element.setAttribute("aria-valuemin", "0");
  element.setAttribute("aria-valuemax", String(top));
  const form = formOf(measure);
  const said = () => {
    element.setAttribute("aria-valuenow", String(guess[cursor]));
    element.setAttribute("aria-valuetext", `${years[cursor]}: ${form(guess[cursor])}`);
  };
  let axes: ReturnType<typeof drawPlot>;
  const draw = () => {
    const { guess: own, truth: real } = texts().story;
    const nameRoom = roomFor([own, real], labelScale(element));
    const curves: Curve[] = [
      ...(drawn ? [{ name: own, values: guess, colour: INK.change, dash: "dotted" as const }] : []),
      ...(shown ? [{ name: real, values: truth, colour: INK.cluster }] : []),
    ];
    axes = drawPlot({ element, labels: years, form, curves, steps: isCount(measure), most: top, nameRoom });
    said();
  };
  /** Sets the guess from one year to another, on a straight line. */
  const setTo = (from: number, to: number, value: number) => {
    const start = guess[from];
    const step = from <= to ? 1 : -1;
    for (let year = from; year !== to + step; year += step) {
      const part = from === to ? 1 : (year - from) / (to - from);
      guess[year] = start + part * (value - start);
    }
    // What is not drawn yet goes on level.
    if (to >= cursor) for (let year = to + 1; year < guess.length; year++) guess[year] = value;
    cursor = to;
    drawn = true;
    draw();
    changed();
  };
  const snap = (value: number) => {
    const within = Math.min(top, Math.max(0, value));
    return isCount(measure) ? Math.round(within) : Math.round(100 * within) / 100;
  };
  const pointed = (event: PointerEvent) => {
    const box = element.getBoundingClientRect();
    const { left, right, bottom, y } = axes ?? { left: 0, right: box.width, bottom: box.height, y: () => 0 };
    const part = (event.clientX - box.left - left) / Math.max(1, right - left);
    const year = Math.round(Math.min(1, Math.max(0, part)) * (years.length - 1));
    const value = (top * (bottom - (event.clientY - box.top))) / Math.max(1, bottom - y(top));
    return { year, value: snap(value) };
  };
  element.addEventListener("pointerdown", (event) => {
    if (shown) return;
    element.setPointerCapture(event.pointerId);
    const { year, value } = pointed(event);
    setTo(drawn ? year : 0, year, value);
  });
  element.addEventListener("pointermove", (event) => {
    if (shown || !element.hasPointerCapture(event.pointerId)) return;
    const { year, value } = pointed(event);
    setTo(cursor, year, value);
  });
  element.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const change = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (shown || (move === undefined && change === undefined)) return;
    event.preventDefault();
    if (move !== undefined) {
      cursor = Math.min(years.length - 1, Math.max(0, cursor + move));
      said();
    }
    if (change !== undefined)
      setTo(cursor, cursor, snap(guess[cursor] + change * (isCount(measure) ? 1 : 0.05)));
  });
  requestAnimationFrame(draw);
  return {
    element,
    drawn: () => drawn,
    reveal: () => {
      shown = true;
      draw();
    },
  };
};
