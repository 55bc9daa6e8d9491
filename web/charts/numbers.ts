import type { Words } from "./words";

/** A number as text. */
export type Form = (value: number) => string;

// Non-breaking space between a number and its unit.
const NO_BREAK = "\u00a0";

/** Number formats of a language: unchanged, three digits with a suffix, tonnes, percentage. */
export const numbersIn = (words: Words) => {
  const local: Form = (value) => String(value).replace(".", words.decimal).replace("-", "−");
  const short: Form = (value) => {
    for (let ending = words.short.length - 1; ending >= 0; ending--) {
      const size = 1000 ** (ending + 1);
      if (Math.abs(value) >= size) {
        return local(Number((value / size).toPrecision(3))) + NO_BREAK + words.short[ending];
      }
    }
    return local(Number(value.toPrecision(3)));
  };
  const tonnes: Form = (value) => {
    const thousands = Math.floor(Math.log10(Math.max(1, Number(Math.abs(value).toPrecision(3)))) / 3);
    const place = Math.min(words.tonnes.length - 1, thousands);
    return local(Number((value / 1000 ** place).toPrecision(3))) + NO_BREAK + words.tonnes[place];
  };
  const percent: Form = (value) => local(Number((100 * value).toFixed(1))) + NO_BREAK + "%";
  return { local, short, tonnes, percent };
};
