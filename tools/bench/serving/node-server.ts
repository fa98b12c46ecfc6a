// A peer: Node's http and onnxruntime-node in one process, with the same graph. Started by the benchmark: node node-server.ts <folder of onnxruntime-node> <model.onnx> <input of the first row as JSON keys>.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { InferenceSession as Session, Tensor as TensorOf } from 'onnxruntime-common';
import { batchOf } from './batch.ts';

const [folder = '', model = '', names = ''] = process.argv.slice(2);
const { InferenceSession, Tensor }: { InferenceSession: typeof Session; Tensor: typeof TensorOf } = createRequire(
  join(folder, 'here.js'),
)('onnxruntime-node');
const session = await InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
const [input = ''] = session.inputNames;
const [output = ''] = session.outputNames;
const features = names.split(',');

async function run(tensor: Float32Array): Promise<Float32Array> {
  const answer = await session.run({
    [input]: new Tensor('float32', tensor, [tensor.length / features.length, features.length]),
  });
  const data = answer[output]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`the graph gives no floats as ${output}`);
  return data;
}

const server = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  const { rows, times = 1 } = JSON.parse(Buffer.concat(parts).toString());
  const answer = typeof rows === 'number' ? await milliseconds(rows, times) : await predicted(rows);
  const body = JSON.stringify(answer);
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }).end(body);
});

async function predicted(rows: readonly Readonly<Record<string, number | null>>[]) {
  const tensor = Float32Array.from(rows.flatMap((row) => features.map((name) => row[name] ?? Number.NaN)));
  const values = await run(tensor);
  return { rows: rows.map((_, i) => ({ values: { [output]: values[i] } })) };
}

/** Of a batch of so many rows, inside this process. */
async function milliseconds(rows: number, times: number): Promise<number> {
  const tensor = batchOf(rows, features.length);
  const begun = performance.now();
  for (let time = 0; time < times; time++) await run(tensor);
  return (performance.now() - begun) / times;
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address && typeof address === 'object') console.log(`http://127.0.0.1:${address.port}`);
});
