/** Other luck: a band from many seeds, which grows in the worker as long as nothing else is asked for. */
import { byId } from "../common/dom";
import { askAside } from "./engine";
import { tell, wordsOf } from "./message";
import { fillIn, texts } from "./speech";
import { input, state } from "./state";

const SEEDS = 100;
/** Seeds after which the band is drawn. */
const AT_ONCE = 10;
/** Milliseconds: while a slider moves, nothing is begun that would be thrown away. */
const PAUSE = 250;

/** Counts bands; an answer to an earlier one comes too late. */
let turn = 0;

/** Stops a band that grows. */
export const stopLuck = () => {
  turn++;
};

/** Begins a band of the run that is meant, where one is wanted; `drawn` shows it as it grows. */
export const beginLuck = (drawn: () => void) => {
  const mine = ++turn;
  grow(mine, drawn).catch((error: unknown) => {
    if (mine === turn) tell(wordsOf(error));
  });
};

const grow = async (mine: number, drawn: () => void) => {
  const done = byId("luck-done", HTMLOutputElement);
  done.textContent = "";
  if (!state.luck) return;
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  if (mine !== turn) return;
  const of = { ...input(), replicate: 1 };
  for (let replicates = AT_ONCE; replicates <= SEEDS; replicates += AT_ONCE) {
    const band = await askAside("band", { input: of, replicates });
    if (mine !== turn) return;
    state.band = band;
    done.textContent = fillIn(texts().luck_done, { n: replicates });
    drawn();
  }
};
