/** Scales and grid of a chart of numbers over years, or over the levels of a choice. */
import type { Form } from "../numbers";
import { INK } from "../style";
import { px, svg } from "../svg";

export interface Frame {
  wide: number;
  high: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: (place: number) => number;
  y: (value: number) => number;
  ticks: number[];
  /** Size of the numbers and labels. */
  font: number;
}

/** Round numbers from at or below the least to at or above the largest, about four steps apart. */
export const ticksOf = (least: number, most: number): number[] => {
  const span = most - least || Math.abs(most) || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((k) => k * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(least / step + 1e-9);
  const last = Math.ceil(most / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
};

export const frameOf = (
  [wide, high]: [number, number],
  places: number,
  values: number[],
  rightRoom: number,
  larger: number,
): Frame => {
  const finite = values.filter(Number.isFinite);
  const ticks = ticksOf(Math.min(0, ...finite), Math.max(0, ...finite) || 1);
  const [low, top] = [ticks[0], ticks[ticks.length - 1]];
  const frame = { left: 58 * larger, right: wide - rightRoom, top: 12, bottom: high - 24 * larger };
  return {
    wide,
    high,
    ...frame,
    ticks,
    font: 11 * larger,
    x: (place) => frame.left + ((frame.right - frame.left) * place) / Math.max(1, places - 1),
    y: (value) => frame.bottom - ((frame.bottom - frame.top) * (value - low)) / (top - low),
  };
};

/** Lines and numbers of the vertical axis, and labels below. */
export const gridOf = (frame: Frame, labels: (number | string)[], form: Form) => {
  const { left, right, bottom, x, y, ticks, font } = frame;
  const rows = ticks.flatMap((tick) => [
    svg("line", {
      x1: left,
      x2: px(right),
      y1: px(y(tick)),
      y2: px(y(tick)),
      stroke: tick === 0 ? INK.soft : INK.line,
    }),
    svg(
      "text",
      { x: left - 6, y: px(y(tick) + 4), "text-anchor": "end", "font-size": font, fill: INK.soft },
      form(tick),
    ),
  ]);
  // As many labels as there is room for, the first and the last among them.
  const last = labels.length - 1;
  const room = Math.max(1, Math.floor((right - left) / (4.4 * font)));
  const every = Math.max(1, Math.ceil(last / room));
  const shown = labels
    .map((_, i) => i)
    .filter((i) => i === last || (i % every === 0 && last - i >= 0.7 * every));
  const columns = shown.map((i) =>
    svg(
      "text",
      {
        x: px(x(i)),
        y: px(bottom + 1.45 * font),
        "text-anchor": "middle",
        "font-size": font,
        fill: INK.soft,
      },
      String(labels[i]),
    ),
  );
  return svg("g", {}, ...rows, ...columns);
};
