/** Events of the worlds on a time line: a row for each kind, discs whose area shows the loss. */
import type { Data, Event, WorldName } from "../data";
import { kindsOf, told } from "../events";
import { px, set, svg } from "../svg";
import { tipIn } from "../tip";
import { sizeOf } from "../measure";
import { INK } from "../style";
import type { Words } from "../words";

export interface TimelineOf {
  data: Data;
  worlds: readonly WorldName[];
  element: HTMLElement;
  /** Index of the year that is marked. */
  mark?: number;
  clicked?: (world: WorldName, event: Event) => void;
}

const ROW = 34;
const BIGGEST = 13;
const END = "M-6 -6L6 6M6 -6L-6 6";
const marks = new WeakMap<HTMLElement, (place: number) => void>();

export const markTimeline = (element: HTMLElement, place: number) => {
  marks.get(element)?.(place);
};

export const drawTimeline = (words: Words, { data, worlds, element, mark, clicked }: TimelineOf) => {
  const wide = sizeOf(element).wide || Number(element.dataset.wide ?? 0);
  if (wide === 0) return; // not on screen
  element.dataset.wide = String(wide);
  const kinds = kindsOf(words, data);
  const used = kinds
    .map((_, kind) => kind)
    .filter((kind) => worlds.some((name) => data.worlds[name].events.some((event) => event[1] === kind)));
  // Names stand above their rows, so that none is cut.
  const high = 24 + used.length * (ROW + 14);
  const [left, right] = [14, wide - 14];
  const x = (year: number) =>
    left + ((right - left) * data.years.indexOf(year)) / Math.max(1, data.years.length - 1);
  const largest = Math.max(1, ...worlds.flatMap((name) => data.worlds[name].events.map((event) => event[4])));
  const tip = tipIn(element);
  const picture = svg("svg", {
    width: wide,
    height: high,
    viewBox: `0 0 ${wide} ${high}`,
    "aria-hidden": "true",
  });
  set(picture, { "font-family": "system-ui, 'Segoe UI', Roboto, sans-serif" });
  used.forEach((kind, row) => {
    const y = 16 + row * (ROW + 14);
    picture.append(
      svg("text", { x: left, y, "font-size": 12, fill: INK.soft }, kinds[kind]),
      svg("line", { x1: left, x2: right, y1: y + 20, y2: y + 20, stroke: INK.line }),
    );
    for (const [place, name] of worlds.entries()) {
      for (const event of data.worlds[name].events.filter((event) => event[1] === kind)) {
        // The end of the cluster costs nothing, and matters most: a cross.
        const ends = kind === kinds.length - 1;
        const at = `translate(${px(x(event[0]))} ${px(y + 20 + (place === 0 ? -4 : 4))})`;
        const colour = name === "twin" ? INK.twin : INK.cluster;
        const sign = ends
          ? svg("path", { d: END, stroke: INK.change, "stroke-width": 3.5 })
          : svg("circle", {
              r: px(3.5 + BIGGEST * Math.sqrt(event[4] / largest)),
              fill: colour,
              "fill-opacity": name === "twin" ? 0.15 : 0.5,
              stroke: colour,
            });
        set(sign, { transform: at, class: "event" });
        sign.dataset.world = name;
        sign.dataset.plant = String(event[2] ?? "");
        sign.addEventListener("click", () => {
          clicked?.(name, event);
        });
        sign.addEventListener("pointermove", (pointer) => {
          tip.show(pointer, told(words, data, event, words[name]));
        });
        sign.addEventListener("pointerleave", tip.hide);
        picture.append(sign);
      }
    }
  });
  const foot = high - 6;
  for (const [i, year] of data.years.entries()) {
    if (i % 5 === 0 || i === data.years.length - 1) {
      const anchor = i === 0 ? "start" : i === data.years.length - 1 ? "end" : "middle";
      picture.append(
        svg(
          "text",
          { x: px(x(year)), y: foot, "text-anchor": anchor, "font-size": 11, fill: INK.soft },
          String(year),
        ),
      );
    }
  }
  const line = svg("line", { y1: 2, y2: foot - 12, stroke: INK.text, class: "mark" });
  const markAt = (place: number) => set(line, { x1: px(x(data.years[place])), x2: px(x(data.years[place])) });
  if (mark !== undefined) {
    markAt(mark);
    picture.prepend(line);
  }
  marks.set(element, markAt);
  element.querySelector("svg")?.remove();
  element.prepend(picture);
};
