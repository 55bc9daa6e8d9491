/** Entry point of the classroom page. */
import { follow } from "./address";
import { beginControls, speakAll } from "./controls";
import { start } from "./engine";
import { tell, wordsOf } from "./message";

// For the browser's console, and for the tests.
export { ask } from "./engine";

const TOO_OLD =
  "This browser cannot open the page; it needs WebAssembly and DecompressionStream (any of 2023 or later). / " +
  "Этот браузер не может открыть страницу.";

const open = async () => {
  try {
    await start();
  } catch (error) {
    tell(`${TOO_OLD} (${wordsOf(error)})`);
    throw error;
  }
  follow(speakAll);
  beginControls();
  if ("serviceWorker" in navigator && location.protocol !== "file:") {
    // Without it the page works too, but not offline.
    navigator.serviceWorker.register("sw.js").catch(() => undefined);
  }
  document.body.dataset.ready = "true";
};

void open();
