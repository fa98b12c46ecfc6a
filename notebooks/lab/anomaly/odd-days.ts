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

/** The columns of a day, by name. */
type Day = Readonly<Record<string, number>>;
/** What some of its columns become. */
export type Oddity = (day: Day) => Day;

/** An hour of three times the mean, in the morning: the day has 26 hours' worth. */
const WITH_SPIKE = 26 / 24;

/** What has been seen in the curves of gas, and what a person would want to hear of. */
export const ODDITIES: Readonly<Record<string, Oddity>> = {
  'labels six hours late': ({ night_share, morning_share, afternoon_share, evening_share, peak_at_hours }) => ({
    night_share: evening_share!,
    morning_share: night_share!,
    afternoon_share: morning_share!,
    evening_share: afternoon_share!,
    peak_at_hours: (peak_at_hours! + 6) % 24,
  }),
  'an hour three times its neighbours': (day) => ({
    consumption_mwh: day['consumption_mwh']! * WITH_SPIKE,
    night_share: day['night_share']! / WITH_SPIKE,
    morning_share: (day['morning_share']! + WITH_SPIKE - 1) / WITH_SPIKE,
    evening_share: day['evening_share']! / WITH_SPIKE,
    load_factor_share: WITH_SPIKE / 3,
    steepest_rise_share: 2 / 24 / WITH_SPIKE,
    peak_at_hours: 8,
  }),
  'half of the way to a flat day': (day) => ({
    night_share: (day['night_share']! + 0.25) / 2,
    morning_share: (day['morning_share']! + 0.25) / 2,
    evening_share: (day['evening_share']! + 0.25) / 2,
    load_factor_share: (day['load_factor_share']! + 1) / 2,
    steepest_rise_share: day['steepest_rise_share']! / 2,
  }),
  'a third less gas': ({ consumption_mwh }) => ({ consumption_mwh: (2 / 3) * consumption_mwh! }),
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
  const columns = new Set([...facts.keys()].flatMap((key) => columnOfDataset(key, dataset)));
  for (const region of new Set(days.map((day) => day.region))) {
    const odd = new Set(days.filter((day) => day.region === region).map(({ at }) => at));
    const history = historyAsOf(facts, Number.POSITIVE_INFINITY);
    const changes = new Map(
      [...odd].map((at) => {
        const day = [...columns].map((column) => [column, history.at(`${dataset}/${column}`, region, at)] as const);
        return [at, oddity(Object.fromEntries(day))];
      }),
    );
    for (const column of columns) {
      const key = factsKey(`${dataset}/${column}`, region);
      const series = facts.get(key);
      if (!series) continue;
      const value = series.value.map((one, i) => changes.get(series.at[i]!)?.[column] ?? one);
      out.set(key, { ...series, value });
    }
  }
  return out;
}

const columnOfDataset = (key: string, dataset: string): string[] =>
  key.startsWith(`${dataset}/`) ? [key.slice(dataset.length + 1).split('|')[0] ?? ''] : [];
