/** The flows of a year: ribbons as wide as their tonnes, in the colour of their waste, which move from giver to taker. */
import type { Flow } from "../data";
import { INK, wasteColour } from "../style";
import { controlOf } from "./bend";
import type { Layout } from "./layout";
import { flowWidth, type Scale } from "./scale";
import type { Point } from "../spread";
import { px, set, svg } from "../svg";

/** Distance between a sign and the flows at it. */
const GAP = 3;

export interface Flows {
  element: SVGGElement;
  show: (flows: Flow[]) => void;
}

/** `clicked` and `pointed` are told of the flow under the pointer. */
export const flowsIn = (layout: Layout, scale: Scale, hooks: FlowHooks): Flows => {
  const element = svg("g", { class: "flows" });
  const drawn = new Map<string, { group: SVGGElement; update: (flow: Flow, bend: number) => void }>();
  const draw = (key: string) => {
    let one = drawn.get(key);
    if (!one) drawn.set(key, (one = ribbon(layout, scale, hooks)));
    return one;
  };
  return {
    element,
    show: (flows) => {
      const shown = new Set<string>();
      // Several wastes between the same plants bend differently.
      const pairs = new Map<string, number[]>();
      for (const [from, to, waste] of flows) {
        const pair = `${from}-${to}`;
        pairs.set(
          pair,
          [...(pairs.get(pair) ?? []), waste].sort((a, b) => a - b),
        );
      }
      // The widest first, so that the narrow ones lie on them.
      for (const flow of [...flows].sort((a, b) => b[3] - a[3])) {
        const [from, to, waste] = flow;
        const key = `${from}-${to}-${waste}`;
        shown.add(key);
        const { group, update } = draw(key);
        const bends = layout.bends(from, to);
        update(flow, bends[(pairs.get(`${from}-${to}`) ?? []).indexOf(waste) % bends.length]);
        element.append(group);
      }
      for (const [key, { group }] of drawn) {
        if (shown.has(key)) continue;
        group.remove();
        drawn.delete(key);
      }
    },
  };
};

export interface FlowHooks {
  clicked: (flow: Flow) => void;
  pointed: (flow: Flow | null, event: PointerEvent) => void;
}

const ribbon = (layout: Layout, scale: Scale, { clicked, pointed }: FlowHooks) => {
  let now: Flow | undefined;
  const line = svg("path", { fill: "none", "stroke-opacity": 0.78 });
  const tip = svg("path", { stroke: "none" });
  const grains = svg("path", {
    class: "grains",
    fill: "none",
    stroke: INK.paper,
    "stroke-linecap": "round",
    "stroke-dasharray": "0 13",
    "stroke-opacity": 0.9,
  });
  // Wide enough for a finger.
  const touch = svg("path", { class: "touch", fill: "none", stroke: "transparent", "stroke-width": 16 });
  const group = svg("g", { class: "flow" }, line, tip, grains, touch);
  touch.addEventListener("click", () => {
    if (now) clicked(now);
  });
  touch.addEventListener("pointermove", (event) => {
    pointed(now ?? null, event);
  });
  touch.addEventListener("pointerleave", (event) => {
    pointed(null, event);
  });
  const update = (flow: Flow, bend: number) => {
    now = flow;
    const [from, to, waste, t] = flow;
    const wide = flowWidth(t, scale, layout.most.flow);
    const [body, head] = pathsOf(layout, from, to, bend, wide);
    const colour = wasteColour(waste);
    set(line, { d: body, stroke: colour, "stroke-width": px(wide) });
    set(tip, { d: head, fill: colour });
    set(grains, { d: body, "stroke-width": px(Math.min(4, Math.max(1.6, 0.45 * wide))) });
    set(touch, { d: body });
    group.dataset.flow = `${from}-${to}-${waste}`;
  };
  return { group, update };
};

/** The curve from sign to sign, and the tip at its end. */
const pathsOf = ({ spots, sign }: Layout, from: number, to: number, bend: number, wide: number) => {
  const [start, end] = [spots[from].at, spots[to].at];
  if (from === to) return loopOf(start, sign, wide);
  const control = controlOf(start, end, bend);
  const [leave, arrive] = [towards(start, control, sign + GAP), towards(end, control, sign + GAP)];
  const long = Math.max(7, 1.2 * wide);
  const foot = towards(arrive, control, long);
  return [
    `M${point(leave)}Q${point(control)} ${point(towards(arrive, control, long - 1))}`,
    tipOf(arrive, foot, Math.max(3.6, 0.85 * wide)),
  ];
};

/** What a plant uses itself. */
const loopOf = ([x, y]: Point, sign: number, wide: number) => {
  const [near, far] = [sign + GAP, 2.6 * sign + 10];
  const long = Math.max(7, 1.2 * wide);
  const arrive: Point = [x + near * 0.4, y + near];
  const body = `M${point([x + near, y])}C${point([x + far, y])} ${point([x + far, y + far])} ${point([arrive[0] + long * 0.4, arrive[1] + long])}`;
  return [body, tipOf(arrive, [arrive[0] + long * 0.4, arrive[1] + long], Math.max(3.6, 0.85 * wide))];
};

const towards = ([x, y]: Point, [tx, ty]: Point, by: number): Point => {
  const distance = Math.max(1, Math.hypot(tx - x, ty - y));
  return [x + (by * (tx - x)) / distance, y + (by * (ty - y)) / distance];
};

const tipOf = (tip: Point, foot: Point, half: number) => {
  const [x, y] = [foot[0] - tip[0], foot[1] - tip[1]];
  const long = Math.max(1, Math.hypot(x, y));
  const [across, down] = [(-half * y) / long, (half * x) / long];
  return `M${point(tip)}L${point([foot[0] + across, foot[1] + down])}L${point([foot[0] - across, foot[1] - down])}Z`;
};

const point = ([x, y]: Point) => `${px(x)} ${px(y)}`;
