/** What the page sends to its worker: first the engine, then requests. */
export type ToWorker = { module: WebAssembly.Module } | { id: number; request: string };

/** What the worker answers. */
export interface FromWorker {
  id: number;
  answer: string;
}
