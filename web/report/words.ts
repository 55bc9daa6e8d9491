import type { Words } from "../charts";

/** The report is in English. */
export const WORDS: Words = {
  describe: true,
  decimal: ".",
  short: ["k", "M", "bn", "tn"],
  km: "km",
  t: "t",
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
  },
};
