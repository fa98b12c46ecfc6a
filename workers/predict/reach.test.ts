// What an answer is warned of: values far from all that its release has seen.
import { expect, it } from 'vitest';
import { reachOf, warningsOf } from './reach.ts';

const sketch = (name: string, edges: readonly number[]) => ({
  ...{ name, missing: 0, mean: null, deviation: null, shares: [] },
  edges: [...edges],
});
const reach = reachOf(
  {
    features: ['price', 'level', 'never'],
    // In another order, as a stranger may have written them.
    sketches: {
      features: [sketch('level', [7.12346]), sketch('price', [20, 60, 100]), sketch('never', [])],
      heads: [],
    },
  },
  ['price'],
);

it.each([
  ['within', [60, 7.123456, 0], []],
  ['beyond, but not far', [179, 7.123456, 0], []],
  ['as far again as it is wide', [181, 7.123456, 0], ['price is 181: the release was made with 20 to 100']],
  ['as far below', [-61, 7.123456, 0], ['price is -61: the release was made with 20 to 100']],
  ['another value of what never changed', [60, 8, 0], ['level is 8: the release was made with 7.12346 to 7.12346']],
  ['missing where it always was', [Number.NaN, 7.123456, 0], ['missing, though the release was made with them: price']],
  ['missing where it may be', [60, Number.NaN, Number.NaN], []],
])('%s', (_what, row, warnings) => {
  expect(warningsOf(reach, Float32Array.from(row))).toEqual(warnings);
});
