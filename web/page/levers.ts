/** The panel of choices: a row for each, in groups. */
import { byId } from "../common/dom";
import { rowOf, type Row } from "./lever_row";
import { isShare } from "./lever_words";
import type { Lever, Moved, Value } from "./protocol";
import { texts } from "./speech";

let levers: Lever[] = [];
let set: Moved = {};
let rows = new Map<string, Row>();
let changed: (set: Moved) => void = () => undefined;

/** Listener for changed choices. */
export const onChange = (listener: (set: Moved) => void) => {
  changed = listener;
};

export const allLevers = () => levers;
export const leverAt = (path: string) => levers.find((lever) => lever.path === path);

const valueOf = (lever: Lever) => set[lever.path] ?? lever.value;
const isMoved = (lever: Lever) => lever.path in set;
const place = (lever: Lever) => rows.get(lever.path)?.place(valueOf(lever), isMoved(lever));
const shares = () => levers.filter(isShare);

const remove = (lever: Lever) => {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- the set goes into JSON as it is
  delete set[lever.path];
};

const choose = (lever: Lever, value: Value) => {
  if (value === lever.value) remove(lever);
  else set[lever.path] = value;
  if (isShare(lever)) share(lever, Number(value));
  rows.get(lever.path)?.tell(valueOf(lever), isMoved(lever));
  changed(set);
};

/**
 * Shares of one budget sum to at most 1: the others are reduced. All of them are set, since a share that is not
 * set counts as 0.
 */
const share = (moved: Lever, value: number) => {
  const others = shares().filter((lever) => lever !== moved);
  const total = others.reduce((sum, lever) => sum + Number(valueOf(lever)), 0);
  const scale = total + value > 1 ? (1 - value) / total : 1;
  set[moved.path] = value;
  for (const lever of others) {
    // Rounded down, so that the sum does not exceed 1.
    set[lever.path] = Math.floor(1e9 * scale * Number(valueOf(lever))) / 1e9;
    place(lever);
  }
};

const putBack = (lever: Lever) => {
  if (!isShare(lever)) {
    choose(lever, lever.value);
    place(lever);
    return;
  }
  // Shares cannot be reset one by one.
  shares().forEach(remove);
  shares().forEach(place);
  changed(set);
};

const groupOf = (lever: Lever) => (isShare(lever) ? "shares" : lever.table);

/** Shows the choices of a scenario, with these changed. Open groups stay open. */
export const showLevers = (of: Lever[], moved: Moved) => {
  levers = of;
  set = { ...moved };
  rows = new Map();
  const panel = byId("levers", HTMLDivElement);
  const open = new Set(
    [...panel.querySelectorAll<HTMLElement>("details[open]")].map((group) => group.dataset.group),
  );
  const names = texts().levers.group as Record<string, string>;
  const groups = [...new Set(levers.map(groupOf))].map((group) => {
    const own = levers.filter((lever) => groupOf(lever) === group);
    const details = document.createElement("details");
    details.dataset.group = group;
    details.open = open.has(group) || (open.size === 0 && group === "policy") || own.some(isMoved);
    const summary = document.createElement("summary");
    summary.textContent = names[group];
    details.append(summary, ...own.map(elementOf));
    return details;
  });
  panel.replaceChildren(...groups);
  levers.forEach(place);
};

const elementOf = (lever: Lever) => {
  const row = rowOf({
    lever,
    place: rows.size,
    chosen: (value) => {
      choose(lever, value);
    },
    putBack: () => {
      putBack(lever);
    },
  });
  rows.set(lever.path, row);
  return row.element;
};
