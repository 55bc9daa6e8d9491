/** A choice of a select element: value and text. */
export type Choice = [value: string, text: string];

/** Puts choices into a select element; what was chosen stays chosen where it still is there. */
export const setChoices = (select: HTMLSelectElement, choices: Choice[]) => {
  const chosen = select.value;
  select.replaceChildren(...choices.map(([value, text]) => new Option(text, value)));
  if (choices.some(([value]) => value === chosen)) select.value = chosen;
};
