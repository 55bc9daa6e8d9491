/** The headline: what the year shown is like with the cluster, without it, and what the difference is. */
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { said, saidChange } from "./measures";
import type { Measured } from "./protocol";
import { texts } from "./speech";
import { frame, state } from "./state";

const TILES = ["use_rate", "stock", "members", "net_benefit"] as const;
type Tile = (typeof TILES)[number];

/** The value in the year shown; of money, the sum up to it. */
const valueOf = (tile: Tile, { years }: Measured) =>
  tile === "net_benefit"
    ? years.slice(0, state.year + 1).reduce((sum, value) => sum + value, 0)
    : years[state.year];

const part = (of: string, text: string) =>
  Object.assign(document.createElement("div"), { className: of, textContent: text });

export const showBand = () => {
  const { cluster, twin, difference, zero, data } = frame();
  const words = texts().band;
  const tiles = TILES.map((tile) => {
    const [now, other] = [valueOf(tile, cluster[tile]), valueOf(tile, twin[tile])];
    const element = document.createElement("div");
    element.className = "tile";
    element.dataset.tile = tile;
    const slots = { year: data.years[0], n: data.plants.length };
    const gap = part("gap", fillIn(words.gap, { value: saidChange(tile, now - other) }));
    const top = part("values", "");
    top.append(part("now", said(tile, now)), gap);
    const beside = part("other", fillIn(words.other, { value: said(tile, other) }));
    element.append(top, part("name", fillIn(words[tile], slots)), beside);
    if (!zero) {
      const yours = saidChange(tile, valueOf(tile, difference[tile]));
      element.append(part("yours", fillIn(words.yours, { value: yours })));
    }
    return element;
  });
  byId("tiles", HTMLDivElement).replaceChildren(...tiles);
};
