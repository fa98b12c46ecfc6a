// What a graph answered, as the protocol has it: in JSON, or with the values of some outputs as bytes behind it. Pure.
import type { Inferred } from '../../mesh/contracts.ts';
import type { InferenceRequest } from './inference-request.ts';

export function inferenceResponse(
  model: string,
  { id, outputs }: Pick<InferenceRequest, 'id' | 'outputs'>,
  { release, simulated, outputs: heads, predictionIds: ids }: Inferred,
): Response {
  const binary: Float32Array[] = [];
  const told = outputs.map(({ name, head, isBinary }) => {
    const values = heads[head];
    if (!values) throw new Error(`predict gave ${heads.length} heads, ${name} is number ${head}`);
    const output = { name, datatype: 'FP32', shape: [values.length, 1] };
    // NaN, where the graph has no number, is null in JSON.
    if (!isBinary) return { ...output, data: Array.from(values) };
    binary.push(values);
    return { ...output, parameters: { binary_data_size: values.byteLength } };
  });
  const json = JSON.stringify({
    model_name: model,
    model_version: release,
    ...(id !== undefined && { id }),
    // A parameter is a text, a number or a truth value: no list.
    parameters: { simulated, ...(ids && { prediction_ids: ids.map((one) => one ?? '').join() }) },
    outputs: told,
  });
  if (binary.length === 0) return new Response(json, { headers: { ...FRESH, 'Content-Type': 'application/json' } });
  const header = new TextEncoder().encode(json);
  const whole = new Uint8Array(binary.reduce((bytes, values) => bytes + values.byteLength, header.length));
  whole.set(header);
  let at = header.length;
  for (const values of binary) {
    whole.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return new Response(whole, {
    headers: {
      ...FRESH,
      'Content-Type': 'application/octet-stream',
      'Inference-Header-Content-Length': String(header.length),
    },
  });
}

const FRESH = { 'Cache-Control': 'no-store' };
