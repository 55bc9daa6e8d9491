/** Places the names of plants: each readable, none hidden, none on a sign, a heap or another name. */
import { widthOf, wrapped } from "../measure";
import { type Point, spreadAlong } from "../spread";

export interface Spot {
  at: Point;
  /** Half the width of the sign. */
  sign: number;
  /** Radius of the largest heap, which stands on the sign's middle. */
  heap: number;
}

export interface Name {
  lines: string[];
  /** Middle of the first line's start, end or middle, as `anchor` says. */
  at: Point;
  anchor: "start" | "middle" | "end";
  box: Box;
  /** A line from the name to its sign, when it is away from it. */
  leader: [Point, Point] | null;
}

export type Box = [left: number, top: number, right: number, bottom: number];

export interface Sheet {
  wide: number;
  high: number;
  font: number;
  /** Width of the columns of names at both edges; 0 places each name beside its sign. */
  column: number;
}

const LINE = 1.15;
/** Room above the columns, for the title of the map. */
const TOP = 42;

const widest = (lines: string[], font: number) => Math.max(0, ...lines.map((line) => widthOf(line, font)));

const overlap = (a: Box, b: Box) =>
  Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0])) *
  Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));

/** What a sign and its heap cover. */
export const coverOf = ({ at: [x, y], sign, heap }: Spot): Box => [
  x - Math.max(sign, heap),
  y - Math.max(sign, heap),
  x + Math.max(sign, heap),
  y + sign,
];

export const placeNames = (names: string[], spots: Spot[], sheet: Sheet): Name[] =>
  sheet.column > 0 ? inColumns(names, spots, sheet) : beside(names, spots, sheet);

/** Where the scale bar stands. */
const barBox = ({ high }: Sheet): Box => [0, high - 40, 115, high];

/** Each name where it covers least, near its sign; improved in turns, as the others move too. */
const beside = (names: string[], spots: Spot[], sheet: Sheet): Name[] => {
  const covers = [...spots.map(coverOf), barBox(sheet)];
  const placed: (Name | undefined)[] = names.map(() => undefined);
  for (let turn = 0; turn < 3; turn++) {
    names.forEach((name, i) => {
      const others = placed.flatMap((other, j) => (other && j !== i ? [other.box] : []));
      let least = Infinity;
      for (const [near, choice] of choicesOf(name, spots[i], sheet).entries()) {
        const [left, top, right, bottom] = choice.box;
        const outside = Math.max(0, 2 - left, 2 - top, right - sheet.wide + 2, bottom - sheet.high + 2);
        const covered = [...covers, ...others].reduce((sum, box) => sum + overlap(choice.box, box), 0);
        const cost = 1000 * outside + 4 * covered + 3 * near;
        if (cost < least) [least, placed[i]] = [cost, choice];
      }
    });
  }
  return placed.filter((name) => name !== undefined);
};

const choicesOf = (name: string, spot: Spot, { font }: Sheet): Name[] => {
  const choices: Name[] = [];
  const {
    at: [x, y],
    sign,
  } = spot;
  const heap = Math.max(sign, spot.heap);
  for (const gap of [4, 16, 30, 48]) {
    for (const lines of [wrapped(name, font, 7 * font), [name]]) {
      const [wide, high] = [widest(lines, font), lines.length * font * LINE];
      const sides: [Name["anchor"], number, number][] = [
        ["middle", x, y + sign + gap],
        ["start", x + heap + gap, y - high / 2],
        ["end", x - heap - gap, y - high / 2],
        ["middle", x, y - heap - gap - high],
        ["start", x + sign + gap, y + sign + gap - 2],
        ["end", x - sign - gap, y + sign + gap - 2],
        ["start", x + 0.7 * heap + gap, y - 0.7 * heap - gap - high + 4],
        ["end", x - 0.7 * heap - gap, y - 0.7 * heap - gap - high + 4],
      ];
      for (const [anchor, across, top] of sides) {
        const left = anchor === "start" ? across : anchor === "end" ? across - wide : across - wide / 2;
        const box: Box = [left, top, left + wide, top + high];
        choices.push({
          lines,
          at: [across, top + 0.8 * font],
          anchor,
          box,
          leader: gap > 4 ? [nearest(box, [x, y]), [x, y]] : null,
        });
      }
    }
  }
  return choices;
};

const nearest = ([left, top, right, bottom]: Box, [x, y]: Point): Point => [
  Math.min(right, Math.max(left, x)),
  Math.min(bottom, Math.max(top, y)),
];

/** Names in a column at each edge, in the order of their signs from north to south, with lines to them. */
const inColumns = (names: string[], spots: Spot[], sheet: Sheet): Name[] => {
  const { wide, high, font, column } = sheet;
  const across = names.map((_, i) => i).sort((a, b) => spots[a].at[0] - spots[b].at[0] || a - b);
  const half = Math.ceil(names.length / 2);
  const placed: Name[] = [];
  for (const [left, side] of [
    [true, across.slice(0, half)],
    [false, across.slice(half)],
  ] as const) {
    const order = [...side].sort((a, b) => spots[a].at[1] - spots[b].at[1] || a - b);
    const lines = order.map((i) => wrapped(names[i], font, column - 8));
    const sizes = lines.map((of) => of.length * font * LINE + 3);
    const middles = spreadAlong(
      order.map((i) => spots[i].at[1]),
      sizes,
      TOP,
      high - 6,
    );
    order.forEach((i, row) => {
      const [edge, middle] = [left ? column : wide - column, middles[row]];
      const tall = lines[row].length * font * LINE;
      const reach = widest(lines[row], font);
      placed[i] = {
        lines: lines[row],
        at: [edge, middle - tall / 2 + 0.8 * font],
        anchor: left ? "end" : "start",
        box: [left ? edge - reach : edge, middle - tall / 2, left ? edge : edge + reach, middle + tall / 2],
        leader: [[left ? edge + 3 : edge - 3, middle], spots[i].at],
      };
    });
  }
  return placed;
};
