/** The explanation dialog. */
import type { Event, Flow, WorldName } from "../charts";
import { byId } from "../common/dom";
import { ask } from "./engine";
import { wordsOf } from "./message";
import type { Explained } from "./protocol";
import { texts } from "./speech";
import { inShort } from "./why_short";
import { frame, input, shownYear, state } from "./state";

// Indices of the sections in an explanation; `src/explain/` has a fixed order.
const TRADE = 3;
const RISK = 6;

const withText = (tag: "p" | "li" | "summary", text: string) =>
  Object.assign(document.createElement(tag), { textContent: text });

/** Opens the explanation of a plant, or of the company if none is given; `first` is the requested section. */
const open = (world: WorldName, year: number, plant: string | null, first?: number) => {
  const { told, account } = explained(world, year, plant);
  const [head, ...rest] = told;
  byId("why-title", HTMLHeadingElement).textContent = head.title;
  const short = first === undefined ? inShort(account) : [];
  const sections = rest.map(({ title, lines }, i) => {
    const details = document.createElement("details");
    details.open = first === i + 1 || (first === undefined && short.length === 0);
    const list = document.createElement("ul");
    list.append(...lines.map((line) => withText("li", line)));
    details.append(withText("summary", title), list);
    return details;
  });
  const lead = head.lines.map((line) => Object.assign(withText("p", line), { className: "note" }));
  byId("why-text", HTMLDivElement).replaceChildren(...short, ...sections, ...lead);
  const dialog = byId("why", HTMLDialogElement);
  if (!dialog.open) dialog.showModal();
  if (first !== undefined) sections.at(first - 1)?.scrollIntoView({ block: "start" });
};

const explained = (world: WorldName, year: number, plant: string | null): Explained => {
  try {
    return ask("why", { input: input(), language: state.language, world, year, plant });
  } catch (error) {
    return { told: [{ title: texts().why.nobody, lines: [wordsOf(error)] }], account: {} };
  }
};

const idOf = (plant: number) => frame().data.plants[plant].id;

export const whyPlant = (world: WorldName, plant: number) => {
  open(world, shownYear(), idOf(plant));
};

/** A flow is explained by its supplier. */
export const whyFlow = (world: WorldName, [from]: Flow) => {
  open(world, shownYear(), idOf(from), TRADE);
};

export const whyEvent = (world: WorldName, [year, , plant]: Event) => {
  if (plant === null) open(world, year, null);
  else open(world, year, idOf(plant), RISK);
};

export const whyCompany = (world: WorldName) => {
  open(world, shownYear(), null);
};
