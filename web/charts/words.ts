/** The words of a language that charts need. */
export interface Words {
  /** Lets ECharts describe each chart to a screen reader; it does so in English only. */
  describe?: boolean;
  /** The sign between whole and fraction. */
  decimal: string;
  /** Endings for 1e3, 1e6, 1e9 and 1e12. */
  short: string[];
  km: string;
  t: string;
  member: string;
  not_member: string;
  stockpile: string;
  loss: string;
  covered: string;
  released: string;
  cluster: string;
  twin: string;
  /** Insolvency and the end of the cluster, which the scenario does not name; English without. */
  ends?: string[];
  /** Names of the stages, by the name that the data give. */
  stage: Record<string, string>;
}
