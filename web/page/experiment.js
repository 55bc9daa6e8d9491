"use strict";
// A small experiment: one lever over its range with 20 seeds at each level, in the worker.
const experiment = ({ texts, charts, current, levers, draw: picture }) => {
  const at = (id) => document.getElementById(id);
  const LEVELS = 11, SEEDS = 20, AT_ONCE = 20;
  let turn = 0, result = null;
  const fill = (measures) => {
    const chosen = at("vary").value;
    at("vary").replaceChildren(...levers.all().filter((lever) => lever.span && lever.key !== "shares").map((lever) => new Option(levers.nameOf(lever), lever.path)));
    if (levers.known(chosen)) at("vary").value = chosen;
    if (!at("vary-measure").length) at("vary-measure").append(...measures.map((key) => new Option("", key)));
    for (const option of at("vary-measure").options) option.text = texts.measure[option.value].replaceAll("{currency}", current().frame.data.currency);
  };
  const draw = () => {
    if (!result) return;
    const key = at("vary-measure").value, form = key === "use_rate" ? charts.percent : charts.short, of = result.measures[key];
    const bandOf = (rows) => [rows.map((row) => row[1]), rows.map((row) => row[2])];
    const series = [["cluster", charts.colours[0]], ["twin", "#6b6b6b"]].map(([name, colour]) => ({
      name: texts.page[name], values: of[name].map((row) => row[0]), colour, dashed: name === "twin" && "dashed", band: bandOf(of[name]),
    }));
    const lever = levers.known(result.lever), place = at("vary-chart");
    const title = texts.measure[key].replaceAll("{currency}", current().frame.data.currency);
    place.hidden = false;
    place.setAttribute("aria-label", title + ": " + levers.nameOf(lever));
    picture(place, () => charts.lines({ title, years: result.levels.map((value) => levers.shown(lever, value)), form, series }));
  };
  const run = async () => {
    const mine = ++turn, { input, engine } = current(), lever = at("vary").value, done = at("vary-done");
    at("vary-csv").hidden = true;
    done.hidden = false;
    for (let upto = AT_ONCE; ; upto += AT_ONCE) {
      let answer;
      try {
        answer = await engine.askAside({ ask: "vary", input, lever, levels: LEVELS, replicates: SEEDS, upto });
      } catch (error) {
        done.hidden = true;
        current().tell(error.message);
        return;
      }
      if (mine !== turn) return;
      [done.max, done.value] = [answer.runs, answer.done];
      if (answer.csv === undefined) continue;
      result = { ...answer, lever };
      done.hidden = true;
      URL.revokeObjectURL(at("vary-csv").href);
      at("vary-csv").href = URL.createObjectURL(new Blob([answer.csv], { type: "text/csv" }));
      at("vary-csv").download = "circulus_" + input.scenario + "_" + lever.replace(/[^a-z_]+/gi, "_") + ".csv";
      at("vary-csv").hidden = false;
      draw();
      return;
    }
  };
  at("vary-run").addEventListener("click", run);
  at("vary-measure").addEventListener("change", draw);
  // What was drawn is of another run now.
  const forget = () => { turn++; result = null; at("vary-chart").hidden = true; at("vary-csv").hidden = true; at("vary-done").hidden = true; };
  return { fill, forget, draw };
};
