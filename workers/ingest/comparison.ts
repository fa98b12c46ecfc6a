// A run beside the runs of its feed before it: as usual, or worse than nearly all of them. Pure.
import { formatInstant, type Instant } from '../../data/time.ts';
import type { EarlierReport } from '../../db/queries/earlier-reports.ts';
import { MEASURES, type Measure, Measures, type QualityReport } from '../mesh/quality-report.ts';

export const RUNS_COMPARED = 30;
/** With fewer there is no telling what is usual. */
const FEWEST_RUNS = 5;
const NEARLY_ALL = 0.9;

const LOW_IS_WORSE: ReadonlySet<Measure> = new Set(['completeness', 'rows']);

/** Worse, and by so much that it is worth a word: of equal runs one is always the slowest. */
const IS_MATERIAL: Readonly<Record<Measure, (here: number, median: number) => boolean>> = {
  completeness: (here, median) => median - here >= 0.005,
  rows: (here, median) => here <= median / 2,
  rejected: (here, median) => here > 2 * median,
  anomalies: (here, median) => here > 2 * median + 1,
  seconds: (here, median) => here >= 2 * median + 1,
};

/** `earlier` newest first, as they are asked for. */
export function compared(here: Measures, earlier: readonly EarlierReport[]): QualityReport['comparison'] {
  const known = earlier.flatMap(({ reportedAt, measures }) => {
    const read = Measures.safeParse(measures);
    return read.success ? [{ reportedAt, measures: read.data }] : [];
  });
  const measures = MEASURES.flatMap((measure) => {
    const value = here[measure];
    const values = known.flatMap((run) => run.measures[measure] ?? []).reverse();
    if (value === undefined || values.length === 0) return [];
    const worse = (than: number) => (LOW_IS_WORSE.has(measure) ? value < than : value > than);
    return [
      {
        measure,
        here: value,
        earlier: values,
        min: Math.min(...values),
        median: median(values),
        max: Math.max(...values),
        worseThan: values.filter(worse).length,
      },
    ];
  });
  const worse = measures
    .filter(
      ({ measure, here: value, earlier: values, median: middle, worseThan }) =>
        values.length >= FEWEST_RUNS && worseThan >= NEARLY_ALL * values.length && IS_MATERIAL[measure](value, middle),
    )
    .map(({ measure }) => measure);
  const oldest = known.at(-1);
  return {
    runs: known.length,
    ...(oldest && { since: formatInstant(oldest.reportedAt) }),
    measures,
    verdict: verdict(known.length, worse.length),
    worse,
  };
}

function verdict(runs: number, worse: number): QualityReport['comparison']['verdict'] {
  if (runs < FEWEST_RUNS) return 'too few';
  return worse === 0 ? 'as usual' : 'worse';
}

/** The first of the runs in a row up to this one that found the same. */
export function since(kind: string, earlier: readonly EarlierReport[], reportedAt: Instant): Instant {
  const end = earlier.findIndex(({ findings }) => !findings.includes(kind));
  return earlier.slice(0, end === -1 ? undefined : end).at(-1)?.reportedAt ?? reportedAt;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
