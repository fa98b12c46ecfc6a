// Values that are unlikely, found while rows stream by: place by place, in order of time, in bounded memory. Never changes or drops a row.
import type { AnomalyRule, DatasetDefinition, Row } from '../../data/dataset.ts';
import type { Step } from '../../data/grid.ts';
import { DAY, type Duration, HOUR, type Instant } from '../../data/time.ts';
import type { SKIPPED } from '../mesh/quality-report.ts';
import { parisHour, type Usual, type UsualValue } from './usual.ts';

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
/** A key may hold anything: places beyond are not followed from row to row. */
const MAX_PLACES = 20_000;

/** The last value of a place, and the line of equal values that ends with it. */
interface Track {
  at: Instant;
  value: number;
  since: Instant;
  steps: number;
}
interface Counted {
  readonly rule: AnomalyRule;
  readonly index: number;
  readonly first: Anomaly[];
  judged: number;
  found: number;
  unjudged: number;
}
/** One rule at one place. */
interface Watch {
  readonly counted: Counted;
  readonly rule: AnomalyRule;
  readonly usual: readonly (UsualValue | undefined)[] | undefined;
  track: Track | null;
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
  const rules = (definition.quality.anomalies ?? []).map(
    (rule, index): Counted => ({ rule, index, first: [], judged: 0, found: 0, unjudged: 0 }),
  );
  const places = new Map<string, readonly Watch[]>();
  const longest = longestStep(grid);
  let outOfOrder = 0;
  let [hourOf, hour] = [Number.NaN, 0];

  function watchesOf(place: string): readonly Watch[] {
    const watches = rules
      .filter(({ rule }) => !rule.places || rule.places.includes(place))
      .map((counted): Watch => {
        const { rule } = counted;
        return { counted, rule, usual: usual?.hours(place, rule.column), track: null };
      });
    if (places.size < MAX_PLACES) places.set(place, watches);
    return watches;
  }

  function found({ counted }: Watch, anomaly: Omit<Anomaly, 'rule'>): void {
    counted.found++;
    if (counted.first.length < MAX_PER_RULE) counted.first.push({ rule: counted.index, ...anomaly });
  }

  function see(row: Row, place: string): void {
    const watches = places.get(place) ?? watchesOf(place);
    if (watches.length === 0) return;
    const at = timeColumn === undefined ? null : Number(row[timeColumn]);
    let isLate = false;
    for (const watch of watches) {
      const { rule, counted } = watch;
      const value = row[rule.column];
      if (typeof value !== 'number') continue;
      if (rule.kind === 'range') {
        counted.judged++;
        const limit = value < rule.low ? rule.low : rule.high;
        if (value < rule.low || value > rule.high) found(watch, { place, at, value, measured: value, limit });
      } else if (at === null) counted.unjudged++;
      else if (rule.kind === 'unusual') judgeUnusual(watch, rule.deviations, place, at, value);
      else if (follow(watch, rule, place, at, value)) isLate = true;
    }
    if (isLate) outOfOrder++;
  }

  function judgeUnusual(watch: Watch, limit: number, place: string, at: Instant, value: number): void {
    // Rows of one instant often come together.
    if (watch.usual && hourOf !== at) [hourOf, hour] = [at, parisHour(at)];
    const habit = watch.usual?.[hour];
    if (!habit) {
      watch.counted.unjudged++;
      return;
    }
    watch.counted.judged++;
    const measured = (value - habit.median) / habit.deviation;
    if (Math.abs(measured) > limit) found(watch, { place, at, value, measured, limit, usual: habit.median });
  }

  /** True where the row came after a later one of its place: it is not judged. */
  function follow(
    watch: Watch,
    rule: AnomalyRule & { kind: 'jump' | 'flat' },
    place: string,
    at: Instant,
    value: number,
  ): boolean {
    const { track } = watch;
    if (!track) {
      watch.track = { at, value, since: at, steps: 1 };
      return false;
    }
    if (at < track.at) return true;
    // The same key again: neither is a step.
    if (at === track.at) return false;
    watch.counted.judged++;
    const elapsed = at - track.at;
    const follows = elapsed <= longest;
    if (rule.kind === 'jump') {
      const measured = value - track.value;
      // A coarser feed may change as much as the steps between.
      const limit = rule.most * stepsBetween(definition.grid, elapsed);
      if (follows && Math.abs(measured) > limit) found(watch, { place, at, value, measured, limit });
    } else if (follows && value === track.value) track.steps++;
    else {
      endLine(watch, rule, place, track);
      track.since = at;
      track.steps = 1;
    }
    track.at = at;
    track.value = value;
    return false;
  }

  function endLine(watch: Watch, rule: AnomalyRule & { kind: 'flat' }, place: string, track: Track): void {
    const { since, at: until, steps: measured, value } = track;
    if (measured >= rule.steps && value !== rule.except)
      found(watch, { place, at: since, until, value, measured, limit: rule.steps });
  }

  return {
    see,
    /** Once, at the end: lines that are still flat end here. */
    detected(): Detected {
      for (const [place, watches] of places) {
        for (const watch of watches)
          if (watch.rule.kind === 'flat' && watch.track) endLine(watch, watch.rule, place, watch.track);
      }
      const why = timeColumn === undefined ? 'no time' : (whyNoUsual ?? 'little history');
      return {
        rules: rules.map(({ judged, found, unjudged }) => ({ judged, found, ...(unjudged > 0 && { skipped: why }) })),
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
