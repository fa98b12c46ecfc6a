// What rivals would have said of examples: a column each, NaN where one had nothing to go by.
import { type FactsBySeries, historyAsOf } from '../../../models/history.ts';
import type { SeriesModel } from '../../../models/model.ts';
import { lastWeek, newestWholeDay, PUBLISHED, persistence } from '../../../models/rivals.ts';
import type { SeriesRef } from '../../../models/series.ts';
import { wholeStep } from '../../../models/whole-step.ts';
import type { Examples } from '../examples.ts';

export interface RivalColumns {
  /** The same hour of the newest day that was whole. */
  readonly persistence: Float64Array;
  readonly lastWeek: Float64Array;
  /** What was published of the same series, whenever it became known: to compare with, never a feature. */
  readonly published: Float64Array;
}

export function rivalColumns(
  model: SeriesModel,
  facts: FactsBySeries,
  { validAt, issuedAt }: Pick<Examples, 'validAt' | 'issuedAt'>,
  entity = model.entities[0] ?? '',
): RivalColumns {
  const issues = new Map<
    number,
    { readonly asked: Parameters<typeof lastWeek>[0]; readonly wholeDay: number | undefined }
  >();
  for (const issued of new Set(issuedAt)) {
    const asked = { model, history: historyAsOf(facts, issued), entity, issuedAt: issued };
    issues.set(issued, { asked, wholeDay: newestWholeDay(asked) });
  }
  const everything = historyAsOf<SeriesRef>(facts, Number.POSITIVE_INFINITY);
  const other = PUBLISHED[model.target];
  return {
    persistence: validAt.map((at, row) => {
      const { asked, wholeDay } = issues.get(issuedAt[row]!)!;
      return persistence(asked, at, wholeDay);
    }),
    lastWeek: validAt.map((at, row) => lastWeek(issues.get(issuedAt[row]!)!.asked, at)),
    published: validAt.map((at) =>
      other === undefined
        ? Number.NaN
        : wholeStep({ history: everything, series: other, entity }, model.horizon.step, at),
    ),
  };
}
