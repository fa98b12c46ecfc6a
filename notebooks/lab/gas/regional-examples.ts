// What a model of regions would have been asked in a window, all regions in one table, each row with its region.
import type { TimeWindow } from '../../../data/time.ts';
import { sameHourDaysBefore } from '../../../models/features/same-hour.ts';
import { type FactsBySeries, historyAsOf } from '../../../models/history.ts';
import type { SeriesModel } from '../../../models/model.ts';
import type { SeriesRef } from '../../../models/series.ts';
import { type Examples, examplesOf, pick, together } from '../examples.ts';

export interface RegionalExamples {
  readonly examples: Examples;
  /** One per example. */
  readonly region: readonly string[];
}

export function regionalExamples(
  model: SeriesModel,
  facts: FactsBySeries,
  window: TimeWindow,
  regions: readonly string[] = model.entities,
): RegionalExamples {
  const parts = regions.map((entity) => examplesOf(model, facts, window, { entity }));
  return {
    examples: parts.reduce(together),
    region: parts.flatMap(({ target }, i) => Array.from(target, () => regions[i]!)),
  };
}

/** A series of the same region so many days before each example, whenever it became known: a benchmark, never a feature. */
export function daysBefore(
  { examples, region }: RegionalExamples,
  facts: FactsBySeries,
  series: SeriesRef,
  days: number,
): Float64Array {
  const everything = historyAsOf<SeriesRef>(facts, Number.POSITIVE_INFINITY);
  return examples.validAt.map((at, i) => everything.at(series, region[i]!, sameHourDaysBefore(at, days)));
}

export function pickRegional(
  { examples, region }: RegionalExamples,
  keep: (index: number) => boolean,
): RegionalExamples {
  return { examples: pick(examples, keep), region: region.filter((_, i) => keep(i)) };
}
