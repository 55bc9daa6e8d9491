/** Puts values into the slots `{name}` of a text. */
export const fillIn = (text: string, slots: Record<string, string | number>) =>
  Object.entries(slots)
    .reduce((said, [slot, value]) => said.replaceAll(`{${slot}}`, String(value)), text)
    // An abbreviation at the end of a sentence has its full stop: 'руб.'.
    .replace(/([^.])\.\.$/, "$1.");
