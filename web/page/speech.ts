/** The language of the page. */
import { type Charts, chartsIn } from "../charts";
import { ask } from "./engine";
import type { Opened, PageTexts } from "./protocol";

interface Speech {
  opened: Opened;
  charts: Charts;
}
let now: Speech | undefined;

const spoken = (): Speech => {
  if (!now) throw new Error("no language was chosen");
  return now;
};

/** The current language: all texts, those of the page, and its charts. */
export const opened = () => spoken().opened;
export const texts = (): PageTexts => spoken().opened.page;
export const charts = () => spoken().charts;
export const isSpoken = () => now !== undefined;

/** Version of the engine, with the digest of its sources. */
export const versionOf = ({ version, sources }: Opened) => `${version}-${sources}`;

/** A text with `{n|plant|plants}` in the plural form for a number: one, few, many. */
export const withForm = (text: string, value: number) =>
  text.replace(/\{n\|([^}]*)\}/g, (_, forms: string) => {
    const list = forms.split("|");
    const form = new Intl.PluralRules(document.documentElement.lang).select(value);
    return list[Math.min(list.length - 1, form === "one" ? 0 : form === "many" ? 2 : 1)];
  });

/** Sets the language: updates every element that refers to a text of the page. */
export const speak = (language: string) => {
  const opened = ask("open", { language });
  const { page } = opened;
  now = { opened, charts: chartsIn({ ...page.charts_words, cluster: page.cluster, twin: page.twin }) };
  document.documentElement.lang = language;
  document.title = `circulus: ${page.title}`;
  for (const element of document.querySelectorAll<HTMLElement>("[data-t]")) {
    element.textContent = textAt(page, element.dataset.t ?? "");
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-l]")) {
    element.setAttribute("aria-label", textAt(page, element.dataset.l ?? ""));
  }
};

/** The text with a key like `choices.title`. */
const textAt = (page: PageTexts, key: string) => {
  const found = key
    .split(".")
    .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], page);
  if (typeof found !== "string") throw new Error(`there is no text ${key}`);
  return found;
};
