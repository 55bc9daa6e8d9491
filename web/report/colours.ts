/** Colours and options for ECharts, which knows no variables of CSS. */
import type { Words } from "../charts";

// Okabe and Ito's colours, safe for the colour-blind.
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7a6a00"];

/** A colour for each item of a series; colours repeat after the last. */
export const colourOf = (place: number) => COLOURS[place % COLOURS.length] ?? "#000000";

/** Options common to all charts of ECharts. */
export const base = (words: Words) => ({
  animation: false,
  textStyle: { fontFamily: "system-ui, 'Segoe UI', Roboto, sans-serif" },
  aria: { enabled: words.describe ?? false, decal: { show: false } },
});
