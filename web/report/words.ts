import type { Data, Words } from "../charts";

/** The texts of a report in its language, from section `report.script` of `src/texts`. */
export interface ReportWords {
  all_wastes: string;
  year_by_year: string;
  shown: string;
  added: string;
  loss: string;
  nothing: string;
  /** Titles of the charts. */
  chart: Record<
    | "use_rate"
    | "stock"
    | "converted"
    | "released"
    | "members"
    | "gain"
    | "synergy"
    | "losses"
    | "beyond"
    | "prices"
    | "level"
    | "budget",
    string
  >;
}

/** The numbers of a report with its words. */
export interface ReportData extends Data {
  words: { charts: Words; channel: Record<string, string>; report: ReportWords };
}
