/** The texts of a language used in charts. */
export interface Words {
  /** Lets ECharts describe each chart to a screen reader; it does so in English only. */
  describe?: boolean;
  /** Decimal separator. */
  decimal: string;
  /** Suffixes for 1e3, 1e6, 1e9 and 1e12. */
  short: string[];
  km: string;
  t: string;
  /** Tonnes, thousands of them, millions and billions. */
  tonnes: string[];
  member: string;
  not_member: string;
  stockpile: string;
  loss: string;
  covered: string;
  released: string;
  cluster: string;
  twin: string;
  /** Insolvency and the end of the cluster, which have no name in the scenario. */
  ends: string[];
  /** Names of the stages, by their name in the data. */
  stage: Record<string, string>;
  /** Headings of the map's legend. */
  key: { heap: string; flow: string; wastes: string; plants: string };
}
