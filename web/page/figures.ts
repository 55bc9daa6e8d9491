/** The charts year by year: what each shows, and the sentence above it that says what is to be seen. */
import { type Curve, type Form, type Happened, INK, wasteColour } from "../charts";
import { fillIn } from "../common/slots";
import { dipsOf } from "./dips";
import { formOf, isCount, isState, said, saidChange, titleOf } from "./measures";
import { pinned } from "./pins";
import { charts, texts } from "./speech";
import { frame, inCurrency, state } from "./state";

/** Contents of the charts: both worlds, or the effect of choices. */
export type Shown = "values" | "difference";

export interface Figure {
  id: string;
  /** What is measured, with its unit. */
  title: string;
  finding: string;
  form: Form;
  curves: Curve[];
  steps: boolean;
  happened: Happened[];
}

/** Charts that everyone sees; the others are one step deeper. */
const FIRST = ["use_rate", "stock", "members", "net_benefit"];

/** Ids of all charts, in their order: first those that everyone sees. */
export const figureIds = (): { first: string[]; more: string[] } => {
  const { measures } = frame();
  return {
    first: [...FIRST, "by_waste", "budget"],
    more: [...measures.filter((measure) => !FIRST.includes(measure)), "by_channel", "moves"],
  };
};

export const figureOf = (id: string, shown: Shown): Figure => {
  if (id === "by_waste") return byWaste();
  if (id === "by_channel") return byChannel();
  if (id === "budget") return budget();
  if (id === "moves") return moves();
  const measured = { id, title: titleOf(id), form: formOf(id), steps: isCount(id) };
  return shown === "difference"
    ? { ...measured, finding: effectOf(id), curves: [changeOf(id)], happened: [] }
    : {
        ...measured,
        finding: findingOf(id),
        curves: worldsOf(id),
        happened: id === "use_rate" ? dipsOf() : [],
      };
};

/** Cluster, twin, and the cluster without changed choices. */
const worldsOf = (measure: string): Curve[] => {
  const { cluster, twin, base, zero } = frame();
  const words = texts().charts;
  const band = state.band?.measures[measure];
  const before: Curve = {
    name: words.before,
    values: base[measure].years,
    colour: INK.change,
    dash: "dotted",
  };
  return [
    { name: words.with, values: cluster[measure].years, colour: INK.cluster, band: band?.cluster },
    { name: words.without, values: twin[measure].years, colour: INK.twin, dash: "dashed", band: band?.twin },
    ...(zero ? [] : [before]),
    ...pinned().map(({ name, colour, run }) => ({
      name: cut(name),
      values: run.cluster[measure].years,
      colour,
    })),
  ];
};

/** A name short enough to stand beside a line. */
const cut = (name: string) => (name.length > 18 ? `${name.slice(0, 17)}…` : name);

const changeOf = (measure: string): Curve => ({
  name: texts().charts.change,
  values: frame().difference[measure].years,
  colour: INK.change,
  band: state.band?.measures[measure]?.difference,
});

const lastYear = () => frame().data.years.at(-1) ?? 0;

const findingOf = (measure: string) => {
  const { cluster, twin } = frame();
  const words = texts().charts;
  const [now, other] = [said(measure, cluster[measure].whole), said(measure, twin[measure].whole)];
  const slots = { with: now, without: other, year: lastYear() };
  if (measure === "members") return membersSaid(slots);
  const own = (words.find as Partial<Record<string, string>>)[measure];
  if (own) return fillIn(own, slots);
  if (now === other) return fillIn(words.same, { with: now });
  return fillIn(isState(measure) ? words.last : words.sum, slots);
};

const membersSaid = (slots: Record<string, string | number>) => {
  const words = texts().charts.find;
  const { years } = frame().cluster.members;
  const first = years.findIndex((count) => count > 0);
  if (first < 0) return words.nobody;
  return fillIn(words.members, { ...slots, most: Math.max(...years), first: frame().data.years[first] });
};

const effectOf = (measure: string) => {
  const { whole } = frame().difference[measure];
  const words = texts().charts;
  if (whole === 0) return words.no_effect;
  const slots = { change: saidChange(measure, whole), year: lastYear() };
  return fillIn(isState(measure) ? words.effect_last : words.effect_sum, slots);
};

/** Lines that are not zero everywhere, at most this many, the largest first. */
const MOST_LINES = 6;
const largest = (names: string[], lists: number[][], size: (values: number[]) => number): Curve[] =>
  lists
    .map((values, i) => ({ name: names[i], values, colour: wasteColour(i), size: size(values) }))
    .filter(({ values }) => values.some((value) => value !== 0))
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST_LINES)
    .map(({ name, values, colour }) => ({ name, values, colour }));

const byWaste = (): Figure => {
  const { wastes, worlds } = frame().data;
  const names = wastes.map(({ name }) => name);
  const curves = largest(names, worlds.cluster.stock, (values) => values.at(-1) ?? 0);
  const words = texts().charts;
  const most = curves.at(0);
  const slots = { what: most?.name ?? "", value: said("stock", most?.values.at(-1) ?? 0), year: lastYear() };
  const finding = most ? fillIn(words.most_of, slots) : words.empty;
  return {
    id: "by_waste",
    title: words.by_waste,
    finding,
    form: charts().short,
    curves,
    steps: false,
    happened: [],
  };
};

const byChannel = (): Figure => {
  const { channels, worlds } = frame().data;
  const words = texts().charts;
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  const names = channels.map((name) => (words.channel as Partial<Record<string, string>>)[name] ?? name);
  const curves = largest(names, worlds.cluster.synergy, sum);
  const most = curves.at(0);
  const finding = most
    ? fillIn(words.most_sum, { what: most.name, value: said("synergy", sum(most.values)) })
    : words.empty;
  return {
    id: "by_channel",
    title: inCurrency(words.by_channel),
    finding,
    form: charts().short,
    curves,
    steps: false,
    happened: [],
  };
};

const budget = (): Figure => {
  const { years, worlds } = frame().data;
  const values = worlds.cluster.budget;
  const words = texts().charts;
  const debt = values.findIndex((value) => value < 0);
  const finding =
    debt >= 0
      ? fillIn(words.debt, { year: years[debt] })
      : fillIn(words.left, { value: said("gain", values.at(-1) ?? 0), year: lastYear() });
  return {
    id: "budget",
    title: inCurrency(words.budget),
    finding,
    form: charts().short,
    curves: [{ name: texts().cluster, values, colour: INK.cluster }],
    steps: false,
    happened: [],
  };
};

const moves = (): Figure => {
  const { years, worlds } = frame().data;
  const words = texts().charts;
  /** Plants whose membership changes in a year, in one direction. */
  const count = (change: number) =>
    years.map(
      (_, year) =>
        worlds.cluster.members_of.filter((of) => of[year] - (year === 0 ? 0 : of[year - 1]) === change)
          .length,
    );
  const [joins, leaves] = [count(1), count(-1)];
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    id: "moves",
    title: words.moves,
    finding: fillIn(words.moved, { joins: sum(joins), leaves: sum(leaves) }),
    form: charts().short,
    curves: [
      { name: words.joins, values: joins, colour: INK.cluster },
      { name: words.leaves, values: leaves, colour: INK.change, dash: "dashed" },
    ],
    steps: true,
    happened: [],
  };
};
