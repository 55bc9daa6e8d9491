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

/** Lets the page open offline, where it is served by a server. In the sandbox of another page that is refused. */
const keepOffline = async () => {
  if (!location.protocol.startsWith("http")) return;
  try {
    await navigator.serviceWorker.register("sw.js");
  } catch (error) {
    console.info(`The page will not open offline: ${wordsOf(error)}`);
  }
};

const open = async () => {
  try {
    await start();
  } catch (error) {
    tell(`${TOO_OLD} (${wordsOf(error)})`);
    throw error;
  }
  follow(speakAll);
  beginControls();
  document.body.dataset.ready = "true";
  await keepOffline();
};

void open();
