// Whether one forecast is better than another by more than chance (Diebold and Mariano 1995). Takes losses; what a loss is, is the caller's.
import { studentTwoSided } from './student.ts';

export interface DieboldMariano {
  readonly count: number;
  /** Of loss minus rival: negative where the first forecast is the better one. */
  readonly mean_difference: number;
  readonly statistic: number;
  /** Two-sided: how often forecasts that are equally good differ by this much. */
  readonly p: number;
}

/**
 * Losses in the order of time, one per issue: hours of one issue are means of one day, for they err together.
 * The variance is Newey and West's, the small-sample correction Harvey, Leybourne and Newbold's (1997).
 */
export function dieboldMariano({
  losses,
  rival,
  horizon = 1,
  lags = Math.max(horizon - 1, Math.floor(4 * (losses.length / 100) ** (2 / 9))),
}: {
  readonly losses: Float64Array;
  readonly rival: Float64Array;
  /** In steps of the losses. */
  readonly horizon?: number;
  readonly lags?: number;
}): DieboldMariano {
  const count = losses.length;
  if (rival.length !== count) throw new Error(`${count} losses and ${rival.length} of the rival, want as many`);
  if (count <= lags + 1) throw new Error(`${count} losses are too few for ${lags} lags`);
  const difference = losses.map((loss, i) => loss - rival[i]!);
  const mean = difference.reduce((sum, value) => sum + value, 0) / count;
  if (Number.isNaN(mean)) throw new Error('a loss is missing: compare over the rows that both forecasts have');
  const centred = difference.map((value) => value - mean);
  const variance = longRunVariance(centred, lags) / count;
  const correction = Math.sqrt((count + 1 - 2 * horizon + (horizon * (horizon - 1)) / count) / count);
  // Two forecasts with the same losses do not differ: nothing divided by nothing.
  const statistic = mean === 0 ? 0 : (correction * mean) / Math.sqrt(variance);
  return { count, mean_difference: mean, statistic, p: studentTwoSided(statistic, count - 1) };
}

/** Bartlett's weights: never negative. */
function longRunVariance(centred: Float64Array, lags: number): number {
  let sum = 0;
  for (let lag = 0; lag <= lags; lag++) {
    let product = 0;
    for (let i = lag; i < centred.length; i++) product += centred[i]! * centred[i - lag]!;
    sum += (lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * product;
  }
  return sum / centred.length;
}
