/** Saves a chart as a picture or as a table, with what it is of: region, choices, seed, version and link. */
import { fillIn } from "../common/slots";
import type { Figure } from "./figures";
import { addressNow } from "./remember";
import { charts, opened, texts, versionOf } from "./speech";
import { frame, state } from "./state";

export type SaveFormat = "PNG" | "SVG" | "CSV";

/** Pixels above the chart for its sentence, and below it for its origin. */
const [HEAD, FOOT] = [46, 34];
/** Dots of a PNG per pixel. */
const DENSITY = 2;

export const saveAs = async (format: SaveFormat, figure: Figure, plot: HTMLElement) => {
  if (format === "CSV") download(figure, "csv", new Blob([table(figure)], { type: "text/csv" }));
  else {
    const picture = pictureOf(figure, plot);
    const svg = new Blob([picture.text], { type: "image/svg+xml" });
    if (format === "SVG") download(figure, "svg", svg);
    else download(figure, "png", await painted(picture));
  }
};

const download = ({ id }: Figure, ending: string, content: Blob) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = `circulus_${state.scenario}_${id}.${ending}`;
  link.click();
  URL.revokeObjectURL(link.href);
};

/** Where the numbers come from, in lines. */
const origin = () => {
  const { scenarios } = opened();
  const title = scenarios.find(({ id }) => id === state.scenario)?.title ?? state.scenario;
  const set = Object.entries(state.set).map(([path, value]) => `${path}=${value}`);
  return [
    `${title}; seed ${frame().seed}; circulus ${versionOf(opened())}`,
    ...(set.length > 0 ? [set.join("; ")] : []),
  ];
};

/** A table as people's programs read it in their language: where the comma is a decimal sign, semicolons part cells. */
export const table = (figure: Figure) => {
  const comma = charts().words.decimal === ",";
  const cell = (text: string) => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const number = (value: number) => (comma ? String(value).replace(".", ",") : String(value));
  const row = (cells: string[]) => cells.map(cell).join(comma ? ";" : ",");
  const numbers = (cells: string[]) => cells.join(comma ? ";" : ",");
  const { curves, title } = figure;
  const rows = frame().data.years.map((year, i) =>
    numbers([String(year), ...curves.map(({ values }) => number(values[i]))]),
  );
  const head = row([texts().charts.year, ...curves.map(({ name }) => `${title}, ${name}`)]);
  const notes = [...origin(), addressNow()].map((line) => `# ${line}`);
  // With a byte-order mark, as spreadsheets take text without one for an old code page.
  return `\ufeff${[...notes, head, ...rows].join("\r\n")}\r\n`;
};

interface Picture {
  text: string;
  wide: number;
  high: number;
}

/** The chart as a file of its own: with its sentence, its origin, and colours instead of variables. */
const pictureOf = (figure: Figure, plot: HTMLElement): Picture => {
  const chart = plot.querySelector("svg");
  if (!chart) throw new Error("there is no chart to save");
  const [wide, high] = [plot.clientWidth, plot.clientHeight];
  const copy = chart.cloneNode(true) as SVGSVGElement;
  copy.querySelector(".mark")?.remove();
  copy.setAttribute("y", String(HEAD));
  const all = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const total = HEAD + high + FOOT;
  for (const [name, value] of [
    ["xmlns", "http://www.w3.org/2000/svg"],
    ["width", wide],
    ["height", total],
    ["viewBox", `0 0 ${wide} ${total}`],
    ["font-family", "system-ui, 'Segoe UI', Roboto, sans-serif"],
  ] as const) {
    all.setAttribute(name, String(value));
  }
  const text = (content: string, y: number, size: number, colour: string, weight = 400) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", "text");
    for (const [name, value] of Object.entries({
      x: 10,
      y,
      "font-size": size,
      fill: colour,
      "font-weight": weight,
    })) {
      element.setAttribute(name, String(value));
    }
    element.textContent = content;
    all.append(element);
  };
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: wide, height: total, fill: "var(--panel)" })) {
    ground.setAttribute(name, String(value));
  }
  all.append(ground);
  text(figure.finding, 20, 14, "var(--ink)", 600);
  text(figure.title, 37, 11, "var(--soft)");
  all.append(copy);
  origin().forEach((line, i) => {
    text(line, HEAD + high + 12 + 13 * i, 9, "var(--soft)");
  });
  const style = getComputedStyle(document.documentElement);
  const resolved = new XMLSerializer()
    .serializeToString(all)
    .replace(/var\((--[\w-]+)[^)]*\)/g, (_, name: string) => style.getPropertyValue(name).trim());
  return { text: resolved, wide, high: total };
};

const painted = async ({ text, wide, high }: Picture): Promise<Blob> => {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [wide * DENSITY, high * DENSITY];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error(fillIn(texts().charts.save, { format: "PNG" })));
    });
  });
};
