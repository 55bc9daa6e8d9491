/** Numbers of the stories, read from the engine when they are told; as `tests/suite/lessons.rs` reads them. */
import { ask } from "./engine";
import { lessons, type NumberOf } from "./lesson_data";
import type { Frame } from "./protocol";
import { charts } from "./speech";
import { state } from "./state";

/** Runs by scenario and choices: several numbers are read from the same one. */
const known = new Map<string, Frame>();

const runOf = ({ scenario = "classroom", set = {} }: NumberOf): Frame => {
  const key = JSON.stringify([scenario, set]);
  let run = known.get(key);
  if (!run) {
    run = ask("frame", { input: { scenario, set }, language: state.language });
    known.set(key, run);
  }
  return run;
};

const numberOf = (name: string): NumberOf => {
  const of = (lessons.numbers as Partial<Record<string, NumberOf>>)[name];
  if (of?.ask !== "frame") throw new Error(`there is no number ${name} of a run`);
  return of;
};

/** A number of the lessons, in its unit. */
export const valueOf = (name: string): number => {
  const of = numberOf(name);
  const run = runOf(of);
  const read = (path: string) => {
    const found = path
      .split(".")
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], run);
    if (of.first_at_least !== undefined || of.year !== undefined) {
      if (!Array.isArray(found)) throw new Error(`${path} is no series`);
      const series = found as number[];
      const least = of.first_at_least ?? 0;
      const { years } = run.data;
      return of.year === undefined
        ? years[series.findIndex((value) => value >= least)]
        : series[years.indexOf(of.year)];
    }
    if (typeof found !== "number") throw new Error(`${path} is no number`);
    return found;
  };
  return read(of.read) / (of.over === undefined ? 1 : read(of.over)) / (of.scale ?? 1);
};

/** A text with its numbers filled in. */
export const withNumbers = (text: string) =>
  text.replace(/\{(\w+)\}/g, (_, name: string) =>
    charts().local(Number(valueOf(name).toFixed(numberOf(name).decimals ?? 0))),
  );

/** The place of the option whose range has the number, rounded as it is told. */
export const rightOption = (name: string, options: [low: number, high: number][]) => {
  const value = Math.round(valueOf(name));
  return options.findIndex(([low, high]) => value >= low && value <= high);
};
