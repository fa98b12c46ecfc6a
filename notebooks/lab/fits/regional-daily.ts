// How regional-daily is fitted, for its backtest: the steps of its notebook, with the last year for the widths.
import { DAY } from '../../../data/time.ts';
import { regionalDaily } from '../../../models/regional-daily/model.ts';
import { regionalExamples } from '../gas/regional-examples.ts';
import { calibrated, fitRelative, type RelativeForecast, relativeOnnx } from '../relative-forecast.ts';
import type { Fit } from './fit.ts';

const YEAR = 365 * DAY;
const QUANTILES = { low: 0.1, high: 0.9 };
const TUNING = { seed: 2018, trees: 300, leaves: 8, learningRate: 0.05, minRows: 80, columnShare: 0.4, rowShare: 0.6 };
const HEADS = { value: 'consumption_mwh', low: 'consumption_q10_mwh', high: 'consumption_q90_mwh' };

export const fitRegionalDaily: Fit = (facts, until) => {
  const begins = Array.from(facts, ([key, { at }]) => (key.startsWith(`${regionalDaily.target}|`) ? at[0] : undefined));
  const from = Math.min(...begins.filter((begin) => begin !== undefined));
  if (!(until - from >= 2 * YEAR))
    throw new Error(
      `regional-daily is fitted to two years of ${regionalDaily.target} or more: the last is for its widths`,
    );
  const learn = (to: number): RelativeForecast => {
    const { examples } = regionalExamples(regionalDaily, facts, { from, to });
    return fitRelative({ examples, level: 'curve_mwh', quantiles: QUANTILES, tuning: TUNING });
  };
  const { examples: lastYear } = regionalExamples(regionalDaily, facts, { from: until - YEAR, to: until });
  const { widen } = calibrated(learn(until - YEAR), lastYear, QUANTILES);
  return relativeOnnx({ ...learn(until), widen }, regionalDaily.id, HEADS);
};
