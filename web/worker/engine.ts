/** The engine in a worker; answers requests in order. */
import type { FromWorker, ToWorker } from "../common/messages";

declare const self: DedicatedWorkerGlobalScope;

const start = async (module: WebAssembly.Module) => {
  await wasm_bindgen({ module_or_path: module });
  return new wasm_bindgen.Classroom();
};

let engine: Promise<Classroom> | undefined;

const receive = async (message: ToWorker) => {
  if ("module" in message) {
    engine = start(message.module);
    return;
  }
  const { id, request } = message;
  const answer = (await engine)?.answer(request);
  if (answer !== undefined) self.postMessage({ id, answer } satisfies FromWorker);
};

self.onmessage = ({ data }: MessageEvent<ToWorker>) => void receive(data);
