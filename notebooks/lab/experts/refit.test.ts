// Bounds are learnt from forecasts that had not seen what they are compared with: the years before are changed, and what they were told must not be.
import { expect, it } from 'vitest';
import { DAY, HOUR, type Instant, instantsIn, parisClock, parisDay } from '../../../data/time.ts';
import { type Facts, type FactsBySeries, factsKey } from '../../../models/history.ts';
import { defineSeriesModel } from '../../../models/model.ts';
import { predictBlend } from './blend.ts';
import type { BlendRecipe } from './fit-blend.ts';
import { learnt } from './refit.ts';

const LOAD = 'consumption/load_mw';
const RTE = 'consumption/rte_day_ahead_mw';
const UNTIL = Date.UTC(2026, 0, 1);
const YEAR = 365 * DAY;
/** What the months of 2026 have in common came true before the first of December. */
const DECEMBER = Date.UTC(2025, 10, 30, 23);

/** Looks at nothing of its target: what it says changes with what it was taught, and with nothing else. */
const model = defineSeriesModel({
  kind: 'series',
  id: 'pupil',
  title: { en: 'Pupil', fr: 'Élève' },
  target: LOAD,
  inputs: [LOAD, RTE],
  entities: ['FR'],
  horizon: { issue: { dailyAt: { hour: 10 } }, step: HOUR, window: (issuedAt) => parisDay(issuedAt, 1) },
  reach: 2 * DAY,
  staleAfter: DAY,
  heads: [{ name: 'load_mw', kind: 'value', unit: 'MW' }],
  gates: [],
  features: ['level_mw', 'hour', 'weekday'],
  row: (history, entity, validAt) => ({
    level_mw: history.mean(RTE, entity, validAt, HOUR),
    hour: parisClock(validAt).hour,
    weekday: parisClock(validAt).weekday,
  }),
  baseline: () => Number.NaN,
});

const recipe: BlendRecipe = {
  first: {
    scale: 'level_mw',
    hour: 'hour',
    needs: 'level_mw',
    forest: ['hour', 'weekday'],
    ridge: ['weekday'],
    products: [],
    alpha: 1,
    trees: { trees: 5, leaves: 4, learningRate: 0.3 },
    mendingTrees: { trees: 5, leaves: 4, learningRate: 0.3 },
  },
  others: [],
  size: { unit: undefined, dependsOn: ['hour'] },
};

/** Load a tenth above RTE's forecast, and half as much again from `changedFrom` on. */
function facts(changedFrom: Instant): FactsBySeries {
  const at = Float64Array.from(instantsIn({ from: UNTIL - 3 * YEAR - 100 * DAY, to: UNTIL }, HOUR));
  const rte = at.map((one) => 40_000 + 1_000 * parisClock(one).hour);
  const load = rte.map((one, i) => 1.1 * one * (at[i]! >= changedFrom ? 1.5 : 1));
  return new Map([
    [factsKey(LOAD, 'FR'), { at, knownAt: at, value: load }],
    [factsKey(RTE, 'FR'), { at, knownAt: at.map((one) => one - 2 * DAY), value: rte }],
  ]);
}
const saidOf = (changedFrom: Instant) => {
  const { stretches } = learnt(model, recipe, { facts: facts(changedFrom), until: UNTIL, seed: 1 });
  return stretches.map(({ value }) => Array.from(value));
};

const [first, second] = saidOf(UNTIL);
const [sameFirst, taught] = saidOf(DECEMBER - 2 * YEAR);

it('each of the two years is forecast by what came true before it', () => {
  expect(first!.length).toBeGreaterThan(2 * 24 * 360);
  expect(sameFirst).toEqual(first);
  expect(saidOf(DECEMBER - YEAR)).toEqual([first, second]);
});

it('the year after is forecast by what the year before it has taught', () => {
  const times = taught!.map((value, i) => value / second![i]!);
  expect(Math.min(...times)).toBeGreaterThan(1.1);
});

it('what a year’s months have in common is worked out once, and each learns from its own past besides', () => {
  const changed = facts(UNTIL - 10 * DAY);
  const [before, after] = [UNTIL - 15 * DAY, UNTIL].map((until) =>
    learnt(model, recipe, { facts: changed, until, seed: 1 }),
  );
  expect(after!.stretches).toBe(before!.stretches);
  const asked = Float32Array.of(50_000, 10, 3);
  expect(predictBlend(after!.blend, asked)[0]! / predictBlend(before!.blend, asked)[0]!).toBeGreaterThan(1.001);
});

it('another series from the years before teaches too', () => {
  const own = facts(UNTIL);
  const [load, rte] = [LOAD, RTE].map((series) => own.get(factsKey(series, 'FR'))!);
  const begin = load!.at[0]! + YEAR;
  const cut = ({ at, knownAt, value }: Facts, keep: (at: Instant) => boolean): Facts => {
    const kept = (values: Float64Array) => values.filter((_, i) => keep(at[i]!));
    return { at: kept(at), knownAt: kept(knownAt), value: kept(value) };
  };
  const known = new Map([
    [factsKey(LOAD, 'FR'), cut(load!, (at) => at >= begin)],
    [factsKey(RTE, 'FR'), rte!],
  ]);
  const twice = { ...load!, value: load!.value.map((mw) => 2 * mw) };
  const earlier = new Map([[factsKey(LOAD, 'FR'), cut(twice, (at) => at < begin)]]);
  const asked = Float32Array.of(50_000, 10, 3);
  const [alone, together] = [undefined, earlier].map((more) =>
    predictBlend(learnt(model, recipe, { facts: known, earlier: more, until: UNTIL, seed: 1 }).blend, asked),
  );
  expect(together![0]! / alone![0]!).toBeGreaterThan(1.1);
});

it('wants two years at least', () => {
  const short = { facts: facts(UNTIL), until: UNTIL - 2 * YEAR, seed: 1 };
  expect(() => learnt(model, recipe, short)).toThrow('pupil is fitted to two years of consumption/load_mw or more');
});
