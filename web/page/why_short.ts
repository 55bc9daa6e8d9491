/** Why a plant decided as it did about the cluster: one sentence, and bars for the three strongest reasons. */
import { fillIn } from "../common/slots";
import type { Explained, MembershipTerms } from "./protocol";
import { charts, texts } from "./speech";

const TERMS = ["from_gain", "from_norm", "from_attitude", "from_trust", "bias", "inertia"] as const;
const MOST_BARS = 3;

/** Elements for the beginning of an explanation; none if nothing was decided. */
export const inShort = ({ plant }: Explained["account"]): HTMLElement[] => {
  const terms = plant?.join.terms;
  if (!plant || !terms) return [];
  return [sentence(plant.join.choice, terms), bars(terms)];
};

const sentence = (choice: string, terms: MembershipTerms) => {
  const words = texts().why;
  const ranked = [...TERMS].sort((a, b) => terms[b] - terms[a]);
  const [best, worst] = [ranked[0], ranked[ranked.length - 1]];
  const parts = [
    (words.choice as Partial<Record<string, string>>)[choice] ?? choice,
    ...(terms[best] > 0 ? [fillIn(words.for, { reason: words.terms[best] })] : []),
    ...(terms[worst] < 0 ? [fillIn(words.against, { reason: words.terms[worst] })] : []),
    fillIn(terms.draw < terms.probability ? words.drawn_in : words.drawn_out, {
      chance: charts().percent(terms.probability),
    }),
  ];
  return Object.assign(document.createElement("p"), { className: "short", textContent: parts.join(" ") });
};

/** A bar to the right speaks for the cluster, one to the left against it; their lengths are the terms of the score. */
const bars = (terms: MembershipTerms) => {
  const strongest = [...TERMS].sort((a, b) => Math.abs(terms[b]) - Math.abs(terms[a])).slice(0, MOST_BARS);
  const most = Math.max(1e-9, ...strongest.map((term) => Math.abs(terms[term])));
  const list = document.createElement("ul");
  list.className = "reasons";
  for (const term of strongest) {
    const value = terms[term];
    const bar = Object.assign(document.createElement("span"), {
      className: value < 0 ? "bar against" : "bar",
    });
    bar.style.setProperty("--length", `${(50 * Math.abs(value)) / most}%`);
    const name = Object.assign(document.createElement("span"), { textContent: texts().why.terms[term] });
    const number = Object.assign(document.createElement("b"), {
      textContent: (value > 0 ? "+" : "") + charts().local(Number(value.toFixed(2))),
    });
    const track = Object.assign(document.createElement("span"), { className: "track" });
    track.append(bar);
    const item = document.createElement("li");
    item.append(name, track, number);
    list.append(item);
  }
  return list;
};
