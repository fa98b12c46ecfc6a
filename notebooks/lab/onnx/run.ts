// Runs an ONNX file with the runtime of the edge (onnxruntime-web, one thread), here in Node.
import { INPUT } from './graph.ts';

/** One array per output, in the order asked for. `x` is row-major, as tensorOf gives it. */
export async function runOnnx(
  onnx: Uint8Array,
  x: Float32Array,
  features: number,
  outputs: readonly string[],
): Promise<Float32Array[]> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-web');
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(onnx);
  try {
    const answer = await session.run({ [INPUT]: new Tensor('float32', x, [x.length / features, features]) });
    return outputs.map((name) => {
      const data = answer[name]?.data;
      if (!(data instanceof Float32Array)) {
        throw new Error(`the graph gives ${session.outputNames.join(', ')}; want a float output ${name}`);
      }
      return data;
    });
  } finally {
    await session.release();
  }
}
