// From facts alone to a graph, as a backtest that fits again each month asks for it: the steps of the load notebooks. Never looks at a file.
import { createHash } from 'node:crypto';
import { DAY, type Instant, instantsAtParis, parisClock } from '../../../data/time.ts';
import { type FactsBySeries, factsKey } from '../../../models/history.ts';
import type { SeriesModel } from '../../../models/model.ts';
import { type Examples, examplesOf, pick, together } from '../examples.ts';
import { asForeseen } from '../forecast-noise.ts';
import { type Blend, blendOnnx } from './blend.ts';
import { type BlendRecipe, BOUNDS, fitBlend, judgedBy } from './fit-blend.ts';
import { FIRST_LESSON_AFTER, lessonsBefore, withBadDays } from './lessons.ts';
import { fitWidths, type Judged } from './width.ts';

const YEAR = 365 * DAY;

export interface Learning {
  readonly facts: FactsBySeries;
  /** Another series of the target from before it begins: it teaches, and is never mixed with it in one history. */
  readonly earlier?: FactsBySeries | undefined;
  readonly until: Instant;
  readonly seed: number;
}

export function fitBlendOnnx(model: SeriesModel, recipe: BlendRecipe, learning: Learning): Uint8Array {
  const [value, low, high] = model.heads.map(({ name }) => name);
  if (value === undefined || low === undefined || high === undefined)
    throw new Error(`${model.id} has ${model.heads.length} heads; want a value and two bounds`);
  const { blend, stretches } = learnt(model, recipe, learning);
  const widths = fitWidths(stretches, {
    features: model.features,
    ...recipe.size,
    quantiles: BOUNDS,
    seed: learning.seed,
  });
  return blendOnnx(blend, widths, model.id, { value, low, high });
}

/** The blend of all that came true before `until`; and the two years before the last December, as blends of what came before each would have forecast them. */
export function learnt(
  model: SeriesModel,
  recipe: BlendRecipe,
  learning: Learning,
): { readonly blend: Blend; readonly stretches: readonly Judged[] } {
  const { facts, until, seed } = learning;
  const from = beginOf(model, facts) + FIRST_LESSON_AFTER;
  if (!(lastDecember(until) - from >= 2 * YEAR))
    throw new Error(
      `${model.id} is fitted to two years of ${model.target} or more before the last December, and a month before them`,
    );
  const { lessons, stretches } = settledBy(lastDecember(until), model, recipe, learning);
  const since = examplesOf(model, facts, { from: Math.max(from, lastDecember(until)), to: until });
  const all = together(lessons, since.target.length > 0 ? withBadDays(model, facts, since) : since);
  return { blend: fitBlend(recipe, lessonsBefore(all, until), { seed }), stretches };
}

const beginOf = ({ target, entities }: SeriesModel, facts: FactsBySeries): Instant =>
  facts.get(factsKey(target, entities[0] ?? ''))?.at[0] ?? Number.NaN;

/** The forecasts of a year are fitted from the end of December to the end of November: all twelve share what came before the first of that December. */
function lastDecember(until: Instant): Instant {
  const { year, month } = parisClock(until);
  return instantsAtParis({ year: month === 12 ? year : year - 1, month: 12, day: 1 })[0] ?? Number.NaN;
}

interface Settled {
  /** Bad days among them. */
  readonly lessons: Examples;
  readonly stretches: readonly Judged[];
}
let settled: { readonly key: string; readonly value: Settled } | undefined;

/** What the months of a year have in common is worked out once. The answers are the same: facts that differ have another key. */
function settledBy(end: Instant, model: SeriesModel, recipe: BlendRecipe, learning: Learning): Settled {
  const known = { ...learning, facts: factsBefore(learning.facts, end), until: end };
  const key = keyOf(model, recipe, known);
  if (settled?.key !== key) settled = { key, value: settle(model, recipe, known) };
  return settled.value;
}

function settle(model: SeriesModel, recipe: BlendRecipe, { facts, earlier, until, seed }: Learning): Settled {
  const window = { from: beginOf(model, facts) + FIRST_LESSON_AFTER, to: until };
  const own = withBadDays(model, facts, examplesOf(model, facts, window));
  const lessons = earlier ? together(earlierLessons(model, facts, earlier), own) : own;
  const foreseen = examplesOf(model, asForeseen(facts, seed), { ...window, from: until - 2 * YEAR });
  const stretches = [until - 2 * YEAR, until - YEAR]
    .filter((start) => start - window.from >= YEAR)
    .map((start) => {
      const inYear = (some: Examples): Examples =>
        pick(some, (i) => some.validAt[i]! >= start && some.validAt[i]! < start + YEAR);
      const blend = fitBlend(recipe, lessonsBefore(lessons, start), { seed });
      return judgedBy(blend, together(inYear(own), inYear(foreseen)));
    });
  return { lessons, stretches };
}

function earlierLessons(model: SeriesModel, facts: FactsBySeries, earlier: FactsBySeries): Examples {
  const older = new Map([...facts, ...earlier]);
  const window = { from: beginOf(model, earlier) + FIRST_LESSON_AFTER, to: beginOf(model, facts) };
  return withBadDays(model, older, examplesOf(model, older, window));
}

const factsBefore = (facts: FactsBySeries, end: Instant): FactsBySeries =>
  new Map(
    Array.from(facts, ([key, { at, knownAt, value }]) => {
      const after = at.findIndex((one) => one >= end);
      const count = after < 0 ? at.length : after;
      return [key, { at: at.subarray(0, count), knownAt: knownAt.subarray(0, count), value: value.subarray(0, count) }];
    }),
  );

function keyOf({ id }: SeriesModel, recipe: BlendRecipe, { facts, earlier, until, seed }: Learning): string {
  const hash = createHash('sha256').update(JSON.stringify([id, recipe, until, seed]));
  for (const [key, { at, knownAt, value }] of [...facts, ...(earlier ?? [])]) {
    hash.update(key);
    for (const numbers of [at, knownAt, value]) hash.update(numbers);
  }
  return hash.digest('hex');
}
