import { byId } from "../common/dom";

/** Says something at the head of the page; nothing, to take away what was said. */
export const tell = (text?: string) => {
  const message = byId("message", HTMLParagraphElement);
  message.hidden = !text;
  message.textContent = text ?? "";
};

/** What is said there. */
export const told = () => byId("message", HTMLParagraphElement).textContent;

/** The words of something that was thrown. */
export const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
