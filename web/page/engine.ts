/** The engine: one instance in the page answers synchronously, another in a worker in the background. */
import { byId } from "../common/dom";
import type { FromWorker, ToWorker } from "../common/messages";
import type { Answers, Questions } from "./protocol";

const textOf = (id: string) => byId(id, HTMLScriptElement).text;

/** Decodes data embedded in the page as gzip in base64. */
const unpack = async (id: string) => {
  const packed = Uint8Array.from(atob(textOf(id)), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
};

interface Engine {
  module: WebAssembly.Module;
  here: Classroom;
}
let engine: Engine | undefined;

const started = (): Engine => {
  if (!engine) throw new Error("the engine was not started");
  return engine;
};

/** Unpacks and starts the engine, once. */
export const start = async () => {
  const wasm = await unpack("wasm");
  const module = await WebAssembly.compile(wasm);
  await wasm_bindgen({ module_or_path: module });
  engine = { module, here: new wasm_bindgen.Classroom() };
};

/** The contents of an answer; throws the engine's message if it is an error. */
const open = (answer: string): unknown => {
  const { ok, error } = JSON.parse(answer) as { ok?: unknown; error?: string };
  if (error !== undefined) throw new Error(error);
  return ok;
};

const request = <Q extends keyof Questions>(what: Q, of: Questions[Q]) =>
  JSON.stringify({ ask: what, ...of });

/** Sends a request to the engine in the page. Throws its error message. */
export const ask = <Q extends keyof Questions>(what: Q, of: Questions[Q]): Answers[Q] =>
  open(started().here.answer(request(what, of))) as Answers[Q];

interface Waiting {
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
}
const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let last = 0;

const send = (message: ToWorker) => worker?.postMessage(message);

const startWorker = () => {
  const script = new Blob([textOf("glue"), textOf("worker")], { type: "text/javascript" });
  worker = new Worker(URL.createObjectURL(script));
  worker.onmessage = ({ data: { id, answer } }: MessageEvent<FromWorker>) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    try {
      asked?.resolve(open(answer));
    } catch (error) {
      asked?.reject(error);
    }
  };
  send({ module: started().module });
};

/** Sends a request to the engine in the worker. Rejects with its error message. */
export const askAside = async <Q extends keyof Questions>(what: Q, of: Questions[Q]): Promise<Answers[Q]> => {
  if (!worker) startWorker();
  const answer = await new Promise((resolve, reject) => {
    const id = ++last;
    waiting.set(id, { resolve, reject });
    send({ id, request: request(what, of) });
  });
  return answer as Answers[Q];
};
