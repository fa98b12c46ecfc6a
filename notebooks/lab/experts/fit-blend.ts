// From a recipe and lessons to a blend, and what it is judged by.
import type { Examples } from '../examples.ts';
import type { BoostOptions } from '../trees/boost.ts';
import { type Blend, predictBlend } from './blend.ts';
import { fitPair, type Lessons, type PairRecipe } from './pair.ts';
import type { Judged, SizeRecipe } from './width.ts';

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
