/** A small experiment, run in the worker: one choice over its range, with the same seeds at each level. */
import { type Curve, drawPlot, INK, WORLDS } from "../charts";
import { byId } from "../common/dom";
import { setOptions } from "./options";
import { askAside } from "./engine";
import { isShare, nameOf, shown } from "./choice_words";
import { allChoices, choiceAt } from "./choices";
import { tell, wordsOf } from "./message";
import { formOf, titleOf } from "./measures";
import type { Varied } from "./protocol";
import { texts } from "./speech";
import { frame, input } from "./state";

const LEVELS = 11;
const SEEDS = 20;
/** Number of runs between progress reports of the worker. */
const AT_ONCE = 20;

interface Result {
  /** The run that was varied. */
  of: string;
  choice: string;
  levels: number[];
  measures: NonNullable<Varied["measures"]>;
}

const varied = byId("vary", HTMLSelectElement);
const measure = byId("vary-measure", HTMLSelectElement);
const progress = byId("vary-done", HTMLProgressElement);
const table = byId("vary-csv", HTMLAnchorElement);
const chart = byId("vary-chart", HTMLDivElement);
const card = byId("vary-card", HTMLDivElement);

let result: Result | null = null;
/** Number of the current experiment; answers to earlier ones are ignored. */
let turn = 0;

/** Lists the choices of the scenario and all measures. */
export const offerExperiment = () => {
  // A single share cannot be varied, as the shares have a common sum.
  const choices = allChoices().filter((choice) => choice.span && !isShare(choice));
  setOptions(
    varied,
    choices.map((choice) => [choice.path, nameOf(choice)]),
  );
  setOptions(
    measure,
    frame().measures.map((key) => [key, titleOf(key)]),
  );
};

const drawResult = () => {
  const choice = result && choiceAt(result.choice);
  if (!result || !choice) return;
  const { levels, measures } = result;
  const [key, title] = [measure.value, titleOf(measure.value)];
  const curves = WORLDS.map((name): Curve => {
    const rows = measures[key][name];
    return {
      name: texts()[name],
      values: rows.map(([mean]) => mean),
      band: [rows.map(([, low]) => low), rows.map(([, , high]) => high)],
      ...(name === "twin" ? { colour: INK.twin, dash: "dashed" } : { colour: INK.cluster }),
    };
  });
  const labels = levels.map((value) => shown(choice, value));
  card.hidden = false;
  byId("vary-title", HTMLHeadingElement).textContent = `${title}: ${nameOf(choice)}`;
  chart.setAttribute("aria-label", `${title}: ${nameOf(choice)}`);
  drawPlot({ element: chart, labels, form: formOf(key), curves });
};

/** Draws the result again, in another language perhaps; removes it when it no longer belongs to the current run. */
export const refreshExperiment = () => {
  if (result?.of === JSON.stringify(input())) {
    drawResult();
    return;
  }
  turn++;
  result = null;
  for (const element of [card, table, progress]) element.hidden = true;
};

const offerTable = (csv: string, scenario: string, choice: string) => {
  URL.revokeObjectURL(table.href);
  table.href = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
  table.download = `circulus_${scenario}_${choice.replace(/[^a-z_]+/gi, "_")}.csv`;
  table.hidden = false;
};

const run = async () => {
  const mine = ++turn;
  const [of, choice] = [input(), varied.value];
  table.hidden = true;
  progress.hidden = false;
  for (let upto = AT_ONCE; ; upto += AT_ONCE) {
    const answer = await askAside("vary", { input: of, choice, levels: LEVELS, replicates: SEEDS, upto });
    if (mine !== turn) return;
    progress.max = answer.runs;
    progress.value = answer.done;
    const { levels, measures, csv } = answer;
    if (!measures || csv === undefined) continue;
    result = { of: JSON.stringify(of), choice, levels, measures };
    progress.hidden = true;
    offerTable(csv, of.scenario, choice);
    drawResult();
    return;
  }
};

/** Connects the controls of the experiment. */
export const beginExperiment = () => {
  byId("vary-run", HTMLButtonElement).addEventListener("click", () => {
    run().catch((error: unknown) => {
      progress.hidden = true;
      tell(wordsOf(error));
    });
  });
  measure.addEventListener("change", drawResult);
};
