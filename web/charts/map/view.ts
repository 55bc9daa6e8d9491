/** The map of a world: plants, their heaps, members, and the waste that moves in a year. */
import type { Data, Flow, World } from "../data";
import { sizeOf } from "../measure";
import { numbersIn } from "../numbers";
import { barOf } from "../plane";
import { INK } from "../style";
import type { Words } from "../words";
import { flowsIn } from "./flows";
import { fingerprint, type Layout, layoutOf } from "./layout";
import type { Name } from "./names";
import { heapRadius, type Scale, scaleOf } from "./scale";
import { HEAP, signOf } from "./signs";
import { px, set, svg } from "../svg";
import { tipIn } from "../tip";

export interface MapOf {
  data: Data;
  world: World;
  /** Index in the list of years. */
  year: number;
  /** The only waste shown; null for all. */
  waste: number | null;
  /** Element that it is drawn in. */
  element: HTMLElement;
  /** By default that of the run. */
  scale?: Scale;
}

/** What happens on a click. */
export interface MapClicks {
  plant: (plant: number) => void;
  flow: (flow: Flow) => void;
}

interface Drawn {
  of: string;
  scale: Scale;
  show: (of: MapOf) => void;
}
const drawn = new WeakMap<HTMLElement, Drawn>();

/** Draws a map, or shows another year or run on the map that is there. */
export const drawMap = (words: Words, of: MapOf, clicks?: MapClicks) => {
  const { data, element } = of;
  const { wide, high, larger } = sizeOf(element);
  if (wide === 0 || high === 0) return; // not on screen
  const [print, scale] = [fingerprint(data, wide, high, larger), of.scale ?? scaleOf(data)];
  let map = drawn.get(element);
  if (map?.of !== print || map.scale.heap !== scale.heap || map.scale.flow !== scale.flow) {
    map = {
      of: print,
      scale,
      show: build(words, of, scale, layoutOf(data, scale, wide, high, larger), clicks),
    };
    drawn.set(element, map);
  }
  map.show(of);
};

/** Makes all elements once; the returned function shows a year on them. */
const build = (words: Words, { data, element }: MapOf, scale: Scale, layout: Layout, clicks?: MapClicks) => {
  const { tonnes } = numbersIn(words);
  const { sheet, spots, names, sign, most } = layout;
  let now: MapOf | undefined;
  const tip = tipIn(element);
  const nameOf = (plant: number) => data.plants[plant].name;

  const flows = flowsIn(layout, scale, {
    clicked: (flow) => clicks?.flow(flow),
    pointed: (flow, event) => {
      if (!flow) tip.hide();
      else {
        const [from, to, waste, t] = flow;
        const what = `${data.wastes[waste].name}: ${tonnes(t)}`;
        tip.show(event, [`${nameOf(from)} → ${nameOf(to)}`, what]);
      }
    },
  });
  const plants = data.plants.map(({ stage }, plant) => {
    const { at } = spots[plant];
    const heap = svg("path", { d: HEAP, fill: INK.heap, stroke: INK.heapEdge, class: "heap" });
    set(heap, { "vector-effect": "non-scaling-stroke", "fill-opacity": 0.85 });
    const halo = svg("circle", {
      class: "halo",
      cx: px(at[0]),
      cy: px(at[1]),
      r: px(3.4 * sign),
      fill: INK.cluster,
    });
    const shape = svg("path", { d: signOf(stage, sign), "stroke-width": 1.6, class: "sign" });
    set(shape, { transform: `translate(${px(at[0])} ${px(at[1])})`, stroke: INK.text });
    const touch = svg("circle", { cx: px(at[0]), cy: px(at[1]), r: px(Math.max(sign + 5, 11)) });
    set(touch, { fill: "transparent", class: "touch" });
    const group = svg("g", { class: "plant" }, shape, touch);
    group.dataset.plant = String(plant);
    touch.addEventListener("click", () => clicks?.plant(plant));
    touch.addEventListener("pointermove", (event) => {
      if (now) tip.show(event, told(plant, now));
    });
    touch.addEventListener("pointerleave", tip.hide);
    return { heap, halo, shape, group, name: nameText(names[plant], sheet.font) };
  });
  const told = (plant: number, { world, year }: MapOf) => {
    const { name, stage } = data.plants[plant];
    const member = world.members_of[plant][year] > 0 ? words.member : words.not_member;
    return [
      `${name} (${words.stage[stage] ?? stage})`,
      `${member}; ${words.stockpile} ${tonnes(world.stock_of[plant][year])}`,
    ];
  };
  // Where no name stands.
  const columns = sheet.column > 0;
  const year = svg("text", {
    x: columns ? sheet.wide / 2 : sheet.wide - 14,
    y: columns ? 56 : sheet.high - 14,
    "text-anchor": columns ? "middle" : "end",
    "font-size": px(Math.min(64, (columns ? 0.09 : 0.13) * sheet.wide)),
    "font-weight": 700,
    fill: INK.line,
    class: "map-year",
  });
  const layers = [
    svg("g", { "fill-opacity": 0.16, "pointer-events": "none" }, ...plants.map(({ halo }) => halo)),
    svg("g", { class: "heaps", "pointer-events": "none" }, ...plants.map(({ heap }) => heap)),
    svg("g", { stroke: INK.soft, "stroke-width": 0.7, "stroke-opacity": 0.6 }, ...hairlines(layout)),
    flows.element,
    svg("g", {}, ...plants.map(({ group }) => group)),
    svg("g", { class: "names", "pointer-events": "none" }, ...plants.map(({ name }) => name)),
  ];
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${px(sheet.wide)} ${px(sheet.high)}`,
      width: px(sheet.wide),
      height: px(sheet.high),
      "aria-hidden": "true",
      "font-family": "system-ui, 'Segoe UI', Roboto, sans-serif",
    },
    year,
    ...layers,
    barIn(layout, (km) => `${numbersIn(words).local(km)} ${words.km}`),
  );
  element.querySelector("svg")?.remove();
  element.prepend(picture);

  return (of: MapOf) => {
    now = of;
    const { world, waste } = of;
    year.textContent = String(of.data.years[of.year]);
    plants.forEach(({ heap, halo, shape, name }, plant) => {
      const { at } = spots[plant];
      const radius = heapRadius(world.stock_of[plant][of.year], scale, most.heap);
      heap.style.transform = `translate(${px(at[0])}px,${px(at[1])}px) scale(${radius.toFixed(2)})`;
      const member = world.members_of[plant][of.year] > 0;
      halo.style.opacity = member ? "1" : "0";
      set(shape, { fill: member ? INK.cluster : INK.paper });
      set(name, { fill: member ? INK.cluster : INK.text, "font-weight": member ? 700 : 500 });
    });
    flows.show((world.flows[of.year] ?? []).filter((flow) => waste === null || flow[2] === waste));
  };
};

const nameText = ({ lines, at: [x, y], anchor }: Name, font: number) =>
  svg(
    "text",
    {
      "text-anchor": anchor,
      "font-size": font,
      "paint-order": "stroke",
      stroke: INK.paper,
      "stroke-width": 3,
      "stroke-linejoin": "round",
    },
    ...lines.map((line, i) => svg("tspan", { x: px(x), y: px(y + 1.15 * font * i) }, line)),
  );

/** Lines from names to signs, and from signs that were pulled apart to where the plants are. */
const hairlines = ({ names, spots, true: real, sign }: Layout) => {
  const lines = names.flatMap(({ leader }) => (leader ? [leader] : []));
  const apart = spots.flatMap(({ at }, plant) => {
    const distance = Math.hypot(at[0] - real[plant][0], at[1] - real[plant][1]);
    return distance > 1.5 * sign ? [real[plant]] : [];
  });
  const moved = spots.flatMap(({ at }, plant): [typeof at, typeof at][] =>
    apart.includes(real[plant]) ? [[real[plant], at]] : [],
  );
  return [
    ...[...lines, ...moved].map(([[x1, y1], [x2, y2]]) =>
      svg("line", { x1: px(x1), y1: px(y1), x2: px(x2), y2: px(y2) }),
    ),
    ...apart.map(([x, y]) => svg("circle", { cx: px(x), cy: px(y), r: 1.8, fill: INK.soft, stroke: "none" })),
  ];
};

const barIn = ({ kmPerPixel, sheet }: Layout, label: (km: number) => string) => {
  const km = barOf(kmPerPixel, Math.min(100, 0.2 * sheet.wide));
  const [x, y] = [sheet.column > 0 ? sheet.column + 14 : 14, sheet.high - 12];
  return svg(
    "g",
    { "font-size": 11, fill: INK.soft },
    svg("path", {
      d: `M${x} ${y - 5}V${y}H${px(x + km / kmPerPixel)}V${y - 5}`,
      fill: "none",
      stroke: INK.soft,
    }),
    svg("text", { x, y: y - 8 }, label(km)),
  );
};
