import { byId } from "../common/dom";

/** Shows a message at the top of the page; an empty one removes it. */
export const tell = (text?: string) => {
  const message = byId("message", HTMLParagraphElement);
  message.hidden = !text;
  message.textContent = text ?? "";
};

/** The message shown. */
export const told = () => byId("message", HTMLParagraphElement).textContent;

/** The message of a thrown value. */
export const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
