// How load-day-ahead is fitted, for its backtest: the steps of its notebook, from facts alone.
import { loadDayAhead } from '../../../models/load-day-ahead/model.ts';
import { LOAD_SEED, loadRecipe } from '../experts/load-recipe.ts';
import { fitBlendOnnx } from '../experts/refit.ts';
import type { Fit } from './fit.ts';

export const fitLoadDayAhead: Fit = (facts, until, earlier) =>
  fitBlendOnnx(loadDayAhead, loadRecipe(loadDayAhead.features), { facts, earlier, until, seed: LOAD_SEED });
