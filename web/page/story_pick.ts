/** Options to choose one from, as a guess. */
export interface Pick {
  element: HTMLElement;
  /** The place of the chosen option; none before the choice. */
  chosen: () => number | undefined;
  /** Marks the right option, and the chosen one if it is another. */
  reveal: (right: number) => void;
}

export const pickOf = (ask: string, options: string[], changed: () => void): Pick => {
  const element = document.createElement("div");
  element.className = "pick";
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", ask);
  let chosen: number | undefined;
  let over = false;
  const buttons = options.map((text, place) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      if (over) return;
      chosen = place;
      buttons.forEach((other, i) => {
        other.setAttribute("aria-pressed", String(i === place));
      });
      changed();
    });
    return button;
  });
  element.append(...buttons);
  return {
    element,
    chosen: () => chosen,
    reveal: (right) => {
      over = true;
      buttons.forEach((button, place) => {
        button.disabled = place !== right && place !== chosen;
        button.classList.toggle("right", place === right);
        button.classList.toggle("wrong", place === chosen && place !== right);
      });
    },
  };
};
