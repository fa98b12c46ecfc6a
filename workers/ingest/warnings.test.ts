import { expect, it } from 'vitest';
import { warningCounter } from './warnings.ts';

it('counts each warning, and names no more than fifty', () => {
  const warnings = warningCounter();
  for (let i = 0; i < 1_000; i++) warnings.add(`the column c${i} is new to us`);
  warnings.add('the column c0 is new to us');
  const all = warnings.all();
  expect(Object.keys(all)).toHaveLength(51);
  expect([all['the column c0 is new to us'], all['other warnings']]).toEqual([2, 950]);
});

it('cuts what is too long to be read', () => {
  const warnings = warningCounter();
  warnings.add('x'.repeat(100_000));
  expect(Object.keys(warnings.all())).toEqual([`${'x'.repeat(299)}…`]);
});
