// Compares what callers asked of a record model lately with the rows that its release was made from: whether they ask about others, never whether the world has changed.
import { HOUR, type Instant, parisDay } from '../../data/time.ts';
import type { Db } from '../../db/client.ts';
import { type AskedRecord, askedRecords } from '../../db/queries/asked-records.ts';
import { type Drift, latestDrift, saveDrift } from '../../db/queries/drift.ts';
import { askedDrift, DRIFT_DAYS, isAlert, LEAST_ASKED, worstOf } from '../../models/drift.ts';
import type { RecordModel } from '../../models/model.ts';
import { comparedColumns } from './compared-columns.ts';
import { dateOf, type Papers, SHOWN } from './drifting.ts';

/** The newest: of a busy model that is hours, not days. */
const MOST_ROWS = 5_000;
/** So long a comparison stands, however much is asked meanwhile, and so long an answer may be on its way to Postgres. */
const STANDS_FOR = HOUR;

/** What was compared anew. Too few questions are kept without a column: that is no picture, and no alert. */
export async function compareAsked(
  db: Db,
  { sketchesOf, unread }: Papers,
  model: Pick<RecordModel, 'id'>,
  now: Instant,
): Promise<readonly Drift[]> {
  const [newest] = await askedRecords(db, model.id, 1);
  if (!newest) return [];
  const place = { model: model.id, role: 'asked', day: dateOf(newest.createdAt), season: null } as const;
  const stands = (await latestDrift(db, model.id)).some(
    ({ day, comparedAt }) =>
      (day === place.day && now - comparedAt < STANDS_FOR) || comparedAt > newest.createdAt + STANDS_FOR,
  );
  if (stands) return [];
  const compared: Drift[] = [];
  for (const [release, ofRelease] of Map.groupBy(await askedRecords(db, model.id, MOST_ROWS), (one) => one.release)) {
    for (const days of DRIFT_DAYS) {
      const since = parisDay(newest.createdAt, 1 - days).from;
      const asked = differentOf(ofRelease.filter(({ createdAt }) => createdAt >= since));
      if (asked.length === 0) continue;
      const sketches = await sketchesOf(model.id, release).catch((error: unknown) => {
        unread(release, error);
        return null;
      });
      if (!sketches) continue;
      const columns =
        asked.length < LEAST_ASKED
          ? []
          : comparedColumns(sketches, asked, ({ kind }, sketch, values) => askedDrift(kind, sketch, values));
      const worst = worstOf(columns, SHOWN);
      const rows = asked.length;
      const one = { ...place, release, days, rows, isAlert: worst.some(isAlert), worst, columns, comparedAt: now };
      await saveDrift(db, one);
      compared.push(one);
    }
  }
  return compared;
}

/** A probe that asks the same a thousand times has asked one thing. */
function differentOf(asked: readonly AskedRecord[]): AskedRecord[] {
  return [...new Map(asked.map((one) => [one.features?.join(), one])).values()];
}
