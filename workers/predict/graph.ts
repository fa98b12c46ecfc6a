// One ONNX graph, ready to run: feature rows in, one Float32 per row and head out. Checks shapes, never meaning.
import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { runtime } from './runtime.ts';
import { turns } from './turns.ts';

export interface Graph {
  /** `tensor` is row-major. Gives one array per head, in the order of the heads. */
  run(tensor: Float32Array): Promise<Float32Array[]>;
}

/** Of the isolate: it has one runtime. */
const inTurn = turns();

interface Shape {
  readonly features: readonly string[];
  readonly heads: readonly string[];
}

/** Throws a sentence when the bytes are no graph of this shape. */
export async function openGraph(onnx: ArrayBuffer, { features, heads }: Shape): Promise<Graph> {
  const ort = await runtime();
  const session = await inTurn(() => ort.InferenceSession.create(new Uint8Array(onnx)));
  const input = onlyInput(session);
  mustBe('outputs', session.outputNames, heads);
  return {
    async run(tensor) {
      const rows = tensor.length / features.length;
      const asked = new ort.Tensor('float32', tensor, [rows, features.length]);
      const outputs = await inTurn(() => session.run({ [input]: asked }));
      return heads.map((head) => onePerRow(head, outputs[head], rows));
    },
  };
}

function onlyInput({ inputNames }: InferenceSession): string {
  const [name, ...others] = inputNames;
  if (name === undefined || others.length > 0) throw new Error(`the graph has inputs ${inputNames}, want one`);
  return name;
}

function mustBe(what: string, got: readonly string[], want: readonly string[]): void {
  if (got.join() !== want.join()) throw new Error(`the graph has ${what} ${got}, the model declares ${want}`);
}

function onePerRow(head: string, tensor: Tensor | undefined, rows: number): Float32Array {
  const data = tensor?.data;
  if (!(data instanceof Float32Array) && !(data instanceof BigInt64Array)) {
    throw new Error(`output ${head} is ${tensor?.type}, want float32 or int64`);
  }
  if (data.length !== rows) throw new Error(`output ${head} has ${data.length} values for ${rows} rows`);
  return data instanceof Float32Array ? data : Float32Array.from(data, Number);
}
