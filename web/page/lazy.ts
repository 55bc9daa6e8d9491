/** Draws what is on screen at once, and the rest when it scrolls into view or is printed. */
type Draw = () => void;

const waiting = new Map<Element, Draw>();
const watched = new Set<Element>();
const seen = new Set<Element>();

const drawn = (element: Element) => {
  const draw = waiting.get(element);
  waiting.delete(element);
  draw?.();
};

const watch = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) seen.delete(target);
      else {
        seen.add(target);
        drawn(target);
      }
    }
  },
  { rootMargin: "200px" },
);

export const drawLazily = (element: Element, draw: Draw) => {
  if (!watched.has(element)) {
    watched.add(element);
    watch.observe(element);
  }
  waiting.set(element, draw);
  if (seen.has(element)) drawn(element);
};

/** Draws everything that waits. */
export const drawWaiting = () => {
  for (const element of [...waiting.keys()]) drawn(element);
};
