import { expect, it } from 'vitest';
import { HOUR } from '../data/time.ts';
import { factsKey, historyAsOf } from './history.ts';
import { tracedHistory } from './traced-history.ts';

const at = Float64Array.of(0, HOUR, 2 * HOUR);
const behind = historyAsOf(
  new Map([[factsKey('load', 'FR'), { at, knownAt: at, value: Float64Array.of(1, 2, 3) }]]),
  HOUR,
);

it('answers as the history behind it, and tells which windows of which series were looked at', () => {
  const { history, looks } = tracedHistory(behind);
  expect(looks()).toEqual([]);
  expect([
    history.at('load', 'FR', HOUR),
    history.mean('load', 'FR', 0, 2 * HOUR),
    history.at('load', 'FR', 9 * HOUR),
    history.newest('load', 'FR'),
    history.newest('price', ''),
    history.at('price', '', 0),
  ]).toEqual([2, 1.5, Number.NaN, HOUR, Number.NaN, Number.NaN]);
  expect(looks()).toEqual([
    {
      series: 'load',
      entity: 'FR',
      windows: [
        { from: 0, to: 2 * HOUR },
        { from: 9 * HOUR, to: 9 * HOUR + 1 },
      ],
    },
    { series: 'price', entity: '', windows: [{ from: 0, to: 1 }] },
  ]);
});
