import { type Charts, type Curve, type Form, INK, wasteColour, type World, WORLDS } from "../charts";
import { fillIn } from "../common/slots";
import type { ReportData } from "./words";

/** A chart of the part "Year by year". */
export interface Figure {
  title: string;
  form: Form;
  /** Lines of a world: label (empty for a single line) and values by year. */
  lines: (world: World, waste: number | null) => [label: string, values: number[]][];
  /** Only the cluster has it, not the twin. */
  ofCluster?: boolean;
  /** Counts are drawn as steps. */
  steps?: boolean;
}

/** All figures, in page order. */
export const figuresOf = (data: ReportData, { short, percent }: Charts): Figure[] => {
  const { chart } = data.words.report;
  const title = (key: keyof typeof chart) => fillIn(chart[key], { currency: data.currency });
  const names = (list: { name: string }[]) => list.map(({ name }) => name);
  const total = (lists: number[][]) =>
    data.years.map((_, year) => lists.reduce((sum, list) => sum + list[year], 0));
  const byWaste =
    (key: "stock" | "converted" | "released") =>
    (world: World, waste: number | null): [string, number[]][] => [
      ["", waste === null ? total(world[key]) : world[key][waste]],
    ];
  const each =
    (key: "synergy" | "level", labels: string[]) =>
    (world: World): [string, number[]][] =>
      labels.map((label, i) => [label, world[key][i]]);
  const useRate = (world: World, waste: number | null) => {
    if (waste === null) return world.use_rate;
    const [reused, generated] = [world.reused[waste], world.generated[waste]];
    return data.years.map((_, year) => (generated[year] > 0 ? reused[year] / generated[year] : 0));
  };
  const gainBeyondTwin = ({ gain }: World) => gain.map((value, year) => value - data.worlds.twin.gain[year]);
  const prices = ({ price }: World): [string, number[]][] =>
    names(data.products).map((name, i) => [name, price[i].map((value) => value / price[i][0])]);
  return [
    { title: title("use_rate"), form: percent, lines: (world, waste) => [["", useRate(world, waste)]] },
    { title: title("stock"), form: short, lines: byWaste("stock") },
    { title: title("converted"), form: short, lines: byWaste("converted") },
    { title: title("released"), form: short, lines: byWaste("released") },
    { title: title("members"), form: short, steps: true, lines: (world) => [["", world.members]] },
    { title: title("gain"), form: short, lines: (world) => [["", world.gain]] },
    {
      title: title("synergy"),
      form: short,
      lines: each(
        "synergy",
        data.channels.map((name) => data.words.channel[name] ?? name),
      ),
      ofCluster: true,
    },
    { title: title("losses"), form: short, lines: (world) => [["", world.losses]] },
    {
      title: title("beyond"),
      form: short,
      lines: (world) => [["", gainBeyondTwin(world)]],
      ofCluster: true,
    },
    { title: title("prices"), form: short, lines: prices, ofCluster: true },
    {
      title: title("level"),
      form: short,
      lines: each("level", names(data.infrastructure)),
      ofCluster: true,
    },
    {
      title: title("budget"),
      form: short,
      lines: (world) => [["", world.budget]],
      ofCluster: true,
    },
  ];
};

/** The lines of a figure for the cluster and, if requested, for the twin. */
export const curvesOf = (figure: Figure, data: ReportData, waste: number | null, twin: boolean): Curve[] =>
  WORLDS.filter((name) => name === "cluster" || (twin && !figure.ofCluster)).flatMap((name) =>
    figure.lines(data.worlds[name], waste).map(([label, values], i): Curve => {
      if (figure.ofCluster)
        return {
          name: label || data.words.charts[name],
          values,
          colour: label ? wasteColour(i) : INK.cluster,
        };
      const line = { name: label ? `${label}, ${data.words.charts[name]}` : data.words.charts[name], values };
      return name === "twin"
        ? { ...line, colour: INK.twin, dash: "dashed" }
        : { ...line, colour: INK.cluster };
    }),
  );
