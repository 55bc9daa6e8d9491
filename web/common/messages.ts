/** Messages of the page to its worker: first the engine, then requests. */
export type ToWorker = { module: WebAssembly.Module } | { id: number; request: string };

/** Messages of the worker to the page. */
export interface FromWorker {
  id: number;
  answer: string;
}
