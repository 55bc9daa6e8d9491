/** Pulls apart what would overlap. */
export type Point = [x: number, y: number];

const ROUNDS = 60;
/** Golden angle: the directions in which plants of one place leave it. */
const ANGLE = 2.399963;

/** Moves points until any two are at least `apart` from each other, or for a fixed number of rounds, within a box. */
export const spread = (
  places: Point[],
  apart: (a: number, b: number) => number,
  [left, top, right, bottom]: [number, number, number, number],
): Point[] => {
  const points = places.map(([x, y]): Point => [x, y]);
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (let a = 0; a < points.length; a++) {
      for (let b = a + 1; b < points.length; b++) {
        const [one, other] = [points[a], points[b]];
        let [x, y] = [other[0] - one[0], other[1] - one[1]];
        let distance = Math.hypot(x, y);
        const missing = apart(a, b) - distance;
        if (missing <= 0.1) continue;
        if (distance < 0.5) {
          [x, y, distance] = [Math.cos(ANGLE * b), Math.sin(ANGLE * b), 1];
        }
        const push = (0.5 * missing) / distance;
        one[0] -= push * x;
        one[1] -= push * y;
        other[0] += push * x;
        other[1] += push * y;
        moved = true;
      }
    }
    for (const point of points) {
      point[0] = Math.min(right, Math.max(left, point[0]));
      point[1] = Math.min(bottom, Math.max(top, point[1]));
    }
    if (!moved) break;
  }
  return points;
};

/** Lays intervals along a line, near their wishes and in the same order, without overlaps. */
export const spreadAlong = (wishes: number[], sizes: number[], from: number, to: number): number[] => {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const squeeze = Math.min(1, (to - from) / Math.max(1, total));
  const starts: number[] = [];
  let free = from;
  wishes.forEach((wish, i) => {
    starts.push(Math.max(free, wish - (squeeze * sizes[i]) / 2));
    free = starts[i] + squeeze * sizes[i];
  });
  let limit = to;
  for (let i = starts.length - 1; i >= 0; i--) {
    starts[i] = Math.min(starts[i], limit - squeeze * sizes[i]);
    limit = starts[i];
  }
  return starts.map((start, i) => start + (squeeze * sizes[i]) / 2);
};
