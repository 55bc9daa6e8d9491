import type { Plant } from "./data";

/** East and north, km. */
export type Place = [x: number, y: number];

const KM_PER_DEGREE_EAST = 111.32; // on the equator
const KM_PER_DEGREE_NORTH = 110.57;

/** Positions of plants in a plane, without distortion of shapes. */
export const placesOf = (plants: Plant[]): Place[] => {
  const middle = plants.reduce((total, { lat }) => total + lat, 0) / Math.max(1, plants.length);
  const narrower = Math.cos((middle * Math.PI) / 180);
  return plants.map(({ lat, lon }) => [lon * KM_PER_DEGREE_EAST * narrower, lat * KM_PER_DEGREE_NORTH]);
};

/** What places cover, km. */
export const extentOf = (places: Place[]) => {
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  const [south, north] = [Math.min(...ys), Math.max(...ys)];
  return { west, east, south, north, wide: east - west, high: north - south };
};

/** A view that shows all places, with the same scale in both directions. */
export interface View {
  kmPerPixel: number;
  /** Where a place is on the screen. */
  project: (place: Place) => [x: number, y: number];
}

/** The view of places in a box of pixels: left, top, right, bottom. */
export const viewOf = (
  places: Place[],
  [left, top, right, bottom]: [number, number, number, number],
): View => {
  const { west, east, south, north, wide, high } = extentOf(places);
  const kmPerPixel = Math.max(wide / Math.max(1, right - left), high / Math.max(1, bottom - top), 1e-6);
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  return {
    kmPerPixel,
    project: ([east, north]) => [
      (left + right) / 2 + (east - x) / kmPerPixel,
      (top + bottom) / 2 - (north - y) / kmPerPixel,
    ],
  };
};

/** The length of a scale bar: 1, 2 or 5 times a power of ten km, at most this many pixels long. */
export const barOf = (kmPerPixel: number, pixels: number) => {
  const most = pixels * kmPerPixel;
  const power = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
};
