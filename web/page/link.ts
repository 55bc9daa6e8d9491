/** The address: `#v=VERSION&s=SCENARIO&l=LANGUAGE&y=YEAR&seed=SEED&set=PATH=VALUE&set=...`; besides `step=MINUTES.STEP` of a story,
 * `pin=` kept settings, `w=` the only waste, `luck=1` the band and `show=difference` of the charts */
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
  pins: { name: string; set: Moved; seed: number | null }[];
  /** The id of the only waste shown; null for all. */
  onlyWaste: string | null;
  luck: boolean;
  shown: string;
}

export const write = ({ version, scenario, language, year, seed, set, story, ...more }: Link) => {
  const parts = new URLSearchParams({ v: version, s: scenario, l: language, y: String(year) });
  if (seed !== null) parts.set("seed", String(seed));
  for (const [path, value] of Object.entries(set)) parts.append("set", `${path}=${JSON.stringify(value)}`);
  for (const { name, set, seed } of more.pins) parts.append("pin", JSON.stringify({ name, set, seed }));
  if (more.onlyWaste !== null) parts.set("w", more.onlyWaste);
  if (more.luck) parts.set("luck", "1");
  if (more.shown !== "values") parts.set("show", more.shown);
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
  pins: Link["pins"];
  onlyWaste: string | undefined;
  luck: boolean;
  shown: string | undefined;
  /** Invalid parts. */
  wrong: string[];
}

const KEYS = ["v", "s", "l", "y", "seed", "set", "step", "pin", "w", "luck", "show"];

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
  const pins: Link["pins"] = [];
  for (const part of parts.getAll("pin")) {
    const pin = pinOf(part);
    if (pin) pins.push(pin);
    else wrong.push(`pin=${part}`);
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
    pins,
    onlyWaste: parts.get("w") ?? undefined,
    luck: parts.get("luck") === "1",
    shown: parts.get("show") ?? undefined,
    wrong,
  };
};

const isValue = (value: unknown): value is Value => ["number", "boolean", "string"].includes(typeof value);

/** Parses kept settings. */
const pinOf = (text: string): Link["pins"][number] | undefined => {
  try {
    const { name, set, seed } = JSON.parse(text) as { name: unknown; set: unknown; seed: unknown };
    if (typeof name !== "string" || typeof set !== "object" || set === null) return undefined;
    if (seed !== null && !(Number.isSafeInteger(seed) && Number(seed) >= 0)) return undefined;
    if (!Object.values(set).every(isValue)) return undefined;
    return { name: name.slice(0, 60), set: set as Moved, seed: seed === null ? null : Number(seed) };
  } catch {
    return undefined; // invalid JSON
  }
};

/** Parses the value of a choice. */
const valueOf = (text: string): Value | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    if (isValue(value)) return value;
  } catch {
    // Invalid JSON is no value.
  }
  return undefined;
};
