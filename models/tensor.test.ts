import { expect, it } from 'vitest';
import { float32Hex, float32Of } from './float32.ts';
import { tensorOf } from './tensor.ts';

it('lays rows out in the order of the features, as Float32', () => {
  const x = tensorOf(
    ['b', 'a'],
    [
      { a: 1, b: 0.1 },
      { a: Number.NaN, b: 2 },
    ],
  );
  expect(Array.from(x)).toEqual([Math.fround(0.1), 1, 2, Number.NaN]);
});

it('refuses a row without one of its features: missing is NaN, never absent', () => {
  expect(() => tensorOf(['a', 'b'], [{ a: 1 }])).toThrow('feature b is absent from the row; a missing value is NaN');
});

it('writes Float32 as bits and reads them back', () => {
  expect([1, -2.5, Number.NaN, 0.1].map(float32Hex)).toEqual(['3f800000', 'c0200000', '7fc00000', '3dcccccd']);
  expect(float32Of('3dcccccd')).toBe(Math.fround(0.1));
  expect(() => float32Of('3dcc')).toThrow('got 3dcc, want eight hex digits');
});
