import type { EChartsOption } from "echarts";

import type { Plant } from "./data";
import { BLACK } from "./style";

/** East and north, km. */
export type Place = [x: number, y: number];

/** Bounds of the view, km. */
export interface Frame {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

const KM_PER_DEGREE_EAST = 111.32; // on the equator
const KM_PER_DEGREE_NORTH = 110.57;
/** Pixels between the outermost plants and the edges, sum of both sides. */
const MARGIN = 60;

/** Positions of plants in a plane, without distortion of shapes. */
export const placesOf = (plants: Plant[]): Place[] => {
  const middle = plants.reduce((total, { lat }) => total + lat, 0) / Math.max(1, plants.length);
  const narrower = Math.cos((middle * Math.PI) / 180);
  return plants.map(({ lat, lon }) => [lon * KM_PER_DEGREE_EAST * narrower, lat * KM_PER_DEGREE_NORTH]);
};

/** The view that shows all places in this many pixels, with the same scale in both directions. */
export const frameOf = (places: Place[], wide: number, high: number): Frame => {
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  const [south, north] = [Math.min(...ys), Math.max(...ys)];
  const kmPerPixel = Math.max(
    (east - west) / Math.max(1, wide - MARGIN),
    (north - south) / Math.max(1, high - MARGIN),
    1e-6,
  );
  const [halfWide, halfHigh] = [(wide / 2) * kmPerPixel, (high / 2) * kmPerPixel];
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  return { left: x - halfWide, right: x + halfWide, bottom: y - halfHigh, top: y + halfHigh };
};

/** A bar of 1, 2 or 5 times a power of ten km, at most 100 pixels long. */
export const scaleBar = (
  kmPerPixel: number,
  label: (km: number) => string,
): NonNullable<EChartsOption["graphic"]> => {
  const most = 100 * kmPerPixel;
  const power = 10 ** Math.floor(Math.log10(most));
  const km = [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
  return [
    {
      type: "line",
      left: 16,
      bottom: 16,
      shape: { x1: 0, y1: 0, x2: km / kmPerPixel, y2: 0 },
      style: { stroke: BLACK, lineWidth: 2 },
      silent: true,
    },
    {
      type: "text",
      left: 16,
      bottom: 22,
      style: { text: label(km), fill: BLACK, fontSize: 12 },
      silent: true,
    },
  ];
};
