/** Falls of the share of reused waste, and the event that stopped the flows. */
import type { Happened } from "../charts";
import { fillIn } from "../common/slots";
import { charts, texts } from "./speech";
import { frame } from "./state";

/** Smallest fall that is told of, and the share of the tonnes lost that must have gone from or to the event's plant. */
const FALL = 0.03;
const SHARE = 0.3;
const MOST = 3;

export const dipsOf = (): Happened[] => {
  const { data, cluster } = frame();
  const { flows, events } = data.worlds.cluster;
  const rate = cluster.use_rate.years;
  const { percent } = charts();
  const kinds = charts().kinds(data);
  const dips: (Happened & { fall: number })[] = [];
  for (let year = 1; year < rate.length; year++) {
    const fall = rate[year - 1] - rate[year];
    if (fall < FALL) continue;
    const lost = lossesOf(flows[year - 1], flows[year]);
    const total = lost.reduce((sum, { t }) => sum + t, 0);
    let [cause, most]: [number | null, number] = [null, SHARE * total];
    for (const [when, kind, plant] of events) {
      if (when !== data.years[year] || plant === null) continue;
      const own = lost.reduce((sum, { from, to, t }) => (from === plant || to === plant ? sum + t : sum), 0);
      if (own > most) [cause, most] = [kind, own];
    }
    if (cause === null) continue;
    const event = kinds[cause].charAt(0).toLocaleLowerCase() + kinds[cause].slice(1);
    const slots = {
      year: data.years[year],
      event,
      before: percent(rate[year - 1]),
      after: percent(rate[year]),
    };
    dips.push({ place: year, value: rate[year], text: fillIn(texts().charts.fell, slots), fall });
  }
  return dips
    .sort((a, b) => b.fall - a.fall)
    .slice(0, MOST)
    .map(({ place, value, text }) => ({ place, value, text }));
};

type Moved = [from: number, to: number, waste: number, t: number][];

/** Tonnes that no longer move, by pair and waste. */
const lossesOf = (before: Moved, now: Moved) => {
  const keyOf = ([from, to, waste]: Moved[number]) => `${from}-${to}-${waste}`;
  const moves = new Map(now.map((flow) => [keyOf(flow), flow[3]]));
  return before
    .map((flow) => ({ from: flow[0], to: flow[1], t: flow[3] - (moves.get(keyOf(flow)) ?? 0) }))
    .filter(({ t }) => t > 0);
};
