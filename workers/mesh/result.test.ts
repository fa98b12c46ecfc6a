import { expect, it } from 'vitest';
import { inShort } from './result.ts';

it('tells all faults while they are few', () => {
  expect(inShort(['/a: got 1', '/b: got 2'])).toBe('/a: got 1; /b: got 2');
});

it('cuts many between words, and shows that it did', () => {
  const told = inShort(Array.from({ length: 100 }, (_, i) => `/rows/${i}: got nothing, want a number`));
  expect(told.slice(-39)).toBe('nothing, want a number; /rows/13: got …');
  expect(told.length).toBeLessThanOrEqual(502);
});

it('cuts one long word where it must', () => {
  expect(inShort(['a'.repeat(900)])).toBe(`${'a'.repeat(500)} …`);
});
