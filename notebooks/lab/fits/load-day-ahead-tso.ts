// How load-day-ahead-tso is fitted, for its backtest: from the facts alone, without the years before them that its release has seen.
import { loadDayAheadTso } from '../../../models/load-day-ahead-tso/model.ts';
import { fitBlendOnnx } from '../experts/fit-blend.ts';
import { LOAD_SEED, loadRecipe } from '../experts/load-recipe.ts';
import type { Fit } from './fit.ts';

export const fitLoadDayAheadTso: Fit = (facts, until) =>
  fitBlendOnnx(loadDayAheadTso, loadRecipe(loadDayAheadTso.features), { facts, until, seed: LOAD_SEED });
