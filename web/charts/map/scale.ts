/** Sizes on the map: one scale for both worlds and all years, so that everything can be compared. */
import { type Data, WORLDS } from "../data";

export interface Scale {
  /** Tonnes of the largest heap and of the widest flow that can be drawn; round numbers. */
  heap: number;
  flow: number;
}

const known = new WeakMap<Data, Scale>();

export const scaleOf = (data: Data): Scale => {
  let scale = known.get(data);
  if (!scale) {
    const worlds = WORLDS.map((name) => data.worlds[name]);
    scale = {
      heap: round(largest(worlds.flatMap(({ stock_of }) => stock_of.flat()))),
      flow: round(largest(worlds.flatMap(({ flows }) => flows.flat().map(([, , , t]) => t)))),
    };
    known.set(data, scale);
  }
  return scale;
};

/** A scale on which both can be drawn, so that runs can be compared too. */
export const joined = (one: Scale, other: Scale): Scale => ({
  heap: Math.max(one.heap, other.heap),
  flow: Math.max(one.flow, other.flow),
});

const largest = (values: number[]) => values.reduce((most, value) => Math.max(most, value), 0);

/** The next of 1, 2, 3, 5 times a power of ten, so that a small change of a choice leaves the scale as it is. */
const round = (value: number) => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return ([1, 2, 3, 5].find((step) => step * power >= value * 0.9999) ?? 10) * power;
};

/** Radius of a heap: its area is proportional to the tonnes. */
export const heapRadius = (t: number, scale: Scale, most: number) => most * Math.sqrt(t / scale.heap);

/** Width of a flow, proportional to the tonnes; the smallest can still be seen. */
export const flowWidth = (t: number, scale: Scale, most: number) => Math.max(1.2, (most * t) / scale.flow);

/** The sum of all heaps of a plant in the year in which it is largest in either world. */
export const largestHeaps = (data: Data) =>
  data.plants.map((_, plant) => largest(WORLDS.flatMap((name) => data.worlds[name].stock_of[plant])));
