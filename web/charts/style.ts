/** Colours of the pictures: a page may set the variables; without them the colours are those of a light page. */
export const INK = {
  cluster: "var(--cluster, #0a5fa8)",
  twin: "var(--twin, #6a6f76)",
  change: "var(--change, #b8480c)",
  text: "var(--ink, #1c2227)",
  soft: "var(--soft, #565f68)",
  line: "var(--line, #d8d4c8)",
  paper: "var(--panel, #ffffff)",
  heap: "var(--heap, #d9c7a3)",
  heapEdge: "var(--heap-edge, #a88f5f)",
} as const;

// None of them is near the blue of the cluster or the grey of the twin.
const WASTES = [
  "#b5542a",
  "#2c8c6b",
  "#b04a97",
  "#c98f00",
  "#6c4fb5",
  "#6d8a1f",
  "#d0566f",
  "#1f9aad",
  "#8a5b2c",
  "#3d7a3a",
  "#9a3434",
  "#7d6fd0",
];

/** The colour of a waste, or of another item of a series, by its place; colours repeat after the last. */
export const wasteColour = (place: number) => {
  const at = place % WASTES.length;
  return `var(--waste-${at + 1}, ${WASTES[at]})`;
};
