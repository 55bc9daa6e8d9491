/** Charts on the page. One that is out of sight is drawn when it comes into sight. */
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

/** The chart in an element, which is made where there is none. */
export const chartIn = (element: HTMLElement): ECharts => {
  let chart = made.get(element);
  if (!chart) {
    chart = echarts.init(element, null, { renderer: "canvas" });
    made.set(element, chart);
    watch.observe(element);
  }
  return chart;
};

/** Draws at once, or when it comes into sight; `option` is asked for then, as it depends on the room. */
export const draw = (element: HTMLElement, option: Option) => {
  const chart = chartIn(element);
  if (seen.has(element)) chart.setOption(option(), true);
  else waiting.set(element, option);
};

/** Gives all charts the room that their elements have now. */
export const fit = () => {
  for (const chart of made.values()) chart.resize();
};
