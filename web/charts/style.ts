import type { Words } from "./words";

// Okabe and Ito's colours, safe for the colour-blind.
export const BLUE = "#0072b2";
export const ORANGE = "#d55e00";
const COLOURS = [BLUE, ORANGE, "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#7a6a00"];

/** The twin. */
export const GREY = "#6b6b6b";
export const BLACK = "#1b1f24";
export const WHITE = "#ffffff";

/** A colour for each item of a series; colours repeat after the last. */
export const colourOf = (place: number) => COLOURS[place % COLOURS.length] ?? BLUE;

/** Options common to all charts. */
export const base = (words: Words) => ({
  animation: false,
  textStyle: { fontFamily: "system-ui, 'Segoe UI', Roboto, sans-serif" },
  aria: { enabled: words.describe ?? false, decal: { show: false } },
});
