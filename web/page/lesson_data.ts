/** The lessons of `docs/teach/lessons/`: sheets, and stories of steps. */
import { byId } from "../common/dom";

/** A step of a story; see `stories.toml`. */
export interface Step {
  id: string;
  /** Settings with which it begins, as in a link. */
  state: string;
  /** What is highlighted. */
  look: string;
  /** Calendar year up to which it plays. */
  play?: number;
  /** Name of the number that is guessed, and ranges of it to choose from. */
  pick?: string;
  options?: [low: number, high: number][];
  /** Measure whose line is drawn. */
  line?: string;
}

/** What a step says. */
export interface StepTexts {
  title: string;
  text: string;
  look: string;
  ask?: string;
  options?: string[];
  answer?: string;
}

/** How a number is read from an answer of the engine; see `numbers.toml`. */
export interface NumberOf {
  scenario?: string;
  ask: string;
  set?: Record<string, number | boolean | string>;
  read: string;
  over?: string;
  year?: number;
  first_at_least?: number;
  scale?: number;
  decimals?: number;
}

interface Lessons {
  /** HTML by language, minutes and sheet; generated from our own Markdown by `assemble`. */
  sheets: Record<string, Record<string, Record<string, string>>>;
  lessons: { minutes: number; step: Step[] }[];
  /** By language, minutes and id of a step. */
  texts: Record<string, Record<string, Record<string, StepTexts>>>;
  numbers: Record<string, NumberOf>;
}

export const lessons = JSON.parse(byId("lesson-data", HTMLScriptElement).text) as Lessons;
