/** Names and descriptions of events. */
import type { Data, Event } from "./data";
import { numbersIn } from "./numbers";
import type { Words } from "./words";

/** Names of the types of event; all but the last two come from the scenario. */
export const kindsOf = (words: Words, data: Data): string[] => {
  const ends = words.ends ?? [];
  const own = data.risks.length - ends.length;
  return data.risks.map((name, kind) => ends[kind - own] ?? name);
};

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
