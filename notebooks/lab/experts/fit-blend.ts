// From a recipe and lessons to a blend; and from facts alone to a graph, as a backtest that fits again asks for it.
import { DAY, type Instant } from '../../../data/time.ts';
import { type FactsBySeries, factsKey } from '../../../models/history.ts';
import type { SeriesModel } from '../../../models/model.ts';
import { type Examples, examplesOf, pick, together } from '../examples.ts';
import type { BoostOptions } from '../trees/boost.ts';
import { type Blend, blendOnnx, predictBlend } from './blend.ts';
import { FIRST_LESSON_AFTER, lessonsBefore, withBadDays } from './lessons.ts';
import { fitPair, type Lessons, type PairRecipe } from './pair.ts';
import { asForeseen } from './weather-noise.ts';
import { fitWidths, type Judged, type SizeRecipe } from './width.ts';

export interface BlendRecipe {
  readonly first: PairRecipe;
  readonly others: readonly { readonly recipe: PairRecipe; readonly share: number }[];
  readonly size: SizeRecipe;
}

export const BOUNDS = { low: 0.1, high: 0.9 };

export const fitBlend = (
  { first, others }: BlendRecipe,
  lessons: Lessons,
  options: Pick<BoostOptions, 'seed' | 'onTree'>,
): Blend => ({
  first: fitPair(first, lessons, options),
  others: others.map(({ recipe, share }) => ({ pair: fitPair(recipe, lessons, options), share })),
});

export const judgedBy = (blend: Blend, { x, target }: Examples): Judged => ({
  x,
  value: predictBlend(blend, x),
  truth: target,
});

const YEAR = 365 * DAY;

interface Learning {
  readonly facts: FactsBySeries;
  readonly until: Instant;
  readonly seed: number;
}

/** Bounds are learnt from the two years before `until`, each forecast by what was fitted before it, with the weather as it was and as forecasts are wrong; the graph knows all. */
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

/** The blend of all that came true before `until`, and the two years before it as blends of what came before each would have forecast them. */
export function learnt(
  model: SeriesModel,
  recipe: BlendRecipe,
  { facts, until, seed }: Learning,
): { readonly blend: Blend; readonly stretches: readonly Judged[] } {
  const begin = facts.get(factsKey(model.target, model.entities[0] ?? ''))?.at[0] ?? Number.NaN;
  const from = begin + FIRST_LESSON_AFTER;
  if (!(until - from >= 2 * YEAR))
    throw new Error(`${model.id} is fitted to two years of ${model.target} or more, and a month before them`);
  const plain = examplesOf(model, facts, { from, to: until });
  const all = withBadDays(model, facts, plain);
  const foreseen = examplesOf(model, asForeseen(model, facts, seed), { from, to: until });
  const fitted = (before: Instant): Blend => fitBlend(recipe, lessonsBefore(all, before), { seed });
  const stretches = [until - 2 * YEAR, until - YEAR]
    .filter((start) => start - from >= YEAR)
    .map((start) => {
      const inYear = (all: Examples): Examples =>
        pick(all, (i) => all.validAt[i]! >= start && all.validAt[i]! < start + YEAR);
      return judgedBy(fitted(start), together(inYear(plain), inYear(foreseen)));
    });
  return { blend: fitted(until), stretches };
}
