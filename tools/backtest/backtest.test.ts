// The code of the command on made-up pasts: what it may see, what it must say, and that it works relative to the level of its inputs.
import { describe, expect, it } from 'vitest';
import { stepsIn } from '../../data/grid.ts';
import {
  DAY,
  formatInstant,
  HOUR,
  type Instant,
  instantsIn,
  MINUTE,
  midnightOf,
  parisDay,
  parisTimeOn,
} from '../../data/time.ts';
import { type Facts, type FactsBySeries, factsKey, type History, historyAsOf } from '../../models/history.ts';
import { defineSeriesModel } from '../../models/model.ts';
import { attr, INPUT, modelBytes } from '../../notebooks/lab/onnx/graph.ts';
import { backtest } from './backtest.ts';
import { roll } from './roll.ts';
import { tablesOf } from './table.ts';

const LOAD = 'consumption/load_mw';
const RTE = 'consumption/rte_day_ahead_mw';
const midnight = (date: string): Instant => midnightOf(date) ?? Number.NaN;

/** The load of the same hour on the newest day of which it was known. */
const newestKnown = (
  history: History<typeof LOAD | typeof RTE>,
  entity: string,
  validAt: Instant,
  days: readonly number[],
): number =>
  days.map((day) => history.mean(LOAD, entity, validAt - day * DAY, HOUR)).find(Number.isFinite) ?? Number.NaN;

/** The graph's own word. */
const UNCORRECTED = { isCorrected: false };

/** Answers with what it looks at: the load of days before, where it was known, and RTE's forecast. */
const echo = defineSeriesModel({
  kind: 'series',
  id: 'echo',
  title: { en: 'Echo', fr: 'Écho' },
  target: LOAD,
  inputs: [LOAD, RTE],
  entities: ['FR'],
  horizon: {
    issue: { dailyAt: { hour: 10 } },
    step: HOUR,
    window: (issuedAt) => ({
      from: parisTimeOn(issuedAt, { hour: 0, shiftDays: 1 }),
      to: parisTimeOn(issuedAt, { hour: 0, shiftDays: 2 }),
    }),
  },
  reach: 9 * DAY,
  staleAfter: 14 * HOUR,
  heads: [
    { name: 'load_mw', kind: 'value', unit: 'MW' },
    { name: 'low_mw', kind: 'quantile', level: 0.1, unit: 'MW' },
    { name: 'high_mw', kind: 'quantile', level: 0.9, unit: 'MW' },
  ],
  gates: [],
  features: ['load_1d', 'rte', 'load_2d'],
  row: (history, entity, validAt) => ({
    load_1d: newestKnown(history, entity, validAt, [1, 2, 3, 4]),
    rte: history.at(RTE, entity, validAt),
    load_2d: newestKnown(history, entity, validAt, [2, 3, 4]),
  }),
  baseline: (history, entity, validAt) => history.mean(LOAD, entity, validAt - 7 * DAY, HOUR),
});
const columnOf = (output: string, column: string) => ({
  op: 'Gather',
  inputs: [INPUT, column],
  output,
  attributes: [attr.int('axis', 1)],
});
const onnx = modelBytes({
  name: 'echo',
  features: 3,
  nodes: [columnOf('load_mw', 'second'), columnOf('low_mw', 'third'), columnOf('high_mw', 'first')],
  constants: [
    { name: 'first', value: 0, type: 'int64' },
    { name: 'second', value: 1, type: 'int64' },
    { name: 'third', value: 2, type: 'int64' },
  ],
  outputs: ['load_mw', 'low_mw', 'high_mw'],
});

const WINDOW = { from: midnight('2024-03-20'), to: midnight('2024-04-10') };
const hours = instantsIn({ from: WINDOW.from - 70 * DAY, to: WINDOW.to }, HOUR);
/** Another value each hour, whole numbers of MW. */
const loadAt = (at: Instant): number => 40_000 + (((at / HOUR) * 7_919) % 9_973);
function madeUp(load = loadAt, keep: (at: Instant) => boolean = () => true): FactsBySeries {
  const facts = (
    kept: readonly Instant[],
    knownAt: (at: Instant) => Instant,
    value: (at: Instant) => number,
  ): Facts => ({
    at: Float64Array.from(kept),
    knownAt: Float64Array.from(kept, knownAt),
    value: Float64Array.from(kept, value),
  });
  return new Map([
    [`${LOAD}|FR`, facts(hours.filter(keep), (at) => at + 75 * MINUTE, load)],
    [
      `${RTE}|FR`,
      facts(
        hours,
        (at) => parisTimeOn(at, { hour: 10, shiftDays: -1 }),
        (at) => load(at) + 500,
      ),
    ],
  ]);
}
/** Absurd from the first fact that was not known at an instant on. */
const poisoned = (facts: FactsBySeries, after: Instant): FactsBySeries =>
  new Map(
    Array.from(facts, ([key, one]) => [
      key,
      { ...one, value: one.value.map((value, i) => (one.knownAt[i]! > after ? 9e9 : value)) },
    ]),
  );
const withoutKnownAt = (facts: FactsBySeries): FactsBySeries =>
  new Map(
    Array.from(facts, ([key, one]) => [key, { ...one, knownAt: one.knownAt.map(() => Number.NEGATIVE_INFINITY) }]),
  );

describe('what is known when a forecast is issued', () => {
  const issuedAt = parisTimeOn(midnight('2024-04-02'), { hour: 10, shiftDays: -1 });
  const day = { from: midnight('2024-04-02'), to: midnight('2024-04-03') };
  const forecasts = async (facts: FactsBySeries) => {
    const [rolled] = await roll(echo, { onnx, facts, window: day });
    if (!rolled) throw new Error('nothing was rolled');
    expect(new Set(Array.from(rolled.issuedAt, formatInstant))).toEqual(new Set([formatInstant(issuedAt)]));
    return [...Object.values(rolled.heads), rolled.rivals.persistence, rolled.rivals.lastWeek].map((one) => [...one]);
  };

  it('is all that forecasts and naive rivals see: absurd values that came later move none of them', async () => {
    const facts = madeUp();
    const before = await forecasts(facts);
    expect(before.flat().filter((value) => !Number.isNaN(value))).toHaveLength(5 * 24);
    expect(await forecasts(poisoned(facts, issuedAt))).toEqual(before);
  });

  it('is more when nobody asks since when: the same check finds that out', async () => {
    const blind = await forecasts(withoutKnownAt(madeUp()));
    expect(await forecasts(withoutKnownAt(poisoned(madeUp(), issuedAt)))).not.toEqual(blind);
  });

  it('holds no hour of the day before: persistence is the newest day that was whole', async () => {
    const [rolled] = await roll(echo, { onnx, facts: madeUp(), window: day });
    // Issued on the first of April: the last whole day is the 31st of March, which has no 02:00.
    const at = midnight('2024-04-02') + 19 * HOUR;
    const i = rolled!.validAt.indexOf(at);
    expect(rolled!.rivals.persistence[i]).toBe(loadAt(at - 2 * DAY));
    expect(rolled!.rivals.lastWeek[i]).toBe(loadAt(midnight('2024-03-26') + 19 * HOUR));
  });

  it('is an older day for persistence where the newest one has a gap', async () => {
    const gap = midnight('2024-03-31') + 12 * HOUR;
    const [rolled] = await roll(echo, { onnx, facts: madeUp(loadAt, (at) => at !== gap), window: day });
    const at = midnight('2024-04-02') + 19 * HOUR;
    expect(rolled!.rivals.persistence[rolled!.validAt.indexOf(at)]).toBe(loadAt(midnight('2024-03-30') + 19 * HOUR));
  });
});

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
      'consumption/load_mw has no value in the window: no forecast can be judged',
    );
  });
});

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
