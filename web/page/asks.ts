/** Lists of what can be explained, for users without a pointer: plants, flows and events of a world in the year. */
import type { WorldName } from "../charts";
import { byId } from "../common/dom";
import { charts, texts } from "./speech";
import { frame, shownYear, state } from "./state";
import { whyEvent, whyFlow, whyPlant } from "./why";

interface Ask {
  text: string;
  click: () => void;
}

const fill = (id: string, asks: Ask[]) => {
  const items = asks.map(({ text, click }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.addEventListener("click", click);
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
  if (items.length === 0) {
    items.push(Object.assign(document.createElement("li"), { textContent: texts().ask.none }));
  }
  byId(id, HTMLUListElement).replaceChildren(...items);
};

export const listAsks = (world: WorldName) => {
  const { data } = frame();
  const { members_of, flows, events } = data.worlds[world];
  const { words, tonnes, kinds } = charts();
  const nameOf = (plant: number) => data.plants[plant].name;
  const plants = data.plants.map(({ name }, plant): Ask => {
    const member = members_of[plant][state.year] > 0;
    return {
      text: member ? `${name} (${words.member})` : name,
      click: () => {
        whyPlant(world, plant);
      },
    };
  });
  const moved = flows[state.year].map((flow): Ask => {
    const [from, to, waste, t] = flow;
    const what = `${data.wastes[waste].name}, ${tonnes(t)}`;
    return {
      text: `${nameOf(from)} → ${nameOf(to)}: ${what}`,
      click: () => {
        whyFlow(world, flow);
      },
    };
  });
  const kindNames = kinds(data);
  const ofYear = events.filter(([year]) => year === shownYear());
  const happened = ofYear.map((event): Ask => {
    const [, kind, plant] = event;
    return {
      text: plant === null ? kindNames[kind] : `${kindNames[kind]}: ${nameOf(plant)}`,
      click: () => {
        whyEvent(world, event);
      },
    };
  });
  fill("ask-plants", plants);
  fill("ask-flows", moved);
  fill("ask-events", happened);
};
