// An inference request, from its bytes to feature rows and the outputs that are wanted of them. JSON alone, JSON with binary tensors behind it, or one raw tensor.
import { z } from 'zod';
import type { ModelDefinition } from '../../../models/model.ts';
import { readJson } from '../../mesh/bounded-json.ts';
import { type Fault, fail, ok, type Result } from '../../mesh/result.ts';
import { faultsOf, wanting } from '../faults.ts';
import { invalid } from '../refuse.ts';
import { INPUT } from './signature.ts';
import { ofBytes, ofJson, tensorType } from './tensor.ts';

export interface WantedOutput {
  /** Of the heads. */
  readonly head: number;
  readonly name: string;
  readonly isBinary: boolean;
}
export interface InferenceRequest {
  readonly id?: string;
  readonly features: Float32Array<ArrayBuffer>;
  readonly outputs: readonly WantedOutput[];
}

const text = z.string({ error: wanting('a text') });
const size = z.int({ error: wanting('a whole number of bytes') }).min(0, { error: wanting('a whole number of bytes') });
/** One tensor has two of them; who sends many more is told so before each of them is looked at. */
const MOST_PARTS = 64;
const flag = z.boolean({ error: wanting('true or false') });

/** What the protocol does not name is let through: it has extensions that only others know. */
const Body = z.object(
  {
    id: text.optional(),
    parameters: z.object({ binary_data_output: flag.optional() }, { error: wanting('an object') }).optional(),
    inputs: z
      .array(
        z.object(
          {
            name: text,
            shape: z
              .array(z.int({ error: wanting('a whole number') }), { error: wanting('a list of whole numbers') })
              .max(MOST_PARTS, { error: `got too many, want at most ${MOST_PARTS} dimensions` }),
            datatype: text,
            parameters: z
              .object(
                { binary_data_size: size.optional(), shared_memory_region: z.unknown().optional() },
                { error: wanting('an object') },
              )
              .optional(),
            data: z.unknown().optional(),
          },
          { error: wanting('an object with name, shape, datatype and data') },
        ),
        { error: wanting('a list of one tensor') },
      )
      .max(MOST_PARTS, { error: 'got too many, want a list of one tensor' }),
    outputs: z
      .array(
        z.object(
          {
            name: text,
            parameters: z
              .object(
                { binary_data: flag.optional(), classification: z.unknown().optional() },
                { error: wanting('an object') },
              )
              .optional(),
          },
          { error: wanting('an object with a name') },
        ),
        { error: wanting('a list of outputs') },
      )
      .max(MOST_PARTS, { error: `got too many, want at most ${MOST_PARTS} outputs` })
      .optional(),
  },
  { error: wanting('an object with inputs') },
);
type Body = z.infer<typeof Body>;

/** `headerBytes`: how much of the body is JSON; all of it when absent, none of a raw tensor. */
export function inferenceRequest(
  model: ModelDefinition,
  bytes: Uint8Array<ArrayBuffer>,
  headerBytes: number | undefined,
): Result<InferenceRequest> {
  if (headerBytes === 0) return rawRequest(model, bytes);
  if (headerBytes !== undefined && headerBytes > bytes.length) {
    const detail = `got ${headerBytes}, want at most the ${bytes.length} bytes of the body`;
    return fault({ pointer: '#Inference-Header-Content-Length', detail });
  }
  const body = bodyOf(bytes, headerBytes);
  if (!body.ok) return body;
  const outputs = wantedOutputs(model, body.value);
  if (!outputs.ok) return outputs;
  const features = featuresOf(model, body.value, bytes.subarray(headerBytes ?? bytes.length));
  if (!features.ok) return features;
  const { id } = body.value;
  return ok({ ...(id !== undefined && { id }), features: features.value, outputs: outputs.value });
}

function bodyOf(bytes: Uint8Array, headerBytes: number | undefined): Result<Body> {
  let json: unknown;
  try {
    json = readJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes.subarray(0, headerBytes)));
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : String(error);
    if (headerBytes !== undefined) {
      const detail = `got ${headerBytes}, but these bytes are no JSON: ${why}. Want how many bytes of the body, of ${bytes.length}, are JSON before the tensors begin`;
      return fault({ pointer: '#Inference-Header-Content-Length', detail });
    }
    const detail = `got no JSON: ${why}. Want an object with inputs; JSON has no NaN: a tensor with missing values goes as binary data`;
    return fault({ pointer: '', detail });
  }
  const read = Body.safeParse(json);
  return read.success ? ok(read.data) : fail(invalid(...faultsOf(read.error, 'body').slice(0, 5)));
}

function featuresOf(
  model: ModelDefinition,
  { inputs }: Body,
  tail: Uint8Array<ArrayBuffer>,
): Result<Float32Array<ArrayBuffer>> {
  const [input, ...others] = inputs;
  if (input?.name !== INPUT || others.length > 0) {
    const got = inputs.map(({ name }) => JSON.stringify(name.slice(0, 60))).slice(0, 8);
    return fault({ pointer: '/inputs', detail: `got ${got.join(', ') || 'none'}, want one input named ${INPUT}` });
  }
  const { shape, data, parameters } = input;
  if (parameters?.shared_memory_region !== undefined) {
    const detail =
      'got a region of shared memory, want data or binary_data_size: client and server share no memory here';
    return fault({ pointer: '/inputs/0/parameters/shared_memory_region', detail });
  }
  const type = tensorType(input, model.features.length);
  if (!type.ok) return type;
  const binarySize = parameters?.binary_data_size;
  if (binarySize === undefined) {
    if (tail.length === 0) return ofJson(type.value, data, shape);
    const detail = `got ${tail.length} bytes behind the JSON that belong to no tensor, want binary_data_size`;
    return fault({ pointer: '/inputs/0/parameters', detail });
  }
  const pointer = '/inputs/0/parameters/binary_data_size';
  if (data !== undefined)
    return fault({ pointer: '/inputs/0/data', detail: 'got data and binary_data_size, want one of them' });
  const want = shape.reduce((product, length) => product * length, type.value.bytes);
  if (binarySize !== want) {
    return fault({ pointer, detail: `got ${binarySize}, want ${want}: ${input.datatype} in [${shape.join(', ')}]` });
  }
  if (tail.length !== binarySize) {
    return fault({ pointer, detail: `got ${binarySize}, want the ${tail.length} bytes that follow the JSON` });
  }
  return ofBytes(type.value, tail);
}

function wantedOutputs({ heads }: ModelDefinition, { outputs, parameters }: Body): Result<readonly WantedOutput[]> {
  const isBinary = parameters?.binary_data_output ?? false;
  if (!outputs || outputs.length === 0) return ok(heads.map(({ name }, head) => ({ head, name, isBinary })));
  const wanted: WantedOutput[] = [];
  for (const [i, { name, parameters: own }] of outputs.entries()) {
    const pointer = `/outputs/${i}`;
    const head = heads.findIndex((one) => one.name === name);
    if (head < 0 || wanted.some((one) => one.head === head)) {
      const names = heads.map((one) => one.name).join(', ');
      const got = JSON.stringify(name.slice(0, 60));
      return fault({
        pointer: `${pointer}/name`,
        detail: `got ${got}${head < 0 ? '' : ' twice'}, want of each at most one: ${names}`,
      });
    }
    if (own?.classification !== undefined) {
      const detail = 'got classification, want none: a head is one number for each row, and not a vector of classes';
      return fault({ pointer: `${pointer}/parameters/classification`, detail });
    }
    wanted.push({ head, name, isBinary: own?.binary_data ?? isBinary });
  }
  return ok(wanted);
}

/** Nothing but FP32 rows, as the graph takes them; the answer is binary, too. */
function rawRequest({ features, heads }: ModelDefinition, bytes: Uint8Array<ArrayBuffer>): Result<InferenceRequest> {
  const rows = bytes.length / (4 * features.length);
  const type = Number.isInteger(rows)
    ? tensorType({ shape: [rows, features.length], datatype: 'FP32' }, features.length)
    : null;
  if (!type) {
    const detail = `got ${bytes.length} bytes, want rows of ${features.length} FP32, which are ${4 * features.length} bytes each`;
    return fault({ pointer: '', detail });
  }
  if (!type.ok) return type;
  const values = ofBytes(type.value, bytes);
  if (!values.ok) return values;
  return ok({ features: values.value, outputs: heads.map(({ name }, head) => ({ head, name, isBinary: true })) });
}

const fault = (one: Fault) => fail(invalid(one));
