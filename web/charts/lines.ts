import type { EChartsOption, LineSeriesOption } from "echarts";

import type { Form } from "./numbers";
import { base } from "./style";
import type { Words } from "./words";

/** A line of a chart. */
export interface Series {
  name: string;
  values: number[];
  colour: string;
  dash?: "dashed" | "dotted";
  /** Lower and upper bounds of a band around it. */
  band?: [low: number[], high: number[]] | undefined;
}

export interface LinesOf {
  title: string;
  /** Labels of the horizontal axis: years, or levels of a choice. */
  years: (number | string)[];
  form: Form;
  series: Series[];
}

/** Lines year by year. */
export const lines = (words: Words, { title, years, form, series }: LinesOf): EChartsOption => ({
  ...base(words),
  title: { text: title, left: 0, textStyle: { fontSize: 13, width: 400, overflow: "truncate" } },
  legend: {
    type: "scroll",
    top: 27,
    left: 0,
    itemGap: 16,
    textStyle: { fontSize: 12 },
    data: series.map(({ name }) => name),
  },
  tooltip: { trigger: "axis", valueFormatter: (value) => form(value as number), confine: true },
  grid: { left: 64, right: 12, top: 62, bottom: 28 },
  xAxis: { type: "category", data: years },
  yAxis: { type: "value", axisLabel: { formatter: form } },
  series: series.flatMap(drawn),
});

const drawn = ({ name, values, colour, dash, band }: Series): LineSeriesOption[] => {
  const line: LineSeriesOption = {
    type: "line",
    name,
    data: values,
    symbol: "circle",
    symbolSize: 5,
    showSymbol: false,
    color: colour,
    lineStyle: { width: 2.5, type: dash ?? "solid" },
  };
  if (!band) return [line];
  // A band is drawn as an invisible lower bound with a filled area stacked on it.
  const [low, high] = band;
  const edge: LineSeriesOption = {
    type: "line",
    stack: name,
    symbol: "none",
    silent: true,
    lineStyle: { width: 0 },
    color: colour,
    tooltip: { show: false },
    stackStrategy: "all",
  };
  return [
    { ...edge, name: name + " low", data: low },
    {
      ...edge,
      name: name + " high",
      data: high.map((bound, i) => bound - (low[i] ?? 0)),
      areaStyle: { color: colour, opacity: 0.18 },
    },
    line,
  ];
};
