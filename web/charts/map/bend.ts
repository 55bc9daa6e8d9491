/** The curves of flows: each bends so that it passes beside the signs of other plants and, if it can, their names. */
import type { Box } from "./names";
import type { Point } from "../spread";

/** How far the control point is from the chord, in lengths of the chord; to the right of the direction if positive. */
const BENDS = [0.14, -0.14, 0.26, -0.26, 0.4, -0.4, 0.58, -0.58, 0.8, -0.8];
const SAMPLES = 14;

export const controlOf = ([x1, y1]: Point, [x2, y2]: Point, bend: number): Point => [
  (x1 + x2) / 2 - bend * (y2 - y1),
  (y1 + y2) / 2 + bend * (x2 - x1),
];

/** A point of the curve, `part` of its way. */
export const along = ([x1, y1]: Point, [cx, cy]: Point, [x2, y2]: Point, part: number): Point => {
  const rest = 1 - part;
  return [
    rest * rest * x1 + 2 * rest * part * cx + part * part * x2,
    rest * rest * y1 + 2 * rest * part * cy + part * part * y2,
  ];
};

export interface Ground {
  places: Point[];
  /** Distance to keep from the middle of a sign. */
  clear: number;
  names: Box[];
  /** What the curves stay in. */
  wide: number;
  high: number;
}

/** All bends between two plants, best first. */
export const bendsOf = (from: number, to: number, ground: Ground): number[] =>
  BENDS.map((bend, order) => ({ bend, cost: order + costOf(from, to, bend, ground) }))
    .sort((a, b) => a.cost - b.cost)
    .map(({ bend }) => bend);

const costOf = (from: number, to: number, bend: number, { places, clear, names, wide, high }: Ground) => {
  const [start, end] = [places[from], places[to]];
  const control = controlOf(start, end, bend);
  let cost = 0;
  for (let sample = 1; sample < SAMPLES; sample++) {
    const [x, y] = along(start, control, end, sample / SAMPLES);
    if (x < 4 || y < 4 || x > wide - 4 || y > high - 4) cost += 30;
    places.forEach(([px, py], plant) => {
      if (plant === from || plant === to) return;
      const distance = Math.hypot(px - x, py - y);
      if (distance < clear) cost += 20 * (1 - distance / clear);
    });
    for (const [left, top, right, bottom] of names) {
      if (x > left && x < right && y > top && y < bottom) cost += 2;
    }
  }
  return cost;
};
