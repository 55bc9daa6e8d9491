import type { EChartsOption, SankeySeriesOption } from "echarts";

import type { Charts, World } from "../charts";
import { base, colourOf } from "./colours";
import { escape } from "./html";
import type { ReportData } from "./words";

interface Flows {
  /** Display names by key, since names need not be unique. */
  nodes: Map<string, string>;
  /** Tonnes from node to node. */
  links: Map<string, { source: string; target: string; value: number }>;
}

/**
 * Tonnes over the run: from the stage of the supplier to the waste, its technology, and its products, residue and
 * loss. A residue is a waste, which may be converted in turn; that part comes from its technology and not from a stage.
 */
const flowsOf = (data: ReportData, { chains, residue_share }: World, waste: number | null): Flows => {
  const nodes: Flows["nodes"] = new Map();
  const links: Flows["links"] = new Map();
  const flow = (source: [string, string], target: [string, string], t: number) => {
    if (t <= 0) return;
    for (const [key, name] of [source, target]) nodes.set(key, name);
    const key = `${source[0]}\n${target[0]}`;
    const value = (links.get(key)?.value ?? 0) + t;
    links.set(key, { source: source[0], target: target[0], value });
  };
  const ofWaste = (index: number): [string, string] => [`waste ${index}`, data.wastes[index].name];
  const shown = chains.filter(([, index]) => waste === null || data.technologies[index].waste === waste);
  const residues = new Set(
    shown.map(([, index]) => data.technologies[index]).map((of) => (of.residue_t > 0 ? of.residue : null)),
  );
  for (const [stage, index, t] of shown) {
    const technology = data.technologies[index];
    const at: [string, string] = [`technology ${index}`, technology.name];
    const ofResidue = residues.has(technology.waste) ? residue_share[technology.waste] : 0;
    flow(
      [`stage ${stage}`, data.words.charts.stage[stage] ?? stage],
      ofWaste(technology.waste),
      t * (1 - ofResidue),
    );
    flow(ofWaste(technology.waste), at, t);
    flow(["added", data.words.report.added], at, t * technology.added);
    for (const [product, perT] of technology.products)
      flow(at, [`product ${product}`, data.products[product].name], t * perT);
    if (technology.residue !== null) flow(at, ofWaste(technology.residue), t * technology.residue_t);
    flow(at, ["loss", data.words.report.loss], t * technology.loss);
  }
  return { nodes, links };
};

export interface SankeyOf {
  data: ReportData;
  world: World;
  /** The only waste shown; null for all. */
  waste: number | null;
  /** Element that it is drawn in. */
  element: HTMLElement;
}

/** From waste to product, residue and on, over the run. */
export const sankey = (
  { words, tonnes }: Charts,
  { data, world, waste, element }: SankeyOf,
): EChartsOption => {
  const { nodes, links } = flowsOf(data, world, waste);
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
        const t = tonnes(one.value as number);
        if (one.dataType !== "edge") return `${escape(nameOf(one.name))}: ${t}`;
        const { source, target } = one.data as { source: string; target: string };
        return `${escape(nameOf(source))} → ${escape(nameOf(target))}: ${t}`;
      },
    },
    data: [...nodes.keys()].map((name, i) => ({ name, itemStyle: { color: colourOf(i) } })),
    links: [...links.values()],
  };
  return {
    ...base(words),
    title: { show: links.size === 0, text: data.words.report.nothing, left: "center", top: "middle" },
    tooltip: { confine: true, valueFormatter: (t) => tonnes(t as number) },
    series: links.size === 0 ? [] : [series],
  };
};
