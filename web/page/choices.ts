/** An option of a select element: value and text. */
export type Choice = [value: string, text: string];

/** Sets the options of a select element; keeps the selection if it still exists. */
export const setChoices = (select: HTMLSelectElement, choices: Choice[]) => {
  const chosen = select.value;
  select.replaceChildren(...choices.map(([value, text]) => new Option(text, value)));
  if (choices.some(([value]) => value === chosen)) select.value = chosen;
};
