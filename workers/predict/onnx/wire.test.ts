// Protobuf messages as they stand in ONNX files, and those that end too early.
import { expect, it } from 'vitest';
import { fieldsOf, firstOf, intsOf, wordsOf } from './wire.ts';

const text = (word: string) => [...new TextEncoder().encode(word)];
const said = (number: number, word: string) => [(number << 3) | 2, word.length, ...text(word)];
/** A number of two bytes, a Float32, a fixed64 that ONNX files have no use for, and words. */
const MESSAGE = Uint8Array.from([
  ...[0x08, 0x96, 0x01],
  ...[0x15, 0x00, 0x00, 0x20, 0x40],
  ...[0x19, 1, 2, 3, 4, 5, 6, 7, 8],
  ...said(9, 'LEAF'),
  ...said(4, 'LEAF'),
  ...said(9, 'LOOP'),
  ...said(9, 'LEAF'),
]);

it('has its fields in the order they stand in, and the first of a number by itself', () => {
  const [first, second, ...words] = fieldsOf(MESSAGE);
  expect([first, second]).toMatchObject([
    { number: 1, value: 150 },
    { number: 2, value: 2.5 },
  ]);
  expect(words.map(({ number }) => number)).toEqual([9, 4, 9, 9]);
  expect(firstOf(MESSAGE, 4)).toEqual({ number: 4, value: 0, bytes: Uint8Array.from(text('LEAF')) });
  expect(firstOf(MESSAGE, 3)).toBeUndefined();
});

it('tells words apart that are as long', () => {
  expect(wordsOf(MESSAGE, 9)).toEqual(['LEAF', 'LOOP', 'LEAF']);
});

it('reads packed numbers of one byte and of more', () => {
  expect(intsOf(Uint8Array.from([0, 127, 0x80, 0x01, 0xac, 0x02]))).toEqual(Int32Array.from([0, 127, 128, 300]));
});

it('is refused where it ends within a field', () => {
  expect(() => fieldsOf(MESSAGE.subarray(0, 2))).toThrow('the protobuf message ends within a number, after 2 bytes');
  expect(() => wordsOf(MESSAGE.subarray(0, -1), 9)).toThrow('a protobuf field wants 4 bytes, 3 are left');
  expect(() => fieldsOf(Uint8Array.from([0x0b]))).toThrow('protobuf field 1 has wire type 3, want 0, 1, 2 or 5');
});
