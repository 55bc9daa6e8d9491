/** Names and descriptions of events. */
import type { Data, Event } from "./data";
import { numbersIn } from "./numbers";
import type { Words } from "./words";

/** Names of the types of event; all but the last two come from the scenario. */
export const kindsOf = ({ ends }: Words, { risks }: Data): string[] => [
  ...risks.slice(0, risks.length - ends.length),
  ...ends,
];

/** Description of an event, in lines. */
export const told = (words: Words, data: Data, event: Event, world: string): string[] => {
  const { short, tonnes } = numbersIn(words);
  const [year, kind, plant, member, loss, covered, released] = event;
  const lines = [`${year}, ${world}: ${kindsOf(words, data)[kind]}`];
  if (plant !== null) lines.push(data.plants[plant].name + (member ? `, ${words.member}` : ""));
  lines.push(`${words.loss} ${short(loss)} ${data.currency}, ${words.covered} ${short(covered)}`);
  if (released > 0) lines.push(`${words.released} ${tonnes(released)}`);
  return lines;
};
