/** The address: `#v=VERSION&s=SCENARIO&l=LANGUAGE&y=YEAR&seed=SEED&set=PATH=VALUE&set=...&step=MINUTES.STEP` */
import type { Moved, Value } from "./protocol";

export interface Link {
  version: string;
  scenario: string;
  language: string;
  year: number;
  /** Null for the scenario's own seed. */
  seed: number | null;
  set: Moved;
  /** The step of a story that is told. */
  story: { minutes: number; step: number } | null;
}

export const write = ({ version, scenario, language, year, seed, set, story }: Link) => {
  const parts = new URLSearchParams({ v: version, s: scenario, l: language, y: String(year) });
  if (seed !== null) parts.set("seed", String(seed));
  for (const [path, value] of Object.entries(set)) parts.append("set", `${path}=${JSON.stringify(value)}`);
  if (story) parts.set("step", `${story.minutes}.${story.step}`);
  return `#${parts.toString()}`;
};

/** The settings in an address; absent ones are undefined. */
export interface Asked {
  version: string | undefined;
  scenario: string | undefined;
  language: string | undefined;
  year: number | undefined;
  seed: number | undefined;
  set: Moved;
  story: { minutes: number; step: number } | undefined;
  /** Invalid parts. */
  wrong: string[];
}

const KEYS = ["v", "s", "l", "y", "seed", "set", "step"];

export const read = (hash: string): Asked => {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const wrong: string[] = [];
  const set: Moved = {};
  for (const part of parts.getAll("set")) {
    const at = part.indexOf("=");
    const value = at < 1 ? undefined : valueOf(part.slice(at + 1));
    if (value === undefined) wrong.push(`set=${part}`);
    else set[part.slice(0, at)] = value;
  }
  const whole = (key: string) => {
    const text = parts.get(key);
    if (text === null) return undefined;
    if (/^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
    wrong.push(`${key}=${text}`);
    return undefined;
  };
  const [year, seed] = [whole("y"), whole("seed")];
  const step = parts.get("step");
  const [, minutes, place] = /^(\d{1,3})\.(\d{1,3})$/.exec(step ?? "") ?? [];
  if (step !== null && !minutes) wrong.push(`step=${step}`);
  for (const key of parts.keys()) if (!KEYS.includes(key)) wrong.push(key);
  return {
    version: parts.get("v") ?? undefined,
    scenario: parts.get("s") ?? undefined,
    language: parts.get("l") ?? undefined,
    year,
    seed,
    set,
    story: minutes ? { minutes: Number(minutes), step: Number(place) } : undefined,
    wrong,
  };
};

/** Parses the value of a choice. */
const valueOf = (text: string): Value | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "number" || typeof value === "boolean" || typeof value === "string") return value;
  } catch {
    // Invalid JSON is no value.
  }
  return undefined;
};
