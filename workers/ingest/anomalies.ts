// Values that are unlikely, found while rows stream by: place by place, in order of time, in bounded memory. Never changes or drops a row.
import type { AnomalyRule, DatasetDefinition, Row } from '../../data/dataset.ts';
import type { Step } from '../../data/grid.ts';
import { DAY, type Duration, HOUR, type Instant } from '../../data/time.ts';
import type { SKIPPED } from '../mesh/quality-report.ts';
import type { Usual } from './usual.ts';

export interface Anomaly {
  readonly rule: number;
  readonly place: string;
  /** Null for snapshots. */
  readonly at: Instant | null;
  /** Of a flat line. */
  readonly until?: Instant;
  readonly value: number;
  readonly measured: number;
  readonly limit: number;
  readonly usual?: number;
}
export interface RuleCount {
  readonly judged: number;
  readonly found: number;
  readonly skipped?: (typeof SKIPPED)[number];
}
export interface Detected {
  /** In the order of the definition. */
  readonly rules: readonly RuleCount[];
  readonly first: readonly Anomaly[];
  readonly outOfOrder: number;
}

/** Each with where and how far; the rest is counted. */
const MAX_PER_RULE = 20;
/** Places beyond are judged by range and by what is usual alone. */
const MAX_PLACES = 20_000;

interface Track {
  at: Instant;
  value: number;
  /** Of the line of equal values that ends here. */
  since: Instant;
  steps: number;
}

export function detector({
  definition,
  grid = definition.grid,
  usual,
  whyNoUsual,
}: {
  readonly definition: DatasetDefinition;
  /** Of the feed, where it is coarser. */
  readonly grid?: Step | 'event' | 'snapshot' | undefined;
  /** Null where it was not asked for: `whyNoUsual` says why. */
  readonly usual: Usual | null;
  readonly whyNoUsual?: RuleCount['skipped'];
}) {
  const { timeColumn } = definition;
  const rules = (definition.quality.anomalies ?? []).map((rule, index) => ({
    rule,
    index,
    judged: 0,
    found: 0,
    first: [] as Anomaly[],
    unjudged: 0,
    tracks: new Map<string, Track>(),
    places: rule.places && new Set(rule.places),
  }));
  type Counted = (typeof rules)[number];
  const longest = longestStep(grid);
  let outOfOrder = 0;

  function found(counted: Counted, anomaly: Omit<Anomaly, 'rule'>): void {
    counted.found++;
    if (counted.first.length < MAX_PER_RULE) counted.first.push({ rule: counted.index, ...anomaly });
  }

  function see(row: Row, place: string): void {
    const time = timeColumn === undefined ? null : Number(row[timeColumn]);
    let late = false;
    for (const counted of rules) {
      const { rule, places } = counted;
      const value = row[rule.column];
      if (typeof value !== 'number' || (places && !places.has(place))) continue;
      if (rule.kind === 'range') {
        counted.judged++;
        const limit = value < rule.low ? rule.low : rule.high;
        if (value < rule.low || value > rule.high) found(counted, { place, at: time, value, measured: value, limit });
      } else if (time === null) counted.unjudged++;
      else if (rule.kind === 'unusual') judgeUnusual(counted, rule, place, time, value);
      else late = follow(counted, rule, place, time, value) || late;
    }
    if (late) outOfOrder++;
  }

  function judgeUnusual(
    counted: Counted,
    { column, deviations: limit }: AnomalyRule & { kind: 'unusual' },
    place: string,
    at: Instant,
    value: number,
  ): void {
    const hour = usual?.at(place, column, at);
    if (!hour) {
      counted.unjudged++;
      return;
    }
    counted.judged++;
    const measured = (value - hour.median) / hour.deviation;
    if (Math.abs(measured) > limit) found(counted, { place, at, value, measured, limit, usual: hour.median });
  }

  /** True where the row came after a later one of its place: it is not judged. */
  function follow(
    counted: Counted,
    rule: AnomalyRule & { kind: 'jump' | 'flat' },
    place: string,
    at: Instant,
    value: number,
  ): boolean {
    const track = counted.tracks.get(place);
    if (!track) {
      if (counted.tracks.size < MAX_PLACES) counted.tracks.set(place, { at, value, since: at, steps: 1 });
      return false;
    }
    if (at < track.at) return true;
    // The same key again: the last one counts, and neither is a step.
    if (at === track.at) return false;
    counted.judged++;
    const elapsed = at - track.at;
    const follows = elapsed <= longest;
    if (rule.kind === 'jump') {
      // A coarser feed, or an hour where quarters are the rule, may change as much as the steps between.
      const limit = rule.most * stepsBetween(definition.grid, elapsed);
      const measured = value - track.value;
      if (follows && Math.abs(measured) > limit) found(counted, { place, at, value, measured, limit });
    } else if (follows && value === track.value) track.steps++;
    else {
      endLine(counted, rule, place, track);
      track.since = at;
      track.steps = 1;
    }
    track.at = at;
    track.value = value;
    return false;
  }

  function endLine(counted: Counted, rule: AnomalyRule & { kind: 'flat' }, place: string, track: Track): void {
    const { since, at: until, steps: measured, value } = track;
    if (measured >= rule.steps && value !== rule.except)
      found(counted, { place, at: since, until, value, measured, limit: rule.steps });
  }

  return {
    see,
    /** Once, at the end: lines that are still flat end here. */
    detected(): Detected {
      for (const counted of rules) {
        const { rule, tracks } = counted;
        if (rule.kind === 'flat') for (const [place, track] of tracks) endLine(counted, rule, place, track);
      }
      return {
        rules: rules.map(({ rule, judged, found, unjudged }) => {
          const why = timeColumn === undefined ? 'no time' : (whyNoUsual ?? 'little history');
          return { judged, found, ...(unjudged > 0 && rule.kind !== 'range' && { skipped: why }) };
        }),
        first: rules.flatMap(({ first }) => first),
        outOfOrder,
      };
    },
  };
}

/** Values further apart do not follow each other. */
function longestStep(grid: Step | 'event' | 'snapshot'): Duration {
  if (typeof grid === 'number') return grid;
  if (grid === 'paris-day') return DAY + HOUR;
  return grid === 'paris-month' ? 31 * DAY + HOUR : Number.POSITIVE_INFINITY;
}

const stepsBetween = (grid: Step | 'event' | 'snapshot', elapsed: Duration): number =>
  typeof grid === 'number' ? Math.max(1, elapsed / grid) : 1;
