/** Elements of SVG. */
const SPACE = "http://www.w3.org/2000/svg";

export type Attributes = Record<string, string | number>;

export const set = <E extends SVGElement>(element: E, attributes: Attributes): E => {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
};

/** A new element with attributes and children. */
export const svg = <K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): SVGElementTagNameMap[K] => {
  const element = set(document.createElementNS(SPACE, name), attributes);
  element.append(...children);
  return element;
};

/** A coordinate in tenths of a pixel: exact enough, and the same text on every machine. */
export const px = (value: number) => String(Math.round(value * 10) / 10);
