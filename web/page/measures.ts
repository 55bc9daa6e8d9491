/** How each measure is named, written and summed up. */
import { fillIn } from "../common/slots";
import { charts, opened, texts } from "./speech";
import { frame, inCurrency } from "./state";

/** Measures of a year's state, and counts among them; all others are summed over the years. */
const STATES = ["use_rate", "stock", "members", "members_with_deal"];
const COUNTS = ["members", "members_with_deal", "events"];
const TONNES = ["stock", "converted", "released", "reused"];
const MONEY = /^(net_benefit|money_\w+|gain|synergy|losses|state_spending)$/;

export const isState = (measure: string) => STATES.includes(measure);
export const isCount = (measure: string) => COUNTS.includes(measure);

/** Numbers on an axis. */
export const formOf = (measure: string) => (measure === "use_rate" ? charts().percent : charts().short);

/** A number in a sentence, with its unit. */
export const said = (measure: string, value: number) => {
  if (TONNES.includes(measure)) return charts().tonnes(value);
  const number = formOf(measure)(value);
  return MONEY.test(measure) ? `${number} ${frame().data.currency}` : number;
};

/** A difference, with its sign; of shares in percentage points. */
export const saidChange = (measure: string, value: number) => {
  const sign = value > 0 ? "+" : "";
  if (measure !== "use_rate") return sign + said(measure, value);
  const points = charts().local(Number((100 * value).toFixed(1)));
  return fillIn(`${sign}{n} {points}`, { n: points, points: texts().band.points });
};

/** A measure with its unit. */
export const titleOf = (measure: string) => inCurrency(opened().measure[measure]);
