import { expect, it } from 'vitest';
import { float32Hex } from './float32.ts';
import { goldenDistance } from './golden-distance.ts';

const HASH = '0'.repeat(64);
const golden = (...answers: readonly (readonly number[])[]) => ({
  model: 'sketch',
  onnx_sha256: HASH,
  feature_sha256: HASH,
  cases: answers.map((outputs, i) => ({ what: `case ${i}`, features: [], outputs: outputs.map(float32Hex) })),
});

it('is nothing when every bit is the same, NaN included', () => {
  expect(
    goldenDistance(
      golden([1, Number.NaN], [2, 5]),
      ['a', 'b'],
      [
        [1, 2],
        [Number.NaN, 5],
      ],
    ),
  ).toEqual({
    furthest: 0,
    where: null,
  });
});

it('is a share of the largest answer of the head, and says where', () => {
  expect(
    goldenDistance(
      golden([0.5, 1000], [0, 10]),
      ['sigma', 'load'],
      [
        [0.5, 0.125],
        [1000, 11],
      ],
    ),
  ).toEqual({
    furthest: 0.25,
    where: { what: 'case 1', head: 'sigma', got: 0.125, want: 0 },
  });
});

it('is without end where one answered and the other did not', () => {
  expect(goldenDistance(golden([1]), ['a'], [[Number.NaN]]).furthest).toBe(Number.POSITIVE_INFINITY);
  expect(goldenDistance(golden([0]), ['a'], [[1]]).furthest).toBe(Number.POSITIVE_INFINITY);
});
