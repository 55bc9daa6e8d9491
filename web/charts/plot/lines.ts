/** A chart of lines with their names beside them, a mark at the year shown, and a note under the pointer. */
import { sizeOf, widthOf } from "../measure";
import { spreadAlong } from "../spread";
import { px, set, svg } from "../svg";
import { tipIn } from "../tip";
import type { Form } from "../numbers";
import { INK } from "../style";
import { type Frame, frameOf, gridOf } from "./axes";

export interface Curve {
  name: string;
  values: number[];
  colour: string;
  dash?: "dashed" | "dotted";
  /** Lower and upper bounds of a band around it. */
  band?: [low: number[], high: number[]] | undefined;
}

/** Something that happened, marked on a line. */
export interface Happened {
  place: number;
  value: number;
  text: string;
}

/** Pixels that the names of lines need beside a chart. */
export const roomFor = (names: string[], larger = 1) =>
  14 + Math.max(0, ...names.map((name) => widthOf(name, NAME * larger)));

export interface PlotOf {
  element: HTMLElement;
  /** Labels of the horizontal axis: years, or levels of a choice. */
  labels: (number | string)[];
  form: Form;
  curves: Curve[];
  /** Counts are drawn as steps. */
  steps?: boolean;
  /** A value that the axis reaches in any case. */
  most?: number;
  /** Pixels for the names of lines, instead of what they need. */
  nameRoom?: number;
  happened?: Happened[];
  /** What is marked: an index of the labels. */
  mark?: number;
  /** Told of the label that was clicked. */
  picked?: (place: number) => void;
}

const HIGH = 190;
/** Size of the names of lines. */
const NAME = 11.5;
const DASHES = { dashed: "6 4", dotted: "1.5 4" };
const marks = new WeakMap<HTMLElement, (place: number) => void>();

/** Moves the mark of a chart that is drawn. */
export const markPlot = (element: HTMLElement, place: number) => {
  marks.get(element)?.(place);
};

/** Draws a chart; returns where its axes are, or nothing if it is not on screen. */
export const drawPlot = (of: PlotOf): Frame | undefined => {
  const { element, labels, form, curves, steps, happened = [], mark } = of;
  const size = sizeOf(element);
  const { larger } = size;
  const wide = size.wide || Number(element.dataset.wide ?? 0);
  if (wide === 0) return undefined;
  element.dataset.wide = String(wide);
  const high = size.high || HIGH;
  const room =
    of.nameRoom ??
    (curves.length > 1
      ? Math.min(
          0.36 * wide,
          roomFor(
            curves.map(({ name }) => name),
            larger,
          ),
        )
      : 20);
  const values = curves
    .flatMap(({ values, band }) => [...values, ...(band?.flat() ?? [])])
    .concat(of.most ?? []);
  const frame = frameOf([wide, high], labels.length, values, room, larger);
  const picture = svg(
    "svg",
    {
      width: wide,
      height: high,
      viewBox: `0 0 ${wide} ${high}`,
      "aria-hidden": "true",
      "font-family": "system-ui, 'Segoe UI', Roboto, sans-serif",
    },
    gridOf(frame, labels, form),
    ...curves.flatMap(({ band, colour }) => (band ? [bandOf(frame, band, colour)] : [])),
    ...[...curves].reverse().map((curve) => lineOf(frame, curve, steps ?? false)),
    ...(curves.length > 1 || of.nameRoom !== undefined ? namesOf(frame, curves, NAME * larger) : []),
    ...happened.map(({ place, value, text }) => flagOf(frame, place, value, text)),
  );
  const line = svg("line", { y1: frame.top, y2: px(frame.bottom), stroke: INK.text, "stroke-width": 1 });
  const dots = curves.map(({ colour }) =>
    svg("circle", { r: 4, fill: colour, stroke: INK.paper, "stroke-width": 1.5 }),
  );
  const marked = svg("g", { class: "mark" }, line, ...dots);
  const markAt = (place: number) => {
    if (place < 0 || place >= labels.length) return;
    set(line, { x1: px(frame.x(place)), x2: px(frame.x(place)) });
    dots.forEach((dot, i) => set(dot, { cx: px(frame.x(place)), cy: px(frame.y(curves[i].values[place])) }));
  };
  if (mark !== undefined) {
    picture.append(marked);
    markAt(mark);
  }
  marks.set(element, markAt);
  element.querySelector("svg")?.remove();
  element.prepend(picture);
  listen(of, picture, frame);
  return frame;
};

const listen = (
  { element, labels, form, curves, picked, happened = [] }: PlotOf,
  picture: SVGSVGElement,
  frame: Frame,
) => {
  const tip = tipIn(element);
  const placeAt = (event: MouseEvent) => {
    const x = event.clientX - picture.getBoundingClientRect().left;
    const part = (x - frame.left) / Math.max(1, frame.right - frame.left);
    return Math.round(Math.min(1, Math.max(0, part)) * (labels.length - 1));
  };
  picture.addEventListener("pointermove", (event) => {
    const place = placeAt(event);
    const said = happened.filter((one) => one.place === place).map(({ text }) => text);
    tip.show(event, [String(labels[place]), ...curves.map((curve) => saidOf(curve, place, form)), ...said]);
  });
  picture.addEventListener("pointerleave", tip.hide);
  if (picked)
    picture.addEventListener("click", (event) => {
      picked(placeAt(event));
    });
};

/** A value of a line, with the limits of its band. */
const saidOf = ({ name, values, band }: Curve, place: number, form: Form) =>
  `${name}: ${form(values[place])}` + (band ? ` (${form(band[0][place])} … ${form(band[1][place])})` : "");

const lineOf = ({ x, y }: Frame, { values, colour, dash }: Curve, steps: boolean) => {
  const points = values.map((value, i) => {
    const at = `${px(x(i))} ${px(y(value))}`;
    if (i === 0) return `M${at}`;
    return steps ? `H${px(x(i))}V${px(y(value))}` : `L${at}`;
  });
  return svg("path", {
    d: points.join(""),
    fill: "none",
    stroke: colour,
    "stroke-width": 2.4,
    "stroke-linejoin": "round",
    ...(dash ? { "stroke-dasharray": DASHES[dash] } : {}),
  });
};

const bandOf = ({ x, y }: Frame, [low, high]: [number[], number[]], colour: string) => {
  const there = low.map((value, i) => `${px(x(i))} ${px(y(value))}`);
  const back = high.map((value, i) => `${px(x(i))} ${px(y(value))}`).reverse();
  return svg("path", { d: `M${[...there, ...back].join("L")}Z`, fill: colour, "fill-opacity": 0.16 });
};

/** The name of each line at its end, moved apart. */
const namesOf = ({ right, top, bottom, y }: Frame, curves: Curve[], font: number) => {
  const order = [...curves].sort((a, b) => y(last(a)) - y(last(b)));
  const heights = spreadAlong(
    order.map((curve) => y(last(curve))),
    order.map(() => 1.2 * font),
    top - 8,
    bottom + 8,
  );
  return order.map(({ name, colour }, i) =>
    svg(
      "text",
      { x: px(right + 8), y: px(heights[i] + 4), "font-size": font, "font-weight": 600, fill: colour },
      name,
    ),
  );
};

const last = ({ values }: Curve) => values[values.length - 1];

/** A flag on a line: something happened here. */
const flagOf = ({ x, y }: Frame, place: number, value: number, text: string) =>
  svg(
    "g",
    { class: "happened" },
    svg("circle", {
      cx: px(x(place)),
      cy: px(y(value)),
      r: 5,
      fill: INK.paper,
      stroke: INK.change,
      "stroke-width": 2.5,
    }),
    svg("title", {}, text),
  );
