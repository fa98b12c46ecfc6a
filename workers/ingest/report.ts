// The quality report of a run, from what its steps counted. Pure; the shape is QualityReport in mesh/contracts.ts.
import { formatInstant, type TimeWindow } from '../../data/time.ts';
import type { LoadCounts } from '../../db/queries/load-rows.ts';
import type { QualityReport } from '../mesh/contracts.ts';
import type { RunOrder } from './run-order.ts';
import type { Validation } from './validate.ts';

export interface Failover {
  readonly source: string;
  readonly reason: string;
}
/** An answer of which no row could be accepted, and why. */
export interface Refused {
  readonly rows: number;
  readonly reasons: Readonly<Record<string, number>>;
}
export type StepName = 'extract' | 'lake' | 'parse' | 'validate' | 'load';

/** What became of one slice. Without `loaded`, every source failed. */
export interface SliceOutcome {
  readonly window: TimeWindow;
  readonly failovers: readonly Failover[];
  readonly milliseconds: Readonly<Partial<Record<StepName, number>>>;
  readonly refused?: readonly Refused[];
  readonly loaded?: {
    readonly source: string;
    readonly lakeKeys: readonly string[];
    /** Rows and rejects that parsing gave. */
    readonly rows: number;
    readonly rejects: number;
    readonly validation: Validation;
    readonly counts: LoadCounts;
  };
}

const MAX_GAPS_NAMED = 50;
const MAX_REASONS_NAMED = 20;

export function qualityReport(
  order: RunOrder,
  { simulated, slices }: { readonly simulated: boolean; readonly slices: readonly SliceOutcome[] },
): QualityReport {
  const loaded = slices.flatMap((slice) => (slice.loaded ? [slice.loaded] : []));
  const refused = slices.flatMap((slice) => slice.refused ?? []);
  const refusedRows = refused.reduce((sum, { rows }) => sum + rows, 0);
  const total = (of: (slice: (typeof loaded)[number]) => number): number =>
    loaded.reduce((sum, slice) => sum + of(slice), 0);
  const completenesses = loaded.flatMap(({ validation }) => validation.completeness ?? []);
  const gaps = completenesses.flatMap((completeness) => completeness.gaps);
  const seconds = (name: StepName): number =>
    slices.reduce((sum, slice) => sum + (slice.milliseconds[name] ?? 0), 0) / 1_000;
  return {
    version: 1,
    run: order.id,
    dataset: order.dataset,
    feed: order.feed,
    trigger: order.trigger,
    window: { from: formatInstant(order.from), to: formatInstant(order.to) },
    simulated,
    rows: {
      extracted: refusedRows + total((slice) => slice.rows + slice.rejects),
      inserted: total((slice) => slice.counts.inserted),
      updated: total((slice) => slice.counts.updated),
      unchanged: total((slice) => slice.counts.unchanged),
      outranked: total((slice) => slice.counts.outranked),
      rejected: refusedRows + total((slice) => slice.rejects + slice.validation.rejects),
      duplicates: total((slice) => slice.validation.duplicates),
    },
    rejected: reasons([...refused, ...loaded.map(({ validation }) => validation)].map(({ reasons }) => reasons)),
    ...(completenesses[0] && {
      completeness: {
        columns: completenesses[0].columns,
        expected: completenesses.reduce((sum, { expected }) => sum + expected, 0),
        present: completenesses.reduce((sum, { present }) => sum + present, 0),
      },
    }),
    gaps: {
      count: completenesses.reduce((sum, { gapCount }) => sum + gapCount, 0),
      first: gaps
        .slice(0, MAX_GAPS_NAMED)
        .map(({ place, from, to }) => ({ place, from: formatInstant(from), to: formatInstant(to) })),
    },
    slices: slices.map(({ window, failovers, loaded }) => ({
      from: formatInstant(window.from),
      to: formatInstant(window.to),
      ...(loaded && { source: loaded.source }),
      failovers,
      lakeKeys: loaded?.lakeKeys ?? [],
    })),
    seconds: {
      extract: seconds('extract'),
      lake: seconds('lake'),
      parse: seconds('parse'),
      validate: seconds('validate'),
      load: seconds('load'),
    },
  };
}

function reasons(counts: readonly Readonly<Record<string, number>>[]): QualityReport['rejected'] {
  const total = new Map<string, number>();
  for (const [reason, rows] of counts.flatMap((each) => Object.entries(each))) {
    total.set(reason, (total.get(reason) ?? 0) + rows);
  }
  return [...total]
    .map(([reason, rows]) => ({ reason, rows }))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MAX_REASONS_NAMED);
}
