// Compares what each release forecast or judged lately with where it was made: once for each day, and again when more was said of it. Safe to repeat.
import { DAY, HOUR, type Instant, parisClock, parisDay, type TimeWindow } from '../../data/time.ts';
import type { Db } from '../../db/client.ts';
import {
  answering,
  type Drift,
  featuresKnown,
  firstAnswered,
  firstMade,
  forgetDrift,
  latestDrift,
  newestAnswered,
  type SeenAndSaid,
  saveDrift,
  seenAndSaid,
} from '../../db/queries/drift.ts';
import {
  type ColumnDrift,
  columnDrift,
  DRIFT_DAYS,
  isAlert,
  isComparable,
  leastDays,
  type MadeFrom,
  worstOf,
} from '../../models/drift.ts';
import type { DetectorModel, SeriesModel } from '../../models/model.ts';
import { seasonOf } from '../../models/season.ts';
import { comparedColumns } from './compared-columns.ts';
import type { SketchesOf } from './release-sketches.ts';

/** Of each comparison the worst. */
export const SHOWN = 3;

/** So long a row may be on its way to Postgres, and so long a comparison stands though a step was forecast again. */
const STANDS_FOR = HOUR;

export type TimedModel = SeriesModel | DetectorModel;

export interface Papers {
  readonly sketchesOf: SketchesOf;
  /** Those of one release: its drift stays unknown, and the others are compared. */
  unread(release: string, error: unknown): void;
}

/** What was compared anew. */
export async function compareLatest(
  db: Db,
  { sketchesOf, unread }: Papers,
  model: TimedModel,
  now: Instant,
): Promise<readonly Drift[]> {
  const newest = await newestAnswered(db, model.id);
  if (newest === null) return [];
  const before = await latestDrift(db, model.id);
  const compared: Drift[] = [];
  for (const days of DRIFT_DAYS) {
    const window = { from: parisDay(newest, 1 - days).from, to: parisDay(newest).to };
    const season = seasonOf(middleOf(window));
    const place = { model: model.id, days, day: dateOf(newest), season };
    for (const { role, release, rows, daysAnswered, madeUntil } of await answering(db, model.id, window)) {
      const isKnown = before.some(
        (one) =>
          one.release === release &&
          one.role === role &&
          one.days === days &&
          one.day === place.day &&
          one.rows === rows &&
          (now - one.comparedAt < STANDS_FOR || one.comparedAt > (madeUntil ?? 0) + STANDS_FOR),
      );
      if (isKnown || daysAnswered < leastDays(days)) continue;
      const sketches = await sketchesOf(model.id, release).catch((error: unknown) => {
        unread(release, error);
        return null;
      });
      if (!sketches) continue;
      if (![...sketches.features, ...sketches.heads].some((sketch) => isComparable(sketch, { season, days }))) continue;
      const seen = await seenAndSaid(db, model.id, { role, release, ...window });
      const begun = await missingAtFirst(db, model, window, seen);
      const columns = comparedColumns(sketches, seen, ({ kind, place }, sketch, values) =>
        columnDrift(
          kind,
          sketch,
          values,
          { season, days, madeFrom: madeFrom(model) },
          kind === 'feature' ? begun(place) : 0,
        ),
      );
      const worst = worstOf(columns.filter(decides(model)), SHOWN);
      const one = {
        ...place,
        role,
        release,
        rows: seen.length,
        isAlert: worst.some(isAlert),
        worst,
        columns,
        comparedAt: now,
      };
      await saveDrift(db, one);
      compared.push(one);
    }
  }
  return compared;
}

/** What a detector says moves when something happens: that is its work, stands among the anomalies, and is told here without an alert. */
const decides =
  ({ kind }: TimedModel) =>
  (column: ColumnDrift): boolean =>
    kind === 'series' || column.kind === 'feature';

/** Of a detector that learnt from simulated machines: those here are others. A forecast is of the same series wherever its past came from. */
const madeFrom = ({ kind, learnsFrom }: TimedModel): MadeFrom =>
  kind === 'detector' && learnsFrom === 'simulated' ? 'others' : 'own';

/** For so long at least an installation is young: backfilled days may lie before the past of some input. */
const YOUNG_FOR = 90 * DAY;
/** What is answered so soon after the first answer may have been before its past was loaded. */
const LOADING = HOUR;

/**
 * In how many rows a feature is missing because this installation began: they are of days before its first value, or were made while its past was being loaded.
 * None where the first answer is older than an installation is young, or than the model looks back: there what is missing is missing.
 */
async function missingAtFirst(
  db: Db,
  { id, reach }: TimedModel,
  window: TimeWindow,
  seen: readonly SeenAndSaid[],
): Promise<(place: number) => number> {
  const first = await firstAnswered(db, id);
  if (first === null || first <= window.from - Math.max(reach, YOUNG_FOR)) return () => 0;
  const [known, begun] = await Promise.all([
    featuresKnown(db, id, { from: first, to: window.from }),
    firstMade(db, id, window.to),
  ]);
  const loaded = (begun ?? 0) + LOADING;
  return (place) => {
    const there = seen.filter(({ features }) => Number.isFinite(features?.[place])).map(({ validAt }) => validAt);
    if (there.length === 0 && !known.has(place)) return seen.length;
    const begins = known.has(place) ? window.from : parisDay(Math.min(...there)).from;
    return seen.filter(
      ({ features, validAt, createdAt }) =>
        !Number.isFinite(features?.[place]) && (validAt < begins || createdAt < loaded),
    ).length;
  };
}

/** A season is compared with the same one of last year. */
const KEPT_DAYS = 400;
const FORGOTTEN_AT_ONCE = 1_000;

/** How many comparisons had their time. */
export async function forgetOldDrift(db: Db, now: Instant): Promise<number> {
  const before = dateOf(parisDay(now, -KEPT_DAYS).from);
  let gone = 0;
  for (;;) {
    const some = await forgetDrift(db, { before, most: FORGOTTEN_AT_ONCE });
    gone += some;
    if (some < FORGOTTEN_AT_ONCE) return gone;
  }
}

const middleOf = ({ from, to }: TimeWindow): Instant => (from + to) / 2;

/** In Paris. */
export function dateOf(at: Instant): string {
  const { year, month, day } = parisClock(at);
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
}
