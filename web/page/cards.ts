/** The cards of the charts: the finding, the chart, and buttons that save it. */
import { drawPlot, markPlot, markTimeline, WORLDS } from "../charts";
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { type Figure, figureIds, figureOf, type Shown } from "./figures";
import { drawLazily } from "./lazy";
import { goTo } from "./play";
import { saveAs, type SaveFormat } from "./saving";
import { charts, texts } from "./speech";
import { frame, state } from "./state";
import { whyEvent } from "./why";

const FORMATS: SaveFormat[] = ["PNG", "SVG", "CSV"];

interface Card {
  element: HTMLElement;
  finding: HTMLElement;
  what: HTMLElement;
  plot: HTMLElement;
  saves: HTMLElement;
  figure?: Figure;
}
const cards = new Map<string, Card>();

const make = (id: string, into: HTMLElement): Card => {
  const element = document.createElement("div");
  element.className = "card";
  element.dataset.measure = id;
  const finding = document.createElement("h3");
  finding.className = "finding";
  const what = Object.assign(document.createElement("p"), { className: "what" });
  const plot = document.createElement("div");
  plot.className = "plot";
  plot.setAttribute("role", "img");
  const saves = Object.assign(document.createElement("p"), { className: "saves" });
  element.append(finding, what, plot, saves);
  into.append(element);
  return { element, finding, what, plot, saves };
};

const show = (id: string, card: Card, shown: Shown) => {
  const figure = figureOf(id, shown);
  card.figure = figure;
  // What never happens in this run needs no chart.
  card.element.hidden = figure.curves.every(({ values }) => values.every((value) => value === 0));
  card.finding.textContent = figure.finding;
  card.what.textContent = figure.title;
  card.plot.setAttribute("aria-label", `${figure.title}: ${figure.finding}`);
  const buttons = FORMATS.map((format) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: format });
    button.setAttribute("aria-label", `${fillIn(texts().charts.save, { format })}: ${figure.title}`);
    button.addEventListener("click", () => void saveAs(format, figure, card.plot));
    return button;
  });
  card.saves.replaceChildren(...buttons);
  drawLazily(card.plot, () => {
    drawPlot({
      element: card.plot,
      labels: frame().data.years,
      form: figure.form,
      curves: figure.curves,
      steps: figure.steps,
      happened: figure.happened,
      mark: state.year,
      picked: goTo,
    });
  });
};

/** Shows all charts; they are drawn when they come into view. */
export const drawCharts = (shown: Shown) => {
  const { first, more } = figureIds();
  for (const [ids, into] of [
    [first, byId("charts", HTMLDivElement)],
    [more, byId("charts-more", HTMLDivElement)],
  ] as const) {
    for (const id of ids) {
      let card = cards.get(id);
      if (!card) cards.set(id, (card = make(id, into)));
      show(id, card, shown);
    }
  }
};

const events = () => byId("events", HTMLDivElement);

export const drawEvents = () => {
  const element = events();
  element.setAttribute("aria-label", texts().events.title);
  drawLazily(element, () => {
    const { data } = frame();
    charts().timeline({ data, worlds: WORLDS, element, mark: state.year, clicked: whyEvent });
  });
};

/** Marks the year shown in all charts. */
export const markYear = () => {
  for (const { plot } of cards.values()) markPlot(plot, state.year);
  markTimeline(events(), state.year);
};
