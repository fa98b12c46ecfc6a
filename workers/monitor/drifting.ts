// Compares what each release saw and said lately with where it was made: once for each day, and again when more was said of it. Safe to repeat.
import { type Instant, parisClock, parisDay, type TimeWindow } from '../../data/time.ts';
import type { Db } from '../../db/client.ts';
import {
  answering,
  type Drift,
  latestDrift,
  newestAnswered,
  type SeenAndSaid,
  saveDrift,
  seenAndSaid,
} from '../../db/queries/drift.ts';
import { columnDrift, DRIFT_DAYS, isAlert, worstOf } from '../../models/drift.ts';
import type { SeriesModel } from '../../models/model.ts';
import { type Season, seasonOf } from '../../models/season.ts';
import type { Sketches } from '../../models/sketch.ts';
import type { SketchesOf } from './release-sketches.ts';

/** A week without its Sunday is no week; of four of them, three days may be missing. */
const leastDays = (days: number): number => days + 1 - days / 7;
const SHOWN = 3;

export interface Papers {
  readonly sketchesOf: SketchesOf;
  /** Those of one release: its drift stays unknown, and the others are compared. */
  unread(release: string, error: unknown): void;
}

/** What was compared anew. */
export async function compareLatest(
  db: Db,
  { sketchesOf, unread }: Papers,
  model: SeriesModel,
  now: Instant,
): Promise<readonly Drift[]> {
  const newest = await newestAnswered(db, model.id);
  if (newest === null) return [];
  const before = await latestDrift(db, model.id);
  const compared: Drift[] = [];
  for (const days of DRIFT_DAYS) {
    const window = { from: parisDay(newest, 1 - days).from, to: parisDay(newest).to };
    const place = { model: model.id, days, day: dateOf(newest), season: seasonOf(middleOf(window)) };
    for (const { role, release, rows, daysAnswered } of await answering(db, model.id, window)) {
      const isKnown = before.some(
        (one) =>
          one.release === release &&
          one.role === role &&
          one.days === days &&
          one.day === place.day &&
          one.rows === rows,
      );
      if (isKnown || daysAnswered < leastDays(days)) continue;
      const sketches = await sketchesOf(model.id, release).catch((error: unknown) => {
        unread(release, error);
        return null;
      });
      if (!sketches) continue;
      const seen = await seenAndSaid(db, model.id, { role, release, ...window });
      const columns = compareColumns(sketches, seen, place);
      if (columns.length === 0) continue;
      const worst = worstOf(columns, SHOWN);
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

/** Every feature and output that the release knows something alike of. Pure. */
export function compareColumns(
  { features, heads }: Sketches,
  seen: readonly SeenAndSaid[],
  like: { readonly season: Season; readonly days: number },
): Drift['columns'] {
  const column = (of: (one: SeenAndSaid) => number | undefined) =>
    Float64Array.from(seen, (one) => of(one) ?? Number.NaN);
  return [
    ...features.map((sketch, i) =>
      columnDrift(
        'feature',
        sketch,
        column((one) => one.features?.[i]),
        like,
      ),
    ),
    ...heads.map((sketch) =>
      columnDrift(
        'output',
        sketch,
        column((one) => one.values[sketch.name]),
        like,
      ),
    ),
  ].filter((one) => one !== null);
}

const middleOf = ({ from, to }: TimeWindow): Instant => (from + to) / 2;

function dateOf(at: Instant): string {
  const { year, month, day } = parisClock(at);
  return [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
}
