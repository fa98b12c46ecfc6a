// How load-day-ahead-tso is fitted, for its backtest: the steps of its notebook, from facts alone.
import { loadDayAheadTso } from '../../../models/load-day-ahead-tso/model.ts';
import { LOAD_SEED, loadRecipe } from '../experts/load-recipe.ts';
import { fitBlendOnnx } from '../experts/refit.ts';
import type { Fit } from './fit.ts';

export const fitLoadDayAheadTso: Fit = (facts, until, earlier) =>
  fitBlendOnnx(loadDayAheadTso, loadRecipe(loadDayAheadTso.features), { facts, earlier, until, seed: LOAD_SEED });
