/** An option of a select element: value and text. */
export type Entry = [value: string, text: string];

/** Sets the options of a select element; keeps the selection if it still exists. */
export const setOptions = (select: HTMLSelectElement, entries: Entry[]) => {
  const chosen = select.value;
  select.replaceChildren(...entries.map(([value, text]) => new Option(text, value)));
  if (entries.some(([value]) => value === chosen)) select.value = chosen;
};
