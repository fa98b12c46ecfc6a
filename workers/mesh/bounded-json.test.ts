// What is read, and what is refused before it is.
import { expect, it } from 'vitest';
import { readJson } from './bounded-json.ts';

const LONG = ' '.repeat(70_000);

it('reads what JSON.parse reads, brackets and quotes in texts among it', () => {
  const value = { a: [1, 'x]}"\\', { '[[[': '\\"' }], text: '['.repeat(100_000), last: '\\' };
  expect(readJson(LONG + JSON.stringify(value))).toEqual(value);
  expect(() => readJson(`${LONG}{"a": "\\"`)).toThrow(SyntaxError);
  expect(() => readJson(`${LONG}]]]]`)).toThrow(SyntaxError);
});

it.each([
  ['levels', '['.repeat(8_000_000), 'more than 250000 objects and lists'],
  ['objects', `[${'{},'.repeat(250_000)}{}]`, 'more than 250000 objects and lists'],
  ['values', `[${'1,'.repeat(4_000_001)}1]`, 'more than 4000000 values'],
])('refuses too many %s before it makes one of them', (_what, text, why) => {
  expect(() => readJson(text)).toThrow(why);
});

it('takes ten thousand rows of the widest model, as lists of a list', () => {
  const rows = JSON.stringify(Array(10_000).fill(Array(157).fill(0.5)));
  expect(readJson(rows)).toHaveLength(10_000);
});
