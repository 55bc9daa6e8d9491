/** The table of numbers: both worlds and the effect of changed choices, in a year and over the whole run. */
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { formOf, isState, saidChange, titleOf } from "./measures";
import { texts } from "./speech";
import { frame, shownYear, state } from "./state";

const COLUMNS = ["what", "cluster", "twin", "change", "whole_cluster", "whole_twin", "whole_change"] as const;

const head = (text: string, scope: "row" | "col") => {
  const cell = document.createElement("th");
  cell.textContent = text;
  cell.scope = scope;
  return cell;
};

const cell = (text: string) => Object.assign(document.createElement("td"), { textContent: text });

const row = (...cells: HTMLElement[]) => {
  const element = document.createElement("tr");
  element.append(...cells);
  return element;
};

/** What the run comes to, a paragraph a sentence. */
export const showSum = () => {
  const said = frame().comes_to.map((text) =>
    Object.assign(document.createElement("p"), { textContent: text }),
  );
  byId("sum", HTMLDivElement).replaceChildren(...said);
};

export const showNumbers = () => {
  const { cluster, twin, difference, measures } = frame();
  const words = texts().numbers;
  const columns = COLUMNS.map((key) => head(fillIn(words[key], { year: shownYear() }), "col"));
  const rows = measures.map((measure) => {
    const form = formOf(measure);
    const [a, b, change] = [cluster[measure], twin[measure], difference[measure]];
    const { year } = state;
    return row(
      head(titleOf(measure) + (isState(measure) ? ` (${words.at_end})` : ""), "row"),
      cell(form(a.years[year])),
      cell(form(b.years[year])),
      cell(saidChange(measure, change.years[year])),
      cell(form(a.whole)),
      cell(form(b.whole)),
      cell(saidChange(measure, change.whole)),
    );
  });
  const [top, body] = [document.createElement("thead"), document.createElement("tbody")];
  top.append(row(...columns));
  body.append(...rows);
  byId("numbers", HTMLTableElement).replaceChildren(top, body);
};
