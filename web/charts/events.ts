import type { EChartsOption } from "echarts";

import type { Data, Event, WorldName } from "./data";
import { escape } from "./html";
import { numbersIn } from "./numbers";
import { base, GREY, ORANGE } from "./style";
import type { Words } from "./words";

export interface EventsOf {
  data: Data;
  worlds: readonly WorldName[];
  /** Element that it is drawn in. */
  element: HTMLElement;
}

/** Names of the types of event; all but the last two come from the scenario. */
export const kindsOf = (words: Words, data: Data): string[] => {
  const ends = words.ends ?? [];
  const own = data.risks.length - ends.length;
  return data.risks.map((name, kind) => ends[kind - own] ?? name);
};

/** Events of the worlds on a timeline; size shows the loss. */
export const events = (words: Words, { data, worlds, element }: EventsOf): EChartsOption => {
  const kinds = kindsOf(words, data);
  const losses = worlds.flatMap((name) => data.worlds[name].events.map((event) => event[4]));
  const largest = Math.max(1, ...losses);
  const series = worlds.map((name) => ({
    type: "scatter" as const,
    name: words[name],
    world: name,
    color: name === "twin" ? GREY : ORANGE,
    symbol: name === "twin" ? "emptyCircle" : "circle",
    itemStyle: { opacity: 0.75 },
    data: data.worlds[name].events.map((event) => ({
      value: [data.years.indexOf(event[0]), event[1]],
      symbolSize: 7 + 23 * Math.sqrt(event[4] / largest),
      event,
      world: name,
    })),
  }));
  return {
    ...base(words),
    legend: { top: 0, left: 0, itemGap: 16 },
    grid: {
      left: 8,
      right: 16,
      top: 32,
      bottom: 8,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    tooltip: {
      confine: true,
      formatter: (of) => {
        const { data: point } = Array.isArray(of) ? of[0] : of;
        const { event, world } = point as { event: Event; world: WorldName };
        return told(words, data, kinds, event, words[world]);
      },
    },
    xAxis: { type: "category", data: data.years },
    yAxis: {
      type: "category",
      data: kinds,
      axisLabel: { width: element.clientWidth < 500 ? 90 : 220, overflow: "truncate" },
      splitLine: { show: true },
    },
    series,
  };
};

/** Description of an event, as HTML. */
const told = (words: Words, data: Data, kinds: string[], event: Event, world: string) => {
  const { short } = numbersIn(words);
  const [year, kind, plant, member, loss, covered, released] = event;
  const currency = escape(data.currency);
  const lines = [`${year}, ${world}: ${escape(kinds[kind])}`];
  if (plant !== null) lines.push(escape(data.plants[plant].name) + (member ? `, ${words.member}` : ""));
  lines.push(`${words.loss} ${short(loss)} ${currency}, ${words.covered} ${short(covered)}`);
  if (released > 0) lines.push(`${words.released} ${short(released)} ${words.t}`);
  return lines.join("<br>");
};
