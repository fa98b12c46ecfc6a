// What a fit is given that is made anew each month.
import { describe, expect, it } from 'vitest';
import { formatInstant, type Instant } from '../../data/time.ts';
import { type FactsBySeries, factsKey, historyAsOf } from '../../models/history.ts';
import { backtest } from './backtest.ts';
import { echo, LOAD, madeUp, onnx, WINDOW } from './testing/echo.ts';

describe('refitting each month', () => {
  it('gives the fit what was known at the first issue of the month, and whole days alone', async () => {
    const asked: string[] = [];
    const learn = (facts: FactsBySeries, until: Instant) => {
      const newest = historyAsOf(facts, Number.POSITIVE_INFINITY).newest(LOAD, 'FR');
      asked.push(`${formatInstant(until)} ${formatInstant(newest)}`);
      return onnx;
    };
    await backtest(echo, madeUp(), WINDOW, { fit: learn });
    expect(asked).toEqual([
      // Issued on 19 March at 10:00 in Paris, when the hour from 07:00 UTC was known at 08:15.
      '2024-03-18T23:00:00Z 2024-03-19T07:00:00Z',
      '2024-03-30T23:00:00Z 2024-03-31T06:00:00Z',
    ]);
  });

  it('gives it the years before from their own folder, and nothing of them that was not known yet', async () => {
    const counts: (number | undefined)[] = [];
    const learn = (_: FactsBySeries, __: Instant, earlier?: FactsBySeries) => {
      counts.push(earlier?.get(factsKey(LOAD, 'FR'))?.at.length);
      return onnx;
    };
    const at = Float64Array.of(Date.UTC(2018, 0, 1), Date.UTC(2018, 0, 2));
    const knownAt = Float64Array.of(Date.UTC(2018, 0, 1, 1), Date.UTC(2024, 2, 25));
    const earlier = new Map([[factsKey(LOAD, 'FR'), { at, knownAt, value: at }]]);
    await backtest(echo, madeUp(), WINDOW, { fit: learn, earlier });
    expect(counts).toEqual([1, 2]);
  });
});
