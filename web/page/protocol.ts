/** What the page asks of the engine, and what it answers: `Request` in the engine's `src/web/`. */
import type { Data, WorldName } from "../charts";
import type texts from "../../src/texts/en.json";

/** What a lever may be set to. */
export type Value = number | boolean | string;

/** Values of the levers that were moved, by path. */
export type Moved = Record<string, Value>;

/** Which run is meant. */
export interface Input {
  scenario: string;
  set: Moved;
  /** The scenario's own without. */
  seed?: number;
  replicate?: number;
}

/** What stands on the page, in a language; all languages have the same keys. */
export type PageTexts = (typeof texts)["page"];

/** Texts of a language, the scenarios, and who made the engine. */
export interface Opened {
  version: string;
  sources: string;
  languages: { code: string; name: string }[];
  scenarios: { id: string; title: string }[];
  page: PageTexts;
  /** By table and key. */
  lever: Partial<Record<string, Partial<Record<string, { name: string; meaning: string }>>>>;
  measure: Record<string, string>;
  unit: Partial<Record<string, string>>;
}

/** A choice of the state or of the company. */
export interface Lever {
  path: string;
  table: string;
  key: string;
  /** What it belongs to: the id of an entry, the name of a part; empty where there is none. */
  of: [id: string, part: string];
  unit: string;
  meaning: string;
  /** What it may be, where it is a choice between words. */
  words: string[] | null;
  /** A whole number. */
  whole: boolean;
  /** The scenario's value. */
  value: Value;
  /** What its slider covers; null where it has none. */
  span: [low: number, high: number] | null;
}

/** A measure year by year and over the whole run. */
export interface Measured {
  years: number[];
  whole: number;
}

/** Both worlds of a run, and how the cluster differs from the one with no lever moved. */
export interface Frame {
  seed: number;
  /** Keys of the measures, in the order in which they are shown. */
  measures: string[];
  data: Data;
  cluster: Record<string, Measured>;
  twin: Record<string, Measured>;
  /** The cluster with no lever moved. */
  base: Record<string, Measured>;
  difference: Record<string, Measured>;
  /** Every difference is exactly zero. */
  zero: boolean;
}

/** Bounds year by year. */
export type Bounds = [low: number[], high: number[]];

/** Other luck, by measure. */
export interface Band {
  measures: Record<string, Record<WorldName | "difference", Bounds>>;
}

/** An experiment: measures and table are there once all runs are done. */
export interface Varied {
  done: number;
  runs: number;
  levels: number[];
  measures?: Record<string, Record<WorldName, Level[]>>;
  csv?: string;
}

/** A measure at a level of the lever. */
export type Level = [mean: number, low: number, high: number];

/** A part of an explanation. */
export interface Section {
  title: string;
  lines: string[];
}

/** What can be asked. */
export interface Questions {
  open: { language: string };
  levers: { scenario: string };
  frame: { input: Input; language: string };
  hash: { input: Input };
  band: { input: Input; replicates: number };
  vary: { input: Input; lever: string; levels: number; replicates: number; upto: number };
  why: { input: Input; language: string; world: WorldName; year: number; plant: string | null };
}

/** The answers to it. */
export interface Answers {
  open: Opened;
  levers: Lever[];
  frame: Frame;
  hash: string;
  band: Band;
  vary: Varied;
  why: Section[];
}
