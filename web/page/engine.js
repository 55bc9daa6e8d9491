"use strict";
// The engine of the page and the one in its worker: the same bytes, asked in JSON.
const engine = (() => {
  const text = (id) => document.getElementById(id).textContent;
  const unpack = async (id) => {
    const packed = Uint8Array.from(atob(text(id)), (c) => c.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  };
  let here, module, worker, next = 0;
  const waiting = new Map();

  const start = async () => {
    const [wasm, library] = await Promise.all([unpack("wasm"), unpack("library")]);
    const script = document.createElement("script");
    script.textContent = new TextDecoder().decode(library);
    document.head.append(script);
    module = await WebAssembly.compile(wasm);
    await wasm_bindgen({ module_or_path: module });
    here = new wasm_bindgen.Classroom();
  };
  const open = (answer) => {
    const { ok, error } = JSON.parse(answer);
    if (error !== undefined) throw new Error(error);
    return ok;
  };
  // Asked here: answered at once. Throws the engine's words.
  const ask = (request) => open(here.answer(JSON.stringify(request)));

  const atWork = `
    let engine;
    const ready = new Promise((resolve) => { self.begin = resolve; });
    onmessage = async ({ data: { module, id, request } }) => {
      if (module) { await wasm_bindgen({ module_or_path: module }); engine = new wasm_bindgen.Classroom(); begin(); return; }
      await ready;
      postMessage({ id, answer: engine.answer(request) });
    };`;
  // Asked in the worker: the page goes on.
  const askAside = (request) => {
    if (!worker) {
      worker = new Worker(URL.createObjectURL(new Blob([text("glue"), atWork], { type: "text/javascript" })));
      worker.onmessage = ({ data: { id, answer } }) => {
        const { resolve, reject } = waiting.get(id);
        waiting.delete(id);
        try { resolve(open(answer)); } catch (error) { reject(error); }
      };
      worker.postMessage({ module });
    }
    return new Promise((resolve, reject) => {
      waiting.set(++next, { resolve, reject });
      worker.postMessage({ id: next, request: JSON.stringify(request) });
    });
  };
  return { start, ask, askAside };
})();
