// What the shadow and the canary would have forecast beside live: the same issues, the same steps, from the same past. Never published; their failure is their own.
import { DAY, formatInstant, type Instant } from '../../data/time.ts';
import type { PublishedIssue } from '../../db/queries/issues-without.ts';
import type { SeriesModel } from '../../models/model.ts';
import type { Log } from '../mesh/log.ts';
import type { Challenger } from './fleet.ts';
import { issue } from './issue.ts';
import type { LiveRelease } from './live-release.ts';
import type { Past } from './past.ts';
import type { StoredPrediction } from './unsaved.ts';

export interface BesideMeans {
  readonly now: Instant;
  readonly log: Log;
  besideLive(model: SeriesModel): Promise<readonly Challenger[]>;
  releaseById(model: SeriesModel, release: string): Promise<LiveRelease | null>;
  /** Issues that were published since and that this release has not made, oldest first. None while Postgres is away: a later tick makes up for it. */
  issuesWithout(model: SeriesModel, release: string, from: Instant, limit: number): Promise<readonly PublishedIssue[]>;
  /** Only what had come to us when live computed the issue. Null while Postgres is away. */
  pastOf(model: SeriesModel, issue: PublishedIssue): Promise<Past | null>;
  save(predictions: readonly StoredPrediction[]): Promise<boolean>;
}

/** A release that comes into the shadow has a week to be compared by, from the first hour on. */
const LOOKS_BACK = 7 * DAY;
/** A tick has other things to do. */
const ISSUES_A_TICK = 3;

export async function forecastBesideLive(model: SeriesModel, means: BesideMeans): Promise<void> {
  for (const challenger of await means.besideLive(model)) await forecastAs(challenger, model, means);
}

async function forecastAs({ role, release }: Challenger, model: SeriesModel, means: BesideMeans): Promise<void> {
  const live = await means.releaseById(model, release);
  if (!live || 'refused' in live) {
    const reason = live ? live.refused : 'it is not in the lake';
    means.log.error('challenger_refused', { model: model.id, role, release, reason });
    return;
  }
  // Of days that it has learnt from, its errors are no measure of it.
  const since = Math.max(means.now - LOOKS_BACK, live.learntUntil);
  for (const published of await means.issuesWithout(model, release, since, ISSUES_A_TICK)) {
    const past = await means.pastOf(model, published);
    if (!past) return;
    const { issuedAt, validAt } = published;
    const { predictions } = await issue({ model, live, role, past, issuedAt, validAt, createdAt: means.now });
    if (await means.save(predictions)) {
      const issued = formatInstant(issuedAt);
      means.log.info('forecast_beside_live', {
        model: model.id,
        role,
        release,
        issued_at: issued,
        rows: predictions.length,
      });
    }
  }
}
