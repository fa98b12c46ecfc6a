// Scores every day of a model whose truth or forecasts have changed since it was last scored. Decides what is due by comparing marks; safe to repeat.
import { datasets } from '../../data/catalogue.gen.ts';
import type { DatasetDefinition } from '../../data/dataset.ts';
import { DAY, HOUR, type Instant, MINUTE, parisDay } from '../../data/time.ts';
import type { Db } from '../../db/client.ts';
import { isOutage } from '../../db/outage.ts';
import { factsOf } from '../../db/queries/history.ts';
import { saveScores, scoredDays } from '../../db/queries/scores.ts';
import { forecastMarks, storedForecasts } from '../../db/queries/stored-forecasts.ts';
import { truthMarks } from '../../db/queries/truth-marks.ts';
import { type Facts, factsKey } from '../../models/history.ts';
import type { SeriesModel } from '../../models/model.ts';
import { LOOK_BACK_DAYS, PUBLISHED } from '../../models/rivals.ts';
import type { SeriesRef } from '../../models/series.ts';
import { scoreDay } from './score-day.ts';

/** What most revisions touch is looked at by each tick; everything, once an hour. */
const RECENT = 35 * DAY;
const TICK = 5 * MINUTE;
/** By what is usual on them, an hour of the day between is whole. */
const DAYS_AROUND = [-2, -1, 1];
/** Their facts are read at once. */
const DAYS_AT_ONCE = 28;
/** What a tick does at most for one model: a backfill of years takes a few of them. */
const MOST_DAYS = 112;

export const looksAtEverything = (now: Instant): boolean => now % HOUR < TICK;

/** How many days were scored. Throws when all others are, where one or more cannot be: those are tried again by the next tick. */
export async function scoreDueDays(
  db: Db,
  model: SeriesModel,
  { now, everything }: { readonly now: Instant; readonly everything: boolean },
): Promise<number> {
  // From a midnight: half of a day has another mark than all of it.
  const due = await dueDays(db, model, everything ? 0 : parisDay(now - RECENT).from);
  const days = due.slice(0, MOST_DAYS);
  const failed: FailedDay[] = [];
  for (const together of near(days)) failed.push(...(await scoreEach(db, model, together, now)));
  if (failed.length === 0) return days.length;
  const named = failed.map(({ day }) => day).join(', ');
  throw new Error(`${failed.length} of ${days.length} days of ${model.id} could not be scored: ${named}`, {
    cause: failed[0]?.error,
  });
}

interface FailedDay {
  readonly day: string;
  readonly error: unknown;
}

/** Together, and where that fails one by one: a day that cannot be scored hides no other. While Postgres is away none can. */
async function scoreEach(db: Db, model: SeriesModel, days: readonly DueDay[], now: Instant): Promise<FailedDay[]> {
  try {
    await score(db, model, days, now);
    return [];
  } catch (error) {
    if (isOutage(error)) throw error;
    if (days.length === 1) return days.map(({ day }) => ({ day, error }));
    const failed: FailedDay[] = [];
    for (const one of days) failed.push(...(await scoreEach(db, model, [one], now)));
    return failed;
  }
}

interface DueDay {
  /** As `2026-11-21`, in Paris. */
  readonly day: string;
  readonly fingerprint: string;
}

/** Newest first: what people look at comes before what was long ago. */
async function dueDays(db: Db, model: SeriesModel, since: Instant): Promise<DueDay[]> {
  const lookBack = since - (LOOK_BACK_DAYS + 1) * DAY;
  const [forecasts, scored, ...truths] = await Promise.all([
    forecastMarks(db, model.id, since),
    scoredDays(db, model.id),
    ...comparedSeries(model).map((series) => {
      const { dataset, column } = seriesOf(series);
      return truthMarks(db, dataset, { column, places: model.entities, since: lookBack });
    }),
  ]);
  const [target, ...others] = truths;
  const due: DueDay[] = [];
  for (const [day, forecast] of forecasts) {
    // Nothing is known of it yet.
    if (!target?.has(day)) continue;
    const before = Array.from({ length: LOOK_BACK_DAYS }, (_, i) => target.get(dayAfter(day, -1 - i)));
    // The last hour of a day is over when something is known of the next.
    const around = others.flatMap((marks) => DAYS_AROUND.map((days) => marks.get(dayAfter(day, days))));
    const nearby = [...before, target.get(dayAfter(day, 1)), ...around];
    const fingerprint = await hashOf([forecast, ...truths.map((marks) => marks.get(day)), ...nearby]);
    if (scored.get(day) !== fingerprint) due.push({ day, fingerprint });
  }
  return due.sort((a, b) => (a.day < b.day ? 1 : -1));
}

/** Runs of days that are close: what lies between them is read too. */
function near(days: readonly DueDay[]): DueDay[][] {
  const runs: DueDay[][] = [];
  for (const one of days) {
    const [first] = runs.at(-1) ?? [];
    if (first && one.day > dayAfter(first.day, -DAYS_AT_ONCE)) runs.at(-1)?.push(one);
    else runs.push([one]);
  }
  return runs;
}

async function score(db: Db, model: SeriesModel, days: readonly DueDay[], now: Instant): Promise<void> {
  const windows = days.map(({ day }) => parisDay(Date.parse(`${day}T12:00:00Z`)));
  const from = Math.min(...windows.map((window) => window.from));
  const to = Math.max(...windows.map((window) => window.to));
  const facts = new Map<string, Facts>();
  const [forecasts] = await Promise.all([
    storedForecasts(db, model.id, { from, to }),
    ...comparedSeries(model).map(async (series) => {
      const { dataset, column } = seriesOf(series);
      // What comes after the last day says that it is over.
      const window = { from: from - (LOOK_BACK_DAYS + 1) * DAY, to: to + DAY };
      const known = await factsOf(db, dataset, { column, places: model.entities, ...window });
      for (const [entity, one] of known.facts) facts.set(factsKey(series, entity), one);
    }),
  ]);
  for (const [i, { day, fingerprint }] of days.entries()) {
    const window = windows[i]!;
    const ofDay = forecasts.filter(({ validAt }) => window.from <= validAt && validAt < window.to);
    const scores = scoreDay({ model, day, facts, forecasts: ofDay });
    await saveScores(db, { model: model.id, day, fingerprint, scoredAt: now, scores });
  }
}

function comparedSeries({ target }: SeriesModel): readonly [SeriesRef, ...SeriesRef[]] {
  const published = PUBLISHED[target];
  return published ? [target, published] : [target];
}

const catalogue: ReadonlyMap<string, DatasetDefinition> = new Map(Object.entries(datasets));

function seriesOf(series: SeriesRef): { readonly dataset: DatasetDefinition; readonly column: string } {
  const [id = '', column = ''] = series.split('/');
  const dataset = catalogue.get(id);
  if (!dataset) throw new Error(`${series}: there is no dataset ${id}`);
  return { dataset, column };
}

/** Days of the calendar, which have no clock. */
const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

async function hashOf(marks: readonly (string | undefined)[]): Promise<string> {
  const bytes = new TextEncoder().encode(marks.map((mark) => mark ?? '-').join());
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
