/** Where everything stands on a map of this size; the same for both worlds, all years and all choices. */
import type { Data } from "../data";
import { extentOf, placesOf, viewOf } from "../plane";
import { bendsOf } from "./bend";
import { type Name, placeNames, type Sheet, type Spot } from "./names";
import { heapRadius, largestHeaps, type Scale } from "./scale";
import { type Point, spread } from "../spread";

/** From this many plants on, names stand in columns at the edges. */
const MANY = 15;

export interface Layout {
  sheet: Sheet;
  kmPerPixel: number;
  /** Half the width of a sign. */
  sign: number;
  /** Largest radius of a heap and largest width of a flow, in pixels. */
  most: { heap: number; flow: number };
  /** Where the signs stand, and where the plants are. */
  spots: Spot[];
  true: Point[];
  names: Name[];
  /** Bends of the flows between two plants, best first. */
  bends: (from: number, to: number) => number[];
}

const sheetOf = (plants: number, wide: number, high: number, larger: number): Sheet => {
  const narrow = wide < 420;
  if (plants < MANY) return { wide, high, font: (narrow ? 11 : 12.5) * larger, column: 0 };
  return {
    wide,
    high,
    font: (narrow ? 9 : 10.5) * larger,
    column: Math.round(Math.min(150 * larger, 0.29 * wide)),
  };
};

/** Half the width of a sign, the largest radius of a heap and the largest width of a flow, in pixels. */
export const sizesOf = (plants: number, wide: number, high: number) => {
  const many = plants >= MANY;
  return {
    sign: many ? 5 : wide < 420 ? 6.5 : 8,
    most: { heap: 0.115 * Math.min(wide, high), flow: many ? 10 : 14 },
  };
};

export const layoutOf = (data: Data, scale: Scale, wide: number, high: number, larger: number): Layout => {
  const count = data.plants.length;
  const sheet = sheetOf(count, wide, high, larger);
  const { column } = sheet;
  const { sign, most } = sizesOf(count, wide, high);
  const heaps = largestHeaps(data).map((t) => heapRadius(t, scale, most.heap));

  // Room at the edges for names and heaps.
  const places = placesOf(data.plants);
  const beside = column > 0 ? column + 22 : Math.max(most.heap + 16, Math.min(74, 0.13 * wide));
  const [above, below] = column > 0 ? [26, 26] : [most.heap + 14, 52];
  const { kmPerPixel, project } = viewOf(places, [beside, above, wide - beside, high - below]);
  const real = places.map(project);
  const apart = (a: number, b: number) =>
    Math.max(2 * sign + (column > 0 ? 3 : 10), Math.min(0.8 * (heaps[a] + heaps[b]), 1.5 * most.heap));
  const moved = spread(real, apart, [beside - 12, above - 8, wide - beside + 12, high - below + 12]);
  const spots = moved.map((at, plant): Spot => ({ at, sign, heap: heaps[plant] }));
  const names = placeNames(
    data.plants.map(({ name }) => name),
    spots,
    sheet,
  );
  const ground = {
    places: moved,
    clear: sign + (column > 0 ? 4 : 10),
    names: column > 0 ? [] : names.map(({ box }) => box),
    wide,
    high,
  };
  const known = new Map<number, number[]>();
  const bends = (from: number, to: number) => {
    const key = from * count + to;
    let found = known.get(key);
    if (!found) known.set(key, (found = bendsOf(from, to, ground)));
    return found;
  };
  return { sheet, kmPerPixel, sign, most, spots, true: real, names, bends };
};

/** What must not have changed for a layout to be used again. */
export const fingerprint = (data: Data, wide: number, high: number, larger: number) =>
  [wide, high, larger, ...data.plants.map(({ id, name }) => `${id}:${name}`)].join("\n");

/** Height in shares of the width that suits the region. */
export const shapeOf = (data: Data) => {
  const { wide, high } = extentOf(placesOf(data.plants));
  return high / Math.max(1, wide);
};
