// What is left behind when a graph cannot compute with the rows that a stranger sent.
import { afterEach, expect, it } from 'vitest';
import { emptyBlock, forgetBlocks } from './block.ts';
import type { OnnxFile } from './file.ts';
import { programOf } from './program.ts';

afterEach(forgetBlocks);

const nothing = () => undefined;
const attributes = { int: nothing, float: nothing, ints: nothing, floats: nothing, string: nothing, strings: nothing };
/** The mean of an hour of the day. */
const hourly: OnnxFile = {
  inputs: ['hour'],
  outputs: ['mean'],
  constants: [{ name: 'means', shape: [24, 1], data: Float32Array.from({ length: 24 }, (_, hour) => 100 + hour) }],
  nodes: [{ op: 'Gather', inputs: ['means', 'hour'], output: 'mean', attributes }],
};

it('keeps no memory of rows that it cannot compute with, and computes on', () => {
  const mean = programOf(hourly, 1);
  expect(() => mean(Float32Array.of(7, 25))).toThrow('the graph asks for place 25 of 24');
  expect(emptyBlock(1, 1).data.byteOffset).toBe(0);
  forgetBlocks();
  expect(mean(Float32Array.of(7, 23))).toEqual([Float32Array.of(107, 123)]);
});
