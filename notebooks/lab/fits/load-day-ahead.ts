// How load-day-ahead is fitted, for its backtest: from the facts alone, without the years before them that its release has seen.
import { loadDayAhead } from '../../../models/load-day-ahead/model.ts';
import { fitBlendOnnx } from '../experts/fit-blend.ts';
import { LOAD_SEED, loadRecipe } from '../experts/load-recipe.ts';
import type { Fit } from './fit.ts';

export const fitLoadDayAhead: Fit = (facts, until) =>
  fitBlendOnnx(loadDayAhead, loadRecipe(loadDayAhead.features), { facts, until, seed: LOAD_SEED });
