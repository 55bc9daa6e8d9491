/** The band over many seeds, extended in the worker while nothing else is requested. */
import { byId } from "../common/dom";
import { fillIn } from "../common/slots";
import { askAside } from "./engine";
import { tell, wordsOf } from "./message";
import { texts } from "./speech";
import { input, state } from "./state";

const SEEDS = 100;
/** Number of seeds between redraws of the band. */
const AT_ONCE = 10;
/** Delay in milliseconds, so that no work is started and discarded while a slider moves. */
const PAUSE = 250;

/** Number of the current band; answers to earlier ones are ignored. */
let turn = 0;

/** Stops extending the band. */
export const stopLuck = () => {
  turn++;
};

/** Starts the band of the current run, if enabled; `drawn` shows it as it grows. */
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
