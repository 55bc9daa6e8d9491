import type { Words } from "../charts";

/** The report is in English. */
export const WORDS: Words = {
  describe: true,
  decimal: ".",
  short: ["k", "M", "bn", "tn"],
  km: "km",
  t: "t",
  tonnes: ["t", "kt", "Mt", "Gt"],
  member: "member",
  not_member: "not a member",
  stockpile: "stockpile",
  loss: "loss",
  covered: "covered",
  released: "released",
  cluster: "cluster",
  twin: "twin",
  stage: {
    mining: "mining",
    beneficiation: "beneficiation",
    metallurgy: "metallurgy",
    power: "power",
    converter: "converter",
    legacy: "old dump",
  },
  key: {
    heap: "Heap (area):",
    flow: "Moved in a year (width):",
    wastes: "Wastes:",
    plants: "Plants:",
  },
};
