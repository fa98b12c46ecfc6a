// Rows that a graph refuses, among rows that it does not.
import { expect, it } from 'vitest';
import { computed } from './computed.ts';

/** Doubles its one feature, and knows no hour beyond 23. */
const graph = {
  asked: 0,
  async run(tensor: Float32Array) {
    this.asked += 1;
    const wrong = tensor.find((hour) => hour > 23);
    if (wrong !== undefined) throw new Error(`an hour of ${wrong} is none`);
    return [tensor.map((hour) => 2 * hour)];
  },
};
const WIDTH = { features: 1, heads: 1 };

it('takes a number from no row because of another', async () => {
  const { outputs, refused } = await computed(graph, Float32Array.of(1, 47, 2, 3, 99), WIDTH);
  expect(outputs).toEqual([Float32Array.of(2, Number.NaN, 4, 6, Number.NaN)]);
  expect([...refused]).toEqual([
    [1, 'an hour of 47 is none'],
    [4, 'an hour of 99 is none'],
  ]);
});

it('asks once where nothing is refused, and not at all about nothing', async () => {
  graph.asked = 0;
  expect(await computed(graph, Float32Array.of(1, 2), WIDTH)).toEqual({
    outputs: [Float32Array.of(2, 4)],
    refused: new Map(),
  });
  expect(await computed(graph, new Float32Array(), WIDTH)).toEqual({
    outputs: [new Float32Array()],
    refused: new Map(),
  });
  expect(graph.asked).toBe(1);
});
