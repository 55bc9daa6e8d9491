/** Apache ECharts, loaded by its own script before ours. */
declare const echarts: typeof import("echarts");
