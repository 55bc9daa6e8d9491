/** Charts on the page. A chart outside the viewport is drawn when it scrolls into view. */
import type { ECharts, EChartsOption } from "echarts";

type Option = () => EChartsOption;

const made = new Map<Element, ECharts>();
const waiting = new Map<Element, Option>();
const seen = new Set<Element>();

const watch = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) {
        seen.delete(target);
        continue;
      }
      seen.add(target);
      const option = waiting.get(target);
      waiting.delete(target);
      if (option) made.get(target)?.setOption(option(), true);
    }
  },
  { rootMargin: "100px" },
);

/** The chart in an element; created if there is none. */
export const chartIn = (element: HTMLElement): ECharts => {
  let chart = made.get(element);
  if (!chart) {
    chart = echarts.init(element, null, { renderer: "canvas" });
    made.set(element, chart);
    watch.observe(element);
  }
  return chart;
};

/** Draws now, or when scrolled into view; `option` is called only then, as it depends on the size. */
export const draw = (element: HTMLElement, option: Option) => {
  const chart = chartIn(element);
  if (seen.has(element)) chart.setOption(option(), true);
  else waiting.set(element, option);
};

/** Resizes all charts to their elements. */
export const fit = () => {
  for (const chart of made.values()) chart.resize();
};
