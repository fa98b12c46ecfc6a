// How feature rows come in: every numeric datatype, as JSON, as bytes behind it, as bytes alone; and what is wrong is named.
import { describe, expect, it } from 'vitest';
import { models } from '../../../models/catalogue.gen.ts';
import { inferenceRequest } from './inference-request.ts';

const model = models['customer-satisfaction'];
const utf8 = (text: string) => Uint8Array.from(new TextEncoder().encode(text));

const asJson = (body: unknown) => inferenceRequest(model, utf8(JSON.stringify(body)), undefined);
const tensor = (data: unknown, more: object = {}) => ({
  inputs: [{ name: 'features', shape: [1, 4], datatype: 'FP32', data, ...more }],
});
function asBytes(datatype: string, bytes: Uint8Array, { size = bytes.length, shape = [1, 4] } = {}) {
  const input = { name: 'features', shape, datatype, parameters: { binary_data_size: size } };
  const header = utf8(JSON.stringify({ inputs: [input] }));
  return inferenceRequest(model, Uint8Array.of(...header, ...bytes), header.length);
}
const featuresOf = (read: ReturnType<typeof inferenceRequest>) => (read.ok ? [...read.value.features] : read.failure);
const faultOf = (read: ReturnType<typeof inferenceRequest>) =>
  !read.ok && read.failure.reason === 'invalid' ? read.failure.errors[0] : read;

describe('a tensor in JSON', () => {
  it('may be flat or nested', () => {
    expect(featuresOf(asJson(tensor([1, -2.5, 0, 4])))).toEqual([1, -2.5, 0, 4]);
    const nested = tensor(
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
      { shape: [2, 4] },
    );
    expect(featuresOf(asJson(nested))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('may be of truth values', () => {
    expect(featuresOf(asJson(tensor([true, false, false, true], { datatype: 'BOOL' })))).toEqual([1, 0, 0, 1]);
  });

  it.each([
    ['UINT8', 0, 255],
    ['UINT16', 0, 65_535],
    ['UINT32', 0, 4_294_967_295],
    ['UINT64', 0, 9_007_199_254_740_991],
    ['INT8', -128, 127],
    ['INT16', -32_768, 32_767],
    ['INT32', -2_147_483_648, 2_147_483_647],
    ['INT64', -9_007_199_254_740_991, 9_007_199_254_740_991],
  ])('of %s goes from %d to %d, in whole numbers: nothing is wrapped or cut', (datatype, least, most) => {
    expect(featuresOf(asJson(tensor([least, most, 0, 1], { datatype })))).toEqual([
      Math.fround(least),
      Math.fround(most),
      0,
      1,
    ]);
    for (const [value, shown] of [
      [least - 1, String(least - 1)],
      [most + 1, String(most + 1)],
      [0.5, '0.5'],
    ] as const) {
      expect(faultOf(asJson(tensor([0, value, 0, 0], { datatype })))).toEqual({
        pointer: '/inputs/0/data/1',
        detail: expect.stringMatching(new RegExp(`^got ${shown}, want a whole number from ${least} to ${most}(;|$)`)),
      });
    }
  });

  it('of 64 bits is refused beyond 2^53, where JSON has lost which number it was', () => {
    const sent = JSON.stringify(tensor(['x', 0, 0, 0], { datatype: 'INT64' })).replace('"x"', '9007199254740993');
    expect(faultOf(inferenceRequest(model, utf8(sent), undefined))).toEqual({
      pointer: '/inputs/0/data/0',
      detail:
        'got 9007199254740992, want a whole number from -9007199254740991 to 9007199254740991; larger ones go as binary data',
    });
  });

  it('is rounded to the 32-bit floats of the graph, as bytes are: whole numbers beyond 2^24, too', () => {
    const numbers = [16_777_217, 16_777_219, 4_294_967_295, 1];
    const want = [16_777_216, 16_777_220, 4_294_967_296, 1];
    expect(featuresOf(asJson(tensor(numbers, { datatype: 'UINT32' })))).toEqual(want);
    const bytes = new Uint8Array(Uint32Array.from(numbers).buffer);
    expect(featuresOf(asBytes('UINT32', bytes))).toEqual(want);
  });

  it.each([
    [
      'BYTES',
      ['a', 'b', 'c', 'd'],
      '/inputs/0/datatype',
      /^BYTES are text, and features are numbers: want one of BOOL, /,
    ],
    ['FP8', [1, 2, 3, 4], '/inputs/0/datatype', /^got "FP8": want one of BOOL, UINT8, .*FP64$/],
    ['UINT8', [1, 2, 256, 4], '/inputs/0/data/2', /^got 256, want a whole number from 0 to 255$/],
    ['INT8', [1, -129, 3, 4], '/inputs/0/data/1', /^got -129, want a whole number from -128 to 127$/],
    ['INT32', [1, 2, 3, 4.5], '/inputs/0/data/3', /^got 4.5, want a whole number/],
    ['BOOL', [1, true, true, true], '/inputs/0/data/0', /^got 1, want true or false/],
    ['FP16', [65_505, 2, 3, 4], '/inputs/0/data/0', /^got 65505, want a number from -65504 to 65504$/],
    ['FP64', [1, 2, 3, 1e39], '/inputs/0/data/3', /^got 1e\+39, want a number from -3.4/],
    ['FP32', [1, null, 3, 4], '/inputs/0/data/1', /^got null, want .*send the tensor as binary data$/],
    ['FP32', [1, '2', 3, 4], '/inputs/0/data/1', /^got "2", want a number/],
    ['FP32', [1, 2, 3], '/inputs/0/data', /^got 3 values, want the 4 values of its shape$/],
    [
      'FP32',
      [
        [1, 2],
        [3, 4],
      ],
      '/inputs/0/data',
      /^got 2 rows, want the 1 of its shape$/,
    ],
    ['FP32', [[1, 2, 3]], '/inputs/0/data/0', /^got 3 values, want the 4 of its shape$/],
    ['FP32', undefined, '/inputs/0/data', /^got nothing, want the 4 values of its shape$/],
  ])('of %s %j is refused', (datatype, data, pointer, detail) => {
    expect(faultOf(asJson(tensor(data, { datatype })))).toEqual({ pointer, detail: expect.stringMatching(detail) });
  });

  it.each([
    [[4], 'got [4], want [-1, 4]: 1 to 10000 rows of 4 features'],
    [[1, 5], 'got [1, 5], want [-1, 4]: 1 to 10000 rows of 4 features'],
    [[1, 1, 4], 'got [1, 1, 4], want [-1, 4]: 1 to 10000 rows of 4 features'],
    [[0, 4], 'got [0, 4], want [-1, 4]: 1 to 10000 rows of 4 features'],
    [[-1, 4], 'got [-1, 4], want [-1, 4]: 1 to 10000 rows of 4 features'],
    [[10_001, 4], 'got [10001, 4], want [-1, 4]: 1 to 10000 rows of 4 features'],
  ])('of shape %j is refused', (shape, detail) => {
    expect(faultOf(asJson(tensor([1, 2, 3, 4], { shape })))).toEqual({ pointer: '/inputs/0/shape', detail });
  });
});

describe('a tensor in bytes', () => {
  const bytesOf = (values: ArrayBufferView<ArrayBuffer>) =>
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

  it.each([
    ['BOOL', Uint8Array.of(1, 0, 0, 1), [1, 0, 0, 1]],
    ['UINT8', Uint8Array.of(1, 2, 3, 255), [1, 2, 3, 255]],
    ['UINT16', Uint16Array.of(1, 2, 3, 65_535), [1, 2, 3, 65_535]],
    ['UINT32', Uint32Array.of(1, 2, 3, 2 ** 31), [1, 2, 3, 2 ** 31]],
    ['UINT64', BigUint64Array.of(1n, 2n, 3n, 2n ** 63n), [1, 2, 3, 2 ** 63]],
    ['INT8', Int8Array.of(1, 2, 3, -128), [1, 2, 3, -128]],
    ['INT16', Int16Array.of(1, 2, 3, -32_768), [1, 2, 3, -32_768]],
    ['INT32', Int32Array.of(1, 2, 3, -(2 ** 31)), [1, 2, 3, -(2 ** 31)]],
    ['INT64', BigInt64Array.of(1n, 2n, 3n, -(2n ** 40n)), [1, 2, 3, -(2 ** 40)]],
    // 1.5, the smallest of all, the largest of all, NaN.
    ['FP16', Uint16Array.of(0x3e00, 0x0001, 0xfbff, 0x7e00), [1.5, 2 ** -24, -65_504, Number.NaN]],
    ['BF16', Uint16Array.of(0x3fc0, 0xc000, 0x4049, 0x7fc0), [1.5, -2, 3.140625, Number.NaN]],
    ['FP32', Float32Array.of(1.5, -2, Number.NaN, 0.1), [1.5, -2, Number.NaN, Math.fround(0.1)]],
    ['FP64', Float64Array.of(1.5, -2, Number.NaN, 0.1), [1.5, -2, Number.NaN, Math.fround(0.1)]],
  ] as const)('may be %s', (datatype, values, features) => {
    expect(featuresOf(asBytes(datatype, bytesOf(values)))).toEqual(features);
  });

  it.each([
    ['infinite', 'FP32', Float32Array.of(1, 2, Number.POSITIVE_INFINITY, 4), '/inputs/0/data/2'],
    ['too large for the graph', 'FP64', Float64Array.of(1, 2, 3, 1e39), '/inputs/0/data/3'],
    ['infinite half', 'FP16', Uint16Array.of(0, 0xfc00, 0, 0), '/inputs/0/data/1'],
    ['neither true nor false', 'BOOL', Uint8Array.of(0, 1, 2, 0), '/inputs/0/data/2'],
  ])('that is %s is refused', (_what, datatype, values, pointer) => {
    expect(faultOf(asBytes(datatype, bytesOf(values)))).toMatchObject({ pointer });
  });

  it('is held to its size, and to what follows the JSON', () => {
    const four = bytesOf(Float32Array.of(1, 2, 3, 4));
    const pointer = '/inputs/0/parameters/binary_data_size';
    expect(faultOf(asBytes('FP64', four))).toEqual({ pointer, detail: 'got 16, want 32: FP64 in [1, 4]' });
    const cut = asBytes('FP32', four.subarray(0, 15), { size: 16 });
    expect(faultOf(cut)).toEqual({ pointer, detail: 'got 16, want the 15 bytes that follow the JSON' });
  });

  it('alone, without any JSON, is rows of FP32, and the answer is binary', () => {
    const rows = bytesOf(Float32Array.of(1, 2, 3, 4, 5, 6, 7, Number.NaN));
    expect(inferenceRequest(model, rows, 0)).toMatchObject({
      ok: true,
      value: { features: Float32Array.of(1, 2, 3, 4, 5, 6, 7, Number.NaN), outputs: Array(5).fill({ isBinary: true }) },
    });
    expect(faultOf(inferenceRequest(model, rows.subarray(0, 20), 0))).toEqual({
      pointer: '',
      detail: 'got 20 bytes, want rows of 4 FP32, which are 16 bytes each',
    });
    expect(faultOf(inferenceRequest(model, new Uint8Array(), 0))).toMatchObject({ pointer: '/inputs/0/shape' });
  });
});

describe('a request', () => {
  const one = tensor([1, 2, 3, 4]);
  const [input] = one.inputs;

  it('chooses its outputs, and which of them are binary', () => {
    const wanted = (body: object) => {
      const read = asJson({ ...one, ...body });
      return read.ok ? read.value.outputs.map(({ head, isBinary }) => [head, isBinary]) : read.failure;
    };
    expect(wanted({})).toEqual([0, 1, 2, 3, 4].map((head) => [head, false]));
    expect(wanted({ parameters: { binary_data_output: true } })).toEqual([0, 1, 2, 3, 4].map((head) => [head, true]));
    const outputs = [
      { name: 'closed_probability', parameters: { binary_data: false } },
      { name: 'satisfied_probability' },
    ];
    expect(wanted({ outputs, parameters: { binary_data_output: true } })).toEqual([
      [4, false],
      [0, true],
    ]);
  });

  it.each([
    ['no JSON', '{', ''],
    ['NaN in JSON', '{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,NaN]}]}', ''],
    ['a list', [], ''],
    ['no input', { inputs: [] }, '/inputs'],
    ['two inputs', { inputs: [input, input] }, '/inputs'],
    ['an input of another name', { inputs: [{ ...input, name: 'x' }] }, '/inputs'],
    ['a shape that is a number', { inputs: [{ ...input, shape: 4 }] }, '/inputs/0/shape'],
    ['an id that is a number', { ...one, id: 1 }, '/id'],
    [
      'shared memory',
      tensor(undefined, { parameters: { shared_memory_region: 'r' } }),
      '/inputs/0/parameters/shared_memory_region',
    ],
    ['an unknown output', { ...one, outputs: [{ name: 'y' }] }, '/outputs/0/name'],
    [
      'an output twice',
      { ...one, outputs: [{ name: 'closed_probability' }, { name: 'closed_probability' }] },
      '/outputs/1/name',
    ],
    [
      'classification',
      { ...one, outputs: [{ name: 'closed_probability', parameters: { classification: 2 } }] },
      '/outputs/0/parameters/classification',
    ],
  ])('of %s is refused', (_what, body, pointer) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expect(faultOf(inferenceRequest(model, utf8(text), undefined))).toEqual({
      pointer,
      detail: expect.stringMatching(/^got .*want/i),
    });
  });

  it('whose JSON would be longer than its body is refused', () => {
    expect(faultOf(inferenceRequest(model, utf8('{}'), 3))).toEqual({
      pointer: '#Inference-Header-Content-Length',
      detail: 'got 3, want at most the 2 bytes of the body',
    });
  });
});

it('of a length at which no JSON ends names the header, not the body', () => {
  expect(faultOf(inferenceRequest(model, utf8('{"inputs":[]}abcd'), 15))).toEqual({
    pointer: '#Inference-Header-Content-Length',
    detail: expect.stringMatching(
      /^got 15, but these bytes are no JSON: .*\. Want how many bytes of the body, of 17, are JSON before the tensors begin$/,
    ),
  });
});

it.each([
  ['tensors', '/inputs', () => ({ inputs: Array(300_000).fill(1) })],
  ['dimensions', '/inputs/0/shape', () => ({ inputs: [{ ...tensor([]).inputs[0], shape: Array(300_000).fill('') }] })],
  ['outputs', '/outputs', () => ({ ...tensor([]), outputs: Array(300_000).fill(1) })],
])('of too many %s one thing is said, whatever each of them is', (_what, pointer, body) => {
  const read = asJson(body());
  expect(!read.ok && read.failure.reason === 'invalid' && read.failure.errors).toEqual([
    { pointer, detail: expect.stringContaining('got too many, want ') },
  ]);
});
