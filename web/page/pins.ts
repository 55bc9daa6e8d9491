/** Kept settings, side by side: up to four, with a name and a colour, in the table and in all charts. */
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { nameOf, shown } from "./choice_words";
import { choiceAt } from "./choices";
import { ask } from "./engine";
import { said } from "./measures";
import { wordsOf } from "./message";
import type { Frame, Input, Moved } from "./protocol";
import { charts, texts } from "./speech";
import { frame, inCurrency, input, state } from "./state";

/** Kept settings of the region that is shown. */
export interface Pin {
  name: string;
  set: Moved;
  /** Null for the scenario's own. */
  seed: number | null;
}

export const MOST_PINS = 4;

export const pinColour = (place: number) => `var(--pin-${place + 1})`;

const inputOf = ({ set, seed }: Pin): Input =>
  seed === null ? { scenario: state.scenario, set } : { scenario: state.scenario, set, seed };

/** Runs of the pins, by input and language. */
const runs = new Map<string, Frame>();

const runOf = (pin: Pin): Frame => {
  const request = { input: inputOf(pin), language: state.language };
  const key = JSON.stringify(request);
  let run = runs.get(key);
  if (!run) runs.set(key, (run = ask("frame", request)));
  return run;
};

/** The pins with their colours and runs. */
export const pinned = () => state.pins.map((pin, i) => ({ ...pin, colour: pinColour(i), run: runOf(pin) }));

/** Drops pins that cannot be run; returns why. */
export const checkPins = (): string[] => {
  const faults: string[] = [];
  state.pins = state.pins.filter((pin) => {
    try {
      runOf(pin);
      return true;
    } catch (error) {
      faults.push(`pin ${pin.name}: ${wordsOf(error)}`);
      return false;
    }
  });
  return faults;
};

/** A name that says what is changed. */
const ownName = () => {
  const changes = Object.entries(state.set).flatMap(([path, value]) => {
    const choice = choiceAt(path);
    return choice ? [`${shown(choice, value)}: ${nameOf(choice)}`] : [];
  });
  return changes.length > 0 ? changes.join("; ").slice(0, 60) : texts().pins.unchanged;
};

const rowOf = (head: HTMLElement, run: Frame, isBase: boolean) => {
  const { cluster, twin, base } = run;
  const spent = cluster.state_spending.whole - base.state_spending.whole;
  const more = cluster.converted.whole - base.converted.whole;
  const price = more > 0 && !isBase ? `${charts().short(spent / more)} ${inCurrency("{currency}")}` : "—";
  const cells = [
    said("converted", cluster.converted.whole - twin.converted.whole),
    said("stock", cluster.stock.whole),
    said("net_benefit", cluster.net_benefit.whole - twin.net_benefit.whole),
    said("state_spending", cluster.state_spending.whole),
    price,
  ];
  const row = document.createElement("tr");
  row.append(
    head,
    ...cells.map((text) => Object.assign(document.createElement("td"), { textContent: text })),
  );
  return row;
};

const headOf = (colour: string, ...inside: (Node | string)[]) => {
  const head = document.createElement("th");
  head.scope = "row";
  const dot = Object.assign(document.createElement("span"), { className: "pin-dot" });
  dot.style.background = colour;
  head.append(dot, ...inside);
  return head;
};

/** What a click on a pin does: `changed` after a new name or a removal, `shown` to show its settings. */
export interface PinHooks {
  changed: () => void;
  shown: (pin: Pin) => void;
}

export const showPins = ({ changed, shown: show }: PinHooks) => {
  const words = texts().pins;
  const button = (text: string, label: string, click: () => void) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", click);
    return made;
  };
  const heads = [words.setting, words.more, words.heap, words.benefit, words.spent, words.price];
  const top = document.createElement("tr");
  top.append(
    ...heads.map((text) =>
      Object.assign(document.createElement("th"), { scope: "col", textContent: inCurrency(text) }),
    ),
  );
  const rows = pinned().map(({ name, colour, run, set }, place) => {
    const pin = state.pins[place];
    const box = Object.assign(document.createElement("input"), { type: "text", value: name, maxLength: 60 });
    box.setAttribute("aria-label", words.name);
    box.addEventListener("change", () => {
      pin.name = box.value;
      changed();
    });
    const remove = () => {
      state.pins.splice(place, 1);
      changed();
    };
    const tools = [
      button(words.show, fillIn(words.show_this, { name }), () => {
        show(pin);
      }),
      button("×", fillIn(words.remove, { name }), remove),
    ];
    return rowOf(headOf(colour, box, ...tools), run, Object.keys(set).length === 0);
  });
  const now = rowOf(headOf("var(--cluster)", words.now), frame(), frame().zero);
  const [head, body] = [document.createElement("thead"), document.createElement("tbody")];
  head.append(top);
  body.append(now, ...rows);
  byId("pin-table", HTMLTableElement).replaceChildren(head, body);
  byId("pins", HTMLElement).hidden = state.pins.length === 0;
  byId("keep", HTMLButtonElement).disabled = state.pins.length >= MOST_PINS;
};

/** Keeps what is shown now. */
export const keep = () => {
  const { set, seed = null } = input();
  state.pins.push({ name: ownName(), set: { ...set }, seed });
};
