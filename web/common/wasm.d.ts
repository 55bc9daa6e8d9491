/** The engine as exported by wasm-bindgen, loaded by its own script before ours. */
declare const wasm_bindgen: {
  (options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
  Classroom: new () => Classroom;
};

interface Classroom {
  /** Answers a request, both JSON: see `Request` in the engine. */
  answer(request: string): string;
}
