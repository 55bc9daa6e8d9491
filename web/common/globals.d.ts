/** Apache ECharts, which stands in a script of its own before ours. */
declare const echarts: typeof import("echarts");
