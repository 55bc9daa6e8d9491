/** Requests of the page and answers of the engine: see `Request` in `crates/circulus-web/src/lib.rs`. */
import type { Data, WorldName } from "../charts";
import type texts from "../../src/texts/en.json";

/** Value of a choice. */
export type Value = number | boolean | string;

/** Values of changed choices, by path. */
export type Moved = Record<string, Value>;

/** Identifies a run. */
export interface Input {
  scenario: string;
  set: Moved;
  /** By default the scenario's own. */
  seed?: number;
  replicate?: number;
}

/** The texts of the page; all languages have the same keys. */
export type PageTexts = (typeof texts)["page"];

/** Texts of a language, the scenarios, and the version of the engine. */
export interface Opened {
  version: string;
  sources: string;
  languages: { code: string; name: string }[];
  scenarios: { id: string; title: string }[];
  page: PageTexts;
  /** By table and key. */
  choice: Partial<Record<string, Partial<Record<string, { name: string; meaning: string }>>>>;
  measure: Record<string, string>;
  unit: Partial<Record<string, string>>;
}

/** A choice of the state or of the company. */
export interface Choice {
  path: string;
  table: string;
  key: string;
  /** The id of an entry and the name of a part that it belongs to; empty if none. */
  of: [id: string, part: string];
  unit: string;
  meaning: string;
  /** Allowed words, if it is a list of words. */
  words: string[] | null;
  /** Whether it is a whole number. */
  whole: boolean;
  /** The scenario's value. */
  value: Value;
  /** Range of its slider; null if it has none. */
  span: [low: number, high: number] | null;
}

/** A measure year by year and over the whole run. */
export interface Measured {
  years: number[];
  whole: number;
}

/** Both worlds of a run, and the difference from the cluster without changed choices. */
export interface Frame {
  seed: number;
  /** What the run comes to, in sentences. */
  comes_to: string[];
  /** Keys of the measures, in display order. */
  measures: string[];
  data: Data;
  cluster: Record<string, Measured>;
  twin: Record<string, Measured>;
  /** The cluster without changed choices. */
  base: Record<string, Measured>;
  difference: Record<string, Measured>;
  /** Every difference is exactly zero. */
  zero: boolean;
}

/** Bounds year by year. */
export type Bounds = [low: number[], high: number[]];

/** Bands over replicates, by measure. */
export interface Band {
  measures: Record<string, Record<WorldName | "difference", Bounds>>;
}

/** An experiment; measures and table are present when all runs are done. */
export interface Varied {
  done: number;
  runs: number;
  levels: number[];
  measures?: Record<string, Record<WorldName, Level[]>>;
  csv?: string;
}

/** A measure at a level of the choice. */
export type Level = [mean: number, low: number, high: number];

/** A part of an explanation. */
export interface Section {
  title: string;
  lines: string[];
}

/** What spoke for and against membership when a plant decided. */
export interface MembershipTerms {
  from_gain: number;
  from_norm: number;
  from_attitude: number;
  from_trust: number;
  bias: number;
  inertia: number;
  probability: number;
  draw: number;
}

/** An explanation: in sentences, and as data. */
export interface Explained {
  told: Section[];
  account: { plant?: { join: { choice: string; terms: MembershipTerms | null } } };
}

/** Requests. */
export interface Questions {
  open: { language: string };
  choices: { scenario: string };
  frame: { input: Input; language: string };
  hash: { input: Input };
  band: { input: Input; replicates: number };
  vary: { input: Input; choice: string; levels: number; replicates: number; upto: number };
  why: { input: Input; language: string; world: WorldName; year: number; plant: string | null };
}

/** Answers, by request. */
export interface Answers {
  open: Opened;
  choices: Choice[];
  frame: Frame;
  hash: string;
  band: Band;
  vary: Varied;
  why: Explained;
}
