// The quality report of a run, from what its steps counted and what stands around it. Pure; the shape is QualityReport in mesh.
import type { DatasetDefinition } from '../../data/dataset.ts';
import { isPersonal, withoutValues } from '../../data/privacy.ts';
import { formatInstant, type Instant, type TimeWindow } from '../../data/time.ts';
import type { EarlierReport } from '../../db/queries/earlier-reports.ts';
import type { Change, LoadCounts } from '../../db/queries/load-rows.ts';
import type { QualityReport } from '../mesh/quality-report.ts';
import { compared } from './comparison.ts';
import { judged } from './findings.ts';
import { histogram, merged, quantile } from './histogram.ts';
import type { Reasons } from './reasons.ts';
import { reportedAnomalies } from './report-anomalies.ts';
import type { RunOrder } from './run-order.ts';
import { timelineOf } from './timeline.ts';
import type { Validation } from './validate.ts';

export interface Failover {
  readonly source: string;
  readonly reason: string;
  /** It is not set up here: no fault of its own. */
  readonly notAsked?: true;
}
/** An answer of which no row could be accepted, and why. */
export interface Refused {
  readonly rows: number;
  readonly reasons: Reasons;
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
    /** Text to how many times. */
    readonly warnings: Readonly<Record<string, number>>;
    readonly validation: Validation;
    readonly counts: LoadCounts;
    /** Some of what a dry run would have changed. */
    readonly changes?: readonly Change[];
  };
}

/** What stands around a run when it ends. */
export interface Surroundings {
  readonly simulated: boolean;
  readonly reportedAt: Instant;
  readonly freshness: QualityReport['freshness'];
  /** Newest first. */
  readonly earlier: readonly EarlierReport[];
}

type Loaded = NonNullable<SliceOutcome['loaded']>;

const MAX_GAPS_NAMED = 50;
const MAX_REASONS_NAMED = 20;
const MAX_PLACES_NAMED = 30;
const MAX_WARNINGS_NAMED = 30;
const MAX_EXAMPLES = 5;

export function qualityReport(
  order: RunOrder,
  // A run may be older than the program, and its dataset gone.
  definition: DatasetDefinition | undefined,
  slices: readonly SliceOutcome[],
  { simulated, reportedAt, freshness, earlier }: Surroundings,
): QualityReport {
  const isAboutPersons = definition !== undefined && isPersonal(definition);
  const loaded = slices.flatMap((slice) => (slice.loaded ? [slice.loaded] : []));
  const refused = slices.flatMap((slice) => slice.refused ?? []);
  const rows = rowsOf(loaded, refused);
  const seconds = secondsOf(slices);
  const completeness = completenessOf(loaded);
  const anomalies = reportedAnomalies(
    definition,
    loaded.map(({ validation }) => validation.anomalies),
  );
  const pieces = slices.flatMap(({ window, loaded: slice }) => {
    const coverage = slice?.validation.completeness?.coverage;
    return coverage ? [{ window, coverage }] : [];
  });
  const timeline = timelineOf(order, pieces);
  const report = {
    version: 2 as const,
    run: order.id,
    dataset: order.dataset,
    feed: order.feed,
    trigger: order.trigger,
    window: { from: formatInstant(order.from), to: formatInstant(order.to) },
    reportedAt: formatInstant(reportedAt),
    simulated,
    dry: order.dry ?? false,
    personal: isAboutPersons,
    rows,
    rejected: rejectedOf([...refused, ...loaded.map(({ validation }) => validation)].map(({ reasons }) => reasons)),
    warnings: warningsOf(loaded, isAboutPersons),
    cleanings: cleaningsOf(definition, loaded),
    ...(completeness && { completeness }),
    gaps: gapsOf(loaded),
    ...(timeline && { timeline }),
    anomalies,
    distributions: distributionsOf(loaded),
    freshness,
    slices: slices.map((slice) => ({
      from: formatInstant(slice.window.from),
      to: formatInstant(slice.window.to),
      ...(slice.loaded && { source: slice.loaded.source }),
      failovers: slice.failovers.map((failover) => ({
        ...failover,
        reason: isAboutPersons ? withoutValues(failover.reason) : failover.reason,
      })),
      lakeKeys: [...(slice.loaded?.lakeKeys ?? [])],
    })),
    seconds,
    measures: {
      ...(completeness && completeness.expected > 0 && { completeness: completeness.present / completeness.expected }),
      rows: rows.extracted,
      rejected: rows.rejected,
      anomalies: anomalies.count,
      seconds: Number(
        Object.values(seconds)
          .reduce((sum, some) => sum + some, 0)
          .toFixed(3),
      ),
    },
  };
  return {
    ...report,
    ...judged(report, earlier, reportedAt),
    comparison: compared(report.measures, earlier),
  };
}

function rowsOf(loaded: readonly Loaded[], refused: readonly Refused[]): QualityReport['rows'] {
  const refusedRows = refused.reduce((sum, { rows }) => sum + rows, 0);
  const total = (of: (slice: Loaded) => number): number => loaded.reduce((sum, slice) => sum + of(slice), 0);
  return {
    extracted: refusedRows + total((slice) => slice.rows + slice.rejects),
    inserted: total((slice) => slice.counts.inserted),
    updated: total((slice) => slice.counts.updated),
    unchanged: total((slice) => slice.counts.unchanged),
    outranked: total((slice) => slice.counts.outranked),
    rejected: refusedRows + total((slice) => slice.rejects + slice.validation.rejects),
    duplicates: total((slice) => slice.validation.duplicates),
  };
}

function secondsOf(slices: readonly SliceOutcome[]): QualityReport['seconds'] {
  const seconds = (name: StepName): number =>
    slices.reduce((sum, slice) => sum + (slice.milliseconds[name] ?? 0), 0) / 1_000;
  return {
    extract: seconds('extract'),
    lake: seconds('lake'),
    parse: seconds('parse'),
    validate: seconds('validate'),
    load: seconds('load'),
  };
}

function rejectedOf(counts: readonly Reasons[]): QualityReport['rejected'] {
  const total = new Map<string, { rows: number; where: readonly string[] }>();
  for (const [reason, { rows, where }] of counts.flatMap((each) => Object.entries(each))) {
    const before = total.get(reason) ?? { rows: 0, where: [] };
    total.set(reason, { rows: before.rows + rows, where: [...before.where, ...where].slice(0, MAX_EXAMPLES) });
  }
  return [...total]
    .map(([reason, { rows, where }]) => ({ reason, rows, where: [...where] }))
    .sort((a, b) => b.rows - a.rows)
    .slice(0, MAX_REASONS_NAMED);
}

function warningsOf(loaded: readonly Loaded[], isAboutPersons: boolean): QualityReport['warnings'] {
  const total = new Map<string, number>();
  for (const [text, times] of loaded.flatMap(({ warnings }) => Object.entries(warnings))) {
    const shown = isAboutPersons ? withoutValues(text) : text;
    total.set(shown, (total.get(shown) ?? 0) + times);
  }
  return [...total].map(([text, times]) => ({ text: text.slice(0, 300), times })).slice(0, MAX_WARNINGS_NAMED);
}

function cleaningsOf(definition: DatasetDefinition | undefined, loaded: readonly Loaded[]): QualityReport['cleanings'] {
  const cleaned = loaded.flatMap(({ validation }) => validation.cleaned);
  return (definition?.cleanings ?? []).flatMap(({ id, column, says }) => {
    const here = cleaned.filter(({ rule }) => rule === id);
    if (here.length === 0) return [];
    return [
      {
        rule: id,
        column,
        says: { ...says },
        rows: here.reduce((sum, { rows }) => sum + rows, 0),
        first: here.flatMap(({ first }) => first).slice(0, MAX_EXAMPLES),
      },
    ];
  });
}

function completenessOf(loaded: readonly Loaded[]): QualityReport['completeness'] {
  const all = loaded.flatMap(({ validation }) => validation.completeness ?? []);
  const [first] = all;
  if (!first) return undefined;
  const places = new Map<string, { place: string; expected: number; present: number }>();
  for (const { place, expected, present } of all.flatMap((each) => each.places)) {
    const before = places.get(place) ?? { place, expected: 0, present: 0 };
    places.set(place, { place, expected: before.expected + expected, present: before.present + present });
  }
  return {
    columns: [...first.columns],
    expected: all.reduce((sum, { expected }) => sum + expected, 0),
    present: all.reduce((sum, { present }) => sum + present, 0),
    places: [...places.values()]
      .sort((a, b) => a.present / a.expected - b.present / b.expected)
      .slice(0, MAX_PLACES_NAMED),
  };
}

function gapsOf(loaded: readonly Loaded[]): QualityReport['gaps'] {
  const all = loaded.flatMap(({ validation }) => validation.completeness ?? []);
  return {
    count: all.reduce((sum, { gapCount }) => sum + gapCount, 0),
    first: all
      .flatMap(({ gaps }) => gaps)
      .slice(0, MAX_GAPS_NAMED)
      .map(({ place, from, to }) => ({ place, from: formatInstant(from), to: formatInstant(to) })),
  };
}

function distributionsOf(loaded: readonly Loaded[]): QualityReport['distributions'] {
  const all = loaded.flatMap(({ validation }) => validation.distributions);
  return [...new Set(all.map(({ column }) => column))].map((column) => {
    const here = all.filter((one) => one.column === column);
    const sketch = here.map((one) => one.sketch).reduce(merged);
    const at = (share: number) => quantile(sketch, share);
    return {
      column,
      count: sketch.count,
      missing: here.reduce((sum, { missing }) => sum + missing, 0),
      min: sketch.min,
      quartiles: [at(0.25), at(0.5), at(0.75)],
      max: sketch.max,
      mean: Number((sketch.sum / sketch.count).toPrecision(6)),
      ...histogram(sketch),
    };
  });
}
