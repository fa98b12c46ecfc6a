// What is judged is what would have been served: corrected, and the baseline's where the model has no answer.
import { describe, expect, it } from 'vitest';
import { HOUR, type Instant } from '../../data/time.ts';
import type { History } from '../../models/history.ts';
import { backtest } from './backtest.ts';
import { roll } from './roll.ts';
import { tablesOf } from './table.ts';
import { echo, LOAD, madeUp, midnight, onnx, type RTE, WINDOW } from './testing/echo.ts';

/** The graph's own word. */
const UNCORRECTED = { isCorrected: false };

describe('what is served', () => {
  it('is moved by the errors of the days before, from one month into the next, and not by those of another graph', async () => {
    const served = await backtest(echo, madeUp(), WINDOW, { onnx });
    // 500 MW too much every day: what is left of it, and of the bounds that missed.
    expect([served.model.mae, served.model.n]).toEqual([447.154, 503]);
    const [march, april] = served.byMonth.map(({ model }) => model.mae);
    expect(april).toBeLessThan(march!);
    const again = await backtest(echo, madeUp(), WINDOW, { fit: () => onnx });
    expect(again.byMonth[0]!.model).toEqual(served.byMonth[0]!.model);
    expect(again.byMonth[1]!.model.mae).toBeGreaterThan(april!);
  });
});

describe('an answer that would not have been served', () => {
  const oddHour = (at: Instant): boolean => (at / HOUR) % 2 === 1;
  /** Bounds that hold everything; on odd hours another number than RTE's forecast. The baseline is 1.5 times the load of a week before. */
  const onOddHours = (times: number) =>
    ({
      ...echo,
      row: (history: History<typeof LOAD | typeof RTE>, entity: string, validAt: Instant, issuedAt: Instant) => {
        const row = { ...echo.row(history, entity, validAt, issuedAt), load_2d: 0, load_1d: 99_000 };
        return oddHour(validAt) ? { ...row, rte: times * row.rte } : row;
      },
      baseline: (...asked: Parameters<typeof echo.baseline>) => 1.5 * echo.baseline(...asked),
    }) as const;
  const n = 21 * 24 - 1;

  it('is that of the baseline: a model gains nothing by saying nothing where it is wrong', async () => {
    const [wrong, silent] = await Promise.all(
      [1.2, Number.NaN].map((times) => backtest(onOddHours(times), madeUp(), WINDOW, { onnx }, UNCORRECTED)),
    );
    expect([wrong!.model.n, wrong!.baselineRows, silent!.model.n, silent!.baselineRows]).toEqual([n, 0, n, 252]);
    expect([wrong!.notJudged, silent!.notJudged]).toEqual([0, 0]);
    // 1.1 % on even hours; on odd hours 21.3 %, or what the baseline misses by.
    expect(wrong!.model.mape).toBeCloseTo(11.3, 0);
    expect(silent!.model.mape).toBeGreaterThan(25);
    // No interval, and nothing within it; the baseline's point is judged in the place of every quantile.
    expect([wrong!.model.coverage80, silent!.model.coverage80]).toEqual([1, 0.499006]);
    expect(silent!.model.pinball!).toBeGreaterThan(wrong!.model.pinball!);
    expect(tablesOf(echo, silent!)).toContain("of 503 steps the baseline answered 252 in the model's place\n");
  });

  it('is none where the target is too old at issue, however finite the graph', async () => {
    const late = new Map(
      Array.from(madeUp(), ([key, one]) => [
        key,
        key.startsWith(LOAD) ? { ...one, knownAt: one.knownAt.map((at) => at + 14 * HOUR) } : one,
      ]),
    );
    // A week after the clocks changed, when the baseline of `echo` and the rival are the same hour.
    const window = { from: midnight('2024-04-08'), to: WINDOW.to };
    const verdict = await backtest(echo, late, window, { onnx });
    expect(verdict).toMatchObject({ baselineRows: 48, unansweredRows: 0, model: { n: 48, coverage80: 0 } });
    expect(verdict.model).toEqual({ ...verdict.lastWeek, coverage80: 0 });
    expect((await backtest(echo, madeUp(), window, { onnx })).baselineRows).toBe(0);
  });

  it('is as bad as the worst rival where the baseline knows nothing either', async () => {
    const mute = { ...onOddHours(Number.NaN), baseline: () => Number.NaN };
    const window = { from: midnight('2024-04-08'), to: midnight('2024-04-09') };
    const verdict = await backtest(mute, madeUp(), window, { onnx });
    expect(verdict).toMatchObject({ baselineRows: 0, unansweredRows: 12, notJudged: 0, model: { n: 24 } });
    const [rolled] = await roll(echo, { onnx, facts: madeUp(), window });
    const worst = Array.from(rolled!.validAt, (at, i) =>
      oddHour(at)
        ? Math.max(...Object.values(rolled!.rivals).map((values) => Math.abs(values[i]! - rolled!.truth[i]!)))
        : 500,
    );
    expect(verdict.model.mae).toBeCloseTo(worst.reduce((sum, error) => sum + error, 0) / 24, 1);
    expect(tablesOf(mute, verdict)).toContain('; 12 nobody did, and the worst rival stands for the model there');
  });
});
