/** Widths of texts, as the browser will draw them. */
const FAMILY = "system-ui, 'Segoe UI', Roboto, sans-serif";
const known = new Map<string, number>();
let pen: CanvasRenderingContext2D | null | undefined;

/** Width of a text in bold, which is the widest that it is drawn. */
export const widthOf = (text: string, font: number): number => {
  const key = `${font} ${text}`;
  let wide = known.get(key);
  if (wide === undefined) {
    pen ??= document.createElement("canvas").getContext("2d");
    if (pen) pen.font = `700 ${font}px ${FAMILY}`;
    wide = pen ? pen.measureText(text).width : text.length * font * 0.62;
    known.set(key, wide);
  }
  return wide;
};

/** How much larger labels are than usual: a page for a projector sets the variable. */
export const labelScale = (element: Element) =>
  Number(getComputedStyle(element).getPropertyValue("--label-scale")) || 1;

export interface Size {
  wide: number;
  high: number;
  /** How much larger labels are than usual. */
  larger: number;
}

/** Sizes of elements on screen: to ask the browser between changes makes it lay out the whole page each time. */
let sizes = new WeakMap<Element, Size>();
const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) sizes.delete(target);
});

/** Has all sizes measured again. */
export const forgetSizes = () => {
  sizes = new WeakMap();
};

/** The size of an element; 0 wide if it is not on screen. */
export const sizeOf = (element: HTMLElement): Size => {
  let size = sizes.get(element);
  if (!size) {
    size = { wide: element.clientWidth, high: element.clientHeight, larger: labelScale(element) };
    if (size.wide > 0) {
      sizes.set(element, size);
      watch.observe(element);
    }
  }
  return size;
};

/** Parts of a text at which a line may end: after a space or a hyphen. */
const parts = (text: string) => text.match(/[^\s-]+(?:-|\s+|$)|-\s*/g) ?? [text];

/** A text in lines of at most this width; a part that is wider has its own line. */
export const wrapped = (text: string, font: number, wide: number): string[] => {
  const lines: string[] = [];
  for (const part of parts(text)) {
    const last = lines.at(-1);
    if (last !== undefined && widthOf((last + part).trimEnd(), font) <= wide)
      lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.map((line) => line.trimEnd());
};
