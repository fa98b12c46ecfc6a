// A verdict on made-up pasts: over which steps, by what, and that it works relative to the level of its inputs.
import { describe, expect, it } from 'vitest';
import { stepsIn } from '../../data/grid.ts';
import { DAY, HOUR, parisDay } from '../../data/time.ts';
import { defineSeriesModel } from '../../models/model.ts';
import { backtest } from './backtest.ts';
import { tablesOf } from './table.ts';
import { echo, LOAD, loadAt, madeUp, midnight, onnx, RTE, WINDOW } from './testing/echo.ts';

/** The graph's own word. */
const UNCORRECTED = { isCorrected: false };

describe('a verdict', () => {
  it('is over the steps that all have, as a whole, by month and by hour in Paris', async () => {
    const lost = [midnight('2024-04-05') + HOUR, midnight('2024-04-05') + 2 * HOUR];
    const verdict = await backtest(
      echo,
      madeUp(loadAt, (at) => !lost.includes(at)),
      WINDOW,
      { onnx },
      UNCORRECTED,
    );
    // 21 days, one of them of 23 hours, and two hours nobody measured.
    expect([verdict.model.n, verdict.notJudged]).toEqual([21 * 24 - 1 - 2, 2]);
    expect(verdict.model).toMatchObject({ mae: 500, rmse: 500, bias: 500 });
    expect(verdict.rte).toMatchObject({ mae: 500, n: 501, coverage80: null });
    expect(verdict.byMonth.map(({ month, model }) => [month, model.n])).toEqual([
      ['2024-03', 12 * 24 - 1],
      ['2024-04', 9 * 24 - 2],
    ]);
    expect(verdict.byHour.map(({ hour, model }) => [hour, model.n])).toEqual(
      Array.from({ length: 24 }, (_, hour) => [hour, hour === 1 ? 20 : hour === 2 ? 19 : 21]),
    );
    expect(
      tablesOf(echo, verdict)
        .split('\n')
        .slice(0, 3)
        .map((line) => line.split(/\s{2,}/).slice(0, 3)),
    ).toEqual([
      ['', 'MAPE %', 'MAE MW'],
      ['model', expect.stringMatching(/^1\.1\d$/), '500.0'],
      ['RTE', expect.stringMatching(/^1\.1\d$/), '500.0'],
    ]);
  });

  it('moves with the level of all loads and forecasts, and no figure in percent changes', async () => {
    const [plain, higher] = await Promise.all(
      [1, 1.02].map((times) =>
        backtest(
          echo,
          madeUp((at) => times * loadAt(at)),
          WINDOW,
          { onnx },
        ),
      ),
    );
    expect(higher!.lastWeek.mae / plain!.lastWeek.mae).toBeCloseTo(1.02, 4);
    expect(higher!.persistence.mape).toBeCloseTo(plain!.persistence.mape, 4);
  });

  it('has no RTE where nobody published, and no interval where the model gives none', async () => {
    const load = [...madeUp()].filter(([key]) => key.startsWith(LOAD));
    const point = { ...echo, heads: [{ name: 'low_mw', kind: 'value', unit: 'MW' }] } as const;
    const verdict = await backtest(point, new Map(load), WINDOW, { onnx });
    expect(verdict.rte).toBeNull();
    expect(verdict.model).toMatchObject({ n: 503, pinball: null, coverage80: null });
    expect(tablesOf(point, verdict)).not.toContain('RTE');
  });

  it('needs one best guess', async () => {
    const bounds = { ...echo, heads: echo.heads.slice(1) };
    await expect(backtest(bounds, madeUp(), WINDOW, { onnx })).rejects.toThrow(
      'echo has no head of kind value, and no quantile 0.5: nothing says what it expects',
    );
  });

  it('of a window without truth is refused', async () => {
    const far = { from: midnight('2030-01-01'), to: midnight('2030-01-03') };
    await expect(backtest(echo, madeUp(), far, { onnx })).rejects.toThrow(
      'consumption/load_mw has no value in the window, only from 2024-01-10 to 2024-04-09: want days that it holds',
    );
  });
});

describe('several areas', () => {
  it('are pooled, each step counting alike, and told apart', async () => {
    const facts = new Map(
      [...madeUp()].flatMap(([key, one]) => [
        [key, one] as const,
        // Ten times as large, and as wrong in percent as the other is in ten.
        [key.replace('|FR', '|FR-IDF'), { ...one, value: one.value.map((value) => 10 * value) }] as const,
      ]),
    );
    const verdict = await backtest({ ...echo, entities: ['FR', 'FR-IDF'] }, facts, WINDOW, { onnx }, UNCORRECTED);
    expect(verdict.byArea.map(({ area, model, lastWeek }) => [area, model.mae, model.n, lastWeek.n])).toEqual([
      ['FR', 500, 503, 503],
      ['FR-IDF', 5_000, 503, 503],
    ]);
    expect([verdict.model.mae, verdict.model.n]).toEqual([2_750, 1_006]);
    expect(tablesOf(echo, verdict)).toContain('the steps of 2 areas are pooled, each step counting alike');
    expect(tablesOf(echo, verdict)).toMatch(/^FR-IDF {2}/m);
    expect(tablesOf(echo, await backtest(echo, madeUp(), WINDOW, { onnx }))).not.toContain('pooled');
  });
});

describe('weather that was observed', () => {
  const MEAN = 'weather-day-ahead/temperature_mean_celsius';
  /** Forecasts the load as 1000 MW a degree, and RTE's as it is; its baseline knows nothing. */
  const thermometer = defineSeriesModel({
    ...echo,
    inputs: [LOAD, RTE, MEAN],
    features: ['load_1d', 'rte', 'load_2d'],
    row: (history, entity, validAt) => ({
      load_1d: 99_000,
      rte: 1_000 * history.at(MEAN, entity, parisDay(validAt).from),
      load_2d: 0,
    }),
    baseline: () => Number.NaN,
  });
  const days = stepsIn('paris-day', WINDOW);
  const facts = new Map([
    ...madeUp(() => 20_000),
    [
      `${MEAN}|FR`,
      {
        at: Float64Array.from(days),
        knownAt: Float64Array.from(days, (day) => day - DAY),
        value: new Float64Array(days.length).fill(20),
      },
    ],
  ] as const);

  it('is made as wrong as a forecast when that is asked for, and the rivals stay as they are', async () => {
    const weatherError = { celsius: 1, seed: 1, datasets: ['weather-day-ahead'] };
    const plain = await backtest(thermometer, facts, WINDOW, { onnx });
    const both = await backtest(thermometer, facts, WINDOW, { onnx }, { weatherError });
    expect([plain.model.mae, plain.withWeatherError]).toEqual([0, null]);
    expect({ ...both, withWeatherError: null }).toEqual(plain);
    // 21 days of a normal error of 1 °C: 1000 MW each, the mean size of one 800.
    expect(both.withWeatherError!.model.rmse).toBeGreaterThan(600);
    expect(both.withWeatherError!.model.rmse).toBeLessThan(1_400);
    expect(tablesOf(thermometer, both)).toMatch(/^model, weather 1 °C off {2}/m);
    expect((await backtest(thermometer, facts, WINDOW, { onnx }, { weatherError })).withWeatherError).toEqual(
      both.withWeatherError,
    );
  });
});
