import { expect, it } from 'vitest';
import { glimpse } from './glimpse.ts';

const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);

it.each([
  [undefined, 'nothing'],
  [null, 'null'],
  [Number.NaN, 'NaN'],
  [-0.5, '-0.5'],
  [false, 'false'],
  ['FR', '"FR"'],
  ['two\nlines "quoted"', '"two\\nlines \\"quoted\\""'],
  [['a', 'b'], '2 values'],
  [{ a: 1 }, 'an object'],
  [deep, '1 values'],
])('shows %o as %s', (value, text) => {
  expect(glimpse(value)).toBe(text);
});

it('shows no half of a character', () => {
  expect(glimpse('😀'.repeat(100))).toBe(`"${'😀'.repeat(29)}\uFFFD…`);
  expect(glimpse('a\ud83d')).toBe('"a\\ud83d"');
});

it('shows the beginning of what is long', () => {
  expect(glimpse('x'.repeat(5_000_000))).toBe(`"${'x'.repeat(59)}…`);
});
