// ONNX Runtime inside workerd, started once in an isolate. The only file that knows how; knows nothing of models.

import type * as Ort from 'onnxruntime-web/wasm';

/** The runtime takes its wasm as bytes, workerd compiles none: one byte stands for the module that was uploaded. */
const SENTINEL = new Uint8Array(1);

/** The smallest valid model: the runtime starts with its first session, and this one must fail for no reason of its own. */
const IDENTITY = Uint8Array.from(
  atob('CAg6NwoQCgF4EgF5IghJZGVudGl0eRIBaVoPCgF4EgoKCAgBEgQKAggBYg8KAXkSCgoICAESBAoCCAFCBAoAEA0='),
  (character) => character.charCodeAt(0),
);

let started: Promise<typeof Ort> | undefined;

/** A start that failed stays failed, and says so to everyone who asks: the runtime cannot be started twice in an isolate. */
export function runtime(): Promise<typeof Ort> {
  started ??= start();
  return started;
}

/** Most isolates walk their graphs: 14 MB are loaded by those that do not. */
async function start(): Promise<typeof Ort> {
  const ort = await import('onnxruntime-web/wasm');
  const { default: wasm } = await import('onnxruntime-web/ort-wasm-simd-threaded.wasm');
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.proxy = false;
  ort.env.wasm.wasmBinary = SENTINEL;
  const instantiate = WebAssembly.instantiate;
  replaceInstantiate(async (source: unknown, imports?: WebAssembly.Imports) => {
    const isOurs = source instanceof Uint8Array && source.byteLength === SENTINEL.byteLength;
    if (!isOurs) throw new Error('only the wasm of ONNX Runtime may be instantiated while it starts');
    return { module: wasm, instance: await instantiate(wasm, imports) };
  });
  try {
    const session = await ort.InferenceSession.create(IDENTITY);
    await session.release();
  } finally {
    replaceInstantiate(instantiate);
  }
  return ort;
}

/** Declared read-only, because nobody should. */
function replaceInstantiate(value: unknown): void {
  Object.defineProperty(WebAssembly, 'instantiate', { value, configurable: true, writable: true });
}
