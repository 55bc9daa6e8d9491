/** What happens in the year shown, in a sentence: who joins and leaves, which waste begins or ceases to move. */
import { type Flow, WORLDS } from "../charts";
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { charts, texts, withForm } from "./speech";
import { frame, state } from "./state";

/** Most flows that are told of. */
const MOST = 3;

const keyOf = ([from, to, waste]: Flow) => `${from}-${to}-${waste}`;

export const tellYearStory = () => {
  const { data } = frame();
  const { year } = state;
  const words = texts().chronicle;
  const { members_of, flows, events } = data.worlds.cluster;
  const { tonnes } = charts();
  const said: string[] = [];
  const were = (plant: number) => (year === 0 ? 0 : members_of[plant][year - 1]);
  const all = data.plants.map((_, plant) => plant);
  const tell = (text: string, plants: number[]) => {
    if (plants.length === 0) return;
    const names = plants.map((plant) => data.plants[plant].name);
    const last = names.pop() ?? "";
    const list = names.length > 0 ? names.join(", ") + words.and + last : last;
    said.push(fillIn(withForm(text, plants.length), { plants: list }));
  };
  if (events.some(([when, kind]) => when === data.years[year] && kind === data.risks.length - 1))
    said.push(words.end);
  tell(
    words.joins,
    all.filter((plant) => members_of[plant][year] > were(plant)),
  );
  tell(
    words.leaves,
    all.filter((plant) => members_of[plant][year] < were(plant)),
  );
  const moved = (one: Flow, text: string) =>
    fillIn(text, {
      waste: data.wastes[one[2]].name.toLocaleLowerCase(),
      from: data.plants[one[0]].name,
      to: data.plants[one[1]].name,
      t: tonnes(one[3]),
    });
  const before = year === 0 ? [] : flows[year - 1];
  const [was, is] = [new Set(before.map(keyOf)), new Set(flows[year].map(keyOf))];
  const largest = (some: Flow[]) => some.sort((a, b) => b[3] - a[3]).slice(0, MOST);
  if (year > 0) {
    said.push(
      ...largest(flows[year].filter((one) => !was.has(keyOf(one)))).map((one) => moved(one, words.moves)),
    );
    said.push(...largest(before.filter((one) => !is.has(keyOf(one)))).map((one) => moved(one, words.stops)));
  }
  const place = byId("chronicle", HTMLParagraphElement);
  const head = Object.assign(document.createElement("b"), { textContent: `${data.years[year]} ` });
  const nobody = WORLDS.every((name) => data.worlds[name].members[year] === 0);
  if (year === 0 && nobody) place.textContent = fillIn(words.first, { year: data.years[0] });
  else place.replaceChildren(head, said.length > 0 ? said.join(" ") : words.quiet);
};
