// One ONNX graph in ONNX Runtime: for what the walk refuses. One after the other, whoever asks.
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { Shape } from './graph.ts';
import { runtime } from './runtime.ts';
import { turns } from './turns.ts';

export interface RuntimeGraph {
  run(tensor: Float32Array): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** Of the isolate: it has one runtime. */
const inTurn = turns();

/** Throws a sentence when the bytes are no graph of this shape. */
export async function openInRuntime(onnx: Uint8Array, { features, heads }: Shape): Promise<RuntimeGraph> {
  const ort = await runtime();
  const session = await inTurn(() => ort.InferenceSession.create(onnx));
  const input = onlyInput(session);
  return {
    async run(tensor) {
      const rows = tensor.length / features.length;
      const asked = new ort.Tensor('float32', tensor, [rows, features.length]);
      const outputs = await inTurn(() => session.run({ [input]: asked }));
      return heads.map((head) => onePerRow(head, outputs[head], rows));
    },
    close: () => inTurn(() => session.release()),
  };
}

function onlyInput({ inputNames }: InferenceSession): string {
  const [name, ...others] = inputNames;
  if (name === undefined || others.length > 0) throw new Error(`the graph has inputs ${inputNames}, want one`);
  return name;
}

function onePerRow(head: string, tensor: Tensor | undefined, rows: number): Float32Array {
  const data = tensor?.data;
  if (!(data instanceof Float32Array) && !(data instanceof BigInt64Array)) {
    throw new Error(`output ${head} is ${tensor?.type}, want float32 or int64`);
  }
  if (data.length !== rows) throw new Error(`output ${head} has ${data.length} values for ${rows} rows`);
  return data instanceof Float32Array ? data : Float32Array.from(data, Number);
}
