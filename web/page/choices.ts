/** The panel of choices: the main ones, and a row for each other, in groups. */
import { byId } from "../common/dom";
import { rowOf, type Row } from "./choice_row";
import { isShare } from "./choice_words";
import { MAIN } from "./main_choices";
import type { Choice, Moved, Value } from "./protocol";
import { texts } from "./speech";

let choices: Choice[] = [];
let set: Moved = {};
let rows = new Map<string, Row>();
let changed: (set: Moved) => void = () => undefined;

/** Listener for changed choices. */
export const onChange = (listener: (set: Moved) => void) => {
  changed = listener;
};

export const allChoices = () => choices;
export const choiceAt = (path: string) => choices.find((choice) => choice.path === path);

const valueOf = (choice: Choice) => set[choice.path] ?? choice.value;
const isMoved = (choice: Choice) => choice.path in set;
const place = (choice: Choice) => rows.get(choice.path)?.place(valueOf(choice), isMoved(choice));
const shares = () => choices.filter(isShare);

const remove = (choice: Choice) => {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the set goes into JSON as it is
  delete set[choice.path];
};

const choose = (choice: Choice, value: Value) => {
  if (value === choice.value) remove(choice);
  else set[choice.path] = value;
  if (isShare(choice)) share(choice, Number(value));
  place(choice);
  changed(set);
};

/**
 * Shares of one budget sum to at most 1: the others are reduced. All of them are set, since a share that is not
 * set counts as 0.
 */
const share = (moved: Choice, value: number) => {
  const others = shares().filter((choice) => choice !== moved);
  const total = others.reduce((sum, choice) => sum + Number(valueOf(choice)), 0);
  const scale = total + value > 1 ? (1 - value) / total : 1;
  set[moved.path] = value;
  for (const choice of others) {
    // Rounded down, so that the sum does not exceed 1.
    set[choice.path] = Math.floor(1e9 * scale * Number(valueOf(choice))) / 1e9;
    place(choice);
  }
};

const putBack = (choice: Choice) => {
  if (!isShare(choice)) {
    choose(choice, choice.value);
    place(choice);
    return;
  }
  // Shares cannot be reset one by one.
  shares().forEach(remove);
  shares().forEach(place);
  changed(set);
};

const groupOf = (choice: Choice) => (isShare(choice) ? "shares" : choice.table);

/** Shows the choices of a scenario, with these changed. Open groups stay open. */
export const showChoices = (of: Choice[], moved: Moved) => {
  choices = of;
  set = { ...moved };
  rows = new Map();
  const main = MAIN.flatMap(({ path }) => choices.filter((choice) => choice.path === path));
  byId("main-choices", HTMLDivElement).replaceChildren(...main.map(elementOf));
  const panel = byId("choice-rows", HTMLDivElement);
  const open = new Set(
    [...panel.querySelectorAll<HTMLElement>("details[open]")].map((group) => group.dataset.group),
  );
  const names = texts().choices.group as Record<string, string>;
  const others = choices.filter((choice) => !main.includes(choice));
  const groups = [...new Set(others.map(groupOf))].map((group) => {
    const own = others.filter((choice) => groupOf(choice) === group);
    const details = document.createElement("details");
    details.dataset.group = group;
    details.open = open.has(group) || own.some(isMoved);
    const summary = document.createElement("summary");
    summary.textContent = names[group];
    details.append(summary, ...own.map(elementOf));
    return details;
  });
  panel.replaceChildren(...groups);
  if (others.some(isMoved)) byId("more", HTMLDetailsElement).open = true;
  choices.forEach(place);
};

const elementOf = (choice: Choice) => {
  const row = rowOf({
    choice,
    place: rows.size,
    chosen: (value) => {
      choose(choice, value);
    },
    putBack: () => {
      putBack(choice);
    },
  });
  rows.set(choice.path, row);
  return row.element;
};
