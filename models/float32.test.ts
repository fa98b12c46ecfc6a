import { expect, it } from 'vitest';
import { float32Hex, float32Of } from './float32.ts';

it('writes a number as its bits and reads them again', () => {
  expect([1, -0, 0.1, Number.POSITIVE_INFINITY].map(float32Hex)).toEqual([
    '3f800000',
    '80000000',
    '3dcccccd',
    '7f800000',
  ]);
  expect(float32Of('3dcccccd')).toBe(Math.fround(0.1));
  expect(float32Of(float32Hex(-0))).toBe(-0);
});

it('knows one NaN only, whatever its sign', () => {
  expect(float32Hex(float32Of('ffc00000'))).toBe('7fc00000');
  expect(float32Of('7fc00000')).toBeNaN();
});

it('refuses what is no Float32', () => {
  expect(() => float32Of('3f8')).toThrow('got 3f8, want eight hex digits');
});
