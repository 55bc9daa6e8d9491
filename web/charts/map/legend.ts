/** What the map's sizes, colours and signs mean. */
import { type Data, WORLDS } from "../data";
import { sizeOf } from "../measure";
import { numbersIn } from "../numbers";
import { INK, wasteColour } from "../style";
import type { Words } from "../words";
import type { MapOf } from "./view";
import { flowWidth, heapRadius, scaleOf } from "./scale";
import { HEAP, signOf, STAGES } from "./signs";
import { px, svg } from "../svg";
import { sizesOf } from "./layout";

/** Fills an element with the legend of a map. */
export const drawLegend = (
  words: Words,
  into: HTMLElement,
  { data, element, scale = scaleOf(data) }: Pick<MapOf, "data" | "element" | "scale">,
) => {
  const { tonnes } = numbersIn(words);
  const { wide, high } = sizeOf(element);
  const { most } = sizesOf(data.plants.length, wide, high);
  const wastes = moved(data);
  // The legend stays as it is while what it shows is the same.
  const shown = JSON.stringify([words.key, scale, most, wastes.map((waste) => data.wastes[waste].name)]);
  if (into.dataset.shown === shown) return;
  into.dataset.shown = shown;
  const heap = (t: number) => {
    const radius = heapRadius(t, scale, most.heap);
    const mound = svg("path", { d: HEAP, fill: INK.heap, stroke: INK.heapEdge });
    const at = `translate(${px(radius + 1)} ${px(radius + 1)}) scale(${px(radius)})`;
    mound.setAttribute("transform", at);
    mound.setAttribute("vector-effect", "non-scaling-stroke");
    return item(picture(2 * radius + 2, radius + 2, mound), tonnes(t));
  };
  const flow = (t: number) => {
    const wide = flowWidth(t, scale, most.flow);
    const line = svg("path", { d: `M0 8H34`, stroke: INK.soft, "stroke-width": px(wide) });
    return item(picture(34, 16, line), tonnes(t));
  };
  const sign = (stage: string, member: boolean) => {
    const shape = svg("path", { d: signOf(stage, 6), stroke: INK.text, "stroke-width": 1.4 });
    shape.setAttribute("transform", "translate(9 9)");
    shape.setAttribute("fill", member ? INK.cluster : INK.paper);
    return picture(18, 18, shape);
  };
  const stages = STAGES.filter((stage) => data.plants.some((plant) => plant.stage === stage));
  into.replaceChildren(
    group(words.key.heap, heap(0.4 * scale.heap), heap(0.1 * scale.heap)),
    group(words.key.flow, flow(scale.flow / 2), flow(scale.flow / 10)),
    group(
      words.key.wastes,
      ...wastes.map((waste) => {
        const dot = svg("path", { d: "M0 8H22", stroke: wasteColour(waste), "stroke-width": 6 });
        return item(picture(22, 16, dot), data.wastes[waste].name);
      }),
    ),
    group(words.key.plants, ...stages.map((stage) => item(sign(stage, false), words.stage[stage] ?? stage))),
    group("", item(sign("converter", true), words.member), item(sign("converter", false), words.not_member)),
  );
};

/** The wastes that move in either world. */
const moved = (data: Data) => {
  const seen = new Set(WORLDS.flatMap((name) => data.worlds[name].flows.flat().map(([, , waste]) => waste)));
  return data.wastes.map((_, waste) => waste).filter((waste) => seen.has(waste));
};

const picture = (wide: number, high: number, ...shapes: SVGElement[]) =>
  svg(
    "svg",
    { width: px(wide), height: px(high), viewBox: `0 0 ${px(wide)} ${px(high)}`, "aria-hidden": "true" },
    ...shapes,
  );

const item = (sign: SVGElement, text: string) => {
  const element = document.createElement("li");
  element.append(sign, ` ${text}`);
  return element;
};

const group = (title: string, ...items: HTMLElement[]) => {
  const list = document.createElement("ul");
  list.append(...items);
  const element = document.createElement("div");
  element.className = "key";
  if (title) element.append(Object.assign(document.createElement("span"), { textContent: title }));
  element.append(list);
  return element;
};
