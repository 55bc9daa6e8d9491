import type { EChartsOption, SankeySeriesOption } from "echarts";

import { base, type Chain, type Charts, colourOf, type Data, escape, type World } from "../charts";

interface Flows {
  /** Display names by key, since names need not be unique. */
  nodes: Map<string, string>;
  /** Tonnes from node to node. */
  links: Map<string, { source: string; target: string; value: number }>;
}

/** Tonnes converted over the run: stage of the supplier, waste, technology, product. */
const flowsOf = (data: Data, chains: Chain[], waste: number | null): Flows => {
  const nodes: Flows["nodes"] = new Map();
  const links: Flows["links"] = new Map();
  for (const [stage, index, t] of chains) {
    const technology = data.technologies[index];
    if (waste !== null && technology.waste !== waste) continue;
    const way: [key: string, name: string][] = [
      [`stage ${stage}`, stage],
      [`waste ${technology.waste}`, data.wastes[technology.waste].name],
      [`technology ${index}`, technology.name],
      [`product ${technology.product}`, data.products[technology.product].name],
    ];
    for (const [key, name] of way) nodes.set(key, name);
    for (let i = 0; i + 1 < way.length; i++) {
      const [source, target] = [way[i][0], way[i + 1][0]];
      const key = `${source}\n${target}`;
      links.set(key, { source, target, value: (links.get(key)?.value ?? 0) + t });
    }
  }
  return { nodes, links };
};

export interface SankeyOf {
  data: Data;
  world: World;
  /** The only waste shown; null for all. */
  waste: number | null;
  /** Element that it is drawn in. */
  element: HTMLElement;
}

/** From waste to product, over the run. */
export const sankey = (
  { words, short }: Charts,
  { data, world, waste, element }: SankeyOf,
): EChartsOption => {
  const { nodes, links } = flowsOf(data, world.chains, waste);
  const narrow = element.clientWidth < 500;
  const nameOf = (key: string) => nodes.get(key) ?? key;
  const series: SankeySeriesOption = {
    type: "sankey",
    left: 4,
    right: narrow ? 90 : 170,
    nodeWidth: 12,
    nodeGap: 8,
    draggable: false,
    emphasis: { focus: "adjacency" },
    lineStyle: { color: "source", opacity: 0.4 },
    label: {
      fontSize: narrow ? 10 : 12,
      width: narrow ? 80 : 160,
      overflow: "truncate",
      formatter: ({ name }) => nameOf(name),
    },
    tooltip: {
      formatter: (one) => {
        const tonnes = `${short(one.value as number)} t`;
        if (one.dataType !== "edge") return `${escape(nameOf(one.name))}: ${tonnes}`;
        const { source, target } = one.data as { source: string; target: string };
        return `${escape(nameOf(source))} → ${escape(nameOf(target))}: ${tonnes}`;
      },
    },
    data: [...nodes.keys()].map((name, i) => ({ name, itemStyle: { color: colourOf(i) } })),
    links: [...links.values()],
  };
  return {
    ...base(words),
    title: { show: links.size === 0, text: "Nothing was converted.", left: "center", top: "middle" },
    tooltip: { confine: true, valueFormatter: (t) => `${short(t as number)} t` },
    series: links.size === 0 ? [] : [series],
  };
};
