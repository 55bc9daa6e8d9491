/** A small note beside the pointer. */
export interface Tip {
  show: (event: PointerEvent, lines: string[]) => void;
  hide: () => void;
}

/** The note of an element, made once; it stays inside the element. */
export const tipIn = (element: HTMLElement): Tip => {
  let note = element.querySelector<HTMLElement>(".tip");
  if (!note) {
    note = document.createElement("div");
    note.className = "tip";
    note.hidden = true;
    Object.assign(note.style, { position: "absolute", pointerEvents: "none", zIndex: "3" });
    element.style.position = "relative";
    element.append(note);
  }
  const shown = note;
  return {
    show: (event, lines) => {
      shown.replaceChildren(
        ...lines.map((text) => Object.assign(document.createElement("div"), { textContent: text })),
      );
      shown.hidden = false;
      const { left, top, width } = element.getBoundingClientRect();
      const [x, y] = [event.clientX - left, event.clientY - top];
      shown.style.left = `${Math.max(4, Math.min(x + 14, width - shown.offsetWidth - 4))}px`;
      shown.style.top = `${Math.max(4, y - shown.offsetHeight - 12)}px`;
    },
    hide: () => {
      shown.hidden = true;
    },
  };
};
