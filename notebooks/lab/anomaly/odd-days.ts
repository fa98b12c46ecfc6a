// What a detector of regions would have been asked in a window, and days made odd on purpose: what it should find.
import { stepsIn } from '../../../data/grid.ts';
import type { TimeWindow } from '../../../data/time.ts';
import { type FactsBySeries, factsKey, historyAsOf } from '../../../models/history.ts';
import type { DetectorModel } from '../../../models/model.ts';
import { tensorOf } from '../../../models/tensor.ts';
import { randomFrom } from '../random.ts';

export interface DayOfRegion {
  readonly region: string;
  readonly at: number;
}

export interface RegionalDays {
  readonly days: readonly DayOfRegion[];
  readonly x: Float32Array;
}

/** Every day of the window that the headline series has, in each region. */
export function regionalDays(
  model: DetectorModel,
  facts: FactsBySeries,
  window: TimeWindow,
  regions: readonly string[] = model.entities,
): RegionalDays {
  const history = historyAsOf(facts, Number.POSITIVE_INFINITY);
  const series = model.inputs[0] ?? '';
  const days = regions.flatMap((region) =>
    stepsIn(model.step, window).flatMap((at) => (Number.isNaN(history.at(series, region, at)) ? [] : [{ region, at }])),
  );
  return { days, x: detectorRows(model, facts, days) };
}

export function detectorRows(model: DetectorModel, facts: FactsBySeries, days: readonly DayOfRegion[]): Float32Array {
  const history = historyAsOf(facts, Number.POSITIVE_INFINITY);
  return tensorOf(
    model.features,
    days.map(({ region, at }) => model.row(history, region, at)),
  );
}

/** By column: what it becomes. */
export type Oddity = Readonly<Record<string, (value: number) => number>>;

/** Mild ones, and each of another kind: sizes that a person would want to hear of. */
export const ODDITIES: Readonly<Record<string, Oddity>> = {
  'a fifth more gas': { consumption_mwh: (mwh) => 1.2 * mwh },
  'a fifth less gas': { consumption_mwh: (mwh) => 0.8 * mwh },
  'two hundredths of the day moved from morning to evening': {
    morning_share: (share) => share - 0.02,
    evening_share: (share) => share + 0.02,
  },
  'a quarter of the way to a flat day': {
    night_share: (share) => share + (0.25 - share) / 4,
    morning_share: (share) => share + (0.25 - share) / 4,
    evening_share: (share) => share + (0.25 - share) / 4,
    load_factor_share: (factor) => factor + (1 - factor) / 4,
    steepest_rise_share: (rise) => 0.75 * rise,
  },
};

/** A few of the days, far from each other: what is planted must not become what is usual. */
export const sparseDays = (days: readonly DayOfRegion[], seed: number, share = 0.03): DayOfRegion[] => {
  const random = randomFrom(seed);
  return days.filter(() => random.next() < share);
};

export function withOddDays(
  facts: FactsBySeries,
  days: readonly DayOfRegion[],
  dataset: string,
  oddity: Oddity,
): FactsBySeries {
  const out = new Map(facts);
  for (const region of new Set(days.map((day) => day.region))) {
    const odd = new Set(days.filter((day) => day.region === region).map(({ at }) => at));
    for (const [column, change] of Object.entries(oddity)) {
      const key = factsKey(`${dataset}/${column}`, region);
      const series = facts.get(key);
      if (!series) throw new Error(`${key}: no facts to make odd`);
      out.set(key, { ...series, value: series.value.map((one, i) => (odd.has(series.at[i]!) ? change(one) : one)) });
    }
  }
  return out;
}
