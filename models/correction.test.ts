// What the errors of the last days do to the next forecast.
import { expect, it } from 'vitest';
import { DAY, HOUR, instantsIn, parisDay } from '../data/time.ts';
import { type Correction, corrected, learnCorrection, type Uncorrected, uncorrected } from './correction.ts';
import { factsKey, historyAsOf } from './history.ts';
import { defineSeriesModel } from './model.ts';

const LOAD = 'consumption/load_mw';
const model = defineSeriesModel({
  kind: 'series',
  id: 'made-up',
  title: { en: 'Made up', fr: 'Inventé' },
  target: LOAD,
  inputs: [LOAD],
  entities: ['FR'],
  horizon: { issue: { dailyAt: { hour: 10 } }, step: HOUR, window: (at) => parisDay(at, 1) },
  reach: 30 * DAY,
  staleAfter: DAY,
  heads: [
    { name: 'load_mw', kind: 'value', unit: 'MW' },
    { name: 'low_mw', kind: 'quantile', level: 0.1, unit: 'MW' },
    { name: 'high_mw', kind: 'quantile', level: 0.9, unit: 'MW' },
  ],
  gates: [],
  features: ['load'],
  row: () => ({ load: 0 }),
  baseline: () => 0,
});

/** 10:00 in Paris, in winter. */
const ISSUED_AT = Date.UTC(2026, 0, 30, 9);

/** Between 40 and 60 GW, by the hour. */
const shape = (at: number): number => 50_000 + 10_000 * (((at / HOUR) % 24) / 11.5 - 1);

/** Each of the last days, forecast a day ahead; the bounds lie `half` away. */
function forecasts(days: number, half: number): Uncorrected[] {
  return Array.from({ length: days }, (_, i) => ISSUED_AT - (i + 1) * DAY).flatMap((issuedAt) =>
    instantsIn(model.horizon.window(issuedAt), HOUR).map((validAt) => {
      const load = shape(validAt);
      return { issuedAt, validAt, values: { load_mw: load, low_mw: load - half, high_mw: load + half } };
    }),
  );
}

function learnt(made: readonly Uncorrected[], truth: (at: number) => number): Correction | null {
  const at = Float64Array.from(instantsIn({ from: ISSUED_AT - 40 * DAY, to: ISSUED_AT + 2 * DAY }, HOUR));
  const facts = new Map([
    [factsKey(LOAD, 'FR'), { at, knownAt: at.map((instant) => instant + HOUR), value: at.map(truth) }],
  ]);
  return learnCorrection(model, made, { history: historyAsOf(facts, ISSUED_AT), entity: 'FR', issuedAt: ISSUED_AT });
}

it('changes nothing of a release that is right, and narrows bounds that hold everything', () => {
  const correction = learnt(forecasts(28, 1_000), shape);
  expect(correction).toMatchObject({ scale: 1, bias: 0, issues: 28 });
  expect(correction!.spread).toBe(0.5);
});

it('follows a level that has moved, by part of it and never by more than two per cent', () => {
  const moved = learnt(forecasts(28, 1_000), (at) => 1.01 * shape(at))!;
  const at50 = moved.scale * 50_000 + moved.bias;
  expect(at50).toBeGreaterThan(50_050);
  expect(at50).toBeLessThan(50_500);
  const broken = learnt(forecasts(28, 1_000), (at) => 3 * shape(at))!;
  expect(broken.scale).toBeLessThanOrEqual(1.1);
  expect(broken.scale * 50_000 + broken.bias).toBeLessThan(51_500);
});

it('widens bounds that hold too little, to three times their width at most', () => {
  const swinging = (at: number) => shape(at) + (Math.floor(at / HOUR) % 2 === 0 ? 800 : -800);
  const { spread } = learnt(forecasts(28, 400), swinging)!;
  expect(spread).toBeGreaterThan(1.9);
  expect(spread).toBeLessThan(2.5);
  expect(learnt(forecasts(28, 1), swinging)!.spread).toBe(3);
});

it('looks at nothing that was not known at issue, and at nothing older than four weeks', () => {
  const honest = learnt(forecasts(28, 1_000), shape);
  const absurdLater = learnt(forecasts(28, 1_000), (at) => (at + HOUR > ISSUED_AT ? 1e9 : shape(at)));
  expect(absurdLater).toEqual(honest);
  const old = forecasts(38, 1_000).map((one) =>
    one.validAt < ISSUED_AT - 28 * DAY ? { ...one, values: { load_mw: 1, low_mw: 1, high_mw: 1 } } : one,
  );
  expect(learnt(old, shape)).toMatchObject({ scale: 1, bias: 0 });
});

it('counts a day that was issued again once, by its last word', () => {
  const early = forecasts(28, 1_000).map((one) => ({
    ...one,
    issuedAt: one.issuedAt - HOUR,
    values: { load_mw: 1, low_mw: 1, high_mw: 1 },
  }));
  expect(learnt([...early, ...forecasts(28, 1_000)], shape)).toEqual(learnt(forecasts(28, 1_000), shape));
});

it('is nothing at all until three issues have come true', () => {
  expect(learnt(forecasts(2, 1_000), shape)).toBeNull();
  expect(learnt([], shape)).toBeNull();
  expect(learnt(forecasts(28, 1_000), () => Number.NaN)).toBeNull();
});

it('moves with its unit: a hundred and two per cent of everything is corrected by as much', () => {
  const truth = (at: number) => 1.007 * shape(at) + 90;
  const small = learnt(forecasts(28, 700), truth)!;
  const larger = forecasts(28, 700).map(({ values, ...one }) => ({
    ...one,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, 1.02 * value])),
  }));
  const large = learnt(larger, (at) => 1.02 * truth(at))!;
  expect(large.scale).toBeCloseTo(small.scale, 12);
  expect(large.bias / small.bias).toBeCloseTo(1.02, 9);
});

it('can be taken back', () => {
  const said = { load_mw: 50_000, low_mw: 49_000, high_mw: 51_500 };
  const correction = { scale: 1.01, bias: -120, spread: 1.4, issues: 28 };
  expect(corrected(model, said, correction)).toEqual({ load_mw: 50_380, low_mw: 48_966, high_mw: 52_501 });
  const back = uncorrected(model, corrected(model, said, correction), correction);
  for (const [name, value] of Object.entries(said)) expect(back[name]).toBeCloseTo(value, 6);
});
